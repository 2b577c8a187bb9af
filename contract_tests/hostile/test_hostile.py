"""Every hostile request of cases.yaml, over a real socket, against a running server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from understudy.contract_tests.hostile.cases import Case, Target, load
from understudy.contract_tests.hostile.request import Words
from understudy.contract_tests.hostile.verdict import log_in, run
from understudy.contract_tests.serving import Served

TARGETS = ("thinkific", "catalog", "dap", "schema")
CASES = [pytest.param(case, id=f"{target}:{case.id}") for target in TARGETS for case in load(target)]

LogIn = Callable[[Target, Served], Words]


@pytest.fixture(scope="session")
def logged_in() -> LogIn:
    """Logs in to each target once."""
    words: dict[str, Words] = {}

    def once(target: Target, server: Served) -> Words:
        if target.name not in words:
            words[target.name] = log_in(target, server.host, server.port)
        return words[target.name]

    return once


@pytest.mark.parametrize("case", CASES)
def test_it_stands(case: Case, serve: Callable[[str], Served], logged_in: LogIn) -> None:
    server = serve(case.target.api)
    problems = run(case, server.host, server.port, logged_in(case.target, server))
    assert not problems, f"{case.why}\n- " + "\n- ".join(problems) + f"\nsent: {case.payload()[:400]!r}"
