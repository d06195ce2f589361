"""Posts, who holds them, who is away and who stands in."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import Duty, LeaveKind, Seat
from zhengyou.registry.bodies.models.tree import Body, just
from zhengyou.registry.people.models import Person


class Post(models.Model):
    """A post of a body with what it answers for, held by nobody, one or several persons."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    duty = models.CharField(max_length=16, choices=Duty, default=Duty.OTHER)
    responsibilities = models.TextField(blank=True)
    """设岗定责: what the holder answers for, one a line."""
    order_number = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which the post no longer exists."""

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [known_state("post", Duty, field="duty"), ordered_period("post")]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """A person holds a post for a time: the hat under which that person acts."""

    body_path: ClassVar[str] = "post__body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    seat = models.CharField(max_length=16, choices=Seat, default=Seat.FULL)
    seconded_from = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="secondments")
    """The home body of a seconded person, who returns there at the end of the term."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which the person no longer holds the post; empty while it is open."""

    class Meta:
        ordering = ["post__order_number", "starts_on", "id"]
        constraints = [
            known_state("appointment", Seat, field="seat"),
            ordered_period("appointment"),
            models.CheckConstraint(
                condition=~Q(seat="seconded") | Q(ends_on__isnull=False), name="appointment_secondment_has_term"
            ),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(ends_on__isnull=True), name="appointment_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post.body} · {self.post.title}"


class Leave(models.Model):
    """The holder of a post is away for some days; meanwhile a stand-in acts.

    Who is away from one post is away from all; each post may have a stand-in of its own. Absence does not stop a clock:
    `queries.responsible_for` leads to the stand-in.
    """

    body_path: ClassVar[str] = "appointment__post__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=16, choices=LeaveKind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The first day back."""
    stand_in = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="stand_ins")
    handed_over = models.CharField(max_length=300, blank=True)
    """What was handed over, in a few words."""

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            known_state("leave", LeaveKind, field="kind"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="leave_lasts"),
            ExclusionConstraint(
                name="leave_once_a_day_for_each_post",
                expressions=[
                    (just("appointment_id"), RangeOperators.OVERLAPS),
                    (Func(F("starts_on"), F("ends_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment} {self.starts_on:%Y-%m-%d}"


class HandOver(models.Model):
    """A post went from one holder to the next on a day, with a list of what was handed over."""

    body_path: ClassVar[str] = "source__post__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    source = models.OneToOneField(Appointment, models.PROTECT, related_name="handed_to")
    target = models.OneToOneField(Appointment, models.PROTECT, related_name="handed_from")
    on = models.DateField()
    matters = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.source.person} → {self.target.person}"
