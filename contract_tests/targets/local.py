"""A mock in this process as a target: two accounts, a clock that stands still, and the same data each time."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from types import TracebackType
from typing import Any, Self

from understudy.contract_tests.inprocess import Caller
from understudy.contract_tests.operations import base_path
from understudy.contract_tests.subjects import RECORDS, START
from understudy.contract_tests.targets.target import Request
from understudy.contract_tests.traffic import Exchange
from understudy.mocks import composition
from understudy.mocks.catalog.credentials import client_id
from understudy.mocks.data_files import DEFAULT
from understudy.mocks.sandbox import Sandbox
from understudy.mocks.sandboxes import Sandboxes, Start
from understudy.specs import contract

HOST = "localhost:8080"  # where `understudy serve` would have it
FIRST, SECOND = DEFAULT, "second"


class Local:
    """The mock of one API.

    `logins`: what lets in for a security scheme that wants other headers than `credentials`; `other_logins`: the
    same for the other account. `sandbox` is the first account's, for tests that arrange something in it.
    """

    def __init__(self, api: str, seed: int = 1) -> None:
        """Raises KeyError for an API that there is no mock of."""
        self.name = f"the mock of {api}"
        self.base = base_path(contract.load(api))
        self._image = _image(api, seed)
        self.sandboxes = _sandboxes(api, seed)
        settings = self.sandboxes.default_settings
        self.credentials: Mapping[str, str] = composition.APIS[api].headers(FIRST, settings)
        self.others: Mapping[str, str] | None = composition.APIS[api].headers(SECOND, settings)
        self.logins = _logins(api, FIRST, settings.api_key)
        self.other_logins = _logins(api, SECOND, settings.api_key)
        self._caller = Caller(composition.app({api: self.sandboxes}, at_root=True), {})
        self._caller.__enter__()
        self.fresh()

    def fresh(self) -> None:
        """Both accounts as they were in the beginning."""
        for name in self.sandboxes.names():
            self.sandboxes.delete(name)
        for name in (FIRST, SECOND):
            self.sandboxes.make(name, self._image)

    @property
    def sandbox(self) -> Sandbox[Any]:
        return self.sandboxes.get(FIRST)

    def forward(self, seconds: float) -> None:
        """Moves the clocks of both accounts."""
        for name in (FIRST, SECOND):
            self.sandboxes.get(name).clock.forward(seconds)

    def change(self, collection: str, record_id: Any, given: Mapping[str, Any]) -> None:
        """Changes a record of the first account, as its life goes on elsewhere."""
        self.sandbox.records.update(collection, record_id, given)

    def add(self, collection: str, like: Any) -> Any:
        """Makes a record of the first account that is like another one. Returns its id."""
        record = self.sandbox.records.get(collection, like)
        return self.sandbox.records.insert(collection, {**record, "id": self.sandbox.store.next_id(collection)})[
            "id"
        ]

    def remove(self, collection: str, record_id: Any) -> None:
        """Deletes a record of the first account."""
        self.sandbox.store.delete(collection, record_id)

    def ask(self, request: Request) -> Exchange:
        path = self.base + request.path
        sent = [("host", HOST), *request.headers]
        if request.body and not {"content-length", "transfer-encoding"} & {name.lower() for name, _ in sent}:
            sent.append(("content-length", str(len(request.body))))
        begun = time.perf_counter()
        answer = self._caller.ask(request.method, path, request.query, sent, request.body)
        seconds = time.perf_counter() - begun
        url = f"http://{HOST}{path}" + (f"?{request.query}" if request.query else "")
        headers: dict[str, str] = {}
        for name, value in request.headers:
            known = headers.get(name.lower())
            headers[name.lower()] = value if known is None else f"{known}, {value}"
        return Exchange(
            request.method, url, headers, request.body, answer.status, answer.headers, answer.body, seconds
        )

    def may(self, operation_id: str) -> bool:
        return True

    def close(self) -> None:
        self._caller.__exit__(None, None, None)
        self.sandboxes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _logins(api: str, sandbox: str, secret: str) -> Mapping[str, Mapping[str, str]]:
    """Catalog's other face has other credentials."""
    if api != "catalog":
        return {}
    pair = b64encode(f"{client_id(sandbox)}:{secret}".encode()).decode()
    return {"ClientCredentials": {"Authorization": f"Basic {pair}"}}


def _sandboxes(api: str, seed: int) -> Sandboxes:
    stand_in = composition.APIS[api]
    start = Start(seed=seed, clock=START.clock)
    return stand_in.sandboxes(lambda: stand_in.generate(seed=seed, records=RECORDS), start)


@cache
def _image(api: str, seed: int) -> bytes:
    """The seeded data, which takes longer to make than to copy."""
    return _sandboxes(api, seed).image
