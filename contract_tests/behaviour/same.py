"""Whether what is answered is what was sent, where the two are written differently."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def same(sent: Any, answered: Any) -> bool:
    """Numbers may be texts, times may have another offset or precision, and objects may have more fields."""
    if sent == answered:
        return isinstance(sent, bool) == isinstance(answered, bool)
    if isinstance(sent, dict) and isinstance(answered, dict):
        return all(name in answered and same(value, answered[name]) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(answered, list):
        return len(sent) == len(answered) and all(map(same, sent, answered))
    if isinstance(sent, bool) or isinstance(answered, bool):
        return False
    number, other = _number(sent), _number(answered)
    if number is not None and other is not None and not (isinstance(sent, str) and isinstance(answered, str)):
        return number == other
    moment = instant(sent)
    return moment is not None and moment == instant(answered)


def _number(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None


def instant(value: Any) -> datetime | None:
    """A date or date-time of ISO 8601, or one with slashes, `2025/06/10 13:42:06 +0000`; None for others."""
    if not isinstance(value, str) or not value[:4].isdigit() or value[4:5] not in ("-", "/"):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("/", "-").replace(" +0000", "+00:00"))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
