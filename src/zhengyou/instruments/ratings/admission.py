"""How often one network and one device may submit ratings: the same at both doors."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import policy
from zhengyou.kernel.errors import TooMany
from zhengyou.records.seal import throttle
from zhengyou.records.seal.throttle import Knock

SUBMIT, VISIT = "ratings.submit", "ratings.visit"


def knocks(network: str, agent: str, window: int | None = None) -> tuple[Knock, ...]:
    """Return the knocks of one submission from ``network`` by a device that calls itself ``agent``.

    A visit without a case names its ``window``: one device rates it a few times a day at most.
    """
    knock = Knock(SUBMIT, network, policy.SUBMISSIONS, policy.SUBMISSIONS_IN)
    if window is None:
        return (knock,)
    return knock, Knock(VISIT, f"{network} {agent[:200]} {window}", policy.VISITS, policy.VISITS_IN)


def refused(submissions: Sequence[Sequence[Knock]]) -> list[TooMany | None]:
    """Count the knocks of several submissions and return the refusal of each that is one too many."""
    flat = [knock for each in submissions for knock in each]
    counts = iter(zip(flat, throttle.knock_all(flat), strict=True))
    refusals: list[TooMany | None] = []
    for each in submissions:
        over = [count > knock.limit for knock, count in (next(counts) for _ in each)]
        refusals.append(
            TooMany(_("Too many requests from this network. Please wait a little and try again."))
            if any(over)
            else None
        )
    return refusals
