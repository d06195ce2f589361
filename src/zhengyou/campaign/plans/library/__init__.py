"""Templates of plans: clean texts made for the nine sorts of campaign that the house knows, with days to be counted.

A text holds 【单位】 where the name of whoever issues it stands, and 【2.15】 or 【2.末】 for the fifteenth or the last
day of the third month of the campaign; 【年】 is the year in which it begins.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.writing import words
from zhengyou.kernel.errors import Sentence

_TOKEN = re.compile(r"【(?:(?P<word>单位|年)|(?P<month>\d{1,2})\.(?P<day>\d{1,2}|末))】")


@dataclass(frozen=True, slots=True)
class Template:
    """One template: its word in the address, what it is called, and for whom it is made."""

    code: str
    label: Sentence
    lead: Sentence

    @property
    def source(self) -> str:
        """Return the text with its marks."""
        return resources.files(__package__).joinpath(f"{self.code}.plan").read_text(encoding="utf-8")

    def text(self, starts_on: dt.date, issuer: str) -> str:
        """Return the text for a campaign that begins on a day; month 0 is the one of that day."""

        def put(found: re.Match[str]) -> str:
            if found["word"]:
                return issuer if found["word"] == "单位" else str(starts_on.year)
            return words(day_of(starts_on, int(found["month"]), found["day"]))

        return _TOKEN.sub(put, self.source)


def day_of(starts_on: dt.date, month: int, day: str) -> dt.date:
    """Return a day (its number, or 末 for the last) of a month counted from that of ``starts_on``, never before it."""
    years, number = divmod(starts_on.month - 1 + month, 12)
    year, month_of_year = starts_on.year + years, number + 1
    last = calendar.monthrange(year, month_of_year)[1]
    return max(starts_on, dt.date(year, month_of_year, last if day == "末" else min(int(day), last)))


@dataclass(frozen=True, slots=True)
class Brings:
    """What the compiler reads in a template."""

    dimensions: tuple[str, ...]
    phases: int
    duties: int
    months: int


@cache
def brings(template: Template) -> Brings:
    """Return what a campaign made of ``template`` begins with."""
    first = dt.date(2026, 1, 1)
    (draft,) = compile_text(template.text(first, "某单位"))
    last = max((phase.ends for phase in draft.phases if phase.ends), default=first)
    months = (last.year - first.year) * 12 + last.month
    names = tuple(dimension.name for dimension in draft.dimensions)
    return Brings(names, len(draft.phases), len(draft.deadlines), months)


def find(code: str) -> Template | None:
    """Return the template of a word, or None."""
    return next((one for one in TEMPLATES if one.code == code), None)


TEMPLATES = (
    Template(
        "union", _("Windows and service trades: show, compare, comment"),
        _("For a trade union and the windows and service trades under it"),
    ),
    Template(
        "grass-roots", _("A day at the grass roots"),
        _("For the officials of a union or bureau who go to enterprises and villages every month"),
    ),
    Template(
        "bureau", _("Standards for the organs of a bureau"),
        _("For a bureau with its sections and stations: five comparisons, five standards"),
    ),
    Template(
        "community", _("Warm heart in the community"),
        _("For a community or village with its service hall and its residents"),
    ),
    Template("school", _("A school that satisfies"), _("For a school with its teachers, parents and pupils")),
    Template(
        "toll-road", _("Smile at the toll station"),
        _("For stations of a road, a bus line or any trade that works in shifts"),
    ),
    Template("health", _("Good care, good medical ethics"), _("For a health bureau and its hospitals")),
    Template(
        "workers-home", _("Home of the workers"),
        _("For a union federation that builds up the unions in enterprises"),
    ),
    Template(
        "civil-trade", _("A civil and harmonious trade"),
        _("For a line authority that runs a contest over its whole trade"),
    ),
)  # fmt: skip
"""In the order of the shelf."""
