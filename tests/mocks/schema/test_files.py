"""Files that are sent in base64, on their own or within records."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from understudy.mocks.errors import Invalid
from understudy.mocks.schema.shop import Shop

NOW = "2026-01-01T00:00:00.000Z"
PNG = b"\x89PNG\r\n\x1a\n and more"


def sent(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("content", "filename", "kind"),
    [
        (PNG, None, "image/png"),
        (b"GIF89a", "a.txt", "image/gif"),
        (b"\xff\xd8\xff\xe0", None, "image/jpeg"),
        (b"hello", "a.txt", "text/plain"),
        (b"hello", "a", "application/octet-stream"),
        (b"", None, "application/octet-stream"),
    ],
)
def test_types(shop: Shop, content: bytes, filename: str | None, kind: str) -> None:
    made = shop.post("/:files", {"data": sent(content), "filename": filename})
    assert (made["contentType"], made["length"], made["uploadDate"]) == (kind, len(content), NOW)


def test_a_file_on_its_own(shop: Shop) -> None:
    made = shop.post("/:files", {"data": {"$binary": sent(b"hello")}, "filename": "a.txt"})
    assert made["md5"] == "5d41402abc4b2a76b9719d911017c592"
    changed = shop.put(f"/:files/{made['id']}", {"data": sent(b"hello!")})
    assert (changed["length"], changed["filename"]) == (6, "a.txt")


def test_an_image_of_a_product(shop: Shop) -> None:
    image = {"caption": "Front", "file": {"data": sent(PNG), "filename": "front.png", "width": 10}}
    product = shop.post("/products", {"name": "Soap", "images": [image]})
    file = product["images"][0]["file"]
    said = ("filename", "width", "length", "content_type", "date_uploaded")
    assert [file[name] for name in said] == ["front.png", 10, len(PNG), "image/png", NOW]
    assert "data" not in file
    assert shop.get(file["url"], {}) == sent(PNG)
    assert shop.get(f"/:files/{file['id']}/md5", {}) == file["md5"]
    changed = shop.put(
        f"/products/{product['id']}", {"images": [{"id": product["images"][0]["id"], "caption": "Back"}]}
    )
    assert changed["images"][0]["file"] == file


def test_an_image_that_is_replaced(shop: Shop) -> None:
    made = shop.post("/categories", {"name": "Home", "image": {"file": {"data": sent(PNG)}}})
    changed = shop.put(f"/categories/{made['id']}", {"image": {"file": {"data": sent(b"GIF89a")}}})
    assert changed["image"]["file"]["content_type"] == "image/gif"
    assert changed["image"]["file"]["id"] != made["image"]["file"]["id"]


def test_an_address_is_only_noted(shop: Shop) -> None:
    given = {"name": "Home", "image": {"file": {"data": "https://example.com/a.png"}}}
    assert shop.post("/categories", given)["image"]["file"] == {"url": "https://example.com/a.png"}
    assert shop.get("/:files/:count", {}) == 0


@pytest.mark.parametrize("data", ["not base64!", "abc", 7, True, ["a"], {"a": 1}, "é"])
def test_what_is_no_file(shop: Shop, data: Any) -> None:
    for path, given, place in (
        ("/:files", {"data": data}, "data"),
        ("/categories", {"name": "Home", "images": [{"file": {"data": data}}]}, "images.file.data"),
    ):
        with pytest.raises(Invalid) as refused:
            shop.post(path, given)
        assert refused.value.errors == {
            place: {"message": "Must be base64, or the address of a file", "code": "TYPE"}
        }
    assert shop.get("/:files/:count", {}) == 0
