"""What is sampled matches, of every pattern in our contracts; other patterns are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from understudy.contract_tests.fuzzing.patterns import UnknownPatternError, sampler
from understudy.specs import contract


def patterns(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        if content.get("type") == "string" and isinstance(content.get("pattern"), str):
            yield content["pattern"]
        for inner in content.values():
            yield from patterns(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from patterns(inner)


KNOWN = sorted({one for api in contract.APIS for one in patterns(contract.load(api).document)})


@pytest.mark.parametrize("pattern", [*KNOWN, "^a|b+$", "x{2,}y?", r"^\w\.[^a-z]$"])
def test_samples_match(pattern: str) -> None:
    sample, rng = sampler(pattern), Random(1)
    for _ in range(50):
        text = sample(rng)
        assert re.search(pattern, text), text


@pytest.mark.parametrize("pattern", ["(?=a)", "a[", "(a", "a)"])
def test_what_is_not_understood(pattern: str) -> None:
    with pytest.raises(UnknownPatternError):
        sampler(pattern)
