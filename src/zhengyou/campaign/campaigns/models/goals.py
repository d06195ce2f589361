"""Goals with measures: themes, outcome groups and annual targets, shared out among units, with values and evidence."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.campaign.campaigns.enums import GoalKind, Measure, ValueState
from zhengyou.campaign.campaigns.models.campaign import Campaign, Item
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Goal(models.Model):
    """A goal of a campaign; goals below it are its indicators."""

    body_path: ClassVar[str] = "campaign__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="goals")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    kind = models.CharField(max_length=16, choices=GoalKind, default=GoalKind.THEME)
    name = models.CharField(max_length=200)
    measure = models.CharField(max_length=16, choices=Measure, default=Measure.REPORTED)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="goals")
    """Whose records count, where the measure says so."""
    unit = models.CharField(max_length=20, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Empty: the goal is described by the goals below it."""
    quality = models.CharField(max_length=100, blank=True)
    """What must be true of each one counted, besides the number: 群众满意率."""
    quality_floor = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    """A value below this does not count, however large the number is."""
    due_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    """The day on which an amended plan dropped it; what units reported for it stays on record."""
    order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [
            known_state("goal", GoalKind, field="kind"),
            known_state("goal", Measure, field="measure"),
            models.CheckConstraint(condition=Q(target__isnull=True) | Q(target__gt=0), name="goal_target_positive"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="goal_not_below_itself"),
            models.CheckConstraint(
                condition=Q(quality_floor__isnull=True) | ~Q(quality=""), name="goal_quality_has_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GoalShare(models.Model):
    """What one unit has to bring to a goal."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "goal__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="shares")
    body = models.ForeignKey(Body, models.PROTECT, related_name="goal_shares")
    target = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["goal", "body__sort_path"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "body"], name="goal_share_once"),
            models.CheckConstraint(condition=Q(target__gt=0), name="goal_share_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.goal} · {self.body}"


class GoalValue(models.Model):
    """What a unit has reached of a goal by a day, with its evidence; it counts when the office has confirmed it."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "goal__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="values")
    body = models.ForeignKey(Body, models.PROTECT, related_name="goal_values")
    state = models.CharField(max_length=16, choices=ValueState, default=ValueState.REPORTED)
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    """What was added since the last report, not the sum."""
    quality_value = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    evidence = models.TextField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            known_state("goal_value", ValueState),
            models.CheckConstraint(condition=Q(value__gte=0), name="goal_value_not_negative"),
            models.CheckConstraint(condition=~Q(evidence=""), name="goal_value_has_evidence"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="goal_value_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal} · {self.body}"
