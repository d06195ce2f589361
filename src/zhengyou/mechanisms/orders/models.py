"""The table of orders."""

from typing import ClassVar

from django.db import models

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import Finding, Kind, State
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Order(models.Model):
    """Something that one unit must put right by a day, and how it did.

    ``source_kind`` and ``source_id`` name what it arose from. For a bad rating the source is the rating, whose table
    holds no way to the rater; ``text`` is what the rater wrote, masked, so that the unit knows what to look into.
    """

    body_path: ClassVar[str] = "body"

    # A UUIDv7 would tell the unit the moment of the rating from which the order arose.
    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.DISPATCHED)
    body = models.ForeignKey(Body, models.PROTECT, related_name="orders")
    """The responsible unit."""
    verifier = models.ForeignKey(Body, models.PROTECT, related_name="orders_to_verify")
    """The body above that verifies; never the responsible unit itself where there is one above it."""
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    source_kind = models.CharField(max_length=64, blank=True)
    source_id = models.CharField(max_length=64, blank=True)
    opened_on = models.DateField()
    """The day only: an order that arose from a rating must not tell the moment of the rating."""
    signed_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=16, choices=Finding, blank=True)
    reason = models.TextField(blank=True)
    """Why it went wrong, as the unit found; internal."""
    reply = models.TextField(blank=True)
    """What was done and what the public is told; masked before it is shown."""
    returns = models.PositiveSmallIntegerField(default=0)
    """How often a reply was sent back."""
    return_reason = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)
    """Whether the closed order stands on the unit's public page."""

    class Meta:
        ordering = ["-opened_on", "number"]
        constraints = [
            known_state("order", State),
            known_state("order", Kind, field="kind"),
            models.UniqueConstraint(
                fields=["source_kind", "source_id"],
                condition=~models.Q(source_id=""),
                name="order_once_for_each_source",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.REPLIED, State.CLOSED])
                | (~models.Q(reply="") & ~models.Q(finding="") & models.Q(replied_at__isnull=False)),
                name="order_replied_has_reply",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CLOSED) | models.Q(closed_at__isnull=False),
                name="order_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "-opened_on"], name="order_by_body"),
            models.Index(fields=["verifier", "state"], name="order_by_verifier"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone: a title may quote what somebody wrote."""
        return self.number
