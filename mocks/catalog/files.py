"""Files of DAP, which are opened by their URLs alone."""

from __future__ import annotations

from collections.abc import Iterator

from understudy.mocks.catalog.catalog import Catalog
from understudy.mocks.catalog.dap import tokens
from understudy.mocks.catalog.dap.refusals import NotThere
from understudy.mocks.sandboxes import Sandboxes


class Files:
    """The files of every sandbox."""

    def __init__(self, sandboxes: Sandboxes) -> None:
        self._sandboxes = sandboxes

    def open(self, token: str, name: str) -> Iterator[bytes]:
        """The bytes of a file. Raises NotThere for a token that is none of ours, and UrlExpired."""
        try:
            claims = tokens.read(token)
        except tokens.BadToken as error:
            raise NotThere("file", name) from error
        sandbox = self._sandboxes.known(str(claims.get("sandbox")))
        if sandbox is None or "object" not in claims or not tokens.is_signed(token, sandbox.settings.api_key):
            raise NotThere("file", name)
        catalog: Catalog = sandbox.behaviour
        return catalog.platform.file(claims["object"], claims["until"], name)
