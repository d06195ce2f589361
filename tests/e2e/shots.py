"""Photographs every page: 1440 and 390 px wide, light and dark, in Chinese, into `var/shots/`.

`make shots` runs it against a started installation with the demonstration county; the browser tests share
`context_for` and `open_page`, so that both look with the same eyes.
"""

import argparse
import contextlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.plugins.browser import chromium
from zhengyou.site import environment
from zhengyou.site.console import Stop, say, warn
from zhengyou.site.pages import PAGES, Shot

WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
WATCH = """
window.zyViolations = [];
document.addEventListener('securitypolicyviolation', (event) => window.zyViolations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));
"""
"""A page that breaks its content security policy is broken for a reader as well: it is reported with the picture."""


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser; raise Stop where none is installed."""
    path = chromium()
    if not path:
        raise Stop("No Chromium is installed; apt-get install chromium, or set CHROMIUM.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=zh-CN"])
        try:
            yield started
        finally:
            started.close()


def context_for(
    started: Browser,
    width: str,
    theme: str,
    storage: Any = None,
    *,
    base_url: str | None = None,
    scripts: bool = True,
) -> BrowserContext:
    """Open a window of the given width and theme, in Chinese and in Chinese time."""
    across, down = WIDTHS[width]
    context = started.new_context(
        viewport={"width": across, "height": down},
        color_scheme="dark" if theme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        is_mobile=width == "phone",
        has_touch=width == "phone",
        device_scale_factor=1,
        storage_state=storage,
        base_url=base_url,
        java_script_enabled=scripts,
    )
    context.add_init_script(WATCH)
    return context


def sign_in(page: Page, base: str, login: str, password: str) -> None:
    """Sign in on the sign-in page as a person would."""
    page.goto(f"{base}/desk/")  # leads a stranger to the sign-in page
    page.locator("input[type=password]").fill(password)
    page.locator("form input[type=text], form input:not([type])").first.fill(login)
    page.locator("main button[type=submit], main form button").first.click()
    page.wait_for_load_state()


def open_page(page: Page, base: str, shot: Shot) -> list[str]:
    """Go to the page of a row and return what is wrong with it: status, policy violations, script errors, overflow."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    answer = page.goto(f"{base}{shot.url}", wait_until="networkidle")
    for link in shot.follow.splitlines():
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
    if not shot.follow and answer and answer.status >= 400:
        faults.append(f"status {answer.status}")
    faults += page.evaluate("window.zyViolations || []")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 1:
        faults.append(f"{wider} px wider than the window")
    return faults


def take(base: str, pages: Sequence[Shot], out: Path, password: str = "") -> list[str]:
    """Write the pictures of ``pages`` and return the faults that were seen, one line each."""
    out.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with browser() as started:
        storage = {"": None} | {login: signed_in(started, base, login, password) for login in logins(pages)}
        for width in WIDTHS:
            for theme in THEMES:
                for shot in pages:
                    context = context_for(started, width, theme, storage[shot.login])
                    page = context.new_page()
                    name = f"{shot.name}-{width}-{theme}"
                    faults += [f"{name}: {fault}" for fault in open_page(page, base, shot)]
                    page.screenshot(path=out / f"{name}.png", full_page=True)
                    context.close()
    return faults


def logins(pages: Sequence[Shot]) -> list[str]:
    """Return the accounts that the pages need, each once."""
    return sorted({shot.login for shot in pages if shot.login})


def signed_in(started: Browser, base: str, login: str, password: str) -> Any:
    """Return the cookies of a signed-in account, so that each account signs in once."""
    context = context_for(started, "desktop", "light")
    page = context.new_page()
    if password:
        sign_in(page, base, login, password)
    state = context.storage_state()
    context.close()
    return state


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `make shots`."""
    parser.add_argument("--base", default=os.environ.get("ZHENGYOU_BASE", "http://127.0.0.1:8000"))
    parser.add_argument("--password", default=os.environ.get("ZHENGYOU_DEMO_PASSWORD", ""))
    parser.add_argument("--out", type=Path, default=environment.var() / "shots")
    parser.add_argument("names", nargs="*", help="only the pages whose name matches one of these patterns")


def run(options: argparse.Namespace) -> int:
    """Photograph the pages from the command line; faults are printed and make the exit code 1."""
    wanted = [shot for shot in PAGES if not options.names or any(re.search(name, shot.name) for name in options.names)]
    faults = take(options.base, wanted, options.out, options.password)
    for fault in faults:
        say(fault)
    say(f"{len(wanted) * len(WIDTHS) * len(THEMES)} pictures in {options.out}")
    return 1 if faults else 0


def main() -> int:
    """Read the command line and photograph."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    add_arguments(parser)
    try:
        return run(parser.parse_args())
    except Stop as stop:
        warn(str(stop))
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
