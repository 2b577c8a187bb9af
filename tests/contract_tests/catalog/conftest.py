"""A table, small, with a column of each kind."""

from __future__ import annotations

import pytest

from understudy.specs.catalog.dap import schema_document
from understudy.specs.catalog.tables import parsed
from understudy.specs.contract import Document


@pytest.fixture
def schema() -> Document:
    kinds = {"name": "string", "seats": "int64", "price": "decimal", "open": "boolean", "at": "datetime"}
    columns = {name: {"type": kind, "nullable": True, "description": name} for name, kind in kinds.items()}
    key = {"type": "int32", "key": True, "description": "key"}
    return schema_document(parsed("rooms", {"description": "rooms", "columns": {"id": key, **columns}}))
