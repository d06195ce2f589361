"""Tables of practical matters (实事) and of service brands, each with its proofs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhengyou.instruments.display.enums import Audience, MatterState, Source, State
from zhengyou.kernel import ids
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class PracticalMatter(models.Model):
    """Something that a unit promised to do for the people: from where it came, by when, for how much, and its proof."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="practical_matters")
    title = models.CharField(max_length=80)
    source = models.CharField(max_length=16, choices=Source)
    origin = models.CharField(max_length=200)
    """Where exactly it was heard, such as the number of the matter or the meeting."""
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.PUBLIC)
    promise = models.CharField(max_length=300)
    due_on = models.DateField()
    budget = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    """In yuan."""
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    result = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)
    late_order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+")
    """The order that arose when the promised day passed."""
    state = models.CharField(max_length=16, choices=MatterState, default=MatterState.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            known_state("practical_matter", MatterState),
            known_state("practical_matter", Source, field="source"),
            known_state("practical_matter", Audience, field="audience"),
            models.CheckConstraint(condition=Q(budget__gte=0, spent__gte=0), name="practical_matter_sums_positive"),
            models.CheckConstraint(
                condition=~Q(state=MatterState.DONE) | (Q(done_on__isnull=False) & ~Q(result="")),
                name="practical_matter_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """A step of a practical matter: what was done by then, and what was spent on it."""

    body_path: ClassVar[str] = "matter__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    matter = models.ForeignKey(PracticalMatter, models.PROTECT, related_name="steps")
    on = models.DateField()
    text = models.CharField(max_length=200)
    share = models.PositiveSmallIntegerField()
    """How much of the whole is done, in per cent."""
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(share__lte=100, spent__gte=0), name="progress_in_range")]

    def __str__(self) -> str:
        return self.text[:40]


class Brand(models.Model):
    """A service brand of a unit (服务品牌): its name, what it stands for, and proofs that it is lived."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="brands")
    name = models.CharField(max_length=40)
    meaning = models.CharField(max_length=300)
    since = models.DateField()
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    drafted_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["body__sort_path", "name", "id"]
        constraints = [
            known_state("brand", State),
            models.UniqueConstraint(
                fields=["body", "name"], condition=~Q(state=State.WITHDRAWN), name="brand_name_once_for_each_body"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Proof(models.Model):
    """Something that proves a service brand: what was done on a day, with files where there are some."""

    body_path: ClassVar[str] = "brand__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="proofs")
    on = models.DateField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.text[:40]
