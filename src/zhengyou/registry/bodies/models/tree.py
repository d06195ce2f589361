"""The dated tree: bodies as they stand today, how they stood on every other day, and what is planned for later."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import ChangeKind, ChangeState, Kind, Level

LARGEST_ORDER_NUMBER = 999_999
"""Order numbers are written with six digits into the sort path."""


def just(field: str) -> Func:
    """Return the range that holds only the key ``field``: lets a GiST exclusion compare keys without btree_gist."""
    return Func(F(field), F(field), Value("[]"), function="int8range")


class Body(models.Model):
    """An organisation as it stands today; `BodyVersion` keeps how it stood on any other day.

    ``path`` holds the keys of all bodies above and of itself, each followed by a dot, so that a subtree is a prefix;
    ``sort_path`` holds their official order numbers (and keys, for equal numbers) in the same way, so that sorting by
    it gives the official order. Only the verbs write this row.
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
    path = models.CharField(max_length=400, editable=False, db_collation="C")
    sort_path = models.CharField(max_length=400, editable=False, db_collation="C")
    founded_on = models.DateField(null=True, blank=True)
    """Empty: it has stood for as long as the records go back."""
    dissolved_on = models.DateField(null=True, blank=True)
    """The first day on which it no longer stands."""

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
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="body_code_once"),
            models.CheckConstraint(condition=Q(order_number__lte=LARGEST_ORDER_NUMBER), name="body_order_six_digits"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="body_not_under_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """Return how many bodies stand above this one."""
        return self.path.count(".") - 1

    @property
    def known_as(self) -> str:
        """Return the short name, or the full one where there is none."""
        return self.short_name or self.name

    def stands_under(self, other: "Body") -> bool:
        """Return whether this body is ``other`` or stands somewhere below it."""
        return self.path.startswith(other.path)


class BodyVersion(models.Model):
    """How a body stood during some days: name, place in the tree, kind. The versions of a body never overlap."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="versions")
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OTHER)
    level = models.CharField(max_length=16, choices=Level, default=Level.BASE)
    parent = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="child_versions")
    order_number = models.PositiveIntegerField(default=0)
    during = DateRangeField()
    """Half open; without a lower end: for as long as the records go back; without an upper end: until further notice."""

    class Meta:
        ordering = ["body", "during"]
        constraints = [
            known_state("body_version", Kind, field="kind"),
            known_state("body_version", Level, field="level"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="body_version_lasts"),
            ExclusionConstraint(
                name="body_version_once_a_day",
                expressions=[(just("body_id"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One body became, or went into, another on a day, by some document; a rename leads from a body to itself."""

    body_path: ClassVar[str] = "source"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=16, choices=ChangeKind)
    source = models.ForeignKey(Body, models.PROTECT, related_name="successions")
    target = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="predecessions")
    """Empty where a body was dissolved without an heir."""
    on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    """The document that ordered it, as it is quoted: 青编发〔2026〕3号."""
    was = models.CharField(max_length=120)
    """The name of the source until that day."""

    class Meta:
        ordering = ["on", "id"]
        constraints = [known_state("succession", ChangeKind, field="kind")]

    def __str__(self) -> str:
        return f"{self.was} → {self.target.name if self.target else '—'}"


class PlannedChange(models.Model):
    """A change of the tree that a job will make on its day; ``change`` is one of `changes.Change` as JSON."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="planned_changes")
    """The body that changes; of a merger the one that takes the others in."""
    kind = models.CharField(max_length=16, choices=ChangeKind)
    change = models.JSONField()
    on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=16, choices=ChangeState, default=ChangeState.PLANNED)
    reason = models.CharField(max_length=300, blank=True)
    """Why it could not be made on its day."""
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["on"], condition=Q(state="planned"), name="planned_change_due")]
        constraints = [
            known_state("planned_change", ChangeKind, field="kind"),
            known_state("planned_change", ChangeState),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.body} · {self.on:%Y-%m-%d}"
