"""What is written is read back, byte for byte; what browsers leave out is no obstacle; what is no HAR is told."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from understudy.contract_tests import har
from understudy.contract_tests.har import HarError
from understudy.contract_tests.traffic import Exchange

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    "exchange",
    [
        Exchange("GET", "http://localhost/courses?page=1&empty=", {}, b"", 200, JSON, b"[]", 0.25),
        Exchange("POST", "http://localhost/courses", JSON, b'{"name":"\xc3\xa9"}', 201, JSON, b"{}"),
        Exchange("POST", "http://localhost/courses", JSON, b"\xff\x00", 400, JSON, b"\xfe\x00"),
        Exchange("DELETE", "http://localhost/courses/1", {}, b"", 204, {}, b""),
        Exchange("GET", "http://localhost/", {}, b"", 599, {}, b""),
    ],
    ids=["read", "text", "bytes", "nothing", "unknown-status"],
)
def test_read_back(exchange: Exchange) -> None:
    (found,) = har.read(orjson.loads(orjson.dumps(har.write([exchange]))))
    assert found == exchange


def entry(**changes: Any) -> dict[str, Any]:
    request = {"method": "post", "url": "http://localhost/", "headers": [], **changes}
    return {"log": {"entries": [{"request": request}]}}


@pytest.mark.parametrize(
    ("document", "attribute", "expected"),
    [
        (entry(), "status", 0),
        (entry(), "method", "POST"),
        (entry(postData={"params": [{"name": "a b", "value": "1"}]}), "body", b"a+b=1"),
        (entry(postData={"text": "/w==", "encoding": "base64"}), "body", b"\xff"),
        (entry(headers=[{"name": ":authority", "value": "localhost"}]), "headers", {}),
        (entry(headers=[{"name": "A", "value": "1"}, {"name": "a", "value": "2"}]), "headers", {"a": "1, 2"}),
    ],
    ids=["no-answer", "method", "parameters", "base64", "http2", "twice"],
)
def test_others_write_less(document: Any, attribute: str, expected: Any) -> None:
    (found,) = har.read(document)
    assert getattr(found, attribute) == expected


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "log.entries"),
        ({"log": {}}, "log.entries"),
        ({"log": []}, "log.entries"),
        ({"log": {"entries": [{}]}}, "entry 0"),
        ({"log": {"entries": ["x"]}}, "entry 0"),
        (entry(url=7), "entry 0"),
        (entry(postData={"text": "%", "_encoding": "base64"}), "entry 0"),
    ],
    ids=["list", "no-entries", "log-is-a-list", "no-request", "text", "url", "base64"],
)
def test_what_is_no_har(document: Any, told: str) -> None:
    with pytest.raises(HarError, match=told):
        list(har.read(document))
