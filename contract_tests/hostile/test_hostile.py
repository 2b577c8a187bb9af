"""Every hostile request of cases.yaml, over a real socket, against a running server."""

from typing import Protocol

import pytest

from understudy.contract_tests.hostile.cases import Case, load
from understudy.contract_tests.hostile.verdict import run


class Server(Protocol):
    """Where a server listens."""

    host: str
    port: int


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in load("thinkific")])
def test_thinkific_stands(case: Case, thinkific_server: Server) -> None:
    problems = run(case, thinkific_server.host, thinkific_server.port)
    assert not problems, f"{case.why}\n- " + "\n- ".join(problems) + f"\nsent: {case.payload()[:400]!r}"
