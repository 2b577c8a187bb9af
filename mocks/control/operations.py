"""operationId -> what is done, in the order of the control API's contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from understudy.mocks.control.control import Control
from understudy.mocks.pipeline.messages import NO_CONTENT, Request, Response, json

Operation = Callable[[Request, Control], Response]


def answered(verb: Callable[[Control, Request], Any], status: int = 200) -> Operation:
    """A verb whose result is the body."""
    return lambda request, control: json(status, verb(control, request))


def done(verb: Callable[[Control, Request], None]) -> Operation:
    """A verb that answers with nothing."""

    def operation(request: Request, control: Control) -> Response:
        verb(control, request)
        return NO_CONTENT

    return operation


def place(request: Request) -> tuple[str, str]:
    """The API and the sandbox of the path."""
    return request.path["api"], request.path["sandbox"]


def record_place(request: Request) -> tuple[str, str, str]:
    return (*place(request), request.path["collection"])


OPERATIONS: dict[str, Operation] = {
    "index": answered(lambda control, _: {"apis": control.apis()}),
    "listApis": answered(lambda control, _: {"apis": control.apis()}),
    "getContract": answered(lambda control, request: control.contract(request.path["api"])),
    "listSandboxes": answered(
        lambda control, request: {"sandboxes": control.sandboxes(request.path["api"]).names()}
    ),
    "createSandbox": answered(
        lambda control, request: control.create(
            request.path["api"], request.body["name"], request.body.get("fork_of")
        ),
        status=201,
    ),
    "getSandbox": answered(lambda control, request: control.describe(control.sandbox(*place(request)))),
    "deleteSandbox": done(
        lambda control, request: control.sandboxes(request.path["api"]).delete(request.path["sandbox"])
    ),
    "resetSandbox": done(
        lambda control, request: control.sandboxes(request.path["api"]).reset(request.path["sandbox"])
    ),
    "getSettings": answered(lambda control, request: asdict(control.sandbox(*place(request)).settings)),
    "changeSettings": answered(lambda control, request: control.change_settings(*place(request), request.body)),
    "getClock": answered(lambda control, request: control.clock(*place(request))),
    "moveClock": answered(lambda control, request: control.move_clock(*place(request), request.body)),
    "listSnapshots": answered(
        lambda control, request: {"snapshots": sorted(control.sandbox(*place(request)).snapshots)}
    ),
    "takeSnapshot": done(
        lambda control, request: control.take_snapshot(*place(request), request.path["snapshot"])
    ),
    "deleteSnapshot": done(
        lambda control, request: control.delete_snapshot(*place(request), request.path["snapshot"])
    ),
    "restoreSnapshot": done(
        lambda control, request: control.restore_snapshot(*place(request), request.path["snapshot"])
    ),
    "loadRecords": answered(
        lambda control, request: {"loaded": control.load(*place(request), request.body)}, status=201
    ),
    "listRecords": answered(
        lambda control, request: control.list_records(
            *record_place(request), request.query["limit"], request.query["offset"]
        )
    ),
    "createRecord": answered(
        lambda control, request: control.create_record(*record_place(request), request.body), status=201
    ),
    "getRecord": answered(lambda control, request: control.get_record(*record_place(request), request.path["id"])),
    "changeRecord": answered(
        lambda control, request: control.change_record(*record_place(request), request.path["id"], request.body)
    ),
    "deleteRecord": done(
        lambda control, request: control.delete_record(*record_place(request), request.path["id"])
    ),
}
