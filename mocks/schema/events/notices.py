"""Notifications: made of a template and a record, and kept instead of mailed.

A template is a record of `:notifications`. One that is for new records, or has conditions, is used without being
asked for. In its texts, what is in braces is a formula over the record: `Order {number} for {account.name}`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from understudy.mocks.clock import EPOCH, LAST_SECOND, timestamp
from understudy.mocks.schema import formulas
from understudy.mocks.schema.conditions import holds, meets
from understudy.mocks.schema.events.failing import ALERTS
from understudy.mocks.schema.faults import Faults
from understudy.mocks.schema.features import is_on
from understudy.mocks.schema.files import FILES, content_of
from understudy.mocks.schema.formulas import FormulaError, Scope
from understudy.mocks.schema.formulas.coercion import text
from understudy.mocks.schema.rules import Rules
from understudy.mocks.schema.writing import Changes, Writing
from understudy.mocks.store import Record
from understudy.specs.schema.settings import Misfit, conditions

NOTIFICATIONS, TEMPLATES = "notifications", ":notifications"
FORMULA = re.compile(r"\{([^{}]{1,500})\}")
LONGEST = 100_000
"""Characters of a text, filled in."""


class Notices(Rules):
    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._store = writing.store
        self._clock = writing.sandbox.clock

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        """Fills in a new notification, or says in `error` why it could not be sent."""
        if before or record.get("template") in ALERTS.values():
            return
        template = self._template(record.get("template"))
        if template is None:
            record.setdefault("error", "There is no such template")
            return
        about = self._about(template, record.get("record_id"))
        if about is None:
            record.setdefault("error", f"There is no such record of {template.get('model')}")
            return
        scope = self._scope(str(template["model"]), about)
        if why_not := self._refusal(template, scope):
            record.setdefault("error", why_not)
        self._fill(record, template, scope)

    def _refusal(self, template: Record, scope: Scope) -> str | None:
        if template.get("enabled") is False:
            return "The template is switched off"
        try:
            met = meets(conditions(template.get("conditions") or {}), scope)
        except Misfit as misfit:
            return f"The template's conditions: {misfit}"
        return None if met else "The record does not meet the template's conditions"

    def _fill(self, record: Record, template: Record, scope: Scope) -> None:
        address = template.get("contact")
        if record.get("contact") is None and isinstance(address, str):
            record["contact"] = scope.get(address)
        if isinstance(template.get("subject"), str):
            record.setdefault("subject", filled(template["subject"], scope))
        contents = {
            kind: filled(source, scope, html.escape if kind == "html" else str)
            for kind in ("html", "text")
            if (source := self._source(template, kind)) is not None
        }
        if contents:
            record.setdefault("content", contents)
        delay = template.get("delay")
        seconds = self._clock.seconds() + (delay * 60 if isinstance(delay, int) and delay > 0 else 0)
        record.setdefault("date_sent", timestamp(EPOCH + timedelta(seconds=min(seconds, LAST_SECOND))))

    def _source(self, template: Record, kind: str) -> str | None:
        """The text of a template, which is kept as a file."""
        file = (template.get("content") or {}).get(kind) or {}
        kept = self._store.get(FILES, file["id"]) if isinstance(file.get("id"), str) else None
        content = None if kept is None else content_of(kept.get("data"))
        return None if content is None else content.decode(errors="replace")

    def _template(self, key: Any) -> Record | None:
        """By its id, or as `orders.receipt`."""
        if not isinstance(key, str):
            return None
        model, _, name = key.rpartition(".")
        named = {"model": model, "name": name}
        return self._store.get(TEMPLATES, key) or self._store.first(TEMPLATES, named)

    def _about(self, template: Record, key: Any) -> Record | None:
        """What clients see of the record."""
        model = template.get("model")
        if not isinstance(model, str) or model not in self._writing.models.endpoints or not isinstance(key, str):
            return None
        private, found = self._store.collections[model].private, self._store.get(model, key)
        return found and {name: value for name, value in found.items() if name not in private}

    def _scope(self, model: str, record: Record) -> Scope:
        return self._writing.scope_of(self._writing.models.endpoints[model], record)(record, "")

    # Without being asked for

    def changed(self, changes: Changes, _led: int) -> None:
        """Makes the notifications that templates want of records that have changed."""
        templates = self._store.remembered(TEMPLATES, "by model", self._by_model)
        if not templates or not is_on(self._writing.models.models[NOTIFICATIONS], "send"):
            return
        for (endpoint, key), (before, after) in changes.items():
            for template in templates.get(endpoint, ()):
                if after and self._wants(template, before, after):
                    self._writing.create(NOTIFICATIONS, {"template": template["id"], "record_id": key})

    def _by_model(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for template in self._store.find(TEMPLATES, {"enabled": {"$ne": False}}):
            if (template.get("new") or template.get("conditions")) and template["model"] != NOTIFICATIONS:
                found.setdefault(template["model"], []).append(template)
        return found

    def _wants(self, template: Record, before: Record, after: Record) -> bool:
        if template.get("new") and before:
            return False
        try:
            if not holds(conditions(template.get("conditions") or {}), after):
                return False
        except Misfit:
            return False
        known = {"template": template["id"], "record_id": after["id"]}
        return bool(template.get("repeat") or not before or not self._store.exists(NOTIFICATIONS, known))


def filled(source: str, scope: Scope, shown: Callable[[str], str] = str) -> str:
    """A text with its formulas worked out. Braces around anything else stay."""

    def one(found: re.Match[str]) -> str:
        try:
            value = formulas.compile(found[1]).evaluate(scope)
        except FormulaError:
            return found[0]
        return shown(text(value) if not isinstance(value, Mapping | list) else "")

    return FORMULA.sub(one, source)[:LONGEST]
