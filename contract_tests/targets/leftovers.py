"""What tests made at a target, so that it can be removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import orjson

from understudy.contract_tests.operations import Operations
from understudy.contract_tests.targets.target import Request, UnreachableError
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract, Document

CREATED = 201
OK = range(200, 300)
GONE = (404, 410)
ELSEWHERE = ("", ".", "..")
"""Ids that no path ends with: servers take them for what is above, which is not ours to remove."""
TEMPLATE = re.compile(r"{(\w+)}")


class Leftovers:
    """Knows from the contract which operation removes what another makes: by a link from its answer, or because it
    deletes at the same path with an id after it."""

    def __init__(self, contract: Contract, may: Callable[[str], bool]) -> None:
        self._contract = contract
        self._operations = contract.operations()
        self._find = Operations(contract).find
        self._may = may
        self._made: dict[str, str] = {}
        """What was made, in order: the path that removes it, or that it has, and why it will stay, if it will."""

    def saw(self, request: Request, exchange: Exchange) -> None:
        """Takes note of what a request made or removed."""
        if request.method == "DELETE" and (exchange.status in OK or exchange.status in GONE):
            self._made.pop(request.path, None)
        if request.method != "POST" or exchange.status not in OK:
            return
        operation_id = self._find(request.method, request.path)
        if operation_id is not None:
            for record in _records(exchange):
                self._note(operation_id, request.path, record, exchange.status)

    def _note(self, operation_id: str, path: str, record: Document, status: int) -> None:
        own = f"{path}/{quote(str(record['id']), safe='')}"
        for remover, removing in self._removers(operation_id, path, record):
            why = "" if self._may(remover) else f"[writes] operations does not list {remover}"
            self._made[removing] = why
            return
        if status == CREATED:
            self._made[own] = "the contract has no operation that removes it"

    def _removers(self, operation_id: str, path: str, record: Document) -> Iterator[tuple[str, str]]:
        """The operation that removes a record, and the path for that."""
        _, template, operation = self._operations[operation_id]
        for answer in operation["responses"].values():
            for link in self._found(answer).get("links", {}).values():
                given = self._found(link)
                remover = given.get("operationId", "")
                method, removing, _ = self._operations.get(remover, ("", "", {}))
                if method == "DELETE":
                    filled = _filled(removing, given.get("parameters", {}), template, path, record)
                    if filled is not None:
                        yield remover, filled
        own = f"{path}/{quote(str(record['id']), safe='')}"
        below = self._find("DELETE", own)
        if below is not None:
            yield below, own

    def _found(self, one: Document) -> Document:
        while "$ref" in one:
            found: Any = self._contract.document
            for name in one["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            one = found
        return one

    def remove(self, ask: Callable[[Request], Exchange], headers: tuple[tuple[str, str], ...]) -> list[str]:
        """Removes everything, the last first. What could not be removed, and why."""
        left = []
        for path, why in reversed(self._made.copy().items()):
            if not why:
                try:
                    status = ask(Request("DELETE", path, headers=headers)).status
                    why = "" if status in OK or status in GONE else f"DELETE was answered {status}"
                except UnreachableError as error:
                    why = str(error)
            if why:
                left.append(f"{path}: {why}")
        self._made.clear()
        return left


def _records(exchange: Exchange) -> Iterator[Document]:
    """What an answer says was made: an object with an id, or several in a list."""
    try:
        answer = orjson.loads(exchange.answer)
    except orjson.JSONDecodeError:
        return
    for one in answer if isinstance(answer, list) else [answer]:
        if isinstance(one, dict) and isinstance(one.get("id"), str | int) and one["id"] not in ELSEWHERE:
            yield one


def _filled(removing: str, parameters: Document, template: str, path: str, record: Document) -> str | None:
    """The path of the removing operation, as the link's expressions have it; None if they do not fill it."""
    pattern = TEMPLATE.sub(r"(?P<\1>[^/]+)", template)
    asked = re.fullmatch(pattern, path)
    values: dict[str, str] = {}
    for name, expression in parameters.items():
        short = name.rpartition(".")[2]
        if str(expression).startswith("$response.body#/"):
            value = record.get(expression.removeprefix("$response.body#/"))
            values[short] = quote(str(value), safe="") if value is not None else ""
        elif str(expression).startswith("$request.path.") and asked:
            values[short] = asked.groupdict().get(expression.removeprefix("$request.path."), "")
    if all(values.get(name) for name in TEMPLATE.findall(removing)):
        return removing.format(**values)
    return None
