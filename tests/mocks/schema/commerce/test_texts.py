"""Pages, articles and posts."""

from __future__ import annotations

import pytest
from tests.mocks.schema.commerce.shown import Record, shows

from understudy.mocks.schema.shop import Shop

NOW = "2026-01-01T00:00:00.000Z"
THEN = "2015-05-08T18:41:55.527Z"


@pytest.fixture(params=["pages", "pages/home/articles", "blogs/home/posts"])
def path(request: pytest.FixtureRequest, shop: Shop) -> str:
    if request.param != "pages":
        shop.post(f"/{request.param.partition('/')[0]}", {"name": "Home"})
    return f"/{request.param}"


@pytest.mark.parametrize(
    ("given", "date"),
    [
        pytest.param({}, None, id="not published"),
        pytest.param({"published": "true"}, NOW, id="published"),
        pytest.param({"published": True, "date_published": THEN}, THEN, id="with a date"),
        pytest.param({"date_published": THEN}, THEN, id="to be published"),
    ],
)
def test_when_it_is_published(shop: Shop, path: str, given: Record, date: str | None) -> None:
    assert shop.post(path, {"name": "News of 2026", **given}).get("date_published") == date


def test_it_stays_published_since_then(shop: Shop, path: str) -> None:
    made = shop.post(path, {"name": "News of 2026", "published": True})
    shop.sandbox.clock.forward(3600)
    changed = shop.put(f"{path}/{made['id']}", {"name": "Other"})
    assert shows(changed, "slug date_published") == ["news-of-2026", NOW]
