"""The specification of a year: every visit, what was said about it, and what became of each bad rating.

Pure facts without tables: `bulk` writes them at once, a test writes the same facts through the verbs and compares.
"""

import datetime as dt
from dataclasses import dataclass, field

from zhengyou.instruments.ratings.enums import Channel, Display, Level
from zhengyou.mechanisms.orders.enums import Finding
from zhengyou.site.demo.windows import Counter, Offer


@dataclass(slots=True)
class Step:
    """One thing that was done to an order at a moment: sign, reply, verify, send_back or withdraw."""

    at: dt.datetime
    verb: str
    finding: str = Finding.TRUE
    reason: str = ""
    answer: str = ""


@dataclass(slots=True)
class Opinion:
    """One rating as its rater gave it."""

    at: dt.datetime
    level: int
    channel: str = Channel.CODE
    tags: tuple[str, ...] = ()
    text: str = ""
    display: str = Display.ANONYMOUS
    name: str = ""
    phone: str = ""
    demanded: str = ""
    """What the confidential report of demanded praise says; empty: there is none."""
    read_at: dt.datetime | None = None
    """When the campaign office read the words."""
    shown: bool = True
    steps: list[Step] = field(default_factory=list)
    """What became of the order that a bad rating opened, oldest first."""

    @property
    def is_bad(self) -> bool:
        """Return whether it opens an order."""
        return self.level <= Level.BAD

    @property
    def day(self) -> dt.date:
        """Return the day, which is all that the rating keeps of its moment."""
        return self.at.date()


@dataclass(slots=True)
class Visit:
    """Somebody came to a window; ``offer`` is empty where only the window's standing code was scanned."""

    counter: Counter
    accepted_at: dt.datetime
    offer: Offer | None = None
    handled_at: dt.datetime | None = None
    done_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    name: str = ""
    phone: str = ""
    on_acceptance: Opinion | None = None
    on_completion: Opinion | None = None
    """Also the opinion of a visit without a case."""
