"""Assessments 考核: what was marked, a run of a scheme over a period with its snapshot, results, objections and uses."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.scoring.enums import AssessmentState, MarkState, ObjectionState, Purpose
from zhengyou.mechanisms.scoring.models.runs import Run
from zhengyou.mechanisms.scoring.models.schemes import Part, Scheme
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Mark(models.Model):
    """What a unit found of itself and what the office found, for one part and period; or one event that counts."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    part = models.ForeignKey(Part, models.PROTECT, related_name="marks")
    body = models.ForeignKey(Body, models.PROTECT, related_name="marks")
    starts_on = models.DateField()
    """The first day of the period."""
    event = models.CharField(max_length=64, blank=True)
    """What happened, by number or name: an event counts once in a scheme and period. Empty for a checked part."""
    state = models.CharField(max_length=16, choices=MarkState, default=MarkState.CLAIMED)
    own = models.FloatField(null=True, blank=True)
    own_note = models.CharField(max_length=500, blank=True)
    value = models.FloatField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["part__order_number", "at", "id"]
        indexes = [models.Index(fields=["part", "starts_on"], name="mark_of_period")]
        constraints = [
            known_state("mark", MarkState),
            models.UniqueConstraint(
                fields=["part", "body", "starts_on"], condition=Q(event=""), name="mark_once_for_each_part"
            ),
            models.CheckConstraint(
                condition=~Q(state="assessed") | Q(value__isnull=False), name="mark_assessed_has_a_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} · {self.body}"


class Assessment(models.Model):
    """One run of a scheme over a half-open period: collected, computed, shown to the units, published."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="assessments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="assessments")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=16, choices=AssessmentState, default=AssessmentState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    """How much of the job is done, in per cent."""
    asked_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateField(null=True, blank=True)
    """The first day on which no objection is taken any more."""
    published_at = models.DateTimeField(null=True, blank=True)
    code_version = models.CharField(max_length=64, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    units = models.PositiveIntegerField(default=0)
    firmness = models.JSONField(default=dict, blank=True)
    """How firm the order is when weights move, and what really decides it; computed with the results."""
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)
    """Why it corrects an earlier one."""

    class Meta:
        ordering = ["-starts_on", "-asked_at"]
        constraints = [
            known_state("assessment", AssessmentState),
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="assessment_period_ordered"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="assessment_correction_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["scheme", "starts_on"], condition=Q(state="published"), name="assessment_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme.title} {self.starts_on}–{self.last_day}"

    @property
    def last_day(self) -> dt.date:
        """Return the last day that counts."""
        return self.ends_on - dt.timedelta(days=1)


class Snapshot(models.Model):
    """Everything that went into an assessment, as packed JSON: the same inputs can be computed again years later."""

    body_path: ClassVar[str] = "assessment__body"

    assessment = models.OneToOneField(Assessment, models.CASCADE, primary_key=True, related_name="snapshot")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.assessment_id)


class Result(models.Model):
    """What an assessment says of one unit; ``total`` = ``base`` + bonus − deduction, each capped."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="results")
    body = models.ForeignKey(Body, models.PROTECT, related_name="results")
    group = models.CharField(max_length=40)
    total = models.FloatField(null=True)
    base = models.FloatField(null=True)
    bonus = models.FloatField(default=0)
    deduction = models.FloatField(default=0)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    place = models.PositiveIntegerField(null=True)
    place_low = models.PositiveIntegerField(null=True)
    place_high = models.PositiveIntegerField(null=True)
    firm_low = models.FloatField(null=True)
    firm_high = models.FloatField(null=True)
    """Places in the group that hold nine of ten sets of weights within ±25 % of the scheme's."""
    present = models.FloatField(default=0)
    eligible = models.BooleanField(default=False)
    grade = models.CharField(max_length=20, blank=True)
    before = models.CharField(max_length=20, blank=True)
    """The grade of the period before."""
    vetoes = models.JSONField(default=list, blank=True)
    """What bars the unit from honours; its points are shown all the same."""
    parts = models.JSONField(default=list, blank=True)
    """One entry a part: name, weight, points, contribution, number of ratings, and why it is missing."""

    class Meta:
        ordering = ["group", "place", "-total", "id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "body"], name="result_once_for_each_unit")]
        indexes = [models.Index(fields=["assessment", "group", "place"], name="result_league")]

    def __str__(self) -> str:
        return f"{self.body}: {self.total}"


class Objection(models.Model):
    """A unit objects to its own result while the preview is open; the office answers with a reason.

    It is about an assessment or about a comparison (``run``).
    """

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, null=True, blank=True, related_name="objections")
    run = models.ForeignKey(Run, models.CASCADE, null=True, blank=True, related_name="objections")
    body = models.ForeignKey(Body, models.PROTECT, related_name="score_objections")
    state = models.CharField(max_length=16, choices=ObjectionState, default=ObjectionState.OPEN)
    text = models.CharField(max_length=500)
    answer = models.CharField(max_length=500, blank=True)
    filed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["filed_at", "id"]
        constraints = [
            known_state("objection", ObjectionState),
            models.UniqueConstraint(
                fields=["assessment", "body"], condition=Q(state="open"), name="objection_open_once_for_each_unit"
            ),
            models.UniqueConstraint(
                fields=["run", "body"], condition=Q(state="open"), name="objection_to_a_run_open_once"
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=True) ^ Q(run__isnull=True), name="objection_is_about_one_thing"
            ),
            models.CheckConstraint(condition=Q(state="open") | ~Q(answer=""), name="objection_answered_has_an_answer"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def about(self) -> Assessment | Run:
        """Return what the objection is about."""
        found = self.assessment or self.run
        if found is None:  # pragma: no cover -- the database lets no such row in
            raise ValueError("an objection is about one thing")
        return found


class Use(models.Model):
    """Where a published assessment was used: for which purpose, with which weight, confirmed by whom in the ledger."""

    body_path: ClassVar[str] = "assessment__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="uses")
    purpose = models.CharField(max_length=16, choices=Purpose)
    name = models.CharField(max_length=120)
    """The paper or matter in which it counts."""
    weight = models.FloatField(null=True, blank=True)
    """Its share there, in per cent."""
    used_on = models.DateField()
    doubtful = models.BooleanField(default=False)
    """The assessment was corrected after it was used: somebody must look again."""

    class Meta:
        ordering = ["-used_on", "id"]
        constraints = [
            known_state("use", Purpose, field="purpose"),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gt=0, weight__lte=100), name="use_weight_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name
