"""Pages of a list, and what they tell of themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.trial import NothingThere, Record, Trial
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange

LINK = re.compile(r'<([^>]*)>;\s*rel="(\w+)"')
RELATIONS = ("first", "last", "next", "prev")


@dataclass(frozen=True)
class Listed:
    """A list as a whole; `number` and `size` are those of the page that is looked at."""

    operation: str
    values: Mapping[str, Any]
    ids: list[Any]

    def slice(self, number: int, size: int) -> list[Any]:
        return self.ids[(number - 1) * size : number * size]


def check(trial: Trial, resource: Resource) -> Iterator[Failure]:
    """The list of a resource, and the lists that one of its records has."""
    if resource.list and trial.client.may(resource.list):
        for values in parents(trial, resource):
            yield from pages(trial, resource.list, values, resource.id, resource.size)
    for operation, view in resource.views.items():
        if trial.client.may(operation):
            yield from _view(trial, resource, operation, view)


def parents(trial: Trial, resource: Resource) -> list[dict[str, Any]]:
    """What a list is asked with: for a list within a record, the one with the most and the one with the fewest."""
    if resource.within is None:
        return [{}]
    ids = [one["id"] for one in trial.all(trial.declaration.resources[resource.within.of])[:25]]
    parameter = resource.within.parameter
    counted = sorted(ids, key=lambda one: len(trial.pages(resource.list, {parameter: one})[0]))
    return [{parameter: one} for one in dict.fromkeys([*counted[-2:], *counted[:1]])]


def _view(trial: Trial, resource: Resource, operation: str, view: Mapping[str, str]) -> Iterator[Failure]:
    """The records that a record names, in the order in which it names them."""
    shown = trial.declaration.resources[view["shows"]]
    due = _due(trial, resource, view)
    records = sorted((record for record in trial.all(resource) if due(record)), key=lambda one: len(due(one)))
    if not records:
        raise NothingThere(f"{resource.name} with {view['shows']}")
    for record in records[-2:]:
        values = {resource.key: record[resource.id]}
        items, asked = trial.pages(operation, values)
        ids = [item[shown.id] for item in items]
        yield from trial.held(
            ids == due(record), "view", operation, view.get("ids") or view["by"],
            f"{due(record)} are those of it, and {ids} were answered", asked[0],
        )  # fmt: skip
        for item in items[:3]:
            read = trial.good(shown.read, {shown.key: item[shown.id]})
            yield from trial.held(
                trial.body(shown, read) == item, "list-read", operation, "",
                "a record differs from what it is by itself", asked[0], read,
            )  # fmt: skip
    yield from pages(trial, operation, {resource.key: records[-1][resource.id]}, shown.id, shown.size)


def _due(trial: Trial, resource: Resource, view: Mapping[str, str]) -> Callable[[Record], list[Any]]:
    """The ids that the list of a record has to hold, in their order."""
    if "ids" in view:
        return lambda record: list(record[view["ids"]] or ())
    shown = trial.declaration.resources[view["shows"]]
    owned: dict[Any, list[Any]] = {}
    for other in trial.all(shown):
        owned.setdefault(other[view["by"]], []).append(other[shown.id])
    return lambda record: owned.get(record[resource.id], [])


def pages(
    trial: Trial, operation: str, values: Mapping[str, Any], id_field: str, usual: int = 0
) -> Iterator[Failure]:
    """Every page of some sizes, up to one beyond the last; `usual` is the size where none is asked for."""
    items, asked = trial.pages(operation, values)
    whole = Listed(operation, values, [at(item, id_field) for item in items])
    yield from trial.held(
        len(set(whole.ids)) == len(whole.ids), "list-twice", operation, id_field,
        "a record is in the list twice", asked[0],
    )  # fmt: skip
    yield from _facts(trial, whole, asked[0], 1, min(trial.declaration.lists.largest, 1000))
    for size in _sizes(trial, len(whole.ids)):
        last = -(-len(whole.ids) // size)
        for number in dict.fromkeys((1, 2, 3, max(last - 1, 1), max(last, 1), last + 1)):
            yield from _page(trial, whole, number, size, id_field)
    yield from _default(trial, whole, id_field, usual)


def _sizes(trial: Trial, length: int) -> list[int]:
    """One that leaves a rest, one that divides the length where one can, one more by chance, and all."""
    source = trial.source("pages", str(length))
    rest = next((size for size in (3, 4, 7, 2) if length % size), 5)
    even = next((size for size in (4, 5, 3, 2) if length % size == 0), 2)
    most = trial.declaration.lists.largest
    return [size for size in dict.fromkeys((rest, even, source.randint(1, 12), max(length, 1))) if size <= most]


def _page(trial: Trial, whole: Listed, number: int, size: int, id_field: str) -> Iterator[Failure]:
    lists = trial.declaration.lists
    exchange = trial.good(whole.operation, {**whole.values, lists.page: number, lists.limit: size})
    ids = [at(item, id_field) for item in trial.items(exchange)]
    wanted = whole.slice(number, size)
    place = f"{lists.page}={number}&{lists.limit}={size}"
    if not wanted:
        yield from trial.held(
            not ids, "page-beyond", whole.operation, "", f"{place}: {len(ids)} records after the last", exchange
        )
    yield from trial.held(
        len(ids) == len(wanted), "page-size", whole.operation, "",
        f"{place}: {len(wanted)} records were due, and {len(ids)} came", exchange,
    )  # fmt: skip
    yield from trial.held(
        len(ids) != len(wanted) or ids == wanted, "page-content", whole.operation, "",
        f"{place}: {wanted[:5]}… were due, and {ids[:5]}… came", exchange,
    )  # fmt: skip
    yield from _facts(trial, whole, exchange, number, size)


def _default(trial: Trial, whole: Listed, id_field: str, usual: int) -> Iterator[Failure]:
    exchange = trial.good(whole.operation, whole.values)
    ids = [at(item, id_field) for item in trial.items(exchange)]
    size = usual or _documented_size(trial, whole.operation)
    yield from trial.held(
        ids == whole.slice(1, size), "page-default", whole.operation, "",
        f"{min(size, len(whole.ids))} records were due, and {len(ids)} came", exchange,
    )  # fmt: skip


def _documented_size(trial: Trial, operation: str) -> int:
    document = trial.client.contract.document
    for given in trial.client.operations[operation][2].get("parameters", ()):
        one = document["components"]["parameters"][given["$ref"].rpartition("/")[2]] if "$ref" in given else given
        if one["name"] == trial.declaration.lists.limit:
            return int(one["schema"].get("default", trial.declaration.lists.largest))
    return trial.declaration.lists.largest


def _facts(trial: Trial, whole: Listed, exchange: Exchange, number: int, size: int) -> Iterator[Failure]:
    lists = trial.declaration.lists
    total, answer = len(whole.ids), exchange.json()
    if lists.total:
        told = at(answer, lists.total)
        yield from trial.held(
            told == total, "list-total", whole.operation, lists.total,
            f"the total is {told!r}, and there are {total} records", exchange,
        )  # fmt: skip
    for place, fact in lists.facts.items():
        told = _relations(exchange) if fact == "link" else at(answer, place)
        wanted = _fact(fact, number, size, total, told)
        yield from trial.held(
            told == wanted, "page-facts", whole.operation, place,
            f"{place} is {told!r} on page {number} of {size} records each, and should be {wanted!r}", exchange,
        )  # fmt: skip


def _fact(fact: str, number: int, size: int, total: int, told: Any) -> Any:
    pages = -(-total // size)
    first = (number - 1) * size + 1
    last = min(number * size, total)
    match fact:
        case "number":
            return number
        case "size":
            return max(0, last - first + 1)
        case "pages":
            return pages
        case "next":
            return number + 1 if number < pages else None
        case "previous":
            return number - 1 if number > 1 else None
        case "range":
            return f"{first}-{last} of {total}" if first <= last else f"0-0 of {total}"
        case "windows":
            return _windows(number, size, total, told)
        case "link":
            most = max(1, pages)
            found = {"first": 1, "last": most, "next": number + 1, "prev": min(number - 1, most)}
            return {name: page for name, page in found.items() if page > 0 and (name != "next" or number < most)}
    raise ValueError(f"{fact!r} is no fact of a page")


def _windows(number: int, size: int, total: int, told: Any) -> Any:
    """Where the pages begin and end that the answer chose to tell of; this one is among them."""
    pages = -(-total // size)
    chosen = {int(name) for name in told if name.isdigit()} if isinstance(told, dict) else set()
    chosen |= {number} if number <= pages else set()
    return {
        str(one): {"start": (one - 1) * size + 1, "end": min(one * size, total)}
        for one in chosen
        if 1 <= one <= pages
    }


def _relations(exchange: Exchange) -> dict[str, int]:
    """Relation -> the page that a Link header leads to."""
    found = {}
    for url, relation in LINK.findall(exchange.answer_headers.get("link", "")):
        page = parse_qs(urlsplit(url).query).get("page", ["0"])[0]
        found[relation] = int(page) if page.isdigit() else 0
    return {name: found[name] for name in RELATIONS if name in found} | {
        name: page for name, page in found.items() if name not in RELATIONS
    }
