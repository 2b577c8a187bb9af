"""Progress of work that takes more than a second, where somebody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 1.0
STEP = 500


def with_progress(title: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items; on a terminal, with a bar on standard error once they have taken a second."""
    stream = iter(items)
    if not sys.stderr.isatty():
        yield from stream
        return
    start, done = time.monotonic(), 0
    while batch := list(islice(stream, STEP)):
        yield from batch
        done += len(batch)
        if time.monotonic() - start > PATIENCE_SECONDS:
            yield from _with_bar(title, stream, done, total)
            return


def _with_bar(title: str, stream: Iterator[T], done: int, total: int) -> Iterator[T]:
    from rich.console import Console  # imported here: most runs are too short to need it
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total, completed=done)
        while batch := list(islice(stream, STEP)):
            yield from batch
            progress.advance(task, len(batch))
