from __future__ import annotations

import os
import pty
import subprocess
import sys

from understudy.commands.progress import with_progress

SLOW = """
import itertools, time
from understudy.commands import progress
ticks = itertools.count()
progress.time.monotonic = lambda: next(ticks) * 10.0
print(sum(progress.with_progress("Making records", range(5000), 5000)))
"""


def test_nothing_is_lost() -> None:
    assert list(with_progress("x", range(1234), 1234)) == list(range(1234))


def test_a_bar_on_a_terminal() -> None:
    """On a real terminal, with a clock that says that it takes long."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60
    )
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)
    assert "Making records" in said
    assert done.stdout == b"12497500\n"


def test_no_bar_without_one() -> None:
    done = subprocess.run([sys.executable, "-c", SLOW], capture_output=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"12497500\n", b"")
