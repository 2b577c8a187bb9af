from __future__ import annotations

import inspect
import logging
from collections.abc import Iterator

import pytest

from understudy.contract_tests.mutants.hunting import hunt
from understudy.contract_tests.mutants.mutant import Mutant, mutants
from understudy.contract_tests.mutants.planting import PlantingError, planted
from understudy.mocks.thinkific.pages import Window

EVERY = mutants()
QUICK = (
    "off-by-one page", "page ignored", "limit ignored", "wrong total", "auth skipped", "wrong type",
    "filter ignored", "wrong order", "missing field", "wrong record", "sort", "criteria operator",
)  # fmt: skip


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A mistake that is a crash need not be told of."""
    logger = logging.getLogger("understudy")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    yield
    logger.setLevel(level)


def test_there_are_enough_and_each_is_another() -> None:
    assert len(EVERY) >= 120
    assert len({mutant.name for mutant in EVERY}) == len(EVERY)


@pytest.mark.parametrize("mutant", EVERY, ids=lambda mutant: mutant.name[:80])
def test_each_can_be_planted_and_taken_out(mutant: Mutant) -> None:
    before = inspect.getsource(Window)
    with planted(mutant):
        pass
    assert inspect.getsource(Window) == before


def test_a_mistake_is_there_only_for_a_while() -> None:
    mutant = Mutant("thinkific", "page ignored", "thinkific.pages:Window.offset", "self.number - 1", "0")
    window = Window(3, 10)
    with planted(mutant):
        assert window.offset == 0
    assert window.offset == 20


@pytest.mark.parametrize(
    ("place", "text"),
    [("thinkific.pages:Window.offset", "no such text"), ("thinkific.pages:Window.size", ""), ("#/paths", "")],
)
def test_what_cannot_be_planted_is_told(place: str, text: str) -> None:
    keyword = "nowhere" if place.startswith("#") else ""
    with pytest.raises(PlantingError), planted(Mutant("thinkific", "", place, text, "", keyword)):
        pass


def first(kind: str) -> Mutant:
    return next(mutant for mutant in EVERY if mutant.kind == kind)


@pytest.mark.parametrize("kind", QUICK)
def test_a_dozen_is_found(kind: str) -> None:
    kill = hunt(first(kind))
    assert kill.by, kind
