"""A shop: all that can be asked of one sandbox, by path. Knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from understudy.mocks.errors import Invalid, Unreadable
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema.addresses import Addresses, End, Many, Nothing, One, Part, Place
from understudy.mocks.schema.arranging import Arranging
from understudy.mocks.schema.commerce import table as commerce
from understudy.mocks.schema.events.happenings import Happenings
from understudy.mocks.schema.faults import Fault
from understudy.mocks.schema.features import is_on
from understudy.mocks.schema.merging import SET, UNSET
from understudy.mocks.schema.modelling import Modelling
from understudy.mocks.schema.own_models import MODELS, OwnModels
from understudy.mocks.schema.passwords import matches
from understudy.mocks.schema.reaching import Reaching
from understudy.mocks.schema.reading import NOT_FOUND, Reading
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.writing import Writing
from understudy.mocks.store import Record

UPSERTED = ("contacts", "settings", ":settings", ":sessions", ":webhooks")
"""Endpoints where a PUT makes the record that is not there."""

SWITCHED_OFF = Fault("Is a feature of the model that is switched off", "FEATURE")

Given = Mapping[str, Any]


class Shop:
    """`get`, `post`, `put` and `delete`, each with a path and what is sent. All return an answer, or `Nothing`."""

    def __init__(self, sandbox: Sandbox[Settings]) -> None:
        self.sandbox = sandbox
        self.store = sandbox.store
        self.models = OwnModels(self.store)
        self.addresses = Addresses(self.store, self.models)
        self.writing = Writing(sandbox, self.models, Reaching(self.store, self.models))
        commerce.apply(self.writing)
        self.modelling = Modelling(sandbox, self.models)
        self.writing.count_on()
        self.reading = Reading(sandbox, self.models, self.addresses)
        self.happenings = Happenings(self.writing, self._ask, self.reading.included)
        sandbox.arranging = Arranging(self.writing, self.modelling)
        sandbox.outgoing = self.happenings.outbox
        sandbox.reloaded = self.models.know

    def get(self, path: str, query: Given) -> Any:
        return self.reading.get(self.addresses.find(path), query)

    def shown(self, path: str) -> bytes | None:
        """A record by its id, as JSON: what `get` finds for most paths that are asked for, in no time."""
        names = path.split("/")
        if len(names) != 3 or names[1] not in self.models.endpoints:
            return None
        return self.store.shown(names[1], names[2])

    def post(self, path: str, given: Any) -> Any:
        """A new record of a collection, or a new entry of a list."""
        place = self._ended(self.addresses.find(path))
        match place:
            case Many(asked=None, endpoint=endpoint, values=values):
                return self._shown(
                    endpoint, self._writer(endpoint).create(endpoint, {**_fields(given), **values}, by_client=True)
                )
            case Part(value=list() | None as entries):
                kept = self._changed(place, [*(entries or []), given])
                return kept[-1] if kept else None  # a list that follows from others takes nothing
            case One(endpoint=endpoint, record=record):
                return self._update(endpoint, record, _fields(given))
            case Part():
                raise Unreadable("Only to a list can be added: change the value with PUT.")
        return NOT_FOUND

    def put(self, path: str, given: Any) -> Any:
        """A record with what is given changed, or a value in one."""
        place = self._ended(self.addresses.find(path))
        match place:
            case One(endpoint=endpoint, record=record):
                return self._update(endpoint, record, _fields(given))
            case Part():
                return self._changed(place, given)
            case Nothing(endpoint=str(endpoint), key=str(key)) if endpoint in UPSERTED:
                return self._make(endpoint, key, _fields(given))
        return NOT_FOUND

    def delete(self, path: str) -> Any:
        """What was there, and is no more."""
        place = self._ended(self.addresses.find(path))
        match place:
            case One(endpoint=endpoint, record=record):
                return self._shown(endpoint, self._writer(endpoint).delete(endpoint, record["id"]))
            case Part(value=value):
                self._take(place)
                return value
        return NOT_FOUND

    def _ask(self, method: str, path: str, given: Any) -> Any:
        """What the server asks of itself."""
        return self.delete(path) if method == "delete" else getattr(self, method)(path, given)

    def _ended(self, place: Place) -> Place:
        return self.addresses.ended(place) if isinstance(place, End) else place

    def _writer(self, endpoint: str) -> Writing | Modelling:
        return self.modelling if endpoint == MODELS else self.writing

    def _shown(self, endpoint: str, record: Record) -> Record:
        return self.reading.shown(endpoint, record)

    def _update(self, endpoint: str, record: Record, given: Given) -> Record:
        return self._shown(endpoint, self._writer(endpoint).update(endpoint, record["id"], given, by_client=True))

    def _make(self, endpoint: str, key: str, given: Given) -> Record:
        model = self.models.endpoints[endpoint].model
        named = {model.secondary_field or model.primary_field: key}
        return self._shown(endpoint, self._writer(endpoint).create(endpoint, {**named, **given}, by_client=True))

    # What is particular

    def options(self) -> dict[str, Any]:
        """The models, with their versions."""
        return {"models": {name: model.version for name, model in self.models.models.items()}}

    def versions(self, held: Given) -> dict[str, int]:
        """How often collections have changed, by their names: `com.products`, `admin.settings`.

        Those only of which the client holds another version. What it says of anything else is not looked at.
        """
        found = {
            f"{endpoint.model.api}.{name.removeprefix(':')}": self.store.version(name)
            for name, endpoint in self.models.endpoints.items()
        }
        return {name: version for name, version in found.items() if str(held.get(name)) != str(version)}

    def login(self, given: Given) -> Any:
        """The account with an email and a password, or `Nothing`. Raises Invalid where nobody can log in."""
        email, password = given.get("email"), given.get("password")
        if not is_on(self.models.models["accounts"], "login"):
            raise Invalid({"login": asdict(SWITCHED_OFF)})
        if not isinstance(email, str) or not isinstance(password, str):
            return NOT_FOUND
        account = self.store.first("accounts", {"email": email})
        if account is None or not matches(password, account.get("password") or ""):
            return NOT_FOUND
        return self._shown("accounts", account)

    def own_client(self) -> Record:
        """The client that asks, as far as a sandbox knows it."""
        return {"id": self.sandbox.name}

    # Values in records

    def _changed(self, part: Part, value: Any) -> Any:
        """The value after the change, which the whole record goes through."""
        record = self._writer(part.endpoint).update(
            part.endpoint, part.record["id"], _at(part, value), by_client=True
        )
        return _reached(record, part.path)

    def _take(self, part: Part) -> None:
        *within, last = part.path
        if isinstance(last, str) and all(isinstance(step, str) for step in within):
            given = {UNSET: [".".join(map(str, part.path))]}
        else:
            given = _at(Part(part.endpoint, part.record, tuple(within), None), _without(part, last))
        self._writer(part.endpoint).update(part.endpoint, part.record["id"], given, by_client=True)


def _fields(given: Any) -> Given:
    if given == []:  # an object without fields, as PHP writes it
        return {}
    if not isinstance(given, Mapping):
        raise Unreadable("The body is an object of fields and their values.")
    return given


def _at(part: Part, value: Any) -> dict[str, Any]:
    """The change of a record that gives it a value at a path: of the list, where the path goes through one."""
    names: list[str] = []
    for step in part.path:
        if isinstance(step, int):
            whole = _put(_reached(part.record, tuple(names)), part.path[len(names) :], value)
            return {SET: {".".join(names): whole}}
        names.append(step)
    if isinstance(value, Mapping):
        for name in reversed(names):
            value = {name: value}
        return dict(value)
    return {SET: {".".join(names): value}}


def _put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """A copy of a value with something new at a path. What is an object there is merged with one that is given."""
    if not path:
        return {**value, **new} if isinstance(value, dict) and isinstance(new, Mapping) else new
    step, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(step, int):
        return [*value[:step], _put(value[step], rest, new), *value[step + 1 :]]
    within = value if isinstance(value, dict) else {}
    return {**within, step: _put(within.get(step), rest, new)}


def _without(part: Part, last: str | int) -> Any:
    whole = _reached(part.record, part.path[:-1])
    if isinstance(whole, list):
        return [entry for number, entry in enumerate(whole) if number != last]
    return {name: value for name, value in whole.items() if name != last}


def _reached(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value
