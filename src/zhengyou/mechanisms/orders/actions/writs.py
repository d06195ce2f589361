"""Verbs of numbered papers: send one to a unit, sign for it there, take it back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import policy, rules
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.enums import Shade, Sheet
from zhengyou.mechanisms.orders.machine import WRIT
from zhengyou.mechanisms.orders.models import Measure, Order, Violation, Writ
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.actions import take_number
from zhengyou.registry.papers.wording import secrecy_objection


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a numbered paper says: in which colour, what happened, what is demanded, and by when."""

    shade: Shade | str
    title: str
    facts: str
    demand: str
    due_on: dt.date
    basis: str = ""


@transaction.atomic
def send_writ(sheet: Sheet | str, body: Body, issuer: Body, text: Text, *, order: Order, actor: ledger.Actor) -> Writ:
    """Send a notice about an order to the unit that has it in hand; officers urge, supervise or order to put right."""
    require(actor, rules.SUPERVISE, issuer)
    if sheet not in (Sheet.REMINDER, Sheet.SUPERVISION, Sheet.RECTIFICATION):
        raise Refused(_("A talk and a letter of opinion have a road of their own."), field="sheet")
    if body.pk == issuer.pk:
        raise Refused(_("A body does not supervise itself; the one above it does."), field="sheet")
    return write_out(sheet, body, issuer, text, order=order, actor=actor)


def write_out(
    sheet: Sheet | str,
    body: Body,
    issuer: Body,
    text: Text,
    *,
    actor: ledger.Actor,
    order: Order | None = None,
    measure: Measure | None = None,
    violation: Violation | None = None,
    source: str = "",
) -> Writ:
    """Number a paper and hand it to its unit; part of the verbs that decide on it. Of one ``source`` there is one."""
    if source and (known := Writ.objects.filter(source=source).first()):
        return known
    _check(text)
    now = clock.now()
    number = take_number(issuer, policy.WRIT_CODES[Sheet(sheet)], clock.today().year, title=text.title, actor=actor)
    writ = Writ.objects.create(
        sheet=sheet,
        number=number,
        shade=text.shade,
        body=body,
        issuer=issuer,
        order=order,
        measure=measure,
        violation=violation,
        source=source,
        title=text.title.strip()[:160],
        facts=text.facts.strip(),
        demand=text.demand.strip(),
        basis=text.basis.strip()[:300],
        due_on=text.due_on,
        issued_at=now,
        issued_by="" if actor.kind == "system" else name_of(actor),
    )
    record("orders.send_writ", writ, actor=actor, target=writ.state)
    return writ


@transaction.atomic
def sign_writ(writ: Writ, *, remark: str = "", actor: ledger.Actor) -> Writ:
    """Sign for a notice in the name of the unit that got it: the receipt."""
    require(actor, rules.ANSWER, writ.body)
    return move(
        writ, "sign_writ", WRIT, actor=actor, received_at=clock.now(), received_by=name_of(actor) or "—",
        remark=remark.strip()[:300],
    )  # fmt: skip


@transaction.atomic
def withdraw_writ(writ: Writ, *, reason: str, actor: ledger.Actor) -> Writ:
    """Take a notice back that should not have gone out; its number stays in the register."""
    require(actor, rules.SUPERVISE, writ.issuer)
    if not reason.strip():
        raise Refused(_("Say why it is taken back."), field="reason")
    return move(writ, "withdraw_writ", WRIT, actor=actor, end_reason=reason.strip()[:300])


def _check(text: Text) -> None:
    asked: dict[str, Sentence] = {
        "title": _("Say what the notice is about."),
        "facts": _("State what happened."),
        "demand": _("State what the unit must do."),
    }
    wrong = {name: sentence for name, sentence in asked.items() if not getattr(text, name).strip()}
    if text.shade not in Shade.values:
        wrong["shade"] = _("Choose a colour.")
    if text.due_on < clock.today():
        wrong["due_on"] = _("The day has passed already.")
    if objection := secrecy_objection(text.title, text.facts, text.demand):
        wrong["facts"] = objection
    if wrong:
        raise Invalid(wrong)
