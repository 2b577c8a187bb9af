"""The page of Catalog's rules tells of every operation, setting, format, limit and error, and where each is."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import orjson
import pytest

from understudy.mocks import catalog
from understudy.mocks.catalog.dap.formats import FORMATS, file_name
from understudy.mocks.catalog.dap.platform import LIMITS
from understudy.mocks.catalog.dap.wire import TYPES
from understudy.mocks.catalog.settings import ACCOUNTS, Settings
from understudy.specs.catalog.tables import tables
from understudy.specs.contract import load

PAGE = (Path(__file__).parent.parent.parent / "docs" / "catalog.md").read_text()
CONTRACT = load("catalog")
OPERATIONS = CONTRACT.operations()
FOLDER = Path(catalog.__path__[0])
MODULES = {".".join(path.relative_to(FOLDER).with_suffix("").parts) for path in FOLDER.rglob("*.py")}
PACKAGES = {name.removesuffix(".__init__") for name in MODULES}
ROW = re.compile(r"^\| `([A-Z]+) (/\S+)` `(\w+)` \|(.+)\|(.+)\|(.+)\|$", re.MULTILINE)
ROWS = {found[2]: found for found in ROW.findall(PAGE)}
ERRORS = {
    name
    for schema in CONTRACT.schemas.values()
    for error in [schema.get("properties", {}).get("error", {})]
    for name in error.get("properties", {}).get("type", {}).get("enum", [])
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_have_a_row(name: str) -> None:
    method, path, _ = OPERATIONS[name]
    *told, rules, source, modules = ROWS[name]
    assert told[:2] == [method, path]
    assert rules.strip().endswith(".")
    assert re.search(r"document|client|ours", source)
    assert set(modules.strip().split(", ")) <= PACKAGES


def test_rows_are_of_operations() -> None:
    assert set(ROWS) == set(OPERATIONS)


@pytest.mark.parametrize("modules", re.findall(r"^Modules?: (.+)\.$", PAGE, re.MULTILINE))
def test_modules_are_there(modules: str) -> None:
    named = re.findall(r"`([\w.]+)`(?=,|$)", modules)
    assert named
    assert set(named) <= PACKAGES


@pytest.mark.parametrize("setting", [entry.name for entry in fields(Settings)])
def test_settings_are_told_of_as_they_are_at_first(setting: str) -> None:
    value = orjson.dumps(getattr(Settings(), setting)).decode().strip('"')
    assert f"| `{setting}` | `{value}` |" in PAGE


@pytest.mark.parametrize("word", sorted({*ERRORS, *TYPES.values(), *ACCOUNTS} - {"InternalError"}))
def test_errors_are_told_of(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_every_error_of_the_contract_is_found() -> None:
    assert {"ValidationError", "SnapshotRequired", "UrlExpired", "ObjectNotFound", "AccountDisabled"} <= ERRORS


@pytest.mark.parametrize("form", FORMATS)
def test_formats_are_told_of(form: str) -> None:
    assert re.search(rf"^\| `{form}` \| `{re.escape(file_name(form, 0))}`", PAGE, re.MULTILINE)


def test_limits_are_told_of() -> None:
    (numbers,) = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    names = ("create_job", "get_job", "list_tables", "schema", "urls")
    assert dict(zip(names, map(int, numbers), strict=True)) == LIMITS


def test_how_many_tables() -> None:
    assert f"the tables,\n{len(tables())} of them" in PAGE


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\(#([\w-]+)\)", PAGE))))
def test_links_lead_somewhere(link: str) -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    assert link in headings
