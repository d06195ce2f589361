"""Tables of what becomes of a bad rating: its handling above the unit, appeals, opened seals, reports of retaliation."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings.enums import (
    CallerWord,
    ContactResult,
    Decision,
    HandlingState,
    Pace,
    ReportState,
    Verdict,
)
from zhengyou.instruments.ratings.models.giving import Rating
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines.models import RulePack


class Handling(models.Model):
    """What the level above did with a bad rating; without a row it went to the unit by the night's job.

    Kept beside the rating, whose own row never changes: the unit reads the order, never this.
    """

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "told": Personal(purpose=_("Let the unit know what to put right"), term_days=1095, since="begun_on"),
        "contact_words": Personal(purpose=_("Know what was agreed with the rater"), term_days=180, since="begun_on"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="handling")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The rated unit."""
    supervisor = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body above, which sorts it out, calls, and verifies."""
    state = models.CharField(max_length=16, choices=HandlingState, default=HandlingState.TRIAGE)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)
    """What was found; empty while nobody has looked, or where the unit was told by the night's job."""
    pace = models.CharField(max_length=16, choices=Pace, blank=True)
    reason = models.TextField(blank=True)
    """Why so: for what has no legal basis the explanation, for an exclusion its published reason."""
    told = models.TextField(blank=True)
    """The rater's words as they were screened for the unit; empty while nobody has screened them."""
    screened_on = models.DateField(null=True, blank=True)
    contacted_on = models.DateField(null=True, blank=True)
    contact_result = models.CharField(max_length=16, choices=ContactResult, blank=True)
    contact_words = models.TextField(blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    """How often the rater had it taken up again."""
    sorted_by = models.CharField(max_length=64, blank=True)
    """The public id of the person who sorted it out: somebody else reviews."""
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    """The day on which it was explained or excluded."""

    class Meta:
        constraints = [
            known_state("handling", HandlingState),
            models.CheckConstraint(
                condition=~Q(state__in=[HandlingState.EXPLAINED, HandlingState.EXCLUDED])
                | (~Q(reason="") & Q(ended_on__isnull=False)),
                name="handling_ended_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="handling_by_body")]

    def __str__(self) -> str:
        return str(self.rating)


class Appeal(models.Model):
    """The unit, or who sorted the rating out, holds it mistaken or malicious; a body above decides."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="appeals")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The rated unit."""
    filed_by = models.ForeignKey(Body, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body one level above whoever filed it; never the rated unit where there is one above it."""
    ground = models.CharField(max_length=16, choices=Verdict)
    words = models.TextField()
    filed_on = models.DateField()
    filer = models.CharField(max_length=64)
    """The public id of the person who filed it, who does not decide."""
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    decision_words = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-filed_on", "number"]
        constraints = [
            known_state("appeal", Verdict, field="ground"),
            models.UniqueConstraint(fields=["handling"], condition=Q(decision=""), name="appeal_open_once"),
            models.CheckConstraint(condition=~Q(words=""), name="appeal_has_words"),
            models.CheckConstraint(
                condition=Q(decision="") | (~Q(decision_words="") & Q(decided_on__isnull=False)),
                name="appeal_decided_has_words",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "decision"], name="appeal_by_reviewer")]

    def __str__(self) -> str:
        return self.number


class Unsealing(models.Model):
    """Somebody opened a rater's contact: when, under which hat and why. The rater reads this."""

    body_path: ClassVar[str] = "rating__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="unsealings")
    report = models.ForeignKey("Retaliation", models.PROTECT, null=True, blank=True, related_name="unsealings")
    """Whose number it was, where it was the one left with a report of retaliation."""
    opened_at = models.DateTimeField()
    hat = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="unsealing_has_reason")]

    def __str__(self) -> str:
        return self.hat


class Retaliation(models.Model):
    """A rater reports that somebody made them suffer for their rating; only supervision above the unit reads it."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Look into retaliation"), term_days=1095, since="day"),
        "phone": Personal(purpose=_("Reach who reported retaliation"), term_days=365, since="day"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    rating = models.ForeignKey(Rating, models.PROTECT, related_name="retaliations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=16, choices=ReportState, default=ReportState.FILED)
    text = models.TextField()
    phone = SealedTextField(mask="phone", max_length=30)
    answer = models.TextField(blank=True)
    """What was found and done; the rater reads it by the receipt code."""

    class Meta:
        ordering = ["-day", "id"]
        constraints = [
            known_state("retaliation", ReportState),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ANSWERED) | ~Q(answer=""), name="retaliation_answered_has_answer"
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


class LoopRule(models.Model):
    """What a rule pack says of the handling of bad ratings besides its limits: who calls back, and how often it reopens."""

    body_path: ClassVar[str] = "pack__body"

    pack = models.OneToOneField(RulePack, models.CASCADE, primary_key=True, related_name="+")
    caller = models.CharField(max_length=16, choices=CallerWord, default=CallerWord.SUPERVISOR)
    reopen_most = models.PositiveSmallIntegerField(default=2)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [known_state("loop_rule", CallerWord, field="caller")]

    def __str__(self) -> str:
        return str(self.pack)


class Caller(models.Model):
    """A person of a unit whom the level above designated to call raters back; never one who is rated there."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.OneToOneField(Body, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    since = models.DateField()

    def __str__(self) -> str:
        return str(self.appointment)
