"""The second opinion bites, in both directions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from understudy.contract_tests.first_opinion import Verdict
from understudy.contract_tests.second_opinion import SecondOpinion
from understudy.contract_tests.traffic import Exchange
from understudy.specs import contract

TABLES = Exchange(
    method="GET",
    url="https://mock.test:8080/dap/query/catalog/table",
    headers={},
    body=b"",
    status=200,
    answer_headers={"content-type": "application/json"},
    answer=b'{"tables": ["orders"]}',
)
JOB = replace(
    TABLES,
    method="POST",
    url="https://mock.test:8080/dap/query/catalog/table/orders/data",
    headers={"content-type": "application/json"},
    body=b'{"format": "csv"}',
    status=202,
    answer=b'{"id": "a", "status": "waiting"}',
)
FILE = replace(
    TABLES,
    url="https://mock.test:8080/dap/file/a/b.parquet",
    answer_headers={"content-type": "application/octet-stream"},
    answer=b"PAR1\x00\xff",
)


@pytest.fixture(scope="module")
def opinion() -> SecondOpinion:
    return SecondOpinion(contract.load("catalog"))


@pytest.mark.parametrize(
    ("exchange", "told"),
    [
        pytest.param(TABLES, [], id="right, at another host than the vendor's, without credentials"),
        pytest.param(JOB, [], id="right, with a body"),
        pytest.param(FILE, [], id="right, a file"),
        pytest.param(replace(JOB, body=b"{}"), [], id="a wrong request, on which both agree"),
        pytest.param(replace(TABLES, method="PUT", status=405), [], id="no operation"),
        pytest.param(replace(TABLES, answer=b'{"tables": ["orders"], "more": 1}'), ["answer"], id="one key more"),
        pytest.param(replace(TABLES, answer=b"{}"), ["answer"], id="one key less"),
        pytest.param(replace(TABLES, answer=b"[" * 100_000), ["answer"], id="nested without end"),
        pytest.param(replace(TABLES, status=201), ["answer"], id="another status"),
        pytest.param(replace(FILE, answer_headers={"content-type": "text/csv"}), ["answer"], id="another type"),
    ],
)
def test_disagreements(opinion: SecondOpinion, exchange: Exchange, told: list[str]) -> None:
    found = [disagreement.opinion for disagreement in opinion.disagreements([exchange, exchange])]
    assert [" ".join(text.split()[1:2]) for text in found] == told


@pytest.mark.parametrize(
    ("exchange", "lenient"),
    [
        pytest.param(replace(JOB, body=b'{"format": "xml"}'), "_first", id="we would let pass what is wrong"),
        pytest.param(replace(JOB, body=b'{"format": "xml"}'), "_openapi", id="openapi-core would"),
    ],
)
def test_one_that_is_too_lenient(exchange: Exchange, lenient: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opinion = SecondOpinion(contract.load("catalog"))
    method = {"_first": "of_request", "_openapi": "validate_request"}[lenient]
    monkeypatch.setattr(getattr(opinion, lenient), method, lambda *_: None)
    (found,) = opinion.disagreements([exchange])
    assert found.opinion.startswith("of the request we say")


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        pytest.param(200, b'{"name": "Mug"}', [], id="right, and let in"),
        pytest.param(400, b'{"name": "Mug"}', [], id="right, and refused by a model of the sandbox's own"),
        pytest.param(400, b"{}", [], id="wrong, and refused"),
        pytest.param(200, b"{}", ["InvalidRequestBody"], id="wrong, and let in"),
    ],
)
def test_a_mock_that_judges_by_itself(status: int, body: bytes, told: list[str]) -> None:
    answers = {
        200: b'{"id": "6955b9006b86b273ff000001"}',
        400: b'{"errors": {"a": {"message": "b", "code": "C"}}}',
    }
    url, answer = "https://mock.test:8080/products", answers[status]
    exchange = replace(JOB, url=url, body=body, status=status, answer=answer)
    found = [one.opinion for one in SecondOpinion(contract.load("schema"), Verdict()).disagreements([exchange])]
    assert len(found) == len(told)
    assert all(word in text for word, text in zip(told, found, strict=True))
