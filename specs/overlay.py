"""Applies an OpenAPI Overlay 1.0 document: actions that update or remove what their JSONPath selects.

Sources: https://spec.openapis.org/overlay/v1.0.0.html and, for JSONPath, RFC 9535. Stricter than they are,
for overlays that are kept beside a document which changes: an action is an error that selects nothing, that
gives no reason, or that does not either update or remove.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import jsonpath_rfc9535 as jsonpath

Document = dict[str, Any]
FIELDS = frozenset({"target", "description", "update", "remove"})


class OverlayError(ValueError):
    """An overlay that cannot be applied. `index` counts the actions from 0; None: the overlay as a whole."""

    def __init__(self, problem: str, remedy: str, index: int | None = None, target: object = None) -> None:
        place = "overlay" if index is None else f"overlay action {index} (target {target!r})"
        super().__init__(f"{place}: {problem}: {remedy}")
        self.index = index
        self.target = target


def apply(document: Mapping[str, Any], overlay: Mapping[str, Any]) -> Document:
    """A copy of `document` after all actions of `overlay`, in their order. Neither argument is changed.

    Objects are merged, name by name. An update of an array is appended to it as one entry; an array inside
    an update is added to the end of the array of the same name.

    Raises OverlayError.
    """
    result = deepcopy(dict(document))
    for index, action in enumerate(_actions(overlay)):
        _check(index, action)
        nodes = _select(index, action["target"], result)
        if action.get("remove") is True:
            _remove(index, action["target"], nodes)
        else:
            for node in nodes:
                _update(index, action["target"], node.value, action["update"])
    return result


def _actions(overlay: Mapping[str, Any]) -> Sequence[Any]:
    version = overlay.get("overlay")
    if not (isinstance(version, str) and version.startswith("1.0.")):
        raise OverlayError(f"version {version!r} is unknown", "write `overlay: 1.0.0`")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise OverlayError("there are no actions", "list at least one under `actions`")
    return actions


def _check(index: int, action: Any) -> None:
    if not isinstance(action, dict) or not isinstance(action.get("target"), str):
        raise OverlayError("the target is missing", "give a JSONPath as `target`", index)
    target = action["target"]
    if unknown := [name for name in action if name not in FIELDS and not str(name).startswith("x-")]:
        raise OverlayError(f"unknown field {unknown[0]!r}", f"use {', '.join(sorted(FIELDS))}", index, target)
    if not action.get("description"):
        raise OverlayError("there is no reason", "say why in `description`", index, target)
    if (action.get("remove") is True) == ("update" in action):
        raise OverlayError("it must update or remove", "give `update`, or `remove: true`", index, target)


def _select(index: int, target: str, document: Document) -> list[jsonpath.JSONPathNode]:
    try:
        nodes = list({node.location: node for node in jsonpath.find(target, document)}.values())
    except jsonpath.JSONPathError as error:
        raise OverlayError(f"not a JSONPath ({error})", "write it as RFC 9535 has it", index, target) from error
    if not nodes:
        raise OverlayError("it matches nothing", "mend the target, or drop the action", index, target)
    for node in nodes:
        if not isinstance(node.value, dict | list):
            raise OverlayError(
                f"{node.path()} is neither object nor array", "select what contains it", index, target
            )
    return nodes


def _remove(index: int, target: str, nodes: Sequence[jsonpath.JSONPathNode]) -> None:
    # From the last to the first, so that the positions of earlier entries of an array stay true.
    for node in sorted(nodes, key=lambda node: node.location, reverse=True):
        if node.parent is None:
            raise OverlayError("the document itself cannot be removed", "select a part of it", index, target)
        container: Any = node.parent.value
        del container[node.location[-1]]


def _update(index: int, target: str, value: Any, update: Any) -> None:
    if isinstance(value, list):
        value.append(deepcopy(update))
    elif isinstance(update, dict):
        _merge(value, update)
    else:
        raise OverlayError("an object can only be merged with an object", "make `update` one", index, target)


def _merge(value: Document, update: Mapping[str, Any]) -> None:
    for name, new in update.items():
        old = value.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            _merge(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            old.extend(deepcopy(new))
        else:
            value[name] = deepcopy(new)
