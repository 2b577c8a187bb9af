"""A Docker image as a target: started for the tests, and removed after them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import docker
import httpx
from docker.errors import APIError, DockerException, ImageNotFound

from understudy.contract_tests.subjects import RECORDS, START
from understudy.contract_tests.targets.settings import EVERY, Settings
from understudy.contract_tests.targets.target import UnreachableError
from understudy.contract_tests.targets.undisturbed import undisturbed

COMMAND = "understudy.command"
"""The label of an image that says what to tell it so that it serves one API, `{api}`, at its root."""

LABEL, RUN = "understudy.test", "understudy.run"
"""The labels of a container that is tested: the API, and what tells it from those of other runs."""

SAME_DATA = {"UNDERSTUDY_RECORDS": str(RECORDS), "UNDERSTUDY_CLOCK": str(START.clock)}
"""What the mock has that a target is compared with."""

START_SECONDS = 90.0
POLL_SECONDS = 0.25
HEALTH = {
    "interval": 500_000_000,
    "timeout": 5_000_000_000,
    "retries": 120,
}  # nanoseconds; the test is the image's
HERE = "127.0.0.1"
LAST_LINES = 2000


@dataclass(frozen=True)
class Started:
    """A container that answers. `settings` say where."""

    settings: Settings
    log: Callable[[], str]


@contextmanager
def started(settings: Settings, api: str) -> Iterator[Started]:
    """The image on a free port of loopback, once it is healthy. The container is removed in any case.

    What it makes goes away with it, so all may be written. Raises UnreachableError where there is no engine, no
    image, or no health.
    """
    client, run = _engine(), secrets.token_hex(8)
    try:
        image = _image(client, settings.image)
        container = _run(client, image, settings, {LABEL: api, RUN: run})
        port = _port(container, settings, image)
        url = f"http://{HERE}:{port}{settings.path}"
        _wait(container, url, settings)
        writes = settings.writes or frozenset({EVERY})
        ours = _is_ours(image) and not settings.schemes
        yield Started(
            replace(settings, url=url, writes=writes, sandboxes=ours, lasts=False), lambda: _log(container)
        )
    finally:
        with undisturbed():
            _remove(client, run)
            client.close()


def _remove(client: Any, run: str) -> None:
    """By its label: an interrupt may come when the engine has started a container and nobody knows yet."""
    with suppress(DockerException):
        for container in client.containers.list(all=True, filters={"label": f"{RUN}={run}"}):
            with suppress(DockerException):
                container.remove(force=True, v=True)


def _engine() -> Any:
    try:
        client = docker.from_env()
        client.ping()
    except (DockerException, OSError) as error:
        raise UnreachableError(
            f"no Docker engine answers ({error}): start one, or set DOCKER_HOST to where it is"
        ) from error
    return client


def _image(client: Any, name: str) -> Any:
    try:
        return client.images.get(name)
    except ImageNotFound:
        pass
    try:
        repository, tag = _named(name)
        return client.images.pull(repository, tag=tag)
    except (DockerException, OSError) as error:
        raise UnreachableError(f"there is no image {name!r} here, and it cannot be pulled: {error}") from error


def _named(name: str) -> tuple[str, str | None]:
    """Repository and tag; a digest stays where it is, and the newest is meant where nothing is said."""
    if "@" in name:
        return name, None
    repository, colon, tag = name.rpartition(":")
    return (repository, tag) if colon and "/" not in tag else (name, "latest")


def _run(client: Any, image: Any, settings: Settings, labels: dict[str, str]) -> Any:
    command: Any = list(settings.command) or None
    if command is None and _is_ours(image):
        command = image.labels[COMMAND].format(api=labels[LABEL])
    try:
        port = _exposed(image, settings)
        healthcheck = HEALTH if _has_health(image) else None
        return client.containers.run(
            image,
            command,
            detach=True,
            ports={f"{port}/tcp": (HERE, None)},
            environment=SAME_DATA if _is_ours(image) else {},
            healthcheck=healthcheck,
            labels=labels,
        )
    except (DockerException, OSError) as error:
        raise UnreachableError(f"the image {settings.image!r} cannot be started: {error}") from error


def _is_ours(image: Any) -> bool:
    return COMMAND in (image.labels or {})


def _has_health(image: Any) -> bool:
    return bool((image.attrs.get("Config") or {}).get("Healthcheck"))


def _exposed(image: Any, settings: Settings) -> int:
    if settings.port:
        return settings.port
    exposed = sorted((image.attrs.get("Config") or {}).get("ExposedPorts") or {})
    if len(exposed) != 1:
        told = ", ".join(exposed) or "none"
        raise UnreachableError(
            f"the image {settings.image!r} exposes {told}: name the port in a target file, [target] port"
        )
    return int(exposed[0].split("/")[0])


def _port(container: Any, settings: Settings, image: Any) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        container.reload()
        bound = container.ports.get(f"{_exposed(image, settings)}/tcp")
        if bound:
            return int(bound[0]["HostPort"])
        _refuse_ended(container, settings)
        time.sleep(POLL_SECONDS)
    raise UnreachableError(f"the image {settings.image!r} got no port; it said:\n{_log(container)}")


def _wait(container: Any, url: str, settings: Settings) -> None:
    """Until it is healthy, where the image knows what that is; and until it answers anything at all."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        container.reload()
        _refuse_ended(container, settings)
        health = (container.attrs["State"].get("Health") or {}).get("Status", "healthy")
        if health == "healthy" and _answers(url):
            return
        time.sleep(POLL_SECONDS)
    raise UnreachableError(
        f"the image {settings.image!r} is not healthy after {START_SECONDS:.0f} s; it said:\n{_log(container)}"
    )


def _refuse_ended(container: Any, settings: Settings) -> None:
    if container.status in ("exited", "dead"):
        code = container.attrs["State"].get("ExitCode")
        raise UnreachableError(f"the image {settings.image!r} ended with {code}; it said:\n{_log(container)}")


def _answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=2, trust_env=False)
    except httpx.HTTPError:
        return False
    return True


def _log(container: Any) -> str:
    try:
        return str(container.logs(tail=LAST_LINES).decode(errors="replace"))
    except (APIError, OSError) as error:
        return f"(its log cannot be read: {error})"
