"""Stored words of calendars, rule packs and clocks."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.deadlines.reckoning import Ending, Unit


class DayKind(models.TextChoices):
    """What the calendar says of a day that differs from Monday to Friday, or is stated expressly."""

    WORKDAY = "workday", _("Working day")
    HOLIDAY = "holiday", _("Day off")
    MAKE_UP = "make_up", _("Make-up working day")


class UnitWord(models.TextChoices):
    """In what a term is counted; the values are those of `reckoning.Unit`."""

    WORKING_DAY = Unit.WORKING_DAY.value, _("working days")
    NATURAL_DAY = Unit.NATURAL_DAY.value, _("natural days")
    WORKING_HOUR = Unit.WORKING_HOUR.value, _("working hours")
    HOUR = Unit.HOUR.value, _("hours")


class EndingWord(models.TextChoices):
    """When the last day of a term ends; the values are those of `reckoning.Ending`."""

    CLOSING = Ending.CLOSING.value, _("Closing of business")
    MIDNIGHT = Ending.MIDNIGHT.value, _("24:00")


class PackState(models.TextChoices):
    """Where a version of a rule pack stands."""

    DRAFT = "draft", pgettext_lazy("rule pack", "Being drafted")
    IN_FORCE = "in_force", pgettext_lazy("rule pack", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("rule pack", "Withdrawn")


class State(models.TextChoices):
    """Where a clock stands."""

    RUNNING = "running", pgettext_lazy("clock", "Running")
    PAUSED = "paused", pgettext_lazy("clock", "Paused")
    MET = "met", pgettext_lazy("clock", "Met")
    BREACHED = "breached", pgettext_lazy("clock", "Overdue")
    VOID = "void", pgettext_lazy("clock", "Void")


class PauseReason(models.TextChoices):
    """Why time does not count: each needs a written notice (行政许可法 art. 45)."""

    SUPPLEMENT = "supplement", _("Waiting for supplementary documents")
    HEARING = "hearing", pgettext_lazy("pause", "Hearing")
    TENDER = "tender", pgettext_lazy("pause", "Tender")
    AUCTION = "auction", pgettext_lazy("pause", "Auction")
    INSPECTION = "inspection", _("Inspection, test or quarantine")
    APPRAISAL = "appraisal", pgettext_lazy("pause", "Appraisal")
    EXPERTS = "experts", _("Expert review")
    SITE_SURVEY = "site_survey", _("Survey on site")
    OUTAGE = "outage", _("Announced system outage")
    PUBLICITY = "publicity", _("Period of public notice")


class Cause(models.TextChoices):
    """Why a due moment was reckoned."""

    STARTED = "started", pgettext_lazy("clock", "Start")
    RESUMED = "resumed", pgettext_lazy("clock", "Resumed after a pause")
    EXTENDED = "extended", pgettext_lazy("clock", "Extension")
    CALENDAR = "calendar", _("Calendar loaded or changed")


class Colour(models.TextChoices):
    """The light of a clock: blue from half of the term, yellow on the last working day, red when overdue."""

    NONE = "", pgettext_lazy("clock", "On time")
    BLUE = "blue", _("Half the time used")
    YELLOW = "yellow", _("Due within one working day")
    RED = "red", pgettext_lazy("clock", "Overdue")


class Grade(models.IntegerChoices):
    """The rungs of the escalation ladder, each graver than the one before."""

    BLUE = 1, pgettext_lazy("ladder", "Blue: reminded")
    YELLOW = 2, pgettext_lazy("ladder", "Yellow: warned")
    RED = 3, pgettext_lazy("ladder", "Red: urged")
    SUPERVISE = 4, pgettext_lazy("ladder", "Under supervision")
    TALK = 5, pgettext_lazy("ladder", "Talk proposed")
    CIRCULAR = 6, pgettext_lazy("ladder", "Circular proposed")


class Told(models.TextChoices):
    """Who is told of a rung."""

    LIAISON = "liaison", _("Liaison officer of the unit")
    LEADER = "leader", _("Leader in charge at the unit")
    HEAD = "head", _("Head of the unit")
    ABOVE_LIAISON = "above_liaison", _("Liaison officer of the body above")
    ABOVE_HEAD = "above_head", _("Head of the body above")
    SUPERVISION = "supervision", _("Supervision officers")


def in_words(amount: int, unit: str) -> str:
    """Return a length of time as people say it, as 5个工作日."""
    return gettext("%(amount)d %(unit)s") % {"amount": amount, "unit": UnitWord(unit).label}
