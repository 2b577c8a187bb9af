"""Where the records of one sandbox are kept."""

from understudy.mocks.store.changes import ChangeLog, Version
from understudy.mocks.store.criteria import Criteria, CriteriaError
from understudy.mocks.store.sqlite import ClosedError, DataFileError, Duplicate, Id, Record, Store

__all__ = [
    "ChangeLog",
    "ClosedError",
    "Criteria",
    "CriteriaError",
    "DataFileError",
    "Duplicate",
    "Id",
    "Record",
    "Store",
    "Version",
]
