"""Stored words of invitations and ratings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """The five levels of satisfaction; the two lowest are bad ratings 差评 (国办发〔2019〕51号)."""

    VERY_BAD = 1, _("Very dissatisfied")
    BAD = 2, _("Dissatisfied")
    FAIR = 3, _("Fairly satisfied")
    GOOD = 4, _("Satisfied")
    VERY_GOOD = 5, _("Very satisfied")


class State(models.TextChoices):
    """Where an invitation stands; an expired one is unrated 未评价 and counts as nothing else."""

    INVITED = "invited", _("Awaiting rating")
    RATED = "rated", _("Rated")
    EXPIRED = "expired", _("Expired unrated")


class Stage(models.TextChoices):
    """At which step of the service it is rated."""

    ACCEPT = "accept", _("On acceptance")
    DONE = "done", _("On completion")
    VISIT = "visit", _("Visit without a case")


class Channel(models.TextChoices):
    """How a rating came in; channels are analysed apart."""

    CODE = "code", _("Rating code of a case")
    WINDOW_QR = "window_qr", _("Window QR code without a case")
    TERMINAL = "terminal", _("Terminal in the hall")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("By telephone")
    PAPER = "paper", _("Paper card")
    IMPORT = "import", _("Taken over from another platform")
    TICKET = "ticket", _("Ticket of the hall without a case")
    CONTROL = "control", _("Control series by text message")


class Display(models.TextChoices):
    """How the rater wants to be shown."""

    ANONYMOUS = "anonymous", _("Anonymous")
    MASKED = "masked", _("With my family name")
    NAMED = "named", _("With my whole name")


class TextState(models.TextChoices):
    """Whether the words of a rating may be read by the public: they are read by a person first (先审后发)."""

    NONE = "none", _("No text")
    PENDING = "pending", _("Text awaiting review")
    SHOWN = "shown", _("Text published")
    HIDDEN = "hidden", _("Text withheld")
    PRIVATE = "private", _("Not to be published, as the rater wishes")


class HandlingState(models.TextChoices):
    """Where a bad rating stands at the level above its unit; while it is put right the order tells the rest."""

    TRIAGE = "triage", pgettext_lazy("bad rating", "To be sorted out")
    ORDERED = "ordered", pgettext_lazy("bad rating", "With the unit")
    EXPLAINED = "explained", pgettext_lazy("bad rating", "Explained to the rater")
    APPEALED = "appealed", pgettext_lazy("bad rating", "Appeal under review")
    EXCLUDED = "excluded", pgettext_lazy("bad rating", "Not counted, with reason")


class Verdict(models.TextChoices):
    """The four outcomes of sorting out a bad rating."""

    VALID = "valid", pgettext_lazy("verdict", "Justified, to be put right")
    NO_BASIS = "no_basis", pgettext_lazy("verdict", "No legal basis, to be explained")
    MISTAKEN = "mistaken", pgettext_lazy("verdict", "Rated by mistake")
    MALICIOUS = "malicious", pgettext_lazy("verdict", "Malicious")


class Pace(models.TextChoices):
    """How fast something justified is put right."""

    AT_ONCE = "at_once", pgettext_lazy("pace", "At once")
    TERM = "term", pgettext_lazy("pace", "Within a term")


class ContactResult(models.TextChoices):
    """What came of calling the rater."""

    REACHED = "reached", pgettext_lazy("contact", "Reached")
    UNREACHED = "unreached", pgettext_lazy("contact", "Not reached")
    DECLINED = "declined", pgettext_lazy("contact", "Does not wish to talk")


class Decision(models.TextChoices):
    """What became of an appeal."""

    ALLOWED = "allowed", pgettext_lazy("appeal", "Appeal upheld, not counted")
    DISMISSED = "dismissed", pgettext_lazy("appeal", "Appeal dismissed, the rating counts")


class ReportState(models.TextChoices):
    """Where a report of retaliation stands."""

    FILED = "filed", pgettext_lazy("retaliation", "Reported")
    TAKEN_UP = "taken_up", pgettext_lazy("retaliation", "Being looked into")
    ANSWERED = "answered", pgettext_lazy("retaliation", "Answered")


class Subject(models.TextChoices):
    """What is pushed to a platform above."""

    CASE = "case", pgettext_lazy("push", "Case")
    RATING = "rating", pgettext_lazy("push", "Rating")
    RECTIFICATION = "rectification", pgettext_lazy("push", "Rectification")
    REPLY = "reply", pgettext_lazy("push", "Reply to an order from above")


class PushState(models.TextChoices):
    """Where something on its way outward stands."""

    WAITING = "waiting", pgettext_lazy("push", "On its way")
    SENT = "sent", pgettext_lazy("push", "Received, with receipt")
    FAILED = "failed", pgettext_lazy("push", "Given up")


class JudgeKind(models.TextChoices):
    """Who judges a unit as a whole, apart from its visitors."""

    PANEL = "panel", _("Judgement by an invited panel")
    CHECK = "check", _("Spot check by the government")


class CallerWord(models.TextChoices):
    """Who calls the rater back, as the rule pack says; never the rated one."""

    SUPERVISOR = "supervisor", pgettext_lazy("call-back", "The supervising body")
    UNIT_PERSON = "unit_person", pgettext_lazy("call-back", "A designated person of the handling unit")


BAD = (Level.VERY_BAD, Level.BAD)
"""差评: opens a rectification."""

GOOD = (Level.FAIR, Level.GOOD, Level.VERY_GOOD)
"""好评 by the national statistics: levels 3 to 5."""
