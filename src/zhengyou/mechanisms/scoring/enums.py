"""Stored words of scoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """What is compared with its peers."""

    UNIT = "unit", _("Units")
    WINDOW = "window", _("Windows")
    PERSON = "person", _("Window staff")


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


class StarReason(models.TextChoices):
    """Why a star is what it is."""

    NONE = "none", _("No cut points are frozen yet")
    FIRST = "first", _("First given")
    KEPT = "kept", _("Unchanged")
    UP = "up", _("Raised")
    DOWN = "down", _("Lowered")
    FEW = "few", _("Too few ratings for a star")
    WITHHELD = "withheld", _("Under review")
    CORRECTED = "corrected", _("Corrected after an appeal")


class FindingState(models.TextChoices):
    """Where a finding on manipulated ratings stands."""

    OPEN = "open", _("To be decided")
    QUARANTINED = "quarantined", _("Suspicious ratings set apart")
    CLEARED = "cleared", _("Cleared")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", _("To be answered")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Rejected")
