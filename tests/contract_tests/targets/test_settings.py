"""A target file is read in full, or refused with the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.contract_tests.targets.settings import Settings, checked_url, read
from understudy.contract_tests.targets.tables import SettingsError
from understudy.specs import contract

ENVIRONMENT = {"WRAPPED": "a key\n", "KEY": "s3cret-key", "SCHOOL": "acme"}
WHOLE = """
[target]
url = "https://api.example.com/v1/"
name = "staging"
[credentials.ApiKey]
api_key = "KEY"
[credentials.ApiKeySubdomain]
api_key = "SCHOOL"
[headers]
X-Trace = "tests"
[limits]
rate = 5
retries = 2
longest_wait = 10
[timeouts]
connect = 1
read = 2.5
[tls]
verify = false
ca = "authority.pem"
[writes]
operations = ["createGroup", "deleteGroupByID"]
"""


def settings(folder: Path, text: str) -> Settings:
    file = folder / "target.toml"
    file.write_text(text)
    return read(file, contract.load("thinkific"), ENVIRONMENT)


def test_all_that_can_be_said(tmp_path: Path) -> None:
    found = settings(tmp_path, WHOLE)
    assert (found.url, found.name) == ("https://api.example.com/v1", "staging")
    assert found.schemes == {"ApiKey": {"api_key": "s3cret-key"}, "ApiKeySubdomain": {"api_key": "acme"}}
    assert found.headers == {"X-Trace": "tests"}
    assert (found.rate, found.retries, found.longest_wait) == (5, 2, 10)
    assert (found.connect, found.read) == (1, 2.5)
    assert (found.verify, found.ca) == (False, str(tmp_path / "authority.pem"))


@pytest.mark.parametrize(
    ("method", "operation_id", "may"),
    [
        pytest.param("GET", "getUsers", True, id="reading"),
        pytest.param("HEAD", None, True, id="HEAD, which no operation has"),
        pytest.param("POST", "createGroup", True, id="a write that is listed"),
        pytest.param("POST", "createUser", False, id="one that is not"),
        pytest.param("TRACE", None, False, id="a method that the contract does not have"),
    ],
)
def test_what_may_be_asked(method: str, operation_id: str | None, may: bool, tmp_path: Path) -> None:
    assert settings(tmp_path, WHOLE).may(method, operation_id) is may


def test_all_may_be_written(tmp_path: Path) -> None:
    assert settings(tmp_path, '[target]\nurl = "http://a"\n[writes]\noperations = ["*"]').may(
        "DELETE", "deleteGroupByID"
    )


GOOD = '[target]\nurl = "http://a"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("url = ", "is no TOML", id="no TOML"),
        pytest.param("", "[target] wants a url, or an image", id="nothing"),
        pytest.param('[target]\nurl = "http://a"\nimage = "b"', "and not both", id="two targets"),
        pytest.param('[target]\nurl = "ftp://a"', "'ftp://a' is no URL: write it like https://", id="no URL"),
        pytest.param('[target]\nurl = "http://me:pass@a"', "name credentials under", id="credentials in the URL"),
        pytest.param(GOOD + "rat = 5", "[target] rat: there is no such setting", id="unknown key"),
        pytest.param(GOOD + "[limit]\nrate = 5", "limit: there is no such setting", id="unknown table"),
        pytest.param(GOOD + '[limits]\nrate = "5"', "rate: '5' is not a number", id="a text for a number"),
        pytest.param(GOOD + "[limits]\nrate = true", "True is not a number", id="a truth for a number"),
        pytest.param(GOOD + "[limits]\nrate = -1", "-1 is not from 0", id="below nothing"),
        pytest.param(GOOD + "[tls]\nverify = 1", "1 is not true or false", id="a number for a truth"),
        pytest.param(GOOD + "[headers]\nX = 1", "[headers] X: 1 is not a text", id="a header that is no text"),
        pytest.param(
            GOOD + '[headers]\nX = "日"', "[headers] X: '日' cannot be sent", id="a header in other letters"
        ),
        pytest.param(GOOD + '[headers]\nX = "a\\nY: b"', "[headers] X: ", id="a header with a line end"),
        pytest.param(GOOD + '[headers]\n"X Y" = "a"', "[headers] X Y: ", id="a name that is none"),
        pytest.param(
            GOOD + '[credentials.ApiKey]\napi_key = "WRAPPED"',
            "what WRAPPED holds cannot be sent",
            id="a line end",
        ),
        pytest.param(GOOD + "writes = 3", "[target] writes", id="a table that is none"),
        pytest.param(
            GOOD + '[writes]\noperations = ["createGroupe"]', "did you mean createGroup", id="an unknown operation"
        ),
        pytest.param(
            GOOD + '[credentials.Key]\napi_key = "KEY"',
            "no such security scheme; did you mean Api",
            id="scheme",
        ),
        pytest.param(
            GOOD + '[credentials.ApiKey]\napi_key = "NONE"', "NONE is not set: export NONE=", id="a variable"
        ),
        pytest.param(GOOD + "[credentials.ApiKey]", "write the name of the environment", id="no variable"),
        pytest.param(
            GOOD + '[credentials.ApiKey]\napi_key = "KEY"\nkey = "a"',
            "[credentials.ApiKey] key",
            id="a key of a scheme",
        ),
    ],
)
def test_what_is_refused(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(tmp_path, text)
    assert told in str(refused.value)
    assert str(tmp_path / "target.toml") in str(refused.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        read(tmp_path / "none.toml", contract.load("thinkific"), {})


@pytest.mark.parametrize("url", ["", "a", "http://", "http://a:b", "http://a?b=c", "http://a#b", "http://[a"])
def test_no_url(url: str) -> None:
    with pytest.raises(SettingsError):
        checked_url(url, "--target")
