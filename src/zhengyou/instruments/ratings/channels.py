"""Ratings by the way they came and by whose hand they were entered: analysed apart, never mixed silently."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import queries
from zhengyou.instruments.ratings.enums import Channel, Level
from zhengyou.instruments.ratings.models import Rating
from zhengyou.instruments.ratings.publication import Share
from zhengyou.instruments.ratings.queries import Summary
from zhengyou.kernel.errors import Sentence

BY_ONESELF, ENTERED, TAKEN_OVER = "by_oneself", "entered", "taken_over"
HANDS: dict[str, Sentence] = {
    BY_ONESELF: _("By the rater's own hand"),
    ENTERED: _("Entered by staff for the rater"),
    TAKEN_OVER: _("Taken over from another platform"),
}
COUNTER = (Channel.CODE, Channel.TERMINAL, Channel.WINDOW_QR, Channel.TICKET)
"""How a rating comes in while its visitor still stands in the hall: what the control series is compared with."""


@dataclass(frozen=True, slots=True)
class Line:
    """The ratings of one channel entered by one hand."""

    channel: Sentence
    hand: Sentence
    summary: Summary
    good: Share

    @property
    def counts(self) -> list[int]:
        """Return how often each level was given, the best first."""
        return [self.summary.by_level.get(level, 0) for level in reversed(Level.values)]


def lines(ratings: QuerySet[Rating]) -> list[Line]:
    """Return ``ratings`` by channel and hand, in the order of the channels, with those left out apart; one query."""
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    left: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    # one outer join: excluding them would ask for each rating whether a review left it out
    out = Count("pk", filter=queries.NOT_COUNTED)
    rows = ratings.order_by().values_list("channel", "assisted", "level").annotate(n=Count("pk"), out=out)
    for channel, assisted, level, count, lost in rows:
        key = (channel, _hand(channel, assisted))
        found[key][level] = found[key].get(level, 0) + count - lost
        if lost:
            left[key][level] = left[key].get(level, 0) + lost
    order = [str(channel) for channel in Channel]
    made = []
    for (channel, hand), levels in sorted(found.items(), key=lambda one: (order.index(one[0][0]), one[0][1])):
        total = Summary(levels, left_out=left.get((channel, hand), {}))
        made.append(Line(Channel(channel).label, HANDS[hand], total, Share(total.good, total.total)))
    return made


def _hand(channel: str, assisted: bool) -> str:
    if channel == Channel.IMPORT:
        return TAKEN_OVER
    return ENTERED if assisted else BY_ONESELF


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was said in the hall beside what was said later by those whom chance had chosen."""

    counter: Share
    control: Share

    @property
    def verdict(self) -> tuple[Sentence, str]:
        """Return in words, with a tone, whether the two agree as far as the counts can tell (intervals apart or not)."""
        if not self.counter.of or not self.control.of:
            return _("Nothing to compare yet"), "neutral"
        (low, _high), (_low, high) = self.counter.interval, self.control.interval
        if low > high:
            return _("Better in the hall than later: look into prompting at the counter"), "error"
        if self.counter.interval[1] < self.control.interval[0]:
            return _("Worse in the hall than later"), "warning"
        return _("No difference that the counts could tell"), "success"


def comparison(ratings: QuerySet[Rating]) -> Comparison:
    """Return the share of good ratings in the hall and in the control series."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    wanted = (
        ratings.exclude(queries.NOT_COUNTED).filter(channel__in=[*COUNTER, Channel.CONTROL], assisted=False).order_by()
    )
    for channel, level, count in wanted.values_list("channel", "level").annotate(n=Count("pk")):
        side = "control" if channel == Channel.CONTROL else "counter"
        found[side][level] = found[side].get(level, 0) + count
    counter, control = Summary(found["counter"]), Summary(found["control"])
    return Comparison(Share(counter.good, counter.total), Share(control.good, control.total))
