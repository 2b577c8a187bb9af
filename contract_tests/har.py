"""HAR 1.2, in which browsers and proxies record traffic: written and read, with every byte of a body."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from understudy.contract_tests.traffic import Exchange

Document = dict[str, Any]

NO_TIME = "1970-01-01T00:00:00.000Z"
"""When each exchange began: the format wants to know, and what is written twice must be the same twice."""


class HarError(ValueError):
    """What is no HAR; says where it is not."""


def write(exchanges: Iterable[Exchange]) -> Document:
    """A HAR document of these exchanges, ready for JSON."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "understudy", "version": version("understudy")},
            "entries": [_entry(exchange) for exchange in exchanges],
        }
    }


def read(document: Any) -> Iterator[Exchange]:
    """The exchanges of a HAR document, in its order. A request without an answer has the status 0.

    Raises HarError.
    """
    log = document.get("log") if isinstance(document, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise HarError("there is no list at log.entries: this is no HAR")
    for number, entry in enumerate(entries):
        try:
            yield _exchange(entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise HarError(f"entry {number} is not as HAR 1.2 has it: {error!r}") from error


# Writing


def _entry(exchange: Exchange) -> Document:
    request = request_entry(exchange.method, exchange.url, exchange.headers.items(), exchange.body)
    return _entry_of(request, _response(exchange), round(exchange.seconds * 1000, 3))


def _entry_of(request: Document, response: Document, milliseconds: float) -> Document:
    return {
        "startedDateTime": NO_TIME,
        "time": milliseconds,
        "request": request,
        "response": response,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }


def request_entry(method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes) -> Document:
    """A request as HAR has it. A body that is not UTF-8 is in base64, and `_encoding` says so: the format itself
    knows no way for requests."""
    pairs = list(headers)
    written: Document = {
        "method": method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [_pair(name, value) for name, value in pairs],
        "queryString": [_pair(*pair) for pair in parse_qsl(urlsplit(url).query, keep_blank_values=True)],
        "headersSize": -1,
        "bodySize": len(body),
    }
    if body:
        kind = next((value for name, value in pairs if name.lower() == "content-type"), "")
        text, encoding = _text(body)
        written["postData"] = {"mimeType": kind, "text": text, **({"_encoding": encoding} if encoding else {})}
    return written


def unanswered(request: Document) -> Document:
    """An entry for a request, as `request_entry` makes it, that has not been sent."""
    response = _response(Exchange("", "", {}, b"", 0, {}, b""))
    return _entry_of(request, response, 0)


def _response(exchange: Exchange) -> Document:
    text, encoding = _text(exchange.answer)
    known = exchange.status in HTTPStatus.__members__.values()
    return {
        "status": exchange.status,
        "statusText": HTTPStatus(exchange.status).phrase if known else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [_pair(name, value) for name, value in exchange.answer_headers.items()],
        "content": {
            "size": len(exchange.answer),
            "mimeType": exchange.answer_headers.get("content-type", ""),
            "text": text,
            **({"encoding": encoding} if encoding else {}),
        },
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": len(exchange.answer),
    }


def _pair(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def _text(content: bytes) -> tuple[str, str]:
    """The text, and how bytes are encoded in it."""
    try:
        return content.decode(), ""
    except UnicodeDecodeError:
        return b64encode(content).decode(), "base64"


# Reading


def _exchange(entry: Mapping[str, Any]) -> Exchange:
    request, response = entry["request"], entry.get("response") or {}
    return Exchange(
        method=str(request["method"]).upper(),
        url=_url(request["url"]),
        headers=_headers(request),
        body=_posted(request.get("postData") or {}),
        status=int(response.get("status") or 0),
        answer_headers=_headers(response),
        answer=_bytes(response.get("content") or {}, "encoding"),
        seconds=max(float(entry.get("time") or 0), 0) / 1000,
    )


def _url(value: Any) -> str:
    urlsplit(_string(value))  # raises ValueError for what nobody can take apart
    return str(value)


def _headers(message: Mapping[str, Any]) -> dict[str, str]:
    """Without what HTTP/2 writes before its headers; values that were sent apart are joined, as HTTP allows."""
    found: dict[str, str] = {}
    for pair in message.get("headers") or ():
        name, value = pair["name"].lower(), _string(pair["value"])
        if not name.startswith(":"):
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _posted(data: Mapping[str, Any]) -> bytes:
    """The body; made from its parameters where a browser has kept only those."""
    if not data.get("text") and data.get("params"):
        return urlencode([(pair["name"], pair.get("value", "")) for pair in data["params"]]).encode()
    return _bytes(data, "_encoding") if "_encoding" in data else _bytes(data, "encoding")


def _bytes(content: Mapping[str, Any], key: str) -> bytes:
    text = _string(content.get("text") or "")
    return b64decode(text, validate=True) if content.get(key) == "base64" else text.encode()


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.80} where a text is expected")
    return value
