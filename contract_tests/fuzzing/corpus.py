"""The frozen corpus of each API: requests that are kept with the contract that they were made from."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import orjson

from understudy.contract_tests.fuzzing.fuzzer import Constraint, Fuzzed, Fuzzer
from understudy.contract_tests.fuzzing.judging import Rule
from understudy.contract_tests.fuzzing.lines import line, read
from understudy.specs.contract import Contract

FOLDER = Path(__file__).parent.parent / "corpus"
SEED = 1
VALID: Mapping[str, int] = {"thinkific": 12, "catalog": 12, "schema": 1}
"""API -> valid requests for each operation."""
EACH_RULE_ONCE = frozenset({"schema"})
"""APIs whose operations share most rules: each rule is broken in one of them, not in all."""


class StaleCorpusError(ValueError):
    """The corpus was made from another contract, or there is none. Says what to run."""


@dataclass(frozen=True)
class Corpus:
    api: str
    requests: tuple[Fuzzed, ...]


def path(api: str) -> Path:
    return FOLDER / f"{api}.jsonl.gz"


def chosen(contract: Contract) -> Iterator[Fuzzed]:
    """The requests of a corpus, operation by operation: every rule broken, and some that keep all."""
    fuzzer, rng = Fuzzer(contract), Random(SEED)
    each: list[Fuzzed] = [fuzzer.breaking(rng, one) for one in _constraints(contract.api, fuzzer)]
    for _ in range(VALID[contract.api]):
        each.extend(fuzzer.keeping(rng))
    places = {one.operation_id: number for number, one in enumerate(fuzzer.operations)}
    yield from sorted(each, key=lambda fuzzed: places[fuzzed.operation_id])


def _constraints(api: str, fuzzer: Fuzzer) -> list[Constraint]:
    if api not in EACH_RULE_ONCE:
        return fuzzer.breakable
    once: dict[Rule, Constraint] = {rule: (operation_id, rule) for operation_id, rule in fuzzer.breakable}
    return list(once.values())


def frozen(contract: Contract) -> bytes:
    """The file of a corpus."""
    head = orjson.dumps({"api": contract.api, "contract": contract.version})
    lines = [line(number, fuzzed, "") for number, fuzzed in enumerate(chosen(contract))]
    return gzip.compress(b"\n".join([head, *lines, b""]), mtime=0)


def load(contract: Contract, file: Path | None = None) -> Corpus:
    """The corpus of a contract. Raises StaleCorpusError."""
    file = path(contract.api) if file is None else file
    remedy = f"make it anew with: understudy fuzz {contract.api} --freeze"
    if not file.is_file():
        raise StaleCorpusError(f"There is no corpus at {file}: {remedy}")
    head, *lines = gzip.decompress(file.read_bytes()).splitlines()
    known = orjson.loads(head)["contract"]
    if known != contract.version:
        raise StaleCorpusError(
            f"The corpus of {contract.api} was made from contract {known}, this is {contract.version}: {remedy}"
        )
    return Corpus(contract.api, tuple(map(read, lines)))
