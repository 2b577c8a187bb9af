"""What the mock itself answers: the paths that are asked for, and the bytes that the other servers send back."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from pathlib import Path

HEADERS = {
    "X-Auth-API-Key": "understudy",
    "X-Auth-Subdomain": "default",
    "Content-Type": "application/json",
}
BASE = "/api/public/v1"
PAGE_OF = 25


@dataclass(frozen=True)
class Answers:
    """
    course, users, group   bodies of GET one course, GET 25 users and POST one group
    course_ids             of every course there is
    pages                  how many full pages of 25 users there are
    """

    course: bytes
    users: bytes
    group: bytes
    course_ids: tuple[int, ...]
    pages: int

    def save(self, folder: Path) -> None:
        """Puts the bodies where `body` finds them."""
        for name, body in (("course", self.course), ("users", self.users), ("group", self.group)):
            (folder / f"{name}.json").write_bytes(body)


def body(folder: Path, name: str) -> bytes:
    return (folder / f"{name}.json").read_bytes()


def take(port: int) -> Answers:
    """Asks the mock on this port of 127.0.0.1. Raises RuntimeError for an answer that is no 200 or 201."""
    courses = json.loads(ask(port, "GET", "/courses?limit=250"))
    users = ask(port, "GET", f"/users?page=1&limit={PAGE_OF}")
    return Answers(
        course=ask(port, "GET", f"/courses/{courses['items'][0]['id']}"),
        users=users,
        group=ask(port, "POST", "/groups", b'{"name":"Group of the benchmark"}'),
        course_ids=tuple(course["id"] for course in courses["items"]),
        pages=json.loads(users)["meta"]["pagination"]["total_items"] // PAGE_OF,
    )


def ask(port: int, method: str, path: str, content: bytes | None = None, base: str = BASE) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, base + path, body=content, headers=HEADERS)
        response = connection.getresponse()
        read = response.read()
    finally:
        connection.close()
    if response.status not in (200, 201, 204):
        raise RuntimeError(f"{method} {base}{path} was answered with {response.status}: {read[:200]!r}")
    return read
