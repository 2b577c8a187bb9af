"""The Link header leads to the pages there are."""

from __future__ import annotations

import re

import pytest

from understudy.contract_tests.inprocess import Caller
from understudy.mocks.catalog.pages import link

URL = "http://catalog.test/api/v1/orders"


def relations(header: str) -> dict[str, str]:
    return {rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}


@pytest.mark.parametrize(
    ("number", "total", "pages"),
    [
        (1, 0, {"first": 1, "last": 1}),
        (1, 10, {"first": 1, "last": 1}),
        (1, 11, {"next": 2, "first": 1, "last": 2}),
        (2, 25, {"next": 3, "prev": 1, "first": 1, "last": 3}),
        (3, 25, {"prev": 2, "first": 1, "last": 3}),
        (9, 25, {"prev": 3, "first": 1, "last": 3}),
        (2, 0, {"prev": 1, "first": 1, "last": 1}),
    ],
    ids=["empty", "one page", "first of two", "between", "last", "past the end", "past nothing"],
)
def test_which_pages_there_are(number: int, total: int, pages: dict[str, int]) -> None:
    found = relations(link(URL, b"", number, 10, total).decode())
    assert found == {relation: f"{URL}?page={page}&per_page=10" for relation, page in pages.items()}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (b"page=3&per_page=10", ""),
        (b"from=2025-01-01&page=3", "from=2025-01-01&"),
        (b"completed&per%5Fpage=5", "completed&"),
        (b"x=%3C%3E%22%0D%0A&&", "x=%3C%3E%22%0D%0A&"),
        (b'x=<">,\xff\r\n', "x=%3C%22%3E%2C%FF%0D%0A&"),
    ],
    ids=["none but its own", "filter", "escaped name", "escapes", "hostile"],
)
def test_the_rest_of_the_query_is_kept(query: bytes, kept: str) -> None:
    header = link(URL, query, 1, 10, 0).decode("ascii")
    assert relations(header)["first"] == f"{URL}?{kept}page=1&per_page=10"


def test_a_walk_along_the_links_sees_every_order_once(caller: Caller) -> None:
    seen, path = [], "/api/v1/orders?per_page=1"
    while path:
        answer = caller.ask("GET", *path.split("?"))
        seen += [order["id"] for order in answer.json()["orders"]]
        path = relations(answer.headers["link"]).get("next", "").removeprefix("http://catalog.test")
    assert seen == [1, 2, 4]


def test_a_page_of_more_than_a_hundred_is_one_of_a_hundred(caller: Caller) -> None:
    assert "per_page=100>" in caller.ask("GET", "/api/v1/orders", "per_page=5000").headers["link"]
