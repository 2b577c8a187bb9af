"""Turns whatever is raised further in into a response of the API's own shape."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.mocks.errors import Refusal
from understudy.mocks.pipeline.errors import ContractViolation, ProtocolError
from understudy.mocks.pipeline.messages import Response
from understudy.mocks.pipeline.sending import send_response
from understudy.mocks.store import ClosedError, DataFileError

log = logging.getLogger("understudy")

Failure = Refusal | ProtocolError | ContractViolation
Render = Callable[[Failure], Response]


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
        except (Refusal, ProtocolError, ContractViolation) as failure:
            await send_response(scope, send, self.render(failure))
        except DataFileError as error:
            log.error("%s", error)
            await send_response(scope, send, self.render(ProtocolError(507, str(error))))
        except ClosedError:
            gone = ProtocolError(409, "The sandbox was deleted while the request was on its way: send it again.")
            await send_response(scope, send, self.render(gone))
        except Exception:
            log.exception("defect while answering %s %s", scope["method"], scope["path"])
            defect = ProtocolError(500, "The stand-in has a defect: please report the log of this request.")
            await send_response(scope, send, self.render(defect))
