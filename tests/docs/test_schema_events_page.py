"""The page of Schema's events tells of every type with what its data has, and of every feature."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from understudy.mocks import delivery, schema
from understudy.mocks.delivery import posting
from understudy.mocks.schema.events import outbox, triggers
from understudy.mocks.schema.events.failing import ALERTS
from understudy.mocks.schema.events.types import STANDARD, EventType
from understudy.mocks.schema.features import KNOWN

PAGE = (Path(__file__).parent.parent.parent / "docs" / "schema-events.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| `")]
FOLDER = Path(schema.__path__[0])
LIST = PAGE.partition("## Types")[2].partition("## Models")[0]


@pytest.mark.parametrize("kind", STANDARD, ids=lambda kind: f"{kind.name} of {kind.endpoint}")
def test_types_have_a_row(kind: EventType) -> None:
    [row] = [row for row in ROWS if row.startswith(f"| `{kind.name}` | `{kind.model or kind.endpoint}` | ")]
    told = re.findall(r"`(\w+)`", row.rsplit(" | ", 1)[1])
    assert told == list(kind.tells)


def test_no_row_is_of_another_type() -> None:
    assert set(re.findall(r"^\| `([\w.]+)`", LIST, re.MULTILINE)) == {kind.name for kind in STANDARD}


@pytest.mark.parametrize(("model", "method"), [(model, name) for model, names in KNOWN.items() for name in names])
def test_features_have_a_row(model: str, method: str) -> None:
    assert any(row.startswith(f"| `{model}` | ") and f"`{method}`" in row for row in ROWS)


@pytest.mark.parametrize(
    "words",
    [
        *(f"`{template}`" for template in ALERTS.values()),
        f"`{posting.MARK.decode()}`",
        f"{posting.SECONDS:g} seconds",
        f"{posting.LARGEST_TEXT:,} bytes",
        f"{posting.LARGEST_HEAD // 1024} KiB",
        f"first {outbox.LONGEST} characters",
        f"at most {triggers.MOST} requests",
    ],
)
def test_what_is_said_is_so(words: str) -> None:
    assert words in PAGE


@pytest.mark.parametrize("modules", re.findall(r"Modules?: ((?:`[\w.]+`(?:, )?)+)", PAGE))
def test_modules_are_there(modules: str) -> None:
    for name in re.findall(r"`([\w.]+)`", modules):
        assert (FOLDER / f"{name.replace('.', '/')}.py").is_file()
    assert Path(delivery.__path__[0]).name == "delivery"


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\(#([\w-]+)\)", PAGE))))
def test_links_lead_somewhere(link: str) -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)}
    assert link in headings
