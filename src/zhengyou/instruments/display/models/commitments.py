"""Tables of commitments: what is promised, what the records said of it, what was done, what the public said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.display.enums import Keeping, Measure, RemarkState, State
from zhengyou.instruments.display.models.matters import PracticalMatter
from zhengyou.instruments.display.models.pledges import Pledge
from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window


class Commitment(models.Model):
    """A promise that a unit, or one of its windows, makes to the public (亮承诺)."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="commitments")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="commitments")
    """Empty: the whole unit promises."""
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, blank=True, related_name="commitments")
    """The signed sheet on which it stands, if it stands on one."""
    heading = models.CharField(max_length=20, blank=True)
    """The heading of the sheet below which it stands."""
    text = models.CharField(max_length=300)
    measure = models.CharField(max_length=16, choices=Measure, default=Measure.NONE)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    """The least share in percent, where it is measured."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day on which it holds; empty: until it is taken down."""
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    order_number = models.PositiveIntegerField(default=0)
    drafted_by = models.CharField(max_length=64, blank=True)
    """The account that drafted it last: the same person does not review it."""

    class Meta:
        ordering = ["body__sort_path", "order_number", "id"]
        constraints = [
            known_state("commitment", State),
            known_state("commitment", Measure, field="measure"),
            ordered_period("commitment"),
            models.CheckConstraint(
                condition=Q(measure=Measure.NONE) | Q(target__gte=1, target__lte=100),
                name="commitment_measured_has_target",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Judgement(models.Model):
    """What the records said of a promise on a day, with the figures; the broken one names the order it opened."""

    body_path: ClassVar[str] = "commitment__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="judgements")
    on = models.DateField()
    keeping = models.CharField(max_length=16, choices=Keeping)
    good = models.PositiveIntegerField(null=True, blank=True)
    of_all = models.PositiveIntegerField(null=True, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["commitment", "-on"]
        constraints = [
            known_state("judgement", Keeping, field="keeping"),
            models.UniqueConstraint(fields=["commitment", "on"], name="judgement_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.on}"


class Fulfilment(models.Model):
    """Something that was done to keep a promise; it stands beside the verdict and never makes one."""

    body_path: ClassVar[str] = "commitment__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="fulfilments")
    on = models.DateField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.text[:40]


class Remark(models.Model):
    """A word of the public on a promise, or on a practical matter with a level of satisfaction; nobody knows whose."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.random_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, blank=True, related_name="remarks")
    matter = models.ForeignKey(PracticalMatter, models.PROTECT, null=True, blank=True, related_name="remarks")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    """5 is very satisfied, 1 very dissatisfied; only of a practical matter."""
    text = models.CharField(max_length=300, blank=True)
    said_on = models.DateField()
    """The day and no more."""
    answer = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=RemarkState, default=RemarkState.RECEIVED)

    class Meta:
        ordering = ["-said_on", "id"]
        constraints = [
            known_state("remark", RemarkState),
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, matter__isnull=True, level__isnull=True)
                | Q(commitment__isnull=True, matter__isnull=False, level__gte=1, level__lte=5),
                name="remark_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.commitment or self.matter)
