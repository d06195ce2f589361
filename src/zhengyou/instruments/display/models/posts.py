"""Tables of demonstration posts and of areas for which party members answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.display.enums import PostState
from zhengyou.instruments.display.models.postings import Spot
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Window


class PostType(models.Model):
    """A kind of demonstration post, such as 党员示范岗: who may be one, and for how long."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="post_types")
    """It serves this body and everything below."""
    name = models.CharField(max_length=40)
    conditions = models.CharField(max_length=300)
    term_months = models.PositiveSmallIntegerField(default=12)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["body__sort_path", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(is_active=True), name="post_type_once_for_each_body"
            ),
            models.CheckConstraint(condition=Q(term_months__gte=1, term_months__lte=60), name="post_type_term"),
        ]

    def __str__(self) -> str:
        return self.name


class DemonstrationPost(models.Model):
    """A window or person applies to be a demonstration post, holds the title for a term, and may lose it."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="demonstration_posts")
    type = models.ForeignKey(PostType, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=60)
    """What stands on the plate, such as 社保综合窗口."""
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="demonstration_posts")
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="demonstration_posts"
    )
    """Who holds it; empty: all who serve there."""
    deeds = models.TextField(max_length=1000)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """The last day of the term."""
    reason = models.CharField(max_length=200, blank=True)
    """Why it was not awarded, or taken back."""
    state = models.CharField(max_length=16, choices=PostState, default=PostState.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["body__sort_path", "name", "id"]
        constraints = [
            known_state("demonstration_post", PostState),
            ordered_period("demonstration_post"),
            models.CheckConstraint(
                condition=~Q(state=PostState.HELD) | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="demonstration_post_held_has_term",
            ),
            models.UniqueConstraint(
                fields=["body", "type", "name"],
                condition=Q(state__in=[PostState.DRAFT, PostState.SUBMITTED, PostState.HELD]),
                name="demonstration_post_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type.name} · {self.name}"


class Area(models.Model):
    """An area for which a party member answers (党员责任区): places, and what is looked after there."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="areas")
    name = models.CharField(max_length=60)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="areas")
    duties = models.CharField(max_length=300)
    spots = models.ManyToManyField(Spot, related_name="areas")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body__sort_path", "name", "id"]
        constraints = [
            ordered_period("area"),
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(ends_on__isnull=True), name="area_name_once_for_each_body"
            ),
        ]

    def __str__(self) -> str:
        return self.name
