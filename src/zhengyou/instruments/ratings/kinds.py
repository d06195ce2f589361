"""The ratings of one kind of cases (family of the item and channel), as far as they tell no single rating."""

import datetime as dt
from collections import defaultdict

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from zhengyou.instruments.ratings import policy
from zhengyou.instruments.ratings.models import DayTally
from zhengyou.instruments.ratings.queries import COUNTED, LEFT_OUT, Summary, WindowRow
from zhengyou.kernel.cells import showable

Kind = tuple[str, str]
"""The family of the item, empty where there was no case, and the channel."""


def parted(case: str) -> Kind:
    """Return the family and the channel of a case type such as ``public|code``."""
    family, _bar, channel = case.partition("|")
    return family, channel


def kinds(counts: QuerySet[DayTally]) -> list[str]:
    """Return the case types that ``counts`` hold."""
    found = counts.order_by("family", "channel").values_list("family", "channel").distinct()
    return [f"{family}|{channel}" for family, channel in found]


def by_window(counts: QuerySet[DayTally], kind: Kind) -> list[WindowRow]:
    """Return what ``counts`` say of one ``kind``, summed for each window, in official order; one query.

    A month of a window enters only where its ratings of this kind are a batch of their own, and where neither the
    channel nor the window, less what is shown of them, tells a smaller one.
    """
    cells = (
        counts.annotate(month=TruncMonth("day"))
        .order_by("body__sort_path", "window__order_number", "window_id")
        .values_list("window_id", "body__name", "window__number", "window__name", "month", "family", "channel", "level")
        .annotate(n=COUNTED, out=LEFT_OUT)
    )
    names: dict[int, tuple[str, str]] = {}
    months: dict[tuple[int, dt.date], dict[Kind, dict[int, tuple[int, int]]]] = defaultdict(lambda: defaultdict(dict))
    for window, unit, number, name, month, family, channel, level, n, out in cells:
        names[window] = (unit, f"{number} {name}")
        months[window, month][family, channel][level] = (n, out)
    levels: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    left: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (window, _month), found in months.items():
        if kind not in _shown({one: sum(n + out for n, out in told.values()) for one, told in found.items()}):
            continue
        for level, (n, out) in found[kind].items():
            levels[window][level] += n
            if out:
                left[window][level] += out
    return [
        WindowRow(*names[window], Summary(dict(levels[window]), left_out=dict(left[window])))
        for window in names
        if window in levels
    ]


def _shown(numbers: dict[Kind, int]) -> set[Kind]:
    """Return the kinds of one window and month that are shown: within their channel first, then among all of them."""
    shown: set[Kind] = set()
    for channel in {one[1] for one in numbers}:
        shown |= showable({one: number for one, number in numbers.items() if one[1] == channel}, policy.BATCH)
    hidden = sum(number for one, number in numbers.items() if one not in shown)
    if 0 < hidden < policy.BATCH and shown:
        shown.remove(min(shown, key=lambda one: (numbers[one], one)))
    return shown
