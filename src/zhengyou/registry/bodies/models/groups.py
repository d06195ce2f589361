"""Leading groups 领导小组 with their roster, and invited supervisors 特邀监督员."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import Capacity, GroupRole
from zhengyou.registry.bodies.models.tree import Body
from zhengyou.registry.people.models import Person


class LeadingGroup(models.Model):
    """A group that leads some work for a time, with its office at some body."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="leading_groups")
    name = models.CharField(max_length=120)
    document = models.CharField(max_length=200, blank=True)
    task = models.TextField(blank=True)
    office = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="offices_of_groups")
    """Where the office of the group sits: 领导小组下设办公室, 办公室设在…."""
    order_number = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "order_number", "starts_on", "id"]
        constraints = [ordered_period("leading_group")]

    def __str__(self) -> str:
        return self.name


class GroupSeat(models.Model):
    """A person sits in a leading group or in its office, in a role, for a time."""

    body_path: ClassVar[str] = "group__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="group_seats")
    role = models.CharField(max_length=16, choices=GroupRole)
    office_held = models.CharField(max_length=120, blank=True)
    """The person's position as the roster prints it: 县委常委、常务副县长."""
    order_number = models.PositiveIntegerField(default=0)
    seconded_from = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="group_secondments")
    """The home body of someone who was called to the office of the group 抽调; then the term is set."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order_number", "starts_on", "id"]
        constraints = [
            known_state("group_seat", GroupRole, field="role"),
            ordered_period("group_seat"),
            models.CheckConstraint(
                condition=Q(seconded_from__isnull=True) | Q(ends_on__isnull=False),
                name="group_seat_secondment_has_term",
            ),
            models.UniqueConstraint(
                fields=["group", "person", "role"], condition=Q(ends_on__isnull=True), name="group_seat_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person}"


class Supervisor(models.Model):
    """A person invited to watch over a body's service for a term: 特邀监督员, with rights and reports."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="supervisors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="supervisions")
    capacity = models.CharField(max_length=16, choices=Capacity)
    letter = models.CharField(max_length=60, blank=True)
    """The number of the letter of appointment 聘书编号."""
    rights = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["body__sort_path", "starts_on", "id"]
        constraints = [known_state("supervisor", Capacity, field="capacity"), ordered_period("supervisor")]

    def __str__(self) -> str:
        return f"{self.person} · {self.body}"


class SupervisorReport(models.Model):
    """What a supervisor saw, and what the body answered."""

    body_path: ClassVar[str] = "supervisor__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="reports")
    about = models.ForeignKey(Body, models.PROTECT, related_name="supervisor_reports")
    on = models.DateField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="supervisor_report_answer_has_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} {self.on:%Y-%m-%d}"
