"""Where the records of one sandbox are kept."""

from understudy.mocks.store.aggregation import Grouping
from understudy.mocks.store.changes import ChangeLog, Version
from understudy.mocks.store.criteria import Criteria, CriteriaError, Order, Ordering
from understudy.mocks.store.sqlite import ClosedError, DataFileError, Duplicate, Id, Record, Store

__all__ = [
    "ChangeLog",
    "ClosedError",
    "Criteria",
    "CriteriaError",
    "DataFileError",
    "Duplicate",
    "Grouping",
    "Id",
    "Order",
    "Ordering",
    "Record",
    "Store",
    "Version",
]
