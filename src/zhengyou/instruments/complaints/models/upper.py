"""The upper 12345 platform: its layouts, the orders that came from it, what was exchanged, and replies on their way."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import DeliveryState, Direction, UpperField, Way
from zhengyou.instruments.complaints.models.matters import Complaint
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Body


class Platform(models.Model):
    """A platform above in which a department must work: how it calls its columns is data (`PlatformField`)."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "the name of a platform", "address": "the address of a program"}
    personal: ClassVar[PersonalFields] = {
        "token": Personal(purpose=_("Call the upper platform; kept while the connection is")),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="upper_platforms")
    """The department that works there."""
    code = models.SlugField(max_length=40, unique=True)
    """By this word its numbers are told from those of other systems."""
    name = models.CharField(max_length=80)
    is_open = models.BooleanField(default=True)
    address = models.URLField(max_length=300, blank=True)
    """Where its programs answer; empty: workbooks only."""
    token = SealedTextField(mask="hidden", max_length=300)
    orders_path = models.CharField(max_length=200, blank=True)
    """Below ``address``: where orders are asked for; ``{since}`` is the moment of the last asking."""
    orders_at = models.CharField(max_length=100, blank=True)
    """Where in the answer the list stands, as ``data.rows``; empty: the answer is the list."""
    reply_path = models.CharField(max_length=200, blank=True)
    """Below ``address``: where a reply goes; ``{number}`` is the platform's own number."""
    receipt_at = models.CharField(max_length=100, blank=True)
    """Where in the answer the receipt stands, as ``data.receipt``."""
    asked_at = models.DateTimeField(null=True, blank=True)
    """When orders were last asked for."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlatformField(models.Model):
    """One column of the platform: its heading in workbooks, its name in programs, which field of ours it is."""

    body_path: ClassVar[str] = "platform__body"

    id = models.BigAutoField(primary_key=True)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="fields")
    direction = models.CharField(max_length=8, choices=Direction)
    field = models.CharField(max_length=24, choices=UpperField)
    heading = models.CharField(max_length=60)
    spellings = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    """Other headings that mean the same."""
    key = models.CharField(max_length=60, blank=True)
    """The name in programs, as ``order.content``."""
    position = models.PositiveSmallIntegerField()
    words: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    """Their word → ours, for kinds and the like."""

    class Meta:
        ordering = ["platform", "direction", "position"]
        constraints = [
            known_state("platform_field", Direction, field="direction"),
            known_state("platform_field", UpperField, field="field"),
            models.UniqueConstraint(fields=["platform", "direction", "position"], name="platform_field_in_line_once"),
            models.UniqueConstraint(fields=["platform", "direction", "heading"], name="platform_heading_once"),
            models.UniqueConstraint(fields=["platform", "direction", "field"], name="platform_meaning_once"),
        ]

    def __str__(self) -> str:
        return self.heading


class UpperOrder(models.Model):
    """An order of the platform and the matter it became here; its number is told to the platform, never typed again."""

    body_path: ClassVar[str] = "platform__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="orders")
    number = models.CharField(max_length=64)
    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="upper_order")
    digest = models.CharField(max_length=64)
    """SHA-256 of the row as it last came: the same row again changes nothing."""
    due_at = models.DateTimeField(null=True, blank=True)
    """The platform's own limit."""
    their_state = models.CharField(max_length=60, blank=True)
    their_unit = models.CharField(max_length=120, blank=True)
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    exported_at = models.DateTimeField(null=True, blank=True)
    """When its reply last went into a workbook for the platform."""
    exported_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the reply as it was last exported: one that was written anew is exported again."""

    class Meta:
        ordering = ["-came_at", "number"]
        constraints = [models.UniqueConstraint(fields=["platform", "number"], name="upper_order_once")]
        indexes = [models.Index(fields=["platform", "due_at"], name="upper_order_by_limit")]

    def __str__(self) -> str:
        return self.number


class Exchange(models.Model):
    """One workbook or one asking: which way, how many orders were new, changed, the same, refused."""

    body_path: ClassVar[str] = "platform__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="exchanges")
    direction = models.CharField(max_length=8, choices=Direction)
    way = models.CharField(max_length=8, choices=Way)
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            known_state("exchange", Direction, field="direction"),
            known_state("exchange", Way, field="way"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.at:%Y-%m-%d %H:%M}"


class UpperReply(models.Model):
    """A reply on its way to the platform's program: tried again until there is a receipt."""

    body_path: ClassVar[str] = "upper_order__platform__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    upper_order = models.ForeignKey(UpperOrder, models.CASCADE, related_name="replies")
    state = models.CharField(max_length=16, choices=DeliveryState, default=DeliveryState.WAITING)
    digest = models.CharField(max_length=64)
    """SHA-256 of the reply that was sent."""
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    """Why the last try failed: a status or a kind of error, never what was sent."""

    class Meta:
        ordering = ["-next_at", "id"]
        constraints = [
            known_state("upper_reply", DeliveryState),
            models.UniqueConstraint(fields=["upper_order", "digest"], name="upper_reply_of_a_reply_once"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="upper_reply_sent_has_moment"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="upper_reply_waiting")]

    def __str__(self) -> str:
        return f"{self.upper_order} {self.state}"
