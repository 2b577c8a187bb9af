"""Secrets are told by their names only, however they are written."""

from __future__ import annotations

import html
import json
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest

from understudy.contract_tests.behaviour.client import forged, spoilt
from understudy.contract_tests.failure import Failure, Whose
from understudy.contract_tests.reports.files import IN_FOLDER, files
from understudy.contract_tests.reports.github import written
from understudy.contract_tests.reports.terminal import lines
from understudy.contract_tests.suite.result import Result, findings
from understudy.contract_tests.targets.secrets import Redaction, Secret, split
from understudy.contract_tests.traffic import Exchange

NAMES = {"username": "USER_ID", "password": "PASSWORD"}
VALUES = {"USER_ID": "maria", "PASSWORD": 'p/s "+ü word'}
SECRETS = Secret.of(NAMES, VALUES)
PAIR = b64encode(f"{VALUES['USER_ID']}:{VALUES['PASSWORD']}".encode()).decode()
SPELLED = [
    *VALUES.values(),
    PAIR,
    *(b64encode(value.encode()).decode() for value in VALUES.values()),
    quote(VALUES["PASSWORD"], safe=""),
    json.dumps(VALUES["PASSWORD"])[1:-1],
    json.dumps(VALUES["PASSWORD"])[1:-1].replace("/", "\\/"),
    json.dumps(json.dumps(VALUES["PASSWORD"]))[3:-3],
    html.escape(VALUES["PASSWORD"]),
]
TOKEN = {"TOKEN": 'Token token="0123456789abcdef"'}
BEARER = {"BEARER": "0123456789abcdef"}


@pytest.mark.parametrize("spelled", SPELLED)
def test_every_spelling(spelled: str) -> None:
    redaction = Redaction(SECRETS)
    assert spelled not in redaction.text(f"before {spelled} after")
    assert spelled.encode() not in redaction.content(f"before {spelled} after".encode())


def test_the_rest_stays() -> None:
    assert Redaction(SECRETS).text("a maria b") == "a {{$USER_ID}} b"
    assert Redaction(SECRETS).content(b"\xff\x00") == b"\xff\x00"
    assert Redaction(()).text("maria") == "maria"


@pytest.mark.parametrize(
    ("key", "values", "sent"),
    [
        pytest.param("api_key", TOKEN, TOKEN["TOKEN"], id="a token in quotes"),
        pytest.param("bearer", BEARER, f"Bearer {BEARER['BEARER']}", id="a bearer token"),
    ],
)
def test_what_is_nearly_right_is_secret_too(key: str, values: dict[str, str], sent: str) -> None:
    """Checks send such credentials, and answers tell the token alone."""
    redaction = Redaction(Secret.of(dict.fromkeys([key], *values), values))
    for told in (sent, spoilt(sent), forged(sent), "no token 0123456789abcdef"):
        assert "01234" not in redaction.text(told)


def test_wrong_passwords_do_not_tell_the_right_one() -> None:
    sent = spoilt(f"Basic {PAIR}")
    assert Redaction(SECRETS).text(sent) == 'Basic {{$(printf %s "$USER_ID:$PASSWORD"x | base64 -w0)}}'


def test_only_secrets_have_labels() -> None:
    """A shell would look up what a target answers, and send it along."""
    for secrets in (SECRETS, ()):
        assert Redaction(secrets).content(b"{{$(id)}} {{$HOME}} {{7*7}}") == b"{{ $(id)}} {{ $HOME}} {{7*7}}"


def test_labels_are_not_searched() -> None:
    """A secret that reads like the name of another."""
    secrets = [Secret("PASSWORD", "{{$A}}"), Secret("other", "{{$PASSWORD}}")]
    assert Redaction(secrets).text("other PASSWORD") == "{{$PASSWORD}} {{$A}}"


@pytest.fixture
def result() -> Result:
    """One that holds every spelling in every place."""
    all_of_them = " ".join(SPELLED)
    exchange = Exchange(
        method="POST",
        url=f"http://a/{quote(all_of_them)}",
        headers={"authorization": f"Basic {PAIR}", "x": VALUES["PASSWORD"]},
        body=all_of_them.encode(),
        status=500,
        answer_headers={"set-cookie": all_of_them},
        answer=json.dumps({"said": all_of_them}).encode(),
    )
    failure = Failure("a", "getUsers", Whose.TARGET, all_of_them, all_of_them, all_of_them, (exchange,))
    redaction = Redaction(SECRETS)
    found = Result("thinkific", "staging", 1, findings=findings([redaction.failure(failure)]))
    found.log = redaction.text(all_of_them)
    found.left = [redaction.text(all_of_them)]
    return found


def test_no_report_tells(result: Result, tmp_path: Path) -> None:
    files(tmp_path, {}).write(result)
    texts = {name: (tmp_path / name).read_text() for name in IN_FOLDER.values()}
    texts["terminal"], texts["github"] = "\n".join(lines(result)), "\n".join(written(result))
    for name, text in texts.items():
        for spelled in SPELLED:
            assert spelled not in text, f"{spelled} is in {name}"


def test_a_scheme_that_wants_the_same_header_comes_apart() -> None:
    known = {
        "Token": {"type": "apiKey", "in": "header", "name": "Authorization"},
        "Login": {"type": "http", "scheme": "basic"},
        "Other": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }
    schemes = {"Token": {"api_key": "a"}, "Login": {"username": "b", "password": "c"}, "Other": {"api_key": "d"}}
    usual, logins = split(known, schemes)
    assert usual == {"Authorization": "a", "X-Key": "d"}
    assert logins == {"Login": {"Authorization": "Basic Yjpj"}}
