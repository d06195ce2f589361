"""Stored words of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitEnd(models.TextChoices):
    """How a stay at the desk ended."""

    SIGNED_OUT = "signed_out", _("Signed out")
    IDLE = "idle", _("Timed out")
    REVOKED = "revoked", _("Ended by the person")
    REPLACED = "replaced", _("Ended by a change of the account")
