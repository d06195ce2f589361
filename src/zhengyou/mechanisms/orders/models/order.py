"""The table of orders."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import Finding, Kind, Role, State, Step
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.models import Clock


class Order(models.Model):
    """Something that one unit must put right by a day, and how it did.

    ``source_kind`` and ``source_id`` name what it arose from. For a bad rating the source is the rating, whose table
    holds no way to the rater; ``text`` is what the rater wrote, masked, so that the unit knows what to look into.
    An assisting unit has an order of its own whose ``parent`` is the lead unit's.
    """

    body_path: ClassVar[str] = "body"

    # A UUIDv7 would tell the unit the moment of the rating from which the order arose.
    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.DISPATCHED)
    passes = ArrayField(models.CharField(max_length=16, choices=Step), default=list, blank=True)
    """What it must pass besides the common stages, as the profile of its kind said when it was opened."""
    role = models.CharField(max_length=8, choices=Role, default=Role.LEAD)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    """The lead unit's order, which does not close before this one."""
    body = models.ForeignKey(Body, models.PROTECT, related_name="orders")
    """The responsible unit; before the order is dispatched the body that received it."""
    verifier = models.ForeignKey(Body, models.PROTECT, related_name="orders_to_verify")
    """The body above that verifies; never the responsible unit itself where there is one above it."""
    receiver = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The body that took the matter in, where it came through one."""
    first_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The unit that signed first (首接负责): it follows the matter to the end, also when another unit handles it."""
    caller = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The body that calls back; never the responsible unit or one below it."""
    handler = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    """Who works on it at the responsible unit, once somebody is named."""
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    topic = models.CharField(max_length=60, blank=True)
    """A short word for what it is about (a class of complaints, an item of a check list); recurring ones are counted."""
    source_kind = models.CharField(max_length=64, blank=True)
    source_id = models.CharField(max_length=64, blank=True)
    opened_on = models.DateField()
    """The day only: an order that arose from a rating must not tell the moment of the rating."""
    return_by = models.DateTimeField(null=True, blank=True)
    """Until when the unit may return it as not its own."""
    designated = models.BooleanField(default=False)
    """Whether it was assigned by name (指定办理), so that it may not be returned again."""
    signed_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    audited_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    measures = models.TextField(blank=True)
    """What the unit will do: the first of the three things that a rectification must state."""
    limit_on = models.DateField(null=True, blank=True)
    """By which day, within the clock of handling: the second."""
    responsible = models.CharField(max_length=80, blank=True)
    """Who answers for it: the third."""
    finding = models.CharField(max_length=16, choices=Finding, blank=True)
    reason = models.TextField(blank=True)
    """Why it went wrong, as the unit found; internal."""
    reply = models.TextField(blank=True)
    """What was done and what the public is told; masked before it is shown."""
    returns = models.PositiveSmallIntegerField(default=0)
    """How often it came back to the unit after a reply: sent back, to be redone, or opened again."""
    return_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    """The main order that this one follows and with which it is closed."""
    is_public = models.BooleanField(default=True)
    """Whether the closed order stands on the unit's public page."""
    clock = models.ForeignKey(Clock, models.SET_NULL, null=True, blank=True, related_name="+")
    """The earliest of its clocks that is not finished; lists sort by it without asking for every order."""
    grade = models.PositiveSmallIntegerField(default=0)
    """The highest rung on which one of its unfinished clocks stands (`deadlines.enums.Grade`); the board counts by it."""

    class Meta:
        ordering = ["-opened_on", "number"]
        constraints = [
            known_state("order", State),
            known_state("order", Kind, field="kind"),
            known_state("order", Role, field="role"),
            models.UniqueConstraint(
                fields=["source_kind", "source_id"],
                condition=~Q(source_id=""),
                name="order_once_for_each_source",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REPLIED, State.AUDITED, State.CLOSED])
                | (~Q(reply="") & ~Q(finding="") & Q(replied_at__isnull=False)),
                name="order_replied_has_reply",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False),
                name="order_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.ASSIST, parent__isnull=False) | Q(role=Role.LEAD, parent__isnull=True),
                name="order_assist_has_parent",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False),
                name="order_merged_has_main",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.AUDITED) | Q(caller__isnull=False), name="order_audited_has_caller"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "state", "-opened_on"], name="order_by_body"),
            models.Index(fields=["verifier", "state"], name="order_by_verifier"),
            models.Index(fields=["kind", "topic", "-opened_on"], name="order_by_topic"),
            # What counts and lists join to every order, without its long texts.
            models.Index(
                fields=["id"], include=["body", "clock", "contacted_at", "replied_at"], name="order_answering"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone: a title may quote what somebody wrote."""
        return self.number

    @property
    def decider(self) -> Body:
        """Return the body that decides about a return: for an assisting unit the one above the lead unit."""
        return self.parent.verifier if self.parent else self.verifier

    @property
    def owner(self) -> Body | None:
        """Return the body that must act now; nobody where the order has ended."""
        match self.state:
            case State.CLOSED | State.VOID:
                return None
            case State.MERGED:
                return self.merged_into.owner if self.merged_into else None
            case State.REPLIED:
                return self.verifier
            case State.RETURNED:
                return self.decider
            case State.AUDITED:
                return self.caller
        return self.body
