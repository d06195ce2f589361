"""Verbs of accountability cases: establish facts, hear the person, hand over, note what the competent organ told.

No verb here decides or proposes a sanction. What is known of a person is sealed; reading it in clear is written down.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import policy, rules
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.enums import CaseState, Fault
from zhengyou.mechanisms.orders.machine import CASE
from zhengyou.mechanisms.orders.models import AccountabilityCase, Order
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.seal.actions import open_for
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.queries import calendar
from zhengyou.registry.papers.wording import secrecy_objection


@transaction.atomic
def open_case(
    keeper: Body,
    *,
    body: Body,
    fault: Fault | str,
    facts: str,
    person: str = "",
    post: str = "",
    is_leader: bool = False,
    order: Order | None = None,
    actor: ledger.Actor,
) -> AccountabilityCase:
    """Open a case at ``keeper`` about work at ``body``; only facts, with days and documents, are entered."""
    require(actor, rules.ACCOUNT, keeper)
    wrong: dict[str, Sentence] = {}
    if not body.stands_under(keeper) or (body.pk == keeper.pk and keeper.parent_id is not None):
        wrong["body"] = _("Choose a unit below the body that keeps the case; nobody keeps one about themselves.")
    if fault not in Fault.values:
        wrong["fault"] = _("Choose what it is about.")
    if not facts.strip():
        wrong["facts"] = _("State what happened, with days and documents.")
    elif objection := secrecy_objection(facts):
        wrong["facts"] = objection
    if not person.strip() and not post.strip():
        wrong["post"] = _("Name the person or at least the post concerned.")
    if wrong:
        raise Invalid(wrong)
    case = AccountabilityCase.objects.create(
        keeper=keeper, body=body, fault=fault, facts=facts.strip(), person=person.strip(), post=post.strip()[:80],
        is_leader=is_leader, order=order, opened_at=clock.now(), opened_by=name_of(actor),
    )  # fmt: skip
    record("orders.open_case", case, actor=actor, target=case.state)
    return case


@transaction.atomic
def ask_statement(case: AccountabilityCase, *, actor: ledger.Actor) -> AccountabilityCase:
    """Ask the person concerned for their word, within so many working days (`policy`)."""
    require(actor, rules.ACCOUNT, case.keeper)
    due = working_day(case.keeper, clock.today(), policy.STATEMENT_DAYS)
    return move(case, "ask_statement", CASE, actor=actor, statement_due_on=due)


@transaction.atomic
def hear(
    case: AccountabilityCase, *, statement: str, is_silent: bool = False, actor: ledger.Actor
) -> AccountabilityCase:
    """Write down what the person says, or that the person says nothing though asked and the day has passed."""
    require(actor, rules.ACCOUNT, case.keeper)
    if not statement.strip() and not is_silent:
        raise Refused(_("Write down the statement, or note that none was given."), field="statement")
    if is_silent and statement.strip():
        raise Refused(_("Either there is a statement or there is none."), field="is_silent")
    if is_silent and not (case.statement_due_on and case.statement_due_on < clock.today()):
        raise Refused(_("Ask for a statement first and wait until its day has passed."), field="is_silent")
    return move(
        case, "hear", CASE, actor=actor, statement=statement.strip(), heard_at=clock.now(), heard_by=name_of(actor)
    )


@transaction.atomic
def hand_over_case(
    case: AccountabilityCase, *, organ: str, proposal: str, handed_over_on: dt.date, actor: ledger.Actor
) -> AccountabilityCase:
    """Hand the facts and the statement to the organ that is competent to decide."""
    require(actor, rules.ACCOUNT, case.keeper)
    wrong: dict[str, Sentence] = {}
    if not organ.strip():
        wrong["organ"] = _("Name the organ that is competent by rank and matter.")
    if not proposal.strip():
        wrong["proposal"] = _("Say why it is handed over.")
    elif word := next((word for word in policy.SANCTIONS if word in proposal), ""):
        sentence = _("“%(word)s” is for the competent organ to decide; state facts and reasons only.")
        wrong["proposal"] = sentence % {"word": word}
    if handed_over_on > clock.today():
        wrong["handed_over_on"] = _("The day has not come yet.")
    if wrong:
        raise Invalid(wrong)
    return move(
        case, "hand_over_case", CASE, actor=actor, organ=organ.strip()[:80], proposal=proposal.strip(),
        handed_over_on=handed_over_on, ended_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def note_outcome(
    case: AccountabilityCase, *, outcome: str, outcome_on: dt.date, actor: ledger.Actor
) -> AccountabilityCase:
    """Note what the competent organ told in answer, in its own words."""
    require(actor, rules.ACCOUNT, case.keeper)
    locked = AccountabilityCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state != CaseState.HANDED_OVER:
        raise Conflict(_("Only what was handed over gets an answer."), code="state")
    if not outcome.strip():
        raise Refused(_("Write down what the organ told."), field="outcome")
    if outcome_on > clock.today() or (locked.handed_over_on and outcome_on < locked.handed_over_on):
        raise Refused(_("The answer lies between the hand-over and today."), field="outcome_on")
    locked.outcome, locked.outcome_on = outcome.strip(), outcome_on
    locked.save(update_fields=["outcome", "outcome_on"])
    record("orders.note_outcome", locked, actor=actor, fields=["outcome", "outcome_on"])
    return locked


@transaction.atomic
def end_case(case: AccountabilityCase, *, reason: str, actor: ledger.Actor) -> AccountabilityCase:
    """End a case in which there is nothing to hand over: honest mistakes are tolerated (容错纠错), facts not proven."""
    require(actor, rules.ACCOUNT, case.keeper)
    if not reason.strip():
        raise Refused(_("Say why the case ends."), field="reason")
    return move(case, "end_case", CASE, actor=actor, end_reason=reason.strip(), ended_at=clock.now())


@transaction.atomic
def read_person(case: AccountabilityCase, *, actor: ledger.Actor) -> dict[str, str]:
    """Return name and statement in clear for who keeps the case; each reading is written down."""
    require(actor, rules.ACCOUNT, case.keeper)
    return {name: open_for(case, name, actor=actor, purpose="accountability") for name in ("person", "statement")}


def working_day(body: Body, start: dt.date, days: int) -> dt.date:
    """Return the day that lies so many working days of the calendar of ``body`` after ``start``."""
    known, day, left = calendar(body, range(start.year, start.year + 2)), start, days
    while left:
        day += dt.timedelta(days=1)
        left -= known.is_worked(day)
    return day
