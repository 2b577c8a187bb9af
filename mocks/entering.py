"""From what a client presents to its sandbox, for every API alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from understudy.mocks.data_files import NAME
from understudy.mocks.errors import Invalid
from understudy.mocks.pipeline.errors import ProtocolError
from understudy.mocks.pipeline.security import RawHeaders
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, check_name

SANDBOX_HEADER = b"x-understudy-sandbox"


def enter(
    sandboxes: Sandboxes,
    given: RawHeaders,
    name: str,
    is_right: Callable[[Any], bool],
    wrong: Callable[[], Exception],
) -> Sandbox[Any]:
    """The sandbox that the credentials name, made on first use; the header overrides the name.

    `is_right` holds the credentials against the sandbox's settings; raises what `wrong` makes where they
    are not right.
    Raises Unreadable for a header that is no name, and ProtocolError 429 where no more sandboxes are kept.
    """
    wanted = given.get(SANDBOX_HEADER)
    if wanted is not None:
        name = check_name(wanted.decode("latin-1"))
    sandbox = sandboxes.known(name)
    if not is_right(sandboxes.default_settings if sandbox is None else sandbox.settings):
        raise wrong()
    if sandbox is not None:
        return sandbox
    if not NAME.fullmatch(name):
        raise wrong()
    try:
        return sandboxes.make(name)
    except Invalid as error:
        raise ProtocolError(429, f"Sandbox {name}: {error}") from error
