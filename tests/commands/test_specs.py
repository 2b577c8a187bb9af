from __future__ import annotations

import orjson
import pytest
from click.testing import CliRunner

from understudy.cli import main
from understudy.specs import build


def test_show() -> None:
    result = CliRunner().invoke(main, ["specs", "show", "thinkific"])
    assert orjson.loads(result.output)["info"]["title"] == "Thinkific Admin API"


def test_compare_is_silent_where_nothing_differs() -> None:
    result = CliRunner().invoke(main, ["specs", "compare"])
    assert (result.exit_code, result.output) == (0, "")


def test_compare_tells_the_difference_and_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "render", lambda api: "openapi: 3.0.3\n")
    result = CliRunner().invoke(main, ["specs", "compare"])
    assert result.exit_code == 1
    assert "specs/thinkific/openapi.yaml (rendered)" in result.output
    assert "-  title: Thinkific Admin API" in result.output
    assert "make specs" in result.output
