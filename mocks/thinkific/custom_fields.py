"""Answers to the custom questions of a user's profile."""

from __future__ import annotations

from typing import Literal

from understudy.mocks.behaviour import Behaviour
from understudy.mocks.broken_rules import NOT_FOUND
from understudy.mocks.errors import Invalid
from understudy.mocks.store import Criteria, Record
from understudy.mocks.thinkific.settings import Settings

DEFINITIONS = "custom_profile_field_definitions"
FIELD = "custom_profile_fields"
LABEL = "custom_profile_field_label"
VALUE = "custom_profile_field_value"

Required = Literal["all", "answered", "none"]


class CustomFields(Behaviour[Settings]):
    def count_on(self) -> None:
        """Counts answers on from the ids that the seeded users have, once."""
        if self.store.state(f"number:{FIELD}") is None:
            ids = [answer["id"] for user in self.store.find("users") for answer in user[FIELD]]
            self.store.set_state(f"number:{FIELD}", max(ids, default=0))

    def criteria(self, label: str | None, value: str | None) -> Criteria:
        """Users who gave this answer. Raises Invalid when of label and value only one is given."""
        if label is None:
            raise Invalid({LABEL: [f"can't be blank beside {VALUE}"]})
        if value is None:
            raise Invalid({VALUE: [f"can't be blank beside {LABEL}"]})
        return {"$elemMatch": {"label": label, "value": value}}

    def errors(self, wanted: list[Record], *, required: Required) -> list[str]:
        """What is wrong with new answers; `required`: which of the required questions must have one."""
        definitions = {entry["id"]: entry for entry in self.store.find(DEFINITIONS)}
        given = {answer["custom_profile_field_definition_id"]: answer.get("value") for answer in wanted}
        unknown = [str(definition_id) for definition_id in given if definition_id not in definitions]
        messages = [f"{NOT_FOUND}: {', '.join(unknown)}"] if unknown else []
        for definition_id, definition in definitions.items():
            asked = required == "all" or (required == "answered" and definition_id in given)
            if definition["required"] and asked and not (given.get(definition_id) or "").strip():
                messages.append(f"{definition['label']} can't be blank")
        return messages

    def answer(self, wanted: list[Record], answered: list[Record]) -> list[Record]:
        """The answers after new ones were given; an answer to the same question takes the place of the old."""
        answers = {answer["custom_profile_field_definition_id"]: dict(answer) for answer in answered}
        for given in wanted:
            definition = self.records.get(DEFINITIONS, given["custom_profile_field_definition_id"])
            old = answers.get(definition["id"])
            answers[definition["id"]] = {
                "id": self.store.number(FIELD) if old is None else old["id"],
                "value": given.get("value"),
                "label": definition["label"],
                "custom_profile_field_definition_id": definition["id"],
            }
        return list(answers.values())
