"""The tree of categories, who answers for which, and the hot issues by field."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhengyou.instruments.complaints.enums import IssueState, Sector
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body


class Category(models.Model):
    """One class of matters. Codes have two digits a level, so that a subtree is a prefix: 01, 0103, 010307."""

    unscoped: ClassVar[str] = "one tree serves every unit"
    impersonal: ClassVar[dict[str, str]] = {"name": "the name of a class"}

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=12, unique=True, db_collation="C")
    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField()
    sector = models.CharField(max_length=16, choices=Sector, blank=True)
    """The field of hot issues it belongs to; empty: that of its parent."""
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(sector="") | Q(sector__in=Sector.values), name="category_sector_known"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_under_itself"),
            models.CheckConstraint(condition=Q(level__gte=1), name="category_level_from_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """A row of the responsibility table 权责清单: which unit leads and which assist for a class, perhaps in one place.

    The row with the longest code that fits holds; of equal ones that of the smaller territory.
    """

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="responsibility_tables")
    """Whose table this is: the body that takes matters in."""
    category = models.ForeignKey(Category, models.PROTECT, related_name="responsibilities")
    territory = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    """The town or street in which it holds; empty: everywhere."""
    lead = models.ForeignKey(Body, models.PROTECT, related_name="responsibilities")
    assisting = models.ManyToManyField(Body, related_name="assisted_responsibilities", blank=True)
    basis = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    class Meta:
        ordering = ["category__code", "starts_on"]
        constraints = [
            ordered_period("responsibility"),
            models.UniqueConstraint(
                fields=["body", "category", "territory"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="responsibility_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.lead}"


class HotIssue(models.Model):
    """An issue the people raise again and again, listed by field, with who tackles it and what came of it.

    With a ``month`` it is the theme of that month 每月一题.
    """

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="hot_issues")
    sector = models.CharField(max_length=16, choices=Sector)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="hot_issues")
    """Matters of this class count towards it."""
    state = models.CharField(max_length=16, choices=IssueState, default=IssueState.LISTED)
    month = models.DateField(null=True, blank=True)
    """The first day of the month whose theme it is."""
    lead = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="hot_issues_led")
    measures = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    listed_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sector", "-listed_on", "id"]
        constraints = [
            known_state("hot_issue", IssueState),
            known_state("hot_issue", Sector, field="sector"),
            models.UniqueConstraint(
                fields=["body", "month"], condition=Q(month__isnull=False), name="theme_once_a_month"
            ),
            models.CheckConstraint(
                condition=~Q(state="tackled") | Q(lead__isnull=False, due_on__isnull=False),
                name="hot_issue_tackled_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="settled") | ~Q(result=""), name="hot_issue_settled_has_result"),
        ]

    def __str__(self) -> str:
        return self.title
