"""The filters that compare times: before, after, on, on or before, on or after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from understudy.mocks.clock import DATE_LENGTH, parse, timestamp
from understudy.mocks.store import Criteria

DAY = timedelta(days=1)
LAST_DAY = datetime.max.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)


def between(field: str, wanted: Mapping[str, str]) -> Criteria:
    """Criteria on a time field such as `created_at` from `created_after`, `created_on_or_before`, …

    A date means its whole day, in UTC; a date-time its instant, but for `on`, which means its day.
    """
    prefix = field.removesuffix("_at")
    bounds: list[Criteria] = []
    for relation in ("before", "on_or_before", "on", "on_or_after", "after"):
        text = wanted.get(f"{prefix}_{relation}")
        if text is not None:
            bounds.extend({field: bound} for bound in _bounds(relation, text))
    return {"$and": bounds} if bounds else {}


def _bounds(relation: str, text: str) -> list[Any]:
    start = parse(text)
    is_date = len(text) == DATE_LENGTH
    if relation == "on":
        start = start.replace(hour=0, minute=0, second=0, microsecond=0)
    first = timestamp(start)
    if relation == "before":
        return [{"$lt": first}]
    if relation == "on_or_after":
        return [{"$gte": first}]
    if not is_date and relation != "on":
        return [{"$gt": first}] if relation == "after" else [{"$lte": first}]
    following = timestamp(start + DAY) if start < LAST_DAY else "~"
    if relation == "after":
        return [{"$gte": following}]
    if relation == "on_or_before":
        return [{"$lt": following}]
    return [{"$gte": first}, {"$lt": following}]
