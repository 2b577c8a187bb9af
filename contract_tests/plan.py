"""How a campaign goes about an API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Credentials = Mapping[str, Mapping[str, str]]
"""Name of a security scheme -> what it wants: `api_key`, `bearer`, or `username` and `password`."""


@dataclass(frozen=True)
class Plan:
    """Examples of what no generator would find are given by operationId.

    credentials     for each security scheme
    parameters      a good value for each of an operation's parameters, by name
    bodies          a good body
    refusals        what an operation says in a 400 that the contract cannot foresee: one of these texts
    judges          whether the mock judges requests itself, by models that its sandboxes have of their own: what
                    keeps the contract may then be refused with 400, as long as the answer tells a field and a code
    tags            of the operations that are asked where time is short; none for all of them
    max_examples    random requests for each operation
    walks           stateful walks
    """

    credentials: Credentials
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    bodies: Mapping[str, Any] = field(default_factory=dict)
    refusals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    judges: bool = False
    tags: frozenset[str] = frozenset()
    max_examples: int = 8
    walks: int = 8
