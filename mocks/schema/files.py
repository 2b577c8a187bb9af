"""Files that are sent within a record. What they hold is kept as a record of `:files`, what they are in its place.

`data` is base64, or the address of a file elsewhere, which is only noted: nothing is fetched.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import mimetypes
import re
from typing import TYPE_CHECKING, Any

from understudy.mocks.schema.derivation import inside
from understudy.mocks.schema.faults import Faults, wrong_type
from understudy.mocks.schema.rules import Rules

if TYPE_CHECKING:
    from understudy.mocks.schema.endpoints import Endpoint
    from understudy.mocks.schema.writing import Writing

Record = dict[str, Any]

FILES = ":files"
ADDRESS = re.compile(r"https?://\S+")
CHUNK = 261_120
"""Bytes that GridFS keeps together."""
UNKNOWN = "application/octet-stream"
BEGINNINGS = {
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"\xff\xd8\xff": "image/jpeg",
    b"%PDF": "application/pdf",
}
TYPES = mimetypes.MimeTypes()
"""Those that Python knows, whatever the machine does."""
NO_DATA = wrong_type("base64, or the address of a file")


class Files(Rules):
    """What follows from what a file holds."""

    def __init__(self, writing: Writing) -> None:
        self._clock = writing.sandbox.clock

    def prepare(self, record: Record, before: Record, faults: Faults) -> None:
        data = record.get("data")
        if data is None or data == before.get("data"):
            return
        content = content_of(data)
        if content is None:
            faults.add("data", NO_DATA)
            return
        record.update(
            length=len(content),
            md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            contentType=content_type(content, record.get("filename")),
            chunkSize=CHUNK,
            uploadDate=self._clock.now(),
        )


def keep(writing: Writing, endpoint: Endpoint, record: Record, faults: Faults) -> None:
    """Puts what the files within a record hold where files are kept."""
    for path in endpoint.files:
        before, _, name = path.rpartition(".")
        for entry in inside(record, f"{before}." if before else ""):
            file = entry.get(name)
            if isinstance(file, dict) and file.get("data") is not None:
                entry[name] = _kept(writing, file, path, faults)


def _kept(writing: Writing, file: Record, path: str, faults: Faults) -> Record:
    said = {name: value for name, value in file.items() if name != "data"}
    data = file["data"]
    if isinstance(data, str) and ADDRESS.fullmatch(data):
        return {**said, "url": data}
    if content_of(data) is None:
        faults.add(f"{path}.data", NO_DATA)
        return said
    names = ("filename", "metadata")
    stored = writing.create(FILES, {"data": data, **{name: said[name] for name in names if said.get(name)}})
    kind = stored["contentType"]
    return {
        **said,
        "id": stored["id"],
        "length": stored["length"],
        "md5": stored["md5"],
        "content_type": said.get("content_type") or UNKNOWN if kind == UNKNOWN else kind,
        "date_uploaded": stored["uploadDate"],
        "url": f"/{FILES}/{stored['id']}/data",
    }


def content_of(data: Any) -> bytes | None:
    """The bytes that base64 stands for, bare or as MongoDB's clients write it: `{"$binary": …}`. Else None."""
    if isinstance(data, dict):
        data = data.get("$binary")
    try:
        return base64.b64decode(data, validate=True) if isinstance(data, str) else None
    except (binascii.Error, ValueError):
        return None


def content_type(content: bytes, filename: Any) -> str:
    """By the first bytes, else by the name."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    guessed = TYPES.guess_type(filename)[0] if isinstance(filename, str) else None
    return guessed or UNKNOWN
