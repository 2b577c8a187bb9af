"""A Thinkific site: its nouns, each with the verbs of its own module."""

from __future__ import annotations

from dataclasses import dataclass

from understudy.mocks.sandbox import Sandbox
from understudy.mocks.thinkific.bundles import Bundles
from understudy.mocks.thinkific.categories import Categories
from understudy.mocks.thinkific.coupons import Coupons
from understudy.mocks.thinkific.enrollments import Enrollments
from understudy.mocks.thinkific.external_orders import ExternalOrders
from understudy.mocks.thinkific.groups import Groups
from understudy.mocks.thinkific.instructors import Instructors
from understudy.mocks.thinkific.promotions import Promotions
from understudy.mocks.thinkific.publish_requests import PublishRequests
from understudy.mocks.thinkific.reviews import Reviews
from understudy.mocks.thinkific.settings import Settings
from understudy.mocks.thinkific.site_scripts import SiteScripts
from understudy.mocks.thinkific.users import Users


class School:
    """One sandbox as Thinkific's operations see it.

    `by_app`: it is visited with an app's token, which may do less than a private integration's key.
    """

    def __init__(self, sandbox: Sandbox[Settings], *, by_app: bool) -> None:
        self.records = sandbox.records
        self.store = sandbox.store
        self.enrollments = Enrollments(sandbox)
        self.bundles = Bundles(sandbox, self.enrollments)
        self.categories = Categories(sandbox)
        self.coupons = Coupons(sandbox)
        self.external_orders = ExternalOrders(sandbox)
        self.groups = Groups(sandbox)
        self.instructors = Instructors(sandbox)
        self.promotions = Promotions(sandbox)
        self.publish_requests = PublishRequests(sandbox)
        self.reviews = Reviews(sandbox)
        self.site_scripts = SiteScripts(sandbox)
        self.users = Users(sandbox, by_app=by_app)


@dataclass(frozen=True)
class Entrances:
    """The school as it is for those who come with the key, and for those with an app's token."""

    by_key: School
    by_token: School


def open_school(sandbox: Sandbox[Settings]) -> None:
    """Puts the behaviour on a sandbox."""
    by_key, by_token = School(sandbox, by_app=False), School(sandbox, by_app=True)
    by_key.users.custom_fields.count_on()
    sandbox.behaviour = Entrances(by_key, by_token)
    sandbox.work = {"enroll_in_bundle": by_key.bundles.enroll_in_courses}
