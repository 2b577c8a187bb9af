"""Which operation of a contract a recorded request is for, wherever the server was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from understudy.contract_tests.fuzzing.operations import Operation, base_path, operations
from understudy.contract_tests.traffic import Exchange
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.routing import Node
from understudy.specs.contract import Contract


@dataclass(frozen=True)
class Addressed:
    """`operation` is None where the path is known, and the method is not. `rest` is the path without what stands
    before the contract's."""

    operation: Operation | None
    rest: str
    path: dict[str, str]
    methods: tuple[str, ...]


class Addresses:
    """The paths of a contract."""

    def __init__(self, contract: Contract) -> None:
        self._api = contract.api
        self._base = base_path(contract)
        self._root = Node()
        self._operations: dict[str, dict[str, Operation]] = {}
        self._ignores_last_slash = contract.document.get("x-last-slash") == "ignored"
        for operation in operations(contract):
            self._root.grow(operation.template).methods[operation.method] = {"template": operation.template}
            self._operations.setdefault(operation.template, {})[operation.method] = operation

    def find(self, exchange: Exchange, before: str | None) -> Addressed | None:
        """Whom the request is for; None if nobody. `before`: what stands before the contract's paths."""
        for path in self._within(exchange.path, before):
            try:
                node, values = self._root.find(path)
            except ProtocolError:
                continue
            template = next(iter(node.methods.values()))["template"]
            known = self._operations[template]
            method = "GET" if exchange.method == "HEAD" else exchange.method
            named = dict(zip(node.names, map(unquote, values), strict=True))
            return Addressed(known.get(method), self._base + path, named, tuple(known))
        return None

    def _within(self, path: str, before: str | None) -> Iterator[str]:
        """The path without what may stand before it: nothing or a name if that is not said."""
        if self._ignores_last_slash and path.endswith("/"):
            path = path[:-1]
        if before is not None:
            if path.startswith(f"{before}/"):
                yield path[len(before) :]
            return
        if self._base:
            _, found, rest = path.partition(f"{self._base}/")
            if found:
                yield f"/{rest}"
            return
        if path.startswith(f"/{self._api}/"):
            yield path[len(self._api) + 1 :]
            return
        yield path
        place = path.find("/", 1)
        while place >= 0:
            if path[place + 1 :].partition("/")[0] in self._root.segments:
                yield path[place:]
            place = path.find("/", place + 1)
