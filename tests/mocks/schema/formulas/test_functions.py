"""Every example of docs/schema-formulas.md, and what the examples do not show."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from understudy.mocks.schema import formulas
from understudy.mocks.schema.formulas import RecordScope
from understudy.mocks.schema.formulas.functions import FUNCTIONS
from understudy.mocks.schema.formulas.functions.patterns import LONGEST_PATTERN
from understudy.mocks.schema.formulas.operators import OPERATORS
from understudy.mocks.schema.formulas.parsing import DEEPEST, LONGEST
from understudy.mocks.schema.formulas.run import LONGEST_TEXT, MOST_WORK

PAGE = (Path(__file__).parents[4] / "docs" / "schema-formulas.md").read_text()
RECORD = json.loads(PAGE.split("```json\n")[1].split("```")[0])
NOON = "2026-01-15T12:00:00.000Z"
ROW = re.compile(r"^\|(?:.*\|)? `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
EXAMPLES = [(formula.replace("\\|", "|"), json.loads(value)) for formula, value in ROW.findall(PAGE)]


def follow(field: str, rest: str) -> Any:
    return {"price": 25}.get(rest) if field == "product" else None


def scope(record: dict[str, Any] | None = None) -> RecordScope:
    return RecordScope(RECORD if record is None else record, lambda: NOON, lambda: random.Random(1), follow)


def value(formula: str, **fields: Any) -> Any:
    return formulas.compile(formula).evaluate(scope(RECORD | fields))


@pytest.mark.parametrize(("formula", "expected"), [pytest.param(*example, id=example[0]) for example in EXAMPLES])
def test_examples(formula: str, expected: Any) -> None:
    found = value(formula)
    assert found == expected
    assert type(found) is type(expected)


def test_functions_are_told_of() -> None:
    told = re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_have_an_example(name: str) -> None:
    assert any(formula.startswith(f"{name}(") for formula, _ in EXAMPLES)


def test_operators_are_told_of() -> None:
    told = {sign.replace("\\|", "|") for sign in re.findall(r"^\| `([^\w`]+)` \|", PAGE, re.MULTILINE)}
    assert told == {*OPERATORS, "||", "&&", "!"}


@pytest.mark.parametrize("limit", [LONGEST, DEEPEST, LONGEST_TEXT, MOST_WORK, LONGEST_PATTERN])
def test_limits_are_told_of(limit: int) -> None:
    assert f"| {limit:,} |" in PAGE


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("if(null, 1)", None, id="if without else"),
        pytest.param("case(9, 1, 'one')", None, id="case without else"),
        pytest.param("case(1, 1, 'one', 'else')", "one", id="case with else"),
        pytest.param("and(null, 1 / 0)", None, id="and stops"),
        pytest.param("or(0, '')", "", id="or of nothing gives the last"),
        pytest.param("nor(0, 1)", False, id="nor"),
        pytest.param("sum(1, [2, 3], null, 'x', '4')", 10, id="sum of all kinds"),
        pytest.param("sum([])", 0, id="sum of nothing"),
        pytest.param("sum([0.1, 0.1, 0.1])", 0.3, id="sum of tenths"),
        pytest.param("sum(1e307, 1e307)", 2e307, id="sum of the large"),
        pytest.param("sum(9e307, 9e307)", None, id="sum of the too large"),
        pytest.param("length(null)", 0, id="length of nothing"),
        pytest.param("length(12.5)", 4, id="length of a number"),
        pytest.param("join('-', null, 'a')", "-a", id="join keeps the place of nothing"),
        pytest.param("string(1e21)", "1e+21", id="large number as a text"),
        pytest.param("string(2.50)", "2.5", id="decimal as a text"),
        pytest.param("unescape('%zz%ff')", "%zz�", id="unescape of what was not escaped"),
        pytest.param("strip_tags('1 < 2 <!-- <b> --> > 0')", "1 < 2  > 0", id="no tags"),
        pytest.param("slug('日本 2')", "2", id="slug of letters beyond ASCII"),
        pytest.param("slug(' --A..b-- ')", "a-b", id="slug trims"),
        pytest.param("slugid('a', 'b.c')", "a.b.c", id="slugid"),
        pytest.param("camel('')", "", id="camel of nothing"),
        pytest.param("replace('a', 'banana', 'o')", "bonana", id="replace the first"),
        pytest.param("replace('a', 'banana', 'o', 'g')", "bonono", id="replace all by option"),
        pytest.param("replace(/A/gi, 'banana', '$$$&$9')", "b$a$9n$a$9n$a$9", id="replace by what was found"),
        pytest.param("replace(/x*/g, 'éa', '-')", "-é-a-", id="replace nothing between characters"),
        pytest.param("replace('(a)|(b)', 'b', '[$1$2]')", "[b]", id="replace by a group that was not found"),
        pytest.param("match('^b$', 'a\\nb', 'm')", True, id="lines"),
        pytest.param("match('a.b', 'a\\nb')", False, id="dot and line"),
        pytest.param("match('a.b', 'a\\nb', 's')", True, id="dot and line with s"),
        pytest.param("weekday('2026-01-18')", 0, id="Sunday"),
        pytest.param("year('never')", None, id="year of no date"),
        pytest.param("year(null)", None, id="year of nothing"),
        pytest.param("year(1e300)", None, id="year of a number that is no date"),
        pytest.param("month(1767225600000)", 1, id="month of milliseconds"),
        pytest.param("date_next_interval('daily', '2026-02-27', 2)", "2026-03-01T00:00:00.000Z", id="daily"),
        pytest.param("date_next_interval('weekly', '2026-02-27', 1)", "2026-03-06T00:00:00.000Z", id="weekly"),
        pytest.param("date_next_interval('yearly', '2024-02-29', 1)", "2025-02-28T00:00:00.000Z", id="yearly"),
        pytest.param(
            "date_next_interval('monthly', '2026-11-30', 3)", "2027-02-28T00:00:00.000Z", id="over a year"
        ),
        pytest.param(
            "date_next_interval('monthly', '2026-02-28', 1, '2026-01-31')", "2026-03-31T00:00:00.000Z", id="anchor"
        ),
        pytest.param("date_next_interval('monthly', '9999-12-01')", None, id="past the calendar"),
        pytest.param("date_next_interval('daily', '2026-01-01', 1e300)", None, id="far past the calendar"),
        pytest.param("date_next_interval(null, '2026-01-01')", None, id="no interval"),
        pytest.param("repeat('a', -1)", "", id="repeat less than never"),
        pytest.param("contains(name, 'Mug')", True, id="contains a text"),
        pytest.param("contains([1, 2], '2')", True, id="contains whatever the kind"),
        pytest.param("truncate('abc', 3)", "abc", id="truncate nothing"),
        pytest.param("alphanum(-1)", "", id="less than no characters"),
        pytest.param("slash_left('')", "/", id="slash of nothing"),
    ],
)
def test_more(formula: str, expected: Any) -> None:
    assert value(formula) == expected


def test_chance_is_the_scopes() -> None:
    assert (
        value("alphanum(8)")
        == value("alphanum(8)")
        == "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=8))
    )


def test_what_is_left_out_is_not_asked_for() -> None:
    class Deaf(RecordScope):
        def get(self, path: str) -> Any:
            assert path == "active"
            return super().get(path)

    deaf = Deaf(RECORD, lambda: NOON, lambda: random.Random(1))
    assert formulas.compile("if(active, 1, product.price)").evaluate(deaf) == 1
    assert formulas.compile("or(active, product.price)").evaluate(deaf) is True
    assert formulas.compile("case(active, true, 2, product.price)").evaluate(deaf) == 2
