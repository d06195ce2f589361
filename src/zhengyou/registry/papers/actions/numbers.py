"""Verbs of organs and their registers of numbers."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers import rules
from zhengyou.registry.papers.machine import NUMBER
from zhengyou.registry.papers.models import Number, Organ, Series


@transaction.atomic
def found_organ(body: Body, *, name: str, code: str, heading: str = "", joint: str = "", actor: ledger.Actor) -> Organ:
    """Enter an organ that issues papers, with the code of its numbers; internal offices but the 办公室 are refused."""
    require(actor, rules.REGISTER, body)
    rules.require_organ(body)
    wrong: dict[str, Sentence] = {}
    if not name.strip():
        wrong["name"] = _("Say how the organ signs.")
    if not code.strip():
        wrong["code"] = _("Give the code that stands before the year in the number.")
    elif Organ.objects.filter(code=code.strip()).exists():
        wrong["code"] = _("Another organ has this code already.")
    if wrong:
        raise Invalid(wrong)
    organ = Organ.objects.create(
        body=body, name=name.strip(), code=code.strip(), heading=heading.strip(), joint=joint.strip()
    )
    record("papers.found_organ", organ, actor=actor, fields=["name", "code"])
    return organ


@transaction.atomic
def take_number(body: Body, code: str, year: int, *, title: str, actor: ledger.Actor) -> Number:
    """Take the next number of a register; part of the verb that issues or registers, which asks who may.

    The register's row stays locked until that verb has ended: whoever comes at the same moment waits and gets the
    next number, and a verb that fails gives its number back. So the register has no gaps.
    """
    Series.objects.get_or_create(body=body, code=code, year=year)
    series = Series.objects.select_for_update().get(body=body, code=code, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    number = Number.objects.create(series=series, serial=series.last, title=title[:200], taken_at=clock.now())
    record("papers.take_number", number, actor=actor, target=number.state)
    return number


@transaction.atomic
def void_number(number: Number, *, reason: str, actor: ledger.Actor) -> Number:
    """Make a number void, with the reason; it stays in the register and is never given again."""
    require(actor, rules.ISSUE, number.series.body)
    if not reason.strip():
        raise Refused(_("Say why the number is void; the register shows it."), field="reason")
    return move(number, "void_number", NUMBER, actor=actor, reason=reason.strip()[:300])
