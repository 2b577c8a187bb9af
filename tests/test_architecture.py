"""Imports point down only. See ARCHITECTURE.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("specs", "fixtures", "mocks", "contract_tests")
ABOVE = {folder: FOLDERS[number + 1 :] for number, folder in enumerate(FOLDERS)}
APIS = ("thinkific", "catalog", "schema")
MOCKED = tuple(f"understudy.mocks.{api}" for api in APIS)
ON_THE_WIRE = {"api", "credentials", "operations", "wire", "orders_wire"}
NOUNS = [path for api in APIS for path in (ROOT / "mocks" / api).rglob("*.py") if path.stem not in ON_THE_WIRE]


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def offenders(paths: list[Path], forbidden: tuple[str, ...]) -> list[str]:
    return [
        f"{path} imports {module}" for path in paths for module in imported(path) if module.startswith(forbidden)
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_folders_import_down_only(folder: str) -> None:
    above = tuple(f"understudy.{name}" for name in (*ABOVE[folder], "cli", "commands", "running", "pytest_plugin"))
    assert not offenders(sources(folder), above)


@pytest.mark.parametrize(
    ("paths", "forbidden"),
    [
        pytest.param(sources("mocks/store"), ("understudy.mocks.pipeline", *MOCKED), id="store"),
        pytest.param(
            sources("mocks/rules"),
            ("understudy.mocks.pipeline", *MOCKED, "understudy.mocks.control"),
            id="rules",
        ),
        pytest.param(
            [ROOT / "mocks/control/control.py", ROOT / "mocks/control/checks.py"],
            ("understudy.mocks.pipeline", "starlette", "connexion"),
            id="control knows no HTTP",
        ),
        pytest.param(sources("mocks/pipeline"), (*MOCKED, "understudy.mocks.control"), id="pipeline"),
        pytest.param(NOUNS, ("understudy.mocks.pipeline", "starlette", "connexion"), id="nouns know no HTTP"),
    ],
)
def test_layers_of_mocks(paths: list[Path], forbidden: tuple[str, ...]) -> None:
    assert paths
    assert not offenders(paths, forbidden)


@pytest.mark.parametrize(
    "line", ["import understudy.mocks", "from understudy import mocks", "from understudy.mocks.store import Store"]
)
def test_it_bites(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(f"def late():\n    {line}\n")
    assert offenders([bad], ("understudy.mocks",)) == [f"{bad} imports {next(imported(bad))}"]
