"""Where the client, or PostgreSQL, cannot be had, a sentence says how to get it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from understudy.contract_tests.catalog.client import environment, postgres


def test_an_environment_without_the_client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(environment.SETTING, str(tmp_path))
    with pytest.raises(environment.MissingError, match=f"not in {tmp_path}: `make dap` installs it"):
        environment.find()


def test_it_is_looked_for_beside_the_tests_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(environment.SETTING, raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "own"))
    program = tmp_path / "own-dap" / "bin" / "dap"
    program.parent.mkdir(parents=True)
    program.touch()
    assert environment.find() == tmp_path / "own-dap"


def test_an_environment_without_postgresql() -> None:
    with (
        pytest.raises(environment.MissingError, match="No module named 'pgserver'"),
        postgres.served(Path(sys.prefix)),
    ):
        pass


def test_variables_of_ours_are_kept_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DAP_API_URL", "PGHOST", "PYTHONPATH"):
        monkeypatch.setenv(name, "astray")
    kept = environment.variables(PGHOST="/here")
    assert kept["PGHOST"] == "/here"
    assert kept["PATH"] == os.environ["PATH"]
    assert "astray" not in kept.values()
