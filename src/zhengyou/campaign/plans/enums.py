"""Stored words of plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Being checked")
    READY = "ready", _("Checked, may be launched")
    LAUNCHED = "launched", _("Launched")
    WITHDRAWN = "withdrawn", _("Recalled")


class Kind(models.TextChoices):
    """What sort of thing was found in the text."""

    DIMENSION = "dimension", _("Dimension")
    ITEM = "item", _("Item")
    PHASE = "phase", _("Phase")
    DUTY = "duty", _("Duty with a date")
    QUOTA = "quota", _("Quota of honours")
    WEIGHT = "weight", _("Points of a scheme")
    BODY = "body", _("Responsible body")
    RECIPIENT = "recipient", _("Recipient")


class Origin(models.TextChoices):
    """Who put a thing into the draft."""

    COMPILED = "compiled", _("Read from the text")
    CORRECTED = "corrected", _("Corrected by hand")
    ADDED = "added", _("Added by hand")


class Rhythm(models.TextChoices):
    """A fixed rhythm in which a duty returns."""

    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    BIMONTHLY = "bimonthly", _("Every two months")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half-yearly", _("Every half year")
    YEARLY = "yearly", _("Every year")


class Severity(models.TextChoices):
    """How much a finding of the linter matters."""

    ERROR = "error", _("Must be answered")
    WARNING = "warning", _("Should be answered")
    NOTE = "note", _("Note")
