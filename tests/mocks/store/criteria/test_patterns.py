"""Patterns find what they find in MongoDB, and never take long."""

from __future__ import annotations

import time

import pytest

from understudy.mocks.store.criteria.patterns import pattern


@pytest.mark.parametrize(
    ("text", "options", "found", "missed"),
    [
        pytest.param("b", "", "abc", "aBc", id="somewhere"),
        pytest.param("^b", "", "bc", "abc", id="at the start"),
        pytest.param("b", "i", "aBc", "ac", id="any case"),
        pytest.param("straße|ÄÖ", "i", "äö", "ao", id="any case beyond ASCII"),
        pytest.param("^b$", "m", "a\nb\nc", "ab", id="lines"),
        pytest.param("^b", "", "b", "a\nb", id="no lines"),
        pytest.param("a.b", "s", "a\nb", "ab", id="dot is any character"),
        pytest.param("a.b", "", "axb", "a\nb", id="dot ends with a line"),
        pytest.param("a b # c\n[ x]\\ d", "x", "abx d", "a bx d", id="blanks and comments"),
        pytest.param("a#b", "x", "a", "b", id="a comment to the end"),
        pytest.param("a # b", "", "a # b", "a", id="no comments"),
        pytest.param("Ab C", "ix", "aBc", "ab c", id="two options"),
        pytest.param("b", "u", "abc", "ac", id="UTF-8, as always"),
        pytest.param(r"^\d{2,3}$", "", "123", "1234", id="how often"),
        pytest.param("é", "", "café", "cafe", id="beyond ASCII"),
        pytest.param("^.$", "", "🎓", "ab", id="a character of four bytes is one"),
        pytest.param("", "", "", None, id="nothing is found in anything"),
    ],
)
def test_finds(text: str, options: str, found: str, missed: str | None) -> None:
    meets = pattern(text, options)
    assert meets(found)
    assert missed is None or not meets(missed)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("^(a+)+$", "a" * 50_000 + "!", id="nested"),
        pytest.param("^(a|a)*$", "a" * 50_000 + "!", id="either of the same"),
        pytest.param("(.*)(.*)(.*)(.*)(.*)x", "a" * 50_000, id="anything five times"),
        pytest.param("(a?){400}a{400}b", "a" * 20_000, id="as large as may be"),
    ],
)
def test_patterns_that_keep_other_engines_busy(text: str, value: str) -> None:
    begin = time.process_time()
    assert not pattern(text)(value)
    assert time.process_time() - begin < 5
