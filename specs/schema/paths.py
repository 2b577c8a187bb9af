"""The paths of an endpoint and their operations, which are the same for every model.

An operationId joins the name of the endpoint's record with a verb: `products.variants.list`.

A path for each field of each record would make thousands of operations, and a start that takes seconds. So fields
and links of a record share one path, with the name as a parameter, and so do the entries of those that hold
several; and `:first` and `:last` are ids. The system's own models are read and written as wholes.
"""

from __future__ import annotations

from collections.abc import Iterator

from understudy.specs.contract import Document
from understudy.specs.schema.models import Model
from understudy.specs.schema.shown import component

Item = tuple[str, Document]

CRITERIA = ("where", "search", "criteria")
SHAPE = ("fields", "expand", "include")
RECORD = (*SHAPE, "where", "search", "sort", "criteria")
LEVELS = {
    "field": "a field or a link",
    "entry": "an entry",
    "inner": "what is in an entry",
    "innermost": "what is deep in an entry",
}
UNREAD = ("413", "415")
"""What is said of a body that nobody looks into."""

LIST = (*RECORD, "limit", "page", "window", "group")


def ref(kind: str, name: str) -> Document:
    return {"$ref": f"#/components/{kind}/{name}"}


def asks(*names: str) -> Document:
    return {"parameters": [ref("parameters", name) for name in names]}


def takes(body: str) -> Document:
    return {"requestBody": ref("requestBodies", body)}


def answers(success: str, *failures: str) -> Document:
    """200 for all that succeeds, creation included, or a failure."""
    statuses = {"200": success, **{failure: failure for failure in failures}, "401": "401"}
    return {"responses": {status: ref("responses", name) for status, name in statuses.items()}}


def paths(model: Model) -> Iterator[Item]:
    """The paths of an endpoint, those under the records of another included."""
    yield from _list(model)
    yield f"/{model.name}/{{id}}", asks("id") | _record(model)
    if model.parent:
        yield from _within(model)
    if model.api == "com":
        yield f"/{model.name}/:count", {"get": _count(model)}
        if not model.parent:
            yield f"/{model.name}/:group", {"get": _group(model)}
            yield from _fields(model)


def _operation(model: Model, verb: str, summary: str, *parts: Document) -> Document:
    return _said(model.parent or model.name, f"{component(model.name)}.{verb}", summary, *parts)


def _said(tag: str, operation_id: str, summary: str, *parts: Document) -> Document:
    operation: Document = {"tags": [tag], "summary": summary, "operationId": operation_id}
    for part in parts:
        operation |= part
    if "requestBody" in operation:
        operation["responses"] = operation["responses"] | {status: ref("responses", status) for status in UNREAD}
    return operation


def one(model: Model) -> str:
    """What one record is called. A collection within a model has no label."""
    return model.label.lower() if model.label else f"record of {model.name}"


def several(model: Model) -> str:
    return model.plural.lower() if model.plural else f"records of {model.name}"


def _list(model: Model) -> Iterator[Item]:
    name = component(model.name)
    listed = answers(f"List.{name}", "400")
    made = answers(f"New.{name}", "400")
    yield (
        f"/{model.name}",
        {
            "get": _operation(model, "list", f"List {several(model)}", asks(*LIST), listed),
            "post": _operation(model, "create", f"Make a new {one(model)}", takes(f"New.{name}"), made),
        },
    )


def _record(model: Model, suffix: str = "") -> Document:
    """Reading, changing and deleting one record."""
    name, word = component(model.name), one(model)
    answer = answers(name, "400", "404")
    return {
        "get": _operation(model, f"get{suffix}", f"Read one {word}", asks(*RECORD), answer),
        "put": _operation(model, f"update{suffix}", f"Change one {word}", takes(f"Changes.{name}"), answer),
        "delete": _operation(model, f"delete{suffix}", f"Delete one {word}", answer),
    }


