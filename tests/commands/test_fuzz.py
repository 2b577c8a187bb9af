"""`understudy fuzz`: the file, the headers, what is told, and the exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from understudy.cli import main
from understudy.contract_tests.fuzzing import corpus
from understudy.specs import contract


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fuzz", *arguments])


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    done = run("catalog", "--count", "200", "--output", str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "90 of 90 constraints are broken (100.0%)" in done.stderr
    assert "a text is never null" in done.stderr
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(lines) == 200
    assert {line["url"].split("/", 4)[3] for line in lines} == {"catalog"}


def test_too_few_to_break_everything() -> None:
    done = run("catalog", "--count", "10")
    assert "Ask for more to break the other 85." in done.stderr


def test_headers_take_the_place_of_the_mocks_credentials() -> None:
    done = run("catalog", "--count", "300", "-H", "Authorization: Bearer mine", "--base-url", "http://x/")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        given = [value for name, value in line["headers"] if name == "Authorization"]
        wrong = line["label"].get("keyword") in ("security", "securitySchemes")
        assert wrong or line["operation"] == "getFile" or given == ["Bearer mine"], line
        assert not wrong or given != ["Bearer mine"]
        assert line["url"].startswith("http://x/")


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("catalog", "--header", "none"), ("catalog", "--broken", "2"), ("catalog", "--count", "0")],
)
def test_what_is_refused(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Error" in done.stderr


def test_replay_and_explore() -> None:
    done = run("catalog", "--replay")
    assert (done.exit_code, "0 answered wrongly" in done.stdout) == (0, True)
    more = run("catalog", "--explore", "--count", "50", "--seed", "5")
    assert (more.exit_code, more.stdout.split()[0]) == (0, "248")


def test_a_wrong_answer_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    known = corpus.load(contract.load("catalog"))
    misled = [replace(one, label=replace(one.label, expected=(299,))) for one in known.requests[:12]]
    monkeypatch.setattr(corpus, "load", lambda _: replace(known, requests=tuple(misled)))
    done = run("catalog", "--replay")
    assert done.exit_code == 1
    assert "… and 2 more\n12 requests, 12 answered wrongly" in done.stdout


def test_a_stale_corpus_ends_with_2(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(corpus, "FOLDER", tmp_path / "corpus")
    done = run("catalog", "--replay")
    assert done.exit_code == 2
    assert "understudy fuzz catalog --freeze" in done.stderr
    assert run("catalog", "--freeze").exit_code == 0
    assert run("catalog", "--replay").exit_code == 0
