"""`understudy verify`: exit codes, for people and for programs, and files that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from understudy.cli import main
from understudy.contract_tests import har
from understudy.contract_tests.traffic import Exchange

HERE = "http://localhost:8080/thinkific/api/public/v1"
JSON = {"content-type": "application/json"}
KEPT = Exchange("GET", f"{HERE}/groups/9", {}, b"", 404, JSON, b'{"error":"Record not found."}')
BROKEN = Exchange("GET", f"{HERE}/groups/9", {}, b"", 418, JSON, b"{}")


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", str(file), "--api", "thinkific", *arguments])


def recorded(folder: Path, *exchanges: Exchange) -> Path:
    file = folder / "traffic.har"
    file.write_text(json.dumps(har.write(exchanges)))
    return file


def test_kept(tmp_path: Path) -> None:
    done = run(recorded(tmp_path, KEPT, KEPT))
    assert (done.exit_code, done.stdout) == (0, "2 exchanges of 1 operations, 0 elsewhere; 0 findings\n")


def test_broken(tmp_path: Path) -> None:
    done = run(recorded(tmp_path, KEPT, BROKEN))
    assert done.exit_code == 1
    assert (
        f"entry 1: GET {HERE}/groups/9 -> 418\n  undocumented-status (target): 418 is not documented"
        in done.stdout
    )


def test_a_mark_at_the_beginning(tmp_path: Path) -> None:
    """Fiddler writes one."""
    file = recorded(tmp_path, KEPT)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert run(file).exit_code == 0


def test_nothing_steers_the_terminal(tmp_path: Path) -> None:
    done = run(recorded(tmp_path, replace(BROKEN, url=f"{HERE}/none/\x1b[31m")))
    assert done.exit_code == 1
    assert "\x1b" not in done.output


def test_for_programs(tmp_path: Path) -> None:
    done = run(recorded(tmp_path, BROKEN), "--format", "json", "--base-url", HERE)
    told = json.loads(done.stdout)
    (finding,) = told.pop("findings")
    assert told == {"exchanges": 1, "elsewhere": 0, "operations": {"getGroup": 1}}
    assert (finding["code"], finding["entry"], finding["whose"]) == ("undocumented-status", 0, "target")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        ("{", "is not JSON"),
        ("[]", "this is no HAR"),
        ('{"log":{"entries":[1]}}', "entry 0"),
        ('{"log":{"entries":[{"request":{"method":"GET","url":"http://[a"}}]}}', "entry 0"),
    ],
    ids=["missing", "no-json", "no-har", "no-entry", "no-url"],
)
def test_what_cannot_be_read(content: str | None, told: str, tmp_path: Path) -> None:
    file = tmp_path / "traffic.har"
    if content is not None:
        file.write_text(content)
    done = run(file)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.output
