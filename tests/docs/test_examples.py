"""Every example in the documentation works: `sh` blocks are run against a mock, `python` blocks as tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from understudy.contract_tests.serving import Served, served

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
REFUSED = "# refused\n"
PRELUDE = """
set -euo pipefail
curl() { command curl --silent --show-error ${FAIL-} "$@"; }
"""


def blocks(page: Path, language: str) -> list[str]:
    return [text for found, text in BLOCK.findall(page.read_text()) if found == language]


def expecting(block: str) -> str:
    """The block so that a refusal fails it, unless it says at the top that it will be refused."""
    return f"FAIL={'' if block.startswith(REFUSED) else '--fail-with-body'}\n{block}"


@pytest.fixture(scope="module")
def mock() -> Iterator[Served]:
    with served("--clock", "2026-01-01T00:00:00Z") as server:
        yield server


@pytest.mark.skipif(not (which("bash") and which("curl")), reason="the examples are for bash and curl")
@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES if blocks(page, "sh")])
def test_shell_examples(page: Path, mock: Served) -> None:
    script = PRELUDE + "\n".join(map(expecting, blocks(page, "sh")))
    script = re.sub(r"(127\.0\.0\.1|localhost):8080", f"{mock.host}:{mock.port}", script)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES if blocks(page, "python")])
def test_python_examples(page: Path, tmp_path: Path) -> None:
    for number, text in enumerate(blocks(page, "python")):
        (tmp_path / f"test_example_{number}.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
