"""Stored words of campaigns."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a campaign stands."""

    PREPARING = "preparing", _("Being prepared")
    RUNNING = "running", _("Under way")
    CLOSED = "closed", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SheetState(models.TextChoices):
    """Where a unit's task sheet stands."""

    OPEN = "open", _("To be done")
    SUBMITTED = "submitted", _("To be checked")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    CANCELLED = "cancelled", _("Cancelled")


class Capability(models.TextChoices):
    """To which instrument of the house an item is bound."""

    DISPLAY = "display", _("Shown to the public")
    COMMITMENT = "commitment", _("Commitment")
    STANDARD = "standard", _("Service standard")
    CONTEST = "contest", _("Contest")
    LEADER_COMMENT = "leader_comment", _("Comment by leaders")
    PEER_REVIEW = "peer_review", _("Review by colleagues")
    PUBLIC_RATING = "public_rating", _("Rating by the public")
    CHECK = "check", _("Check")
    AWARD = "award", _("Selection and honours")
    DUTY = "duty", _("Duty with evidence")
