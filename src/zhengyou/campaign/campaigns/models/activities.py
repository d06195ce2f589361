"""Activities: single events, service days, weeks and months, in series, each with records of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.campaign.campaigns.enums import ActivityKind, ActivityState, Span
from zhengyou.campaign.campaigns.models.campaign import Campaign, Item, Phase
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body


class Activity(models.Model):
    """Something a body holds for a campaign, on some days, for which units may register."""

    body_path: ClassVar[str] = "body"
    scope_path: ClassVar[str] = "campaign__scope"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="activities")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="activities")
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="activities")
    series = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="others")
    """The first one of a series to which this one belongs."""
    kind = models.CharField(max_length=16, choices=ActivityKind)
    span = models.CharField(max_length=16, choices=Span, default=Span.EVENT)
    state = models.CharField(max_length=16, choices=ActivityState, default=ActivityState.PLANNED)
    title = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    occasion = models.CharField(max_length=40, blank=True)
    """The named day for which it is held, as 国庆节."""
    place = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    register_until = models.DateField(null=True, blank=True)
    """Units register until this day; empty: nobody has to."""
    seats = models.PositiveIntegerField(null=True, blank=True)
    """So many persons at most."""
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        verbose_name_plural = "activities"
        constraints = [
            known_state("activity", ActivityState),
            known_state("activity", ActivityKind, field="kind"),
            known_state("activity", Span, field="span"),
            ordered_period("activity"),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(result=""), name="activity_done_has_result"),
        ]

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """A unit takes part in an activity with so many persons."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="enrolments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    persons = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["body__sort_path", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "body"], name="enrolment_once_for_each_body"),
            models.CheckConstraint(condition=Q(persons__gt=0), name="enrolment_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.body}"


class ActivityRecord(models.Model):
    """What a unit did on a day of an activity: how many took part, how many were served."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="records")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    on = models.DateField()
    took_part = models.PositiveIntegerField(default=0)
    served = models.PositiveIntegerField(default=0)
    text = models.TextField()

    class Meta:
        ordering = ["on", "body__sort_path", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "body", "on"], name="activity_record_once_a_day"),
            models.CheckConstraint(condition=~Q(text=""), name="activity_record_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {self.body} {self.on:%Y-%m-%d}"
