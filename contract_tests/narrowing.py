"""Parts of a contract."""

from __future__ import annotations

import copy
from collections.abc import Callable, Set
from dataclasses import replace

from understudy.specs.contract import METHODS, Contract


def part(contract: Contract, tags: Set[str]) -> Contract:
    """A contract of the operations with one of these tags; the contract itself where there are none."""
    return of_paths(contract, lambda _, tagged: bool(tags & tagged)) if tags else contract


def of_paths(contract: Contract, chosen: Callable[[str, Set[str]], bool]) -> Contract:
    """A contract of the paths that are chosen by their template and their operations' tags."""
    document = copy.deepcopy(contract.document)
    for path, item in contract.document["paths"].items():
        tags = {tag for method in item.keys() & set(METHODS) for tag in item[method].get("tags", ())}
        if not chosen(path, tags):
            del document["paths"][path]
    return replace(contract, document=document)
