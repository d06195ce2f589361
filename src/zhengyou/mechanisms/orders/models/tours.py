"""Going to units: the year's approved plan of supervision, inspection and assessment, and each visit by its right name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import TourState, TourWord
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body


class PlanEntry(models.Model):
    """One line of the approved annual plan of 督查检查考核, with the document that approved it."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The body that may carry it out."""
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    document = models.CharField(max_length=200)
    """Number and title of the paper that approved the plan."""
    most = models.PositiveSmallIntegerField(default=1)
    """How often in the year at most."""

    class Meta:
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "title"], name="plan_entry_once_a_year"),
            models.CheckConstraint(condition=Q(most__gt=0), name="plan_entry_at_least_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.document}）"


class Tour(models.Model):
    """One visit to units. Without an entry in the year's plan it is called 调研指导 and nothing is demanded or scored."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """Who goes."""
    word = models.CharField(max_length=16, choices=TourWord)
    state = models.CharField(max_length=16, choices=TourState, default=TourState.PLANNED)
    entry = models.ForeignKey(PlanEntry, models.PROTECT, null=True, blank=True, related_name="tours")
    title = models.CharField(max_length=120)
    units = models.ManyToManyField(Body, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    purpose = models.TextField()
    found = models.TextField(blank=True)
    """What was seen, and what was advised."""
    planned_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-starts_on", "number"]
        constraints = [
            known_state("tour", TourWord, field="word"),
            known_state("tour", TourState),
            ordered_period("tour"),
            models.CheckConstraint(
                condition=~Q(word__in=["supervision", "inspection", "assessment"]) | Q(entry__isnull=False),
                name="tour_grave_word_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone."""
        return self.number
