"""Asks a target for the operations of a contract by their names, as one of its accounts or as nobody."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from understudy.contract_tests.behaviour.declaration import IN_PATH, Declaration
from understudy.contract_tests.behaviour.paths import at
from understudy.contract_tests.targets.target import Request, Target
from understudy.contract_tests.traffic import Exchange
from understudy.specs.contract import Contract

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SUCCESS = range(200, 300)
Values = Mapping[str, Any]


class Who(Enum):
    OWN = "the account that is tested"
    OTHER = "another account"
    NOBODY = "nobody"
    WRONG = "somebody with wrong credentials"
    FORGED = "somebody with credentials that end wrong"


@dataclass(frozen=True)
class Made:
    """A record that was made, and how it is taken away: the operation, '' where there is none, and what fills its
    path."""

    resource: str
    operation: str
    values: Values


@dataclass
class Client:
    """`log` has every answer with its operation, until somebody takes them; `made` is what is still to be removed,
    and `secrets` are what was sent that no answer may hold."""

    contract: Contract
    target: Target
    declaration: Declaration
    log: list[tuple[str, Exchange]] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    seen: Callable[[Exchange], None] = lambda exchange: None
    secrets: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.operations = self.contract.operations()
        self._tokens: dict[tuple[str, Who], Mapping[str, str]] = {}
        resources = self.declaration.resources.values()
        self._makers = {resource.create: resource for resource in resources if resource.create}
        self._takers = {resource.delete for resource in resources if resource.delete}

    def may(self, *operation_ids: str) -> bool:
        """Whether all of them are there and allowed, as is the login that they want."""
        return all(one in self.operations and self.target.may(one) and self._enters(one) for one in operation_ids)

    def _enters(self, operation_id: str) -> bool:
        logins: Mapping[str, Mapping[str, str]] = getattr(self.target, "logins", {})
        for scheme in self.schemes(operation_id):
            if scheme in logins:
                return True
            if scheme in self.declaration.login:
                return self.target.may(self.declaration.login[scheme].ask)
        return True

    def ask(self, operation_id: str, values: Values = {}, body: Any = None, who: Who = Who.OWN) -> Exchange:  # noqa: B006
        """`values` fill the path, and what is left of them is the query."""
        method, template, operation = self.operations[operation_id]
        in_path = IN_PATH.findall(template)
        path = template.format(**{name: quote(text(values[name]), safe="") for name in in_path})
        query = urlencode([(name, text(value)) for name, value in values.items() if name not in in_path])
        headers = list(self.headers(operation_id, who).items())
        sent = b""
        if body is not None:
            kind = FORM if list(operation.get("requestBody", {}).get("content", {})) == [FORM] else JSON
            headers.append(("Content-Type", kind))
            sent = urlencode(body).encode() if kind == FORM else orjson.dumps(body)
        exchange = self.target.ask(Request(method, path, query, tuple(headers), sent))
        self.log.append((operation_id, exchange))
        self.seen(exchange)
        if who is Who.OWN and exchange.status in SUCCESS:
            self._keep(operation_id, values, exchange)
        return exchange

    def _keep(self, operation_id: str, values: Values, exchange: Exchange) -> None:
        """Keeps the list of what was made."""
        if operation_id in self._takers:
            self.made[:] = [one for one in self.made if (one.operation, one.values) != (operation_id, values)]
        resource = self._makers.get(operation_id)
        if resource is not None and exchange.answer:
            made = at(exchange.json(), resource.wrapped)
            if isinstance(made, dict) and resource.id in made:
                self.made.append(Made(resource.name, resource.delete, {resource.key: made[resource.id]}))

    def headers(self, operation_id: str, who: Who = Who.OWN) -> Mapping[str, str]:
        """The credentials that the operation wants."""
        if who is Who.NOBODY:
            return {}
        if who in (Who.WRONG, Who.FORGED):
            own = self.headers(operation_id)
            spoil = spoilt if who is Who.WRONG else forged
            return {name: spoil(value) for name, value in own.items()}
        schemes = self.schemes(operation_id)
        other = who is Who.OTHER
        logins: Mapping[str, Mapping[str, str]] = getattr(self.target, "other_logins" if other else "logins", {})
        for scheme in schemes:
            if scheme in logins:
                return logins[scheme]
            if scheme in self.declaration.login:
                return self._logged_in(scheme, who)
        if not schemes:
            return {}
        return (self.target.others or {}) if other else self.target.credentials

    def schemes(self, operation_id: str) -> list[str]:
        """The security schemes of the operation; none where anybody may come."""
        operation = self.operations[operation_id][2]
        wanted = operation["security"] if "security" in operation else self.contract.document.get("security", ())
        return [scheme for alternative in wanted for scheme in alternative]

    def forget(self) -> None:
        """Logs in anew when it is next needed."""
        self._tokens.clear()

    def _logged_in(self, scheme: str, who: Who) -> Mapping[str, str]:
        if (scheme, who) not in self._tokens:
            login = self.declaration.login[scheme]
            answer = self.ask(login.ask, body=dict(login.form), who=who)
            token = at(answer.json(), login.token) if answer.status == 200 else ""
            self._tokens[scheme, who] = {"Authorization": f"Bearer {token}"}
        return self._tokens[scheme, who]


def text(value: Any) -> str:
    """A value as it stands in a URL."""
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else str(value)


def spoilt(value: str) -> str:
    """Credentials of the same kind that are wrong."""
    kind, space, secret = value.rpartition(" ")
    if kind == "Basic":
        return "Basic " + b64encode(b64decode(secret) + b"x").decode()
    name, quoted, rest = secret.rpartition('="')
    return f'{kind}{space}{name}="x{rest}' if quoted else f"{kind}{space}x{secret}"


def forged(value: str) -> str:
    """Credentials that begin like the right ones."""
    return spoilt(value) if value.startswith("Basic ") else value[:-5] + "AAAAA"
