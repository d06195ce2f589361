"""Verbs of problem lists: begin one, find problems, settle measures, make orders of them, solve and show them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.actions.opening import open_order
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.enums import Aspect, Kind, Origin, Priority, ProblemState, Theme
from zhengyou.mechanisms.orders.machine import PROBLEM
from zhengyou.mechanisms.orders.models import Order, Problem, ProblemList
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.papers.wording import secrecy_objection


@transaction.atomic
def begin_list(
    body: Body,
    *,
    title: str,
    theme: Theme | str,
    starts_on: dt.date,
    ends_on: dt.date,
    basis: str = "",
    by_aspects: bool = False,
    actor: ledger.Actor,
) -> ProblemList:
    """Begin a list of problems for ``body`` and the units below it."""
    require(actor, rules.PROBLEMS, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Give the list a name.")
    if theme not in Theme.values:
        wrong["theme"] = _("Choose what it is about.")
    if ends_on < starts_on:
        wrong["ends_on"] = _("The last day is before the first.")
    if wrong:
        raise Invalid(wrong)
    made = ProblemList.objects.create(
        body=body, title=title.strip(), theme=theme, basis=basis.strip(), starts_on=starts_on, ends_on=ends_on,
        by_aspects=by_aspects, created_by=name_of(actor),
    )  # fmt: skip
    record("orders.begin_list", made, actor=actor, fields=["title", "theme"])
    return made


@transaction.atomic
def close_list(listed: ProblemList, *, actor: ledger.Actor) -> ProblemList:
    """Close a list on which nothing is open any more."""
    require(actor, rules.PROBLEMS, listed.body)
    locked = ProblemList.objects.select_for_update().get(pk=listed.pk)
    if locked.is_closed:
        raise Conflict(_("This list is closed."), code="closed")
    if locked.problems.exclude(state__in=[ProblemState.SOLVED, ProblemState.DROPPED]).exists():
        raise Conflict(_("Some problems of this list are not solved yet."), code="open")
    locked.is_closed = True
    locked.save(update_fields=["is_closed"])
    record("orders.change_list", locked, actor=actor, fields=["is_closed"])
    return locked


@transaction.atomic
def find_problem(
    listed: ProblemList,
    *,
    body: Body,
    title: str,
    facts: str,
    origin: Origin | str,
    priority: int = Priority.MIDDLE,
    aspect: Aspect | str = "",
    actor: ledger.Actor,
) -> Problem:
    """Enter a problem that ``body`` must solve; raises Invalid at each field that is wrong."""
    require(actor, rules.PROBLEMS, listed.body)
    listed = ProblemList.objects.select_for_update(of=("self",)).select_related("body").get(pk=listed.pk)
    wrong: dict[str, Sentence] = {}
    if listed.is_closed:
        raise Conflict(_("This list is closed."), code="closed")
    if not body.stands_under(listed.body):
        wrong["body"] = _("Choose the body of the list or a unit below it.")
    if not title.strip():
        wrong["title"] = _("Say in one line what the problem is.")
    if not facts.strip():
        wrong["facts"] = _("State what was seen, with an example.")
    if listed.by_aspects and aspect not in Aspect.values:
        wrong["aspect"] = _("This list looks by four aspects; choose one.")
    if origin not in Origin.values:
        wrong["origin"] = _("Say how it came to light.")
    if priority not in Priority.values:
        wrong["priority"] = _("Choose how much it presses.")
    if objection := secrecy_objection(title, facts):
        wrong["facts"] = objection
    if wrong:
        raise Invalid(wrong)
    problem = Problem.objects.create(
        list=listed, body=body, title=title.strip(), facts=facts.strip(), origin=origin, priority=priority,
        aspect=aspect, found_on=clock.today(), found_by=name_of(actor),
    )  # fmt: skip
    record("orders.find_problem", problem, actor=actor, target=problem.state)
    return problem


@transaction.atomic
def plan_problem(
    problem: Problem, *, owner: str, measures: str, due_on: dt.date, priority: int, actor: ledger.Actor
) -> Problem:
    """Settle who answers for a problem, what is done and by when; rank it."""
    require(actor, rules.PROBLEMS, problem.body)
    wrong: dict[str, Sentence] = {}
    if not owner.strip():
        wrong["owner"] = _("Name the post that answers for it.")
    if not measures.strip():
        wrong["measures"] = _("Say what will be done.")
    if due_on < clock.today():
        wrong["due_on"] = _("The day has passed already.")
    if priority not in Priority.values:
        wrong["priority"] = _("Choose how much it presses.")
    if wrong:
        raise Invalid(wrong)
    return move(
        problem, "plan_problem", PROBLEM, actor=actor, owner=owner.strip()[:80], measures=measures.strip(),
        due_on=due_on, priority=priority,
    )  # fmt: skip


@transaction.atomic
def hand_out(problem: Problem, *, actor: ledger.Actor) -> Problem:
    """Make an order of a planned problem: it gets clocks, a verifier, and the ladder."""
    require(actor, rules.PROBLEMS, problem.list.body)
    if problem.body_id == problem.list.body_id:
        raise Refused(_("A body gives no order to itself; solve the problem here and say how."))
    text = "\n".join(filter(None, [problem.facts, problem.measures]))
    order = open_order(
        kind=Kind.MATTER,
        body=problem.body,
        verifier=problem.list.body,
        title=problem.title,
        text=text,
        source_kind=kind_of(problem),
        source_id=_source(problem),
        is_public=False,
        actor=ledger.SYSTEM,
    )
    return move(problem, "hand_out", PROBLEM, actor=actor, order=order)


@transaction.atomic
def solve(problem: Problem, *, solution: str, actor: ledger.Actor) -> Problem:
    """Note how a problem was solved; the body of the list verifies it, a unit alone only its own list's."""
    require(actor, rules.PROBLEMS, problem.list.body)
    if not solution.strip():
        raise Refused(_("Say how it was solved."), field="solution")
    if problem.state == ProblemState.WORKING:
        raise Conflict(_("An order runs for this problem; it is solved when the order is closed."), code="order")
    return move(
        problem, "solve", PROBLEM, actor=actor, solution=solution.strip(), solved_on=clock.today(),
        verified_by=name_of(actor),
    )  # fmt: skip


