"""Protection: of those who complained against retaliation, and of staff against abuse."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import Grievance, Support, SupportState
from zhengyou.instruments.complaints.models.matters import Complaint
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.records.seal.personal import Personal, PersonalFields
from zhengyou.registry.bodies.models import Appointment, Body


class RetaliationReport(models.Model):
    """A complainant says that somebody takes revenge: straight to supervision, past every unit concerned."""

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Protect whoever complained"), term_days=1825, since="settled_on"),
    }

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="retaliation_reports")
    body = models.ForeignKey(Body, models.PROTECT, related_name="retaliation_reports")
    """The supervising body, above whatever it concerns."""
    text = models.TextField(blank=True)
    day = models.DateField()
    taken_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["settled_on", "-day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | ~Q(result=""), name="retaliation_settled_has_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.day:%Y-%m-%d}"


class StaffSupportCase(models.Model):
    """A member of staff met abuse or blame without fault (委屈): what happened and how the unit stood by.

    Kept apart from every assessment of that person; it never lowers anybody's score.
    """

    body_path: ClassVar[str] = "body"
    personal: ClassVar[PersonalFields] = {
        "text": Personal(purpose=_("Support the member of staff"), term_days=1095, since="settled_on"),
    }

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="staff_support")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="staff_support")
    """Who met it, in which post."""
    kind = models.CharField(max_length=16, choices=Grievance)
    happened_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, blank=True, related_name="staff_support")
    """The matter in which it happened, where there is one."""
    state = models.CharField(max_length=16, choices=SupportState, default=SupportState.REPORTED)
    reported_at = models.DateTimeField()
    result = models.TextField(blank=True)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            known_state("staff_support", SupportState),
            known_state("staff_support", Grievance, field="kind"),
            models.CheckConstraint(
                condition=~Q(state="settled") | (~Q(result="") & Q(settled_on__isnull=False)),
                name="staff_support_settled_has_result",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="staff_support_of_body")]

    def __str__(self) -> str:
        return self.number


class SupportMeasure(models.Model):
    """One thing that was done for a member of staff."""

    body_path: ClassVar[str] = "case__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    case = models.ForeignKey(StaffSupportCase, models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=16, choices=Support)
    note = models.CharField(max_length=300, blank=True)
    done_on = models.DateField()
    done_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["done_on", "id"]
        constraints = [known_state("support_measure", Support, field="kind")]

    def __str__(self) -> str:
        return self.get_kind_display()
