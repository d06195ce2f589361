"""Stored words of attachments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an attachment stands."""

    UPLOADING = "uploading", _("Uploading")
    READY = "ready", _("Attached")
    WITHDRAWN = "withdrawn", pgettext_lazy("file", "Withdrawn")
