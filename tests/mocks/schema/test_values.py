"""What the server makes of what it is sent."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.mocks.schema.faults import Faults, ValueInvalid
from understudy.mocks.schema.values import Conversion
from understudy.specs.schema.fields import Field, parsed_fields
from understudy.specs.schema.settings import TYPES


def converted(value: Any, type: str, **properties: Any) -> Any:  # noqa: A002 (the model's own word)
    field = parsed_fields("tests", {"field": {"type": type, **properties}})["field"]
    return Conversion(Faults()).value(field, value, "field")


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        pytest.param("string", "a", "a", id="text"),
        pytest.param("string", "", "", id="empty text"),
        pytest.param("string", 12, "12", id="number as text"),
        pytest.param("string", 1.50, "1.5", id="decimal as text"),
        pytest.param("string", True, "true", id="flag as text"),
        pytest.param("string", None, None, id="null"),
        pytest.param("bool", "true", True, id="true"),
        pytest.param("bool", "false", False, id="false"),
        pytest.param("bool", 1, True, id="1"),
        pytest.param("bool", 0, False, id="0"),
        pytest.param("bool", "1", True, id="1 in a form"),
        pytest.param("bool", "0", False, id="0 in a form"),
        pytest.param("bool", "", None, id="empty flag"),
        pytest.param("int", 3, 3, id="int"),
        pytest.param("int", "12", 12, id="int in a form"),
        pytest.param("int", 2.5, 3, id="half"),
        pytest.param("int", -2.5, -3, id="negative half"),
        pytest.param("int", 2.4999, 2, id="less than half"),
        pytest.param("int", "2.6", 3, id="decimal in a form"),
        pytest.param("int", "", None, id="empty int"),
        pytest.param("float", "1.25", 1.25, id="float in a form"),
        pytest.param("float", 3.0, 3, id="whole float"),
        pytest.param("float", 0.1 + 0.2, 0.30000000000000004, id="float as it is"),
        pytest.param("currency", "10", 10, id="currency in a form"),
        pytest.param("currency", 10.005, 10.01, id="half a cent"),
        pytest.param("currency", 1.115, 1.12, id="half a cent that binary has less of"),
        pytest.param("currency", 0.1 + 0.2, 0.3, id="cents"),
        pytest.param("currency", -0.001, 0, id="less than a cent"),
        pytest.param("currency", 999999999999999.99, 1000000000000000, id="largest"),
        pytest.param("date", "2015-05-08T18:41:55.527Z", "2015-05-08T18:41:55.527Z", id="date"),
        pytest.param("date", "2015-05-08", "2015-05-08T00:00:00.000Z", id="day"),
        pytest.param("date", "2015-05-08T20:41:55+02:00", "2015-05-08T18:41:55.000Z", id="zone"),
        pytest.param("date", "2015-05-08 18:41", "2015-05-08T18:41:00.000Z", id="no seconds"),
        pytest.param("date", 1431110515527, "2015-05-08T18:41:55.527Z", id="milliseconds"),
        pytest.param("date", "1431110515527", "2015-05-08T18:41:55.527Z", id="milliseconds in a form"),
        pytest.param("date", -1, "1969-12-31T23:59:59.999Z", id="before 1970"),
        pytest.param("date", "", None, id="empty date"),
        pytest.param("objectid", "5527B6FD337029B306748DCB", "5527b6fd337029b306748dcb", id="ObjectId"),
        pytest.param("objectid", "", None, id="empty ObjectId"),
        pytest.param("array", [1, "a", None], [1, "a", None], id="array of anything"),
        pytest.param("object", {"a": 1}, {"a": 1}, id="object"),
        pytest.param("object", [], {}, id="PHP's empty object"),
        pytest.param("object", "", None, id="empty object in a form"),
        pytest.param("any", [{"a": 1}], [{"a": 1}], id="any"),
        pytest.param("filedata", "aGk=", "aGk=", id="file data"),
    ],
)
def test_types(type: str, value: Any, expected: Any) -> None:  # noqa: A002
    found = converted(value, type)
    assert found == expected
    assert found.__class__ is expected.__class__


@pytest.mark.parametrize(
    ("value", "properties", "expected"),
    [
        pytest.param(1.25, {"type": "float", "scale": 1}, 1.3, id="scale 1"),
        pytest.param(-1.25, {"type": "float", "scale": 1}, -1.3, id="scale 1, negative"),
        pytest.param("4.5678", {"type": "float", "scale": 3}, 4.568, id="scale 3"),
        pytest.param(4.5, {"type": "float", "scale": 0}, 5, id="scale 0"),
        pytest.param(0.125, {"type": "float", "scale": 99}, 0.125, id="scale beyond a double"),
        pytest.param(10.12345, {"type": "currency", "scale": 4}, 10.1235, id="currency with a scale of its own"),
        pytest.param(["1", 2.5, ""], {"type": "array", "value_type": "int"}, [1, 3, None], id="array of ints"),
        pytest.param("", {"type": "string", "enum": ["a"]}, None, id="empty choice"),
        pytest.param("Crème Brûlée", {"type": "string", "format": "slug"}, "creme-brulee", id="slug"),
        pytest.param("Com.Blue Mug", {"type": "string", "format": "slugid"}, "com.blue-mug", id="slugid"),
        pytest.param("1.2", {"type": "string", "format": "semver"}, "1.2.0", id="semver of two"),
        pytest.param(3, {"type": "string", "format": "semver"}, "3.0.0", id="semver of one"),
        pytest.param("v01.2.3-rc.1+5", {"type": "string", "format": "semver"}, "1.2.3-rc.1+5", id="semver, whole"),
        pytest.param("", {"type": "string", "length": 3}, None, id="empty text of a length"),
        pytest.param("", {"type": "string", "format": "email"}, None, id="empty email"),
        pytest.param("", {"type": "string", "format": "semver"}, "", id="empty semver"),
        pytest.param("abc", {"type": "string", "format": "uppercase"}, "ABC", id="uppercase"),
        pytest.param("ABC", {"type": "string", "format": "lowercase"}, "abc", id="lowercase"),
        pytest.param(" ada@example.com ", {"type": "string", "format": "email"}, "ada@example.com", id="email"),
        pytest.param(
            "https://example.com/a?b", {"type": "string", "format": "url"}, "https://example.com/a?b", id="url"
        ),
        pytest.param(" 555-1234 ", {"type": "string", "format": "phone"}, "555-1234", id="phone"),
        pytest.param("<b>a</b>", {"type": "string", "format": "html"}, "<b>a</b>", id="html"),
    ],
)
def test_properties(value: Any, properties: dict[str, Any], expected: Any) -> None:
    assert converted(value, **properties) == expected


@pytest.mark.parametrize(
    ("value", "properties", "code", "message"),
    [
        pytest.param([], {"type": "string"}, "TYPE", "Must be a text", id="array for text"),
        pytest.param("yes", {"type": "bool"}, "TYPE", "Must be true or false", id="word for flag"),
        pytest.param(2, {"type": "bool"}, "TYPE", "Must be true or false", id="2 for flag"),
        pytest.param("abc", {"type": "int"}, "TYPE", "Must be a number", id="text for int"),
        pytest.param(True, {"type": "int"}, "TYPE", "Must be a number", id="flag for int"),
        pytest.param("NaN", {"type": "float"}, "TYPE", "Must be a number", id="no number"),
        pytest.param("2015-05-08", {"type": "float"}, "TYPE", "Must be a number", id="date for float"),
        pytest.param(float("nan"), {"type": "float"}, "TYPE", "Must be a number", id="NaN"),
        pytest.param(10**400, {"type": "float"}, "TYPE", "Must be a number", id="beyond doubles"),
        pytest.param(10**15 + 1, {"type": "int"}, "MAXVAL", "Must not exceed 1000000000000000", id="large"),
        pytest.param(-1e16, {"type": "currency"}, "MINVAL", "Must be at least -1000000000000000", id="small"),
        pytest.param("2015-13-01", {"type": "date"}, "TYPE", "Must be a date such as", id="month 13"),
        pytest.param("soon", {"type": "date"}, "TYPE", "Must be a date such as", id="word for date"),
        pytest.param(1e300, {"type": "date"}, "TYPE", "Must be a date such as", id="date beyond the calendar"),
        pytest.param(float("nan"), {"type": "date"}, "TYPE", "Must be a date such as", id="NaN for date"),
        pytest.param(
            "0001-01-01T00:00+14:00", {"type": "date"}, "TYPE", "Must be a date", id="before the calendar"
        ),
        pytest.param(True, {"type": "date"}, "TYPE", "Must be a date such as", id="flag for date"),
        pytest.param("5527b6fd", {"type": "objectid"}, "TYPE", "Must be an ObjectId of 24", id="short ObjectId"),
        pytest.param(5, {"type": "objectid"}, "TYPE", "Must be an ObjectId of 24", id="number for ObjectId"),
        pytest.param({"0": 1}, {"type": "array"}, "TYPE", "Must be an array", id="object for array"),
        pytest.param("a", {"type": "array"}, "TYPE", "Must be an array", id="text for array"),
        pytest.param(["x"], {"type": "array", "value_type": "int"}, "TYPE", "Must be a number", id="entry"),
        pytest.param([1, 1], {"type": "array", "unique": True}, "UNIQUE", "Must not have the same", id="repeated"),
        pytest.param([1], {"type": "object"}, "TYPE", "Must be an object", id="array for object"),
        pytest.param("1.x", {"type": "string", "format": "semver"}, "FORMAT", "Must be a version", id="semver"),
        pytest.param("a@", {"type": "string", "format": "email"}, "FORMAT", "Must be an email", id="email"),
        pytest.param("/a b", {"type": "string", "format": "url"}, "FORMAT", "Must be a URL", id="url"),
    ],
)
def test_refused(value: Any, properties: dict[str, Any], code: str, message: str) -> None:
    with pytest.raises(ValueInvalid, match=message) as caught:
        converted(value, **properties)
    assert caught.value.fault.code == code


FIELDS = parsed_fields(
    "tests",
    {
        "name": {"type": "string"},
        "billing": {
            "type": "object",
            "fields": {"zip": {"type": "string"}, "card": {"type": "object", "fields": {"year": {"type": "int"}}}},
        },
        "items": {
            "type": "array",
            "value_type": "object",
            "fields": {"quantity": {"type": "int"}, "price": {"type": "currency"}},
        },
        "sort": {"type": "object", "fields": {"*": {"type": "int"}}},
        "notes": {"type": "collection", "fields": {"text": {"type": "string"}}},
    },
)


def test_records_convert_all_the_way_down() -> None:
    faults = Faults()
    given = {
        "name": 5,
        "billing": {"zip": 12345, "card": {"year": "2020"}, "other": "1"},
        "items": [{"quantity": "2", "price": "9.999"}, None],
        "sort": {"a": "1", "b": 2.5},
        "notes": [{"text": 1}],
        "unknown": {"quantity": "2"},
    }
    assert Conversion(faults).record(FIELDS, given) == {
        "name": "5",
        "billing": {"zip": "12345", "card": {"year": 2020}, "other": "1"},
        "items": [{"quantity": 2, "price": 10}, None],
        "sort": {"a": 1, "b": 3},
        "notes": [{"text": 1}],
        "unknown": {"quantity": "2"},
    }
    assert not faults


def test_all_faults_are_told_by_their_path() -> None:
    faults = Faults()
    given = {
        "name": [],
        "billing": {"card": {"year": "x"}},
        "items": [{"quantity": 1}, {"quantity": "y"}],
        "sort": 1,
    }
    assert Conversion(faults).record(FIELDS, given) == {"billing": {"card": {}}, "items": [{"quantity": 1}, {}]}
    assert list(faults.found) == ["name", "billing.card.year", "items.quantity", "sort"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300)
@given(
    st.sampled_from(TYPES), st.sampled_from([None, "slug", "slugid", "semver", "email", "url", "phone"]), VALUES
)
def test_any_value_converts_or_is_refused_and_converts_to_itself(kind: Any, format: Any, value: Any) -> None:  # noqa: A002
    field = Field("field", kind, format=format)
    conversion = Conversion(Faults())
    with suppress(ValueInvalid):
        once = conversion.value(field, value, "field")
        assert conversion.value(field, once, "field") == once or once != once
