"""Names with brackets."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.mocks.brackets import parse
from understudy.mocks.errors import Unreadable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("active=true&sku=T1000", {"active": "true", "sku": "T1000"}),
        ("name=New Product", {"name": "New Product"}),
        ("name=a+b%20c", {"name": "a b c"}),
        (
            "addresses[0][city]=Oslo&addresses[1][city]=Bergen",
            {"addresses": [{"city": "Oslo"}, {"city": "Bergen"}]},
        ),
        ("events[]=a&events[]=b", {"events": ["a", "b"]}),
        ("fields[x][type]=string", {"fields": {"x": {"type": "string"}}}),
        ("$or[0][size][$gt]=2&$or[0][size][$lt]=9", {"$or": [{"size": {"$gt": "2", "$lt": "9"}}]}),
        ("a%5Bb%5D=1", {"a": {"b": "1"}}),
        ("empty=", {"empty": ""}),
        ("name", {"name": ""}),
    ],
)
def test_parse(text: str, value: dict[str, Any]) -> None:
    assert parse(text) == value


@pytest.mark.parametrize("text", ["a" + "[b]" * 30 + "=1", "&".join(f"n{i}=1" for i in range(2_000))])
def test_what_is_too_much_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="names with brackets"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a=%", "encodes nothing"),
        ("a=1%2&b", "encodes nothing"),
        ("%zz=1", "encodes nothing"),
        ("a=%ff", "not UTF-8"),
    ],
)
def test_what_percent_signs_do_not_encode_is_refused(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        parse(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        assert isinstance(parse(text), dict)


@given(st.text(alphabet="ab[]=&%0123$.,"))
def test_anything_like_brackets_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        assert isinstance(parse(text), dict)
