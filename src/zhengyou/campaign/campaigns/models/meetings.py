"""Meetings: the notice and its receipts, who sat there, what was said, and what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import Answer, MeetingKind, MeetingState
from zhengyou.campaign.campaigns.models.campaign import Campaign, Duty
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Appointment, Body


class Meeting(models.Model):
    """A meeting that a body calls for a campaign; one that passes on another hangs below it (层层动员)."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    """The meeting whose message this one passes on."""
    kind = models.CharField(max_length=16, choices=MeetingKind)
    state = models.CharField(max_length=16, choices=MeetingState, default=MeetingState.PREPARED)
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    wants_statements = models.BooleanField(default=False)
    """Whether everybody who comes says a few words, which are kept (人人表态发言)."""
    minutes = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was called off."""

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            known_state("meeting", MeetingState),
            known_state("meeting", MeetingKind, field="kind"),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(minutes=""), name="meeting_held_has_minutes"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One item of the agenda, who introduces it, and with what result."""

    body_path: ClassVar[str] = "meeting__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order_number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "order_number"], name="agenda_item_place_once")]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """A body that is invited, and its receipt."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "meeting__campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, choices=Answer, default=Answer.ASKED)
    excuse = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [
            known_state("invitation", Answer, field="answer"),
            models.UniqueConstraint(fields=["meeting", "body"], name="meeting_invites_body_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.body}"


class Attendee(models.Model):
    """Who comes for an invited body, by post; whether they came, and what they said."""

    body_path: ClassVar[str] = "invitation__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="attendees")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    is_present = models.BooleanField(null=True, blank=True)
    statement = models.TextField(blank=True)

    class Meta:
        ordering = ["invitation__body__sort_path", "appointment__post__order_number", "id"]
        constraints = [models.UniqueConstraint(fields=["invitation", "appointment"], name="attendee_once")]

    def __str__(self) -> str:
        return f"{self.appointment.person} · {self.appointment}"

    @property
    def ledger_label(self) -> str:
        """Return post and body; the ledger names no attendee."""
        return str(self.appointment)


class Decision(models.Model):
    """What a meeting decided: who does what by when; it became a duty with a task sheet."""

    body_path: ClassVar[str] = "meeting__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    duty = models.OneToOneField(Duty, models.PROTECT, related_name="decision")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    order_number = models.PositiveIntegerField()

    class Meta:
        ordering = ["order_number", "id"]

    def __str__(self) -> str:
        return self.duty.name
