"""What a visitor costs: the rating page, the submission, the page of thanks, the public page of a unit."""

import itertools
import re
import urllib.request
from collections.abc import Iterator

from zhengyou.site.gauge.figures import Figure, request_figures
from zhengyou.site.gauge.load import Answer, Request
from zhengyou.site.gauge.stand import Stand

INVITATIONS_A_SECOND = 2500
"""More than a machine takes: a code is good for one rating only."""
FORM = "application/x-www-form-urlencoded"


def network(number: int) -> tuple[str, str]:
    """Return the header by which the proxy in front tells the visitor's network, another for every visitor."""
    return "X-Forwarded-For", f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def token_of(page: str) -> str:
    """Return the token against forged forms that stands in a page.

    Raises:
        ValueError: there is none.
    """
    if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page):
        return found[1]
    raise ValueError("the page holds no token")


def submission(code: str, token: str, cookie: str, number: int) -> Request:
    """Return the request by which a visitor rates ``code``: a level, two reasons and, now and then, words."""
    level, words = number % 5 + 1, "&text=%E7%AD%89%E4%BA%86%E5%BE%88%E4%B9%85" if number % 10 == 0 else ""
    body = f"csrfmiddlewaretoken={token}&level={level}&tag={level}01&tag={level}02{words}".encode()
    headers = (("Content-Type", FORM), ("Cookie", f"csrftoken={cookie}"), network(number))
    return Request(f"/r/{code}", "POST", body, headers)


def rating(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure a visitor's way: page, submission with everything that guards it, thanks; every rating is counted."""
    made = where.fill("invitations", str(int(INVITATIONS_A_SECOND * (seconds + 1))))
    codes: list[str] = made["codes"]
    yield from request_figures("rating page", where, seconds, lambda number: Request(f"/r/{codes[number % 1000]}"))
    with urllib.request.urlopen(f"{where.url}/r/{codes[0]}", timeout=10) as page:  # noqa: S310  loopback
        cookie = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])
        token = token_of(page.read().decode())
    numbers, receipts = itertools.count(), []

    def submit(_: int) -> Request:
        number = next(numbers)
        return submission(codes[number], token, cookie[1] if cookie else "", number)

    def heard(_: Request, answer: Answer) -> None:
        if answer.status == 302:
            receipts.append(answer.headers["location"])

    yield from request_figures(
        "rating submission", where, seconds, submit, accepted=302, most=len(codes) - 100, heard=heard
    )
    counted = where.fill("counted")
    yield Figure("rating submission: acknowledged", len(set(receipts)), "count")
    yield Figure("rating submission: acknowledged but not stored", len(set(receipts)) - counted["ratings"], "count")
    yield Figure("rating submission: stored but not tallied", counted["ratings"] - counted["tallied"], "count")
    yield from request_figures(
        "thanks page", where, seconds / 2, lambda number: Request(receipts[number % len(receipts)])
    )
    yield from request_figures("public unit page", where, seconds / 2, lambda _: Request(f"/units/{made['unit']}/"))
