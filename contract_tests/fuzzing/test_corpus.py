"""The frozen corpus: it is that of the contract, every answer keeps the contract, and processes change nothing."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from understudy.contract_tests.fuzzing import corpus
from understudy.contract_tests.fuzzing.fuzzer import Fuzzer
from understudy.contract_tests.fuzzing.replay import replay
from understudy.specs import contract

LARGEST = 1_500_000


@pytest.mark.parametrize("api", contract.APIS)
def test_every_answer_keeps_the_contract(api: str) -> None:
    verdict = replay(api, corpus.load(contract.load(api)).requests)
    assert not verdict.wrong, "\n".join(map(str, verdict.wrong[:10]))


def test_processes_change_nothing() -> None:
    requests = corpus.load(contract.load("catalog")).requests
    alone = replay("catalog", requests)
    assert [replay("catalog", requests, processes) for processes in (2, 3)] == [alone, alone]


def test_a_wrong_answer_is_told_of() -> None:
    first, *rest = corpus.load(contract.load("catalog")).requests
    misled = replace(first, label=replace(first.label, expected=(299,)))
    (wrong,) = replay("catalog", [misled, *rest]).wrong
    assert "299, not " in str(wrong)


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_it_is_made_from_the_contract_alone(api: str) -> None:
    promised = contract.load(api)
    made = gzip.decompress(corpus.frozen(promised))
    assert made == gzip.decompress(corpus.path(api).read_bytes()), f"make it anew: understudy fuzz {api} --freeze"


@pytest.mark.parametrize("api", ["thinkific", "catalog"])
def test_it_breaks_every_rule_of_every_operation(api: str) -> None:
    promised = contract.load(api)
    broken = {(one.operation_id, one.label.rule) for one in corpus.load(promised).requests if one.label.rule}
    assert broken == set(Fuzzer(promised).breakable)


@pytest.mark.parametrize("api", contract.APIS)
def test_it_is_small_and_asks_for_every_operation(api: str) -> None:
    promised = contract.load(api)
    asked = {one.operation_id for one in corpus.load(promised).requests if one.label.rule is None}
    assert asked == set(promised.operations())
    assert corpus.path(api).stat().st_size < LARGEST


def test_of_another_contract_it_is_refused(tmp_path: Path) -> None:
    changed = replace(contract.load("catalog"), version="0123456789abcdef")
    with pytest.raises(
        corpus.StaleCorpusError, match=r"0123456789abcdef: make it anew with: understudy fuzz catalog"
    ):
        corpus.load(changed)
    with pytest.raises(corpus.StaleCorpusError, match="There is no corpus"):
        corpus.load(changed, tmp_path / "none.gz")
