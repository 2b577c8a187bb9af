from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.thinkific.settings import Settings


@pytest.mark.parametrize(
    "given",
    [
        {"api_key": "k-1_~!"},
        {"scopes": []},
        {"app_url": "http://localhost:3000/app"},
        {"requests_per_minute": None},
        {"requests_per_minute": 1},
        {"bundle_courses_at_once": 0},
        {"bundle_delay_seconds": 0},
    ],
    ids=str,
)
def test_what_can_be_set(given: dict[str, Any]) -> None:
    ((name, value),) = given.items()
    assert getattr(Settings(**given), name) == value


@pytest.mark.parametrize(
    "given",
    [
        {"api_key": ""},
        {"api_key": "a.b"},
        {"api_key": "a b"},
        {"api_key": "ключ"},
        {"scopes": ["everything"]},
        {"app_secret": ""},
        {"app_url": "nonsense"},
        {"requests_per_minute": 0},
        {"bundle_courses_at_once": -1},
        {"bundle_delay_seconds": -0.5},
        {"bundle_delay_seconds": 1e308},
    ],
    ids=str,
)
def test_what_cannot(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        Settings(**given)
    assert list(caught.value.errors) == list(given)


def test_all_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        Settings(api_key="", app_secret="")
    assert list(caught.value.errors) == ["api_key", "app_secret"]
