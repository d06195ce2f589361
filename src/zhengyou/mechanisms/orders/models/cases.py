"""Accountability cases and violations: facts, hearing, what was handed over or put right; never a sanction."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import CaseState, Fault, ViolationKind, ViolationState
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Body

KEPT_DAYS = 1825
"""How long the name and words of somebody concerned are kept after a case has ended (a usage; no source)."""


class AccountabilityCase(models.Model):
    """What is known of somebody's failure at work: facts, their own statement, and the hand-over to who decides.

    The competent organ decides; the platform records the facts that go there and what comes back, no more.
    """

    body_path: ClassVar[str] = "keeper"
    personal: ClassVar[PersonalFields] = {
        "person": Personal(
            purpose=_("Hear the person concerned and hand the matter over"),
            term_days=KEPT_DAYS, since="ended_at", erase="blank",
        ),
        "statement": Personal(
            purpose=_("The person's own words go with the facts"),
            term_days=KEPT_DAYS, since="ended_at", erase="blank",
        ),
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    state = models.CharField(max_length=16, choices=CaseState, default=CaseState.OPEN)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The unit at which it happened."""
    keeper = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body that keeps the case; never the unit itself where there is one above it."""
    fault = models.CharField(max_length=16, choices=Fault)
    is_leader = models.BooleanField(default=False)
    """Whether it concerns the answer of a leader for the work (领导责任), or the one who did it (直接责任)."""
    person = SealedTextField(mask="name")
    """Who is concerned; sealed, and read in clear only by a verb that writes it down."""
    post = models.CharField(max_length=80, blank=True)
    facts = models.TextField()
    """What happened, with days and documents, without judgement."""
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="cases")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    statement_due_on = models.DateField(null=True, blank=True)
    statement = SealedTextField(mask="hidden")
    """What the person says to it; an empty one with ``heard_at`` means that nothing was said."""
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = models.CharField(max_length=200, blank=True)
    organ = models.CharField(max_length=80, blank=True)
    """To whom it was handed over, by rank and competence."""
    handed_over_on = models.DateField(null=True, blank=True)
    proposal = models.TextField(blank=True)
    """Why it is handed over; no proposal of a punishment."""
    outcome = models.TextField(blank=True)
    """What the competent organ told in answer, in its words."""
    outcome_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "id"]
        indexes = [models.Index(fields=["keeper", "state", "-opened_at"], name="case_of_keeper")]
        constraints = [
            known_state("accountability", CaseState),
            known_state("accountability", Fault, field="fault"),
            models.CheckConstraint(condition=~Q(facts=""), name="accountability_has_facts"),
            models.CheckConstraint(
                condition=~Q(state="handed_over")
                | (Q(heard_at__isnull=False, handed_over_on__isnull=False) & ~Q(organ="")),
                name="accountability_heard_before_handed_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(end_reason=""), name="accountability_ended_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Violation(models.Model):
    """A rule that a unit broke: found, answered by a letter of opinion (意见书), corrected."""

    body_path: ClassVar[str] = "keeper"
    impersonal: ClassVar[dict[str, str]] = {"unit_name": "a unit's name"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    kind = models.CharField(max_length=16, choices=ViolationKind)
    state = models.CharField(max_length=16, choices=ViolationState, default=ViolationState.FOUND)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The unit that broke it, where it stands in the tree."""
    unit_name = models.CharField(max_length=120)
    """How the unit is called; also where it does not stand in the tree."""
    keeper = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body that follows it up."""
    title = models.CharField(max_length=120)
    facts = models.TextField()
    basis = models.CharField(max_length=300)
    """The rule that was broken."""
    place = models.CharField(max_length=120, blank=True)
    found_on = models.DateField()
    found_by = models.CharField(max_length=200)
    demand = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    verified_by = models.CharField(max_length=200, blank=True)
    result = models.TextField(blank=True)
    """What was seen when the correction was verified, or why the violation was not confirmed."""

    class Meta:
        ordering = ["-found_on", "number"]
        indexes = [models.Index(fields=["keeper", "state", "-found_on"], name="violation_of_keeper")]
        constraints = [
            known_state("violation", ViolationState),
            known_state("violation", ViolationKind, field="kind"),
            models.CheckConstraint(
                condition=~Q(state="corrected") | (Q(corrected_on__isnull=False) & ~Q(result="")),
                name="violation_corrected_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone."""
        return self.number
