"""Verbs of violations: record what was found, send the letter of opinion, hear of the correction, verify it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import policy, rules
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.actions.writs import Text, write_out
from zhengyou.mechanisms.orders.enums import Shade, Sheet, ViolationKind
from zhengyou.mechanisms.orders.machine import VIOLATION
from zhengyou.mechanisms.orders.models import Violation
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.wording import secrecy_objection


@transaction.atomic
def find_violation(
    keeper: Body,
    *,
    kind: ViolationKind | str,
    title: str,
    facts: str,
    found_on: dt.date,
    body: Body | None = None,
    unit_name: str = "",
    basis: str = "",
    place: str = "",
    actor: ledger.Actor,
) -> Violation:
    """Record a violation; the law that its kind breaks stands in unless another basis is given."""
    require(actor, rules.VIOLATIONS, keeper)
    wrong: dict[str, Sentence] = {}
    if kind not in ViolationKind.values:
        wrong["kind"] = _("Choose what rule was broken.")
    if not title.strip():
        wrong["title"] = _("Say in one line what was found.")
    if not facts.strip():
        wrong["facts"] = _("State what was seen, where and when.")
    if body is None and not unit_name.strip():
        wrong["unit_name"] = _("Name the unit.")
    if found_on > clock.today():
        wrong["found_on"] = _("The day has not come yet.")
    law = basis.strip() or (policy.VIOLATION_BASES.get(ViolationKind(kind), "") if kind in ViolationKind.values else "")
    if not law:
        wrong.setdefault("basis", _("Name the rule that was broken."))
    if objection := secrecy_objection(title, facts):
        wrong["facts"] = objection
    if wrong:
        raise Invalid(wrong)
    violation = Violation.objects.create(
        keeper=keeper, kind=kind, title=title.strip(), facts=facts.strip(), body=body, place=place.strip(),
        unit_name=(unit_name.strip() or (body.name if body else ""))[:120], basis=law[:300], found_on=found_on,
        found_by=name_of(actor),
    )  # fmt: skip
    record("orders.find_violation", violation, actor=actor, target=violation.state)
    return violation


@transaction.atomic
def send_letter(violation: Violation, *, demand: str, due_on: dt.date, actor: ledger.Actor) -> Violation:
    """Send the numbered letter of opinion to the unit: what was broken, what to correct, and by when."""
    require(actor, rules.VIOLATIONS, violation.keeper)
    moved = move(violation, "send_letter", VIOLATION, actor=actor, demand=demand.strip(), due_on=due_on)
    _letter(moved, actor)
    return moved


@transaction.atomic
def answer_letter(violation: Violation, *, answer: str, actor: ledger.Actor) -> Violation:
    """Report what was corrected: the unit itself, or who follows the case up in the name of a unit outside."""
    if violation.body is None or not may(actor, rules.ANSWER, violation.body):
        require(actor, rules.VIOLATIONS, violation.keeper)
    if not answer.strip():
        raise Refused(_("Say what was corrected."), field="answer")
    return move(violation, "answer_letter", VIOLATION, actor=actor, answer=answer.strip(), answered_on=clock.today())


@transaction.atomic
def insist(violation: Violation, *, demand: str, due_on: dt.date, actor: ledger.Actor) -> Violation:
    """Send another letter: what was reported does not correct it."""
    require(actor, rules.VIOLATIONS, violation.keeper)
    moved = move(violation, "insist", VIOLATION, actor=actor, demand=demand.strip(), due_on=due_on)
    _letter(moved, actor)
    return moved


@transaction.atomic
def correct(violation: Violation, *, result: str, corrected_on: dt.date, actor: ledger.Actor) -> Violation:
    """Note that the correction was seen; the unit does not verify itself."""
    require(actor, rules.VIOLATIONS, violation.keeper)
    own = getattr(actor, "body", None)
    if own is not None and own.pk == violation.body_id and violation.keeper_id != violation.body_id:
        raise Refused(_("A unit does not verify its own correction."))
    wrong: dict[str, Sentence] = {}
    if not result.strip():
        wrong["result"] = _("Say what was seen when it was verified.")
    if not violation.found_on <= corrected_on <= clock.today():
        wrong["corrected_on"] = _("The correction lies between the finding and today.")
    if wrong:
        raise Invalid(wrong)
    return move(
        violation, "correct", VIOLATION, actor=actor, result=result.strip(), corrected_on=corrected_on,
        verified_by=name_of(actor),
    )  # fmt: skip


@transaction.atomic
def dismiss(violation: Violation, *, reason: str, actor: ledger.Actor) -> Violation:
    """Note that the violation was not confirmed, with the reason; it stays on record."""
    require(actor, rules.VIOLATIONS, violation.keeper)
    if not reason.strip():
        raise Refused(_("Say why it was not confirmed."), field="reason")
    return move(violation, "dismiss", VIOLATION, actor=actor, result=reason.strip())


def _letter(violation: Violation, actor: ledger.Actor) -> None:
    """Write the letter; a unit outside of the tree gets it on paper, kept at the body that follows it up."""
    text = Text(
        shade=Shade.YELLOW,
        title=violation.title,
        facts=violation.facts,
        demand=violation.demand,
        due_on=violation.due_on or clock.today(),
        basis=violation.basis,
    )
    write_out(
        Sheet.OPINION, violation.body or violation.keeper, violation.keeper, text, violation=violation, actor=actor
    )
