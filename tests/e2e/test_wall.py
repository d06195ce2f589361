"""A wall screen in a hall: shows at once what changed, goes on by itself, and does so without scripts too."""

import pytest
from django.urls import reverse

from tests.e2e.conftest import Window, looks_faults
from tests.factories import display
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.display import actions, policy
from zhengyou.records.ledger import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = {"status": 200, "content_type": "text/event-stream", "body": "retry: 200\nevent: changed\ndata: \n\n"}
"""What the fast door says to the screens of a unit of which something changed."""


def test_a_wall_shows_what_changed_without_going_dark_and_goes_on(window: Window, monkeypatch) -> None:
    monkeypatch.setattr(policy, "WALL_SECONDS", 6)
    unit = BodyFactory(name="青禾县政务服务中心")
    display.promise(unit)
    page = window(width="desktop", theme="dark")
    page.route("**/screens/*", lambda route: route.fulfill(**TOLD))
    page.goto(reverse("display:wall", args=[unit.public_id]))
    page.get_by_text("首问负责，一次办好").wait_for()
    assert not looks_faults(page)
    page.evaluate("window.here = 'still'")

    second = actions.draft_commitment(body=unit, text="当日受理当日答复", actor=SYSTEM)
    actions.show(actions.submit(second, actor=SYSTEM), actor=SYSTEM)

    page.get_by_text("当日受理当日答复").wait_for(timeout=4000)
    page.unroute("**/screens/*")
    page.route("**/screens/*", lambda route: route.fulfill(status=204))
    page.get_by_role("heading", name="亮身份").wait_for(timeout=12_000)
    assert page.evaluate("window.here") == "still", "the page was never left"


def test_a_wall_goes_on_without_scripts(window: Window, monkeypatch) -> None:
    monkeypatch.setattr(policy, "WALL_SECONDS", 1)
    unit = BodyFactory(name="青禾县政务服务中心")
    display.promise(unit)
    page = window(width="desktop", theme="dark", scripts=False)
    page.goto(reverse("display:wall", args=[unit.public_id]))
    page.wait_for_url("**/people/", timeout=8000)
