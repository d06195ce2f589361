"""What hangs on an order: its check list, internal notes, and the wishes to return it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import Decision
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class CheckItem(models.Model):
    """One item of the check list of an order; all are ticked before the reply."""

    body_path: ClassVar[str] = "order__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    ticked_at = models.DateTimeField(null=True, blank=True)
    ticked_by = models.CharField(max_length=200, blank=True)
    """Name and hat of whoever ticked it, as they were."""

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["order", "place"], name="check_item_place_once")]

    def __str__(self) -> str:
        return self.text


class Note(models.Model):
    """What officials write to each other about an order; its own unit and those above read it, the public never."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="notes")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The unit of whoever wrote it."""
    text = models.TextField()
    shared = models.BooleanField(default=True)
    """Whether every unit that takes part in the matter reads it; else only this unit and those above it."""
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_has_text")]

    def __str__(self) -> str:
        return self.text[:40]


class Return(models.Model):
    """A unit says that an order is not its own; the body above decides."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="unit_returns")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The unit that wants to return it."""
    reason = models.TextField()
    proposed = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The unit that it names as the right one, if it knows."""
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    words = models.TextField(blank=True)
    """Why it was decided so."""
    target = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """To whom it was given instead."""

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            known_state("return", Decision, field="decision"),
            models.UniqueConstraint(fields=["order"], condition=Q(decision=""), name="return_asked_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="return_has_reason"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_at__isnull=False), name="return_decided_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()
