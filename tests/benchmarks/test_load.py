"""What is made of wrk's output, and what wrk is told."""

from pathlib import Path

import pytest
from benchmarks.load import Load, LoadError, command, parse

GOOD = '{"requests":50000,"microseconds":2000000,"p99":1750,"refused":0,"broken":0}'
OUTPUT = f"""Running 2s test @ http://127.0.0.1:8080
  1 threads and 16 connections
Requests/sec:  25000.00
result {GOOD}
"""


def test_a_result_is_read_in_requests_a_second_and_milliseconds() -> None:
    assert parse(OUTPUT) == Load(requests_per_second=25_000, p99=1.75)


@pytest.mark.parametrize(
    ("output", "message"),
    [
        pytest.param("unable to connect", "no result: unable to connect", id="no result"),
        pytest.param(OUTPUT.replace('"requests":50000', '"requests":0'), "no request", id="nothing answered"),
        pytest.param(OUTPUT.replace('"refused":0', '"refused":7'), "7 of 50000 requests", id="refused"),
        pytest.param(OUTPUT.replace('"broken":0', '"broken":3'), "3 connections", id="broken"),
    ],
)
def test_a_run_that_proves_nothing_says_why(output: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        parse(output)


def test_wrk_is_told_how_long_and_where() -> None:
    words = command(8080, Path("script.lua"), 3)
    assert words[:4] == ["wrk", "-t1", "-c16", "-d3s"]
    assert words[-1] == "http://127.0.0.1:8080"
