"""The page of Schema's rules tells of every setting, parameter, type, format and code, and where each is."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import orjson
import pytest

from understudy.mocks import schema
from understudy.mocks.schema.api import SCHEMA
from understudy.mocks.schema.commerce.table import RULES
from understudy.mocks.schema.queries import PARAMETERS
from understudy.mocks.schema.settings import Settings
from understudy.mocks.schema.shop import UPSERTED
from understudy.specs import contract
from understudy.specs.schema.models import models
from understudy.specs.schema.settings import FORMATS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "schema.md").read_text()
FOLDER = Path(schema.__path__[0])
MODULES = {path.stem for path in FOLDER.glob("*.py")}
SOURCES = "".join(path.read_text() for path in FOLDER.rglob("*.py"))
CODE = re.compile(r'(?:Fault\(.*, |"code": |CODES\.get\(.*, )"([A-Z]+)"')
CODES = sorted({*CODE.findall(SOURCES)})
TYPES = ("string", "bool", "int", "float", "currency", "date", "objectid", "object", "array", "any", "mixed", "*")
PARTICULAR = ("/:options", "/:cached", "/openapi.json", "/accounts/:login", "/:clients/:self")


@pytest.mark.parametrize("modules", re.findall(r"Modules?: (.+?)\.$", PAGE, re.MULTILINE | re.DOTALL))
def test_modules_are_there(modules: str) -> None:
    named = re.findall(r"`([\w.]+)`", modules)
    assert named
    assert set(named) <= MODULES


@pytest.mark.parametrize("setting", [entry.name for entry in fields(Settings)])
def test_settings_are_told_of_as_they_are_at_first(setting: str) -> None:
    value = orjson.dumps(getattr(Settings(), setting)).decode().strip('"')
    assert f"| `{setting}` | `{value}` |" in PAGE


@pytest.mark.parametrize("code", CODES)
def test_codes_are_told_of(code: str) -> None:
    assert re.search(rf"^\|[^|]*`{code}`[^|]*\| ", PAGE, re.MULTILINE)


def test_every_kind_of_code_is_found() -> None:
    assert {"REQUIRED", "MAXVAL", "READONLY", "MODEL", "FORMULA", "UNREADABLE", "INVALID", "COUPON"} <= set(CODES)


@pytest.mark.parametrize("word", [*PARAMETERS, *TYPES, *FORMATS])
def test_parameters_types_and_formats_have_a_row(word: str) -> None:
    assert re.search(rf"^\|[^|]*`{re.escape(word)}`[^|]*\| ", PAGE, re.MULTILINE)


@pytest.mark.parametrize("path", PARTICULAR)
def test_particular_paths_have_a_row(path: str) -> None:
    assert f"| `{path}" in PAGE
    assert path in {template for _, template, _ in contract.load("schema").operations().values()}


@pytest.mark.parametrize("endpoint", UPSERTED)
def test_where_a_put_makes_a_record(endpoint: str) -> None:
    [row] = [line for line in PAGE.splitlines() if line.startswith("| A PUT makes")]
    assert f"`{endpoint}`" in row


def test_how_many_models() -> None:
    system = sum(name.startswith(":") for name in models())
    assert f"{len(models()) - system} for a shop\nand {system} for the system" in PAGE


def test_how_many_records() -> None:
    assert f"has {SCHEMA.records:,}, which" in PAGE
    assert f"| {SCHEMA.records:,}, where" in PAGE


@pytest.mark.parametrize("kind", sorted({endpoint.partition(":")[0] for endpoint, _ in RULES}))
def test_what_has_rules_is_in_the_table(kind: str) -> None:
    _, _, rules = PAGE.partition("## What follows from what")
    assert re.search(kind.removesuffix("s").removesuffix("ie"), rules, re.IGNORECASE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\(#([\w-]+)\)", PAGE))))
def test_links_lead_somewhere(link: str) -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    assert link in headings
