"""The parts of a formula. `depth` counts the levels of a part, itself included."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Literal:
    """A text, number, true, false or null that stands in the formula."""

    value: object
    depth = 1


@dataclass(frozen=True)
class Name:
    """A field, by its path: `price`, `items.price_total`, `account.password`."""

    path: str
    depth = 1


@dataclass(frozen=True)
class Listing:
    """`[1, 2, 3]`."""

    entries: tuple[Node, ...]

    @cached_property
    def depth(self) -> int:
        return 1 + max((entry.depth for entry in self.entries), default=0)


@dataclass(frozen=True)
class Call:
    """`slug(name)`. Operators that evaluate no more than they must are calls too: `a && b`, `a ? b : c`.

    `column` is where it stands in the formula, from 1.
    """

    function: str
    arguments: tuple[Node, ...]
    column: int

    @cached_property
    def depth(self) -> int:
        return 1 + max((argument.depth for argument in self.arguments), default=0)


@dataclass(frozen=True)
class Operation:
    """`price * quantity`."""

    sign: str
    left: Node
    right: Node

    @cached_property
    def depth(self) -> int:
        return 1 + max(self.left.depth, self.right.depth)


Node = Literal | Name | Listing | Call | Operation
