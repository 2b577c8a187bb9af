"""Values of linked records, for formulas: `product.price`, `account.password`, `order.shipping`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from understudy.mocks.schema.formulas.scope import reached
from understudy.mocks.schema.links import Link, ToMany, ToOne, ToUrl, followed
from understudy.mocks.schema.own_models import OwnModels
from understudy.mocks.store import Order, Record, Store
from understudy.specs.schema.fields import Field

MOST = 1_000
"""Records that a formula sees behind a link to many."""
DEEPEST = 5
ENDS = {":first": False, ":last": True}
"""Whether the ids descend to it."""
LINKED = ("link", "collection")


class Reaching:
    """Follows links from record to record."""

    def __init__(self, store: Store, models: OwnModels) -> None:
        self._store = store
        self._models = models

    def through(
        self,
        link: Field,
        owner: str,
        entry: Mapping[str, Any],
        record: Mapping[str, Any],
        rest: str,
        depth: int = 0,
    ) -> Any:
        """The value that `rest` leads to behind a link; the linked record, or all of them, where it is empty."""
        if link.type not in LINKED or depth >= DEEPEST:
            return None
        place = self._one_at(followed(link, owner, entry, record))
        if isinstance(place, ToMany) and place.endpoint in self._models.endpoints:
            found = self._store.find(place.endpoint, criteria_of(place), limit=MOST)
            return reached(found, rest) if rest else found
        if isinstance(place, ToOne) and isinstance(place.key, str) and place.endpoint in self._models.endpoints:
            one = self._store.get(place.endpoint, place.key)
            return one if one is None or not rest else self._value(place.endpoint, one, rest, depth)
        return None

    def _one_at(self, place: Link | None) -> Link | None:
        """A URL of one record, `/orders/5408…` or `/products:stock/:last`, as what it is."""
        if not isinstance(place, ToUrl) or place.url.count("/") != 2 or "?" in place.url:
            return place
        _, endpoint, key = place.url.split("/")
        if key in ENDS and endpoint in self._models.endpoints:
            found = self._store.find(endpoint, place.values, order=[Order("id", ENDS[key])], limit=1)
            return ToOne(endpoint, found[0]["id"]) if found else None
        return ToOne(endpoint, key) if not place.values else place

    def _value(self, endpoint: str, record: Record, path: str, depth: int) -> Any:
        """A value of a record, or of one that it links to."""
        name, _, rest = path.partition(".")
        if record.get(name) is not None:
            return reached(record, path)
        field = self._models.endpoints[endpoint].field(name)
        return None if field is None else self.through(field, endpoint, record, record, rest, depth + 1)


def criteria_of(link: ToMany) -> dict[str, Any]:
    """The criteria that the records behind a link meet."""
    return dict(link.values) if link.ids is None else {"id": {"$in": list(link.ids)}}
