"""operationId -> what is done. Every path is followed by the shop, so that an operation is one of four verbs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from understudy.mocks.brackets import parse
from understudy.mocks.pipeline.messages import Request, Response, encoded, json
from understudy.mocks.pipeline.tags import tagged
from understudy.mocks.schema.addresses import Nothing
from understudy.mocks.schema.shop import Shop
from understudy.specs import contract

Operation = Callable[[Request, Shop], Response]

PLACE = re.compile(r"\{([\w.]+)\}")


def get(request: Request, shop: Shop) -> Response:
    if not request.scope["query_string"] and not request.body:
        record = shop.shown(request.scope["path"])
        if record is not None:
            return tagged(request, encoded(200, record))
    query = asked(request)
    return tagged(request, answered(shop.get(path(request, query), query)))


def post(request: Request, shop: Shop) -> Response:
    given = request.body
    if request.scope["query_string"] and isinstance(given, Mapping):  # `POST /notifications?template=…`
        given = {**parse(request.scope["query_string"].decode("latin-1")), **given}
    return answered(shop.post(path(request, given), given))


def put(request: Request, shop: Shop) -> Response:
    return answered(shop.put(path(request, request.body), request.body))


def delete(request: Request, shop: Shop) -> Response:
    return answered(shop.delete(path(request, request.body)))


def asked(request: Request) -> dict[str, Any]:
    """The query: of the URL, and of a body, which some clients send with GET."""
    query = parse(request.scope["query_string"].decode("latin-1"))
    return {**query, **request.body} if isinstance(request.body, Mapping) else query


def path(request: Request, given: Any) -> str:
    """The path that is asked for, with `{id}` and the like filled in by what is sent with it."""
    scope = request.scope
    raw = scope["raw_path"].decode("latin-1") if "raw_path" in scope else quote(scope["path"])
    if ("%7B" in raw or "%7b" in raw or "{" in raw) and isinstance(given, Mapping):
        return PLACE.sub(lambda place: quote(str(given.get(place[1], "")), safe=""), unquote(raw))
    return str(raw)


def answered(found: Any) -> Response:
    return json(404, None) if isinstance(found, Nothing) else json(200, found)


def options(request: Request, shop: Shop) -> Response:
    return tagged(request, json(200, shop.options()))


def own_contract(request: Request, shop: Shop) -> Response:
    return tagged(request, json(200, shop.models.contract()))


def cached(request: Request, shop: Shop) -> Response:
    return tagged(request, json(200, shop.versions(asked(request))))


def login(request: Request, shop: Shop) -> Response:
    return tagged(request, answered(shop.login(asked(request))))


def own_client(request: Request, shop: Shop) -> Response:
    return tagged(request, json(200, shop.own_client()))


VERBS: Mapping[str, Operation] = {"GET": get, "POST": post, "PUT": put, "DELETE": delete}
PARTICULAR: Mapping[str, Operation] = {
    "options": options,
    "contract": own_contract,
    "cached": cached,
    "accounts.login": login,
    "Meta.clients.self": own_client,
}
OPERATIONS: dict[str, Operation] = {
    operation_id: PARTICULAR.get(operation_id, VERBS[method])
    for operation_id, (method, _, _) in contract.load("schema").operations().items()
}
