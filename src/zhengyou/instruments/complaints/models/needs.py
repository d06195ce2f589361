"""The board of needs 群众需求: what people need, which unit has claimed it, and whether it was met."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.complaints.enums import NeedState, Sector
from zhengyou.instruments.complaints.models.catalogue import Category
from zhengyou.instruments.complaints.models.matters import Complaint
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Need(models.Model):
    """One need on the board; no names stand here."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="needs")
    """Whose board it stands on."""
    sector = models.CharField(max_length=16, choices=Sector, default=Sector.OTHER)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="needs")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    """How many it concerns, where known."""
    source = models.ForeignKey(Complaint, models.PROTECT, null=True, blank=True, related_name="needs")
    state = models.CharField(max_length=16, choices=NeedState, default=NeedState.OPEN)
    claimed_by = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="needs_claimed")
    due_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    listed_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-listed_on", "-id"]
        constraints = [
            known_state("need", NeedState),
            known_state("need", Sector, field="sector"),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "done", "confirmed"])
                | Q(claimed_by__isnull=False, due_on__isnull=False),
                name="need_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "confirmed", "declined"]) | ~Q(result=""), name="need_done_has_result"
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="need_of_body")]

    def __str__(self) -> str:
        return self.title
