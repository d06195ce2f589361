"""Tables of approvals: procedures with their steps, approvals under way, and what each approver said."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.approvals.enums import (
    Decision,
    DefinitionState,
    Mode,
    Origin,
    Refusal,
    Relation,
    State,
    TaskState,
    Who,
)
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.enums import in_words
from zhengyou.registry.deadlines.models import Clock


class Definition(models.Model):
    """A version of an approval procedure: edited while a draft, fixed once in use, pinned by every approval."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=80)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The subtree for which the procedure holds; empty: everywhere."""
    shipped = models.BooleanField(default=False)
    """Whether it came with the platform: it gives way to a procedure that a place made for itself."""
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=16, choices=DefinitionState, default=DefinitionState.DRAFT)

    class Meta:
        ordering = ["code", "body_id", "-version"]
        constraints = [
            known_state("definition", DefinitionState),
            models.UniqueConstraint(
                fields=["code", "body", "shipped", "version"], nulls_distinct=False, name="definition_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Step(models.Model):
    """One step of a procedure: who is asked, how many must agree, what a refusal does, where it may be returned to."""

    body_path: ClassVar[str] = "definition__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    definition = models.ForeignKey(Definition, models.CASCADE, related_name="steps")
    order_number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.SINGLE)
    needed = models.PositiveSmallIntegerField(default=1)
    """How many must agree where the mode is a number of signers."""
    refusal = models.CharField(max_length=16, choices=Refusal, default=Refusal.ENDS)
    who = models.CharField(max_length=16, choices=Who, default=Who.DUTY)
    duty = models.CharField(max_length=16, choices=Duty, blank=True)
    role = models.SlugField(max_length=40, blank=True)
    relation = models.CharField(max_length=16, choices=Relation, default=Relation.OWN)
    appointments = models.ManyToManyField(Appointment, blank=True, related_name="+")
    other_than_starter = models.BooleanField(default=True)
    """回避: nobody approves what they submitted themselves."""
    returns_to = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """Order numbers of earlier steps to which an approver may return the matter."""
    rule_key = models.CharField(max_length=64, blank=True)
    """The time limit of the step; empty: none."""

    class Meta:
        ordering = ["order_number"]
        constraints = [
            known_state("step", Mode, field="mode"),
            known_state("step", Refusal, field="refusal"),
            known_state("step", Who, field="who"),
            known_state("step", Relation, field="relation"),
            models.UniqueConstraint(fields=["definition", "order_number"], name="step_order_once"),
            models.CheckConstraint(condition=Q(needed__gt=0), name="step_needs_somebody"),
            models.CheckConstraint(
                condition=~Q(refusal="counts") | Q(mode__in=["any", "n_of_m"]), name="step_counts_only_among_several"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Instance(models.Model):
    """One matter under approval by one version of a procedure. The subject is a snapshot, never a key upward."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="instances")
    code = models.SlugField(max_length=40)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    starter = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    starter_label = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    """Order number of the step at which it stands."""
    turn = models.PositiveSmallIntegerField(default=0)
    """How many times a step was entered: tasks of earlier turns are history."""
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)

    class Meta:
        ordering = ["-started_at", "id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="instance_subject"),
            models.Index(fields=["body", "state"], name="instance_of_body"),
            models.Index(fields=["starter", "-started_at"], name="instance_of_starter"),
        ]
        constraints = [
            known_state("instance", State),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "code"],
                condition=Q(state="running"),
                name="instance_runs_once_for_each_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="running", finished_at__isnull=True)
                | (~Q(state="running") & Q(finished_at__isnull=False)),
                name="instance_ended_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """One approver's part in one turn of a step; ``appointment`` is empty where nobody could be found."""

    body_path: ClassVar[str] = "instance__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="tasks")
    step = models.PositiveSmallIntegerField()
    step_name = models.CharField(max_length=40)
    turn = models.PositiveSmallIntegerField()
    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    """Name and post of whoever is asked, as they were."""
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.STEP)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    state = models.CharField(max_length=16, choices=TaskState, default=TaskState.WAITING)
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    opinion = models.TextField(blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    """Name and post of whoever gave the opinion."""
    signer = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    """The hat under which the opinion was given; differs from ``appointment`` where somebody signed for another."""
    authority = models.CharField(max_length=200, blank=True)
    """代签依据: on what authority somebody else signed; empty where the one who was asked did."""
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["appointment"], condition=Q(state="waiting"), name="task_waiting_for"),
            models.Index(fields=["instance", "turn"], name="task_turn"),
        ]
        constraints = [
            known_state("task", TaskState),
            known_state("task", Origin, field="origin"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decision__in=Decision.values), name="task_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) & ~Q(decision="") | ~Q(state="done") & Q(decision=""),
                name="task_done_has_a_decision",
            ),
            models.UniqueConstraint(
                fields=["instance", "turn", "appointment"],
                condition=Q(state="waiting", appointment__isnull=False),
                name="task_asks_each_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_name} · {self.label}"


class Copy(models.Model):
    """抄送: somebody is told of an approval without being asked."""

    body_path: ClassVar[str] = "instance__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="copies")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["instance", "appointment"], name="copy_once")]

    def __str__(self) -> str:
        return self.label


class ExtensionRequest(models.Model):
    """What is asked for when more time is submitted for approval; granted to the clock by the approver's verb."""

    body_path: ClassVar[str] = "clock__body"

    instance = models.OneToOneField(Instance, models.CASCADE, primary_key=True, related_name="extension_request")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="+")
    amount = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    notice = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="extension_request_positive")]

    def __str__(self) -> str:
        return f"+{self.amount}"

    @property
    def length(self) -> str:
        """Return the time asked for, in words."""
        return in_words(self.amount, self.clock.unit)
