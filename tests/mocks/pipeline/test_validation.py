from __future__ import annotations

from typing import Any

import pytest

from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.validation import FORM, JSON, Body

GRANT = {"type": "object", "required": ["grant"], "properties": {"grant": {"type": "string", "enum": ["a", "b"]}}}
LABEL = {"type": "object", "properties": {"label": {"type": "string"}}}
LIST = {"type": "array", "items": {"type": "integer"}}


def a_body(*, required: bool = True, **schemas: dict[str, Any]) -> Body:
    content = {{"form": FORM, "json": JSON}[kind]: {"schema": schema} for kind, schema in schemas.items()}
    return Body({"required": required, "content": content}, limit=1000)


@pytest.mark.parametrize(
    ("body", "content_type", "raw", "meant"),
    [
        pytest.param(a_body(json=GRANT), JSON, b'{"grant": "a"}', {"grant": "a"}, id="JSON"),
        pytest.param(a_body(form=GRANT), FORM, b"grant=a", {"grant": "a"}, id="form"),
        pytest.param(a_body(form=GRANT), f"{FORM}; charset=UTF-8", b"grant=b", {"grant": "b"}, id="form, UTF-8"),
        pytest.param(a_body(form=GRANT), FORM.upper(), b"grant=b", {"grant": "b"}, id="form, in capitals"),
        pytest.param(
            a_body(form=GRANT), FORM, b"grant=a&x=1&x=2", {"grant": "a"}, id="unknown fields are dropped"
        ),
        pytest.param(a_body(json=LIST, form=GRANT), JSON, b"[1, 2]", [1, 2], id="either, JSON"),
        pytest.param(a_body(json=LIST, form=GRANT), FORM, b"grant=a", {"grant": "a"}, id="either, form"),
        pytest.param(a_body(required=False, form=LABEL), None, b"", {}, id="none, and none is needed"),
    ],
)
def test_a_body(body: Body, content_type: str | None, raw: bytes, meant: Any) -> None:
    assert body.parse(raw, content_type and content_type.encode()) == meant


@pytest.mark.parametrize(
    ("content_type", "raw", "told"),
    [
        pytest.param(FORM, b"", "A body of .*json or .*urlencoded is required", id="none"),
        pytest.param(FORM, b"grant=a&grant=b", "grant is given more than once", id="a field twice"),
        pytest.param(JSON, b"grant=a", "not valid JSON", id="a form that says it is JSON"),
        pytest.param(
            "text/plain", b"grant=a", "must be .*json or .*urlencoded in UTF-8, not 'text/plain'", id="text"
        ),
        pytest.param(None, b"grant=a", "and say so in Content-Type", id="no type"),
        pytest.param(f"{FORM}; charset=latin-1", b"grant=a", "in UTF-8", id="another charset"),
    ],
)
def test_a_body_that_is_none(content_type: str | None, raw: bytes, told: str) -> None:
    with pytest.raises(ProtocolError, match=told):
        a_body(json=LIST, form=GRANT).parse(raw, content_type and content_type.encode())


@pytest.mark.parametrize(
    ("content_type", "schema", "raw", "place"),
    [
        pytest.param(FORM, GRANT, b"grant=c", ("grant",), id="form, no such value"),
        pytest.param(FORM, GRANT, b"other=a", ("grant",), id="form, a field is missing"),
        pytest.param(FORM, LABEL, b"label=%00", ("label",), id="form, null character"),
        pytest.param(FORM, LABEL, b"label=a\0", ("label",), id="form, null character as it is"),
        pytest.param(FORM, LABEL, b"%00=a", (), id="form, null character in a name"),
        pytest.param(JSON, LABEL, b'{"label": "\\u0000"}', ("label",), id="JSON, null character"),
    ],
)
def test_a_body_that_breaks_a_rule(
    content_type: str, schema: dict[str, Any], raw: bytes, place: tuple[str, ...]
) -> None:
    with pytest.raises(ContractViolation) as caught:
        a_body(**{"form" if content_type == FORM else "json": schema}).parse(raw, content_type.encode())
    assert [violation.path for violation in caught.value.violations] == [place]
    assert caught.value.source == raw
