from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.parameters import Parameters, Query, split_pairs

PARAMETERS = [
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 1}},
    {"name": "id", "in": "query", "required": True, "schema": {"type": "integer"}},
    {"name": "share", "in": "query", "schema": {"type": "number"}},
    {"name": "query[full]", "in": "query", "schema": {"type": "boolean"}},
    {"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["a", "b c"]}},
    {"name": "X-Sign", "in": "header", "schema": {"type": "string", "minLength": 2}},
]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (b"id=7", {"page": 1, "id": 7}),
        (b"id=7&page=0", {"page": 0, "id": 7}),
        (b"id=-7", {"page": 1, "id": -7}),
        (b"id=007", {"page": 1, "id": 7}),
        (b"id=7&share=0.5", {"page": 1, "id": 7, "share": 0.5}),
        (b"id=7&query%5Bfull%5D=true", {"page": 1, "id": 7, "query[full]": True}),
        (b"id=7&query[full]=false", {"page": 1, "id": 7, "query[full]": False}),
        (b"id=7&kind=b+c", {"page": 1, "id": 7, "kind": "b c"}),
        (b"id=7&kind=b%20c", {"page": 1, "id": 7, "kind": "b c"}),
        (b"id=7&unknown=1&unknown=2", {"page": 1, "id": 7}),
        (b"id=7&", {"page": 1, "id": 7}),
    ],
)
def test_query(query: bytes, values: dict[str, Any]) -> None:
    assert Query(PARAMETERS).parse(query) == values


@pytest.mark.parametrize(
    ("query", "broken"),
    [
        pytest.param(b"", ["id"], id="required"),
        pytest.param(b"id=1_0", ["id"], id="underscore"),
        pytest.param(b"id=%201", ["id"], id="space"),
        pytest.param(b"id=%2B1", ["id"], id="plus"),
        pytest.param(b"id=1.0", ["id"], id="fraction"),
        pytest.param(b"id=1e3", ["id"], id="exponent"),
        pytest.param("id=٣".encode(), ["id"], id="other digits"),
        pytest.param(b"id=%0A1", ["id"], id="newline"),
        pytest.param(b"id=" + b"9" * 5000, ["id"], id="5,000 digits"),
        pytest.param(
            b"id=x&page=-1&query[full]=1&kind=c", ["id", "page", "query[full]", "kind"], id="all at once"
        ),
        pytest.param(b"id=1&share=nan", ["share"], id="nan"),
        pytest.param(b"id=1&query[full]=True", ["query[full]"], id="another true"),
    ],
)
def test_query_tells_every_broken_rule(query: bytes, broken: list[str]) -> None:
    with pytest.raises(ContractViolation) as caught:
        Query(PARAMETERS).parse(query)
    assert sorted(violation.path[0] for violation in caught.value.violations) == sorted(broken)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param(b"id=1&id=2", "id is given more than once", id="twice"),
        pytest.param(b"id=%zz", "broken %-escape", id="broken escape"),
        pytest.param(b"id=%f", "broken %-escape", id="half an escape"),
        pytest.param(b"id=%ff", "not UTF-8", id="not UTF-8"),
        pytest.param(b"id=\xff", "not UTF-8", id="not UTF-8, raw"),
        pytest.param(b"&".join([b"a=1"] * 101), "101 parameters", id="too many"),
    ],
)
def test_query_refuses_what_is_none(query: bytes, told: str) -> None:
    with pytest.raises(ProtocolError, match=told) as caught:
        Query(PARAMETERS).parse(query)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("form", "given"),
    [
        pytest.param(b"", {}, id="nothing"),
        pytest.param(b"a=1&b=", {"a": "1", "b": ""}, id="two"),
        pytest.param(b"a", {"a": ""}, id="a name alone"),
        pytest.param(b"a=x=y", {"a": "x=y"}, id="a second sign belongs to the value"),
        pytest.param(b"a=x+y%2Bz", {"a": "x y+z"}, id="a plus is a space"),
        pytest.param(b"%61=%E2%82%AC", {"a": "€"}, id="escaped"),
        pytest.param(b"a=1&u=2&u=3", {"a": "1", "u": "3"}, id="an unknown name twice"),
    ],
)
def test_form(form: bytes, given: dict[str, str]) -> None:
    assert split_pairs(form, {"a", "b"}, "body") == given


@pytest.mark.parametrize(
    ("form", "told"),
    [
        pytest.param(b"a=1&a=1", "a is given more than once", id="twice"),
        pytest.param(b"a=1&%61=2", "a is given more than once", id="twice, escaped"),
        pytest.param(b"a=%zz", "The body holds a broken %-escape", id="broken escape"),
        pytest.param(b"a=%ff", "The body holds bytes that are not UTF-8", id="not UTF-8"),
        pytest.param(b"\xff=1", "The body holds bytes that are not UTF-8", id="not UTF-8, raw"),
        pytest.param(b"&" * 100, "The body has 101 parameters: at most 100", id="too many"),
    ],
)
def test_form_refuses_what_is_none(form: bytes, told: str) -> None:
    with pytest.raises(ProtocolError, match=told) as caught:
        split_pairs(form, {"a", "b"}, "body")
    assert caught.value.status == 400


def test_header_names_know_no_case() -> None:
    assert Parameters("header", PARAMETERS).read({"x-sign": "ab"}) == {"x-sign": "ab"}
    with pytest.raises(ContractViolation):
        Parameters("header", PARAMETERS).read({"x-sign": "a"})
