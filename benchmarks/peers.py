"""Other people's mock servers, installed on first use into a folder that git ignores."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from benchmarks.answers import BASE, body

CACHE = Path(__file__).parents[1] / ".venv-bench"
PRISM = ("@stoplight/prism-cli", "5.14.2")
WIREMOCK = ("wiremock", "3.13.2")
INSTALL_SECONDS = 600


class NotAtHand(RuntimeError):
    """A server that cannot be had here; says why."""


def prism() -> Path:
    """Its command. Raises NotAtHand."""
    _need("node", "npm")
    return _installed(PRISM) / ".bin" / "prism"


def wiremock() -> Path:
    """Its jar. Raises NotAtHand."""
    _need("java", "npm")
    jars = list((_installed(WIREMOCK) / "wiremock" / "build").glob("wiremock-standalone-*.jar"))
    if not jars:
        raise NotAtHand("the npm package wiremock holds no jar")
    return jars[0]


def _need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            raise NotAtHand(f"{program} is not on PATH")


def _installed(package: tuple[str, str]) -> Path:
    """The node_modules folder with the package in it."""
    name, version = package
    folder = CACHE / f"{name.rpartition('/')[2]}-{version}"
    finished = folder / "installed"
    if not finished.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", f"{name}@{version}"]
        try:
            subprocess.run(
                command, cwd=folder, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS
            )
        except subprocess.CalledProcessError as error:
            said = error.stderr.strip().splitlines()
            raise NotAtHand(
                f"npm could not install it: {said[0][:160] if said else 'it did not say why'}"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise NotAtHand(f"npm took more than {INSTALL_SECONDS} s to install it") from error
        finished.touch()
    return folder / "node_modules"


def fixed_answers(folder: Path) -> Path:
    """WireMock's root folder, in which it finds the mock's own bytes as fixed answers."""
    root = folder / "wiremock"
    mappings = root / "mappings"
    mappings.mkdir(parents=True, exist_ok=True)
    for name, method, pattern in (
        ("course", "GET", f"{BASE}/courses/[0-9]+"),
        ("users", "GET", f"{BASE}/users"),
        ("group", "POST", f"{BASE}/groups"),
    ):
        mapping = {
            "request": {"method": method, "urlPathPattern": pattern},
            "response": {
                "status": 200,
                "headers": {"Content-Type": "application/json"},
                "body": body(folder, name).decode(),
            },
        }
        (mappings / f"{name}.json").write_text(json.dumps(mapping), encoding="utf-8")
    return root
