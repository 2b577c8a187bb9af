"""Progress of the tests, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from understudy.contract_tests.suite.running import Watch
from understudy.contract_tests.suite.shard import Finished


@contextmanager
def watching(title: str) -> Iterator[Watch]:
    """A bar on standard error, if that is a terminal: how many parts are done, requests and failures."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn(
            "{task.completed}/{task.total} parts, {task.fields[asked]:,} requests, {task.fields[failed]} failed"
        ),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None, asked=0, failed=0)
        asked = failed = 0

        def watch(finished: Finished, done: int, parts: int) -> None:
            nonlocal asked, failed
            asked += finished.tally.requests
            failed += len({failure.fingerprint for failure in finished.failures})
            progress.update(task, completed=done, total=parts, asked=asked, failed=failed)

        yield watch
