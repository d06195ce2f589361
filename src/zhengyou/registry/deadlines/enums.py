"""Stored words of calendars, rule packs and clocks."""

from django.db import models
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

    DRAFT = "draft", _("Being drafted")
    IN_FORCE = "in_force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class State(models.TextChoices):
    """Where a clock stands."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    BREACHED = "breached", _("Overdue")
    VOID = "void", _("Void")


class PauseReason(models.TextChoices):
    """Why time does not count: each needs a written notice (行政许可法 art. 45)."""

    SUPPLEMENT = "supplement", _("Waiting for supplementary documents")
    HEARING = "hearing", _("Hearing")
    TENDER = "tender", _("Tender")
    AUCTION = "auction", _("Auction")
    INSPECTION = "inspection", _("Inspection, test or quarantine")
    APPRAISAL = "appraisal", _("Appraisal")
    EXPERTS = "experts", _("Expert review")
    SITE_SURVEY = "site_survey", _("Survey on site")
    OUTAGE = "outage", _("Announced system outage")
    PUBLICITY = "publicity", _("Period of public notice")


class Cause(models.TextChoices):
    """Why a due moment was reckoned."""

    STARTED = "started", _("Start")
    RESUMED = "resumed", _("Resumed after a pause")
    EXTENDED = "extended", _("Extension")
    CALENDAR = "calendar", _("Calendar loaded or changed")


class Colour(models.TextChoices):
    """The light of a clock: blue from half of the term, yellow on the last working day, red when overdue."""

    NONE = "", _("On time")
    BLUE = "blue", _("Half the time used")
    YELLOW = "yellow", _("Due within one working day")
    RED = "red", _("Overdue")
