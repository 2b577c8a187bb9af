"""The command sends what was sent, byte by byte: bash reads it, and a server tells what came."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from shutil import which
from typing import Any

import pytest

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.reproduction.curl import curl, quoted
from understudy.contract_tests.reproduction.replay import HEAD
from understudy.contract_tests.reproduction.replay import tests as replayed
from understudy.contract_tests.targets.secrets import Secret
from understudy.contract_tests.traffic import Exchange

needs_tools = pytest.mark.skipif(
    not (which("bash") and which("curl")), reason="the commands are for bash and curl"
)
Asked = list[tuple[str, str, dict[str, str], bytes]]


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[str, Asked]]:
    """Where a server listens, and what it has heard."""
    asked: Asked = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if self.raw_requestline and self.parse_request():
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked.append((self.command, self.path, headers, body))
                self.send_response_only(404)
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


EVERY_BYTE = bytes(range(256))
CASES = [
    pytest.param("GET", "/a", {}, b"", id="nothing but a path"),
    pytest.param("GET", "/a/../b%00%ff?c[]={1,2}&d='\"$(id)`id`!;|&", {}, b"", id="what shells and curl read"),
    pytest.param("HEAD", "/a", {}, b"", id="HEAD"),
    pytest.param("DELETE", "/a", {}, b"", id="another method"),
    pytest.param("POST", "/a", {"content-type": "application/json"}, b'{"a": "it\'s \\u00e9"}', id="JSON"),
    pytest.param("POST", "/a", {}, b"", id="POST without a body"),
    pytest.param("GET", "/a", {}, b"@/etc/passwd", id="a body that looks like a file, in a GET"),
    pytest.param("PUT", "/a", {"content-type": "a/b"}, EVERY_BYTE, id="every byte"),
    pytest.param("PUT", "/a", {}, EVERY_BYTE[1:] + b"%s%d\\n", id="every byte but null"),
    pytest.param("GET", "/a", {"x-a": "it's $HOME", "x-b": "", "x-c": "\xe9"}, b"", id="headers"),
    pytest.param("GET", "/a", {"accept": "a/b", "user-agent": "c"}, b"", id="headers that curl has of its own"),
]


@needs_tools
@pytest.mark.parametrize(("method", "path", "headers", "body"), CASES)
def test_bytes_arrive(
    method: str, path: str, headers: dict[str, str], body: bytes, heard: tuple[str, Asked]
) -> None:
    url, asked = heard
    command = curl(Exchange(method, url + path, headers, body, 200, {}, b""))
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    got_method, got_path, got_headers, got_body = asked[-1]
    assert (got_method, got_path, got_body) == (method, path, body)
    wanted = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    for computed in ("host", "content-length"):
        got_headers.pop(computed, None)
    assert {name: value.encode("latin-1") for name, value in got_headers.items()} == {
        name: value.encode("latin-1") for name, value in headers.items()
    }, wanted


LOOKED_UP = [
    *Secret.of({"username": "WHO", "password": "KEY"}, {"WHO": "me", "KEY": "a b*"}),
    *Secret.of({"api_key": "TOKEN"}, {"TOKEN": 'Token token="0123 456"'}),
]


@needs_tools
@pytest.mark.parametrize("secret", LOOKED_UP, ids=lambda secret: secret.label)
def test_secrets_come_from_the_environment(secret: Secret) -> None:
    done = subprocess.run(
        ["bash", "-c", f"printf %s {quoted(f'Basic {secret.label} and more')}"], capture_output=True, text=True,
        check=True, env={"WHO": "me", "KEY": "a b*", "TOKEN": 'Token token="0123 456"', "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stdout == f"Basic {secret.value} and more"


@pytest.mark.parametrize("secret", LOOKED_UP, ids=lambda secret: secret.label)
def test_secrets_of_a_file_of_tests(secret: Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"WHO": "me", "KEY": "a b*", "TOKEN": 'Token token="0123 456"'}.items():
        monkeypatch.setenv(name, value)
    written: dict[str, Any] = {}
    exec(HEAD, written)
    assert written["real"](f"Basic {secret.label}") == f"Basic {secret.value}"


@needs_tools
@pytest.mark.parametrize("answered", ["{{$(id)}}", '{{$(printf %s "$KEY" | base64 -w0; id)}}', "{{${KEY}}}"])
def test_nothing_else_is_looked_up(answered: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"printf %s {quoted(answered)}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == answered


def exchange(method: str, url: str, status: int, answer: bytes, body: bytes = b"") -> Exchange:
    return Exchange(method, url, {"x-key": "{{$THE_KEY}}"}, body, status, {}, answer)


@pytest.mark.parametrize(
    ("place", "recorded", "outcome"),
    [
        pytest.param("404", 404, 1, id="the status that was wrong is still there"),
        pytest.param("500", 500, 0, id="it is another one now"),
        pytest.param("404/id", 404, 1, id="the answer that was wrong is still there"),
    ],
)
def test_a_file_of_tests(place: str, recorded: int, outcome: int, heard: tuple[str, Asked], tmp_path: Any) -> None:
    url, asked = heard
    steps = (
        exchange("POST", f"{url}/groups", 404, b'{"id": 7}', EVERY_BYTE),
        exchange("GET", f"{url}/groups/8?a=%ff", recorded, b""),
    )
    failure = Failure("read-your-write", "getGroup", Whose.TARGET, 'a "rule"\n', place, "it's \u2028 so", steps)
    (tmp_path / "test_failures.py").write_text(replayed([failure]))
    done = subprocess.run(
        ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:understudy", str(tmp_path)],
        capture_output=True, text=True, check=False,
        env={"PATH": _path(), "THE_KEY": "s3cret"},
    )  # fmt: skip
    assert done.returncode == outcome, done.stdout + done.stderr
    assert asked[-2][3] == EVERY_BYTE
    assert asked[-1][:2] == ("GET", "/groups/8?a=%ff")
    assert asked[-1][2]["x-key"] == "s3cret"


def _path() -> str:
    import sys
    from pathlib import Path

    return f"{Path(sys.executable).parent}:/usr/bin:/bin"
