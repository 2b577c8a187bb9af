from __future__ import annotations

from collections.abc import Sequence

import pytest

from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.operations import base_path
from understudy.contract_tests.shrinking import shrink, shrunk
from understudy.contract_tests.targets.local import Local
from understudy.contract_tests.targets.target import Request
from understudy.contract_tests.traffic import Exchange
from understudy.specs import contract


@pytest.mark.parametrize(
    ("needed", "steps"),
    [({3}, 10), ({0, 9}, 10), ({1, 2, 7}, 8), (set(), 5), (set(range(4)), 4)],
    ids=["one", "both ends", "three", "none", "all"],
)
def test_only_what_is_needed_is_kept(needed: set[int], steps: int) -> None:
    def fails(chosen: Sequence[int]) -> bool:
        return needed <= set(chosen)

    assert shrink(range(steps), fails) == sorted(needed)


def test_a_failure_keeps_the_requests_that_it_needs() -> None:
    with Local("thinkific") as local:

        def ask(method: str, path: str, body: bytes = b"") -> Exchange:
            headers = (*local.credentials.items(), ("content-type", "application/json"))
            return local.ask(Request(method, path, headers=headers, body=body))

        history = [ask("GET", "/courses"), ask("POST", "/groups", b'{"name": "One"}'), ask("GET", "/users")]
        history.append(ask("POST", "/groups", b'{"name": "One"}'))
        failure = Failure("unique", "createGroup", Whose.TARGET, "", "", "", (history[-1],))
        found = shrunk(failure, history, local, base_path(contract.load("thinkific")))
    assert [(exchange.method, exchange.path[-7:], exchange.status) for exchange in found.exchanges] == [
        ("POST", "/groups", 200),
        ("POST", "/groups", 422),
    ]
