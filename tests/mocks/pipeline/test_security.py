from __future__ import annotations

from base64 import b64encode
from types import SimpleNamespace
from typing import Any

import pytest

from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.security import credentials, refuse_twice

SCHEMES = {
    "Token": {"type": "http", "scheme": "bearer"},
    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "Site": {"type": "apiKey", "in": "header", "name": "X-Site"},
}
OPERATION: Any = SimpleNamespace(security=[{"Token": []}, {"Key": [], "Site": []}], security_schemes=SCHEMES)


@pytest.mark.parametrize(
    ("headers", "presented"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({b"authorization": b"Bearer t"}, [{"Token": "t"}], id="token"),
        pytest.param({b"authorization": b"bEARER  t "}, [{"Token": "t"}], id="token, written oddly"),
        pytest.param({b"authorization": b"Bearer "}, [{"Token": ""}], id="no token is a wrong one"),
        pytest.param({b"authorization": b"Basic abc"}, [{"Token": ""}], id="another kind is a wrong one"),
        pytest.param({b"authorization": b"t"}, [{"Token": ""}], id="a token without its kind is a wrong one"),
        pytest.param({b"x-key": b"k"}, [], id="half of a pair"),
        pytest.param({b"x-key": b"k", b"x-site": b"s"}, [{"Key": "k", "Site": "s"}], id="a pair"),
        pytest.param(
            {b"authorization": b"Bearer t", b"x-key": b"k", b"x-site": b""},
            [{"Token": "t"}, {"Key": "k", "Site": ""}],
            id="both",
        ),
    ],
)
def test_what_is_presented(headers: dict[bytes, bytes], presented: list[dict[str, str]]) -> None:
    assert credentials(OPERATION)(headers) == presented


def basic(text: str | bytes) -> bytes:
    return b"Basic " + b64encode(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param(basic("us-east-1#a:secret"), "us-east-1#a:secret", id="name and password"),
        pytest.param(basic("a:b:c"), "a:b:c", id="a password with a colon"),
        pytest.param(basic("zoë:clé"), "zoë:clé", id="UTF-8"),
        pytest.param(basic(":"), ":", id="both empty"),
        pytest.param(b"bASIC  " + b64encode(b"a:b") + b" ", "a:b", id="written oddly"),
        pytest.param(b"Basic", "", id="the word alone is a wrong one"),
        pytest.param(b"Basic a:b", "", id="not encoded"),
        pytest.param(b"Basic YTpi!", "", id="not base64"),
        pytest.param(basic(b"a:\xff"), "", id="not UTF-8"),
        pytest.param(b"Basic \xff", "", id="not ASCII"),
        pytest.param(b"Bearer a:b", "", id="another kind is a wrong one"),
    ],
)
def test_basic(header: bytes | None, value: str | None) -> None:
    """What is no name and password is nothing, which is refused and not passed over."""
    operation: Any = SimpleNamespace(
        security=[{"Basic": []}], security_schemes={"Basic": {"type": "http", "scheme": "basic"}}
    )
    presented = credentials(operation)({} if header is None else {b"authorization": header})
    assert presented == ([] if value is None else [{"Basic": value}])


def test_a_scheme_that_nobody_wrote() -> None:
    operation: Any = SimpleNamespace(security=[{"A": []}], security_schemes={"A": {"type": "openIdConnect"}})
    with pytest.raises(NotImplementedError, match="openIdConnect"):
        credentials(operation)


@pytest.mark.parametrize("name", [b"x-key", b"authorization", b"content-type", b"host"])
def test_headers_that_may_not_come_twice(name: bytes) -> None:
    with pytest.raises(ProtocolError, match="more than once") as caught:
        refuse_twice([(name, b"a"), (name, b"b")])
    assert caught.value.status == 400


@pytest.mark.parametrize("name", [b"accept", b"cookie", b"x-forwarded-for"])
def test_headers_that_may(name: bytes) -> None:
    refuse_twice([(name, b"a"), (name, b"b")])
