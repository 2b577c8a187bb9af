"""What an operation of a contract asks of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from understudy.contract_tests.fuzzing.places import Place, root
from understudy.specs.contract import METHODS, Contract

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Parameter:
    """`place` is that of the parameter itself, `schema` that of its schema."""

    name: str
    where: str
    place: Place
    schema: Place

    @property
    def required(self) -> bool:
        return bool(self.place.content.get("required"))

    @property
    def is_object(self) -> bool:
        """Whether it stands for several names in the query: `where[a]=1`."""
        return bool(self.schema.content.get("type") == "object")


@dataclass(frozen=True)
class Operation:
    """
    item      the path in the contract, with all of its methods
    place     the operation itself
    contents  media type -> schema of the body
    security  the requirement in force; None where anybody may come
    """

    operation_id: str
    method: str
    template: str
    item: Place
    place: Place
    parameters: Sequence[Parameter]
    body: Place | None
    contents: Mapping[str, Place]
    security: Place | None

    @property
    def statuses(self) -> frozenset[int]:
        """Those that the contract documents."""
        return frozenset(int(status) for status in self.place.content["responses"] if status.isdigit())


def operations(contract: Contract) -> list[Operation]:
    """Every operation, in the order of the contract."""
    paths = root(contract.document).at("paths")
    return [
        _operation(template, method, paths.at(template))
        for template in paths.content
        for method in paths.content[template]
        if method in METHODS
    ]


def base_path(contract: Contract) -> str:
    """The path that the contract's server has before those of the operations; empty, or `/api/v1`."""
    servers = contract.document.get("servers") or [{"url": ""}]
    return urlsplit(str(servers[0]["url"])).path.rstrip("/")


def _operation(template: str, method: str, item: Place) -> Operation:
    place = item.at(method)
    body = place.at("requestBody") if "requestBody" in place.content else None
    holder = place if "security" in place.content else item.root
    security = holder.at("security") if holder.content.get("security") else None
    return Operation(
        operation_id=place.content["operationId"],
        method=method.upper(),
        template=template,
        item=item,
        place=place,
        parameters=[*_parameters(item), *_parameters(place)],
        body=body,
        contents={kind: body.at("content", kind, "schema") for kind in body.content["content"]} if body else {},
        security=security,
    )


def _parameters(holder: Place) -> Iterator[Parameter]:
    for number in range(len(holder.content.get("parameters", ()))):
        place = holder.at("parameters", number)
        yield Parameter(place.content["name"], place.content["in"], place, place.at("schema"))
