"""What follows from a matter: the published answer, later follow-up, the investigation of a report."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import CheckState, InquiryFinding, InquiryState
from zhengyou.instruments.complaints.models.matters import Complaint
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.fields import SealedTextField
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Body


class PublishedAnswer(models.Model):
    """Question and answer as the public reads them: read by a person, with names and numbers hidden."""

    body_path: ClassVar[str] = "complaint__body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="published")
    title = models.CharField(max_length=120)
    text = models.TextField()
    answer = models.TextField()
    published_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-published_on", "id"]
        indexes = [
            models.Index(fields=["-published_on"], condition=Q(withdrawn_on__isnull=True), name="published_shown")
        ]

    def __str__(self) -> str:
        return self.title


class FollowUp(models.Model):
    """Some weeks after the answer somebody asks whether it lasted."""

    body_path: ClassVar[str] = "complaint__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="follow_up")
    state = models.CharField(max_length=16, choices=CheckState, default=CheckState.PLANNED)
    due_on = models.DateField()
    lasting = models.BooleanField(null=True, blank=True)
    """Whether it is still solved."""
    led_to = models.OneToOneField(Complaint, models.PROTECT, null=True, blank=True, related_name="came_of")
    """The new matter in which what did not last is handled once more."""
    note = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            known_state("follow_up", CheckState),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(lasting__isnull=False, done_on__isnull=False),
                name="follow_up_done_has_result",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=~Q(state="done"), name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.due_on:%Y-%m-%d}"


class Investigation(models.Model):
    """The investigation of a report (举报): by a unit that is not the one reported, with the reporter unknown to it."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "subject": Personal(purpose=_("Know whom the report concerns"), term_days=1825, since="replied_at"),
        "facts": Personal(purpose=_("Keep what was established"), term_days=3650, since="replied_at"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="investigation")
    body = models.ForeignKey(Body, models.PROTECT, related_name="investigations")
    """Who investigates."""
    about = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="investigations_about")
    """The unit reported, or in whose field it lies."""
    subject = SealedTextField(mask="name", max_length=120)
    """The person or household that was reported."""
    task = models.TextField()
    """What is to be looked into, without any trace of who reported it."""
    state = models.CharField(max_length=16, choices=InquiryState, default=InquiryState.OPENED)
    finding = models.CharField(max_length=16, choices=InquiryFinding, blank=True)
    facts = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    """What was decided or handed over; sanctions are for the organs that may impose them."""
    opened_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            known_state("investigation", InquiryState),
            models.CheckConstraint(
                condition=Q(finding="") | Q(finding__in=InquiryFinding.values), name="investigation_finding_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "replied"]) | (~Q(finding="") & ~Q(facts="")),
                name="investigation_concluded_has_finding",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True) | ~Q(body=F("about")), name="investigation_not_by_those_reported"
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="investigation_of_body")]

    def __str__(self) -> str:
        return f"{self.body} {self.opened_at:%Y-%m-%d}"
