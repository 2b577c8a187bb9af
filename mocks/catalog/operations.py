"""operationId -> what is done, in the order of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from understudy.mocks.catalog import pages
from understudy.mocks.catalog.credentials import Visitor
from understudy.mocks.catalog.dap.platform import Platform
from understudy.mocks.catalog.files import Files
from understudy.mocks.catalog.orders import Orders
from understudy.mocks.pipeline.messages import Request, Response, json

OCTETS = (b"content-type", b"application/octet-stream")
DONE = ("complete", "failed")


def list_orders(request: Request, orders: Orders) -> Response:
    number, size = request.query["page"], pages.size(request.query["per_page"])
    found, total = orders.page(number, size, request.query)
    link = pages.link(request.url, request.scope["query_string"], number, size, total)
    return json(200, {"orders": found}, [(b"link", link)])


def get_order(request: Request, orders: Orders) -> Response:
    return json(200, {"order": orders.get(request.path["id"])})


def login(_: Request, visitor: Visitor) -> Response:
    return json(200, visitor.platform.login(visitor.client_id))


def list_tables(_: Request, platform: Platform) -> Response:
    return json(200, platform.list_tables())


def get_table_schema(request: Request, platform: Platform) -> Response:
    return json(200, platform.schema(request.path["table"]))


def create_job(request: Request, platform: Platform) -> Response:
    job = platform.create_job(request.path["table"], request.body)
    return json(200 if job["status"] in DONE else 202, job)


def get_job(request: Request, platform: Platform) -> Response:
    return json(200, platform.job(request.path["id"]))


def create_object_urls(request: Request, platform: Platform) -> Response:
    return json(200, platform.urls(request.body, request.root))


def get_file(request: Request, files: Files) -> Response:
    return Response(200, headers=(OCTETS,), chunks=files.open(request.path["token"], request.path["name"]))


OPERATIONS: dict[str, Callable[[Request, Any], Response]] = {
    "listOrders": list_orders,
    "getOrder": get_order,
    "login": login,
    "listTables": list_tables,
    "getTableSchema": get_table_schema,
    "createJob": create_job,
    "getJob": get_job,
    "createObjectUrls": create_object_urls,
    "getFile": get_file,
}
