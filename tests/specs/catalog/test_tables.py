"""The table files: complete, as the vendor's reference counts them, and every foreign key leads somewhere."""

from __future__ import annotations

from typing import Any

import pytest

from understudy.specs.catalog.tables import (
    TYPES,
    Column,
    Table,
    TableError,
    check_references,
    parsed,
    tables,
)

KEY = {"type": "int32", "key": True, "description": "identifies the row"}
TEXT = {"type": "string", "description": "some words"}
OTHER_NAMESPACES = {"canvas.users", "canvas.courses", "canvas.enrollments"}
COLUMNS = [pytest.param(t, c, id=f"{t.name}.{c.name}") for t in tables().values() for c in t.columns]


def column(table: str, name: str) -> Column:
    return next(column for column in tables()[table].columns if column.name == name)


def small(**columns: dict[str, Any]) -> Table:
    return parsed("books", {"description": "Books.", "columns": {"id": KEY, **columns}})


def test_the_reference_counts_28_tables_and_319_columns() -> None:
    assert len(tables()) == 28
    assert sum(len(table.columns) for table in tables().values()) == 319


def test_tables_stand_in_alphabetical_order() -> None:
    assert list(tables()) == sorted(tables())


@pytest.mark.parametrize("name", tables())
def test_every_table_has_an_integer_id_for_its_key(name: str) -> None:
    table = tables()[name]
    assert (table.name, table.key.name) == (name, "id")
    assert table.key.type in ("int32", "int64")
    assert (table.key, *table.values) == table.columns


@pytest.mark.parametrize("name", tables())
def test_every_table_tells_when_rows_were_made_changed_and_deleted(name: str) -> None:
    nullable = {c.name: c.nullable for c in tables()[name].columns if c.type == "datetime"}
    assert nullable["created_at"] is False
    assert nullable["updated_at"] is False
    assert nullable["deleted_at"] is True


@pytest.mark.parametrize(("table", "held"), COLUMNS)
def test_references_resolve(table: Table, held: Column) -> None:
    if held.references is None:
        assert held not in table.foreign_keys
    elif "." in held.references:
        assert held.references in OTHER_NAMESPACES
        assert held.type == "int64"
    else:
        assert tables()[held.references].key.type == held.type


@pytest.mark.parametrize(
    ("table", "name", "expected"),
    [
        ("accounts", "parent_id", ("int32", True, "accounts", ())),
        ("accounts", "type", ("string", True, None, ("DomainAccount", "PortalAccount"))),
        ("bulk_checkout_promotions", "bulk_checkout_id", ("int64", True, "bulk_checkouts", ())),
        ("categories", "group_type", ("string", True, None, ("Account", "Tag"))),
        ("enrollments", "external_id", ("int64", True, "canvas.enrollments", ())),
        ("enrollments", "status", ("string", False, None, ("active", "dropped", "concluded"))),
        ("order_items", "quantity", ("int32", False, None, ())),
        ("orders", "total", ("decimal", True, None, ())),
        ("orders", "user_id", ("int64", True, "users", ())),
        ("products", "allowed_payment_types", ("string", False, None, ("standard", "purchase_order"))),
        ("products", "enrollment_fee", ("decimal", False, None, ())),
        ("promotions", "discount_type", ("string", True, None, ("flat", "percent"))),
        ("promotions", "usage_type", ("string", False, None, ("once-per-user", "unlimited"))),
        ("users", "canvas_user_id", ("int64", False, "canvas.users", ())),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_columns_are_as_the_reference_has_them(table: str, name: str, expected: tuple[Any, ...]) -> None:
    found = column(table, name)
    assert (found.type, found.nullable, found.references, found.enum) == expected


def test_columns_keep_the_order_of_the_reference() -> None:
    assert [c.name for c in tables()["order_items"].columns] == [
        "id",
        "order_id",
        "item_id",
        "amount",
        "created_at",
        "updated_at",
        "deleted_at",
        "discounted_amount",
        "quantity",
        "unit_price",
    ]


def test_settings_are_read() -> None:
    table = small(title=TEXT | {"nullable": True, "enum": ["a", "b"], "max_length": 5})
    assert table.values == (Column("title", "string", "some words", nullable=True, enum=("a", "b"), max_length=5),)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param([], "expected `description` and `columns`, and nothing else", id="no mapping"),
        pytest.param({"description": "Books."}, "and nothing else", id="no columns"),
        pytest.param({"description": "Books.", "columns": {"id": KEY}, "kind": 1}, "and nothing else", id="more"),
        pytest.param({"description": "Books.", "columns": {"title": TEXT}}, "found 0", id="no key"),
        pytest.param({"description": "Books.", "columns": {"id": KEY, "no": KEY}}, "found 2", id="two keys"),
    ],
)
def test_what_is_no_table_is_refused(entry: Any, message: str) -> None:
    with pytest.raises(TableError, match=rf"^tables/books\.yaml: .*{message}$"):
        parsed("books", entry)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param("string", "expected at least `type` and `description`", id="no mapping"),
        pytest.param({"type": "string"}, "expected at least `type` and `description`", id="no description"),
        pytest.param(TEXT | {"type": "text"}, "unknown type 'text': choose one of boolean, ", id="type"),
        pytest.param(TEXT | {"null": True}, "unknown setting 'null': choose of description, ", id="setting"),
        pytest.param(KEY | {"key": False, "enum": ["a"]}, "are for strings, not for int32", id="enum of integers"),
    ],
)
def test_what_is_no_column_is_refused(entry: Any, message: str) -> None:
    with pytest.raises(TableError) as refusal:
        small(title=entry)
    assert str(refusal.value).startswith("tables/books.yaml, column 'title': ")
    assert message in str(refusal.value)


def test_a_nullable_key_is_refused() -> None:
    with pytest.raises(TableError, match="column 'id': a primary key cannot be nullable"):
        parsed("books", {"description": "Books.", "columns": {"id": KEY | {"nullable": True}}})


@pytest.mark.parametrize(
    ("held", "message"),
    [
        pytest.param(
            {"type": "int32", "references": "shelves"}, "references 'shelves', which is no table", id="no table"
        ),
        pytest.param({"type": "int64", "references": "books"}, "is int64, but books.id is int32", id="other type"),
    ],
)
def test_a_foreign_key_that_leads_nowhere_is_refused(held: dict[str, Any], message: str) -> None:
    with pytest.raises(TableError) as refusal:
        check_references({"books": small(before=held | {"description": "the volume before"})})
    assert str(refusal.value) == f"tables/books.yaml, column 'before': {message}"


def test_a_reference_to_another_namespace_needs_no_table() -> None:
    check_references({"books": small(owner={"type": "int64", "references": "canvas.users", "description": "who"})})


@pytest.mark.parametrize("name", TYPES)
def test_every_type_can_be_written(name: str) -> None:
    assert small(title={"type": name, "description": "anything"}).values[0].type == name
