"""Places with their intervals, and stars on cut points that were frozen beforehand."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.scoring.enums import StarReason, Subject
from zhengyou.mechanisms.scoring.models.runs import Run, Score
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Scale(models.Model):
    """The cut points of the stars: derived once from a run, published, and frozen for years."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="star_scales")
    subject = models.CharField(max_length=8, choices=Subject)
    indicator = models.CharField(max_length=64)
    cuts = ArrayField(models.FloatField())
    """Rising; a score at a cut point has the higher star. One fewer than there are stars."""
    reference = models.JSONField(default=dict, blank=True)
    """The mix of case types and channels on which all are judged while the cut points hold; frozen with them."""
    run = models.ForeignKey(Run, models.PROTECT, related_name="scales")
    units = models.PositiveIntegerField()
    """From how many eligible scores the cut points come."""
    fixed_at = models.DateTimeField()
    holds_until = models.DateField()
    """The first day on which new cut points may be derived."""
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-fixed_at"]
        constraints = [
            known_state("scale", Subject, field="subject"),
            models.UniqueConstraint(
                fields=["body", "subject", "indicator"],
                condition=Q(replaced_at__isnull=True),
                name="scale_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.get_subject_display()}"

    @property
    def stars(self) -> int:
        """Return how many stars there are at most."""
        return len(self.cuts) + 1

    @property
    def last_day(self) -> dt.date:
        """Return the last day on which the cut points stay as they are."""
        return self.holds_until - dt.timedelta(days=1)


class Standing(models.Model):
    """Where one score stands among its peers: its place with an interval, its group, and its star.

    Empty places: too few ratings to be placed. ``star`` 0: none given, ``reason`` says why.
    """

    body_path: ClassVar[str] = "score__body"

    score = models.OneToOneField(Score, models.CASCADE, primary_key=True, related_name="standing")
    peers = models.PositiveIntegerField()
    """How many are placed in the peer group."""
    place = models.FloatField(null=True, blank=True)
    """The expected place; the order of a league table."""
    place_low = models.PositiveIntegerField(null=True, blank=True)
    place_high = models.PositiveIntegerField(null=True, blank=True)
    tier = models.PositiveIntegerField(null=True, blank=True)
    """The group of those who cannot be told apart, the best being 1."""
    alike = models.PositiveIntegerField(null=True, blank=True)
    """From how many peers it cannot be told."""
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, related_name="standings")
    star = models.PositiveSmallIntegerField(default=0)
    before = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=10, choices=StarReason, default=StarReason.NONE)
    chance = models.FloatField(default=0)
    """P(true score in the band of the star)."""

    class Meta:
        constraints = [
            known_state("standing", StarReason, field="reason"),
            models.CheckConstraint(
                condition=Q(place_low__isnull=True) | Q(place_low__lte=F("place_high")), name="standing_places_ordered"
            ),
        ]

    def __str__(self) -> str:
        return str(self.score)
