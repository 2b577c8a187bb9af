"""What a GET is answered with: records, pages of them, and what is expanded or included in them.

Source: the guide's chapters on querying, linking and pagination.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from understudy.mocks.errors import Unreadable
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.schema import formulas, queries
from understudy.mocks.schema.addresses import COUNT, Addresses, End, Many, Nothing, One, Part, Place
from understudy.mocks.schema.formulas import FormulaError, RecordScope
from understudy.mocks.schema.formulas.scope import reached
from understudy.mocks.schema.links import PLACE, followed
from understudy.mocks.schema.own_models import OwnModels
from understudy.mocks.schema.queries import Query
from understudy.mocks.store import CriteriaError, Grouping, Order, Record
from understudy.mocks.store.aggregation import field

MOST_AT_ONCE = 100_000
"""Records that an answer holds where all are asked for."""
NAME = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)*", re.ASCII)
NOT_FOUND = Nothing()

Answer = Any


class Reading:
    """Answers queries."""

    def __init__(self, sandbox: Sandbox[Any], models: OwnModels, addresses: Addresses) -> None:
        self._sandbox = sandbox
        self._store = sandbox.store
        self._models = models
        self._addresses = addresses

    def get(self, place: Place, given: Mapping[str, Any]) -> Answer:
        """What is at a place, as the query shapes it; `Nothing` where there is none. Raises Unreadable."""
        try:
            return self._get(place, given, levels=0)
        except (CriteriaError, FormulaError) as error:
            raise Unreadable(f"{error}.") from error

    def _get(self, place: Place, given: Mapping[str, Any], levels: int) -> Answer:
        match place:
            case Many(asked=None):
                return self._page(place, self._query(place, given), levels)
            case Many():
                return self._asked(place, given)
            case End(many=many, last=last):
                return self._end(many, last, given, levels)
            case One(endpoint=endpoint, record=record):
                query = queries.read(self._models.endpoints[endpoint], given)
                return self._shaped(endpoint, self.shown(endpoint, record), query, levels)
            case Part(endpoint=endpoint, value=value):
                queries.read(self._models.endpoints[endpoint], given)  # for what is wrong with it
                return value
        return NOT_FOUND

    def _asked(self, many: Many, given: Mapping[str, Any]) -> Answer:
        """A count, or the figures of all records together."""
        if many.asked == COUNT:
            return self.count(many, self._query(many, given))
        figures = {name: value for name, value in given.items() if name not in queries.PARAMETERS}
        wanted = {name: value for name, value in given.items() if name in queries.PARAMETERS}
        rows = self._group(many, self._query(many, {**wanted, "group": wanted.get("group") or figures}))
        return rows[0] if rows else {}

    def _query(self, many: Many, given: Mapping[str, Any]) -> Query:
        return queries.read(self._models.endpoints[many.endpoint], {**many.query, **given})

    def shown(self, endpoint: str, record: Mapping[str, Any]) -> Record:
        """What clients see of a record."""
        private = self._store.collections[endpoint].private
        return {name: value for name, value in record.items() if name not in private} if private else dict(record)

    # Collections

    def criteria(self, many: Many, query: Query) -> dict[str, Any]:
        """All that the records have to meet."""
        parts = [part for part in (many.criteria, query.criteria, self._search(many.endpoint, query)) if part]
        return {"$and": parts} if len(parts) > 1 else dict(parts[0]) if parts else {}

    def _search(self, endpoint: str, query: Query) -> Mapping[str, Any]:
        """Any of the fields that the model searches holds the text, whatever the case of its letters."""
        if query.search is None:
            return {}
        model = self._models.endpoints[endpoint].model
        names = [name for search in model.searches for name in search.fields] or [model.name_field or "id"]
        return {
            "$or": [{name: {"$regex": _literally(query.search), "$options": "i"}} for name in dict.fromkeys(names)]
        }

    def count(self, many: Many, query: Query) -> int:
        return self._store.count(many.endpoint, self.criteria(many, query))

    def _page(self, many: Many, query: Query, levels: int) -> Answer:
        if query.group is not None:
            rows = self._group(many, query)
            return {"count": len(rows), "results": rows}
        criteria = self.criteria(many, query)
        total = self._store.count(many.endpoint, criteria)
        limit = query.limit if query.limit is not None else MOST_AT_ONCE
        offset = min((query.page - 1) * limit, 2**62)
        found = (
            self._store.find(many.endpoint, criteria, order=query.sort, limit=limit, offset=offset)
            if limit
            else []
        )
        results = [self._shaped(many.endpoint, self.shown(many.endpoint, one), query, levels) for one in found]
        answer = {"count": total, "results": results}
        return answer | pages(total, query) if query.limit else answer

    def _end(self, many: Many, last: bool, given: Mapping[str, Any], levels: int) -> Answer:
        """The first, or the last, of the records that the query leaves, in its order; by id where it has none."""
        query = self._query(many, {"sort": "id asc", **given})
        order = [Order(by.field, not by.descending) if last else by for by in query.sort]
        found = self._store.find(many.endpoint, self.criteria(many, query), order=order, limit=1)
        if not found:
            return NOT_FOUND
        return self._shaped(many.endpoint, self.shown(many.endpoint, found[0]), query, levels)

    def _group(self, many: Many, query: Query) -> list[Record]:
        """What is computed of the records that the query leaves, a row for each group of them."""
        grouping = Grouping(query.group, self._operand)
        found = self._store.group(many.endpoint, grouping, self.criteria(many, query), order=query.sort)
        start = (query.page - 1) * query.limit if query.limit else 0
        return found[start : start + query.limit] if query.limit else found

    def _operand(self, text: str) -> Callable[[Record], Any]:
        """A field by its name, or a formula."""
        if NAME.fullmatch(text):
            return field(text)
        formula = formulas.compile(text)
        clock, chance = self._sandbox.clock.now, lambda: self._sandbox.random("group", text)
        return lambda record: formula.evaluate(RecordScope(record, clock, chance))

    # The shape of a record

    def _shaped(self, endpoint: str, record: Record, query: Query, levels: int) -> Record:
        for path in query.expand:
            self._expand(endpoint, record, record, "", path.split("."), levels)
        for name, include in query.include.items():
            record[name] = self._included(record, include, levels)
        if not query.fields:
            return record
        kept = {name.split(".")[0] for name in (*query.fields, *query.expand)} | {"id", *query.include}
        return {name: value for name, value in record.items() if name in kept}

    def _expand(
        self, endpoint: str, record: Record, entry: Record, before: str, path: list[str], levels: int
    ) -> None:
        """Puts what a link leads to in its place, and goes on from there."""
        name, *rest = path
        described = self._models.endpoints[endpoint].field(before + name)
        if described is None or levels >= queries.DEEPEST:
            return
        if described.type in ("link", "collection"):
            place = self._addresses.behind(followed(described, endpoint, entry, record))
            found = self._get(place, {"expand": ".".join(rest)} if rest else {}, levels + 1)
            entry[name] = None if isinstance(found, Nothing) else found
        elif rest:
            inner = entry.get(name)
            made = [
                dict(one) if isinstance(one, dict) else one
                for one in (inner if isinstance(inner, list) else [inner])
            ]
            for one in made:
                if isinstance(one, dict):
                    self._expand(endpoint, record, one, f"{before}{name}.", rest, levels)
            entry[name] = made if isinstance(inner, list) else made[0]

    def included(self, record: Record, given: Mapping[str, Any]) -> Record:
        """A record with other queries in it, as `include` asks for them. Raises Unreadable."""
        include = queries.includes(given)
        return {**record, **{name: self._included(record, one, 0) for name, one in include.items()}}

    def _included(self, record: Record, include: Mapping[str, Any], levels: int) -> Answer:
        """Another query, with values of the record in its URL and for its parameters."""
        if levels >= queries.DEEPEST:
            return None
        url = PLACE.sub(lambda place: str(reached(record, place[1]) or ""), include["url"])
        params = {name: reached(record, path) for name, path in (include.get("params") or {}).items()
                  if isinstance(path, str)}  # fmt: skip
        found = self._get(self._addresses.find(url), {**(include.get("data") or {}), **params}, levels + 1)
        return None if isinstance(found, Nothing) else found


def pages(total: int, query: Query) -> dict[str, Any]:
    """Which page this is, and where each page of the window around it begins and ends, counted from 1."""
    limit = query.limit or 1
    last = -(-total // limit)
    first = max(1, min(query.page - query.window // 2, last - query.window + 1))
    numbers = range(first, min(first + query.window - 1, last) + 1)
    return {
        "page": query.page,
        "pages": {
            str(number): {"start": (number - 1) * limit + 1, "end": min(number * limit, total)}
            for number in numbers
        },
    }


def _literally(text: str) -> str:
    """A pattern for the text itself. No sign beyond ASCII means anything in one, nor can it be escaped."""
    return "".join(
        f"\\{character}" if character.isascii() and not (character.isalnum() or character.isspace()) else character
        for character in text
    )
