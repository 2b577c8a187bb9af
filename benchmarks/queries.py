"""Figures of queries among few records and among very many, in one run and in turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from benchmarks.store import timed
from understudy.mocks.store import Grouping, Order, Store
from understudy.specs.records import Collection

FEW, MANY = 1_000, 1_000_000
ROUNDS = 15
CALLS = 50  # in a round, of what takes microseconds
SLOW_ROUNDS = 3  # of what takes seconds

PRODUCTS = Collection(
    name="products",
    schema={
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "price": {"type": "number"},
            "active": {"type": "boolean"},
            "color": {"type": "string"},
            "account_id": {"type": "integer"},
            "description": {"type": "string"},
            "tags": {"type": "array"},
            "attributes": {"type": "object"},
            "items": {"type": "array"},
            "date_created": {"type": "string"},
        }
    },
    private=frozenset(),
    id_type="integer",
    unique=(),
    index=(("account_id",), ("price",)),
    references=(),
)
BY_MONTH = Grouping({"month": {"$month": "date_created"}, "count": {"$sum": 1}, "total": {"$sum": "price"}})

Ask = Callable[[Store, int], object]
"""A query of a store of so many records."""

QUICK: dict[str, Ask] = {
    "by id": lambda store, count: store.shown("products", count // 2),
    "indexed": lambda store, count: store.find_shown("products", {"account_id": 77}),
    "page": lambda store, count: store.find_shown("products", limit=25),
    "sorted page": lambda store, count: store.find_shown("products", order=["price"], limit=25),
}
"""Compared between few records and many."""

SLOW: dict[str, Ask] = {
    "deep page": lambda store, count: store.find_shown("products", limit=25, offset=count // 2),
    "unindexed": lambda store, count: store.find_shown("products", {"name": "Nothing"}),
    "open": lambda store, count: store.find_shown("products", {"tags": "nothing"}),
    "open number": lambda store, count: store.find_shown("products", {"attributes.size": 77}),
    "pattern": lambda store, count: store.find_shown("products", {"name": {"$regex": "^n", "$options": "i"}}),
    "unindexed order": lambda store, count: store.find_shown("products", order=[Order("name", True)], limit=25),
    "group": lambda store, count: store.group("products", BY_MONTH),
}
"""Measured among many, in seconds."""


@dataclass(frozen=True)
class QueryFigures:
    """Names are those of QUICK, in microseconds among few and among many, and of SLOW, in seconds among many."""

    quick: dict[str, tuple[float, float]]
    slow: dict[str, float]


def measure(say: Callable[[str], None], few: int = FEW, many: int = MANY, rounds: int = ROUNDS) -> QueryFigures:
    with ExitStack() as stack:
        stores = []
        for count in (few, many):
            say(f"making {count:,} records")
            stores.append((stack.enter_context(closing(filled(count))), count))
        quick = {}
        for name, ask in QUICK.items():
            say(f"{name} among {few:,} and among {many:,}")
            quick[name] = in_turns(ask, stores, rounds)
        slow = {}
        for name, ask in SLOW.items():
            say(f"{name} among {many:,}")
            slow[name] = median(timed(partial(ask, *stores[-1])) for _ in range(min(rounds, SLOW_ROUNDS)))
        return QueryFigures(quick, slow)


def in_turns(ask: Ask, stores: list[tuple[Store, int]], rounds: int) -> tuple[float, float]:
    """Microseconds of a query of each store."""
    figures: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for (store, count), into in zip(stores, figures, strict=True):
            into.append(1e6 * timed(partial(often, ask, store, count)) / CALLS)
    return median(figures[0]), median(figures[1])


def often(ask: Ask, store: Store, count: int) -> None:
    for _ in range(CALLS):
        ask(store, count)


def filled(count: int) -> Store:
    """Products of about 550 bytes; each account has five."""
    store = Store({"products": PRODUCTS})
    store.create()
    store.load(("products", product) for product in products(count))
    return store


def products(count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        yield {
            "id": number,
            "name": f"Product {number}",
            "price": number * 7919 % 100_000 / 100,
            "active": number % 3 == 0,
            "color": ("red", "green", "blue")[number % 3],
            "account_id": number * 31 % (count // 5),
            "description": "What the product is made of, what it is good for, and what it goes with. " * 3,
            "tags": ["abc"[number % 3], "new"],
            "attributes": {"size": number % 50, "weight": number % 7},
            "items": [{"sku": f"s{number % 9}", "quantity": number % 5}, {"sku": "x", "quantity": 1}],
            "date_created": f"2015-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00.000Z",
        }
