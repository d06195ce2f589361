"""Bodies as they are today, and posts with their holders."""

from typing import ClassVar

from django.db import models

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import Duty, Kind, Level, Seat
from zhengyou.registry.people.models import Person


class Body(models.Model):
    """An organisation as it stands today; `BodyVersion` keeps how it stood on any other day.

    ``path`` holds the keys of all bodies above and of itself, each followed by a dot, so that a subtree is a prefix;
    ``sort_path`` holds their official order numbers in the same way, so that sorting by it gives the official order.
    """

    body_path: ClassVar[str] = "self"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=32, blank=True)
    """The unified social credit code or the institution's own, where known."""
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OTHER)
    level = models.CharField(max_length=16, choices=Level, default=Level.BASE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order_number = models.PositiveIntegerField(default=0)
    """机构排序号: its place among its siblings."""
    path = models.CharField(max_length=400, editable=False)
    sort_path = models.CharField(max_length=400, editable=False)
    founded_on = models.DateField(null=True, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_path", "id"]
        indexes = [
            models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="body_path_prefix"),
            models.Index(fields=["sort_path", "id"], name="body_official_order"),
        ]
        constraints = [
            known_state("body", Kind, field="kind"),
            known_state("body", Level, field="level"),
            ordered_period("body", "founded_on", "dissolved_on"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="body_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """Return how many bodies stand above this one."""
        return self.path.count(".") - 1

    def stands_under(self, other: "Body") -> bool:
        """Return whether this body is ``other`` or stands somewhere below it."""
        return self.path.startswith(other.path)


class Post(models.Model):
    """A post of a body, held by nobody, one or several persons."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    duty = models.CharField(max_length=16, choices=Duty, default=Duty.OTHER)
    order_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order_number", "id"]
        constraints = [known_state("post", Duty, field="duty")]

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
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which the person no longer holds the post; empty while it is open."""

    class Meta:
        ordering = ["post__order_number", "starts_on", "id"]
        constraints = [known_state("appointment", Seat, field="seat"), ordered_period("appointment")]

    def __str__(self) -> str:
        return f"{self.post.body} · {self.post.title}"
