"""What a visitor costs: the rating page, the submission, the page of thanks, the public page of a unit."""

import itertools
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


def submission(code: str, number: int) -> Request:
    """Return the request by which a visitor rates ``code``: a level, two reasons and, now and then, words."""
    level, words = number % 5 + 1, "&text=%E7%AD%89%E4%BA%86%E5%BE%88%E4%B9%85" if number % 10 == 0 else ""
    body = f"level={level}&tag={level}01&tag={level}02{words}".encode()
    headers = (("Content-Type", FORM), ("Sec-Fetch-Site", "same-origin"), network(number))
    return Request(f"/r/{code}", "POST", body, headers)


def rating(where: Stand, seconds: float) -> Iterator[Figure]:
    """Measure a visitor's way: page, submission with everything that guards it, thanks; every rating is counted."""
    made = where.fill("invitations", str(int(INVITATIONS_A_SECOND * (seconds + 1))))
    codes: list[str] = made["codes"]
    yield from request_figures("rating page", where, seconds, lambda number: Request(f"/r/{codes[number % 1000]}"))
    numbers, receipts = itertools.count(), []

    def submit(_: int) -> Request:
        number = next(numbers)
        return submission(codes[number], number)

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
