"""The page names every check and every word of a declaration."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import yaml

from understudy.contract_tests.behaviour.declaration import Declaration, Lists, Resource, declared
from understudy.contract_tests.behaviour.filtering import MEETS
from understudy.contract_tests.behaviour.rules import RULES
from understudy.contract_tests.behaviour.stories import WORDS
from understudy.contract_tests.reference.comparing import RULES as REFERENCE
from understudy.specs.contract import Contract

PAGE = (Path(__file__).parent.parent.parent / "docs" / "contract-tests.md").read_text()


def test_every_check_is_listed_with_its_rule() -> None:
    assert dict(re.findall(r"^\| `([\w-]+)` \| (.+\.) \|$", PAGE, re.MULTILINE)) == dict(RULES)
    assert all(f"`{code}`" in PAGE for code in REFERENCE)


def test_every_word_of_a_declaration_is_told() -> None:
    names = {one.name for kind in (Declaration, Lists, Resource) for one in fields(kind)} - {"name"}
    for word in (*names, *MEETS, *WORDS):
        assert f"`{word}`" in PAGE or f"\n{word}:" in PAGE, word


def test_the_examples_can_be_read() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    said, stories = map(yaml.safe_load, blocks)
    paths = {
        f"/{name}/{{id}}": {"get": {"operationId": name}}
        for name in ("listTeas", "getTea", "createTea", "updateTea", "deleteTea")
    }
    found = declared(Contract("tea", {"paths": paths, **said}, "1"))
    assert found.resources["teas"].key == "id"
    assert all("ask" in step or "keep" in step for steps in stories["stories"].values() for step in steps)
