from __future__ import annotations

from collections import Counter

import pytest

from understudy.mocks.composition import APIS, Options
from understudy.mocks.schema.api import SCHEMA


@pytest.mark.parametrize(
    ("apis", "asked", "name", "records"),
    [
        pytest.param((), None, "schema", 1_000, id="all"),
        pytest.param(("schema", "catalog"), None, "schema", 1_000, id="several"),
        pytest.param(("schema",), None, "schema", 20_500, id="Schema alone"),
        pytest.param(("catalog",), None, "catalog", 1_000, id="Catalog alone"),
        pytest.param(("schema",), 7, "schema", 7, id="what is asked for"),
        pytest.param((), 0, "schema", 0, id="none"),
    ],
)
def test_how_many_records(apis: tuple[str, ...], asked: int | None, name: str, records: int) -> None:
    assert Options(apis, records=asked).records_of(name) == records


@pytest.mark.parametrize("api", APIS)
def test_the_only_api_is_no_several(api: str) -> None:
    """An API that is named twice is one."""
    assert Options((api, api)).records_of(api) == APIS[api].records


def test_a_shop_of_its_own_size() -> None:
    kinds = Counter(kind for kind, _ in SCHEMA.generate(seed=1, records=SCHEMA.records))
    assert kinds["products"] >= 300
    assert kinds["orders"] >= 2_000
