"""Lets the browser tests run where a Chromium is installed; elsewhere they are skipped and counted in one line.

In CI (`CI=true`) a missing browser is an error: a green run there has seen the pages.
"""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser's program: `CHROMIUM` or the first one on the path."""
    named = os.environ.get("CHROMIUM") or os.environ.get("ZHENGYOU_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    concerned = [item for item in items if item.get_closest_marker("browser")]
    if not concerned or chromium():
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("CI has no Chromium: the browser tests cannot run (apt-get install chromium)")
    for item in concerned:
        item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    if count := sum("no Chromium" in str(report.longrepr) for report in reports):
        terminalreporter.write_line(f"{count} browser tests skipped: no Chromium (Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser for Playwright's `executable_path`."""
    path = chromium()
    assert path, "browser tests carry the mark `browser`"
    return path
