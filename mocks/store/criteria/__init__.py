"""Criteria, orders and groups in the style of MongoDB, translated once into SQL."""

from understudy.mocks.store.criteria.calls import register
from understudy.mocks.store.criteria.errors import CriteriaError
from understudy.mocks.store.criteria.order import Order, Ordering, in_order, to_order
from understudy.mocks.store.criteria.parsing import Criteria
from understudy.mocks.store.criteria.translation import Scalar, to_sql
from understudy.mocks.store.criteria.values import Kind

__all__ = [
    "Criteria",
    "CriteriaError",
    "Kind",
    "Order",
    "Ordering",
    "Scalar",
    "in_order",
    "register",
    "to_order",
    "to_sql",
]
