"""The verdict on one hostile case: send it, judge what comes back, and see that the server still answers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from understudy.contract_tests.hostile.cases import NOTHING, Case, Target
from understudy.contract_tests.hostile.request import HostileError, Words, build_request, methods_of
from understudy.contract_tests.hostile.wire import Exchange, Response, exchange

JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "object": dict,
    "array": list,
    "number": (int, float),
}


def log_in(target: Target, host: str, port: int) -> Words:
    """The `token` that the target's login gets from this server; nothing where there is no login."""
    if target.login is None:
        return NOTHING
    sender = target.sender.given({"host": f"{host}:{port}"})
    answer = exchange((host, port), build_request(target.login, sender), methods=methods_of(target.login))
    document = _document(answer.responses[0]) if answer.responses else None
    if document is None or "access_token" not in document[0]:
        raise HostileError(f"target {target.name}: its login got {_outcome(answer)}, and no access_token")
    return {"token": document[0]["access_token"]}


def run(case: Case, host: str, port: int, given: Words = NOTHING) -> list[str]:
    """Send the case, then the target's good request over a new connection; all that the server failed in.

    `given` is what `log_in` got.
    """
    address, given = (host, port), {**given, "host": f"{host}:{port}"}
    patience, after = case.request.get("patience", 5.0), case.request.get("after", "read")
    methods = methods_of(case.request, case.expect.answers)
    try:
        answer = exchange(address, case.payload(given), methods=methods, patience=patience, after=after)
        problems = judge(case, answer)
        if case.expect.same_as and not problems:
            other = exchange(address, case.payload_as(case.expect.same_as, given))
            problems += _compare(answer.responses[0], other, case.expect.same_as)
    except OSError as error:
        problems = [f"the server could not be reached: {error}"]
    return problems + _still_good(case, address, given)


def _still_good(case: Case, address: tuple[str, int], given: Words) -> list[str]:
    good = case.target.good
    try:
        answer = exchange(address, build_request(good, case.sender.given(given)), methods=methods_of(good))
    except OSError as error:
        return [f"afterwards the server could not be reached: {error}"]
    if [response.status for response in answer.responses] == [200]:
        return []
    return [f"afterwards the good request got {_outcome(answer)}, expected 200"]


def judge(case: Case, answer: Exchange) -> list[str]:
    """Everything about the answer that is not as the case, or HTTP itself, wants it."""
    expect, problems = case.expect, []
    if answer.leftover:
        problems.append(f"{len(answer.leftover)} bytes belong to no answer: {answer.leftover[:60]!r}")
    if expect.sequence:
        got = [response.status for response in answer.responses]
        fits = len(got) == len(expect.sequence) and all(
            status in step for status, step in zip(got, expect.sequence, strict=True)
        )
        return problems if fits else [*problems, f"answers are {got}, expected {_listed(expect.sequence)}"]
    if not answer.responses:
        if answer.ending in (*expect.wanted, *expect.tolerated):
            return problems
        return [*problems, f"got {_outcome(answer)}, expected {_listed((*expect.wanted, *expect.tolerated))}"]
    if len(answer.responses) != expect.answers:
        problems.append(f"{len(answer.responses)} answers, expected {expect.answers}")
    for response in answer.responses:
        problems += _judge_response(case, response)
    return problems


def _judge_response(case: Case, response: Response) -> list[str]:
    problems = list(_unlawful(response))
    if response.status in case.expect.wanted:
        return problems + list(_missing_facts(case, response))
    if response.status not in case.expect.tolerated:
        expected = _listed((*case.expect.wanted, *case.expect.tolerated))
        problems.append(f"got {response.status}, expected {expected}; the body begins {response.body[:200]!r}")
    return problems


def _unlawful(response: Response) -> Iterator[str]:
    """What no server may do, whatever was asked."""
    if not response.complete:
        yield "the answer broke off"
    if response.status == 405 and response.header("allow") is None:
        yield "405 without Allow (RFC 9110 15.5.6)"
    if response.status == 401 and response.header("www-authenticate") is None:
        yield "401 without WWW-Authenticate (RFC 9110 15.5.2)"
    if response.body and _media_type(response) == "application/json" and _document(response) is None:
        yield f"labelled as JSON, which it is not: {response.body[:80]!r}"


def _missing_facts(case: Case, response: Response) -> Iterator[str]:
    expect, document = case.expect, _document(response)
    for name, value in expect.headers.items():
        yield from _judge_header(name, value, response)
    for text in expect.mentions:
        if text.encode() not in response.body:
            yield f"the body does not mention {text}: {response.body[:200]!r}"
    if expect.body == "empty" and response.body:
        yield f"a body of {len(response.body)} bytes where none belongs"
    if expect.body == "json" and document is None:
        yield f"the body is no JSON: {response.body[:80]!r}"
    if expect.body == "error":
        yield from _judge_shape(case.target.shape(response.status), document, response)
    if expect.count is not None and response.status == 200:
        found = document[0].get(case.target.items) if document and isinstance(document[0], dict) else None
        if not isinstance(found, list) or len(found) != expect.count:
            yield f"not {expect.count} {case.target.items} in the body: {response.body[:200]!r}"


def _judge_header(name: str, expected: str, response: Response) -> Iterator[str]:
    got = response.header(name)
    if got is None:
        yield f"no {name}, expected {expected}"
    elif name.lower() == "allow":
        if sorted(part.strip() for part in got.split(",")) != sorted(part.strip() for part in expected.split(",")):
            yield f"Allow is {got!r}, expected {expected!r}"
    elif got != expected:
        yield f"{name} is {got!r}, expected {expected!r}"


def _judge_shape(shape: Mapping[str, str] | None, document: list[Any] | None, response: Response) -> Iterator[str]:
    """The target's error shape: exactly its keys, each of its JSON type, labelled as JSON."""
    if _media_type(response) != "application/json":
        yield f"an error of type {response.header('content-type')!r}, expected application/json"
    content = document[0] if document else None
    if shape is None:
        if document != [None]:
            yield f"not the error shape null: {response.body[:200]!r}"
        return
    keys = {key: JSON_TYPES[kind] for key, kind in shape.items()}
    if not isinstance(content, dict) or set(content) != set(keys):
        yield f"not the error shape {dict(shape)}: {response.body[:200]!r}"
    elif not all(isinstance(content[key], kind) for key, kind in keys.items()):
        yield f"not the types of {dict(shape)}: {response.body[:200]!r}"


def _compare(response: Response, other: Exchange, method: str) -> Iterator[str]:
    """What HEAD owes to GET: the same status, length and type."""
    if not other.responses:
        yield f"{method} got {_outcome(other)}"
        return
    same = other.responses[0]
    if response.status != same.status:
        yield f"status {response.status}, but {method} got {same.status}"
    for name in ("content-type", "content-length"):
        if response.header(name) != same.header(name):
            yield f"{name} {response.header(name)}, but {method} got {same.header(name)}"


def _media_type(response: Response) -> str:
    return (response.header("content-type") or "").partition(";")[0].strip().lower()


def _document(response: Response) -> list[Any] | None:
    """The parsed body in a list, since the body may be `null`; None where it is not strict JSON."""
    try:
        return [json.loads(response.body.decode(), parse_constant=_refuse_constant)]
    except (ValueError, RecursionError):
        return None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _outcome(answer: Exchange) -> str:
    if answer.responses:
        return " and ".join(str(response.status) for response in answer.responses)
    return f"no answer ({answer.ending})"


def _listed(statuses: tuple[Any, ...]) -> str:
    return ", ".join(str(status) for status in statuses)
