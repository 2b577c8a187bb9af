"""Where the records of one sandbox are kept."""

from understudy.mocks.store.criteria import Criteria, CriteriaError
from understudy.mocks.store.sqlite import DataFileError, Duplicate, Store

__all__ = ["Criteria", "CriteriaError", "DataFileError", "Duplicate", "Store"]
