"""Every hostile request of cases.yaml, over a real socket, against a running server."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from understudy.contract_tests.hostile.cases import Case, load
from understudy.contract_tests.hostile.verdict import run
from understudy.contract_tests.serving import Served


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in load("thinkific")])
def test_thinkific_stands(case: Case, serve: Callable[[str], Served]) -> None:
    server = serve("thinkific")
    problems = run(case, server.host, server.port)
    assert not problems, f"{case.why}\n- " + "\n- ".join(problems) + f"\nsent: {case.payload()[:400]!r}"
