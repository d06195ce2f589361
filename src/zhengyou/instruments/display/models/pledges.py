"""Tables of what is kept in versions: signed sheets of promises, and service standards."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.instruments.display.enums import Pledger, SheetState
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import ServiceItem, Window


class PledgeTemplate(models.Model):
    """The pattern of a sheet of promises: its opening and the headings below which promises stand."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="pledge_templates")
    """It serves this body and everything below."""
    name = models.CharField(max_length=60)
    pledger = models.CharField(max_length=8, choices=Pledger, default=Pledger.UNIT)
    headings = ArrayField(models.CharField(max_length=20))
    opening = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["body__sort_path", "name", "id"]
        constraints = [known_state("pledge_template", Pledger, field="pledger")]

    def __str__(self) -> str:
        return self.name


class Pledge(models.Model):
    """One version of a signed sheet of promises (承诺书): of a unit, or of one person for a post."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="pledges")
    template = models.ForeignKey(PledgeTemplate, models.PROTECT, related_name="pledges")
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="pledges")
    """Who promises; empty: the unit does."""
    title = models.CharField(max_length=60)
    opening = models.CharField(max_length=300, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=16, choices=SheetState, default=SheetState.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)
    signed_by = models.CharField(max_length=100, blank=True)
    """The hat under which it was signed, as it was called then."""
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of what was signed: title, opening, period and every promise; any later change shows."""

    class Meta:
        ordering = ["body__sort_path", "appointment", "-number", "id"]
        constraints = [
            known_state("pledge", SheetState),
            ordered_period("pledge"),
            models.UniqueConstraint(
                fields=["body", "template", "appointment", "number"], nulls_distinct=False, name="pledge_version_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SheetState.DRAFT, SheetState.WITHDRAWN]) | ~Q(digest=""),
                name="pledge_handed_in_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class Standard(models.Model):
    """One version of the service standard of a unit, an item or a window (亮标准)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="standards")
    item = models.ForeignKey(ServiceItem, models.PROTECT, null=True, blank=True, related_name="standards_shown")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="standards")
    title = models.CharField(max_length=80)
    lines = ArrayField(models.CharField(max_length=200))
    number = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    state = models.CharField(max_length=16, choices=SheetState, default=SheetState.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["body__sort_path", "item", "window", "-number", "id"]
        constraints = [
            known_state("standard", SheetState),
            models.UniqueConstraint(
                fields=["body", "item", "window", "number"], nulls_distinct=False, name="standard_version_once"
            ),
            models.UniqueConstraint(
                fields=["body", "item", "window"],
                condition=Q(state=SheetState.SHOWN),
                nulls_distinct=False,
                name="standard_shown_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
