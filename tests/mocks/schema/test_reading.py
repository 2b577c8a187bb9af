"""What a GET is answered with. The examples are those of the guide's chapters on querying and linking."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.brackets import parse
from understudy.mocks.errors import Unreadable
from understudy.mocks.schema.addresses import Nothing
from understudy.mocks.schema.shop import Shop

NAMES = ["Ann", "Bob", "Cyd", "Dan", "Eve"]


@pytest.fixture
def accounts(shop: Shop) -> list[dict[str, Any]]:
    """Five, with balances of 0 to 40, the first two called Smith."""
    made = []
    for number, name in enumerate(NAMES):
        given = {"email": f"{name}@x.org", "first_name": name, "last_name": "Smith" if number < 2 else "Jones"}
        account = shop.post("/accounts", given)
        made.append(shop.writing.update("accounts", account["id"], {"balance": number * 10, "size": number}))
    return made


def names(answer: Any) -> list[str]:
    return [one["first_name"] for one in answer["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Eve", "Dan", "Cyd", "Bob", "Ann"]),
        ("first_name=Bob", ["Bob"]),
        ("balance=20", ["Cyd"]),
        ("balance[$gt]=20", ["Eve", "Dan"]),
        ("balance[$gt]=0&balance[$lt]=20", ["Bob"]),
        ("where[balance][$gte]=30&last_name=Jones", ["Eve", "Dan"]),
        ("$or[0][balance]=0&$or[1][first_name]=Eve", ["Eve", "Ann"]),
        ("$or[0][balance][$gt]=5&$or[0][balance][$lt]=15", ["Bob"]),
        ("first_name[$in][]=Ann&first_name[$in][]=Dan", ["Dan", "Ann"]),
        ("date_created[$gt]=2000-01-01T00:00:00Z", ["Eve", "Dan", "Cyd", "Bob", "Ann"]),
        ("date_created[$gt]=2027-01-01", []),
        ("nothing[$exists]=false&balance=10", ["Bob"]),
        ("search=smi", ["Bob", "Ann"]),
        ("search=x.org", []),
        ("search=AN", ["Dan", "Ann"]),
        ("search=a(", []),
        ("search=👋🏽 hello\\", []),
        ("limit=2", ["Eve", "Dan"]),
        ("limit=2&page=2", ["Cyd", "Bob"]),
        ("limit=2&page=9", []),
        ("limit=null", ["Eve", "Dan", "Cyd", "Bob", "Ann"]),
        ("limit=0", []),
        ("sort=first_name", NAMES),
        ("sort=first_name+asc", NAMES),
        ("sort=first_name+DESCENDING", NAMES[::-1]),
        ("sort=last_name+desc,+balance+desc", ["Bob", "Ann", "Eve", "Dan", "Cyd"]),
        ("sort[]=last_name+asc&sort[]=first_name+asc", ["Cyd", "Dan", "Eve", "Ann", "Bob"]),
        ("size=3", []),
        ("where[size]=3", []),
    ],
)
def test_queries(shop: Shop, accounts: list[dict[str, Any]], query: str, found: list[str]) -> None:
    assert names(shop.get("/accounts", parse(query))) == found


def test_values_of_json_are_held_as_they_are(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    assert names(shop.get("/accounts", {"size": 3})) == ["Dan"]
    assert names(shop.get("/accounts", {"where": {"limit": {"$exists": False}, "size": {"$lte": 1}}})) == [
        "Bob",
        "Ann",
    ]
    assert names(shop.get("/accounts", {"limit": None, "sort": ["balance desc"]})) == NAMES[::-1]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"sort": "name upwards"}, "sort has 'name upwards'"),
        ({"sort": 5}, "sort is a text"),
        ({"limit": "many"}, "limit is 'many'"),
        ({"window": "0"}, "window is 0: write a whole number from 1"),
        ({"page": "1000000001"}, "page is 1000000001: write a whole number from 1 to 1000000000"),
        ({"page": -1}, "page is '-1'"),
        ({"where": "x"}, "where is an object"),
        ({"search": {"a": 1}}, "search is a text"),
        ({"expand": "a.b.c.d.e.f"}, "at most 5"),
        ({"include": {"x": {}}}, "'x' without a url"),
        ({"group": "x"}, "group is an object"),
        ({"balance": {"$where": "1"}}, r"\$where"),
        ({"$near": 1}, r"\$near"),
        ({"group": {"x": {"$sum": "nothing("}}}, "formula"),
    ],
    ids=str,
)
def test_queries_that_mean_nothing(shop: Shop, query: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        shop.get("/accounts", query)


def test_a_query_is_judged_where_it_changes_nothing(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    with pytest.raises(Unreadable, match="window is 0"):
        shop.get(f"/accounts/{accounts[0]['id']}/email", {"window": "0"})


def test_a_page_says_where_it_stands(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    answer = shop.get("/accounts", {"limit": "2", "page": "2", "window": "2"})
    assert (answer["count"], answer["page"]) == (5, 2)
    assert answer["pages"] == {"1": {"start": 1, "end": 2}, "2": {"start": 3, "end": 4}}
    assert shop.get("/accounts", {"limit": 2, "page": 3})["pages"]["3"] == {"start": 5, "end": 5}


@pytest.mark.parametrize(
    ("page", "window", "numbers"),
    [
        (1, 3, [1, 2, 3]),
        (2, 3, [1, 2, 3]),
        (3, 3, [2, 3, 4]),
        (5, 3, [3, 4, 5]),
        (5, 9, [1, 2, 3, 4, 5]),
        (1, 1, [1]),
        (9, 2, [4, 5]),
    ],
)
def test_the_window_is_around_the_page(
    shop: Shop, accounts: Any, page: int, window: int, numbers: list[int]
) -> None:
    answer = shop.get("/accounts", {"limit": 1, "page": page, "window": window})
    assert [int(number) for number in answer["pages"]] == numbers


def test_an_empty_collection(shop: Shop) -> None:
    assert shop.get("/accounts", {}) == {"count": 0, "results": [], "page": 1, "pages": {}}


def test_counts_ends_and_fields(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    assert shop.get("/accounts/:count", {}) == 5
    assert shop.get("/accounts/:count", parse("balance[$gt]=10&last_name=Jones")) == 3
    assert shop.get("/accounts/:first", {})["first_name"] == "Ann"
    assert shop.get("/accounts/:last", {})["first_name"] == "Eve"
    assert shop.get("/accounts/:first", {"last_name": "Jones"})["first_name"] == "Cyd"
    assert shop.get("/accounts/:last", {"sort": "balance desc"})["first_name"] == "Ann"
    assert shop.get("/accounts/:last", {"balance": 99}) == Nothing()
    some = shop.get("/accounts", {"fields": "first_name, balance", "limit": 1})["results"]
    assert some == [{"id": accounts[4]["id"], "first_name": "Eve", "balance": 40}]


# Groups


def test_records_in_groups(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    group = {
        "count": {"$sum": 1},
        "total": {"$sum": "balance"},
        "most": {"$max": "balance * 2"},
        "last_name": "last_name",
    }
    assert shop.get("/accounts", {"group": group, "sort": "total desc"}) == {
        "count": 2,
        "results": [
            {"count": 3, "total": 90, "most": 80, "last_name": "Jones"},
            {"count": 2, "total": 10, "most": 20, "last_name": "Smith"},
        ],
    }


def test_groups_of_some_by_parts_of_dates(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    query = parse(
        "group[count][$sum]=1&group[avg][$avg]=balance&group[day][$dayOfMonth]=date_created"
        "&group[year][$year]=date_created&where[$and][0][date_created][$gt]=2015-01-01T00:00:00Z&where[$and][1][balance][$gt]=0"
    )
    assert shop.get("/accounts", query)["results"] == [{"count": 4, "avg": 25, "day": 1, "year": 2026}]


def test_figures_of_all_together(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    assert shop.get("/accounts/:group", {"total": {"$sum": "balance"}, "where": {"balance": {"$gt": 10}}}) == {
        "total": 90
    }


# Links


@pytest.fixture
def tree(shop: Shop) -> dict[str, Any]:
    """Treats, with Tasty Treats below, which holds one product."""
    top = shop.post("/categories", {"name": "Treats"})
    below = shop.post("/categories", {"name": "Tasty Treats", "slug": "tasty-treats", "parent_id": top["id"]})
    product = shop.post("/products", {"name": "Cake", "price": 3})
    shop.post(f"/categories/{below['id']}/products", {"product_id": product["id"]})
    return {"top": top, "below": below, "product": product}


def test_links_are_followed_as_if_addressed_directly(shop: Shop, tree: dict[str, Any]) -> None:
    top, below, product = tree["top"]["id"], tree["below"]["id"], tree["product"]["id"]
    assert shop.get(f"/categories/{below}/parent", {})["id"] == top
    assert shop.get(f"/categories/{below}/parent/name", {}) == "Treats"
    assert shop.get(f"/categories/{top}/children", {})["count"] == 1
    assert shop.get(f"/categories/{top}/children/tasty-treats", {})["id"] == below
    assert shop.get(f"/categories/{top}/children/:count", {}) == 1
    assert shop.get(f"/categories/{top}/children/:first/products/:first/product/name", {}) == "Cake"
    assert shop.put(f"/categories/{below}/parent", {"active": True})["id"] == top
    assert shop.post(f"/categories/{top}/children", {"name": "Salty"})["parent_id"] == top
    assert shop.get(f"/products/{product}/parent", {}) == Nothing()
    assert shop.delete(f"/categories/{top}/children/tasty-treats")["id"] == below


def test_links_are_expanded(shop: Shop, tree: dict[str, Any]) -> None:
    found = shop.get("/categories/tasty-treats", {"expand": "parent, products.product"})
    assert found["parent"]["name"] == "Treats"
    assert found["products"]["results"][0]["product"]["name"] == "Cake"
    listed = shop.get("/categories", {"expand": ["parent"], "sort": "id asc"})["results"]
    assert [one["parent"] and one["parent"]["name"] for one in listed] == [None, "Treats"]


def test_links_within_entries_are_expanded(shop: Shop, tree: dict[str, Any]) -> None:
    account = shop.post("/accounts", {"email": "a@b.org"})
    given = {"account_id": account["id"], "items": [{"product_id": tree["product"]["id"]}]}
    order = shop.post("/orders", given)
    found = shop.get(f"/orders/{order['id']}", {"expand": "items.product, account"})
    assert found["items"][0]["product"]["name"] == "Cake"
    assert found["account"]["email"] == "a@b.org"
    assert "product" not in shop.get(f"/orders/{order['id']}", {})["items"][0]
    assert shop.get(f"/orders/{order['id']}/items/0/product/name", {}) == "Cake"


def test_five_levels_are_expanded(shop: Shop, tree: dict[str, Any]) -> None:
    path = ".".join(["children", "parent"] * 2 + ["children"])
    found: Any = shop.get(f"/categories/{tree['top']['id']}", {"expand": path})
    for name in path.split("."):
        found = found[name]["results"][0] if name == "children" else found[name]
    assert found["name"] == "Tasty Treats"


def test_other_queries_are_included(shop: Shop, accounts: list[dict[str, Any]]) -> None:
    shop.put("/settings/products", {"grid": 3})
    included = shop.get(f"/accounts/{accounts[0]['id']}", parse("include[settings][url]=/settings/products"))
    assert included["settings"]["grid"] == 3
    shop.post(f"/accounts/{accounts[0]['id']}/addresses", {"name": "Ann"})
    query = "include[homes][url]=/accounts:addresses&include[homes][params][parent_id]=id&sort=first_name&limit=2"
    listed = shop.get("/accounts", parse(query))["results"]
    assert [one["homes"]["count"] for one in listed] == [1, 0]
    query = "include[home][url]=/accounts/{id}/addresses/:first"
    assert shop.get(f"/accounts/{accounts[0]['id']}", parse(query))["home"]["name"] == "Ann"
    assert shop.get(f"/accounts/{accounts[0]['id']}", parse("include[no][url]=/nothing"))["no"] is None
