"""What stands at a dotted path of a document, through objects and arrays.

Source: MongoDB manual, Query on Embedded/Nested Documents, Query an Array, Query an Array of Embedded Documents;
where the manual is silent, the cases of the server's own tests of paths (src/mongo/db/matcher/path_test.cpp).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from understudy.mocks.store.criteria.errors import CriteriaError, shortened
from understudy.mocks.store.criteria.values import MISSING

Path = tuple[str, ...]

MOST_PARTS = 100
MOST_INDICES = 10  # each may mean an entry or a field, so ten are read in a thousand ways
LONGEST_INDEX = 9


def path(name: Any) -> Path:
    """The parts of a field's name. Raises CriteriaError for one that no document can have."""
    if not isinstance(name, str):
        raise CriteriaError(f"a field's name is a text, not {shortened(name)}")
    return _parts(name)


@lru_cache(maxsize=1_000)
def _parts(name: str) -> Path:
    parts = tuple(name.split("."))
    if len(parts) > MOST_PARTS:
        raise CriteriaError(f"field {name[:20]}… goes {len(parts)} levels deep: at most {MOST_PARTS}")
    if sum(index(part) is not None for part in parts) > MOST_INDICES:
        raise CriteriaError(f"field {name[:20]}… has more than {MOST_INDICES} numbers in it")
    return parts


def index(part: str) -> int | None:
    """The entry of an array that a part of a path may mean."""
    plain = len(part) <= LONGEST_INDEX and part.isascii() and part.isdigit() and (part == "0" or part[0] != "0")
    return int(part) if plain else None


def elements(document: dict[str, Any], parts: Path, *, enter: bool) -> Iterator[Any]:
    """The values at a path, MISSING among them where an object lacks it.

    An array on the way stands for each of its entries. One at the end gives its entries, where these are asked
    for (`enter`), and then itself; but not one that a number led to.
    """
    value: Any = document
    for position, part in enumerate(parts):
        if type(value) is dict:
            value = value.get(part, MISSING)
        elif type(value) is list:
            yield from _through(value, parts[position:], enter=enter)
            return
        else:
            value = MISSING
            break
    if enter and type(value) is list:
        yield from value
    yield value


def _through(array: list[Any], parts: Path, *, enter: bool) -> Iterator[Any]:
    """The next part is a field of each object in the array, and may be a place in the array too."""
    wanted, rest = index(parts[0]), parts[1:]
    for place, entry in enumerate(array):
        if type(entry) is dict:
            yield from elements(entry, parts, enter=enter)
        if place == wanted:
            if not rest:
                yield entry
            elif type(entry) is dict:
                yield from elements(entry, rest, enter=enter)
            elif type(entry) is list:
                yield from _through(entry, rest, enter=enter)
