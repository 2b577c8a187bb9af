"""A result in which everything is, much of it hostile."""

from __future__ import annotations

from collections import Counter

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.suite.observing import Tally
from understudy.contract_tests.suite.result import Accepted, Finding, Result
from understudy.contract_tests.traffic import Exchange

HOSTILE = (
    "</title></style></script><script>window.hacked = 1</script><img src=http://evil.test/a onerror=hacked=1>"
    "\"' onmouseover='hacked=1' "
    "\x00\x1b[31m\x85\u2028\ud800\ufffe ]]> --> &amp; {{7*7}} ::error::\n::warning::x\r\n"
)


def failure(code: str = "response-schema", whose: Whose = Whose.TARGET) -> Failure:
    exchange = Exchange(
        method="POST",
        url="http://localhost:8080/users?a=<b>",
        headers={"x-a": HOSTILE.encode("latin-1", "replace").decode("latin-1")},
        body=HOSTILE.encode(errors="replace") + b"\xff\x00",
        status=200,
        answer_headers={"content-type": "text/html", "x-b": HOSTILE},
        answer=HOSTILE.encode(errors="replace") + b"\xff\x00",
        seconds=0.0123,
    )
    return Failure(
        code, "createUser", whose, f"a rule {HOSTILE}", f"/items/* {HOSTILE}", HOSTILE, (exchange, exchange)
    )


def broken() -> Result:
    tally = Tally(
        statuses={"getUsers": Counter({200: 900, 401: 3, 418: 1}), "createUser": Counter({201: 10, 422: 4})},
        seconds={"getUsers": [0.001] * 904, "createUser": [0.002, 0.2]},
        fidelity={"getUsers": (9, 10), "createUser": (1, 1)},
        covered={"getUsers": (3, 4)},
    )
    return Result(
        api="thinkific",
        target=f"staging {HOSTILE}",
        seed=7,
        findings=[Finding(failure(), 3), Finding(failure("no-answer", Whose.CONTRACT), 1)],
        phases={"schema": 918},
        tally=tally,
        accepted=[Accepted(Finding(failure("known"), 1), f"a reason {HOSTILE}", "2026-01-31")],
        gone={"0123456789ab": f"gone {HOSTILE}"},
        left=[f"/groups/7: {HOSTILE}"],
        log=f"a log {HOSTILE}",
        served="understudy serve thinkific",
        seconds=12.5,
    )


def kept() -> Result:
    tally = Tally(statuses={"getUsers": Counter({200: 1})}, seconds={"getUsers": [0.001]})
    return Result("thinkific", "staging", 1, tally=tally, phases={"schema": 1})
