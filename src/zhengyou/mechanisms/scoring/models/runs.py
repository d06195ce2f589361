"""Runs and the scores they gave. A run is a snapshot: it can be recomputed from its inputs years later."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models

from zhengyou.kernel import ids
from zhengyou.mechanisms.scoring.enums import Band, State, Subject
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Window


class Run(models.Model):
    """One comparison of the units (or windows) under ``body`` over a half-open period of days."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="score_runs")
    subject = models.CharField(max_length=8, choices=Subject)
    indicator = models.CharField(max_length=64)
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The first day that no longer counts."""
    state = models.CharField(max_length=16, choices=State, default=State.COMPUTED)
    computed_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=100)
    """How much of the job is done, in per cent."""
    minimum = models.PositiveIntegerField()
    level = models.FloatField()
    method = models.CharField(max_length=32)
    """The method and its version, as ``ordinal/1``."""
    code_version = models.CharField(max_length=64, blank=True)
    input_hash = models.CharField(max_length=64)
    """SHA-256 of the snapshot: counts, peer groups and the mix; the same inputs give the same hash."""
    units = models.PositiveIntegerField()
    ratings = models.PositiveBigIntegerField()
    objections_until = models.DateField(null=True, blank=True)
    """The first day on which no objection is taken any more."""
    published_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)
    """Why it corrects an earlier one."""

    class Meta:
        ordering = ["-ends_on", "-computed_at"]
        constraints = [
            known_state("run", State),
            known_state("run", Subject, field="subject"),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="run_period_ordered"),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(reason=""), name="run_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.starts_on}–{self.last_day}"

    @property
    def last_day(self) -> dt.date:
        """Return the last day that counts."""
        return self.ends_on - dt.timedelta(days=1)


class Inputs(models.Model):
    """Everything that went into a run, as packed JSON: it can be computed again years later."""

    body_path: ClassVar[str] = "run__body"

    run = models.OneToOneField(Run, models.CASCADE, primary_key=True, related_name="inputs")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.run_id)


class Score(models.Model):
    """What one run says of one unit or window, in points of 0..100.

    ``score`` = ``raw`` + ``mix`` + ``channels`` + ``shrink``; ``simple`` is what the formula for the back of an envelope gives.
    """

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, models.CASCADE, related_name="scores")
    body = models.ForeignKey(Body, models.PROTECT, related_name="scores")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="scores")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="scores")
    """The post of the person who is compared; ``body`` is then where the cases were handled."""
    group = models.CharField(max_length=16)
    """The peer group: a kind of body, or the mixed group."""
    n = models.PositiveIntegerField()
    raw = models.FloatField()
    mix = models.FloatField()
    """The step for the kinds of cases."""
    channels = models.FloatField(default=0)
    """The step for the channels by which ratings came."""
    shrink = models.FloatField()
    score = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    simple = models.FloatField(null=True, blank=True)
    weight = models.FloatField()
    mean = models.FloatField()
    band = models.CharField(max_length=8, choices=Band)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            known_state("score", Band, field="band"),
            models.CheckConstraint(condition=models.Q(low__lte=models.F("high")), name="score_interval_ordered"),
            models.UniqueConstraint(
                fields=["run", "body"],
                condition=models.Q(window__isnull=True, appointment__isnull=True),
                name="score_once_for_each_unit",
            ),
            models.UniqueConstraint(
                fields=["run", "window"], condition=models.Q(window__isnull=False), name="score_once_for_each_window"
            ),
            models.UniqueConstraint(
                fields=["run", "appointment"],
                condition=models.Q(appointment__isnull=False),
                name="score_once_for_each_person",
            ),
        ]
        indexes = [models.Index(fields=["run", "group", "-score"], name="score_league")]

    def __str__(self) -> str:
        return f"{self.window or self.appointment or self.body}: {self.score:.1f}"

    @property
    def unit_id(self) -> uuid.UUID:
        """Return the public id of what is compared: the window's, the post holder's, or the unit's."""
        if self.appointment:
            return self.appointment.public_id
        return self.window.public_id if self.window else self.body.public_id

    @property
    def name(self) -> str:
        """Return what is compared, as a table names it within its unit."""
        if self.appointment:
            return self.appointment.person.name
        return self.window.name if self.window else self.body.name
