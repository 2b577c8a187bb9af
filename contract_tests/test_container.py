"""The container route, against our own image: `make docker-test` builds it and runs this."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import orjson
import pytest
from docker.errors import DockerException

IMAGE = os.environ.get("UNDERSTUDY_TEST_IMAGE", "")
SECONDS = 60

pytestmark = pytest.mark.skipif(not IMAGE, reason="`make docker-test` builds the image that this asks")


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    try:
        client = docker.from_env()
        client.ping()
    except (DockerException, OSError) as error:
        pytest.skip(f"no Docker engine answers: {error}")
    yield client
    client.close()


def command(api: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "understudy", "test", api, "--target", f"docker:{IMAGE}", *options]


def of_tests(engine: Any) -> list[Any]:
    """The containers that tests have started, and not removed."""
    return list(engine.containers.list(all=True, filters={"label": "understudy.test"}))


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_our_image_keeps_the_contract(api: str, engine: Any, tmp_path: Path) -> None:
    done = subprocess.run(command(api, "--report-dir", str(tmp_path)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Serving" in orjson.loads((tmp_path / "result.json").read_bytes())["log"]
    assert "Serving" in (tmp_path / "container.log").read_text()
    assert of_tests(engine) == []


def test_it_is_removed_after_an_interrupt(engine: Any) -> None:
    testing = subprocess.Popen(command("thinkific"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + SECONDS
    while not any(one.status == "running" for one in of_tests(engine)):
        assert testing.poll() is None, testing.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    testing.send_signal(signal.SIGINT)
    told = testing.communicate(timeout=SECONDS)
    assert testing.returncode == 2, told
    assert "interrupted" in "".join(told)
    assert of_tests(engine) == []


def test_it_needs_no_root_and_writes_nothing_of_its_own(engine: Any) -> None:
    container = engine.containers.run(
        IMAGE, detach=True, read_only=True, cap_drop=["ALL"], security_opt=["no-new-privileges"],
        healthcheck={"interval": 500_000_000},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + SECONDS
        while (container.attrs["State"].get("Health") or {}).get("Status") != "healthy":
            assert container.status in ("created", "running"), container.logs()
            assert time.monotonic() < deadline, container.logs()
            time.sleep(0.1)
            container.reload()
        assert container.exec_run(["id", "-u"]).output.strip() == b"10001"
        assert container.exec_run(["touch", "/opt/understudy/new"]).exit_code != 0
    finally:
        container.remove(force=True, v=True)


def test_an_image_that_ends_says_why(tmp_path: Path) -> None:
    target = tmp_path / "target.toml"
    target.write_text(f'[target]\nimage = "{IMAGE}"\ncommand = ["serve", "--locale", "nowhere"]\n')
    done = subprocess.run(
        [sys.executable, "-m", "understudy", "test", "catalog", "--target", str(target)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_an_image_that_is_not_there(engine: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "understudy", "test", "catalog", "--target", "docker:understudy.invalid/none"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "there is no image 'understudy.invalid/none'" in done.stderr
