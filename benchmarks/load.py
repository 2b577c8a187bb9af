"""Load on a server, made by wrk."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers import HEADERS

CONNECTIONS = 16
MARK = "result "
MISSING = "wrk is not on PATH: install it (Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk)."


class LoadError(RuntimeError):
    """A run that gives no figure: requests were refused or connections broke."""


@dataclass(frozen=True)
class Load:
    """`p99` in milliseconds."""

    requests_per_second: float
    p99: float


def missing() -> str | None:
    """What to do where wrk is not installed; None where it is."""
    return None if shutil.which("wrk") else MISSING


def run(port: int, script: str, seconds: int) -> Load:
    """Asks for `seconds`, over 16 connections from one thread. Raises LoadError."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(command(port, Path(file.name), seconds), capture_output=True, text=True, check=False)
    if done.returncode:
        raise LoadError(f"wrk ended with {done.returncode}: {(done.stderr or done.stdout).strip()[:300]}")
    return parse(done.stdout)


def command(port: int, script: Path, seconds: int) -> list[str]:
    headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
    shape = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    return ["wrk", *shape, *headers, "-s", str(script), f"http://127.0.0.1:{port}"]


def parse(output: str) -> Load:
    """Reads the line that the script's `done` wrote. Raises LoadError unless all requests were answered well."""
    line = next((line for line in output.splitlines() if line.startswith(MARK)), None)
    if line is None:
        raise LoadError(f"wrk printed no result: {output.strip()[:300]}")
    result = json.loads(line.removeprefix(MARK))
    if not result["requests"]:
        raise LoadError("no request was answered")
    if result["refused"]:
        raise LoadError(f"{result['refused']} of {result['requests']} requests were answered with 400 or above")
    if result["broken"]:
        raise LoadError(f"{result['broken']} connections broke or timed out")
    return Load(result["requests"] / (result["microseconds"] / 1e6), result["p99"] / 1000)
