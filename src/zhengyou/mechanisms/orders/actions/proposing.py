"""Verbs of proposals to change a rule: propose from recurring orders, submit, decide."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import hooks, policy, rules
from zhengyou.mechanisms.orders.actions.stages import name_of
from zhengyou.mechanisms.orders.enums import ProposalState
from zhengyou.mechanisms.orders.machine import PROPOSAL
from zhengyou.mechanisms.orders.models import Order, Proposal
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def propose(*, body: Body, title: str, problem: str, change: str, orders: Iterable[Order], actor: Actor) -> Proposal:
    """Draft a proposal to the leader of ``body``: what keeps coming back, the orders that show it, what should change."""
    require(actor, rules.PROPOSE, body)
    rests_on = list(orders)
    _check(title, problem, change, rests_on)
    proposal = Proposal.objects.create(
        body=body,
        title=title.strip(),
        problem=problem.strip(),
        change=change.strip(),
        proposed_on=clock.today(),
        proposed_by=name_of(actor),
    )
    proposal.orders.set(rests_on)
    record("orders.propose", proposal, actor=actor, target=ProposalState.DRAFT)
    return proposal


@transaction.atomic
def revise(proposal: Proposal, *, title: str, problem: str, change: str, actor: Actor) -> Proposal:
    """Change the words of a draft."""
    require(actor, rules.PROPOSE, proposal.body)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.state != ProposalState.DRAFT:
        raise Refused(_("Only a draft is changed; take the proposal back first."), code="state")
    _check(title, problem, change, list(locked.orders.all()))
    locked.title, locked.problem, locked.change = title.strip(), problem.strip(), change.strip()
    locked.save(update_fields=["title", "problem", "change"])
    record("orders.revise", locked, actor=actor, fields=["title", "problem", "change"])
    return locked


@transaction.atomic
def submit(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Submit a draft to the leader."""
    require(actor, rules.PROPOSE, proposal.body)
    submitted = move(proposal, "submit", PROPOSAL, actor=actor)
    hooks.tell_proposal(submitted, "submit")
    return submitted


@transaction.atomic
def take_back(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Take a submitted proposal back to change it."""
    require(actor, rules.PROPOSE, proposal.body)
    return move(proposal, "take_back", PROPOSAL, actor=actor)


@transaction.atomic
def accept(proposal: Proposal, *, words: str, actor: Actor) -> Proposal:
    """Accept the proposal: ``words`` say what is to be done, by whom and by when."""
    return _decide(proposal, "accept", words, actor)


@transaction.atomic
def reject(proposal: Proposal, *, words: str, actor: Actor) -> Proposal:
    """Do not accept the proposal, and say why."""
    return _decide(proposal, "reject", words, actor)


def _decide(proposal: Proposal, verb: str, words: str, actor: Actor) -> Proposal:
    require(actor, rules.DECIDE, proposal.body)
    if not words.strip():
        raise Invalid({"words": _("Give your decision in words.")})
    decided = move(
        proposal,
        verb,
        PROPOSAL,
        actor=actor,
        decision=words.strip(),
        decided_at=clock.now(),
        decided_by=name_of(actor),
    )
    hooks.tell_proposal(decided, verb)
    return decided


def _check(title: str, problem: str, change: str, orders: list[Order]) -> None:
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Give the proposal a title.")
    if not problem.strip():
        wrong["problem"] = _("Say what keeps coming back, and why.")
    if not change.strip():
        wrong["change"] = _("Say which rule or way of working should change, and how.")
    if len(orders) < policy.RESTS_ON:
        wrong["orders"] = _("A proposal rests on at least %(number)d orders.") % {"number": policy.RESTS_ON}
    if wrong:
        raise Invalid(wrong)
