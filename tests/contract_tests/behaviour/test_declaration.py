from __future__ import annotations

from typing import Any

import pytest

from understudy.contract_tests.behaviour.declaration import DeclarationError, declared
from understudy.specs import contract
from understudy.specs.contract import APIS, Contract

PATHS: dict[str, Any] = {
    "/teas": {"get": {"operationId": "list", "responses": {}}},
    "/teas/{name}": {"get": {"operationId": "read", "responses": {}}},
    "/teas/{name}/{cup}": {"get": {"operationId": "cup", "responses": {}}},
}


def of(said: dict[str, Any]) -> Contract:
    return Contract("tea", {"paths": PATHS, "x-behaviour": said}, "1")


def test_the_only_parameter_is_the_key() -> None:
    found = declared(of({"resources": {"teas": {"list": "list", "read": "read"}}}))
    assert (found.resources["teas"].key, found.resources["teas"].name) == ("name", "teas")


def test_a_contract_may_say_nothing() -> None:
    assert not declared(Contract("tea", {"paths": PATHS}, "1")).resources


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"resource": {}}, "'resource' is unknown: use lists, login"),
        ({"resources": {"teas": {"lists": "list"}}}, "'lists' is unknown"),
        ({"resources": {"teas": {"list": "listTeas"}}}, "no operation is called 'listTeas'"),
        ({"resources": {"teas": {"read": "cup"}}}, "say which of ['name', 'cup'] is its `key`"),
        ({"resources": {"teas": {"cascades": {"cups": "tea_id"}}}}, "names 'cups', which is none of them"),
        ({"resources": {"teas": {"within": {"of": "pots"}}}}, "'parameter'"),
    ],
    ids=["root", "field", "operation", "key", "resource", "missing"],
)
def test_what_cannot_be_is_told(said: dict[str, Any], told: str) -> None:
    with pytest.raises(DeclarationError) as refusal:
        declared(of(said))
    assert told in str(refusal.value)


@pytest.mark.parametrize("api", APIS)
def test_our_contracts_declare_behaviour(api: str) -> None:
    assert declared(contract.load(api)).resources
