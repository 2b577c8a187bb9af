"""The guide's examples of queries, as its two client libraries send them: a JSON body with GET.

How they look in a URL is in test_guide.py. Here the answers are held against what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from understudy.contract_tests.inprocess import Answer, Caller
from understudy.contract_tests.subjects import START
from understudy.mocks import composition

Get = Callable[..., Any]

SIZES = {"none": None, "two": 2, "five": 5, "eleven": 11}
NAMES = [("Ada", "Young"), ("Bo", "Adams"), ("Cy", "Young")]


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """A shop without anything."""
    mocks = composition.sandboxes(composition.Options(apis=("schema",), start=START, records=0))
    headers = composition.APIS["schema"].headers("default", mocks["schema"].get("default").settings)
    with Caller(composition.app(mocks, at_root=True), headers) as caller:
        yield caller


def made(caller: Caller, path: str, given: Any) -> Any:
    answer = caller.json("POST", path, given, content_length="1")
    assert answer.status == 200, answer.body
    return answer.json()


@pytest.fixture(scope="module")
def ids(caller: Caller) -> dict[str, str]:
    """Products of several sizes; accounts, one of which has ordered, been billed and given credit; a category."""
    products = [
        made(caller, "/products", {"name": f"{name} red", "size": size, "window": size, "active": size != 11})
        for name, size in SIZES.items()
    ]
    accounts = [
        made(caller, "/accounts", {"email": f"{first}{last}@example.com", "first_name": first, "last_name": last})
        for first, last in NAMES
    ]
    item = {"product_id": products[0]["id"], "quantity": 1, "price": 10}
    account = {"account_id": accounts[0]["id"]}
    orders = [made(caller, "/orders", {**account, "items": [item], "billing": {"name": "Ada"}}) for _ in range(60)]
    invoice = made(caller, "/invoices", {**account, "order_id": orders[-1]["id"], "items": [item]})
    made(
        caller, "/credits", {**account, "invoice_id": invoice["id"], "order_id": orders[-1]["id"], "items": [item]}
    )
    pending = made(caller, "/invoices", {**account, "order_id": orders[0]["id"], "items": [item]})
    made(caller, "/payments", {**account, "amount": 5, "method": "cash"})
    category = made(caller, "/categories", {"name": "Tasty Treats", "slug": "tasty-treats"})
    for product in products[:2]:
        made(caller, f"/categories/{category['id']}/products", {"product_id": product["id"]})
    made(caller, "/settings", {"id": "products", "shown": 12})
    return {
        "product": products[0]["id"], "account": accounts[0]["id"], "order": orders[0]["id"],
        "invoice": invoice["id"], "pending": pending["id"],
    }  # fmt: skip


@pytest.fixture(scope="module")
def get(caller: Caller, ids: dict[str, str]) -> Get:
    """Asks with a query; returns what the JSON says."""

    def ask(path: str, query: Any = None) -> Any:
        answer: Answer = caller.json("GET", path, query, content_length="1")
        assert answer.status == 200, answer.body
        return answer.json()

    return ask


def names(page: Any) -> set[str]:
    return {one["name"].removesuffix(" red") for one in page["results"]}


# Querying


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({"where": {"window": 5}}, {"five"}, id="a name that collides with a parameter"),
        pytest.param(
            {"$or": [{"size": {"$gt": 2, "$lt": 10}}, {"size": None}]}, {"none", "five"}, id="operators of MongoDB"
        ),
        pytest.param({"search": "red"}, set(SIZES), id="search"),
        pytest.param({"search": "FIVE"}, {"five"}, id="search in any case"),
        pytest.param({"active": True}, {"none", "two", "five"}, id="criteria"),
        pytest.param({"active": True, "size": {"$gte": 5}}, {"five"}, id="all criteria hold"),
        pytest.param({"limit": None}, set(SIZES), id="no limit"),
    ],
)
def test_criteria(get: Get, query: Any, found: set[str]) -> None:
    assert names(get("/products", query)) == found
    assert get("/products/:count", query) == len(found)


def test_criteria_with_a_time(get: Get, ids: dict[str, str]) -> None:
    """The guide's times are milliseconds of JavaScript, or seconds of PHP."""
    now = 1767225600  # when the clock stands
    for moment in (now - 86_400, (now - 86_400) * 1000):
        assert get("/accounts", {"date_created": {"$gt": moment}})["count"] == len(NAMES)
    assert get("/accounts", {"date_created": {"$gt": now + 60}, "balance": {"$gt": 0}})["count"] == 0


BY_LAST_NAME = [("Cy", "Young"), ("Ada", "Young"), ("Bo", "Adams")]


@pytest.mark.parametrize(
    "sort",
    [
        "last_name desc, first_name desc, balance asc",
        ["last_name desc", "first_name desc", "balance asc"],
        "last_name DESCENDING, first_name Descending",
        "last_name Desc, first_name descending, balance ascending",
    ],
)
def test_sort(get: Get, sort: Any) -> None:
    assert [
        (one["first_name"], one["last_name"]) for one in get("/accounts", {"sort": sort})["results"]
    ] == BY_LAST_NAME


