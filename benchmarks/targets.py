"""The servers that are compared, and how each is started."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peers
from benchmarks.answers import BASE
from understudy.specs.contract import FOLDER as SPECS

Command = Callable[[int, Path], Sequence[str]]
"""From a port and the folder of the mock's answers. Raises NotAtHand where the server cannot be had."""


@dataclass(frozen=True)
class Target:
    """
    base       what its paths begin with
    warm_up    runs that are thrown away before each scenario's first round; a virtual machine needs more
    forget     method and path that make it forget what it kept of a run, so that every run begins alike
    """

    name: str
    title: str
    command: Command
    base: str = BASE
    warm_up: int = 1
    forget: tuple[str, str] | None = None


def mock(port: int, *options: str) -> list[str]:
    return [str(Path(sys.executable).with_name("understudy")), "serve", "thinkific", f"--port={port}", *options]


def _ours(module: str, *arguments: str) -> Command:
    return lambda port, folder: [sys.executable, "-m", module, str(port), str(folder), *arguments]


def _prism(port: int, _: Path) -> list[str]:
    contract = str(SPECS / "thinkific" / "openapi.yaml")
    return [str(peers.prism()), "mock", "--host=127.0.0.1", f"--port={port}", "--verboseLevel=silent", contract]


def _wiremock(*options: str) -> Command:
    def command(port: int, folder: Path) -> list[str]:
        root = f"--root-dir={peers.fixed_answers(folder)}"
        place = [f"--port={port}", "--bind-address=127.0.0.1", root]
        return ["java", "-jar", str(peers.wiremock()), *place, "--disable-banner", *options]

    return command


RESET = ("POST", "/_understudy/apis/thinkific/sandboxes/default/reset")
EMPTY_JOURNAL = ("DELETE", "/__admin/requests")

MOCK = Target("mock", "Understudy", lambda port, _: mock(port), forget=RESET)
BARE = Target("bare", "Bare ASGI app", _ours("benchmarks.bare"))
CONNEXION = Target("connexion", "Connexion, validation", _ours("benchmarks.stock"))
SECURED = Target("connexion-secured", "Connexion, validation and security", _ours("benchmarks.stock", "secured"))
PRISM = Target("prism", "Prism, examples", _prism, base="", warm_up=2)
WIREMOCK = Target("wiremock", "WireMock, fixed answers", _wiremock(), warm_up=4, forget=EMPTY_JOURNAL)
TUNED = Target(
    "wiremock-tuned",
    "WireMock, journal and log off",
    _wiremock("--no-request-journal", "--disable-request-logging"),
    warm_up=4,
)
TARGETS = (MOCK, BARE, CONNEXION, SECURED, PRISM, WIREMOCK, TUNED)
