"""docs/control.md tells of every operation as the contract has it, shows each, and lists every setting."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from understudy.mocks.control.operations import OPERATIONS
from understudy.mocks.thinkific.settings import Settings
from understudy.specs.contract import load

PAGE = (Path(__file__).parents[3] / "docs" / "control.md").read_text()
CONTRACT = load("control").operations()
ROWS = {found[0]: found[1:] for found in re.findall(r"^\| `(\w+)` \| `([A-Z]+) (/\S*)` \|", PAGE, re.MULTILINE)}


def test_rows_are_the_operations_of_the_contract() -> None:
    assert {name: (method, path) for name, (method, path, _) in CONTRACT.items()} == ROWS
    assert OPERATIONS.keys() == CONTRACT.keys()


@pytest.mark.parametrize("name", CONTRACT)
def test_every_operation_has_an_example(name: str) -> None:
    method, path, _ = CONTRACT[name]
    names = dict(re.findall(r"^(\w+)=(\S+)$", PAGE, re.MULTILINE))
    shown = []
    for command in re.findall(r"^curl (.+)$", PAGE, re.MULTILINE):
        given = re.search(r"-X (\w+)", command)
        target = re.search(r"(\$\w+|http)[^\s\"|]*", command)
        assert target, command
        url = target[0]
        while found := re.search(r"\$(\w+)", url):
            url = url.replace(found[0], names[found[1]])
        shown.append((given[1] if given else "POST" if "-d " in command else "GET", url.partition("?")[0]))
    pattern = re.compile(r"http://[\d.:]+/_understudy" + re.sub(r"\{\w+\}", r"[^/]+", path))
    assert any(method == used and pattern.fullmatch(url) for used, url in shown), (method, path)


def test_settings_are_listed_as_they_are_at_first() -> None:
    body = re.search(r"\$acme/settings -H \"\$json\" -d '(.+?)'", PAGE, re.DOTALL)
    assert body
    assert json.loads(body[1]) == asdict(Settings())
