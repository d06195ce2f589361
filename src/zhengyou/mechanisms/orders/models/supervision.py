"""Numbered papers of supervision with their receipts, proposed measures, and the rules that propose them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import MeasureKind, MeasureState, Metric, Shade, Sheet, WritState
from zhengyou.mechanisms.orders.models.cases import Violation
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.models import Number, Paper


class Trigger(models.Model):
    """A rule that proposes a measure where a real figure of a unit crosses a line; data of a place, with its source."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body below whose units it looks, and which proposes."""
    title = models.CharField(max_length=60)
    """As people call it: 整改不到位."""
    metric = models.CharField(max_length=16, choices=Metric)
    below = models.BooleanField(default=False)
    """Whether it fires below the line; else above it."""
    line = models.DecimalField(max_digits=6, decimal_places=2)
    least = models.PositiveSmallIntegerField(default=1)
    """So many cases at least a figure must rest on, so that one order does not make a rule."""
    days = models.PositiveSmallIntegerField(default=30)
    """Over how many days back it looks."""
    kind = models.CharField(max_length=16, choices=MeasureKind)
    source = models.CharField(max_length=300)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-is_active", "title", "id"]
        constraints = [
            known_state("trigger", Metric, field="metric"),
            known_state("trigger", MeasureKind, field="kind"),
            models.CheckConstraint(condition=Q(least__gt=0, days__gt=0), name="trigger_looks_at_something"),
        ]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """A measure that the ladder, a trigger rule or an officer proposes; a talk or a circular only a leader signs."""

    body_path: ClassVar[str] = "issuer"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    kind = models.CharField(max_length=16, choices=MeasureKind)
    state = models.CharField(max_length=16, choices=MeasureState, default=MeasureState.PROPOSED)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The unit whom it concerns."""
    issuer = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body that takes it."""
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="proposed_measures")
    trigger = models.ForeignKey(Trigger, models.PROTECT, null=True, blank=True, related_name="measures")
    source = models.CharField(max_length=120, blank=True)
    """From what it arose (a rung, a rule and its month); of one source there is one measure."""
    facts = models.TextField()
    demand = models.TextField(blank=True)
    """What the unit must do."""
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200, blank=True)
    """Empty where the system proposed it."""
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, blank=True, related_name="+")
    """The circular that was made of it."""
    held_on = models.DateField(null=True, blank=True)
    record = models.TextField(blank=True)
    """What was said and promised."""
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-proposed_at", "id"]
        indexes = [models.Index(fields=["issuer", "state", "-proposed_at"], name="measure_of_issuer")]
        constraints = [
            known_state("measure", MeasureState),
            known_state("measure", MeasureKind, field="kind"),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="measure_once_for_each_source"),
            models.CheckConstraint(
                condition=~Q(kind__in=["talk", "circular"], state__in=["signed", "done"])
                | (~Q(signed_by="") & Q(signed_at__isnull=False)),
                name="measure_grave_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(end_reason=""), name="measure_dropped_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.body}"


class Writ(models.Model):
    """A numbered paper to a unit with its receipt: 催办通知书, 督办通知单, 整改通知书, 约谈通知书, 意见书."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    sheet = models.CharField(max_length=16, choices=Sheet)
    number = models.OneToOneField(Number, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=WritState, default=WritState.ISSUED)
    shade = models.CharField(max_length=8, choices=Shade)
    body = models.ForeignKey(Body, models.PROTECT, related_name="writs")
    """The unit that gets it and signs for it."""
    issuer = models.ForeignKey(Body, models.PROTECT, related_name="writs_issued")
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="writs")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="writs")
    violation = models.ForeignKey(Violation, models.PROTECT, null=True, blank=True, related_name="writs")
    source = models.CharField(max_length=120, blank=True)
    """The rung from which it came by itself; of one source there is one paper."""
    title = models.CharField(max_length=160)
    facts = models.TextField()
    demand = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    """By which day the unit must have done what is demanded."""
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200, blank=True)
    """Empty where the ladder issued it."""
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    """What the unit wrote beside its signature."""
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at", "id"]
        indexes = [
            models.Index(fields=["body", "state", "-issued_at"], name="writ_of_body"),
            models.Index(fields=["issuer", "-issued_at"], name="writ_of_issuer"),
        ]
        constraints = [
            known_state("writ", WritState),
            known_state("writ", Sheet, field="sheet"),
            known_state("writ", Shade, field="shade"),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="writ_once_for_each_source"),
            models.CheckConstraint(
                condition=~Q(state="received") | (Q(received_at__isnull=False) & ~Q(received_by="")),
                name="writ_received_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(end_reason=""), name="writ_withdrawn_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone: a title may quote what somebody wrote."""
        return str(self.number)
