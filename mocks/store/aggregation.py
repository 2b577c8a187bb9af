"""Groups of records and what they come to: MongoDB's accumulators over the records that meet criteria.

`{name: {accumulator: operand}}` asks for a figure of each group; `{name: operand}` and
`{name: {date part: operand}}` for what its records have in common. An operand is the name of a field, or a number
for itself.
Source: MongoDB manual, $group, Accumulators and Date Expression Operators; guide of schema.io, Aggregation.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from understudy.mocks.store.accumulators import ACCUMULATORS, Accumulator, Sum, known
from understudy.mocks.store.criteria.errors import CriteriaError, shortened
from understudy.mocks.store.criteria.paths import Path, path
from understudy.mocks.store.criteria.values import MISSING, identity

Record = dict[str, Any]
Read = Callable[[Record], Any]
"""What an operand says of a record; MISSING where there is nothing."""

MOST_FIELDS = 100
DATE_PARTS: Mapping[str, Callable[[datetime], int]] = {
    "$year": lambda moment: moment.year,
    "$month": lambda moment: moment.month,
    "$week": lambda moment: int(moment.strftime("%U")),  # from Sunday; 0 before the first
    "$dayOfYear": lambda moment: moment.timetuple().tm_yday,
    "$dayOfMonth": lambda moment: moment.day,
    "$dayOfWeek": lambda moment: moment.isoweekday() % 7 + 1,  # Sunday is 1
    "$hour": lambda moment: moment.hour,
    "$minute": lambda moment: moment.minute,
    "$second": lambda moment: moment.second,
    "$millisecond": lambda moment: moment.microsecond // 1000,
    "$isoWeekYear": lambda moment: moment.isocalendar().year,
    "$isoWeek": lambda moment: moment.isocalendar().week,
    "$isoDayOfWeek": lambda moment: moment.isoweekday(),
}


class Grouping:
    """What is asked for, understood once."""

    def __init__(self, fields: Any, read: Callable[[str], Read] | None = None) -> None:
        """`read` says what a text operand means; without it, it is the name of a field.

        Raises CriteriaError for an unknown accumulator or date part, and for an operand of another kind.
        """
        if not isinstance(fields, Mapping) or not fields:
            raise CriteriaError(f"group takes a mapping of names to what they stand for, not {shortened(fields)}")
        if len(fields) > MOST_FIELDS:
            raise CriteriaError(f"group asks for {len(fields)} fields: at most {MOST_FIELDS}")
        self._read = read or field
        self._names = list(fields)
        self._keys: list[tuple[str, Read]] = []
        self._figures: list[tuple[str, Callable[[], Accumulator], Read]] = []
        for name, wanted in fields.items():
            if not isinstance(name, str):
                raise CriteriaError(f"the name of a group field is a text, not {shortened(name)}")
            self._understand(name, wanted)

    def _understand(self, name: str, wanted: Any) -> None:
        if not isinstance(wanted, Mapping):
            self._keys.append((name, self._operand(name, wanted)))
            return
        if len(wanted) != 1:
            raise CriteriaError(f"group field {shortened(name)} takes one operator, not {shortened(wanted)}")
        [(operator, operand)] = wanted.items()
        if operator == "$count":
            self._figures.append((name, Sum, lambda record: 1))
        elif operator in ACCUMULATORS:
            self._figures.append((name, ACCUMULATORS[operator], self._operand(name, operand)))
        elif operator in DATE_PARTS:
            self._keys.append((name, _date_part(DATE_PARTS[operator], self._operand(name, operand))))
        else:
            choices = ", ".join([*ACCUMULATORS, "$count", *DATE_PARTS])
            raise CriteriaError(
                f"unknown operator {shortened(operator)} for group field {shortened(name)}: use one of {choices}"
            )

    def _operand(self, name: str, operand: Any) -> Read:
        if isinstance(operand, str):
            return self._read(operand)
        if operand is None or isinstance(operand, int | float):
            return lambda record: operand
        allowed = "a field's name or a number"
        raise CriteriaError(f"group field {shortened(name)} takes {allowed}, not {shortened(operand)}")

    def of(self, records: Iterable[Record]) -> list[Record]:
        """One record for each group, in the order of their first members; none for no records."""
        groups: dict[Hashable, tuple[list[Any], list[Accumulator]]] = {}
        for record in records:
            values = [known(read(record)) for _, read in self._keys]
            members = tuple(map(identity, values))
            if members not in groups:
                groups[members] = (values, [make() for _, make, _ in self._figures])
            for accumulator, (_, _, read) in zip(groups[members][1], self._figures, strict=True):
                accumulator.add(read(record))
        return [self._data_point(values, accumulators) for values, accumulators in groups.values()]

    def _data_point(self, values: list[Any], accumulators: list[Accumulator]) -> Record:
        found = {name: value for (name, _), value in zip(self._keys, values, strict=True)}
        for (name, _, _), accumulator in zip(self._figures, accumulators, strict=True):
            found[name] = accumulator.result()
        return {name: found[name] for name in self._names}


def field(name: str) -> Read:
    """Reads a field; dots go into objects, and give a list of what the objects of an array hold."""
    parts = path(name.removeprefix("$"))
    return lambda record: _at(record, parts)


def _at(value: Any, parts: Path) -> Any:
    for position, part in enumerate(parts):
        if isinstance(value, list):
            held = [_at(entry, parts[position:]) for entry in value if isinstance(entry, dict)]
            return [entry for entry in held if entry is not MISSING]
        value = value.get(part, MISSING) if isinstance(value, dict) else MISSING
    return value


def _date_part(part: Callable[[datetime], int], read: Read) -> Read:
    """In UTC; null of what is no time."""

    def of(record: Record) -> int | None:
        value = read(record)
        try:
            moment = datetime.fromisoformat(value)
            return part(moment.astimezone(UTC) if moment.tzinfo else moment)
        except (TypeError, ValueError, OverflowError):
            return None

    return of
