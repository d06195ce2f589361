"""A visitor with a telephone rates a service: quickly, without script, in few and small transfers."""

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import Window, looks_faults
from tests.factories import ratings, services
from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import Rating
from zhengyou.records.ledger import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def shot(page, name):
    """Keep a picture where the environment names a folder."""
    if folder := os.environ.get("ZHENGYOU_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_visitor_rates_without_script_in_few_small_transfers(window: Window):
    invitation = ratings.invitation()
    page = window(width="phone", scripts=False)
    moved = []
    page.on("response", lambda response: moved.append(response))  # noqa: PLW0108 -- Playwright takes no built-in

    page.goto(f"/r/{invitation.code}")
    size = sum(len(response.body()) for response in moved)
    assert len(moved) <= 4
    assert size <= 40_000
    assert not page.locator("input[name=level]:checked").count()
    shot(page, "rate-empty")

    page.get_by_text("不满意", exact=True).click()
    assert page.get_by_text("服务态度生硬").is_visible()
    assert not page.get_by_text("服务热情效率高").is_visible()
    page.get_by_text("服务态度生硬").click()
    page.get_by_label("补充说明").fill("说话不耐烦")
    page.get_by_label("有人要求我给好评").check()
    assert page.get_by_placeholder("可简要说明").is_visible()
    page.get_by_text("希望得到回复").click()
    shot(page, "rate-filled")
    page.get_by_role("button", name="提交评价").click()

    assert page.get_by_role("heading", name="感谢您的评价").is_visible()
    shot(page, "rate-thanks")
    rating = Rating.objects.get()
    assert (rating.level, rating.tags, rating.text) == (2, ["207"], "说话不耐烦")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_the_visitor_are_accessible(window: Window, theme):
    used, open_one = ratings.invitation(), ratings.invitation()
    submitted = actions.rate(
        used.code, answer=Answer(level=1, tags=("106",), text="等了一上午", contact_phone="13800001234")
    )
    actions.dispatch(submitted.rating, actor=SYSTEM)
    page = window(width="phone", theme=theme)
    addresses = {
        "rate": f"/r/{open_one.code}",
        "rate-window": f"/r/w/{services.window().code}",
        "rate-used": f"/r/{used.code}",
        "rate-unknown": "/r/nothing",
        "rate-enter": "/r/",
        "track": f"/t/{submitted.receipt}",
        "track-enter": "/t/",
    }
    found = {}
    for name, address in addresses.items():
        page.goto(address)
        shot(page, f"{name}-{theme}")
        found[name] = looks_faults(page)
    assert not {name: faults for name, faults in found.items() if faults}
