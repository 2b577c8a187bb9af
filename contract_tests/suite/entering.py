"""What lets the tests in."""

from __future__ import annotations

from understudy.contract_tests.plan import Credentials
from understudy.contract_tests.subjects import LOGINS
from understudy.contract_tests.suite.observing import Observed
from understudy.specs.contract import Contract


def logged_in(contract: Contract, target: Observed) -> Credentials:
    """What a server was said to want, and what its login gives for that, where the API has one."""
    log_in = LOGINS.get(contract.api)
    logins = [headers for headers in target.logins.values() if headers]
    more = log_in(target, logins[0]) if log_in and logins else {}
    return {**target.schemes, **more}