def _within(model: Model) -> Iterator[Item]:
    name = component(model.name)
    path = f"/{model.parent}/{{id}}/{model.name.rpartition(':')[2]}"
    listed = answers(f"List.{name}", "400", "404")
    made = answers(f"New.{name}", "400", "404")
    summary = f"List {several(model)} of one record"
    body = takes(f"Within.{name}")
    yield (
        path,
        {
            **asks("id"),
            "get": _operation(model, "list_within", summary, asks(*LIST), listed),
            "post": _operation(model, "create_within", f"Make a new {one(model)} of one record", body, made),
        },
    )
    yield f"{path}/{{child_id}}", asks("id", "child_id") | _record(model, "_within")


def _count(model: Model) -> Document:
    return _operation(model, "count", f"Count {several(model)}", asks(*CRITERIA), answers("Count", "400"))


def _group(model: Model) -> Document:
    return _operation(model, "group", f"Compute over {several(model)}", asks(*CRITERIA), answers("Group", "400"))


def _fields(model: Model) -> Iterator[Item]:
    word, field = one(model), f"Field.{component(model.name)}"
    answer, body = answers("Value", "400", "404"), takes("Value")
    add = f"Add to a list or a link of one {word}"
    yield (
        f"/{model.name}/{{id}}/{{field}}",
        {
            **asks("id", field),
            "get": _operation(model, "get_field", f"Read a field or a link of one {word}", asks(*LIST), answer),
            "put": _operation(model, "set_field", f"Change a field or a link of one {word}", body, answer),
            "post": _operation(model, "add_to_field", add, body, answer),
            "delete": _operation(model, "clear_field", f"Empty a field of one {word}", answer),
        },
    )
    yield (
        f"/{model.name}/{{id}}/{{field}}/{{entry}}",
        {
            **asks("id", field, "entry"),
            "get": _operation(model, "get_entry", f"Read an entry of one {word}", asks(*RECORD), answer),
            "put": _operation(model, "set_entry", f"Change an entry of one {word}", body, answer),
            "post": _operation(model, "add_to_entry", f"Add to an entry of one {word}", body, answer),
            "delete": _operation(model, "delete_entry", f"Delete an entry of one {word}", answer),
        },
    )


# Any model


def of_any_model() -> Iterator[Item]:
    """Paths for models that this contract does not know, and for what is deeper in records than others lead."""
    value, body = answers("Value", "400", "404"), takes("Value")
    found = answers("Record", "400", "404")

    def said(verb: str, summary: str, *parts: Document) -> Document:
        return _said("Any", f"own.{verb}", summary, *parts)

    yield (
        "/{model}",
        {
            **asks("model"),
            "get": said("list", "List records", asks(*LIST), answers("Page", "400", "404")),
            "post": said("create", "Make a new record", takes("Record"), answers("New.Record", "400", "404")),
        },
    )
    counted = said("count", "Count records", asks(*CRITERIA), answers("Count", "400", "404"))
    yield "/{model}/:count", asks("model") | {"get": counted}
    grouped = said("group", "Compute over records", asks(*CRITERIA), answers("Group", "400", "404"))
    yield "/{model}/:group", asks("model") | {"get": grouped}
    yield (
        "/{model}/{id}",
        {
            **asks("model", "id"),
            "get": said("get", "Read one record", asks(*RECORD), found),
            "put": said("update", "Change one record", takes("Record"), found),
            "delete": said("delete", "Delete one record", found),
        },
    )
    path, names = "/{model}/{id}", ["model", "id"]
    for name, word in LEVELS.items():
        path, names = f"{path}/{{{name}}}", [*names, name]
        yield (
            path,
            {
                **asks(*names),
                "get": said(f"get_{name}", f"Read {word} of a record", asks(*LIST), value),
                "put": said(f"set_{name}", f"Change {word} of a record", body, value),
                "post": said(f"add_to_{name}", f"Add to {word} of a record", body, value),
                "delete": said(f"delete_{name}", f"Delete {word} of a record", value),
            },
        )
