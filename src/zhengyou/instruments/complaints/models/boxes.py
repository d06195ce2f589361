"""Opinion boxes, their openings by two persons, and the telephone lines of supervision."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.instruments.complaints.enums import OpeningState
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Box(models.Model):
    """An opinion box 意见箱 at a place."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="opinion_boxes")
    """Who opens it."""
    title = models.CharField(max_length=60)
    place = models.CharField(max_length=200)
    every_days = models.PositiveSmallIntegerField(default=7)
    """So many days may pass between two openings."""
    opened_on = models.DateField()
    """The last opening, or the day on which it was put up."""
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "title"]

    def __str__(self) -> str:
        return self.title


class BoxOpening(models.Model):
    """One opening of a box by two persons, with the number of slips they found."""

    body_path: ClassVar[str] = "box__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    box = models.ForeignKey(Box, models.PROTECT, related_name="openings")
    state = models.CharField(max_length=16, choices=OpeningState, default=OpeningState.OPENED)
    opened_on = models.DateField()
    slips = models.PositiveSmallIntegerField()
    first_id = models.CharField(max_length=64)
    """The public id of the person who opened it and wrote the record."""
    first_label = models.CharField(max_length=200)
    second_id = models.CharField(max_length=64, blank=True)
    second_label = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            known_state("box_opening", OpeningState),
            models.UniqueConstraint(fields=["box", "opened_on"], name="box_opened_once_a_day"),
            models.CheckConstraint(condition=~Q(first_id=F("second_id")), name="box_opening_by_two_persons"),
            models.CheckConstraint(
                condition=Q(state="opened") | ~Q(second_id=""), name="box_opening_confirmed_by_second"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.box} {self.opened_on:%Y-%m-%d}"


class SupervisionLine(models.Model):
    """A way to supervision that is shown in public: telephone 举报电话, desk 监督台, letter box."""

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"phone": "a line of the office, printed on walls"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="supervision_lines")
    title = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    order_number = models.PositiveSmallIntegerField(default=0)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "order_number", "title"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(place=""), name="supervision_line_leads_somewhere")
        ]

    def __str__(self) -> str:
        return self.title
