"""What the suite finds wrong with Prism, which serves Thinkific's contract: `make prism` installs it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import orjson
import pytest

from understudy.specs import contract

ROOT = Path(__file__).resolve().parents[1]  # the package is a link
PRISM = ROOT / ".venv-prism" / "node_modules" / ".bin" / "prism"
SECONDS = 60

pytestmark = pytest.mark.skipif(
    not (which("node") and PRISM.exists()), reason="Prism is not installed: `make prism` does that"
)


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where it answers."""
    document = tmp_path_factory.mktemp("prism") / "thinkific.json"
    document.write_bytes(orjson.dumps(contract.load("thinkific").document))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [str(PRISM), "mock", "--port", str(port), str(document)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + SECONDS
        while True:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        serving.wait(SECONDS)


@pytest.fixture(scope="module")
def result(prism: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the suite says of it, asked for what does not write."""
    report = tmp_path_factory.mktemp("report") / "result.json"
    done = subprocess.run(
        [sys.executable, "-m", "understudy", "test", "thinkific", "--target", prism, "--json", str(report)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return orjson.loads(report.read_bytes())


@pytest.mark.parametrize(
    ("code", "operation"),
    [
        pytest.param("ignored-auth", "getUsers", id="any key lets in"),
        pytest.param("negative-data-rejection", "getChapterByID", id="an id beyond the largest is found"),
        pytest.param("missing", "getCourseByID", id="every record is there, whatever its id"),
        pytest.param("page-beyond", "getCourses", id="no page is the last"),
        pytest.param("list-total", "getCourses", id="the total is another number than there are records"),
    ],
)
def test_what_is_wrong_with_it(code: str, operation: str, result: Any) -> None:
    found = {(failure["code"], failure["operation"]) for failure in result["failures"]}
    assert (code, operation) in found, sorted(found)
    assert {failure["whose"] for failure in result["failures"] if failure["code"] == code} == {"target"}


def test_it_is_only_read(result: Any) -> None:
    for failure in result["failures"]:
        for entry in failure["exchanges"]:
            assert entry["request"]["method"] in ("GET", "HEAD")
