"""Tables of what hangs where: places, the list of what should hang there, the library, and the postings."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhengyou.instruments.display.enums import AssetKind, ItemKind, SpotKind, State
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window


class Spot(models.Model):
    """A place where a unit shows something: an office, a hall, a window, a toll station."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="spots")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=SpotKind)
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="spots")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which it is no longer used; empty while it is."""

    class Meta:
        ordering = ["body__sort_path", "kind", "name", "id"]
        constraints = [
            known_state("spot", SpotKind, field="kind"),
            ordered_period("spot"),
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(ends_on__isnull=True), name="spot_name_once_for_each_body"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DisplayItem(models.Model):
    """Something that is to hang at every place of some kinds, in a body and everything below it."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="display_items")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16, choices=ItemKind)
    required_at = ArrayField(models.CharField(max_length=16, choices=SpotKind), default=list, blank=True)
    """The kinds of places where it must hang; elsewhere it may."""
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["body__sort_path", "kind", "name", "id"]
        constraints = [
            known_state("display_item", ItemKind, field="kind"),
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(is_active=True), name="display_item_once_for_each_body"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Asset(models.Model):
    """Material of the library for boards, screens and walls (宣传版面、宣传画、标语)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="assets")
    """Every body below may use it once it is shown."""
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=AssetKind)
    text = models.TextField(max_length=2000, blank=True)
    """The words of it, such as a slogan; pictures and layouts are files."""
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["kind", "title", "id"]
        constraints = [known_state("asset", State), known_state("asset", AssetKind, field="kind")]

    def __str__(self) -> str:
        return self.title


class Posting(models.Model):
    """Something hangs at a place for a time; photographs may show it."""

    body_path: ClassVar[str] = "spot__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    spot = models.ForeignKey(Spot, models.PROTECT, related_name="postings")
    item = models.ForeignKey(DisplayItem, models.PROTECT, related_name="postings")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="postings")
    text = models.CharField(max_length=200, blank=True)
    """The words that hang there, such as a slogan."""
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day on which it is to hang; empty: until it is taken down."""
    checked_on = models.DateField(null=True, blank=True)
    """When somebody last saw it hang there."""
    down_on = models.DateField(null=True, blank=True)
    down_reason = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            ordered_period("posting", "starts_on", "until"),
            models.UniqueConstraint(
                fields=["spot", "item"], condition=Q(down_on__isnull=True), name="posting_once_at_a_spot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.spot}"
