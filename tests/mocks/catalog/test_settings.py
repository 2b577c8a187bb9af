"""Settings that cannot be are refused, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.catalog.settings import Settings
from understudy.mocks.errors import Invalid


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("api_key", ""),
        ("api_key", "with.dot"),
        ("api_key", 'with"quote'),
        ("api_key", "with space"),
        ("requests_per_minute", 0),
        ("dap_account", "Disabled"),
        ("dap_waiting_seconds", -0.1),
        ("dap_running_seconds", 86_400.1),
        ("dap_running_seconds", float("nan")),
        ("dap_failing_tables", ["orders", "nothing"]),
        ("dap_rows_per_object", 0),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        Settings(**{field: value})
    assert isinstance(refused.value.errors, dict)
    assert refused.value.errors.keys() == {field}


def test_every_broken_setting_is_told() -> None:
    with pytest.raises(Invalid, match=r"api_key .*; dap_account "):
        Settings(api_key="", dap_account="")
