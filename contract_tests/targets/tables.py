"""A settings file in TOML, read key by key, so that nothing in it goes unread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn


class SettingsError(ValueError):
    """What is wrong with where a target is said to be: the file, the key, and what to write instead."""


class Table:
    """A table of the file, whose keys are taken one by one. What nobody takes is refused."""

    def __init__(self, path: str, name: str, content: dict[str, Any]) -> None:
        self._path, self._name, self._content = path, name, dict(content)
        self._tables: list[Table] = []

    def refuse(self, key: str, why: str) -> NoReturn:
        place = f"[{self._name}] {key}" if self._name else key
        raise SettingsError(f"{self._path}: {place}: {why}")

    @staticmethod
    def near(name: str, known: Iterable[str]) -> str:
        known = sorted(known)
        close = get_close_matches(name, known, n=3, cutoff=0.3)
        return f"did you mean {' or '.join(close)}?" if close else f"it has {', '.join(known)}"

    def names(self) -> list[str]:
        return list(self._content)

    def _take(self, key: str, kinds: tuple[type, ...], default: Any, wanted: str) -> Any:
        value = self._content.pop(key, default)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.refuse(key, f"{value!r} is not {wanted}")
        return value

    def table(self, key: str) -> Table:
        content = self._take(key, (dict,), {}, f"a table: write [{key}]")
        table = Table(self._path, f"{self._name}.{key}" if self._name else key, content)
        self._tables.append(table)
        return table

    def text(self, key: str) -> str:
        return str(self._take(key, (str,), "", 'a text: write it in quotes, "like this"'))

    def texts(self, key: str) -> list[str]:
        given = self._take(key, (list,), [], 'a list of texts: write ["like", "this"]')
        if not all(isinstance(one, str) for one in given):
            self.refuse(key, f'{given!r} is not a list of texts: write ["like", "this"]')
        return list(given)

    def every_text(self) -> dict[str, str]:
        return {key: self.text(key) for key in self.names()}

    def number(self, key: str, default: float, most: float = 86_400) -> float:
        given = float(self._take(key, (int, float), default, "a number"))
        if not 0 <= given <= most:
            self.refuse(key, f"{given:g} is not from 0 to {most:g}")
        return given

    def truth(self, key: str, default: bool) -> bool:
        return bool(self._take(key, (bool,), default, "true or false"))

    def moment(self, key: str) -> date:
        given: date = self._take(key, (date,), None, "a day: write it like 2026-01-31")
        return given

    def refuse_rest(self) -> None:
        for key in self.names():
            self.refuse(key, "there is no such setting here; docs/testing.md lists them")
        for table in self._tables:
            table.refuse_rest()