@pytest.mark.parametrize("expand", ["products", "products, parent, children", ["products", "parent", "children"]])
def test_expand_a_category(get: Get, expand: Any) -> None:
    category = get("/categories/tasty-treats", {"expand": expand})
    assert category["products"]["count"] == 2
    assert category.keys() >= {"products"} | ({"children"} if "children" in expand else set())


def test_expand_three_levels(get: Get, ids: dict[str, str]) -> None:
    account = get("/accounts/" + ids["account"], {"expand": "orders.invoices.credits"})
    [invoices] = [order["invoices"] for order in account["orders"]["results"] if order["invoices"]["count"]]
    assert invoices["results"][0]["id"] == ids["invoice"]
    assert invoices["results"][0]["credits"]["count"] == 1


def test_include_with_a_record(get: Get, ids: dict[str, str]) -> None:
    query = {"include": {"settings": {"url": "/settings/products"}}}
    assert get("/products/" + ids["product"], query)["settings"]["shown"] == 12


def test_include_with_each_record_of_a_collection(get: Get, ids: dict[str, str]) -> None:
    found = get("/accounts", {"include": {"payments": {"url": "/payments", "params": {"account_id": "id"}}}})
    counts = {one["id"]: one["payments"]["count"] for one in found["results"]}
    assert counts == {one["id"]: int(one["id"] == ids["account"]) for one in found["results"]}


# Linking


FIELDS = {
    "order_id": {"type": "objectid"},
    "my_products": {"type": "link", "model": "products"},
    "my_product_id": {"type": "objectid"},
    "my_product": {"type": "link", "model": "products", "key": "my_product_id"},
    "my_specific_product": {"type": "link", "model": "products", "data": {"size": 5}},
    "pending_invoices": {"type": "link", "url": "/invoices?order_id={order_id}&status=pending"},
    "category_products": {"type": "link", "model": "products", "params": {"size": "size"}},
    "size": {"type": "int"},
}


@pytest.fixture(scope="module")
def thing(caller: Caller, ids: dict[str, str]) -> str:
    """A record of a model with one link of each kind that the guide knows."""
    made(caller, "/:models", {"name": "things", "fields": FIELDS})
    given = {"my_product_id": ids["product"], "order_id": ids["order"], "size": 2}
    return f"/things/{made(caller, '/things', given)['id']}"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("my_products", set(SIZES)),
        ("my_specific_product", {"five"}),
        ("category_products", {"two"}),
    ],
)
def test_links_to_collections(get: Get, thing: str, link: str, found: set[str]) -> None:
    assert names(get(f"{thing}/{link}")) == found


def test_a_link_to_a_record(get: Get, thing: str) -> None:
    assert get(f"{thing}/my_product")["name"] == "none red"


def test_a_link_by_url_is_asked_as_if_addressed(get: Get, thing: str, ids: dict[str, str]) -> None:
    assert [one["id"] for one in get(f"{thing}/pending_invoices")["results"]] == [ids["pending"]]
    assert get(f"{thing}/pending_invoices", {"limit": 0})["results"] == []


# Aggregation


def test_groups(get: Get) -> None:
    """The guide's own: by day, between two moments."""
    group = {
        "count": {"$sum": 1}, "sub_total": {"$sum": "sub_total"}, "avg_total": {"$avg": "sub_total"},
        "day": {"$dayOfMonth": "date_created"}, "month": {"$month": "date_created"},
        "year": {"$year": "date_created"},
    }  # fmt: skip
    between = [
        {"date_created": {"$gt": "2025-01-01T00:00:00Z"}},
        {"date_created": {"$lt": "2027-01-01T00:00:00Z"}},
    ]
    found = get("/orders", {"group": group, "where": {"$and": between}})
    assert found["results"] == [
        {"count": 60, "sub_total": 600.0, "avg_total": 10.0, "day": 1, "month": 1, "year": 2026}
    ]
    assert (
        get("/orders", {"group": group, "where": {"$and": [between[0], {"date_created": {"$lt": "2025-06-01"}}]}})[
            "results"
        ]
        == []
    )


# Pagination


def test_a_page(get: Get) -> None:
    found = get("/orders", {"page": 2, "limit": 25})
    assert (found["count"], found["page"], len(found["results"])) == (60, 2, 25)
    assert found["pages"] == {
        "1": {"start": 1, "end": 25}, "2": {"start": 26, "end": 50}, "3": {"start": 51, "end": 60},
    }  # fmt: skip


def test_page_after_page(get: Get) -> None:
    """The guide's loop over all there is."""
    seen, page = [], 1
    while True:
        orders = get("/orders", {"limit": 50, "page": page})
        seen += [one["id"] for one in orders["results"]]
        page += 1
        if str(page) not in orders["pages"]:
            break
    assert len(seen) == len(set(seen)) == 60


# Caching


def test_versions_are_exchanged(get: Get, caller: Caller) -> None:
    held = get("/:cached")
    assert get("/:cached", held) == {}
    made(caller, "/contacts", {"email": "news@example.com"})
    changed = get("/:cached", held)
    assert changed["com.contacts"] == held["com.contacts"] + 1
