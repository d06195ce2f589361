"""The rating page as it is used: with the keyboard alone, without script, on a telephone, within ten seconds."""

import time

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Window, looks_faults
from tests.factories import ratings
from zhengyou.instruments.ratings.models import Rating

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BYTES, REQUESTS, SECONDS, KEYS = 40_000, 4, 10, 30


def focused(page: Page) -> str:
    """Return name and id of what has the focus."""
    return str(page.evaluate("`${document.activeElement.name || ''}#${document.activeElement.id || ''}`"))


def tab_to(page: Page, wanted: str, most: int = 20) -> int:
    """Press the tabulator until ``wanted`` begins the focused thing's name and id; return how often."""
    for pressed in range(1, most + 1):
        page.keyboard.press("Tab")
        if focused(page).startswith(wanted):
            return pressed
    raise AssertionError(f"{wanted} cannot be reached; the focus is at {focused(page)}")


def test_the_keyboard_alone_rates_within_seconds_and_without_script(window: Window):
    invitation = ratings.invitation()
    page = window(width="phone", scripts=False)
    moved, started = [], time.monotonic()
    page.on("requestfinished", lambda request: moved.append(sum(request.sizes().values())))
    page.goto(f"/r/{invitation.code}")
    assert len(moved) <= REQUESTS
    assert sum(moved) <= BYTES

    keys = tab_to(page, "level#")
    page.keyboard.press("ArrowRight")  # the levels stand from the best to the worst
    assert page.locator("input[name=level]:checked").input_value() == "4"
    keys += 1 + tab_to(page, "tag#tag-4")
    page.keyboard.press("Space")
    assert page.locator("input[name=tag]:checked").count() == 1
    page.keyboard.press("Enter")  # sends the form from any of its boxes
    page.wait_for_url("**/t/**")
    assert page.get_by_role("heading", name="感谢您的评价").is_visible()

    assert time.monotonic() - started < SECONDS
    assert keys + 2 <= KEYS
    rating = Rating.objects.get()
    assert (rating.level, len(rating.tags)) == (4, 1)


def test_every_level_says_its_name_to_a_keyboard_and_is_seen_to_have_the_focus(window: Window):
    page = window(width="phone")
    page.goto(f"/r/{ratings.invitation().code}")
    tab_to(page, "level#")
    outline = page.evaluate(
        "getComputedStyle(document.querySelector(`label[for=${document.activeElement.id}]`)).outlineStyle"
    )
    assert outline != "none"
    names = page.get_by_role("radio").evaluate_all("all => all.map(one => one.labels[0].innerText.trim())")
    assert names == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]


def test_a_rating_with_faults_keeps_what_was_said_and_stays_accessible(window: Window):
    page = window(width="phone")
    page.goto(f"/r/{ratings.invitation().code}")
    page.get_by_text("不满意", exact=True).click()
    page.get_by_text("服务态度生硬").click()
    page.get_by_text("希望得到回复").click()
    page.locator("input[name=display][value=named]").check()
    page.get_by_role("button", name="提交评价").click()
    assert page.get_by_role("alert").is_visible()
    assert page.locator("input[name=level]:checked").input_value() == "2"
    assert page.locator("input[name=tag]:checked").count() == 1
    assert not looks_faults(page)
