"""The mock in process, and a sandbox of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from understudy.contract_tests import subjects
from understudy.contract_tests.asking import Ask, Asking
from understudy.contract_tests.catalog.requests import good_requests
from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.mocks import composition
from understudy.mocks.catalog.settings import Settings
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.specs import contract


@pytest.fixture(scope="session")
def sandboxes() -> Sandboxes:
    return subjects.seeded("catalog")["catalog"]


@pytest.fixture(scope="session")
def asking(sandboxes: Sandboxes) -> Iterator[Asking]:
    with Caller(composition.app({"catalog": sandboxes}, at_root=True), {}) as caller:
        yield Asking(contract.load("catalog"), caller)


@pytest.fixture(scope="session")
def opinion() -> SecondOpinion:
    return SecondOpinion(contract.load("catalog"))


@pytest.fixture
def sandbox(sandboxes: Sandboxes) -> Iterator[Sandbox[Settings]]:
    yield sandboxes.make("proof")
    sandboxes.delete("proof")


@pytest.fixture
def good(sandbox: Sandbox[Settings]) -> dict[str, Ask]:
    return good_requests(sandbox)
