"""The server as a process: what a signal, a lost process or a wrong start does to it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from understudy.mocks.composition import APIS
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandboxes import Sandboxes, Start

COMMAND = Path(sys.executable).with_name("understudy")
HEADERS = {"X-Auth-API-Key": "understudy", "X-Auth-Subdomain": "default"}
PATIENCE = 30.0
"""Seconds after which a test gives up; none takes as long."""

Process = subprocess.Popen[str]
Launch = Callable[..., Process]


@pytest.fixture
def launch() -> Iterator[Launch]:
    """Starts `understudy serve thinkific` with a small school on a free port; none outlives the test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSTUDY_")}
    started: list[Process] = []

    def start(*options: str | Path) -> Process:
        process = subprocess.Popen(
            [COMMAND, "serve", "thinkific", "--records", "60", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=PATIENCE)


def url(process: Process) -> str:
    """Where the process serves; waits until it says so."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"Serving thinkific at (http://\S+), try:\n", line)
    assert found, line + process.communicate(timeout=PATIENCE)[1]
    return found[1]


def client(process: Process) -> httpx.Client:
    return httpx.Client(base_url=url(process) + "/api/public/v1", headers=HEADERS, timeout=PATIENCE)


def test_what_was_acknowledged_survives_a_kill(launch: Launch, tmp_path: Path) -> None:
    """Killed in the midst of writes, and started again on the same file."""
    process = launch("--data", tmp_path / "data.db")
    acknowledged: dict[int, str] = {}
    enough = threading.Event()

    def write(http: httpx.Client) -> None:
        number = 0
        try:
            while True:
                number += 1
                made = http.post("/groups", json={"name": f"Group {number}"}).raise_for_status().json()
                acknowledged[made["id"]] = made["name"]
                if number == 50:
                    enough.set()
        except httpx.TransportError:
            return

    with client(process) as http:
        deleted = http.delete("/users/1").status_code
        writer = threading.Thread(target=write, args=(http,))
        writer.start()
        assert enough.wait(PATIENCE)
        os.kill(process.pid, signal.SIGKILL)
        writer.join(PATIENCE)
    assert process.wait(PATIENCE) == -signal.SIGKILL

    with client(launch("--data", tmp_path / "data.db")) as http:
        found = {record["id"]: record["name"] for record in http.get("/groups?limit=250").json()["items"]}
        pages = http.get("/groups?limit=250").json()["meta"]["pagination"]["total_pages"]
        for page in range(2, pages + 1):
            found |= {
                each["id"]: each["name"] for each in http.get(f"/groups?limit=250&page={page}").json()["items"]
            }
        assert acknowledged.items() <= found.items()
        assert len(acknowledged) >= 50
        assert (deleted, http.get("/users/1").status_code) == (204, 404)
        assert http.post("/groups", json={"name": "After"}).json()["id"] > max(acknowledged)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_stops_it_after_the_requests_in_flight(launch: Launch, number: signal.Signals) -> None:
    process = launch()
    address = urlsplit(url(process))
    place = (str(address.hostname), int(address.port or 0))
    body = b'{"bulk_quantity": 1000, "bulk_coupon_code_length": 12}'
    head = "POST /api/public/v1/coupons/bulk_create?promotion_id=1 HTTP/1.1\r\nhost: test\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    with (
        closing(socket.create_connection(place, PATIENCE)) as idle,
        closing(socket.create_connection(place, PATIENCE)) as busy,
    ):
        busy.sendall(head.encode() + body[:10])
        assert httpx.get(f"{address.geturl()}/api/public/v1/users/1", headers=HEADERS).status_code == 200
        process.send_signal(number)
        assert idle.recv(1) == b""  # whoever asks nothing is let go: the signal has arrived
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place, PATIENCE)
        busy.sendall(body[10:])
        answer = b""
        while received := busy.recv(65536):
            answer += received
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert answer.count(b'"code":"') == 1000
    assert answer.endswith(b"}")
    assert process.wait(PATIENCE) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""


def of_another_contract(path: Path) -> None:
    thinkific = APIS["thinkific"]
    api = replace(thinkific.sandboxes(lambda: iter(()), Start()).api, version="0123456789abcdef")
    sandboxes = Sandboxes(api, lambda: iter(()), Start(), path)
    sandboxes.make(DEFAULT)
    sandboxes.close()


def refused(process: Process) -> str:
    """The one line that a process says that cannot start."""
    said, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (1, "")
    assert re.fullmatch(r"Error: [^\n]+\n", error), error
    return error


def test_a_port_in_use(launch: Launch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        error = refused(launch("--port", str(port)))
    assert f"127.0.0.1:{port}" in error
    assert "in use" in error
    assert "Choose another --port" in error


def test_a_data_file_of_another_contract(launch: Launch, tmp_path: Path) -> None:
    of_another_contract(tmp_path / "data.db")
    before = (tmp_path / "data.db").read_bytes()
    error = refused(launch("--data", tmp_path / "data.db"))
    assert f"{tmp_path / 'data.db'} was written under contract version 0123456789abcdef" in error
    assert "choose another --data" in error
    assert (tmp_path / "data.db").read_bytes() == before


def test_a_data_file_that_another_process_serves(launch: Launch, tmp_path: Path) -> None:
    with client(launch("--data", tmp_path / "data.db")) as http:
        error = refused(launch("--data", tmp_path / "data.db"))
        assert "locked" in error
        assert "Choose another --data" in error
        assert http.post("/groups", json={"name": "Still here"}).status_code == 200
