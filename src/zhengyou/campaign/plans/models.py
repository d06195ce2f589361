"""Tables of plans: the text as it was given, and the draft that people correct."""

from typing import ClassVar

from django.db import models

from zhengyou.campaign.plans.enums import (
    UNITS,
    Kind,
    Mechanism,
    Origin,
    ProposalState,
    ReadingState,
    Rhythm,
    Severity,
    State,
)
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Plan(models.Model):
    """One activity plan (实施方案) of a body: its text as it was given, and what was read from it.

    A file that holds several plans becomes several rows with the same ``text``; ``starts_at`` and ``ends_at`` bound
    the characters of each.
    """

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="plans")
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    starts_at = models.PositiveIntegerField(default=0)
    ends_at = models.PositiveIntegerField(default=0)
    taken_in_at = models.DateTimeField()
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amended_by")
    """The plan of a running campaign of which this is the amended text."""

    class Meta:
        ordering = ["-taken_in_at", "starts_at"]
        constraints = [
            known_state("plan", State),
            models.CheckConstraint(condition=~models.Q(amends=models.F("id")), name="plan_amends_another"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def excerpt(self) -> str:
        """Return the part of the text that is this plan."""
        return self.text[self.starts_at : self.ends_at]


class Element(models.Model):
    """One thing of the draft: a dimension, an item, a phase, a duty, a quota …, with its place in the text.

    Only the columns that its kind uses are filled. Removing keeps the row, so that it can be put back.
    """

    body_path: ClassVar[str] = "plan__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="elements")
    kind = models.CharField(max_length=16, choices=Kind)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    """The dimension of an item; the phase of which a phase is a step."""
    order_number = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """Last day of a phase, or the day by which a duty is due; included."""
    rhythm = models.CharField(max_length=16, choices=Rhythm, default=Rhythm.ONCE)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    """How many of a quota, or the points of a weight."""
    unit = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=60, blank=True)
    """The figure by which the text measures a goal: 95%以上."""
    mechanism = models.CharField(max_length=16, choices=Mechanism, blank=True)
    """What the clause asks the house to do, where it asks for something."""
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(default=1.0)
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.COMPILED)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [
            known_state("element", Kind, field="kind"),
            known_state("element", Rhythm, field="rhythm"),
            known_state("element", Origin, field="origin"),
            models.CheckConstraint(
                condition=models.Q(mechanism__in=["", *Mechanism.values]), name="element_mechanism_known"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="element_period_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def measure(self) -> str:
        """Return what is counted, in words."""
        return str(UNITS.get(self.unit, self.unit))


class Remark(models.Model):
    """Something in the text that a careful reader must be told of, and what the officer answered."""

    body_path: ClassVar[str] = "plan__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="remarks")
    order_number = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    severity = models.CharField(max_length=16, choices=Severity)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    mend = models.TextField(blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [known_state("remark", Severity, field="severity")]

    def __str__(self) -> str:
        return self.code


class DraftEdit(models.Model):
    """One step of a person on a draft, with the things it touched as they were before, so that it can be undone."""

    body_path: ClassVar[str] = "plan__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="edits")
    verb = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    before = models.JSONField(default=list)
    """The columns of each element touched, as words."""
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.verb


class ModelReading(models.Model):
    """One reading of a plan by a language model outside of the house, to which an officer agreed."""

    body_path: ClassVar[str] = "plan__body"
    impersonal: ClassVar[dict[str, str]] = {"model_name": "a program's name"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="model_readings")
    state = models.CharField(max_length=16, choices=ReadingState, default=ReadingState.UNDER_WAY)
    host = models.CharField(max_length=260)
    """The host to which the text goes; the officer agreed to this one."""
    model_name = models.CharField(max_length=120)
    hidden = models.PositiveIntegerField(default=0)
    """Places with personal data that were hidden before the text left."""
    parts = models.PositiveIntegerField()
    parts_read = models.PositiveIntegerField(default=0)
    parts_unread = models.PositiveIntegerField(default=0)
    """Parts among those read whose answer was no sense."""
    failure = models.CharField(max_length=60, blank=True)
    """The code of the sentence that says why it failed (`compiler.wording`)."""
    failure_words = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            known_state("model_reading", ReadingState),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state=ReadingState.UNDER_WAY), name="one_model_reading_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.host


class Proposal(models.Model):
    """One finding of the language model that the draft lacks or has otherwise; it counts nowhere until it is taken.

    What the model did not say (no day, no figure) stays empty and changes nothing.
    """

    body_path: ClassVar[str] = "plan__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="proposals")
    reading = models.ForeignKey(ModelReading, models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.OPEN)
    about = models.ForeignKey(Element, models.CASCADE, null=True, blank=True, related_name="proposals")
    """The thing of the draft that it would change; None where it would add one."""
    parent = models.ForeignKey(Element, models.CASCADE, null=True, blank=True, related_name="+")
    """The dimension of the draft to which an item would be added."""
    under = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="below")
    """The dimension of an item, where it is a proposal itself."""
    made = models.ForeignKey(Element, models.CASCADE, null=True, blank=True, related_name="+")
    """What came of it."""
    order_number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=200)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    rhythm = models.CharField(max_length=16, choices=Rhythm, default=Rhythm.ONCE)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=60, blank=True)
    mechanism = models.CharField(max_length=16, choices=Mechanism, blank=True)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    confidence = models.FloatField(default=0.5)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [
            known_state("plan_proposal", ProposalState),
            known_state("plan_proposal", Kind, field="kind"),
            known_state("plan_proposal", Rhythm, field="rhythm"),
            models.CheckConstraint(
                condition=models.Q(mechanism__in=["", *Mechanism.values]), name="plan_proposal_mechanism_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
