"""What the pages on testing and CI say of files, phases and commands is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from understudy.cli import main
from understudy.contract_tests.reports.files import IN_FOLDER
from understudy.contract_tests.subjects import RECORDS, START
from understudy.contract_tests.suite import names, phases
from understudy.contract_tests.suite.baseline import read as read_baseline
from understudy.contract_tests.targets.settings import read
from understudy.specs import contract

ROOT = Path(__file__).parents[2]
TESTING, CI = ((ROOT / "docs" / name).read_text() for name in ("testing.md", "ci.md"))


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """Every line that calls us."""
    lines = (
        line.strip().removeprefix("- ").removeprefix("run: ").removeprefix("$ ")
        for line in (TESTING + CI).splitlines()
    )
    return [line.split(" || ")[0] for line in lines if line.startswith("understudy ")]


@pytest.mark.parametrize("line", commands())
def test_commands_exist_with_their_options(line: str) -> None:
    _, name, *words = shlex.split(line)
    command = main.commands[name]
    command.make_context(name, words)


@pytest.mark.parametrize("text", blocks(CI, "yaml"))
def test_recipes_are_yaml(text: str) -> None:
    recipe: Any = yaml.safe_load(text)
    assert isinstance(recipe, dict)


@pytest.mark.parametrize("text", [text for text in blocks(TESTING, "toml") if "[target]" in text])
def test_target_files_are_read(text: str, tmp_path: Path) -> None:
    file = tmp_path / "target.toml"
    file.write_text(text)
    environment = dict.fromkeys(
        ("THINKIFIC_KEY", "THINKIFIC_SUBDOMAIN", "OTHER_KEY", "OTHER_SUBDOMAIN"), "a value"
    )
    assert read(file, contract.load("thinkific"), environment).name


def test_the_baseline_is_read(tmp_path: Path) -> None:
    (text,) = (text for text in blocks(TESTING, "toml") if "[accepted" in text)
    file = tmp_path / "known.toml"
    file.write_text(text)
    (known,) = read_baseline(file).values()
    assert known.since == "2026-01-31"


def test_phases_have_names() -> None:
    assert list(names.PHASES) == list(phases.PHASES)
    for name in names.PHASES:
        assert f"| `{name}` |" in TESTING


@pytest.mark.parametrize("file", IN_FOLDER.values())
def test_files_of_the_report_folder_are_told_of(file: str) -> None:
    assert f"| `{file}` |" in TESTING


@pytest.mark.parametrize(
    "file", sorted((ROOT / "contract_tests" / "compose").glob("*.toml")), ids=lambda path: path.stem
)
def test_target_files_for_compose_are_read(file: Path) -> None:
    assert read(file, contract.load(file.stem), {}).sandboxes


def test_compose_is_yaml_with_the_services() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert set(services) == {"mocks", "subjects", "tests"}
    assert services["tests"]["profiles"] == ["tests"]
    same = {"UNDERSTUDY_RECORDS": str(RECORDS), "UNDERSTUDY_CLOCK": START.clock}
    assert services["subjects"]["environment"] == same


def test_every_command_has_help() -> None:
    assert all(isinstance(one, click.Command) and one.help for one in main.commands.values())
