"""What the documentation tells: a few requests, one after the other, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from understudy.contract_tests.behaviour.client import Who
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.behaviour.rules import RuleBroken
from understudy.contract_tests.behaviour.same import same
from understudy.contract_tests.behaviour.trial import NothingThere, Trial
from understudy.contract_tests.failure import Failure
from understudy.contract_tests.traffic import Exchange

CENT = 0.005
NEEDED = {"wait": "forward", "arranged": "fresh", "change": "change"}
"""What a target must be able to do for a step: move its clock, begin anew, or change a record by itself."""


def check(trial: Trial, skipped: list[str]) -> Iterator[Failure]:
    for name, steps in trial.declaration.stories.items():
        asked = [step["ask"] for step in steps if "ask" in step]
        needs = [word for word, name in NEEDED.items() if any(word in step for step in steps)]
        able = all(hasattr(trial.client.target, NEEDED[word]) for word in needs)
        if not able or not trial.client.may(*asked):
            skipped.append(f"story: {name}")
            continue
        if "arranged" in steps[0]:
            trial.client.target.fresh()  # type: ignore[attr-defined]
        trial.client.forget()
        try:
            yield from _told(trial, name, steps)
        except RuleBroken as broken:
            yield broken.failure
        except NothingThere as nothing:
            skipped.append(f"story: {name}: there are no {nothing}")


def _told(trial: Trial, name: str, steps: list[Mapping[str, Any]]) -> Iterator[Failure]:
    kept: dict[str, Any] = {}
    exchanges: list[Exchange] = []
    for number, step in enumerate(steps):
        if "arranged" in step:
            continue
        if "keep" in step and "ask" not in step:
            kept |= {one: trial.filled(_known(value, kept)) for one, value in step["keep"].items()}
            continue
        if "change" in step:
            target: Any = trial.client.target
            target.change(step["change"], _known(step["of"], kept), step["to"])
            continue
        if "wait" in step:
            trial.client.target.forward(step["wait"])  # type: ignore[attr-defined]
            continue
        values = trial.filled(_known(step.get("with", {}), kept))
        body = trial.filled(_known(step["send"], kept)) if "send" in step else None
        exchange = trial.client.ask(step["ask"], values, body, Who[step.get("as", "own").upper()])
        exchanges.append(exchange)
        wanted = step.get("status")
        statuses = wanted if isinstance(wanted, list) else [wanted]
        good = exchange.status in statuses if wanted else 200 <= exchange.status < 300
        place = f"{name}/{number}"
        yield from trial.held(
            good, "story", step["ask"], place,
            f"{name}: step {number + 1} was answered {exchange.status}, and {wanted or 'success'} was due",
            *exchanges,
        )  # fmt: skip
        if not good:
            return
        answer = (
            exchange.json()
            if exchange.answer and "json" in exchange.answer_headers.get("content-type", "")
            else None
        )
        for path, value in step.get("expect", {}).items():
            found, due = at(answer, path), _known(value, kept)
            yield from trial.held(
                meets(due, found), "story", step["ask"], f"{place}/{path}",
                f"{name}: {path or 'the answer'} is {found!r}, and {due!r} was due", *exchanges,
            )  # fmt: skip
        kept |= {one: at(answer, path) for one, path in step.get("keep", {}).items()}


def meets(due: Any, found: Any) -> bool:
    """Equal, or all that the words say: `has` and `lacks` an entry, so many of `length` (or as many as a list),
    `each` entry has these fields, `unique` in a field, in each a field `adds` up others; `long` so many
    characters; anything but what is `not`.
    """
    if isinstance(due, dict) and due and due.keys() <= WORDS.keys():
        return all(WORDS[word](found, value) for word, value in due.items())
    return found is None if due is None else same(due, found)


WORDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "has": lambda found, value: isinstance(found, list) and any(same(value, one) for one in found),
    "lacks": lambda found, value: isinstance(found, list) and not any(same(value, one) for one in found),
    "not": lambda found, value: not same(value, found),
    "length": lambda found, value: (
        isinstance(found, list) and len(found) == (len(value) if isinstance(value, list) else value)
    ),
    "each": lambda found, value: isinstance(found, list) and all(same(value, one) for one in found),
    "unique": lambda found, value: (
        isinstance(found, list) and len({str(at(one, value)) for one in found}) == len(found)
    ),
    "adds": lambda found, value: isinstance(found, list) and all(_adds(one, value) for one in found),
    "long": lambda found, value: isinstance(found, str) and len(found) == value,
}


def _adds(record: Any, sums: Mapping[str, str]) -> bool:
    """Whether a field is the sum of another one in the entries of a list: `total: listings.amount`."""
    for name, path in sums.items():
        entries, _, part = path.rpartition(".")
        parts = [float(value) for one in at(record, entries) or () if (value := at(one, part)) is not None]
        if abs(float(at(record, name)) - sum(parts)) >= CENT:
            return False
    return True


def _known(template: Any, kept: Mapping[str, Any]) -> Any:
    """A template with `$name` replaced by what was kept under that name; also within texts, as `${name}`."""
    if isinstance(template, dict):
        if template.keys() == {"upper"}:
            return str(_known(template["upper"], kept)).upper()
        return {name: _known(value, kept) for name, value in template.items()}
    if isinstance(template, list):
        return [_known(value, kept) for value in template]
    if isinstance(template, str) and template[1:] in kept and template[:1] == "$":
        return kept[template[1:]]
    if isinstance(template, str) and "${" in template:
        for name, value in kept.items():
            template = template.replace(f"${{{name}}}", str(value))
    return template
