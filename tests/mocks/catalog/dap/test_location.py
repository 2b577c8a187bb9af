"""Where in a body a value stands."""

from __future__ import annotations

import pytest

from understudy.mocks.catalog.dap.location import locate

BODY = b'{\n  "a": [1, {"b\\"": "x, ]"}, null],\n  "c" : true}'


@pytest.mark.parametrize(
    ("source", "path", "place"),
    [
        (BODY, (), (1, 1)),
        (BODY, ("a",), (2, 8)),
        (BODY, ("a", 0), (2, 9)),
        (BODY, ("a", 1), (2, 12)),
        (BODY, ("a", 1, 'b"'), (2, 20)),
        (BODY, ("a", 2), (2, 29)),
        (BODY, ("c",), (3, 9)),
        (BODY, ("a", 1, "missing"), (2, 12)),
        (BODY, ("missing",), (1, 1)),
        (BODY, ("c", "deeper"), (3, 9)),
        (b"[]", (0,), (1, 1)),
        (b"grant_type=nothing", ("grant_type",), (1, 1)),
        (b"", ("format",), (1, 1)),
        ('{"é": 1, "b": 2}'.encode(), ("b",), (1, 15)),
    ],
    ids=lambda value: str(value)[:40],
)
def test_locate(source: bytes, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    found = locate(source, path)
    assert (found["line"], found["column"]) == place


def test_characters_are_counted_from_the_beginning() -> None:
    assert locate(BODY, ("a",))["character"] == 10
