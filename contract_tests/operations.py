"""Which operation a request is for."""

from __future__ import annotations

from urllib.parse import urlsplit

from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.routing import Node
from understudy.specs.contract import Contract


def base_path(contract: Contract) -> str:
    """What comes before the contract's paths at the vendor's own server."""
    servers = contract.document.get("servers", [{"url": ""}])
    return urlsplit(str(servers[0]["url"])).path.rstrip("/")


class Operations:
    """Which operation of a contract a request is for."""

    def __init__(self, contract: Contract) -> None:
        self._root = Node()
        for operation_id, (method, path, _) in contract.operations().items():
            self._root.grow(path).methods[method] = {"operation_id": operation_id}

    def find(self, method: str, path: str) -> str | None:
        """The operationId; None if the contract has no such operation. A HEAD is the GET of its path."""
        try:
            node, _ = self._root.find(path)
        except ProtocolError:
            return None
        found = node.methods.get(method) or (node.methods.get("GET") if method == "HEAD" else None)
        return None if found is None else str(found["operation_id"])
