"""Tables of cards and commitments."""

from typing import ClassVar

from django.db import models

from zhengyou.instruments.display.enums import Measure, State
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Window


class Commitment(models.Model):
    """A promise that a unit, or one of its windows, makes to the public (亮承诺)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="commitments")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="commitments")
    """Empty: the whole unit promises."""
    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=16, choices=Measure, default=Measure.NONE)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    """The least share in percent, where it is measured."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day on which it holds; empty: until it is taken down."""
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    order_number = models.PositiveIntegerField(default=0)
    drafted_by = models.CharField(max_length=64, blank=True)
    """The account that drafted it last: the same person does not review it."""

    class Meta:
        ordering = ["body__sort_path", "order_number", "id"]
        constraints = [
            known_state("commitment", State),
            known_state("commitment", Measure, field="measure"),
            ordered_period("commitment"),
            models.CheckConstraint(
                condition=models.Q(measure=Measure.NONE) | models.Q(target__gte=1, target__lte=100),
                name="commitment_measured_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Card(models.Model):
    """The identity card of somebody who serves the public (亮身份): name, post, window."""

    body_path: ClassVar[str] = "appointment__post__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="cards")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="cards")
    motto = models.CharField(max_length=60, blank=True)
    badge = models.CharField(max_length=30, blank=True)
    """共产党员, 工会会员 or another identity, shown only with the recorded consent of the person."""
    consented_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["appointment__post__order_number", "id"]
        constraints = [
            known_state("card", State),
            models.CheckConstraint(
                condition=models.Q(badge="") | models.Q(consented_on__isnull=False), name="card_badge_has_consent"
            ),
            models.UniqueConstraint(
                fields=["appointment", "window"],
                condition=~models.Q(state=State.WITHDRAWN),
                nulls_distinct=False,
                name="card_once_for_each_window",
            ),
        ]

    def __str__(self) -> str:
        return str(self.appointment)
