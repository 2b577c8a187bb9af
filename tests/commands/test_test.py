"""understudy test, from the outside."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest

from understudy.contract_tests.serving import served


def run_test(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "understudy", "test", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_one_that_keeps_the_contract(tmp_path: Path) -> None:
    done = run_test("catalog", "--only", "behaviour", "--report-dir", str(tmp_path), "--github")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("the mock of catalog keeps the contract of catalog: ")
    assert orjson.loads((tmp_path / "result.json").read_bytes())["verdict"] == "kept"


def test_a_server_that_is_another(tmp_path: Path) -> None:
    """Thinkific's mock is no Catalog. Nothing is written to it, and its baseline accepts what it does."""
    known = str(tmp_path / "known.toml")
    with served("thinkific", "--records", "20") as server:
        target = ("catalog", "--target", server.url, "--only", "corpus")
        broken = run_test(*target, "--github", "--json", str(tmp_path / "a.json"), "--write-baseline", known)
        accepted = run_test(*target, "--baseline", known)
    assert broken.returncode == 1, broken.stderr
    assert "breaks the contract of catalog" in broken.stdout
    assert "::error title=catalog listOrders%3A" in broken.stdout
    told = orjson.loads((tmp_path / "a.json").read_bytes())
    asked = [entry["request"]["method"] for one in told["failures"] for entry in one["exchanges"]]
    assert set(asked) <= {"GET", "HEAD"}
    assert accepted.returncode == 0, accepted.stdout
    assert "accepted since 20" in accepted.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--target", "http://127.0.0.1:1"], "cannot be reached", id="no server"),
        pytest.param(["--target", "ftp://a"], "is nothing that can be asked: write mock, a URL", id="no target"),
        pytest.param(["--target", "none.toml"], "none.toml cannot be read", id="no target file"),
        pytest.param(["--target", "docker:"], "wants the name of an image", id="no image"),
        pytest.param(["--target", "http://a:b"], "is no URL", id="no URL"),
        pytest.param(["--baseline", "none.toml"], "none.toml cannot be read", id="no baseline"),
        pytest.param(["--html", "none/a.html"], "there is no folder none", id="no folder"),
        pytest.param(["--only", "none"], "'none' is not one of", id="no phase"),
    ],
)
def test_what_cannot_be_run_test(arguments: list[str], told: str) -> None:
    done = run_test("catalog", "--only", "corpus", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    done = run_test("catalog", "--target", "docker:none")
    assert done.returncode == 2
    assert "no Docker engine answers" in done.stderr
    assert "set DOCKER_HOST" in done.stderr


def test_an_interrupt(tmp_path: Path) -> None:
    """It ends soon, says so, and writes what it knows."""
    report = tmp_path / "result.json"
    testing = subprocess.Popen(
        [sys.executable, "-m", "understudy", "test", "thinkific", "--json", str(report), "--processes", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    children = Path(f"/proc/{testing.pid}/task/{testing.pid}/children")
    if not children.exists():
        testing.kill()
        testing.communicate()
        pytest.skip("needs /proc, to see when it is at work")
    deadline = time.monotonic() + 30
    while len(children.read_text().split()) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    testing.send_signal(signal.SIGINT)
    said, errors = testing.communicate(timeout=60)
    assert testing.returncode == 2, said + errors
    assert "interrupted" in said + errors
    assert "Traceback" not in errors


def test_serving_needs_none_of_it() -> None:
    """Neither the command line nor a mock loads what only the tests need."""
    heavy = ("schemathesis", "hypothesis", "docker")
    program = f"import sys, understudy.cli; print([one for one in {heavy} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
