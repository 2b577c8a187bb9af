"""The page of criteria tells of every operator, and each of its examples finds what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from understudy.mocks.store import CriteriaError, Grouping, Store
from understudy.mocks.store.accumulators import ACCUMULATORS
from understudy.mocks.store.aggregation import DATE_PARTS
from understudy.mocks.store.criteria.parsing import COMMENT, LOGICAL, OPERATORS, REFUSED
from understudy.specs.records import Collection

PAGE = (Path(__file__).parent.parent.parent / "docs" / "criteria.md").read_text(encoding="utf-8")
RECORDS: list[dict[str, Any]] = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
FOUND = re.compile(r"^\| (.+?) \| `(\{.+\})` \| ([\d, ]+|none) \|$", re.MULTILINE)
GROUPS = re.compile(r"^\| `(\{.+\})` \| `(\[.+\])` \|$", re.MULTILINE)
DECLARED = {"name": {"type": "string"}, "active": {"type": "boolean"}, "date_created": {"type": "string"}}


@pytest.fixture(scope="module", params=["declared", "open"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    names = dict.fromkeys(name for record in RECORDS for name in record)
    properties = {name: DECLARED.get(name, {}) if request.param == "declared" else {} for name in names}
    store = Store({"things": Collection("things", {"properties": properties}, frozenset(), "integer", (), (), ())})
    store.create()
    store.insert_many("things", RECORDS)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("criteria", "found"), [pytest.param(row[1], row[2], id=row[0]) for row in FOUND.findall(PAGE)]
)
def test_examples_find_what_they_say(store: Store, criteria: str, found: str) -> None:
    ids = [] if found == "none" else [int(number) for number in found.split(",")]
    assert store.ids("things", json.loads(criteria)) == ids


@pytest.mark.parametrize("operator", [*OPERATORS, *LOGICAL, COMMENT])
def test_operators_have_an_example(operator: str) -> None:
    [criteria] = [row[1] for row in FOUND.findall(PAGE) if row[0] == f"`{operator}`"]
    assert f'"{operator}"' in criteria


@pytest.mark.parametrize("operator", REFUSED)
def test_refused_operators_are_told_of_with_the_reason(store: Store, operator: str) -> None:
    [row] = [line for line in PAGE.splitlines() if f"`{operator}`" in line and line.startswith("|")]
    with pytest.raises(CriteriaError) as caught:
        store.ids("things", {"name": {operator: 1}})
    reason = str(caught.value).rpartition(": ")[2]
    assert reason.removeprefix("it ").split()[-1] in row


@pytest.mark.parametrize(("fields", "found"), GROUPS.findall(PAGE))
def test_groups_come_to_what_they_say(store: Store, fields: str, found: str) -> None:
    assert store.group("things", Grouping(json.loads(fields))) == json.loads(found)


@pytest.mark.parametrize("operator", [*ACCUMULATORS, "$count", *DATE_PARTS])
def test_parts_of_groups_are_told_of(operator: str) -> None:
    assert operator in PAGE
