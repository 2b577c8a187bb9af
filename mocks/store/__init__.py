"""Where the records of one sandbox are kept."""

from understudy.mocks.store.criteria import Criteria, CriteriaError
from understudy.mocks.store.sqlite import DataFileError, Duplicate, Id, Record, Store

__all__ = ["Criteria", "CriteriaError", "DataFileError", "Duplicate", "Id", "Record", "Store"]
