"""Every page of the demonstration is accessible, obeys the content policy and fits its window, in both themes."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Window, looks_faults
from zhengyou.site.pages import PAGES, Shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKED_AT = [shot for shot in PAGES if not shot.name.startswith("styleguide")]
"""The style guide has a test of its own."""


def faults_of(page: Page, shot: Shot) -> list[str]:
    """Return what is wrong with the page of a row; a list that is empty has no first row to follow."""
    answer = page.goto(shot.url)
    assert answer is not None
    if not answer.ok:
        return [f"status {answer.status}"]
    if shot.follow:
        first = page.locator(shot.follow).first
        if not first.count():
            return []
        answer = page.goto(str(first.get_attribute("href")))
        assert answer is not None
        if not answer.ok:
            return [f"status {answer.status} at {page.url}"]
    return looks_faults(page)


LOOKS = [
    ("desktop", "light", 0),
    ("phone", "dark", 1),
    pytest.param("desktop", "light", 1, marks=pytest.mark.soak),
    pytest.param("phone", "dark", 0, marks=pytest.mark.soak),
]
"""Each page is looked at once on every run, in one of two looks; in the other with `-m soak`: it takes minutes."""


@pytest.mark.parametrize(("width", "theme", "start"), LOOKS)
def test_every_second_page_of_the_demonstration_looks_right(
    demo: Any, window: Window, width: str, theme: str, start: int
) -> None:
    pages: dict[str, Page] = {}
    faults = []
    for shot in LOOKED_AT[start::2]:
        if shot.login not in pages:
            pages[shot.login] = window(demo(shot.login) if shot.login else None, width=width, theme=theme)
        faults += [f"{shot.name}: {fault}" for fault in faults_of(pages[shot.login], shot)]
    assert not faults
