"""Looks after the queues of all sandboxes, between requests and never in one.

What is to be sent is kept by the sandboxes, so that none of it is lost with this process. An attempt that is cut
short by its end is made again by the next one: a receiver may then hear of something twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from understudy.mocks.delivery.posting import post
from understudy.mocks.errors import Refusal
from understudy.mocks.outgoing import Answer, Message
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes
from understudy.mocks.store import ClosedError, DataFileError

PAUSE = 0.05
"""Seconds between two looks."""
GRACE = 5.0
"""Seconds that attempts which are on their way get to come to an end."""
MOST = 64
"""Attempts at once."""

Post = Callable[[str, bytes], Awaitable[Answer]]
Lane = tuple[int, str]

log = logging.getLogger("understudy.delivery")


class Deliverer:
    """Sends one message of each lane at a time, of a sandbox that is still there."""

    def __init__(self, mocks: Collection[Sandboxes], send: Post = post) -> None:
        self._mocks = mocks
        self._send = send
        self._at_work: dict[Lane, asyncio.Task[None]] = {}
        self._stopping = False

    async def run(self) -> None:
        """Until it is cancelled. What is on its way then comes to its end first, if that is soon."""
        try:
            while True:
                for sandbox in [one for mock in self._mocks for one in mock.opened()]:
                    self.look(sandbox)
                await asyncio.sleep(PAUSE)
        finally:
            self._stopping = True
            if self._at_work:
                _, late = await asyncio.wait(self._at_work.values(), timeout=GRACE)
                for task in late:
                    task.cancel()

    def look(self, sandbox: Sandbox[Any]) -> None:
        """Begins with what is due in a sandbox."""
        try:
            if sandbox.outgoing is None or not sandbox.outgoing.listened:
                return
            sandbox.settle()
            for message in sandbox.outgoing.due():
                lane = id(sandbox), message.lane
                if lane not in self._at_work and len(self._at_work) < MOST:
                    self._at_work[lane] = asyncio.create_task(self._work_off(sandbox, lane, message))
        except (ClosedError, DataFileError, Refusal):
            pass  # the sandbox has ended, or its next request will tell what is wrong
        except Exception:
            log.exception("what sandbox %s has to send could not be read", sandbox.name)

    async def _work_off(self, sandbox: Sandbox[Any], lane: Lane, message: Message) -> None:
        """Sends until nothing more is due on the lane."""
        try:
            waiting = [message]
            while waiting and not self._stopping and sandbox.outgoing is not None:
                answer = await self._send(waiting[0].url, waiting[0].body)
                sandbox.outgoing.sent(waiting[0], answer)
                waiting = sandbox.outgoing.due(message.lane)
        except (ClosedError, DataFileError):
            pass  # the same: nobody is left to be told
        except Exception:
            log.exception("a delivery of sandbox %s could not be noted", sandbox.name)
        finally:
            del self._at_work[lane]
