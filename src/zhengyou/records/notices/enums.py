"""Stored words of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a notice fares on one of its further ways out of the house."""

    WAITING = "waiting", _("To be sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent")
