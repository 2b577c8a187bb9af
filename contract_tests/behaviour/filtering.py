"""Filters pass what meets them and nothing else, and lists are in the order that is documented or asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from understudy.contract_tests.behaviour.declaration import Filter, Resource
from understudy.contract_tests.behaviour.paging import parents
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.same import instant
from understudy.contract_tests.behaviour.trial import Record, Trial
from understudy.contract_tests.failure import Failure

VALUES = 3
"""How many values of each filter are tried, beside one that nothing has."""


def check(trial: Trial, resource: Resource) -> Iterator[Failure]:
    if not resource.list or not trial.client.may(resource.list):
        return
    for values in parents(trial, resource):
        records = trial.pages(resource.list, values)[0]
        yield from _order(trial, resource, values, records)
        for parameter, wanted in resource.filters.items():
            for value in _values(trial, resource, wanted, records):
                yield from _filtered(trial, resource, values, {parameter: (wanted, value)}, records)
        yield from _together(trial, resource, values, records)


def _order(trial: Trial, resource: Resource, values: Record, records: list[Record]) -> Iterator[Failure]:
    if resource.order:
        exchange = trial.good(resource.list, values)
        listed = trial.items(exchange)
        yield from trial.held(
            in_order(records, resource.order) and in_order(listed, resource.order), "list-order", resource.list,
            resource.order, f"the list is not in the order of {resource.order}", exchange,
        )  # fmt: skip


def in_order(records: list[Record], order: str) -> bool:
    """Whether records are sorted by `name,-born`. Only those are compared that have a value."""
    for name in (part.strip() for part in order.split(",")):
        field, descending = name.lstrip("-"), name.startswith("-")
        values = [at(record, field) for record in records]
        known = [value for value in values if value is not None]
        if known != sorted(known, reverse=descending):
            return False
        break  # what comes second decides only where the first is equal
    return True


def _together(trial: Trial, resource: Resource, values: Record, records: list[Record]) -> Iterator[Failure]:
    """Two filters at once must both hold."""
    named = [name for name, one in resource.filters.items() if one.by in ("is", "has", "yes", "no")]
    if len(named) < 2 or not records:
        return
    source = trial.source("filters", resource.name)
    for record in source.sample(records, min(VALUES, len(records))):
        chosen = source.sample(named, 2)
        pairs = {name: (resource.filters[name], _of(record, resource.filters[name])) for name in chosen}
        if all(value is not None for _, value in pairs.values()):
            yield from _filtered(trial, resource, values, pairs, records)


def _filtered(
    trial: Trial,
    resource: Resource,
    values: Record,
    pairs: Mapping[str, tuple[Filter, Any]],
    records: list[Record],
) -> Iterator[Failure]:
    query = {**values, **{parameter: value for parameter, (_, value) in pairs.items()}}
    items, asked = trial.pages(resource.list, query)
    passed = {item[resource.id] for item in items}
    due = {
        record[resource.id]
        for record in records
        if all(MEETS[one.by](at(record, one.field), value) for one, value in pairs.values())
    }
    place = "&".join(pairs)
    told = "&".join(f"{name}={value}" for name, value in query.items())
    yield from trial.held(
        passed <= due, "filter-sound", resource.list, place,
        f"{told} passed {sorted(passed - due, key=str)[:5]}, which do not meet it", asked[0],
    )  # fmt: skip
    yield from trial.held(
        due <= passed, "filter-complete", resource.list, place,
        f"{told} left out {sorted(due - passed, key=str)[:5]}, which meet it", asked[0],
    )  # fmt: skip
    total = trial.declaration.lists.total
    if total:
        yield from trial.held(
            at(asked[0].json(), total) == len(items), "filter-total", resource.list, place,
            f"{told} found {len(items)}, and the total is {at(asked[0].json(), total)}", asked[0],
        )  # fmt: skip
    if len(items) > 1:
        lists = trial.declaration.lists
        second = trial.good(resource.list, {**query, lists.page: 2, lists.limit: 1})
        yield from trial.held(
            [item[resource.id] for item in trial.items(second)] == [items[1][resource.id]], "page-content",
            resource.list, place, f"{told}: page 2 is not the second of what passes", second,
        )  # fmt: skip


def _values(trial: Trial, resource: Resource, wanted: Filter, records: list[Record]) -> list[Any]:
    """Values that records have, in the spellings that mean the same, and one that none has."""
    if wanted.by in ("yes", "no"):
        return [True]
    found = list(dict.fromkeys(value for record in records if (value := _of(record, wanted)) is not None))
    chosen = trial.source(resource.name, wanted.field).sample(found, min(VALUES, len(found)))
    if wanted.by == "text":
        chosen += [value.upper() for value in chosen[:1]]
    if wanted.by in MOMENTS:
        moments = [moment for value in chosen if (moment := instant(value)) is not None]
        days = [moment.date().isoformat() for moment in moments]
        return [*dict.fromkeys(days), *(_written(moment, wanted.by) for moment in moments)]
    none: list[Any] = [987_654_321] if chosen and isinstance(chosen[0], int) else []
    return [*chosen, *none]


def _written(moment: datetime, by: str) -> str:
    """A moment as it is asked for. One that is shown in whole seconds may have been anywhere in its second."""
    if by in ("until", "after") and not moment.microsecond:
        moment = moment.replace(microsecond=999_999)
    return moment.isoformat().replace("+00:00", "Z")


def _of(record: Record, wanted: Filter) -> Any:
    """A value that the record would pass with; None where there is none."""
    value = at(record, wanted.field)
    if wanted.by == "has":
        return value[0] if value else None
    if wanted.by in ("yes", "no"):
        return True if bool(value) == (wanted.by == "yes") else None
    return value


# How fields compare to what a filter is given


def _text(field: Any, value: str) -> bool:
    return isinstance(field, str) and field.lower() == value.lower()


def _moment(compare: Callable[[datetime, datetime, datetime], bool]) -> Callable[[Any, str], bool]:
    """Of a moment, and of the first and the last of what is given: a date is its whole day."""

    def meets(field: Any, value: str) -> bool:
        moment, first = instant(field), instant(value)
        if moment is None or first is None:
            return False
        whole = len(value) == len("2026-01-31")
        last = first + timedelta(days=1) - timedelta(microseconds=1) if whole else first
        return compare(moment, first, last)

    return meets


def _on(field: Any, value: str) -> bool:
    moment, day = instant(field), instant(value)
    return moment is not None and day is not None and _day(moment) == _day(day)


def _day(moment: datetime) -> date:
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC).date()


MOMENTS: Mapping[str, Callable[[Any, str], bool]] = {
    "on": _on,
    "before": _moment(lambda moment, first, last: moment < first),
    "until": _moment(lambda moment, first, last: moment <= last),
    "after": _moment(lambda moment, first, last: moment > last),
    "since": _moment(lambda moment, first, last: moment >= first),
}
MEETS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda field, value: bool(field == value),
    "text": _text,
    "has": lambda field, value: value in (field or ()),
    "yes": lambda field, value: bool(field),
    "no": lambda field, value: not field,
    **MOMENTS,
}
"""`is` equal; `text` in any case of letters; `has` among a list; `yes`, `no` whether the field is; and moments."""
