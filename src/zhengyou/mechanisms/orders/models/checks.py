"""Asking how a matter was settled: call-backs, samples of closed orders, verification by a third party."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import Kind, Outcome, Purpose, Satisfaction
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body


class Sample(models.Model):
    """A draw among the orders that were closed in a period: the same seed draws the same orders again."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body that checks; the orders are those of units below it."""
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=16, choices=Purpose)
    third_party = models.CharField(max_length=80, blank=True)
    """Who checks from outside, where somebody does."""
    kind = models.CharField(max_length=16, choices=Kind, blank=True)
    """Only orders of this kind; empty: of all."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The first day that is not in the period."""
    share = models.PositiveSmallIntegerField()
    """Per cent of each unit's closed orders, at least one of each."""
    seed = models.CharField(max_length=32)
    population = models.PositiveIntegerField()
    """How many closed orders there were to draw from."""
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-drawn_at", "id"]
        constraints = [
            known_state("sample", Purpose, field="purpose"),
            ordered_period("sample", "starts_on", "ends_on"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="sample_share_is_percent"),
        ]

    def __str__(self) -> str:
        return self.title


class CallBack(models.Model):
    """One question to whoever raised a matter, or one check on the spot: what came of it, never who was asked."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="call_backs")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body that asks; never the responsible unit."""
    purpose = models.CharField(max_length=16, choices=Purpose)
    sample = models.ForeignKey(Sample, models.PROTECT, null=True, blank=True, related_name="checks")
    turn = models.PositiveSmallIntegerField(default=1)
    """Which time the order was put right when it was asked: 1, and one more after each redo."""
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    """Empty while nobody has asked yet (a drawn order that waits for its check)."""
    satisfaction = models.CharField(max_length=16, choices=Satisfaction, blank=True)
    was_contacted = models.BooleanField(null=True, blank=True)
    """Whether the unit had been in touch, as whoever raised it says; empty: not asked."""
    words = models.TextField(blank=True)
    """What was said, without names and telephone numbers; internal."""
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            known_state("call_back", Outcome, field="outcome"),
            known_state("call_back", Purpose, field="purpose"),
            known_state("call_back", Satisfaction, field="satisfaction"),
            models.CheckConstraint(
                condition=Q(outcome="", asked_at__isnull=True) | (~Q(outcome="") & Q(asked_at__isnull=False)),
                name="call_back_outcome_has_moment",
            ),
            models.UniqueConstraint(fields=["sample", "order"], name="sample_draws_an_order_once"),
        ]
        indexes = [models.Index(fields=["body", "outcome"], name="call_back_by_body")]

    def __str__(self) -> str:
        return f"{self.order.number} {self.get_purpose_display()}"
