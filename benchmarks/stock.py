"""Connexion as it comes: the same contract, its own validation, and handlers that return a fixed dict.

python -m benchmarks.stock PORT FOLDER [secured]
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import orjson
from connexion import AsyncApp
from connexion.resolver import Resolver

from benchmarks.answers import HEADERS, body
from benchmarks.bare import serve
from understudy.specs import contract

HANDLED = {"getCourseByID": "course", "getUsers": "users", "createGroup": "group"}
Handler = Callable[..., Coroutine[Any, Any, Any]]


def app(folder: Path, *, secured: bool) -> AsyncApp:
    document = copy.deepcopy(contract.load("thinkific").document)
    (secure if secured else open_up)(document)
    made = AsyncApp("stock", specification_dir=folder)
    made.add_api(document, resolver=Resolver(handlers(folder).__getitem__), validate_responses=False)
    return made


def handlers(folder: Path) -> dict[str, Handler]:
    """One for each operation; those that are asked for return what the mock sent."""
    fixed = {name: orjson.loads(body(folder, file)) for name, file in HANDLED.items()}
    return {name: _returning(fixed.get(name, {})) for name in contract.load("thinkific").operations()}


def _returning(value: Any) -> Handler:
    async def handler(**_: Any) -> Any:
        return value

    return handler


def secure(document: dict[str, Any]) -> None:
    """Gives every scheme the function that stock Connexion asks for the credentials."""
    for scheme in document["components"]["securitySchemes"].values():
        key = "x-bearerInfoFunc" if scheme["type"] == "http" else "x-apikeyInfoFunc"
        scheme[key] = "benchmarks.stock.known"


def open_up(document: dict[str, Any]) -> None:
    """Takes security out."""
    document["security"] = []
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                operation.pop("security", None)


def known(secret: str) -> dict[str, str] | None:
    """What Connexion calls with a key, a subdomain or a token."""
    return {"sub": secret} if secret in HEADERS.values() else None


if __name__ == "__main__":
    serve(app(Path(sys.argv[2]), secured="secured" in sys.argv[3:]), int(sys.argv[1]))
