"""The page of the control API shows every setting of every API, as it is at first."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import orjson
import pytest

from understudy.mocks.composition import APIS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "control.md").read_text()


@pytest.mark.parametrize("api", APIS)
def test_settings_are_shown(api: str) -> None:
    lines = orjson.dumps(asdict(APIS[api].settings()), option=orjson.OPT_INDENT_2).decode().splitlines()[1:-1]
    settings = [line.strip().rstrip(",") for line in lines if line.startswith('  "')]
    assert [setting for setting in settings if setting.rstrip("[") not in PAGE] == []
