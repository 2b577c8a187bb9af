"""Goals, at and beside their limits."""

import pytest
from benchmarks.files import FileFigures
from benchmarks.goals import (
    Verdict,
    at_least,
    at_most,
    file_goals,
    query_goals,
    server_goals,
    shop_goals,
    store_goals,
)
from benchmarks.load import Load
from benchmarks.measure import Figures, Results
from benchmarks.queries import QUICK, SLOW, QueryFigures
from benchmarks.shop import ShopFigures
from benchmarks.store import StoreFigures
from benchmarks.targets import BARE, CONNEXION, MOCK, WIREMOCK, Target


def results(**rates: float) -> Results:
    """Servers by name, with the same rate in both scenarios that are judged."""
    return Results(
        {
            name: Figures([0.5, 0.7, 9.0], {"course": [Load(rate, 1)], "users": [Load(rate, 1)]}, memory=100)
            for name, rate in rates.items()
        }
    )


def by_goal(verdicts: list[Verdict]) -> dict[str, bool | None]:
    return {verdict.goal: verdict.met for verdict in verdicts}


@pytest.mark.parametrize(
    ("verdict", "met"),
    [
        pytest.param(at_least("g", 0.5, 0.5), True, id="just enough"),
        pytest.param(at_least("g", 0.5, 0.499), False, id="too little"),
        pytest.param(at_most("g", 100, 100), True, id="just not too much"),
        pytest.param(at_most("g", 100, 100.1), False, id="too much"),
        pytest.param(at_least("g", 6, None), None, id="not measured"),
    ],
)
def test_a_goal_is_met_at_its_limit(verdict: Verdict, met: bool | None) -> None:
    assert verdict.met is met


@pytest.mark.parametrize(
    ("peer", "rate", "goal", "met"),
    [
        pytest.param(BARE, 20_000, "One course, against bare ASGI", True, id="half of bare"),
        pytest.param(BARE, 20_001, "One course, against bare ASGI", False, id="less than half of bare"),
        pytest.param(WIREMOCK, 10_000, "25 users, against WireMock's fixed answer", True, id="as WireMock"),
        pytest.param(CONNEXION, 1_700, "One course, against Connexion with validation", False, id="5.9 times"),
        pytest.param(CONNEXION, 1_600, "One course, against Connexion with validation", True, id="6.25 times"),
    ],
)
def test_the_mock_is_judged_beside_others(peer: Target, rate: float, goal: str, met: bool) -> None:
    verdicts = by_goal(server_goals(results(**{MOCK.name: 10_000, peer.name: rate})))
    assert verdicts[goal] is met
    assert verdicts["Ready"] is True
    assert verdicts["Memory"] is True


def test_without_the_others_nothing_is_claimed() -> None:
    verdicts = by_goal(server_goals(results(mock=10_000)))
    assert {goal for goal, met in verdicts.items() if met is None} == set(verdicts) - {"Ready", "Memory"}


def test_an_insert_may_cost_a_quarter_more_among_many() -> None:
    ratio = "The same, as a ratio"
    assert by_goal(store_goals(StoreFigures(1, 1, 40, 50, 1, 1)))[ratio] is True
    assert by_goal(store_goals(StoreFigures(1, 1, 40, 51, 1, 1)))[ratio] is False


def test_files_have_a_rate_for_jsonl_and_a_bound_on_memory() -> None:
    figures = FileFigures({"jsonl": 40_000.0, "csv": 1.0}, (100.0, 201.0), 80_000.0)
    verdicts = {verdict.goal: (verdict.measured, verdict.met) for verdict in file_goals(figures)}
    assert verdicts["1,000,000 rows as jsonl"] == (40_000.0, False)
    assert verdicts["1,000,000 rows as csv"] == (1.0, None)
    assert verdicts["jsonl, against compressing alone"] == (0.5, None)
    assert verdicts["Most memory, sending jsonl"] == (100.0, True)
    assert verdicts["Most memory, after every format"] == (201.0, False)


def test_queries_may_take_twice_as_long_among_many() -> None:
    verdicts = by_goal(query_goals(QueryFigures(dict.fromkeys(QUICK, (10, 20)), dict.fromkeys(SLOW, 0.02))))
    assert verdicts["Lookup by id, against 1,000 records"] is True
    assert verdicts["Page half a million deep"] is True
    verdicts = by_goal(query_goals(QueryFigures(dict.fromkeys(QUICK, (10, 21)), dict.fromkeys(SLOW, 2.1))))
    assert verdicts["Page of 25, against 1,000"] is False
    assert verdicts["Page half a million deep"] is False
    assert verdicts["Filter on an unindexed field"] is False


def test_a_shop_is_held_to_the_bare_app_and_to_a_start() -> None:
    figures = ShopFigures(read=(39.0, 100.0), product=(10.0, 100.0), order=(1.0, 100.0), ready=1.6)
    verdicts = by_goal(shop_goals(figures))
    assert verdicts["Reading a product, against bare ASGI"] is False
    assert verdicts["Making a product, against bare ASGI"] is True
    assert verdicts["Making an order, against bare ASGI"] is None
    assert verdicts["Every API ready on one port"] is False
