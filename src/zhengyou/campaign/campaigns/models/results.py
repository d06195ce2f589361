"""What came of a campaign: the inventory of results, information submitted upward, and benchmarks to catch up with."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.campaign.campaigns.enums import AlignmentState, InformationState, ResultKind
from zhengyou.campaign.campaigns.models.campaign import Campaign, Item
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Result(models.Model):
    """A practice, regulation, revised process or measure that a unit has, how it was before and how it is now."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"
    impersonal: ClassVar[dict[str, str]] = {"name": "what was achieved"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="results")
    body = models.ForeignKey(Body, models.PROTECT, related_name="campaign_results")
    kind = models.CharField(max_length=16, choices=ResultKind)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="results")
    """The mechanism of the plan to which it belongs."""
    name = models.CharField(max_length=200)
    before = models.TextField(blank=True)
    after = models.TextField()
    steps_before = models.PositiveSmallIntegerField(null=True, blank=True)
    steps_after = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a process: how many steps, papers or days it took and takes."""
    document = models.CharField(max_length=200, blank=True)
    in_force_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-in_force_on", "-id"]
        constraints = [
            known_state("result", ResultKind, field="kind"),
            models.CheckConstraint(
                condition=~Q(kind="process")
                | (~Q(before="") & Q(steps_before__isnull=False) & Q(steps_after__isnull=False)),
                name="result_process_has_before",
            ),
            models.CheckConstraint(
                condition=~Q(kind="regulation") | ~Q(document=""), name="result_regulation_has_document"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("in_force_on")), name="result_period_ordered"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Information(models.Model):
    """A piece of information (信息简报) that a unit submits, and whether the office adopted it."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="information")
    body = models.ForeignKey(Body, models.PROTECT, related_name="campaign_information")
    state = models.CharField(max_length=16, choices=InformationState, default=InformationState.SUBMITTED)
    title = models.CharField(max_length=200)
    text = models.TextField()
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    outlet = models.CharField(max_length=200, blank=True)
    """Where it was used: 县活动简报第12期."""
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-submitted_at", "-id"]
        verbose_name_plural = "information"
        constraints = [
            known_state("information", InformationState),
            models.CheckConstraint(
                condition=~Q(state="adopted") | ~Q(outlet=""), name="information_adopted_says_where"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="information_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Benchmark(models.Model):
    """A model (标杆) in the library of a body: who, what it does, and by which figure one compares."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "a unit or a practice"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="benchmarks")
    name = models.CharField(max_length=120)
    practice = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    indicator = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=20, blank=True)
    lower_is_better = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "name"]
        constraints = [models.UniqueConstraint(fields=["body", "name", "indicator"], name="benchmark_once")]

    def __str__(self) -> str:
        return self.name


class Alignment(models.Model):
    """A unit measures itself against a benchmark (对标): its gap, its commitment, and how it moves up (晋位)."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="alignments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="alignments")
    benchmark = models.ForeignKey(Benchmark, models.PROTECT, related_name="alignments")
    state = models.CharField(max_length=16, choices=AlignmentState, default=AlignmentState.OPEN)
    gap = models.TextField()
    commitment = models.TextField()
    due_on = models.DateField()
    started_with = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["campaign", "body__sort_path", "id"]
        constraints = [
            known_state("alignment", AlignmentState),
            models.UniqueConstraint(fields=["campaign", "body", "benchmark"], name="alignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.benchmark}"


class AlignmentReading(models.Model):
    """The unit's figure on a day; positions among all who measure themselves by the same benchmark follow from it."""

    body_path: ClassVar[str] = "alignment__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    alignment = models.ForeignKey(Alignment, models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["alignment", "on", "id"]
        constraints = [models.UniqueConstraint(fields=["alignment", "on"], name="alignment_reading_once_a_day")]

    def __str__(self) -> str:
        return f"{self.alignment} · {self.on:%Y-%m-%d}"
