"""Thinkific Admin, put together."""

from __future__ import annotations

from understudy.fixtures.thinkific import generate
from understudy.mocks.api import Api
from understudy.mocks.thinkific.credentials import admission, headers
from understudy.mocks.thinkific.operations import OPERATIONS
from understudy.mocks.thinkific.school import open_school
from understudy.mocks.thinkific.settings import Settings
from understudy.mocks.thinkific.wire import render

THINKIFIC = Api(
    name="thinkific",
    hosts=("api.thinkific.com",),
    example="/api/public/v1/courses?limit=2",
    headers=headers,
    settings=Settings,
    prepare=open_school,
    admission=admission,
    operations=OPERATIONS,
    render=render,
    generate=generate,
)
