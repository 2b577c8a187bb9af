from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from understudy.cli import main


def run(*arguments: str) -> bytes:
    result = CliRunner().invoke(main, ["data", "thinkific", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_lines_are_records() -> None:
    lines = [orjson.loads(line) for line in run("--records", "40").splitlines()]
    assert len(lines) == 40
    assert {"collection", "record"} == set(lines[0])


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    run("--records", "60", "--seed", "3", "--output", str(file))
    assert file.read_bytes() == run("--records", "60", "--seed", "3") != run("--records", "60", "--seed", "4")


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--locale", "xx_XX", "xx_XX"),
        ("--recipe", "odd", "odd"),
        ("--output", "/", "/"),
    ],
)
def test_what_cannot_be(option: str, value: str, told: str) -> None:
    result = CliRunner().invoke(main, ["data", "thinkific", option, value])
    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output
