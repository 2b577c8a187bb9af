"""Every command, option and variable has help text and stands in the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from understudy.cli import main

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()
TESTING = (ROOT / "docs" / "testing.md").read_text()
SERVING = (ROOT / "docs" / "serving.md").read_text()


def commands(group: click.Group, prefix: str = "understudy") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


COMMANDS = dict(commands(main))
OPTIONS = [
    pytest.param(name, option, id=f"{name} {option.opts[0]}")
    for name, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
]


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_are_told_of(name: str) -> None:
    assert COMMANDS[name].help
    assert f"`{name}" in README


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_options_are_told_of(name: str, option: click.Option) -> None:
    assert option.help
    assert f"`{option.opts[0]}`" in README


@pytest.mark.parametrize(
    "option",
    [
        pytest.param(option, id=f"{name} {option.opts[0]}")
        for name in ("understudy serve", "understudy data")
        for option in COMMANDS[name].params
        if isinstance(option, click.Option)
    ],
)
def test_variables_are_told_of(option: click.Option) -> None:
    assert option.envvar == f"UNDERSTUDY_{option.opts[0].lstrip('-').upper().replace('-', '_')}"
    assert f"`{option.envvar}`" in SERVING


@pytest.mark.parametrize(
    "option",
    [
        pytest.param(one, id=one.opts[0])
        for one in COMMANDS["understudy test"].params
        if isinstance(one, click.Option)
    ],
)
def test_the_page_on_testing_tells_of_every_option(option: click.Option) -> None:
    assert option.envvar == f"UNDERSTUDY_{option.opts[0].lstrip('-').upper().replace('-', '_')}"
    assert f"| `{option.opts[0]}` | `{option.envvar}` |" in TESTING
