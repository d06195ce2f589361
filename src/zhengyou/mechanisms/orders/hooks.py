"""What upper rooms may hear of an order."""

from collections.abc import Callable

from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders.models import CallBack, Order, Proposal
from zhengyou.records.ledger import Actor

Hearing = Callable[[Order], None]
Following = Callable[[Order, str], None]
Answering = Callable[[CallBack], None]
Proposing = Callable[[Proposal, str], None]

Page = tuple[Sentence, str]
"""What a page is called, and its address."""
Offering = Callable[[Order, Actor], Page | None]

_closed: list[Hearing] = []
_steps: list[Following] = []
_answers: list[Answering] = []
_proposals: list[Proposing] = []
_pages: list[Offering] = []


def offer_page(offering: Offering) -> None:
    """Let the page of an order lead to a page of an upper room, where that room offers one to who looks."""
    if offering not in _pages:
        _pages.append(offering)


def pages_for(order: Order, actor: Actor) -> list[Page]:
    """Return the pages that upper rooms offer to ``actor`` with an order."""
    return [page for offering in _pages if (page := offering(order, actor)) is not None]


def on_closed(hearing: Hearing) -> None:
    """Call ``hearing`` with each order that is closed, in the same transaction."""
    if hearing not in _closed:
        _closed.append(hearing)


def on_step(following: Following) -> None:
    """Call ``following`` with each order and the verb that moved it (``dispatch``, ``sign``, ``reply``, ``redo`` …)."""
    if following not in _steps:
        _steps.append(following)


def on_answered(answering: Answering) -> None:
    """Call ``answering`` with each call-back or check that got an answer."""
    if answering not in _answers:
        _answers.append(answering)


def on_proposal(proposing: Proposing) -> None:
    """Call ``proposing`` with each proposal to change a rule that was submitted, accepted or rejected, and the verb."""
    if proposing not in _proposals:
        _proposals.append(proposing)


def tell_proposal(proposal: Proposal, verb: str) -> None:
    """Tell those who follow proposals that ``verb`` happened to one."""
    for proposing in _proposals:
        proposing(proposal, verb)


def tell_closed(order: Order) -> None:
    """Tell those who asked that ``order`` is closed."""
    for hearing in _closed:
        hearing(order)


def tell_step(order: Order, verb: str) -> None:
    """Tell those who follow orders that ``verb`` happened to ``order``."""
    for following in _steps:
        following(order, verb)


def tell_answered(check: CallBack) -> None:
    """Tell those who asked that a call-back or check got its answer."""
    for answering in _answers:
        answering(check)
