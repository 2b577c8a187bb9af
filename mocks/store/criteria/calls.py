"""Python functions of a record that SQL calls."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, ClassVar

import orjson

RECORD = "id, shown, private"
"""What SQL hands over to a function: the columns that make a record."""


class Call:
    """A function of a whole record as a parameter of SQL, which sees a number. Keep it until the rows are read."""

    _kept: ClassVar[dict[int, Callable[[dict[str, Any]], Any]]] = {}

    def __init__(self, function: Callable[[dict[str, Any]], Any]) -> None:
        self._kept[id(self)] = function

    def __del__(self) -> None:
        del self._kept[id(self)]

    def __conform__(self, protocol: object) -> int:
        return id(self)

    @classmethod
    def answer(cls, number: int, record_id: int | str, shown: str, private: str | None) -> Any:
        """Calls the function of that number with a record."""
        record = orjson.loads(shown)
        record["id"] = record_id
        if private is not None:
            record.update(orjson.loads(private))
        return cls._kept[number](record)


def register(database: sqlite3.Connection) -> None:
    """Lets the SQL of a connection call functions of records: `ask(?, id, shown, private)`."""
    database.create_function("ask", 4, Call.answer)
