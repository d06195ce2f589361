"""Stored words of papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """The legal kinds of official documents that get a red head; whatever is none of these is a working paper."""

    DECISION = "decision", pgettext_lazy("paper", "Decision")
    NOTICE = "notice", pgettext_lazy("paper", "Notice")
    CIRCULAR = "circular", _("Circular")
    REPORT = "report", _("Report")
    REQUEST = "request", _("Request for instructions")
    REPLY = "reply", pgettext_lazy("paper", "Official reply")
    LETTER = "letter", _("Letter")
    MINUTES = "minutes", _("Minutes")
    OPINIONS = "opinions", pgettext_lazy("paper", "Opinions")


class State(models.TextChoices):
    """Where a paper stands."""

    DRAFT = "draft", _("Paper in draft")
    PENDING = "pending", _("Under approval")
    APPROVED = "approved", _("Signed, to be issued")
    ISSUED = "issued", _("Issued")
    WITHDRAWN = "withdrawn", _("Recalled")
    VOID = "void", pgettext_lazy("paper", "Void")


class NumberState(models.TextChoices):
    """Whether a number of the register counts."""

    USED = "used", _("In use")
    VOID = "void", pgettext_lazy("number", "Void")


class Manner(models.TextChoices):
    """As what somebody gets a paper."""

    MAIN = "main", _("Main recipient")
    COPY = "copy", _("Copied to")
    UPWARD = "upward", _("Reported to (before 2012)")


class Urgency(models.TextChoices):
    """How urgent a paper is; the words are printed as they stand."""

    ORDINARY = "", _("Ordinary")
    URGENT = "urgent", _("Urgent")
    MOST = "most", pgettext_lazy("paper", "Most urgent")


class Aspect(models.TextChoices):
    """What a regulation of the house is for."""

    SUPERVISION = "supervision", _("Supervision and inspection")
    INCENTIVE = "incentive", _("Incentives")
    CONSTRAINT = "constraint", _("Constraints")
    ASSESSMENT = "assessment", pgettext_lazy("regulation", "Assessment")
    GUARANTEE = "guarantee", _("Organisation and support")
    SERVICE = "service", _("Service and conduct")


class RegulationState(models.TextChoices):
    """Where a regulation stands."""

    DRAFT = "draft", pgettext_lazy("regulation", "In draft")
    IN_FORCE = "in_force", pgettext_lazy("regulation", "In force")
    REPEALED = "repealed", pgettext_lazy("regulation", "Repealed")


class ResolutionState(models.TextChoices):
    """Whether a decision of a meeting stands."""

    STANDING = "standing", pgettext_lazy("resolution", "In effect")
    REVOKED = "revoked", pgettext_lazy("resolution", "Revoked")


class IncomingState(models.TextChoices):
    """Where an incoming paper stands."""

    REGISTERED = "registered", _("Registered, to be read")
    HANDLING = "handling", _("Instructed, in hand")
    FILED = "filed", _("Done and filed")
