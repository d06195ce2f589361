"""Tables of what came in from platforms above: services rated there, and their orders for bad ratings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings.models.outward import UpperPlatform
from zhengyou.kernel import ids
from zhengyou.registry.bodies.models import Body


class RatedElsewhere(models.Model):
    """A service of a case that another system took the rating of: it is rated nowhere a second time.

    It stands for the invitation that such a case has not; no key leads from it to the rating (`spending.mark`).
    """

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"number": "the number of a case in a business system"}

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    platform = models.ForeignKey(UpperPlatform, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body of the platform: numbers are unique below it."""
    number = models.CharField(max_length=50)
    service_number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number", "service_number"], name="rated_elsewhere_once"),
            models.CheckConstraint(condition=~Q(number=""), name="rated_elsewhere_has_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.service_number}"


class OutsideOrder(models.Model):
    """An order for a bad rating that a platform above gave out; our reply goes back to it under its number."""

    body_path: ClassVar[str] = "platform__body"
    impersonal: ClassVar[dict[str, str]] = {"number": "the number of an order"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    platform = models.ForeignKey(
        UpperPlatform, models.PROTECT, related_name="outside_orders", verbose_name=_("Platform")
    )
    number = models.CharField(max_length=60)
    source = models.UUIDField()
    """The invitation, or `RatedElsewhere`, by which it was rated."""
    due_on = models.DateField(null=True, blank=True)
    taken_on = models.DateField()

    class Meta:
        ordering = ["-taken_on", "number"]
        constraints = [models.UniqueConstraint(fields=["platform", "number"], name="outside_order_once")]

    def __str__(self) -> str:
        return self.number
