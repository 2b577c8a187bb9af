"""In which order the formulas of a model are worked out: those that others read come first."""

from __future__ import annotations

import graphlib
from collections.abc import Collection, Mapping

from understudy.mocks.schema.formulas.errors import CycleError
from understudy.mocks.schema.formulas.formula import Formula

Links = Mapping[str, Collection[str]]
"""For each link the fields beside it that it is found by."""


def in_order(formulas: Mapping[str, Formula], links: Links | None = None) -> list[str]:
    """The paths, dependencies first, else as given. Raises CycleError.

    A formula of `items.price_total` reads the fields beside it: its `price` is `items.price`. One that reads
    its own field reads what was given for it, and waits for nothing. One that follows a link waits for what the
    link is found by.
    """
    sorter = graphlib.TopologicalSorter({path: _read_first(path, formulas, links or {}) for path in formulas})
    try:
        return list(sorter.static_order())
    except graphlib.CycleError as error:
        # graphlib names the first one twice, and goes from what is read to what reads it
        raise CycleError(tuple(reversed(error.args[1][1:]))) from None


def _read_first(path: str, formulas: Mapping[str, Formula], links: Links) -> list[str]:
    """The other formulas that this one needs."""
    beside = _beside(path)
    read = [beside + name for name in formulas[path].names]
    read += [
        _beside(link) + name
        for link, found_by in links.items()
        if any(_overlap(link, name) for name in read)
        for name in found_by
    ]
    return [other for other in formulas if other != path and any(_overlap(other, name) for name in read)]


def _beside(path: str) -> str:
    """What comes before the fields beside this one: `items.` for `items.price`."""
    return path[: path.rfind(".") + 1]


def _overlap(one: str, other: str) -> bool:
    """The same field, or a part of it."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
