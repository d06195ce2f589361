"""Places 阵地: zones, parks, office buildings, markets and sites of activity, with who resides and what happens there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import PlaceKind
from zhengyou.registry.bodies.models.tree import Body


class Place(models.Model):
    """A place on the register of the body that looks after it."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"address": "where a public place is"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="places")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=PlaceKind)
    address = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "kind", "name", "id"]
        constraints = [
            known_state("place", PlaceKind, field="kind"),
            ordered_period("place"),
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(ends_on__isnull=True), name="place_name_once_for_each_body"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceResident(models.Model):
    """A body, mostly an enterprise, resides in a place for a time."""

    body_path: ClassVar[str] = "place__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="residents")
    body = models.ForeignKey(Body, models.PROTECT, related_name="residences")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [
            ordered_period("place_resident"),
            models.UniqueConstraint(
                fields=["place", "body"], condition=Q(ends_on__isnull=True), name="place_resident_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.place}"


class PlaceActivity(models.Model):
    """Something was held at a place on a day."""

    body_path: ClassVar[str] = "place__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="activities")
    title = models.CharField(max_length=120)
    on = models.DateField()
    participants = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.title
