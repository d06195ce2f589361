"""Tables of the catalogue: items, versions of their guides, windows and who serves there."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.enums import Family, Mode, PromiseUnit, WindowKind


def window_code() -> str:
    """Return the short code that is printed as a window's standing QR code."""
    return ids.short_code(8)


class ServiceItem(models.Model):
    """A thing that a body does for the public, as its guide stands today; `ItemVersion` keeps every version."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="service_items")
    code = models.CharField(max_length=40)
    """The code of the item in the official catalogue, or the unit's own."""
    family = models.CharField(max_length=16, choices=Family, default=Family.PUBLIC)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.ON_THE_SPOT)
    promise_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    promise_unit = models.CharField(max_length=16, choices=PromiseUnit, default=PromiseUnit.WORKING_DAY)
    version = models.PositiveSmallIntegerField(default=1)
    order_number = models.PositiveIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    """The first day on which it is no longer offered; empty while it is."""

    class Meta:
        ordering = ["body__sort_path", "order_number", "id"]
        constraints = [
            known_state("service_item", Family, field="family"),
            known_state("service_item", Mode, field="mode"),
            known_state("service_item", PromiseUnit, field="promise_unit"),
            ordered_period("service_item", "opened_on", "closed_on"),
            models.UniqueConstraint(fields=["body", "code"], name="service_item_code_once_for_each_body"),
        ]

    def __str__(self) -> str:
        return self.name


class ItemVersion(models.Model):
    """One version of an item's guide; never changed, so that a case can be judged by the promise made to it."""

    body_path: ClassVar[str] = "item__body"

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=16, choices=Mode)
    promise_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    promise_unit = models.CharField(max_length=16, choices=PromiseUnit)
    legal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The longest time the law allows, in working days, where it sets one."""
    basis = models.TextField(blank=True)
    audience = models.CharField(max_length=200, blank=True)
    conditions = models.TextField(blank=True)
    materials = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    steps = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    standards = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    fees = models.CharField(max_length=300, blank=True)
    deferrable = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    """Materials that may follow after acceptance (容缺)."""
    by_promise = models.BooleanField(default=False)
    """Whether the applicant's written promise stands in for proof (告知承诺)."""
    results_public = models.BooleanField(default=False)
    """Whether results are published, with people masked."""
    change_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item", "-number"]
        constraints = [
            known_state("item_version", Mode, field="mode"),
            known_state("item_version", PromiseUnit, field="promise_unit"),
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            models.CheckConstraint(
                condition=~Q(mode=Mode.COMMITTED) | Q(promise_amount__gt=0), name="item_version_promise_has_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class Window(models.Model):
    """A place where a body serves the public: a counter, an online window, a terminal."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True, default=window_code, editable=False)
    """What its standing QR code says; printed, so never changed."""
    body = models.ForeignKey(Body, models.PROTECT, related_name="windows")
    kind = models.CharField(max_length=16, choices=WindowKind, default=WindowKind.COUNTER)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True)
    order_number = models.PositiveIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    """The first day on which it no longer serves; empty while it does."""
    items = models.ManyToManyField(ServiceItem, related_name="windows", blank=True)

    class Meta:
        ordering = ["body__sort_path", "order_number", "id"]
        constraints = [
            known_state("window", WindowKind, field="kind"),
            ordered_period("window", "opened_on", "closed_on"),
            models.UniqueConstraint(
                fields=["body", "number"], condition=Q(closed_on__isnull=True), name="window_number_once_while_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Staffing(models.Model):
    """Somebody serves at a window for a time, as main holder or as the AB stand-in."""

    body_path: ClassVar[str] = "window__body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="staffings")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="staffings")
    stand_in = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which the person no longer serves there; empty while open."""

    class Meta:
        ordering = ["window", "stand_in", "starts_on", "id"]
        constraints = [
            ordered_period("staffing"),
            models.UniqueConstraint(
                fields=["window", "appointment"], condition=Q(ends_on__isnull=True), name="staffing_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window} · {self.appointment.person}"
