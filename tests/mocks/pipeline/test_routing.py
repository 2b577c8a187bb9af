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
        ("/users/me/keys/1", "/users/{id}/keys/{key}", ["me", "1"]),
    ],
)
def test_find(root: Node, path: str, template: str, values: list[str]) -> None:
    node, found = root.find(path)
    assert (node.methods["GET"]["path"], found) == (template, values)


@pytest.mark.parametrize("path", ["/", "", "/user", "/users/7/keys", "/users/me/key", "//users", "/../users"])
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


@pytest.fixture
def fallback() -> Node:
    made = Node()
    for path in (
        "/users/{id}/keys",
        "/users/{id}/{field}",
        "/{model}/{id}",
        "/{model}/{id}/{field}/{entry}",
        "/a/b",
    ):
        made.grow(path).methods["GET"] = {"path": path}
    return made


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        pytest.param("/users/7/keys", "/users/{id}/keys", ["7"], id="literal before parameter"),
        pytest.param("/users/7/name", "/users/{id}/{field}", ["7", "name"], id="literal at first"),
        pytest.param("/users/7", "/{model}/{id}", ["users", "7"], id="literal path ends too early"),
        pytest.param(
            "/users/7/keys/8", "/{model}/{id}/{field}/{entry}", ["users", "7", "keys", "8"], id="goes on"
        ),
        pytest.param("/a/c", "/{model}/{id}", ["a", "c"], id="no parameter beside the literal"),
        pytest.param("/a/b/c/d", "/{model}/{id}/{field}/{entry}", ["a", "b", "c", "d"], id="two steps back"),
    ],
)
def test_fallback(fallback: Node, path: str, template: str, values: list[str]) -> None:
    node, found = fallback.find(path)
    assert (node.methods["GET"]["path"], found) == (template, values)


@pytest.mark.parametrize("path", ["/users", "/a//c/d", "/a/b/c/", "/users/7/keys/8/9"])
def test_no_fallback(fallback: Node, path: str) -> None:
    with pytest.raises(ProtocolError):
        fallback.find(path)
