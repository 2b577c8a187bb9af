"""What is asked for, as scripts for wrk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.answers import PAGE_OF, Answers

READS = """
local requests, turn = {}, 0
function init()
  for _, path in ipairs({%s}) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end
function request()
  turn = turn %% #requests + 1
  return requests[turn]
end
"""

WRITES = """
local made = 0
function request()
  made = made + 1
  return wrk.format("POST", "%s/groups", nil, '{"name":"Group %s ' .. made .. '"}')
end
"""

# wrk counts answers of 400 and above as status errors.
REPORT = """
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'result {"requests":%d,"microseconds":%d,"p99":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end
"""


@dataclass(frozen=True)
class Scenario:
    """`writes`: makes a new record with each request."""

    name: str
    title: str
    writes: bool = False

    def script(self, answers: Answers, base: str, run: str) -> str:
        """The Lua script for one run; `run` keeps the names of what it writes apart from those of other runs."""
        if self.writes:
            return WRITES % (base, run) + REPORT
        return READS % ",".join(f'"{base}{path}"' for path in self._paths(answers)) + REPORT

    def _paths(self, answers: Answers) -> Iterable[str]:
        if self is COURSE:
            return (f"/courses/{number}" for number in answers.course_ids)
        return (f"/users?page={page}&limit={PAGE_OF}" for page in range(1, answers.pages + 1))


COURSE = Scenario("course", "GET one course")
USERS = Scenario("users", "GET 25 users")
GROUP = Scenario("group", "POST one group", writes=True)
SCENARIOS = (COURSE, USERS, GROUP)
