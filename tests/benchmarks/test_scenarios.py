"""The scripts that wrk is given."""

import pytest
from benchmarks.answers import Answers
from benchmarks.scenarios import COURSE, GROUP, SCENARIOS, USERS, Scenario

ANSWERS = Answers(b"{}", b"{}", b"{}", course_ids=(1, 7), pages=2)


@pytest.mark.parametrize(
    ("scenario", "parts"),
    [
        pytest.param(COURSE, ['"/v1/courses/1","/v1/courses/7"'], id="course"),
        pytest.param(USERS, ['"/v1/users?page=1&limit=25","/v1/users?page=2&limit=25"'], id="users"),
        pytest.param(GROUP, ['"POST", "/v1/groups"', "\"Group 3.0 '"], id="group"),
    ],
)
def test_a_script_asks_for_what_there_is(scenario: Scenario, parts: list[str]) -> None:
    script = scenario.script(ANSWERS, base="/v1", run="3.0")
    assert [part for part in parts if part not in script] == []


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_script_reports_what_the_loader_reads(scenario: Scenario) -> None:
    script = scenario.script(ANSWERS, base="/v1", run="0")
    assert "function request()" in script
    assert """'result {"requests":%d,"microseconds":%d,"p99":%d,"refused":%d,"broken":%d}\\n'""" in script
