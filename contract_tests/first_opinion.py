"""What a mock thinks of a recorded request, before others are asked: by its contract, or by its own verdict."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import unquote

from connexion.operations import AbstractOperation
from connexion.resolver import Resolution

from understudy.contract_tests.traffic import Exchange
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.routing import Node
from understudy.mocks.pipeline.specification import Specification
from understudy.mocks.pipeline.validation import Validators
from understudy.specs.contract import METHODS, Contract

REFUSED = 400


class FirstOpinion(Protocol):
    """`is_whole`: whether it knows the contract and nothing else, so that what it refuses breaks the contract."""

    is_whole: bool

    def of_request(self, exchange: Exchange) -> str | None:
        """What is wrong with the request; None if nothing is."""


class Verdict:
    """What the mock itself said. It may refuse what keeps the contract, by rules of its sandboxes' own models."""

    is_whole = False

    def of_request(self, exchange: Exchange) -> str | None:
        return None if exchange.status < REFUSED else f"{exchange.status} {exchange.answer[:300]!r}"


class Validation:
    """The validators that a mock is served with, apart from any behaviour."""

    is_whole = True

    def __init__(self, contract: Contract) -> None:
        specification = Specification(contract.document)
        self._base = specification.base_path
        self._root = Node()
        self._operations: dict[str, Validators] = {}
        for path, item in specification["paths"].items():
            node = self._root.grow(path)
            for method in item.keys() & set(METHODS):
                operation = specification.operation_cls.from_spec(
                    specification, path=path, method=method, resolver=_Unresolved()
                )
                self._operations[operation.operation_id] = Validators(operation)
                node.methods[method.upper()] = {"operation_id": operation.operation_id}

    def of_request(self, exchange: Exchange) -> str | None:
        """Which rule of the contract the request breaks; None if it breaks none."""
        try:
            node, values = self._root.find(exchange.path.removeprefix(self._base))
            operation = self._operations[node.methods[exchange.method]["operation_id"]]
            operation.path.read(dict(zip(node.names, map(unquote, values), strict=True)))
            operation.query.parse(exchange.query.encode())
            if operation.body is not None:
                content_type = exchange.headers.get("content-type", "").encode("latin-1")
                operation.body.parse(exchange.body, content_type)
        except (ContractViolation, ProtocolError) as refusal:
            return str(refusal)
        return None


class _Unresolved:
    """A resolver for those who will not call the operations."""

    def resolve(self, operation: AbstractOperation) -> Resolution:
        return Resolution(None, operation.operation_id)
