"""Copies in JSON of the YAML that is read at every start: what takes YAML half a second is there in no time.

All are in one file, a line each: the path, the SHA-256 of the very bytes that the copy is of, and the document.
`make specs` writes it. Where a YAML file says something else than its copy was made of, YAML is read.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

FOLDER = Path(__file__).parent
KEPT = FOLDER / "copies.txt"
COPIED = ("*/openapi.yaml", "*/records.yaml", "catalog/tables/*.yaml", "schema/models/**/*.yaml")


def read(path: Path) -> Any:
    """What a YAML file says, made anew each time."""
    text = path.read_bytes()
    if path.is_relative_to(FOLDER):
        digest, document = _copies().get(_name(path), (b"", b""))
        if digest == _digest(text):
            return orjson.loads(document)
    return _parsed(text)


def render() -> bytes:
    """What the file of copies has to say."""
    lines = []
    for path in sorted({path for pattern in COPIED for path in FOLDER.glob(pattern)}):
        text = path.read_bytes()
        lines.append(b" ".join((_name(path), _digest(text), orjson.dumps(_parsed(text)))) + b"\n")
    return b"".join(lines)


def write() -> None:
    KEPT.write_bytes(render())
    _copies.cache_clear()


@cache
def _copies() -> dict[bytes, tuple[bytes, bytes]]:
    """Path -> digest and document."""
    lines = KEPT.read_bytes().splitlines() if KEPT.is_file() else []
    found = (line.split(b" ", 2) for line in lines)
    whole = (parts for parts in found if len(parts) == 3)  # a merge may leave other lines behind
    return {name: (digest, document) for name, digest, document in whole}


def _name(path: Path) -> bytes:
    return path.relative_to(FOLDER).as_posix().encode()


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _parsed(text: bytes) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
