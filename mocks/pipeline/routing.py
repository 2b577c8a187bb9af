"""Finds the operation for a path and method: one step for each segment, and an `Allow` that tells the truth."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
from connexion.spec import Specification
from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.messages import Response
from understudy.mocks.pipeline.sending import send_response
from understudy.specs.contract import METHODS


class Node:
    """What can follow a beginning of a path."""

    __slots__ = ("allow", "methods", "names", "parameter", "segments")

    def __init__(self) -> None:
        self.segments: dict[str, Node] = {}
        self.parameter: Node | None = None
        self.methods: dict[str, dict[str, Any]] = {}
        self.names: tuple[str, ...] = ()
        self.allow = b""

    def grow(self, template: str) -> Node:
        """The node for a path template, made where there is none."""
        node, names = self, []
        for segment in template.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.parameter = node.parameter or Node()
                node = node.parameter
            else:
                node = node.segments.setdefault(segment, Node())
        node.names = tuple(names)
        return node

    def find(self, path: str) -> tuple[Node, list[str]]:
        """The node for a path, and its parameters. Raises ProtocolError 404.

        What is said literally comes before a parameter, at each segment from the first.
        """
        segments = [raw if "%" not in raw else decode(raw) for raw in path.split("/")[1:]]
        node, values = self, []
        for segment in segments:
            following = node.segments.get(segment)
            if following is None:
                following = node.parameter
                if following is None or not segment:
                    return self._fallback(path, segments)
                values.append(segment)
            node = following
        return (node, values) if node.methods else self._fallback(path, segments)

    def _fallback(self, path: str, segments: list[str]) -> tuple[Node, list[str]]:
        """The node for a path whose first literal segments lead nowhere: `/{model}/{id}` for `/users/me/again`."""
        found = self._search(segments)
        if found is None:
            raise no_such_path(path)
        return found

    def _search(self, segments: list[str]) -> tuple[Node, list[str]] | None:
        if not segments:
            return (self, []) if self.methods else None
        segment, *rest = segments
        literal = self.segments.get(segment)
        found = literal._search(rest) if literal is not None else None
        if found is None and self.parameter is not None and segment:
            found = self.parameter._search(rest)
            return found and (found[0], [segment, *found[1]])
        return found


class Routing(SpecMiddleware):  # type: ignore[misc]
    """Puts `path_params` and Connexion's routing context into the scope.

    Raises ProtocolError: 404 for a path and 405 for a method that the contract does not have.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.root = Node()
        self.ignores_last_slash = False

    def add_api(
        self, specification: Specification, base_path: str | None = None, resolver: Any = None, **_: Any
    ) -> None:
        self.ignores_last_slash = specification.get("x-last-slash") == "ignored"
        base = specification.base_path if base_path is None else base_path
        for path, item in specification["paths"].items():
            node = self.root.grow(base + path)
            for method in item.keys() & set(METHODS):
                operation = specification.operation_cls.from_spec(
                    specification, path=path, method=method, resolver=resolver
                )
                context = {"api_base_path": base, "operation_id": operation.operation_id}
                node.methods[method.upper()] = context
            if "GET" in node.methods:
                node.methods.setdefault("HEAD", node.methods["GET"])
            node.allow = ", ".join(sorted({*node.methods, "OPTIONS"})).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"] if "raw_path" not in scope else scope["raw_path"].decode("latin-1")
        if self.ignores_last_slash and path.endswith("/"):
            path = path[:-1]
        node, values = self.root.find(path)
        method = scope["method"]
        context = node.methods.get(method)
        if context is None:
            if method == "OPTIONS":
                await send_response(scope, send, Response(204, headers=((b"allow", node.allow),)))
                return
            raise ProtocolError(
                405,
                f"Method {method[:20]} is not allowed here: use one of {node.allow.decode()}.",
                ((b"allow", node.allow),),
            )
        scope["path_params"] = dict(zip(node.names, values, strict=True))
        scope.setdefault("extensions", {})[ROUTING_CONTEXT] = context
        await self.app(scope, receive, send)


def decode(segment: str) -> str:
    try:
        return unquote_to_bytes(segment).decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"Path segment {segment[:80]!r} is not UTF-8.") from error


def no_such_path(path: str) -> ProtocolError:
    return ProtocolError(404, f"No operation has the path {path[:200]!r}.")
