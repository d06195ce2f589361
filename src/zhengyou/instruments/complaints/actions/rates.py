"""The verb by which a place enters its formula of the three rates."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.models import RateFormula
from zhengyou.instruments.complaints.queries.rates import COUNTS
from zhengyou.kernel.errors import Invalid, Sentence
from zhengyou.mechanisms.scoring.methods import three_rates
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def save_formula(
    *,
    body: Body,
    name: str,
    source: str,
    valid_from: dt.date,
    rates: Sequence[Mapping[str, Any]],
    enough: Decimal = Decimal("0.70"),
    answer_days: int = 15,
    least: int = 30,
    lists: bool = False,
    list_length: int = 3,
    actor: Actor,
) -> RateFormula:
    """Enter the formula that holds below ``body`` from a day on; earlier ones stay for the time before."""
    require(actor, rules.TABLES, body)
    wrong: dict[str, Sentence] = {}
    if not name.strip():
        wrong["name"] = _("Name the formula.")
    if not source.strip():
        wrong["source"] = _("Name the document that orders it so.")
    if problem := _problem(rates):
        wrong["rates"] = problem
    if not 0 <= enough <= 1:
        wrong["enough"] = _("A share lies between 0 and 1.")
    if wrong:
        raise Invalid(wrong)
    try:
        with transaction.atomic():
            formula = RateFormula.objects.create(
                body=body, name=name.strip(), source=source.strip(), valid_from=valid_from, rates=list(rates),
                enough=enough, answer_days=answer_days, least=least, lists=lists, list_length=list_length,
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"valid_from": _("A formula begins on this day already.")}) from None
    record("complaints.save_formula", formula, actor=actor)
    return formula


def _problem(rates: Sequence[Mapping[str, Any]]) -> Sentence:
    """Return what is wrong with the rows of a formula, or nothing."""
    try:
        formula = three_rates.from_rows(rates)
    except (ValueError, AttributeError):
        return _("Each rate needs its numerator, its denominator that holds the numerator, and a weight.")
    unknown = sorted(formula.counts - set(COUNTS))
    return str(_("Nobody counts this: %(names)s")) % {"names": "、".join(unknown)} if unknown else ""
