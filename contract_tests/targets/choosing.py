"""Reads where a target is from what a user writes, and reaches it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from understudy.contract_tests.operations import base_path
from understudy.contract_tests.plan import Credentials
from understudy.contract_tests.subjects import RECORDS, START, credentials_of_mock
from understudy.contract_tests.targets.place import InProcess, Place
from understudy.contract_tests.targets.remote import Remote, trust
from understudy.contract_tests.targets.secrets import Secret
from understudy.contract_tests.targets.settings import Settings, checked_url, read
from understudy.contract_tests.targets.tables import SettingsError
from understudy.specs import contract

MOCK, IMAGE = "mock", "docker:"
ANOTHER = "another"
SERVED = "understudy serve {api} --records {records} --clock {clock} --port 8080"


@dataclass(frozen=True)
class Reached:
    """A place that can be asked; what must not be told of it; what it says of itself; and the command that serves
    the same, where it is gone after the tests."""

    place: Place
    secrets: tuple[Secret, ...] = ()
    log: Callable[[], str] = lambda: ""
    served: str = ""


@contextmanager
def reached(text: str, api: str, environment: Mapping[str, str] = os.environ) -> Iterator[Reached]:
    """`mock`, a URL, a file that ends with `.toml`, or `docker:` and the name of an image.

    Raises SettingsError for what cannot be read, and UnreachableError for an image that cannot be started.
    """
    if text == MOCK:
        yield Reached(InProcess(api), served=SERVED.format(api=api, records=RECORDS, clock=START.clock))
        return
    settings = _settings(text, api, environment)
    if settings.ca:
        trust(settings)
    if not settings.image:
        yield Reached(Remote(api, settings), settings.secrets)
        return
    from understudy.contract_tests.targets.container import started  # only these need the Docker SDK

    with started(settings, api) as container:
        yield Reached(Remote(api, container.settings), settings.secrets, container.log)


def _settings(text: str, api: str, environment: Mapping[str, str]) -> Settings:
    if text.startswith(IMAGE):
        image = text.removeprefix(IMAGE)
        if not image:
            raise SettingsError("--target docker: wants the name of an image, as in docker:understudy")
        return Settings(name=text, image=image, path=base_path(contract.load(api)))
    if text.startswith(("http://", "https://")):
        url = checked_url(text, "--target")
        return replace(_of_mock(api), name=url, url=url)
    if text.endswith(".toml"):
        return read(Path(text), contract.load(api), environment)
    raise SettingsError(
        f"--target {text!r} is nothing that can be asked: write mock, a URL that begins with http:// or https://, "
        "a target file that ends with .toml, or docker:IMAGE"
    )


def _of_mock(api: str) -> Settings:
    """Who may ask a mock that was started without further words."""
    first: Credentials = credentials_of_mock(api, "default")
    return Settings(name=api, schemes=first, other_schemes=credentials_of_mock(api, ANOTHER))
