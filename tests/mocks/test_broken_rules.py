"""Rules that an input breaks are told all at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from understudy.mocks.broken_rules import BrokenRules
from understudy.mocks.errors import Invalid
from understudy.mocks.store import Store
from understudy.specs.records import collections

GROUP = {"id": 1, "name": "Owls", "token": "00000000", "created_at": "2026-01-01T00:00:00.000Z"}


@pytest.fixture
def broken() -> Iterator[BrokenRules]:
    store = Store(collections("thinkific"))
    store.create()
    store.insert("groups", GROUP)
    yield BrokenRules(store)
    store.close()


def test_nothing_broken_is_not_refused(broken: BrokenRules) -> None:
    broken.known("groups", one=1, several=[1, 1], none=None)
    broken.free("groups", name="Larks", token=None)
    broken.free("groups", by=1, name="Owls")
    broken.refuse()


@pytest.mark.parametrize(
    ("value", "message"),
    [(2, "could not be found"), ([1, 2, 3], "could not be found: 2, 3")],
    ids=["one", "several"],
)
def test_what_is_not_there(broken: BrokenRules, value: Any, message: str) -> None:
    broken.known("groups", group=value)
    assert broken.errors == {"group": [message]}


def test_all_is_told(broken: BrokenRules) -> None:
    broken.free("groups", name="Owls")
    broken.known("groups", parent=9)
    broken.add("name", "is too wise", "and too old")
    with pytest.raises(Invalid) as caught:
        broken.refuse()
    assert caught.value.errors == {
        "name": ["has already been taken", "is too wise", "and too old"],
        "parent": ["could not be found"],
    }
