"""Which statuses a request may get, by what the contract documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from understudy.contract_tests.fuzzing.operations import Operation

Part = Literal[
    "path", "query", "header", "body", "no body", "media type", "text", "credentials", "method", "paths"
]

REFUSALS: Mapping[Part, tuple[tuple[int, ...], ...]] = {
    "path": ((400, 404),),
    "query": ((400,), (422,)),
    "header": ((400,), (422,)),
    "body": ((422,), (400,)),
    "no body": ((400,), (422,)),
    "media type": ((415,),),
    "text": ((400,),),
    "credentials": ((401, 403),),
    "method": ((405,),),
    "paths": ((404,),),
}
"""For each part that can break a rule, statuses that say so: the first of these that the operation documents. A
path that breaks a rule may be called wrong, or simply be that of nothing."""
BY_HTTP: tuple[Part, ...] = ("method", "paths")
"""What HTTP itself answers, wherever no operation is there to document it."""
REFUSING = frozenset({400, 401, 403, 413, 415, 429})
"""What no valid request gets, with the right credentials."""
JUDGING: Mapping[str, frozenset[str] | None] = {
    "schema": None,
    "catalog": frozenset({"createJob"}),
}
"""API -> operations that have rules in their answers to 400 that no contract can tell; None for all: models that a
sandbox can change judge every request to Schema, and a job of Catalog must be within the time there is data of."""


def of_valid(api: str, operation: Operation) -> tuple[int, ...]:
    """What a valid request may get. It may name a record that is not there, or take a name that is taken."""
    statuses = operation.statuses - REFUSING
    judging = JUDGING.get(api, frozenset())
    if judging is None or operation.operation_id in judging:
        statuses |= operation.statuses & {400}
    return tuple(sorted(statuses))


def of_broken(api: str, operation: Operation, part: Part) -> tuple[int, ...]:
    """What a request gets that breaks one rule for this part; nothing where none is documented.

    Where models judge, a record has to be there before anything is held against its model.
    """
    if api in JUDGING and JUDGING[api] is None and part in ("query", "body", "text") and "{" in operation.template:
        return tuple(sorted(operation.statuses & {400, 404}))
    for statuses in REFUSALS[part]:
        found = statuses if part in BY_HTTP else tuple(one for one in statuses if one in operation.statuses)
        if found:
            return found
    return ()
