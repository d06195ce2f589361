"""Lists of problems: found by aspects, ranked, each with owner, measures and limit; solved ones may be shown."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.enums import Aspect, Origin, Priority, ProblemState, Theme
from zhengyou.mechanisms.orders.models.order import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class ProblemList(models.Model):
    """问题清单: what a body wants to put right in one effort, with the day by which."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=16, choices=Theme)
    basis = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day by which its problems should be solved."""
    by_aspects = models.BooleanField(default=False)
    """Whether each problem must name one of the four aspects 意识、态度、本领、效能."""
    is_closed = models.BooleanField(default=False)
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["is_closed", "-starts_on", "title"]
        constraints = [
            known_state("problem_list", Theme, field="theme"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="problem_list_period_ordered"),
        ]

    def __str__(self) -> str:
        return self.title


class Problem(models.Model):
    """One problem of a list, with who owns it, what will be done, and by when."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    number = models.CharField(max_length=12, unique=True, default=ids.short_code, editable=False)
    list = models.ForeignKey(ProblemList, models.PROTECT, related_name="problems")
    state = models.CharField(max_length=16, choices=ProblemState, default=ProblemState.FOUND)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    """The unit that must solve it."""
    title = models.CharField(max_length=120)
    facts = models.TextField()
    aspect = models.CharField(max_length=16, choices=Aspect, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.MIDDLE)
    origin = models.CharField(max_length=16, choices=Origin)
    found_on = models.DateField()
    found_by = models.CharField(max_length=200)
    owner = models.CharField(max_length=80, blank=True)
    """The post that answers for it."""
    measures = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    order = models.OneToOneField(Order, models.PROTECT, null=True, blank=True, related_name="problem")
    solution = models.TextField(blank=True)
    solved_on = models.DateField(null=True, blank=True)
    verified_by = models.CharField(max_length=200, blank=True)
    is_highlight = models.BooleanField(default=False)
    """Whether its solution is shown to all as a good example (亮点)."""
    highlight = models.CharField(max_length=120, blank=True)
    """What others can learn from it, in one line."""
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["priority", "due_on", "found_on", "number"]
        indexes = [
            models.Index(fields=["list", "state", "priority"], name="problem_of_list"),
            models.Index(fields=["body", "state"], name="problem_of_body"),
        ]
        constraints = [
            known_state("problem", ProblemState),
            known_state("problem", Priority, field="priority"),
            known_state("problem", Origin, field="origin"),
            models.CheckConstraint(condition=Q(aspect__in=["", *Aspect.values]), name="problem_aspect_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "working"])
                | (~Q(owner="") & ~Q(measures="") & Q(due_on__isnull=False)),
                name="problem_planned_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="solved") | (~Q(solution="") & Q(solved_on__isnull=False)),
                name="problem_solved_says_how",
            ),
            models.CheckConstraint(
                condition=Q(is_highlight=False) | (Q(state="solved") & ~Q(highlight="")),
                name="problem_highlight_is_solved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def ledger_label(self) -> str:
        """Return the number alone."""
        return self.number
