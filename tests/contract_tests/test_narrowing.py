"""The part of a contract that is asked where time is short."""

from __future__ import annotations

from understudy.contract_tests import narrowing
from understudy.specs import contract


def test_operations_with_one_of_the_tags() -> None:
    part = narrowing.part(contract.load("schema"), {"orders", ":models"})
    assert {operation["tags"][0] for _, _, operation in part.operations().values()} == {"orders", ":models"}
    assert {"orders.create", "Meta.models.delete"} <= part.operations().keys()


def test_no_tags_are_all() -> None:
    whole = contract.load("schema")
    assert narrowing.part(whole, set()) is whole
