"""Every page of the demonstration is accessible, obeys the content policy and fits its window, in both themes."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Window, looks_faults
from zhengyou.site.pages import PAGES, Shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKED_AT = [shot for shot in PAGES if not shot.name.startswith("styleguide") and not shot.asks]
"""The style guide has a test of its own."""
ASKING = [shot for shot in PAGES if shot.asks]
"""Pages that only ask something are all drawn alike: one of them is looked at on every run."""


def faults_of(page: Page, shot: Shot) -> list[str]:
    """Return what is wrong with the page of a row; a list that is empty has no first row to follow."""
    answer = page.goto(shot.url)
    assert answer is not None
    if not answer.ok:
        return [f"status {answer.status}"]
    for link in shot.follow.splitlines():
        first = page.locator(link).first
        if not first.count():
            return []
        answer = page.goto(str(first.get_attribute("href")))
        assert answer is not None
        if not answer.ok:
            return [f"status {answer.status} at {page.url}"]
    return looks_faults(page)


FEW, ALL = [*LOOKED_AT, ASKING[0]], [*LOOKED_AT, *ASKING]
LOOKS = [
    ("desktop", "light", FEW[0::2]),
    ("phone", "dark", FEW[1::2]),
    pytest.param("desktop", "dark", ALL, marks=pytest.mark.soak),
    pytest.param("phone", "light", ALL, marks=pytest.mark.soak),
]
"""Each page is looked at once on every run, in one of two looks; in two others with `make looks`: it takes minutes."""


@pytest.mark.parametrize(("width", "theme", "shots"), LOOKS, ids=["desktop", "phone", "desktop-all", "phone-all"])
def test_the_pages_of_the_demonstration_look_right(
    demo: Any, window: Window, width: str, theme: str, shots: list[Shot]
) -> None:
    pages: dict[str, Page] = {}
    faults = []
    for shot in shots:
        if shot.login not in pages:
            pages[shot.login] = window(demo(shot.login) if shot.login else None, width=width, theme=theme)
        faults += [f"{shot.name}: {fault}" for fault in faults_of(pages[shot.login], shot)]
    assert not faults
