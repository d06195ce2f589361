"""A real browser for journeys: one Chromium for the session, one window per test, signed in without the sign-in page."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.e2e.shots import browser, context_for
from zhengyou.site import assets

Window = Callable[..., Page]
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="session")
def started(chromium_path: str) -> Iterator[Browser]:
    """Start one browser; Playwright's event loop runs in this thread, which Django would take for async code."""
    del chromium_path
    assets.build(quiet=True)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with browser() as one:
        yield one
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(started: Browser, live_server: Any) -> Iterator[Window]:
    """Return a function that opens a window: `window(account, width="phone", theme="dark", scripts=False)`."""
    contexts = []

    def open_window(account: Any = None, width: str = "desktop", theme: str = "light", *, scripts: bool = True) -> Page:
        context = context_for(started, width, theme, base_url=live_server.url, scripts=scripts)
        contexts.append(context)
        if account is not None:
            client = Client()
            client.force_login(account)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe finds serious or critical, with the first place of each fault."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['impact']} {fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in SERIOUS
    ]


def looks_faults(page: Page) -> list[str]:
    """Return what is wrong with a page at a glance: broken policy, wider than its window, not accessible."""
    faults = list(page.evaluate("window.zyViolations || []"))
    if page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 1:
        faults.append("wider than the window")
    return faults + accessibility_faults(page)
