"""What is a formula and what is none; and that none ends in anything but a value or a FormulaError."""

from __future__ import annotations

import json
import math
import random
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.mocks.schema import formulas
from understudy.mocks.schema.formulas import (
    BadPattern,
    FormulaError,
    FormulaSyntaxError,
    RecordScope,
    TooComplex,
    TooMuch,
    Unwritable,
    WrongCall,
)
from understudy.mocks.schema.formulas.functions import FUNCTIONS
from understudy.mocks.schema.formulas.operators import OPERATORS
from understudy.mocks.schema.formulas.parsing import DEEPEST, LONGEST

NOON = "2026-01-15T12:00:00.000Z"
SECONDS = 60.0
"""More than the slowest formula takes; a hang takes longer."""


def value(formula: str, **fields: Any) -> Any:
    return formulas.compile(formula).evaluate(RecordScope(fields, lambda: NOON, lambda: random.Random(1)))


@pytest.mark.parametrize(
    ("formula", "error", "told"),
    [
        pytest.param("", FormulaSyntaxError, "there is nothing", id="nothing"),
        pytest.param("price *", FormulaSyntaxError, "something is missing at column 8", id="half"),
        pytest.param(
            "price quantity", FormulaSyntaxError, "'quantity' is not expected at column 7", id="no operator"
        ),
        pytest.param("a = 1", FormulaSyntaxError, "'=' is not expected at column 3", id="assignment"),
        pytest.param("sum(items.price", FormulaSyntaxError, "something is missing at column 16", id="open"),
        pytest.param("a)", FormulaSyntaxError, "')' is not expected at column 2", id="closed"),
        pytest.param("a + 'b", FormulaSyntaxError, "a text begins and does not end at column 5", id="open text"),
        pytest.param("a..b", FormulaSyntaxError, "'.' is not expected at column 2", id="empty name"),
        pytest.param("items.price()", WrongCall, "no function items.price() at column 1", id="method"),
        pytest.param("1 + slag(name)", WrongCall, "no function slag() at column 5: write slug()", id="misspelt"),
        pytest.param("eval('1')", WrongCall, "there are alphanum, and,", id="unknown"),
        pytest.param("__import__('os')", WrongCall, "no function __import__()", id="Python"),
        pytest.param("if(a)", WrongCall, "if() takes 2 to 3 arguments, not 1, at column 1", id="too few"),
        pytest.param("slug(a, b)", WrongCall, "slug() takes 1 argument, not 2", id="too many"),
        pytest.param("now(1)", WrongCall, "now() takes 0 arguments, not 1", id="any"),
        pytest.param("case(a, 1)", WrongCall, "case() takes 3 arguments or more, not 2", id="half a case"),
        pytest.param(
            "match('(', a)", BadPattern, "the regular expression '(' cannot be used: missing )", id="pattern"
        ),
        pytest.param("match(/(?=a)/, a)", BadPattern, "invalid perl operator: (?=", id="looking around"),
        pytest.param("match(/a/x, a)", BadPattern, "its options are of gimsuy, not 'x'", id="option"),
        pytest.param("a" * (LONGEST + 1), TooComplex, "at most 2000 characters, not 2001", id="long"),
        pytest.param("+".join("a" * (DEEPEST + 1)), TooComplex, "at most 100 levels deep", id="long chain"),
        pytest.param("not(" * DEEPEST + "a" + ")" * DEEPEST, TooComplex, "at most 100 levels deep", id="deep"),
    ],
)
def test_no_formula(formula: str, error: type[FormulaError], told: str) -> None:
    with pytest.raises(error) as caught:
        formulas.compile(formula)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("1 + 2 * 3 - 4 / 2", 5, id="product before sum"),
        pytest.param("10 - 4 - 3", 3, id="from the left"),
        pytest.param("(1 + 2) * 3", 9, id="brackets"),
        pytest.param("1 < 2 == true", True, id="comparison before equality"),
        pytest.param("a || b && 0", 0, id="and before or"),
        pytest.param("!a == true", True, id="not before equality"),
        pytest.param("a ? 1 : b ? 2 : 3", 2, id="choices to the right"),
        pytest.param("8 / 4 / 2", 1, id="no expression between slashes"),
        pytest.param("match(/a\\/b/, 'a/b')", True, id="slash in an expression"),
        pytest.param(r"'it\'s' + \"\u00e9\n\"".replace('\\"', '"'), "it's\u00e9\n", id="escapes"),
        pytest.param("(" * 200 + "1" + ")" * 200, 1, id="brackets are no levels"),
        pytest.param("nullable", None, id="name that begins like a word"),
        pytest.param(" 1\n+\t2 ", 3, id="spaces"),
        pytest.param("[[1], []]", [[1], []], id="arrays in arrays"),
        pytest.param("-2 - -3", 1, id="signs"),
        pytest.param(".5 + 1.", 1.5, id="half numbers"),
        pytest.param("1e400", None, id="number beyond all"),
        pytest.param("9007199254740993 - 1", 9007199254740992, id="beyond what a double tells apart"),
    ],
)
def test_formula(formula: str, expected: object) -> None:
    assert value(formula, b=True) == expected