@transaction.atomic
def solve_with(order: Order, *, actor: ledger.Actor = ledger.SYSTEM) -> Problem | None:
    """Let the problem of a closed order be solved by what the unit replied."""
    problem = Problem.objects.filter(order=order, state=ProblemState.WORKING).first()
    if problem is None:
        return None
    return move(
        problem, "solve", PROBLEM, actor=actor, solution=order.reply, solved_on=clock.today(),
        verified_by=order.verifier.name,
    )  # fmt: skip


@transaction.atomic
def reopen_problem(order: Order, *, actor: ledger.Actor = ledger.SYSTEM) -> Problem | None:
    """Let the problem of a withdrawn order be open again."""
    problem = Problem.objects.filter(order=order, state=ProblemState.WORKING).first()
    return move(problem, "reopen_problem", PROBLEM, actor=actor, order=None) if problem else None


@transaction.atomic
def drop_problem(problem: Problem, *, reason: str, actor: ledger.Actor) -> Problem:
    """Take a problem off the list, with the reason; it stays on record and leaves the denominator."""
    require(actor, rules.PROBLEMS, problem.list.body)
    if not reason.strip():
        raise Refused(_("Say why it does not stay on the list."), field="reason")
    return move(problem, "drop_problem", PROBLEM, actor=actor, end_reason=reason.strip()[:300])


@transaction.atomic
def show_highlight(problem: Problem, *, line: str, actor: ledger.Actor) -> Problem:
    """Show the solution of a problem to all as an example; an empty line takes it down again."""
    require(actor, rules.PROBLEMS, problem.list.body)
    locked = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
    if line.strip() and locked.state != ProblemState.SOLVED:
        raise Conflict(_("Only a solved problem is shown as an example."), code="state")
    locked.highlight, locked.is_highlight = line.strip()[:120], bool(line.strip())
    locked.save(update_fields=["highlight", "is_highlight"])
    verb = "orders.show_highlight" if locked.is_highlight else "orders.hide_highlight"
    record(verb, locked, actor=actor, fields=["highlight"])
    return locked


def _source(problem: Problem) -> str:
    """Return the source of the problem's order; after a withdrawn one the next has a name of its own."""
    earlier = Order.objects.filter(source_kind=kind_of(problem), source_id__startswith=str(problem.pk)).count()
    return f"{problem.pk}:{earlier}" if earlier else str(problem.pk)
