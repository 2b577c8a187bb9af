"""Turns whatever is raised further in into a response of the API's own shape."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.errors import Refusal
from understudy.mocks.pipeline.errors import ContractViolation, Interrupted, ProtocolError
from understudy.mocks.pipeline.messages import Response
from understudy.mocks.pipeline.sending import send_response
from understudy.mocks.store import ClosedError, DataFileError

log = logging.getLogger("understudy")

Failure = Refusal | ProtocolError | ContractViolation
Render = Callable[[Failure, str], Response]
"""The response that tells of a failure, at a path of the API."""


class Failures:
    """The outermost part: nothing passes it but a response.

    A data file that takes no more is answered 507. Anything else that is no refusal is a defect of ours: it is
    logged with its traceback and answered 500.
    """

    def __init__(self, app: ASGIApp, render: Render) -> None:
        self.app = app
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Interrupted as error:
            log.warning("%s %s ended early: %s", scope["method"], scope["path"], error)
            raise
        except (Refusal, ProtocolError, ContractViolation) as failure:
            await self._answer(scope, send, failure)
        except DataFileError as error:
            log.error("%s", error)
            await self._answer(scope, send, ProtocolError(507, str(error)))
        except ClosedError:
            gone = ProtocolError(409, "The sandbox was deleted while the request was on its way: send it again.")
            await self._answer(scope, send, gone)
        except Exception:
            log.exception("defect while answering %s %s", scope["method"], scope["path"])
            defect = ProtocolError(500, "The stand-in has a defect: please report the log of this request.")
            await self._answer(scope, send, defect)

    async def _answer(self, scope: Scope, send: Send, failure: Failure) -> None:
        await send_response(scope, send, self.render(failure, scope["path"]))
