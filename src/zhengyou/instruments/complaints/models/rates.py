"""The formula of the three rates 三率 that holds below a body from a day on."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from zhengyou.kernel import ids
from zhengyou.registry.bodies.models import Body


class RateFormula(models.Model):
    """Which answers count, for which rate, over which denominator, and how much each rate weighs.

    ``rates`` are the rows that `mechanisms.scoring.methods.three_rates.from_rows` reads. Without a row the form in
    common use holds (`policy.RATES`).
    """

    body_path: ClassVar[str] = "body"
    impersonal: ClassVar[dict[str, str]] = {"name": "the name of a formula"}

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="rate_formulas")
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)
    """The document that orders it so."""
    valid_from = models.DateField()
    rates: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField()
    enough = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.70"))
    """The share of the weights that must have a denominator before there is one figure for all rates."""
    answer_days = models.PositiveSmallIntegerField(default=15)
    """A matter that no unit must contact counts as responded to when it is answered within so many days."""
    least = models.PositiveIntegerField(default=30)
    """With fewer call-back answers a unit is shown but not compared."""
    lists = models.BooleanField(default=False)
    """Whether a red and a black list 红黑榜 are drawn up; off unless the place orders it."""
    list_length = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1), MaxValueValidator(20)])

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["body", "valid_from"], name="rate_formula_once_a_day"),
            models.CheckConstraint(condition=Q(enough__gte=0, enough__lte=1), name="rate_formula_enough_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name
