"""Stored words of items, windows and cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Family(models.TextChoices):
    """What sort of business an item is; comparisons between windows are adjusted for it."""

    LICENCE = "licence", _("Administrative licence")
    CONFIRMATION = "confirmation", _("Administrative confirmation")
    BENEFIT = "benefit", _("Administrative benefit")
    LEVY = "levy", _("Administrative levy")
    ADJUDICATION = "adjudication", _("Administrative adjudication")
    OTHER_POWER = "other_power", _("Other administrative power")
    PUBLIC = "public", _("Public service")
    CONSULTATION = "consultation", _("Consultation")
    AGENCY = "agency", _("Help and agency")
    MEDICAL = "medical", _("Medical care")
    SCHOOLING = "schooling", _("Schooling")
    FINANCE = "finance", _("Banking")
    TRANSIT = "transit", _("Traffic and transport")
    UTILITY = "utility", _("Water, power, gas and heat")
    UNION = "union", _("Trade-union service")


class Mode(models.TextChoices):
    """Whether a case ends at the counter or within a promised time."""

    ON_THE_SPOT = "on_the_spot", _("On the spot")
    COMMITTED = "committed", _("Within a promised time")


class PromiseUnit(models.TextChoices):
    """In what a promise is counted; the words are those of the deadlines."""

    WORKING_DAY = "working_day", pgettext_lazy("promise", "working days")
    NATURAL_DAY = "natural_day", pgettext_lazy("promise", "natural days")
    WORKING_HOUR = "working_hour", pgettext_lazy("promise", "working hours")


class WindowKind(models.TextChoices):
    """Where a window stands."""

    COUNTER = "counter", _("Counter in a hall")
    ONLINE = "online", _("Online window")
    TERMINAL = "terminal", _("Self-service terminal")
    OUTREACH = "outreach", _("Service point or visiting service")


class Channel(models.TextChoices):
    """How a case reached the platform."""

    DESK = "desk", _("Registered at the desk")
    API = "api", _("Sent by a business system")
    EXCEL = "excel", _("Excel import")


class State(models.TextChoices):
    """Where a case stands."""

    ACCEPTED = "accepted", pgettext_lazy("case", "Accepted")
    HANDLING = "handling", pgettext_lazy("case", "Being handled")
    DONE = "done", pgettext_lazy("case", "Done")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "Withdrawn")
