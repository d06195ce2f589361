"""Stored words of what is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a card or commitment stands."""

    DRAFT = "draft", _("Draft, not handed in")
    SUBMITTED = "submitted", _("To be reviewed")
    SHOWN = "shown", _("On public show")
    WITHDRAWN = "withdrawn", _("Taken down")


class Keeping(models.TextChoices):
    """Whether a commitment is kept, as the records tell; what nothing measures is never called kept."""

    KEPT = "kept", _("Promise kept")
    BROKEN = "broken", _("Promise broken")
    UNKNOWN = "unknown", _("Cannot tell")


class Measure(models.TextChoices):
    """What a commitment can be measured by."""

    NONE = "none", _("Not measured by records")
    SATISFACTION = "satisfaction", _("Share of good ratings at least (%)")
    TIMELINESS = "timeliness", _("Share of cases done in promised time at least (%)")
    RECTIFICATION = "rectification", _("Share of bad ratings put right at least (%)")
