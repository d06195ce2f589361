"""Table of the numbers that visitors without an appointment take in the hall (现场取号)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.services.enums import WalkInState
from zhengyou.registry.services.models.cases import Case
from zhengyou.registry.services.models.catalogue import ServiceItem, Window


class WalkIn(models.Model):
    """A number in the queue of a window on one day, taken without an appointment: a number and no name."""

    body_path: ClassVar[str] = "window__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="walk_ins")
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="walk_ins")
    day = models.DateField()
    ticket = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=WalkInState, default=WalkInState.PRESENT)
    present_at = models.DateTimeField()
    first_called_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    """When the number was called last."""
    calls = models.PositiveSmallIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, related_name="walk_in")
    """The case that was taken when the visitor came."""

    class Meta:
        ordering = ["day", "ticket", "id"]
        constraints = [
            known_state("walkin", WalkInState),
            models.UniqueConstraint(fields=["window", "day", "ticket"], name="walk_in_number_once_a_day"),
            models.CheckConstraint(
                condition=Q(state__in=["present", "called"]) | Q(ended_at__isnull=False),
                name="walk_in_ended_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="called") | Q(called_at__isnull=False), name="walk_in_called_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.queue_number

    @property
    def queue_number(self) -> str:
        """Return the number as it is called."""
        return f"A{self.ticket:03d}"
