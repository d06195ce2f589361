"""Every component is accessible, obeys the content policy and fits its window, in both themes; scripts do their work."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories.access import signed_in
from zhengyou.site.styleguide import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_every_page_of_the_style_guide_looks_right(window: Window, width: str, theme: str) -> None:
    account, _actor = signed_in()
    page = window(account, width=width, theme=theme)
    faults = []
    for name in PAGES:
        answer = page.goto(f"/desk/styleguide/{name}/", wait_until="networkidle")
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        faults += [f"{name}: {fault}" for fault in looks_faults(page)]
    assert not faults


@pytest.fixture
def listing(window: Window) -> Page:
    account, _actor = signed_in()
    page = window(account)
    page.goto("/desk/styleguide/list/", wait_until="networkidle")
    return page


def test_paging_and_filters_keep_the_page_and_the_export_link_in_step(listing: Page) -> None:
    listing.evaluate("window.same = true")
    listing.locator(".pages a", has_text="2").click()
    expect(listing.locator(".pages a[aria-current]")).to_have_text("2")
    listing.locator("input[name=name]").fill("供水")
    listing.locator(".query-bar button").click()
    expect(listing.locator("#export-link")).to_have_attribute(
        "href", re.compile("name=%E4%BE%9B%E6%B0%B4.*export=xlsx")
    )
    assert listing.evaluate("window.same"), "the page was not loaded anew"
    assert "page=2" not in listing.url


def test_verb_with_a_consequence_asks_first_and_can_be_called_off(listing: Page) -> None:
    listing.goto("/desk/styleguide/")
    listing.get_by_role("button", name="催办").click()
    dialog = listing.locator("#confirm-dialog")
    expect(dialog).to_contain_text("将向县供水公司联络员发出催办通知")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()


def test_theme_is_switched_without_reloading_and_kept(listing: Page) -> None:
    listing.locator("summary", has_text="显示与语言").click()
    listing.locator("[data-theme-choice=dark]").click()
    expect(listing.locator("html")).to_have_attribute("data-theme", "dark")
    listing.reload()
    expect(listing.locator("html")).to_have_attribute("data-theme", "dark")


def test_rating_page_is_light_and_works_without_scripts(window: Window) -> None:
    account, _actor = signed_in()
    page = window(account, width="phone", scripts=False)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/desk/styleguide/rate/", wait_until="networkidle")
    assert len([url for url in requests if not url.startswith("data:")]) == 2
    expect(page.get_by_text("态度生硬").first).to_be_hidden()
    page.get_by_text("不满意", exact=True).click()
    expect(page.get_by_text("态度生硬").first).to_be_visible()
