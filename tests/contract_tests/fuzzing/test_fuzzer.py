"""Same seed, same requests; every rule is broken once before one is broken again; what cannot be has a reason."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import islice

import pytest

from understudy.contract_tests.fuzzing.constraints import rules
from understudy.contract_tests.fuzzing.coverage import Coverage
from understudy.contract_tests.fuzzing.fuzzer import Fuzzer
from understudy.contract_tests.fuzzing.lines import line, read
from understudy.contract_tests.fuzzing.reasons import ALONG
from understudy.specs import contract


@cache
def fuzzer(api: str) -> Fuzzer:
    return Fuzzer(contract.load(api))


def digest(made: Fuzzer, seed: int, count: int = 2_000) -> str:
    lines = [line(number, one, "") for number, one in enumerate(islice(made.requests(seed), count))]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_same_seed_same_requests(api: str) -> None:
    again = Fuzzer(contract.load(api))
    assert digest(fuzzer(api), 7) == digest(again, 7) == digest(fuzzer(api), 7) != digest(fuzzer(api), 8)


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_every_rule_is_broken_before_one_is_broken_again(api: str) -> None:
    made = fuzzer(api)
    coverage = Coverage(made)
    for _ in coverage.watch(islice(made.requests(1, broken=1), len(made.breakable))):
        pass
    assert (coverage.unbroken(), coverage.share) == ([], 1)


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_every_rule_is_broken_or_has_a_reason(api: str) -> None:
    made = fuzzer(api)
    coverage = Coverage(made)
    reasons = coverage.unbreakable()
    assert not made.undocumented
    assert {*made.breakable, *reasons} == {
        (one.operation_id, rule) for one in made.operations for rule in rules(one)
    }
    around = {rule.pointer for (_, rule), told in reasons.items() if told == ALONG}
    assert around <= {f"#/components/schemas/SiteScriptRequest/oneOf/{place}/type" for place in (
        "0/properties/src", "1/properties/content",
    )}  # fmt: skip


@pytest.mark.parametrize("broken", [0, 0.25, 1])
def test_the_share_is_kept(broken: float) -> None:
    requests = list(islice(fuzzer("catalog").requests(1, broken), 400))
    assert sum(one.label.rule is not None for one in requests) == 400 * broken


def test_a_line_is_read_back() -> None:
    for number, one in enumerate(islice(fuzzer("thinkific").requests(3), 500)):
        assert read(line(number, one, "http://localhost/x"), "http://localhost/x") == one


def test_some_operations_alone() -> None:
    made = Fuzzer(contract.load("schema"), frozenset({"products.list"}))
    assert {one.operation_id for one in islice(made.requests(1), 50)} == {"products.list"}
