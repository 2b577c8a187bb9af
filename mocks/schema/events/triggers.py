"""Triggers of models: what the server asks of itself when a record changes.

What they ask is part of the change: if any of it is refused, all is. Source: the guide's chapter on triggers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from understudy.mocks.brackets import parse
from understudy.mocks.errors import Invalid
from understudy.mocks.schema.addresses import Nothing
from understudy.mocks.schema.conditions import meets
from understudy.mocks.schema.events.recording import Recording
from understudy.mocks.schema.faults import Fault
from understudy.mocks.schema.formulas import Scope
from understudy.mocks.schema.formulas.coercion import text
from understudy.mocks.schema.links import PLACE
from understudy.mocks.schema.writing import Changes, Writing
from understudy.mocks.store import Record

MOST = 100
"""Requests that one change can lead to, however they lead to each other."""
TOO_MANY = Fault(
    f"One change leads to more than {MOST} requests of triggers: they may go round in a circle", "LIMIT"
)

Ask = Callable[[str, str, Any], Any]
"""`ask(method, path, given)`, as a client would."""
Include = Callable[[Record, Mapping[str, Any]], Record]
"""A record with what is included in it."""


class Triggers:
    def __init__(self, writing: Writing, recording: Recording, ask: Ask, include: Include) -> None:
        self._writing = writing
        self._recording = recording
        self._ask = ask
        self._include = include
        self._asked = 0

    def changed(self, changes: Changes, led: int) -> None:
        """Does what the triggers of the changed records want. `led`: how many changes led to these."""
        if not led:
            self._asked = 0
        models = self._writing.models.models
        for (endpoint, _), (before, after) in changes.items():
            model = models.get(endpoint)
            if model is not None and model.triggers and (before or after):
                words = set(self._words(endpoint, before, after))
                for trigger in model.triggers:
                    if words & set(trigger["events"]):
                        self._run(endpoint, trigger, after or before)

    def _words(self, endpoint: str, before: Record, after: Record) -> Iterator[str]:
        """What has happened: `update`, `updated`, and types such as `order.paid`."""
        word = "create" if not before else "update" if after else "delete"
        yield from (word, f"{word}d")
        for kind in self._recording.types.get(endpoint, ()):
            if kind.is_caused(before, after):
                yield from (kind.name, kind.name.partition(".")[2])

    def _run(self, endpoint: str, trigger: Mapping[str, Any], record: Record) -> None:
        private = self._writing.store.collections[endpoint].private
        seen = {name: value for name, value in record.items() if name not in private}
        whole = self._include(seen, trigger.get("include") or {})
        scope = self._writing.scope_of(self._writing.models.endpoints[endpoint], whole)(whole, "")
        if meets(trigger.get("conditions") or {}, scope):
            for number, action in enumerate(trigger["actions"]):
                self._asked += 1
                if self._asked > MOST:
                    raise Invalid({"triggers": asdict(TOO_MANY)})
                self._act(action, scope, f"triggers.actions.{number}")

    def _act(self, action: Mapping[str, Any], scope: Scope, place: str) -> None:
        filled = PLACE.sub(lambda found: quote(text(scope.get(found[1])), safe=""), action["url"])
        path, _, query = filled.partition("?")
        params = {name: scope.get(value) for name, value in (action.get("params") or {}).items()}
        given = {**parse(query), **(action.get("data") or {}), **params}
        try:
            answer = self._ask(action.get("method") or "post", path, given)
        except Invalid as error:
            raise Invalid({f"{place}.{field}": fault for field, fault in _faults(error).items()}) from error
        if isinstance(answer, Nothing):
            raise Invalid({f"{place}.url": asdict(Fault(f"There is nothing at {path[:200]}", "LINK"))})


def _faults(error: Invalid) -> Mapping[str, Any]:
    return error.errors if isinstance(error.errors, Mapping) else {"base": str(error.errors)}
