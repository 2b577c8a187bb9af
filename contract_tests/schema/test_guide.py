"""The guide's curl examples work as they are written, against a mock on localhost.

As written but for three things: the host; `-g`, without which curl takes braces and brackets for patterns of its
own; and what stands between `<` and `>`, which is filled in.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from understudy.contract_tests.serving import served

Curl = Callable[..., tuple[int, Any]]

HOST = "https://api.schema.io"
CURL = shutil.which("curl")

pytestmark = pytest.mark.skipif(CURL is None, reason="curl is not installed: apt-get install curl")


@pytest.fixture(scope="module")
def curl() -> Iterator[Curl]:
    """Runs a command line of the guide; returns the status and what the JSON says."""
    with served("schema", "--clock", "2026-01-01T00:00:00Z") as server:

        def run(*arguments: str) -> tuple[int, Any]:
            given = [argument.replace(HOST, server.url) for argument in arguments]
            command = [str(CURL), "-sg", "-u", "default:understudy", "-w", "\n%{http_code}", *given]
            answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
            body, _, status = answer.stdout.rpartition("\n")
            return int(status), json.loads(body)

        yield run


@pytest.fixture(scope="module")
def ids(curl: Curl) -> dict[str, str]:
    """Records that the examples speak of."""

    def made(path: str, *data: str) -> str:
        arguments = [part for one in data for part in ("-d", one)]
        status, record = curl("-X", "POST", HOST + path, *arguments)
        assert status == 200, record
        return str(record["id"])

    product = made("/products", "name=Red Cake", "price=12.50", "sku=G1000", "active=true", "delivery=shipment")
    account = made("/accounts", "email=guide@example.com", "first_name=Ada", "last_name=Guide", "password=secret")
    order = made(
        "/orders", f"account_id={account}", f"items[0][product_id]={product}", "items[0][quantity]=2",
        "billing[method]=card", "billing[name]=Ada", "shipping[name]=Ada", "shipping[address1]=1 Main Street",
        "shipping[country]=US",
    )  # fmt: skip
    invoice = made(
        "/invoices", f"account_id={account}", f"order_id={order}", f"items[0][product_id]={product}",
        "items[0][quantity]=2", "items[0][price]=12.50",
    )  # fmt: skip
    category = made("/categories", "name=Tasty Treats", "slug=tasty-treats", "active=true")
    made(f"/categories/{category}/products", f"product_id={product}")
    stock = made(f"/products/{product}/stock", "quantity=10", "reason=received")
    box = made("/products", "name=Cake Box", "price=20", "delivery=subscription", "subscription_interval=monthly")
    return {
        "product": product, "account": account, "order": order, "invoice": invoice, "category": category,
        "stock": stock, "box": box,
    }  # fmt: skip


def test_authentication(curl: Curl, ids: dict[str, str]) -> None:
    for url in (f"{HOST}/:options", f"{HOST}/products"):
        assert curl(url)[0] == 200
        assert curl(url, "-u", "default:wrong")[0] == 401


# Methods

GETS = [
    "/products/<product>",
    "/products?active=true",
    "/products",
    "/products/<product>/name",
    "/accounts/<account>/orders",
    "/products/<product>/stock/<stock>",
    "/products?where[window]=5",
    "/products?$or[0][size][$gt]=2&$or[0][size][$lt]=1",
    "/accounts?balance[$gt]=0&date_created[$gt]=2000-01-01T00:00:00Z",
    "/products?search=red",
    "/accounts?sort=last_name+desc",
    "/categories/tasty-treats?expand=products",
    "/accounts/<account>?expand=orders.invoices.credits",
    "/products/<product>?include[settings][url]=/settings/products",
    "/accounts?include[payments][url]=/payments&include[payments][params][account_id]=id",
    "/products/:count?active=true",
    "/orders?page=2&limit=25",
    "/:models/products",
]


@pytest.mark.parametrize("path", GETS)
def test_get(curl: Curl, ids: dict[str, str], path: str) -> None:
    for name, record_id in ids.items():
        path = path.replace(f"<{name}>", record_id)
    status, answer = curl(HOST + path)
    assert status == 200
    assert answer is not None


def test_what_the_answers_hold(curl: Curl, ids: dict[str, str]) -> None:
    assert "Red Cake" in [one["name"] for one in curl(f"{HOST}/products?search=red")[1]["results"]]
    expanded = curl(f"{HOST}/accounts/{ids['account']}?expand=orders.invoices.credits")[1]
    invoice = expanded["orders"]["results"][0]["invoices"]["results"][0]
    assert (invoice["id"], invoice["credits"]["count"]) == (ids["invoice"], 0)
    included = curl(f"{HOST}/accounts?include[payments][url]=/payments&include[payments][params][account_id]=id")[
        1
    ]
    assert all("count" in one["payments"] for one in included["results"])
    assert curl(f"{HOST}/products/:count?active=true")[1] >= 1


def test_post_put_delete(curl: Curl) -> None:
    status, made = curl(
        "-X", "POST", f"{HOST}/products", "-d", "name=New Product", "-d", "active=true", "-d", "sku=T1000"
    )
    assert (status, made["name"], made["active"], made["sku"]) == (200, "New Product", True, "T1000")
    status, changed = curl("-X", "PUT", f"{HOST}/products/{made['id']}", "-d", "active=false")
    assert (status, changed["active"]) == (200, False)
    status, changed = curl("-X", "PUT", f"{HOST}/products/{made['id']}", "-d", "$unset=sku,active")
    assert changed.keys().isdisjoint({"sku", "active"})
    assert curl("-X", "DELETE", f"{HOST}/products/{made['id']}")[1]["id"] == made["id"]
    assert curl("-X", "DELETE", f"{HOST}/products/{made['id']}") == (404, None)


def test_values_in_records(curl: Curl, ids: dict[str, str]) -> None:
    product, order = f"{HOST}/products/{ids['product']}", f"{HOST}/orders/{ids['order']}"
    assert curl("-X", "POST", f"{product}/stock", "-d", "quantity=1", "-d", "reason=received")[0] == 200
    assert curl("-X", "PUT", f"{order}/billing", "-d", "name=Ada Guide")[1]["name"] == "Ada Guide"
    assert curl("-X", "POST", f"{product}/images", "-d", "caption=Cake")[1]["caption"] == "Cake"
    assert curl("-X", "PUT", f"{product}/description", "-H", "Content-Type: application/json", "-d", '"Red"') == (
        200,
        "Red",
    )
    assert curl("-X", "DELETE", f"{product}/images")[1][0]["caption"] == "Cake"


def test_errors(curl: Curl) -> None:
    status, answer = curl("-X", "POST", f"{HOST}/accounts")
    assert (status, answer) == (400, {"errors": {"email": {"message": "Required", "code": "REQUIRED"}}})


def test_groups(curl: Curl) -> None:
    group = {
        "group[count][$sum]": "1", "group[sub_total][$sum]": "sub_total", "group[avg_total][$avg]": "sub_total",
        "group[day][$dayOfMonth]": "date_created", "group[month][$month]": "date_created",
        "group[year][$year]": "date_created", "where[$and][0][date_created][$gt]": "2015-01-01T00:00:00Z",
        "where[$and][1][date_created][$lt]": "2036-01-01T00:00:00Z",
    }  # fmt: skip
    arguments = [part for name, value in group.items() for part in ("-d", f"{name}={value}")]
    status, answer = curl("-G", f"{HOST}/orders", *arguments)
    assert status == 200
    assert answer["results"][0].keys() == {"count", "sub_total", "avg_total", "day", "month", "year"}


# Data modelling


def test_models(curl: Curl) -> None:
    status, changed = curl(
        "-X", "PUT", f"{HOST}/:models/products", "-d", "fields[my_custom_field][type]=string",
        "-d", "fields[my_custom_field][default]=Hello World",
    )  # fmt: skip
    assert (status, changed["fields"]["my_custom_field"]["default"]) == (200, "Hello World")
    made = curl("-X", "POST", f"{HOST}/products", "-d", "name=Greeter")[1]
    assert made["my_custom_field"] == "Hello World"


def test_linked_records(curl: Curl) -> None:
    status, made = curl(
        "-X", "POST", f"{HOST}/accounts", "-d", "name=Jane Smith", "-d", "email=jane@example.com",
        "-d", "addresses[0][address1]=123 Nice Place",
    )  # fmt: skip
    assert (status, made["name"]) == (200, "Jane Smith")
    found = curl(f"{HOST}/accounts/{made['id']}/addresses")[1]
    assert found["results"][0]["address1"] == "123 Nice Place"


# Commerce models: made, read, changed and deleted, each by its id

ITEM = ["items[0][product_id]=<product>", "items[0][quantity]=1", "items[0][price]=3"]
CREATED = {
    "accounts": ["email=new@example.com", "password=secret", "type=individual"],
    "attributes": ["id=color", "name=Color"],
    "blogs": ["name=News"],
    "carts": ["name=Basket"],
    "categories": ["name=Breads", "description=Loaves", "active=true"],
    "contacts": ["name=Bo", "email=bo@example.com"],
    "coupons": ["name=Spring", "codes[0][code]=SPRING", "discounts[0][value_percent]=10", "active=true"],
    "credits": ["account_id=<account>", *ITEM, "extra_credit=1", "restock_fee=1", "invoice_id=<invoice>"],
    "events": ["model=products", "type=product.updated"],
    "invoices": ["account_id=<account>", *ITEM],
    "notifications": ["record_id=<order>", "template=orders.receipt", "contact=ada@example.com"],
    "orders": ["account_id=<account>", *ITEM, "billing[name]=Ada", "shipping[name]=Ada", "notes=Ring twice"],
    "pages": ["name=About", "description=Us", "keywords=about", "content=Hello"],
    "payments": ["account_id=<account>", "amount=5", "method=card", "card[token]=tok_1"],
    "products": ["name=Bun", "price=2", "sku=B1", "delivery=shipment", "shipment_weight=1", "active=true"],
    "promotions": ["name=Happy hour"],
    "settings": ["id=kiosk"],
    "shipments": ["order_id=<order>", "items[0][product_id]=<product>", "items[0][quantity]=1"],
    "subscriptions": ["account_id=<account>", "product_id=<box>"],
    "webhooks": ["record_id=<order>", "webhook=example", "url=http://localhost/hook"],
}  # fmt: skip


@pytest.mark.parametrize("model", CREATED)
def test_commerce_models(curl: Curl, ids: dict[str, str], model: str) -> None:
    data = CREATED[model]
    for name, record_id in ids.items():
        data = [one.replace(f"<{name}>", record_id) for one in data]
    status, made = curl("-X", "POST", f"{HOST}/{model}", *[part for one in data for part in ("-d", one)])
    assert status == 200, made
    by_id = ("-d", f"id={made['id']}")
    assert curl("-G", f"{HOST}/{model}/{{id}}", *by_id) == (200, made)
    assert curl("-X", "PUT", f"{HOST}/{model}/{{id}}", *by_id)[1]["id"] == made["id"]
    assert curl("-X", "DELETE", f"{HOST}/{model}/{{id}}", *by_id)[1]["id"] == made["id"]
    assert curl("-G", f"{HOST}/{model}/{{id}}", *by_id) == (404, None)


# Webhooks

WEBHOOK = [
    "-d", "url=https://yourserver.com/webhook", "-d", "alias=example", "-d", "events[]=product.updated",
    "-d", "events[]=order.submitted", "-d", "events[]=payment.succeeded",
]  # fmt: skip


def test_a_webhook_is_made_and_updated_by_its_alias(curl: Curl) -> None:
    """That one more is there comes with the data: its alias is the guide's, too."""
    status, made = curl("-X", "PUT", f"{HOST}/:webhooks/example", *WEBHOOK)
    assert (status, made["events"]) == (200, ["product.updated", "order.submitted", "payment.succeeded"])
    assert curl("-X", "PUT", f"{HOST}/:webhooks/example", *WEBHOOK)[1]["id"] == made["id"]
    other = [one.replace("alias=example", "alias=other") for one in WEBHOOK]
    status, new = curl("-X", "PUT", f"{HOST}/:webhooks/other", *other)
    assert (status, new["alias"], new["id"] != made["id"]) == (200, "other", True)
    assert curl("-X", "PUT", f"{HOST}/:webhooks/other", *other)[1]["id"] == new["id"]


def test_what_events_tell(curl: Curl) -> None:
    def latest(kind: str) -> Any:
        return curl(f"{HOST}/events?type={kind}&sort=id+desc&limit=1")[1]["results"][0]

    made = curl("-X", "POST", f"{HOST}/products", "-d", "name=Rusk")[1]["id"]
    event = latest("product.created")
    assert event.keys() >= {"id", "date_created", "model", "type", "data"}
    assert (event["model"], event["data"]) == ("products", {"id": made})
    curl("-X", "PUT", f"{HOST}/products/{made}", "-d", "name=Rusks", "-d", "price=3")
    assert latest("product.updated")["data"].items() >= {"id": made, "name": "Rusks", "price": 3}.items()
    curl("-X", "DELETE", f"{HOST}/products/{made}")
    assert latest("product.deleted")["data"] == {"id": made}
