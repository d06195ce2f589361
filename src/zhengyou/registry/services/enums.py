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


class FirstChannel(models.TextChoices):
    """How somebody asked first."""

    VISIT = "visit", pgettext_lazy("contact", "On the spot")
    PHONE = "phone", pgettext_lazy("contact", "By telephone")
    ONLINE = "online", pgettext_lazy("contact", "Online")


class Duty(models.TextChoices):
    """Whose duty the matter is, seen from whoever was asked first."""

    OWN = "own", _("Own duty: handle it")
    SAME_UNIT = "same_unit", _("Own unit, another post: lead the visitor there")
    OTHER_UNIT = "other_unit", _("Another unit: explain, get in touch, hand over")


class ContactState(models.TextChoices):
    """Where a first contact stands."""

    OPEN = "open", pgettext_lazy("contact", "Being answered")
    HANDED = "handed", pgettext_lazy("contact", "Handed over, not yet taken")
    TAKEN = "taken", pgettext_lazy("contact", "Taken over")
    ENDED = "ended", pgettext_lazy("contact", "Answered")


class UndertakingKind(models.TextChoices):
    """What a written promise replaces."""

    LENIENT = "lenient", _("Accepted with materials to follow")
    BY_PROMISE = "by_promise", _("Notice and promise")


class UndertakingState(models.TextChoices):
    """Whether a written promise was kept."""

    OPEN = "open", pgettext_lazy("undertaking", "Running")
    KEPT = "kept", pgettext_lazy("undertaking", "Kept")
    BROKEN = "broken", pgettext_lazy("undertaking", "Not kept")


class MandateKind(models.TextChoices):
    """Who acts."""

    AGENCY = "agency", _("The unit's staff act for the person")
    ENTRUSTED = "entrusted", _("A person of the principal's choice acts")


class MandateState(models.TextChoices):
    """Where a mandate stands."""

    ACTIVE = "active", pgettext_lazy("mandate", "In force")
    DONE = "done", pgettext_lazy("mandate", "Carried out")
    REVOKED = "revoked", pgettext_lazy("mandate", "Revoked")


class Proof(models.TextChoices):
    """How the identity of principal and agent was checked; the document itself is not copied."""

    ORIGINALS = "originals", _("Originals of both identity documents seen")
    ELECTRONIC = "electronic", _("Electronic identity documents checked")
    NOTARISED = "notarised", _("Notarised letter of authorisation")
    AT_HOME = "at_home", _("Checked on a visit at home")


class BookingState(models.TextChoices):
    """Where an appointment of a visitor stands."""

    BOOKED = "booked", pgettext_lazy("booking", "Booked")
    PRESENT = "present", pgettext_lazy("booking", "Here, waiting with a number")
    CALLED = "called", pgettext_lazy("booking", "Called to the window")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled")
    ARRIVED = "arrived", pgettext_lazy("booking", "Came")
    MISSED = "missed", pgettext_lazy("booking", "Did not come")


IN_THE_HALL = (BookingState.PRESENT, BookingState.CALLED)
STANDING = (BookingState.BOOKED, *IN_THE_HALL)
"""States in which an appointment still stands: it has not ended."""


class WalkInState(models.TextChoices):
    """Where a number without an appointment stands; the words are those of an appointment in the hall."""

    PRESENT = "present", pgettext_lazy("booking", "Here, waiting with a number")
    CALLED = "called", pgettext_lazy("booking", "Called to the window")
    ARRIVED = "arrived", pgettext_lazy("booking", "Came")
    MISSED = "missed", pgettext_lazy("booking", "Did not come")


class Weekday(models.IntegerChoices):
    """Days of the week, as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ShiftKind(models.TextChoices):
    """What sort of duty a shift is."""

    REGULAR = "regular", pgettext_lazy("shift", "Office hours")
    EXTENDED = "extended", pgettext_lazy("shift", "Extended hours")
    DAY_OFF = "day_off", pgettext_lazy("shift", "Weekend or holiday")
    ON_CALL = "on_call", pgettext_lazy("shift", "On call")


class AfterKind(models.TextChoices):
    """What serves after hours."""

    TERMINAL = "terminal", _("Self-service area")
    ONLINE = "online", _("Online handling")
    LINE = "line", _("Duty telephone")
    DROP_BOX = "drop_box", _("Box for papers")
    BY_BOOKING = "by_booking", _("Extended service by appointment")


class NormKind(models.TextChoices):
    """What a norm of the staff is about."""

    ETIQUETTE = "etiquette", _("Etiquette of service")
    LANGUAGE = "language", _("Language of service")
    APPEARANCE = "appearance", _("Dress and appearance")
    CONDUCT = "conduct", _("Conduct and discipline")


class NormState(models.TextChoices):
    """Whether a norm holds."""

    IN_FORCE = "in_force", pgettext_lazy("norm", "In force")
    REPLACED = "replaced", pgettext_lazy("norm", "Replaced")
    REPEALED = "repealed", pgettext_lazy("norm", "Repealed")


class Ours(models.TextChoices):
    """What another system may tell of a case: our words for it."""

    STAGE = "stage", _("Accepted or done")
    EXTERNAL_NUMBER = "external_number", _("Number in their system")
    WINDOW = "window", _("Window code")
    ITEM = "item", _("Code of the item")
    ACCEPTED_AT = "accepted_at", _("Accepted at")
    DONE_AT = "done_at", _("Done at")
    APPLICANT_NAME = "applicant_name", _("Applicant")
    APPLICANT_PHONE = "applicant_phone", _("Telephone")


class Reading(models.TextChoices):
    """How a value of another system is read."""

    AS_IS = "as_is", _("As it is")
    COMPACT_TIME = "compact_time", _("Time as 20260506143000, in Shanghai")
    BY_TABLE = "by_table", _("By a table of values")
