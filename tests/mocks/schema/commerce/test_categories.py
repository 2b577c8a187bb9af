from __future__ import annotations

from typing import Any

import pytest
from tests.mocks.schema.commerce.shown import Record, faults

from understudy.mocks.schema.shop import Shop


def category(shop: Shop, name: str, parent: Record | None = None) -> Record:
    made: Record = shop.post("/categories", {"name": name, **({"parent_id": parent["id"]} if parent else {})})
    return made


@pytest.fixture
def tree(shop: Shop) -> list[Record]:
    """Home, Bath in it, and Soap in that."""
    home = category(shop, "Home")
    bath = category(shop, "Bath", home)
    return [home, bath, category(shop, "Soap", bath)]


@pytest.fixture
def bar(shop: Shop) -> Record:
    made: Record = shop.post("/products", {"name": "Bar"})
    return made


def tops(shop: Shop, *categories: Record) -> list[Any]:
    return [shop.get(f"/categories/{one['id']}", {}).get("top_id") for one in categories]


# The tree


def test_the_top(shop: Shop, tree: list[Record]) -> None:
    home, _, soap = tree
    assert tops(shop, *tree) == [None, home["id"], home["id"]]
    assert shop.get(f"/categories/{soap['id']}/top/name", {}) == "Home"
    assert [one["name"] for one in shop.get("/categories/home/children", {})["results"]] == ["Bath"]


def test_slugs_begin_with_the_parent(tree: list[Record]) -> None:
    assert [one["slug"] for one in tree] == ["home", "home-bath", "bath-soap"]


def test_a_branch_that_moves(shop: Shop, tree: list[Record]) -> None:
    _, bath, _ = tree
    shop.put(f"/categories/{bath['id']}", {"parent_id": None})
    assert tops(shop, *tree) == [None, None, bath["id"]]
    shop_ = category(shop, "Shop")
    shop.put(f"/categories/{bath['id']}", {"parent_id": shop_["id"]})
    assert tops(shop, *tree) == [None, shop_["id"], shop_["id"]]


def test_a_long_branch(shop: Shop) -> None:
    branch = [category(shop, "0")]
    for number in range(1, 15):
        branch.append(category(shop, str(number), branch[-1]))
    root = category(shop, "Root")
    shop.put(f"/categories/{branch[0]['id']}", {"parent_id": root["id"]})
    assert set(tops(shop, *branch)) == {root["id"]}


def test_no_category_is_below_itself(shop: Shop, tree: list[Record]) -> None:
    for below in tree:
        assert faults(shop, f"/categories/{tree[0]['id']}", {"parent_id": below["id"]}, "put") == {
            "parent_id": "LINK"
        }
    assert tops(shop, tree[0]) == [None]


def test_what_was_below_a_deleted_category_moves_up(shop: Shop, tree: list[Record], bar: Record) -> None:
    home, bath, soap = tree
    shop.put(f"/products/{bar['id']}", {"category_id": bath["id"]})
    shop.delete(f"/categories/{bath['id']}")
    assert shop.get(f"/categories/{soap['id']}/parent/name", {}) == "Home"
    assert shop.get(f"/products/{bar['id']}", {})["category_id"] is None
    shop.delete(f"/categories/{home['id']}")
    assert [shop.get(f"/categories/{soap['id']}", {})[name] for name in ("parent_id", "top_id")] == [None, None]


# Products in it


def index(shop: Shop, product: Record) -> Any:
    return shop.get(f"/products/{product['id']}", {}).get("category_index")


def test_a_product_knows_its_categories(shop: Shop, tree: list[Record], bar: Record) -> None:
    home, bath, _ = tree
    assert index(shop, bar) is None
    one = shop.post(f"/categories/{home['id']}/products", {"product_id": bar["id"]})
    other = shop.post(f"/categories/{bath['id']}/products", {"product_id": bar["id"], "sort": 3})
    assert index(shop, bar) == {"id": [home["id"], bath["id"]], "sort": {home["id"]: 0, bath["id"]: 3}}
    shop.put(f"/categories:products/{one['id']}", {"sort": 2})
    assert index(shop, bar)["sort"] == {home["id"]: 2, bath["id"]: 3}
    shop.delete(f"/categories:products/{other['id']}")
    assert index(shop, bar) == {"id": [home["id"]], "sort": {home["id"]: 2}}
    shop.delete(f"/categories/{home['id']}")
    assert index(shop, bar) == {"id": [], "sort": {}}


def test_products_in_their_order(shop: Shop, tree: list[Record]) -> None:
    path = f"/categories/{tree[0]['id']}"
    for name, sort in (("A", 3), ("B", 1), ("C", 2)):
        product = shop.post("/products", {"name": name})
        shop.post(f"{path}/products", {"product_id": product["id"], "sort": sort})
    shop.post("/products", {"name": "D"})
    assert [one["name"] for one in shop.get(f"{path}/products_indexed", {})["results"]] == ["B", "C", "A"]


def test_a_product_is_in_a_category_once(shop: Shop, tree: list[Record], bar: Record) -> None:
    given = {"product_id": bar["id"]}
    for one in tree:
        shop.post(f"/categories/{one['id']}/products", given)
    assert faults(shop, f"/categories/{tree[0]['id']}/products", given) == {"product_id": "UNIQUE"}


def test_a_deleted_product_is_in_none(shop: Shop, tree: list[Record], bar: Record) -> None:
    shop.post(f"/categories/{tree[0]['id']}/products", {"product_id": bar["id"]})
    shop.delete(f"/products/{bar['id']}")
    assert shop.get("/categories:products/:count", {}) == 0


def test_a_category_is_made_with_its_products(shop: Shop, bar: Record) -> None:
    made = shop.post("/categories", {"name": "Home", "products": [{"product_id": bar["id"], "sort": 1}]})
    assert index(shop, bar) == {"id": [made["id"]], "sort": {made["id"]: 1}}
