"""Queries in the style of MongoDB: criteria, order, search, counts, figures, and the shape of the answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from understudy.contract_tests.behaviour.declaration import Resource
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.failure import Failure

Test = Callable[[Any], bool]
PARAMETERS = ("fields", "page", "limit", "window", "sort", "search", "expand", "include", "group", "where")
FIELDS = 4
"""How many fields of each resource are asked about."""


def check(trial: Trial, resource: Resource) -> Iterator[Failure]:
    if not resource.list or not trial.client.may(resource.list):
        return
    if not (resource.criteria or resource.sorts or resource.searches or resource.links):
        return
    records = trial.all(resource)
    source = trial.source("queries", resource.name)
    if resource.criteria:
        for query, test in _criteria(resource, records, source):
            yield from _found(trial, resource, query, test, records)
    yield from _sorted(trial, resource, records, source)
    yield from _searched(trial, resource, records, source)
    yield from _shaped(trial, resource, records, source)
    yield from _expanded(trial, resource, records)
    yield from _figures(trial, resource, records)


# Criteria


def _criteria(
    resource: Resource, records: list[Record], source: Random
) -> Iterator[tuple[dict[str, Any], Callable[[Record], bool]]]:
    """Queries, and which records they are to find."""
    fields = [name for name in resource.criteria if any(record.get(name) is not None for record in records)]
    for name in source.sample(fields, min(FIELDS, len(fields))):
        values = [
            value for record in records if (value := record.get(name)) is not None and not _is_text(value, 80)
        ]
        if not values:
            continue
        one, other = source.choice(values), source.choice(values)
        for operator, argument, test in _tests(one, other):
            parameter = f"where[{name}]" + "".join(f"[{part}]" for part in operator)
            yield {parameter: argument}, _of(name, test)
        if name not in PARAMETERS:
            yield {name: one}, _of(name, _equal(one))
    if len(fields) > 1:
        yield from _together(records, fields, source)


def _of(name: str, test: Test) -> Callable[[Record], bool]:
    return lambda record: test(record.get(name))


def _equal(one: Any) -> Test:
    return lambda value: bool(value == one)


def _compared(compare: Callable[[Any, Any], bool], bound: Any) -> Test:
    return lambda value: _alike(value, bound) and compare(value, bound)


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) > longest


def _tests(one: Any, other: Any) -> Iterator[tuple[tuple[str, ...], Any, Test]]:
    """Operators, their arguments, and which values meet them. Only values of one kind are compared."""
    yield (), one, lambda value: value == one
    yield ("$ne",), one, lambda value: value != one
    yield ("$exists",), "true", lambda value: value is not None
    yield ("$in", "0"), one, lambda value: value == one
    yield ("$nin", "0"), one, lambda value: value != one
    if not isinstance(one, bool):
        for operator, compare in COMPARISONS.items():
            yield (operator,), other, _compared(compare, other)
    if isinstance(one, str):
        begin = one[:3]
        if begin.isalnum():
            yield ("$regex",), f"^{begin}", lambda value: isinstance(value, str) and value.startswith(begin)


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$gt": lambda value, bound: value > bound,
    "$gte": lambda value, bound: value >= bound,
    "$lt": lambda value, bound: value < bound,
    "$lte": lambda value, bound: value <= bound,
}


def _alike(value: Any, other: Any) -> bool:
    return isinstance(value, str) == isinstance(other, str) and value is not None and not isinstance(value, bool)


def _together(
    records: list[Record], fields: list[str], source: Random
) -> Iterator[tuple[dict[str, Any], Callable[[Record], bool]]]:
    """All of several criteria, any of them, and none of them."""
    record, another = source.choice(records), source.choice(records)
    one, other = source.sample(fields, 2)
    left, right = record.get(one), another.get(other)
    if left is None or right is None or _is_text(left, 80) or _is_text(right, 80):
        return
    yield (
        {f"where[{one}]": left, f"where[{other}]": right},
        lambda each: each.get(one) == left and each.get(other) == right,
    )
    either = {f"where[$or][0][{one}]": left, f"where[$or][1][{other}]": right}
    yield either, lambda each: each.get(one) == left or each.get(other) == right
    neither = {name.replace("$or", "$nor"): value for name, value in either.items()}
    yield neither, lambda each: each.get(one) != left and each.get(other) != right


def _found(
    trial: Trial,
    resource: Resource,
    query: Mapping[str, Any],
    test: Callable[[Record], bool],
    records: list[Record],
) -> Iterator[Failure]:
    due = {record[resource.id] for record in records if test(record)}
    items, asked = trial.pages(resource.list, query)
    passed = {item[resource.id] for item in items}
    place = "&".join(query)
    told = "&".join(f"{name}={value}" for name, value in query.items())
    yield from trial.held(
        passed <= due, "filter-sound", resource.list, _operator(place),
        f"{told} passed {sorted(passed - due)[:3]}, which do not meet it", asked[0],
    )  # fmt: skip
    yield from trial.held(
        due <= passed, "filter-complete", resource.list, _operator(place),
        f"{told} left out {sorted(due - passed)[:3]}, which meet it", asked[0],
    )  # fmt: skip
    yield from trial.held(
        at(asked[0].json(), trial.declaration.lists.total) == len(items), "filter-total", resource.list,
        _operator(place), f"{told} found {len(items)}, and the count is another", asked[0],
    )  # fmt: skip
    if resource.count and trial.client.may(resource.count):
        counted = trial.good(resource.count, query)
        yield from trial.held(
            counted.json() == len(due), "count", resource.count, _operator(place),
            f"{told}: {len(due)} meet it, and the count is {counted.answer[:20]!r}", counted,
        )  # fmt: skip


def _operator(place: str) -> str:
    """What the query does, without the names of fields, so that one mistake is told once."""
    return "&".join(part.partition("[$")[2] or "is" for part in place.split("&"))


# Order and search


def _sorted(trial: Trial, resource: Resource, records: list[Record], source: Random) -> Iterator[Failure]:
    known = [name for name in resource.sorts if len({str(record.get(name)) for record in records}) > 1]
    for name in source.sample(known, min(FIELDS, len(known))):
        for word, descending in (("asc", False), ("desc", True)):
            items, asked = trial.pages(resource.list, {"sort": f"{name} {word}"})
            values = [item.get(name) for item in items]
            yield from trial.held(
                values == sorted(values, key=_rank, reverse=descending) and len(items) == len(records), "sort",
                resource.list, word, f"sort={name} {word} is in another order", asked[0],
            )  # fmt: skip


def _rank(value: Any) -> tuple[int, Any]:
    """Nothing comes before numbers, and these before texts."""
    if value is None:
        return 0, 0
    return (1, value) if isinstance(value, int | float) else (2, value)


def _searched(trial: Trial, resource: Resource, records: list[Record], source: Random) -> Iterator[Failure]:
    texts = [
        value
        for record in records
        for name in resource.searches
        if isinstance(value := at(record, name), str) and value
    ]
    for text in source.sample(texts, min(2, len(texts))):
        part = text[:4].strip().upper()
        items, asked = trial.pages(resource.list, {"search": part})
        due = {record[resource.id] for record in records if _holds(record, resource.searches, part)}
        yield from trial.held(
            {item[resource.id] for item in items} == due, "search", resource.list, "",
            f"search={part} is in {len(due)} records, and found {len(items)}", asked[0],
        )  # fmt: skip
        if resource.criteria and due:
            one = sorted(due, key=str)[0]
            items, asked = trial.pages(resource.list, {"search": part, f"where[{resource.id}][$ne]": one})
            yield from trial.held(
                {item[resource.id] for item in items} == due - {one}, "search", resource.list, "where",
                f"search={part} beside a criterion found {len(items)}, and {len(due) - 1} meet both", asked[0],
            )  # fmt: skip


def _holds(record: Record, names: tuple[str, ...], part: str) -> bool:
    return any(isinstance(value := at(record, name), str) and part.lower() in value.lower() for name in names)


# The shape of answers


def _shaped(trial: Trial, resource: Resource, records: list[Record], source: Random) -> Iterator[Failure]:
    if not records or not resource.criteria:
        return
    record = source.choice(records)
    name = source.choice(sorted(record.keys() - {resource.id}))
    exchange = trial.good(resource.read, {resource.key: record[resource.id], "fields": name})
    told = trial.body(resource, exchange)
    due = {one: record[one] for one in (resource.id, name)}
    yield from trial.held(
        told == due, "fields", resource.read, "", f"fields={name} is answered with {sorted(told)}", exchange
    )


def _expanded(trial: Trial, resource: Resource, records: list[Record]) -> Iterator[Failure]:
    for link, target in resource.links.items():
        record = next((one for one in records if one.get(target["key"])), None)
        if record is None:
            continue
        to = trial.declaration.resources[target["to"]]
        exchange = trial.good(resource.read, {resource.key: record[resource.id], "expand": link})
        other = trial.read(to, record[target["key"]])
        due = other.json() if other.status == 200 else None
        yield from trial.held(
            exchange.json().get(link) == due, "expand", resource.read, link,
            f"expand={link} is not the record that {target['key']} names", exchange, other,
        )  # fmt: skip


def _figures(trial: Trial, resource: Resource, records: list[Record]) -> Iterator[Failure]:
    if not resource.group or not trial.client.may(resource.group):
        return
    for name in resource.figures:
        values = [value for record in records if isinstance(value := record.get(name), int | float)]
        if not values:
            continue
        for operator, compute in FIGURES.items():
            exchange = trial.good(resource.group, {f"figure[{operator}]": name})
            figure = exchange.json().get("figure")
            close = isinstance(figure, int | float) and math.isclose(figure, compute(values), abs_tol=0.005)
            yield from trial.held(
                close, "group", resource.group, operator,
                f"{operator} of {name} is {figure}, and {compute(values)} by its records", exchange,
            )  # fmt: skip


FIGURES: Mapping[str, Callable[[list[float]], float]] = {
    "$sum": sum,
    "$max": max,
    "$min": min,
    "$avg": lambda values: sum(values) / len(values),
}
