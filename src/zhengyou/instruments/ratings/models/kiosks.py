"""Tables of rating terminals: the devices on the counters, and what they sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.ratings.models.giving import Invitation
from zhengyou.kernel import ids
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window


class Kiosk(models.Model):
    """A rating terminal 评价终端 at a window. It knows its window and nobody who used it."""

    body_path: ClassVar[str] = "body"

    id = models.AutoField(primary_key=True)
    public_id = models.UUIDField(unique=True, default=ids.uuid7, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="kiosks")
    body = models.ForeignKey(Body, models.PROTECT, related_name="kiosks")
    name = models.CharField(max_length=60)
    large = models.BooleanField(default=False)
    """Whether it begins in large type (适老模式)."""
    pin = models.CharField(max_length=200)
    """The hashed PIN by which staff leave the full-screen page."""
    pairing_digest = models.CharField(max_length=64, blank=True)
    pairing_until = models.DateTimeField(null=True, blank=True)
    key_digest = models.CharField(max_length=64, blank=True)
    """What is kept of the device's own key; empty until it is paired."""
    paired_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    queued = models.PositiveIntegerField(default=0)
    """Ratings that the device said it still holds."""
    alarmed_at = models.DateTimeField(null=True, blank=True)
    """When its silence was told, until it is heard again."""
    calling = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="+")
    """The invitation that it shows at present; let go when it was used or its minutes are over."""
    called_at = models.DateTimeField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "window__order_number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key_digest"], condition=~Q(key_digest=""), name="kiosk_key_once"),
            models.UniqueConstraint(
                fields=["pairing_digest"], condition=~Q(pairing_digest=""), name="kiosk_pairing_once"
            ),
        ]
        indexes = [models.Index(fields=["window"], condition=Q(retired_on__isnull=True), name="kiosk_of_window")]

    def __str__(self) -> str:
        return self.name


class KioskParcel(models.Model):
    """That a terminal's rating with this key was taken: a repeated one is not counted again. It names no rating."""

    body_path: ClassVar[str] = "kiosk__body"

    id = models.BigAutoField(primary_key=True)
    kiosk = models.ForeignKey(Kiosk, models.CASCADE, related_name="parcels")
    key = models.UUIDField()
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kiosk", "key"], name="kiosk_parcel_once")]
        indexes = [models.Index(fields=["day"], name="kiosk_parcel_day")]

    def __str__(self) -> str:
        return str(self.key)
