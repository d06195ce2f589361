"""Stored words of scoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What is compared with its peers."""

    UNIT = "unit", _("Units")
    WINDOW = "window", _("Windows")
    PERSON = "person", _("Window staff")


class Direction(models.TextChoices):
    """How the figure of an indicator reads; its levels run from the worst to the best either way."""

    MORE = "more", _("More is better")
    LESS = "less", _("Less is better")


class State(models.TextChoices):
    """Where a run stands."""

    COLLECTED = "collected", _("Inputs collected, being computed")
    COMPUTED = "computed", _("Computed, seen by the office only")
    PREVIEW = "preview", _("Shown to the units, open to objections")
    APPROVING = "approving", _("Publication under approval")
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


class SchemeState(models.TextChoices):
    """Where a version of a scheme stands."""

    DRAFT = "draft", pgettext_lazy("scheme", "Being drafted")
    APPROVING = "approving", pgettext_lazy("scheme", "Under approval")
    FROZEN = "frozen", pgettext_lazy("scheme", "In force, frozen")
    RETIRED = "retired", pgettext_lazy("scheme", "Replaced by a later version")


class Rhythm(models.TextChoices):
    """How long a period of assessment is."""

    MONTH = "month", _("By the month")
    TWO_MONTHS = "two_months", _("Every two months")
    QUARTER = "quarter", _("By the quarter")
    HALF = "half", _("By the half-year")
    YEAR = "year", _("By the year")

    @property
    def months(self) -> int:
        """Return the length of a period in months."""
        return {"month": 1, "two_months": 2, "quarter": 3, "half": 6, "year": 12}[self.value]


class Grouping(models.TextChoices):
    """With whom a unit is compared."""

    KIND = "kind", _("Units of the same kind")
    LEVEL = "level", _("Units of the same level")
    NAMED = "named", _("Peer groups named in the scheme")
    ALL = "all", _("All units together")


class Form(models.TextChoices):
    """How parts make a whole; the values are those of `methods.composite.Form`."""

    MEAN = "mean", _("Weighted mean")
    GEOMETRIC = "geometric", _("Weighted geometric mean: weakness is not bought off")


class Tie(models.TextChoices):
    """What happens to units with equal points."""

    SHARE = "share", _("They share the place")
    PART = "part", _("The heaviest part decides, then the next")
    LOT = "lot", _("Drawn by a seed fixed beforehand")


class Role(models.TextChoices):
    """What a part of a scheme does."""

    PART = "part", _("Part of the 100 points")
    BONUS = "bonus", _("Bonus")
    DEDUCTION = "deduction", _("Deduction")
    VETO = "veto", _("One-vote veto")


class Source(models.TextChoices):
    """Where the points of a part come from."""

    GROUP = "group", _("Sum of what lies below")
    INDICATOR = "indicator", _("Indicator taken from the records")
    CHECK = "check", _("Self-check and assessment")
    SCHEME = "scheme", _("Published results of another scheme")


class Voice(models.TextChoices):
    """Whose satisfaction a part measures: 群众、社会、组织三个满意, never mixed into one."""

    NONE = "none", _("No measure of satisfaction")
    PUBLIC = "public", _("Satisfaction of the people served")
    SOCIETY = "society", _("Satisfaction of society")
    SUPERIOR = "superior", _("Satisfaction of the organisation above")


class MarkState(models.TextChoices):
    """Where a mark stands."""

    CLAIMED = "claimed", pgettext_lazy("mark", "Self-checked, to be assessed")
    ASSESSED = "assessed", pgettext_lazy("mark", "Assessed")
    LIFTED = "lifted", pgettext_lazy("mark", "Lifted")


class AssessmentState(models.TextChoices):
    """Where an assessment stands."""

    QUEUED = "queued", pgettext_lazy("assessment", "Waiting to be computed")
    COLLECTED = "collected", pgettext_lazy("assessment", "Inputs collected")
    COMPUTED = "computed", pgettext_lazy("assessment", "Computed, seen by the office only")
    PREVIEW = "preview", pgettext_lazy("assessment", "Shown to the units, open to objections")
    APPROVING = "approving", pgettext_lazy("assessment", "Publication under approval")
    PUBLISHED = "published", pgettext_lazy("assessment", "Published")
    REPLACED = "replaced", pgettext_lazy("assessment", "Corrected by a later one")
    DROPPED = "dropped", pgettext_lazy("assessment", "Dropped")


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    OPEN = "open", pgettext_lazy("objection", "To be answered")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("objection", "Dismissed")


class Purpose(models.TextChoices):
    """For what a published assessment is used."""

    ANNUAL = "annual", _("Annual target responsibility assessment")
    LEADERS = "leaders", _("Assessment of leading groups and cadres")
    PARTY = "party", _("Party building assessment")
    STAFF = "staff", _("Assessment of staff, confirmed by a person")
    SELECTION = "selection", _("Selection of the excellent")
    OTHER = "other", _("Other use")
