"""Matters that are alike: keys to find them by, pairs that may be one matter, and matters of many people."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from zhengyou.instruments.complaints.enums import LikenessState, MassState
from zhengyou.instruments.complaints.models.catalogue import Category
from zhengyou.instruments.complaints.models.matters import Complaint
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class Fingerprint(models.Model):
    """The keys by which a matter finds others of nearly the same words (`classify.resemblance`)."""

    body_path: ClassVar[str] = "complaint__body"

    complaint = models.OneToOneField(Complaint, models.CASCADE, primary_key=True, related_name="fingerprint")
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="fingerprint_keys")]

    def __str__(self) -> str:
        return str(self.complaint_id)


class Likeness(models.Model):
    """A proposal that two matters are one; an officer joins them or says that they differ."""

    body_path: ClassVar[str] = "later__body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    earlier = models.ForeignKey(Complaint, models.CASCADE, related_name="likenesses_after")
    later = models.ForeignKey(Complaint, models.CASCADE, related_name="likenesses_before")
    state = models.CharField(max_length=16, choices=LikenessState, default=LikenessState.PROPOSED)
    share = models.DecimalField(max_digits=4, decimal_places=3)
    """Resemblance of the words, 0 to 1."""
    same_place = models.BooleanField(default=False)
    days_between = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-share", "id"]
        constraints = [
            known_state("likeness", LikenessState),
            models.UniqueConstraint(fields=["earlier", "later"], name="likeness_once_a_pair"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="likeness_of_two"),
        ]
        indexes = [models.Index(fields=["later"], condition=Q(state="proposed"), name="likeness_to_decide")]

    def __str__(self) -> str:
        return f"{self.earlier_id} {self.later_id}"


class MassEvent(models.Model):
    """Many people bring the same matter within a few days 群体性诉求: shown on the board until somebody settles it."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="mass_events")
    state = models.CharField(max_length=16, choices=MassState, default=MassState.OPEN)
    first = models.OneToOneField(Complaint, models.CASCADE, related_name="mass_event")
    """The earliest matter of it known."""
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    territory = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    matters = models.ManyToManyField(Complaint, related_name="mass_events")
    count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    """How it was settled."""

    class Meta:
        ordering = ["state", "-last_at"]
        constraints = [
            known_state("mass_event", MassState),
            models.CheckConstraint(
                condition=~Q(state="settled") | (Q(settled_at__isnull=False) & ~Q(result="")),
                name="mass_event_settled_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} × {self.count}"

    @property
    def ledger_label(self) -> str:
        """Return the number of the first matter: a title may quote what somebody said."""
        return self.first.number
