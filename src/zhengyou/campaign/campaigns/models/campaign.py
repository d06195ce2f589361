"""Tables of campaigns: dimensions and items, phases, duties, and the task sheets of the units."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.campaign.campaigns.enums import Capability, SheetState, State
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.campaign.plans.models import Plan
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.access.models import Scope
from zhengyou.registry.bodies.models import Body, LeadingGroup


class Campaign(models.Model):
    """A public-service campaign (活动) of one body, run by the units in it."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="campaigns")
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="campaign")
    """Where grants for this one campaign hold."""
    plan = models.OneToOneField(Plan, models.PROTECT, null=True, blank=True, related_name="campaign")
    state = models.CharField(max_length=16, choices=State, default=State.PREPARING)
    title = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """Last day, included."""
    units = models.ManyToManyField(Body, related_name="campaigns_in", blank=True)
    theme = models.CharField(max_length=200, blank=True)
    """What it is about in a few words: 一切为了人民健康."""
    group = models.ForeignKey(LeadingGroup, models.SET_NULL, null=True, blank=True, related_name="campaigns")
    """The leading group; its office works the queue."""
    sub_plans_due_on = models.DateField(null=True, blank=True)
    """By when each unit files a sub-plan; empty: none is asked for, the task sheets are enough."""
    personal_plans_due_on = models.DateField(null=True, blank=True)
    """By when each participant hands in a personal plan to the own unit; empty: none is asked for."""

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [known_state("campaign", State), ordered_period("campaign")]

    def __str__(self) -> str:
        return self.title


class Dimension(models.Model):
    """A named carrier of a campaign (载体), as 三亮; which there are is the plan's choice."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="dimensions")
    name = models.CharField(max_length=200)
    order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_number", "id"]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One item of a dimension, as 亮身份, bound to an instrument of the house."""

    body_path: ClassVar[str] = "dimension__campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="items")
    name = models.CharField(max_length=200)
    order_number = models.PositiveIntegerField(default=0)
    capability = models.CharField(max_length=16, choices=Capability, default=Capability.DUTY)
    step = models.PositiveSmallIntegerField(default=0)
    """Its place in a pipeline of means (承诺 → 点评 → 评议 → 表彰); nought: it stands alone."""
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [known_state("item", Capability, field="capability")]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A stage of a campaign; phases may overlap, have gaps or lack dates, as plans do."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="steps")
    name = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    order_number = models.PositiveIntegerField(default=0)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="phase_period_ordered",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """Something every unit in the campaign must hand in or do by a day, or again and again in a rhythm."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="duties")
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="duties")
    name = models.CharField(max_length=200)
    source = models.TextField(blank=True)
    """The sentence of the plan from which it comes."""
    due_on = models.DateField(null=True, blank=True)
    """The day that the plan names; for a rhythm the first one. Empty: the office has still to set it."""
    rhythm = models.CharField(max_length=16, choices=Rhythm, default=Rhythm.ONCE)
    order_number = models.PositiveIntegerField(default=0)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="duties")
    tags = models.ManyToManyField("campaigns.Tag", related_name="duties", blank=True)
    """Secondary lines that it serves beside its item: 双教双帮双评改."""
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        verbose_name_plural = "duties"
        constraints = [known_state("duty", Rhythm, field="rhythm")]

    def __str__(self) -> str:
        return self.name


class TaskSheet(models.Model):
    """One duty of one unit for one occurrence (任务单): what it handed in, and whether it was accepted."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "duty__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="sheets")
    body = models.ForeignKey(Body, models.PROTECT, related_name="task_sheets")
    state = models.CharField(max_length=16, choices=SheetState, default=SheetState.OPEN)
    named_on = models.DateField()
    """The day that the plan's words name."""
    due_on = models.DateField()
    """The day by which it counts as in time: the named one, or the next working day where that is a day off."""
    evidence = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="passed_down")
    """The sheet of the unit above that passed its duty on; that unit checks this one."""
    counted_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="counted_in")
    """The sheet of a linked campaign whose record counts here, without being typed again."""
    tags = models.ManyToManyField("campaigns.Tag", related_name="sheets", blank=True)
    """Which of the campaign's problems the unit found with itself."""

    class Meta:
        ordering = ["due_on", "body__sort_path", "id"]
        constraints = [
            known_state("task_sheet", SheetState),
            models.UniqueConstraint(fields=["duty", "body", "named_on"], name="task_sheet_once_for_each_day"),
            models.CheckConstraint(condition=Q(due_on__gte=F("named_on")), name="task_sheet_due_not_before_named"),
            models.CheckConstraint(
                condition=~Q(state__in=[SheetState.SUBMITTED, SheetState.ACCEPTED])
                | (Q(submitted_at__isnull=False) & ~Q(evidence="")),
                name="task_sheet_submitted_has_evidence",
            ),
        ]
        indexes = [models.Index(fields=["body", "state", "due_on"], name="task_sheet_of_body")]

    def __str__(self) -> str:
        return f"{self.duty} · {self.body}"
