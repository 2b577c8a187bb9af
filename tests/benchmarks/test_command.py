"""The command, as far as it goes without a server."""

from pathlib import Path

import pytest
from benchmarks.__main__ import NO_WRK, main
from benchmarks.measure import by_name
from benchmarks.targets import TARGETS, Target
from click.testing import CliRunner

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def test_without_wrk_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = CliRunner().invoke(main)
    assert result.exit_code == NO_WRK
    assert result.output.count("\n") == 1
    assert "apt-get install wrk" in result.output


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], [target.name for target in TARGETS]),
        (["wiremock", "mock"], ["mock", "wiremock"]),
    ],
    ids=["all", "some, in the table's order"],
)
def test_targets_by_name(names: list[str], found: list[str]) -> None:
    assert [target.name for target in by_name(names)] == found


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_target_is_explained(target: Target) -> None:
    title = target.title.removesuffix(", examples").removesuffix(", fixed answers")
    assert f"| {title} |" in PAGE.read_text(encoding="utf-8")
