from __future__ import annotations

import pytest

from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.routing import Node


@pytest.fixture
def root() -> Node:
    made = Node()
    for path in ("/users", "/users/{id}", "/users/me", "/users/{id}/keys/{key}"):
        made.grow(path).methods["GET"] = {"path": path}
    return made


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        ("/users", "/users", []),
        ("/users/7", "/users/{id}", ["7"]),
        ("/users/me", "/users/me", []),
        ("/users/a%2Fb", "/users/{id}", ["a/b"]),
        ("/users/%E2%82%AC", "/users/{id}", ["€"]),
        ("/users/7/keys/8", "/users/{id}/keys/{key}", ["7", "8"]),
    ],
)
def test_find(root: Node, path: str, template: str, values: list[str]) -> None:
    node, found = root.find(path)
    assert (node.methods["GET"]["path"], found) == (template, values)


@pytest.mark.parametrize("path", ["/", "", "/user", "/users/7/keys", "/users/me/keys/1", "//users", "/../users"])
def test_unknown(root: Node, path: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        root.find(path)
    assert caught.value.status == 404


def test_a_segment_that_is_not_utf8(root: Node) -> None:
    with pytest.raises(ProtocolError, match="not UTF-8") as caught:
        root.find("/users/%ff")
    assert caught.value.status == 400


def test_names_of_parameters(root: Node) -> None:
    assert root.find("/users/7/keys/8")[0].names == ("id", "key")
