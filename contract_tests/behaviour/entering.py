"""Who is let in: nobody without credentials, and nobody with wrong ones, wherever they ask."""

from __future__ import annotations

from collections.abc import Iterator

from understudy.contract_tests.behaviour.client import Who
from understudy.contract_tests.behaviour.declaration import IN_PATH
from understudy.contract_tests.behaviour.trial import Trial
from understudy.contract_tests.failure import Failure

UNAUTHORIZED, FORBIDDEN = 401, 403


def check(trial: Trial) -> Iterator[Failure]:
    """Each operation is asked without credentials and with wrong ones, also one that writes, if the target may be
    written to: a target that lets it be done is what this looks for."""
    for operation, (_, path, _) in trial.client.operations.items():
        if not trial.client.schemes(operation) or not trial.client.may(operation):
            continue
        values = dict.fromkeys(IN_PATH.findall(path), "1")
        bare = trial.client.ask(operation, values, who=Who.NOBODY)
        yield from trial.held(
            bare.status == UNAUTHORIZED, "no-credentials", operation, "", f"it was answered {bare.status}", bare
        )
        for who in (Who.WRONG, Who.FORGED):
            wrong = trial.client.ask(operation, values, who=who)
            yield from trial.held(
                wrong.status in (UNAUTHORIZED, FORBIDDEN), "wrong-credentials", operation, "",
                f"it was answered {wrong.status}", wrong,
            )  # fmt: skip
