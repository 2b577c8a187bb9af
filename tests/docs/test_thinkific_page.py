"""The page of Thinkific's rules tells of every operation, filter, setting and module, and of none that is not."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from understudy.mocks import thinkific
from understudy.mocks.thinkific.settings import Settings
from understudy.specs.contract import load

PAGE = (Path(__file__).parent.parent.parent / "docs" / "thinkific.md").read_text()
OPERATIONS = load("thinkific").operations()
MODULES = {path.stem for path in Path(thinkific.__path__[0]).glob("*.py")}
ROW = re.compile(r"^\| `([A-Z]+) (/\S+)` `(\w+)` \|(.+)\|(.+)\|(.+)\|$", re.MULTILINE)
ROWS = {found[2]: found for found in ROW.findall(PAGE)}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_have_a_row_with_their_method_and_path(name: str) -> None:
    method, path, _ = OPERATIONS[name]
    assert ROWS[name][:2] == (method, path)


def test_rows_are_of_operations() -> None:
    assert set(ROWS) == set(OPERATIONS)
    assert len(ROW.findall(PAGE)) == 77


@pytest.mark.parametrize("name", OPERATIONS)
def test_rows_say_where_rules_come_from_and_where_they_are(name: str) -> None:
    *_, rules, source, modules = ROWS[name]
    assert rules.strip().endswith(".")
    assert re.search(r"document|wire|ours", source)
    assert set(modules.strip().split(", ")) <= MODULES


@pytest.mark.parametrize(
    "tag", sorted({tag for _, _, operation in OPERATIONS.values() for tag in operation["tags"]})
)
def test_tags_have_a_section(tag: str) -> None:
    assert re.search(rf"^## {tag}s?$", PAGE, re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("setting", [entry.name for entry in fields(Settings)])
def test_settings_are_told_of(setting: str) -> None:
    assert f"| `{setting}` |" in PAGE


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\(#([\w-]+)\)", PAGE))))
def test_links_lead_somewhere(link: str) -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    assert link in headings
