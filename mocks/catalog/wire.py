"""How Catalog says no: `{"errors": [{"message"}]}` for orders, `{"error": {type, uuid, message, …}}` for DAP."""

from __future__ import annotations

from understudy.mocks.catalog import orders_wire
from understudy.mocks.catalog.dap import wire as dap_wire
from understudy.mocks.pipeline.failures import Failure
from understudy.mocks.pipeline.messages import Response

DAP = ("/dap/", "/ids/")


def render(failure: Failure, path: str) -> Response:
    """The response that tells of a failure, in the shape of the face that the path belongs to."""
    return dap_wire.render(failure, path) if path.startswith(DAP) else orders_wire.render(failure)
