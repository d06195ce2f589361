"""Tables of opening times, rosters, what serves after hours, and the norms of conduct at the windows."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.enums import AfterKind, NormKind, NormState, ShiftKind, Weekday
from zhengyou.registry.services.models.catalogue import Window


class OpeningTime(models.Model):
    """A stretch of one weekday at which a window serves; extended ones lie outside of office hours (延时)."""

    body_path: ClassVar[str] = "window__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="opening_times")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    extended = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts", "id"]
        constraints = [
            ordered_period("opening_time", "opened_on", "closed_on"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="opening_time_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Shift(models.Model):
    """Who is on duty at a window, or on call for it, from when to when; perhaps standing in for somebody (AB岗)."""

    body_path: ClassVar[str] = "window__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="shifts")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="shifts")
    stands_in_for = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=ShiftKind, default=ShiftKind.REGULAR)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["window", "starts_at"], name="shift_of_window")]
        constraints = [
            known_state("shift", ShiftKind, field="kind"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.starts_at:%Y-%m-%d %H:%M}"


class AfterHours(models.Model):
    """What serves the public when the windows are closed: a terminal, the network, a duty line (全天候服务)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="after_hours")
    kind = models.CharField(max_length=16, choices=AfterKind)
    words = models.CharField(max_length=200)
    """Where it is, its address on the network, or its telephone number."""
    hours = models.CharField(max_length=80)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "kind", "id"]
        constraints = [
            known_state("after_hours", AfterKind, field="kind"),
            ordered_period("after_hours", "opened_on", "closed_on"),
        ]

    def __str__(self) -> str:
        return self.words


class Norm(models.Model):
    """How staff at the windows behave, speak and dress, in versions (员工礼仪规范)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="norms")
    kind = models.CharField(max_length=16, choices=NormKind)
    title = models.CharField(max_length=120)
    lines = ArrayField(models.CharField(max_length=300))
    number = models.PositiveSmallIntegerField(default=1)
    after = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    """The version that this one replaces."""
    state = models.CharField(max_length=16, choices=NormState, default=NormState.IN_FORCE)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["body__sort_path", "kind", "title", "-number"]
        constraints = [known_state("norm", NormState), known_state("norm", NormKind, field="kind")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class NormReading(models.Model):
    """Somebody of the staff has read a version of a norm."""

    body_path: ClassVar[str] = "norm__body"

    id = models.BigAutoField(primary_key=True)
    norm = models.ForeignKey(Norm, models.PROTECT, related_name="readings")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at", "id"]
        constraints = [models.UniqueConstraint(fields=["norm", "appointment"], name="norm_read_once_by_each")]

    def __str__(self) -> str:
        return f"{self.norm} · {self.appointment.person}"
