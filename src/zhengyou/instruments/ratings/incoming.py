"""Rows of a platform above, read by its own names: ratings, and orders for bad ones."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import mapping, policy
from zhengyou.instruments.ratings.models import UpperPlatform
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Sentence

IN = "incoming"
"""Under what the names of incoming rows stand among a platform's names, and its path among the paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One rating of a service as another system took it, perhaps with that system's order to put it right."""

    number: str
    service: int
    level: int
    window: str = ""
    tags: tuple[str, ...] = ()
    text: str = ""
    day: dt.date | None = None
    order: str = ""
    due: dt.date | None = None


def names_of(platform: UpperPlatform) -> Mapping[str, str]:
    """Return how ``platform`` calls the fields of incoming rows."""
    return platform.names.get(IN) or mapping.NAMES[IN]


def read(row: Mapping[str, Any], names: Mapping[str, str]) -> Incoming:
    """Return what ``row`` says; raise Invalid with each field that is wrong."""
    told = {field: str(row.get(name) if row.get(name) is not None else "").strip() for field, name in names.items()}
    wrong: dict[str, Sentence] = {}
    if not told.get("number") or len(told["number"]) > 50:
        wrong["number"] = _("The number of the case is missing or too long.")
    level, service = _whole(told.get("level", "")), _whole(told.get("service") or "1")
    if level is None or not 1 <= level <= 5:
        wrong["level"] = _("The level is a number from 1 to 5.")
    if service is None or not 1 <= service <= 99:
        wrong["service"] = _("The number of the service is a number from 1 to 99.")
    day, due = _day(told.get("day", "")), _day(told.get("due", ""))
    if day is not None and day > clock.today():
        wrong["day"] = _("This day lies in the future.")
    if wrong or level is None or service is None:
        raise Invalid(wrong)
    tags = tuple(one.strip() for one in told.get("tags", "").replace("，", ",").split(",") if one.strip())
    return Incoming(
        number=told["number"], service=service, level=level, window=told.get("window", "")[:20], tags=tags,
        text=told.get("text", "")[: policy.TEXT_LENGTH], day=day, order=told.get("order", "")[:60], due=due,
    )  # fmt: skip


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _day(text: str) -> dt.date | None:
    """Return the day at the beginning of a date or moment, as 2026-05-06 or 20260506."""
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())[:8]
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None
