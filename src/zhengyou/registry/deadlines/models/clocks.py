"""Tables of clocks: what each stage was allowed, when it stood still, and every due moment that held."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import (
    Cause,
    Colour,
    EndingWord,
    PauseReason,
    State,
    UnitWord,
    in_words,
)
from zhengyou.registry.deadlines.models.rules import Rule
from zhengyou.registry.deadlines.reckoning import Ending, Term, Unit


class Clock(models.Model):
    """One stage of one matter that is due by a moment; who answers for it is ``body``.

    Subject and rule are snapshots besides the keys, so that the row tells its story when both have changed. The
    present due moment stands here; every one that ever held stands in `Reckoning`.
    """

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=200)
    stage = models.CharField(max_length=64)
    """Which stage of the matter; the rule's key unless the room names it."""
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    rule_key = models.CharField(max_length=64)
    rule_title = models.CharField(max_length=80)
    pack_label = models.CharField(max_length=140)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=UnitWord)
    ending = models.CharField(max_length=16, choices=EndingWord)
    extended_by = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    blue_at = models.DateTimeField()
    yellow_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    warned = models.CharField(max_length=8, choices=Colour, blank=True)
    """The strongest colour of which the responsible have been told."""
    breached_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="clock_subject"),
            # The rate of response looks up when whoever raised a matter was to be contacted, for every matter of a year.
            models.Index(
                "subject_id",
                F("started_at").desc(),
                condition=Q(stage="contact") & ~Q(state="void"),
                include=["id", "subject_kind", "due_at"],
                name="clock_of_contact",
            ),
            # Lists of matters join the one clock that each of them names, for its light; clocks are many, and their rows wide.
            models.Index(fields=["id"], include=["state", "due_at", "yellow_at", "blue_at"], name="clock_light"),
            models.Index(fields=["body", "state", "due_at"], name="clock_of_body"),
            models.Index(fields=["due_at"], condition=Q(state="running"), name="clock_running_due"),
            models.Index(fields=["blue_at"], condition=Q(state="running"), name="clock_running_blue"),
            models.Index(
                fields=["due_at"], condition=Q(state="breached", finished_at__isnull=True), name="clock_overdue_open"
            ),
            models.Index(
                fields=["subject_kind", "body"],
                condition=Q(finished_at__isnull=True) & ~Q(state="void"),
                name="clock_unfinished",
            ),
        ]
        constraints = [
            known_state("clock", State),
            known_state("clock", UnitWord, field="unit"),
            known_state("clock", Colour, field="warned"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "stage"],
                condition=Q(state__in=["running", "paused"]),
                name="clock_open_once_for_each_stage",
            ),
            models.CheckConstraint(
                condition=~Q(state="met") | Q(finished_at__isnull=False), name="clock_met_has_its_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="breached") | Q(breached_at__isnull=False), name="clock_breach_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_title} · {self.subject_label}"

    @property
    def length(self) -> str:
        """Return the limit in words, extensions shown apart."""
        words = in_words(self.amount, self.unit)
        return f"{words} + {in_words(self.extended_by, self.unit)}" if self.extended_by else words

    @property
    def term(self) -> Term:
        """Return the whole limit, extensions included."""
        return Term(self.amount + self.extended_by, Unit(self.unit), Ending(self.ending))

    @property
    def is_open(self) -> bool:
        """Return whether the stage is not finished yet, in time or late."""
        return self.finished_at is None and self.state != State.VOID


class Pause(models.Model):
    """Time that does not count, for a reason the law knows and by a written notice."""

    body_path: ClassVar[str] = "clock__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=16, choices=PauseReason)
    notice = models.CharField(max_length=120)
    """Number or name of the written notice (行政许可法 art. 45)."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            known_state("pause", PauseReason, field="reason"),
            ordered_period("pause", "starts_at", "ends_at"),
            models.CheckConstraint(condition=~Q(notice=""), name="pause_has_notice"),
            models.UniqueConstraint(fields=["clock"], condition=Q(ends_at__isnull=True), name="pause_open_once"),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Extension(models.Model):
    """More time, granted by an approver before the clock ran out."""

    body_path: ClassVar[str] = "clock__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="extensions")
    amount = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    notice = models.CharField(max_length=120, blank=True)
    """Number or name of the written notice to the one who waits, where the law asks for it."""
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=200)
    """Name and hat of the approver as they were."""

    class Meta:
        ordering = ["granted_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="extension_positive")]

    def __str__(self) -> str:
        return f"+{self.amount}"

    @property
    def length(self) -> str:
        """Return the time added, in words."""
        return in_words(self.amount, self.clock.unit)


class Reckoning(models.Model):
    """One due moment that held from ``at`` on, and why: a deadline is never overwritten without a trace."""

    body_path: ClassVar[str] = "clock__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="reckonings")
    at = models.DateTimeField()
    cause = models.CharField(max_length=16, choices=Cause)
    before = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [known_state("reckoning", Cause, field="cause")]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d %H:%M}"
