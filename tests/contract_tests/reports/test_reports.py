"""Every report says what was found, and nothing that was answered can break out of it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import orjson
import pytest
from tests.contract_tests.reports.results import broken, failure, kept

from understudy.contract_tests import har
from understudy.contract_tests.reports import github, junit, machine, page, terminal
from understudy.contract_tests.reports.files import IN_FOLDER, files
from understudy.contract_tests.suite.result import Result, Verdict
from understudy.contract_tests.targets.tables import SettingsError
from understudy.specs import contract

THINKIFIC = contract.load("thinkific")


class Elements(HTMLParser):
    """The names of all elements, their attributes, and text outside of them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("result", [broken(), kept()], ids=["broken", "kept"])
def test_nothing_breaks_out_of_the_page(result: Result) -> None:
    found = Elements(page.write(result, THINKIFIC))
    assert not found.open
    assert not found.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "svg"}
    assert not {name for name in found.attributes if name.startswith("on")}
    assert all(link.startswith("#") for link in found.links)


def test_the_page_loads_nothing() -> None:
    text = page.write(broken(), THINKIFIC)
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize(
    "told",
    [
        "breaks the contract", "createUser", failure().fingerprint, "curl --include", "418", "met 3 times",
        "95.0%",
        "3/4", "a reason", "Left at the target", "understudy serve thinkific", "a log", "prefers-color-scheme",
    ],
)  # fmt: skip
def test_what_the_page_tells(told: str) -> None:
    assert told in page.write(broken(), THINKIFIC)


def test_junit() -> None:
    root = Xml.fromstring(junit.write(broken(), THINKIFIC))
    suite = root.find("testsuite")
    assert suite is not None
    cases = suite.findall("testcase")
    assert suite.get("tests") == str(len(cases))
    assert suite.get("failures") == "2" == str(len(suite.findall("testcase/failure")))
    assert {case.get("name") for case in cases} >= {"GET /users", f"response-schema {failure().fingerprint}"}
    skipped = [one.get("message") or "" for one in suite.findall("testcase/skipped")]
    assert sum(message.startswith("accepted since 2026-01-31") for message in skipped) == 1
    assert "not asked for" in skipped
    told = suite.findtext("testcase/failure") or ""
    assert "curl --include" in told
    assert "\x1b" not in told


def test_json() -> None:
    told = orjson.loads(machine.write(broken()))
    assert (told["verdict"], told["exit_code"], told["seed"], told["requests"]) == ("broken", 1, 7, 918)
    assert [one["code"] for one in told["failures"]] == ["response-schema", "no-answer"]
    assert [one["whose"] for one in told["failures"]] == ["target", "contract"]
    assert told["accepted"][0]["since"] == "2026-01-31"
    assert list(told["gone"]) == ["0123456789ab"]
    assert told["operations"]["getUsers"]["statuses"] == {"200": 900, "401": 3, "418": 1}
    assert told["operations"]["getUsers"]["fidelity"] == 0.9
    assert told["operations"]["getUsers"]["constraints"] == {"broken": 3, "all": 4}


def test_har_has_every_request_of_the_failures() -> None:
    read = list(har.read(orjson.loads(machine.traffic(broken()))))
    assert len(read) == 4
    assert (read[0].body, read[0].answer) == (failure().exchanges[0].body, failure().exchanges[0].answer)


def test_annotations_are_one_line_each() -> None:
    lines = list(github.written(broken()))
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::notice", "::warning"]
    assert not any("\n" in line or "\r" in line for line in lines)
    assert "title=thinkific createUser%3A response-schema::" in lines[0]


def test_the_terminal_is_not_steered() -> None:
    lines = list(terminal.lines(broken()))
    assert not any("\x1b" in line or "\r" in line for line in lines)
    assert lines[-1].startswith("staging")
    assert "breaks the contract of thinkific: 2 failures, 918 requests" in lines[-1]
    assert any("take it out of the baseline" in line for line in lines)


def test_one_that_keeps_it() -> None:
    assert list(terminal.lines(kept())) == [
        "staging keeps the contract of thinkific: 1 requests in 0.0 s, seed 1 (schema 1)."
    ]


@pytest.mark.parametrize(
    ("result", "verdict", "code"),
    [
        pytest.param(kept(), Verdict.KEPT, 0, id="kept"),
        pytest.param(broken(), Verdict.BROKEN, 1, id="broken"),
        pytest.param(Result("thinkific", "a", 1), Verdict.UNTESTED, 2, id="nothing was asked"),
        pytest.param(Result("thinkific", "a", 1, tally=kept().tally, interrupted=True), Verdict.UNTESTED, 2,
                     id="cut"),
        pytest.param(Result("thinkific", "a", 1, findings=broken().findings, interrupted=True), Verdict.BROKEN, 1,
                     id="cut, with failures"),
    ],
)  # fmt: skip
def test_verdicts(result: Result, verdict: Verdict, code: int) -> None:
    assert (result.verdict, result.exit_code) == (verdict, code)


def test_a_folder_of_reports(tmp_path: Path) -> None:
    files(tmp_path / "new" / "one", {"json": tmp_path / "single.json"}).write(broken())
    assert {path.name for path in (tmp_path / "new" / "one").iterdir()} == set(IN_FOLDER.values())
    assert (tmp_path / "single.json").read_bytes() == (tmp_path / "new" / "one" / "result.json").read_bytes()
    compile((tmp_path / "new" / "one" / "test_failures.py").read_text(), "test_failures.py", "exec")


def test_without_a_log_there_is_no_file_for_it(tmp_path: Path) -> None:
    files(tmp_path, {}).write(kept())
    assert not (tmp_path / "container.log").exists()


def test_places_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be made"):
        files(tmp_path / "file" / "folder", {})
    with pytest.raises(SettingsError, match="there is no folder"):
        files(None, {"html": tmp_path / "none" / "a.html"})
