"""Pagination: which page, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from understudy.mocks.store import Criteria, Store

ALL: Criteria = {}


@dataclass(frozen=True, slots=True)
class Window:
    """The page that is asked for. Page 0 is read as page 1."""

    number: int
    limit: int

    @classmethod
    def of(cls, query: Any) -> Window:
        return cls(query["page"] or 1, query["limit"])

    @property
    def offset(self) -> int:
        return min((self.number - 1) * self.limit, 2**63 - 1)


def page(window: Window, items: Sequence[bytes], total: int) -> bytes:
    """A page as JSON: its items, and where it stands among all of them.

    `entries_info` counts from 1; past the last page it is `0-0 of` the total.
    """
    number, limit = window.number, window.limit
    pages = -(-total // limit)
    first = window.offset + 1 if items else 0
    last = window.offset + len(items) if items else 0
    pagination = {
        "current_page": number,
        "next_page": number + 1 if number < pages else None,
        "prev_page": number - 1 if number > 1 else None,
        "total_pages": pages,
        "total_items": total,
        "entries_info": f"{first}-{last} of {total}",
    }
    meta = orjson.dumps(pagination)
    return b'{"items":[%b],"meta":{"pagination":%b}}' % (b",".join(items), meta)


def select(
    store: Store, window: Window, collection: str, criteria: Criteria = ALL, order: Sequence[str] = ()
) -> bytes:
    """A page of the records that meet the criteria, as they are shown; made once for each state of them."""

    def read() -> bytes:
        items = store.find_shown(collection, criteria, order=order, limit=window.limit, offset=window.offset)
        return page(window, items, store.count(collection, criteria))

    return store.remembered(collection, (window, orjson.dumps(criteria), *order), read)


def of_ids(store: Store, window: Window, collection: str, ids: Sequence[int]) -> bytes:
    """A page of the records with these ids, in this order."""
    wanted = ids[window.offset : window.offset + window.limit]
    items = [shown for record_id in wanted if (shown := store.shown(collection, record_id)) is not None]
    return page(window, items, len(ids))
