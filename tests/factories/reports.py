"""Ratings that may be shown, counted by the day."""

import datetime as dt

from tests.factories import services
from zhengyou.instruments.ratings.models import DayTally, Release
from zhengyou.kernel import clock
from zhengyou.registry.services.models import Window


def tallies(window: Window | None = None, *, day: dt.date | None = None, shown: bool = True, **levels: int) -> Window:
    """Count ratings at ``window`` on a day (ten days ago unless named): ``l5=8, l1=2``; ``shown``: released."""
    window = window or services.window()
    day = day or clock.today() - dt.timedelta(days=10)
    for level, count in levels.items():
        DayTally.objects.create(
            window=window, body=window.body, family="public", channel="code", day=day, level=int(level[1:]), count=count
        )
    if shown:
        Release.objects.get_or_create(window=window, day=day, defaults={"released_on": day})
    return window
