"""That what is read can be kept: every GET has a tag, and is not answered again to whom has that."""

from __future__ import annotations

from understudy.specs.contract import Document

PARAMETER = {"$ref": "#/components/parameters/If-None-Match"}
HEADER = {"$ref": "#/components/headers/ETag"}
UNCHANGED = {"$ref": "#/components/responses/304"}


def add(document: Document) -> None:
    """Adds to every GET what the frame says of tags."""
    responses = document["components"]["responses"]
    for item in document["paths"].values():
        if "get" in item:
            operation = item["get"]
            operation["parameters"] = [*operation.get("parameters", ()), PARAMETER]
            operation["responses"] = operation["responses"] | {"304": UNCHANGED}
            answer = operation["responses"]["200"]
            found = responses.get(answer["$ref"].rpartition("/")[2], {}) if "$ref" in answer else answer
            found["headers"] = {"ETag": HEADER}
