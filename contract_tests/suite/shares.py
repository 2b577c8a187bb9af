"""How the paths of a contract are dealt out."""

from __future__ import annotations

from understudy.specs.contract import METHODS, Contract


def shares(contract: Contract, count: int) -> list[set[str]]:
    """Paths, dealt out so that those with a tag in common stay together and the shares are of like size."""
    groups: dict[str, set[str]] = {}
    sizes: dict[str, int] = {}
    for path, item in contract.document["paths"].items():
        operations = [item[method] for method in METHODS if method in item]
        tag = next((tag for operation in operations for tag in operation.get("tags", ())), "")
        groups.setdefault(tag, set()).add(path)
        sizes[tag] = sizes.get(tag, 0) + len(operations)
    shares: list[tuple[int, set[str]]] = [(0, set()) for _ in range(count)]
    for tag in sorted(groups, key=lambda tag: (-sizes[tag], tag)):
        smallest = min(range(count), key=lambda number: (shares[number][0], number))
        size, paths = shares[smallest]
        shares[smallest] = (size + sizes[tag], paths | groups[tag])
    return [paths for _, paths in shares]
