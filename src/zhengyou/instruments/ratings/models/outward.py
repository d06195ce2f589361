"""Tables of what goes outward: platforms above with their names for things, pushes, webhooks and their deliveries."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings.enums import PushState, Subject
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Body


class UpperPlatform(models.Model):
    """A rating platform above to which cases, ratings and rectifications are pushed; its names for things are data."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "the name of a platform", "address": "the address of a program"}
    personal: ClassVar[PersonalFields] = {
        "token": Personal(purpose=_("Call the upper platform; kept while the connection is")),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    address = models.URLField(max_length=300)
    token = SealedTextField(mask="hidden", max_length=300)
    is_open = models.BooleanField(default=True)
    rates_there = models.BooleanField(default=False, db_default=False)
    """Whether cases of business systems below its body are rated there: no code of ours is printed for them."""
    fetched_until = models.CharField(max_length=60, blank=True, default="", db_default="")
    """Where the next fetch goes on, in the platform's own words."""
    since = models.DateField()
    """From this day on what is done here is pushed."""
    names: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Subject → our field → their name; a field without a name is not pushed."""
    paths: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    """Subject → path below the address; ``check`` → where their list stands."""
    receipt_at = models.CharField(max_length=60, blank=True, default="receipt")
    compared_on = models.DateField(null=True, blank=True)
    differing: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list, blank=True)
    """What the last reconciliation found: numbers missing there, unknown here, or different."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Push(models.Model):
    """One thing on its way to a platform: tried again until there is a receipt.

    It names a case or an invitation and never a rating: what is sent is put together when it is sent and not kept.
    """

    body_path: ClassVar[str] = "platform__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    platform = models.ForeignKey(UpperPlatform, models.CASCADE, related_name="pushes")
    subject = models.CharField(max_length=16, choices=Subject)
    source = models.UUIDField()
    """The case, or the invitation by which it was rated."""
    state = models.CharField(max_length=16, choices=PushState, default=PushState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["next_at", "id"]
        constraints = [
            known_state("push", PushState),
            known_state("push", Subject, field="subject"),
            models.UniqueConstraint(fields=["platform", "subject", "source"], name="push_once"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="push_waiting")]

    def __str__(self) -> str:
        return f"{self.platform} {self.subject}"


class Webhook(models.Model):
    """An address that is told of finished batches and settled bad ratings, by the Standard Webhooks specification."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"address": "the address of a program"}
    personal: ClassVar[PersonalFields] = {
        "secret": Personal(purpose=_("Sign what is sent; kept while the webhook is")),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    address = models.URLField(max_length=300)
    secret = SealedTextField(mask="hidden", max_length=120)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One message to a webhook; its id stays the same however often it is tried."""

    body_path: ClassVar[str] = "webhook__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    """What it tells of, so that it is told once."""
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    state = models.CharField(max_length=16, choices=PushState, default=PushState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["next_at", "id"]
        constraints = [
            known_state("rating_delivery", PushState),
            models.UniqueConstraint(fields=["webhook", "kind", "key"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