def test_names_are_told_once_in_order() -> None:
    formula = formulas.compile("if(b.c, sum(a, [d]) - b.c, true ? e : null)")
    assert formula.names == ("b.c", "a", "d", "e")


def test_a_text_is_compiled_once() -> None:
    assert formulas.compile("price * quantity") is formulas.compile("price * quantity")


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        pytest.param("repeat('a', 1e9)", TooMuch, id="repeat"),
        pytest.param("repeat('a', 1e300)", TooMuch, id="repeat a huge number"),
        pytest.param("alphanum(1e9)", TooMuch, id="alphanum"),
        pytest.param("+".join(["long"] * 11), TooMuch, id="sum of texts"),
        pytest.param("join(long, many)", TooMuch, id="join"),
        pytest.param("escape(escape(escape(repeat('%', 20000))))", TooMuch, id="escape"),
        pytest.param("replace('', long, long, 'g')", TooMuch, id="replace"),
        pytest.param("replace(/a.*b|a/g, long, 'a')", TooMuch, id="replace that looks at the rest each time"),
        pytest.param(
            "match('(a?){300}a{300}b', repeat(long, 10), '') || match('(a?){300}a{300}b', repeat(long, 10))",
            TooMuch,
            id="large expression",
        ),
        pytest.param("match('(a{1000}){1000}', long)", BadPattern, id="expression too large"),
        pytest.param(f"sum({','.join(['many'] * 200)})", TooMuch, id="sums of many"),
        pytest.param(f"join('', {','.join(['long'] * 200)})", TooMuch, id="many texts"),
        pytest.param("'' + deep", Unwritable, id="array too deep for a text"),
        pytest.param("md5(half)", Unwritable, id="half a surrogate pair"),
    ],
)
def test_too_much(formula: str, error: type[FormulaError]) -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    start = time.perf_counter()
    with pytest.raises(error):
        value(formula, long="a" * 10_000, many=[1] * 10_000, deep=deep, half="\ud800")
    assert time.perf_counter() - start < SECONDS


# Texts that are formulas more often than not, and texts that are anything.
LEAVES = st.sampled_from(
    ["a", "b", "a.b", "list", "list.x", "null", "true", "0", "-1", "1.5", "1e300", "99999", "''", "'x'",
     "'2026-01-31'", "[]", "[a, 1]", "/a*/g", "'('", "'\\ud800'", "'monthly'"]
)  # fmt: skip


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.builds(
        lambda name, arguments: f"{name}({', '.join(arguments)})",
        st.sampled_from(sorted(FUNCTIONS)),
        st.lists(parts, max_size=4),
    )
    operations = st.builds(
        lambda left, sign, right: f"({left} {sign} {right})",
        parts,
        st.sampled_from([*OPERATORS, "&&", "||"]),
        parts,
    )
    return calls | operations


FORMULAS = st.recursive(LEAVES, _larger, max_leaves=12)
TEXTS = st.text() | st.text("ab.'\"()[]+-*/%!=<>&|?:,\\0123456789e \n")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abx"), inner, max_size=3),
    max_leaves=8,
)


def finite(found: Any) -> bool:
    return not isinstance(found, float) or math.isfinite(found)


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    with suppress(FormulaError):
        assert formulas.compile(text).text == text


@settings(max_examples=500)
@given(FORMULAS, VALUES, VALUES, st.lists(VALUES, max_size=4))
def test_any_evaluation_ends_in_a_value_or_a_formula_error(text: str, a: Any, b: Any, entries: list[Any]) -> None:
    with suppress(FormulaError):
        found = value(text, a=a, b=b, list=entries)
        assert found is None or isinstance(found, bool | int | float | str | list | dict)
        assert finite(found)


@given(st.lists(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100), max_size=30))
def test_money_adds_up(prices: list[float]) -> None:
    assert value("sum(prices)", prices=prices) == round(sum(round(price * 100) for price in prices)) / 100


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_decimals_are_exact(one: int, other: int) -> None:
    assert value("a - b - (a - b)", a=one / 1000, b=other / 1000) == 0
    assert value("a + b", a=one / 1000, b=other / 1000) == (one + other) / 1000
    assert json.dumps(value("a * 1", a=one / 1000)) == json.dumps(value("a + 0", a=one / 1000))
