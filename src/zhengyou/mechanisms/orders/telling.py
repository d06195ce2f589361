"""Who is told of which step of an order, and in which words."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.enums import Kind, ProposalState, Role
from zhengyou.mechanisms.orders.models import Order, Proposal
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.queries import holders
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import responsible_for

MOST = 3
"""So many persons of a body at most are told of one step."""

UNIT: dict[str, Sentence] = {
    "open": _("Order %(number)s was given to your unit. Please sign for it."),
    "dispatch": _("Order %(number)s was given to your unit. Please sign for it."),
    "redirect": _("Order %(number)s was given to your unit. Please sign for it."),
    "assist": _("Your unit assists in order %(number)s. Please sign for it."),
    "unmerge": _("Order %(number)s was given to your unit. Please sign for it."),
    "hand_over": _("Order %(number)s was handed over to you."),
    "uphold": _("The return of order %(number)s was refused; your unit handles it."),
    "designate": _("Order %(number)s was assigned to your unit by name; it may not be returned."),
    "send_back": _("The reply to order %(number)s was sent back. Please put it right and reply again."),
    "redo": _("Whoever raised order %(number)s says it is not solved. Please put it right and reply again."),
    "reopen": _("Order %(number)s was opened again. Please put it right and reply again."),
    "merge": _("Order %(number)s was merged into another one about the same."),
    "withdraw": _("Order %(number)s was withdrawn."),
    "verify": _("The reply to order %(number)s was accepted; the order is closed."),
    "finish": _("Order %(number)s was called back and is closed."),
}
ABOVE: dict[str, Sentence] = {
    "return_order": _("A unit asks to return order %(number)s. Please decide where it belongs."),
    "reply": _("The reply to order %(number)s has come. Please verify it."),
    "pause": _("The clock of order %(number)s stands still by a written notice."),
}
CALLER: dict[str, Sentence] = {"audit": _("Order %(number)s waits for your call-back.")}
FIRST: dict[str, Sentence] = {
    "redirect": _("Order %(number)s, which your unit signed first, was given to another unit. Please follow it."),
    "verify": _("Order %(number)s, which your unit signed first, is closed."),
    "finish": _("Order %(number)s, which your unit signed first, is closed."),
}
RECEIVER: dict[str, Sentence] = {"receive": _("Matter %(number)s has come in. Please dispatch it.")}


def tell(order: Order, verb: str) -> None:
    """Tell the unit, the body above, or whoever calls back what they have to do or to know after ``verb``."""
    if verb == "open" and order.kind == Kind.COMMENT and order.source_id:
        return  # who opens it for an instruction says so in its own words
    link = reverse("orders:detail", args=[order.pk])
    for body, function, words in _told(order, verb):
        if recipients := people_of(body, function):
            with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
                text = str(words) % {"number": order.number}
            notices.tell(recipients, text, link, actor=SYSTEM)


def tell_proposal(proposal: Proposal, verb: str) -> None:
    """Tell the leaders that a proposal waits for them, or the office what was decided."""
    decided = proposal.state in {ProposalState.ACCEPTED, ProposalState.REJECTED}
    words = (
        _("Proposal %(number)s was decided: %(decision)s.")
        if decided
        else _("Proposal %(number)s to change a rule waits for your decision.")
    )
    with translation.override(settings.LANGUAGE_CODE):
        text = str(words) % {"number": proposal.number, "decision": proposal.get_state_display()}
    recipients = _holders(proposal.body, rules.PROPOSE if decided else rules.DECIDE)
    notices.tell(recipients, text, reverse("orders:proposal", args=[proposal.pk]), actor=SYSTEM)


def people_of(body: Body, function: str) -> list[notices.Recipient]:
    """Return whom to tell at ``body``: its liaison officer of today, or who may do ``function`` there."""
    if one := responsible_for(body, Duty.LIAISON):
        return [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}")]
    return _holders(body, function)


def _holders(body: Body, function: str) -> list[notices.Recipient]:
    grants = holders(function, body).filter(appointment__post__body=body)
    people = {
        str(grant.appointment.person_id): f"{grant.appointment.person.name} · {grant.appointment}" for grant in grants
    }
    return [notices.Recipient(key, label) for key, label in list(people.items())[:MOST]]


def _told(order: Order, verb: str) -> Iterator[tuple[Body, str, Sentence]]:
    if verb in UNIT:
        yield order.body, rules.ANSWER, UNIT[verb]
    if verb in ABOVE:
        yield order.decider if verb == "return_order" else order.verifier, rules.VERIFY, ABOVE[verb]
    if verb in CALLER and order.caller:
        yield order.caller, rules.CHECK, CALLER[verb]
    if verb in RECEIVER:
        yield order.body, rules.DISPATCH, RECEIVER[verb]
    if verb in FIRST and order.first_body and order.first_body_id != order.body_id:
        yield order.first_body, rules.ANSWER, FIRST[verb]
    if verb == "verify" and order.role == Role.ASSIST:
        yield order.verifier, rules.ANSWER, UNIT["verify"]
