"""Stored words of scoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """What is compared with its peers."""

    UNIT = "unit", _("Units")
    WINDOW = "window", _("Windows")


class State(models.TextChoices):
    """Where a run stands."""

    COMPUTED = "computed", _("Computed, seen by the office only")
    PUBLISHED = "published", _("Published")
    REPLACED = "replaced", _("Replaced by a later run")


class Band(models.TextChoices):
    """What may honestly be said of a unit beside its peers."""

    ABOVE = "above", _("Clearly above its peers")
    SAME = "same", _("Cannot be told from its peers")
    BELOW = "below", _("Clearly below its peers")
    FEW = "few", _("Too few ratings to be graded")
