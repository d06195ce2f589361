"""Stored words of orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """From what an order arose."""

    RATING = "rating", _("Bad rating")
    COMPLAINT = "complaint", _("Complaint")
    INSPECTION = "inspection", _("Inspection finding")
    COMMITMENT = "commitment", _("Broken commitment")
    COMMENT = "comment", _("Leader's comment")
    MATTER = "matter", _("Matter under supervision")


class State(models.TextChoices):
    """Where an order stands."""

    DISPATCHED = "dispatched", _("To be signed for")
    HANDLING = "handling", _("Being put right")
    REPLIED = "replied", _("Reply to be verified")
    CLOSED = "closed", _("Closed")
    VOID = "void", _("Withdrawn")


class Finding(models.TextChoices):
    """What the responsible unit found when it looked into the matter (four outcomes; the last three are reviewed above)."""

    TRUE = "true", _("As stated")
    MISTAKEN = "mistaken", _("Rated by mistake")
    GROUNDLESS = "groundless", _("Without legal basis, explained")
    MALICIOUS = "malicious", _("Malicious")
