"""What is kept for all orders: profiles of kinds, templates, and proposals to change a rule."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import Kind, ProposalState, Step
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Profile(models.Model):
    """What orders of a kind must pass below a body from a day on; without a row `policy.PROFILES` holds."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    valid_from = models.DateField()
    passes = ArrayField(models.CharField(max_length=16, choices=Step), default=list, blank=True)
    caller = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The body that calls back; empty: the one that received the matter, or else the one that verifies."""
    source = models.CharField(max_length=300)
    """The document that orders it so."""

    class Meta:
        ordering = ["kind", "-valid_from"]
        constraints = [
            known_state("profile", Kind, field="kind"),
            models.UniqueConstraint(fields=["body", "kind", "valid_from"], name="profile_once_for_each_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"


class Template(models.Model):
    """Words, term, assisting units and check list of an order that is opened often."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """Who opens orders for units below this body may use it."""
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=Kind)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    topic = models.CharField(max_length=60, blank=True)
    items = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    """The check list."""
    days = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(365)])
    """Working days for putting right; empty: as the rule pack says."""
    assistants = models.ManyToManyField(Body, blank=True, related_name="+")
    is_open = models.BooleanField(default=True)
    """Whether it is still offered."""

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            known_state("template", Kind, field="kind"),
            models.UniqueConstraint(fields=["body", "name"], condition=Q(is_open=True), name="template_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A proposal to change a rule or a way of working, resting on orders that keep coming back."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body whose leader decides."""
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.DRAFT)
    title = models.CharField(max_length=120)
    problem = models.TextField()
    """What keeps coming back, and why."""
    change = models.TextField()
    """Which rule or way of working should change, and how."""
    orders = models.ManyToManyField(Order, related_name="proposals")
    proposed_on = models.DateField()
    proposed_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.TextField(blank=True)
    """The leader's words: what is to be done, or why not."""

    class Meta:
        ordering = ["-proposed_on", "number"]
        constraints = [
            known_state("proposal", ProposalState),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.ACCEPTED, ProposalState.REJECTED])
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="proposal_decided_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
