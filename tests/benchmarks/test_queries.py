"""The queries that are measured find something to do."""

import pytest
from benchmarks.queries import QUICK, SLOW, Ask, filled, measure


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        pytest.param(QUICK["indexed"], 5, id="five products of an account"),
        pytest.param(QUICK["page"], 25, id="page"),
        pytest.param(QUICK["sorted page"], 25, id="sorted page"),
        pytest.param(SLOW["deep page"], 25, id="deep page"),
        pytest.param(SLOW["unindexed"], 0, id="all are looked at"),
        pytest.param(SLOW["open"], 0, id="all lists are looked at"),
        pytest.param(SLOW["group"], 12, id="months"),
    ],
)
def test_queries_find(ask: Ask, found: int) -> None:
    store = filled(500)
    answer = ask(store, 500)
    store.close()
    assert isinstance(answer, list)
    assert len(answer) == found


def test_every_query_is_measured() -> None:
    figures = measure(lambda said: None, few=100, many=500, rounds=1)
    assert figures.quick.keys() == QUICK.keys()
    assert figures.slow.keys() == SLOW.keys()
