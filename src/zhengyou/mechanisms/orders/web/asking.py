"""The verbs of one order as pages: what each asks, who is offered it and in which states."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders import actions, rules
from zhengyou.mechanisms.orders import forms as asked
from zhengyou.mechanisms.orders.enums import Role, State, Step
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.rules import may
from zhengyou.registry.deadlines.reckoning import Term, Unit

Given = Mapping[str, Any]
DONE = _("Done.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One verb of an order: its words, its form, what it does, and when it is offered."""

    title: Sentence
    text: Sentence = ""
    done: Sentence = DONE
    form: type[forms.Form] | None = None
    act: Callable[[Order, Given, Actor], object]
    offered: Callable[[Order, Actor], bool]
    icon: str = ""
    main: bool = False
    """Whether it is a next step; others stand among the further steps."""
    danger: bool = False


def _answers(order: Order, actor: Actor) -> bool:
    return order.state in AT_WORK and bool(rules.may_answer(actor, order))


def _works(*states: State) -> Callable[[Order, Actor], bool]:
    return lambda order, actor: order.state in states and bool(rules.may_answer(actor, order))


def _verifies(*states: State) -> Callable[[Order, Actor], bool]:
    return lambda order, actor: order.state in states and bool(rules.may_verify(actor, order))


def _decides(*states: State) -> Callable[[Order, Actor], bool]:
    return lambda order, actor: order.state in states and bool(rules.may_decide_return(actor, order))


def _may_return(order: Order, actor: Actor) -> bool:
    in_time = order.return_by is None or clock.now() <= order.return_by
    return in_time and not order.designated and _answers(order, actor)


def _may_pause(order: Order, actor: Actor) -> bool:
    return order.state in AT_WORK and bool(may(actor, rules.PAUSE, order.body))


def _term(days: int | None) -> Term | None:
    return Term(days, Unit.WORKING_DAY) if days else None


def _dispatch(order: Order, given: Given, actor: Actor) -> object:
    plain = {name: value for name, value in given.items() if name != "days"}
    return actions.dispatch(order, **plain, term=_term(given["days"]), actor=actor)


ASKS: dict[str, Ask] = {
    "dispatch": Ask(
        title=_("Dispatch it"),
        text=_("The lead unit and each assisting unit get an order with clocks of its own."),
        form=asked.DispatchForm,
        act=_dispatch,
        offered=lambda order, actor: order.state == State.RECEIVED and bool(may(actor, rules.DISPATCH, order.body)),
        icon="send",
        main=True,
    ),
    "sign": Ask(
        title=_("Sign for"),
        done=_("Signed for. Please look into the matter and reply in time."),
        act=lambda order, _given, actor: actions.sign(order, actor=actor),
        offered=_works(State.DISPATCHED),
        icon="check",
        main=True,
    ),
    "contact": Ask(
        title=_("Note the contact"),
        form=asked.ContactForm,
        act=lambda order, given, actor: actions.contact(order, **given, actor=actor),
        offered=_works(State.SIGNED),
        icon="phone",
        main=True,
    ),
    "plan": Ask(
        title=_("State measures and limit"),
        text=_("Measures, limit and responsible person: all three are needed before the reply."),
        form=asked.PlanForm,
        act=lambda order, given, actor: actions.plan(order, **given, actor=actor),
        offered=lambda order, actor: Step.PLAN in order.passes and _answers(order, actor),
        icon="list-checks",
        main=True,
    ),
    "uphold": Ask(
        title=_("Refuse the return"),
        text=_("The unit handles the order and may not return it again."),
        form=asked.WordsForm,
        act=lambda order, given, actor: actions.uphold(order, **given, actor=actor),
        offered=_decides(State.RETURNED),
        main=True,
    ),
    "redirect": Ask(
        title=_("Give to another unit"),
        text=_("The other unit gets the order with new clocks; the present unit's clocks stop."),
        form=asked.RedirectForm,
        act=lambda order, given, actor: actions.redirect(order, **given, actor=actor),
        offered=_decides(State.RETURNED, *AT_WORK),
        icon="arrow-right",
    ),
    "verify": Ask(
        title=_("Accept the reply"),
        text=_("The order is closed and the reply is shown to the public, or it waits for the call-back."),
        done=_("The reply was accepted."),
        act=lambda order, _given, actor: actions.verify(order, actor=actor),
        offered=_verifies(State.REPLIED),
        icon="check",
        main=True,
    ),
    "send-back": Ask(
        title=_("Send the reply back"),
        text=_("The unit gets a new term to put it right."),
        form=asked.ReasonForm,
        act=lambda order, given, actor: actions.send_back(order, **given, actor=actor),
        offered=_verifies(State.REPLIED),
        icon="undo-2",
        main=True,
    ),
    "call-back": Ask(
        title=_("Call back"),
        text=_("Ask whoever raised the matter; the unit that handled it never does."),
        form=asked.CallBackForm,
        act=lambda order, given, actor: actions.call_back(order, **given, actor=actor),
        offered=lambda order, actor: order.state == State.AUDITED and bool(may(actor, rules.CHECK, order.caller)),
        icon="phone",
        main=True,
    ),
    "return": Ask(
        title=_("Ask to return it"),
        text=_("The body above decides; the clock of putting right runs on."),
        form=asked.ReturnForm,
        act=lambda order, given, actor: actions.return_order(order, **given, actor=actor),
        offered=_may_return,
        icon="undo-2",
    ),
    "assist": Ask(
        title=_("Add an assisting unit"),
        text=_("The lead unit's order waits until the assisting unit has finished."),
        form=asked.AssistForm,
        act=lambda order, given, actor: actions.assist(order, **given, actor=actor),
        offered=lambda order, actor: (
            order.role == Role.LEAD
            and order.state in AT_WORK
            and bool(rules.may_answer(actor, order) or rules.may_verify(actor, order))
        ),
        icon="users",
    ),
    "hand-over": Ask(
        title=_("Hand over"),
        text=_("To a person of the unit, or to a unit below it; the clocks run on."),
        form=asked.HandOverForm,
        act=lambda order, given, actor: actions.hand_over(order, **given, actor=actor),
        offered=_answers,
        icon="user-check",
    ),
    "extend": Ask(
        title=_("Ask for an extension"),
        text=_("Before the deadline passes; an approver grants it."),
        done=_("Submitted for approval."),
        form=asked.ExtensionForm,
        act=lambda order, given, actor: actions.ask_extension(order, **given, actor=actor),
        offered=_answers,
        icon="calendar-check",
    ),
    "pause": Ask(
        title=_("Let the clock stand still"),
        text=_("For a reason of the list and by a written notice; statistics show the time."),
        form=asked.PauseForm,
        act=lambda order, given, actor: actions.pause(order, **given, actor=actor),
        offered=lambda order, actor: _may_pause(order, actor) and not actions.is_paused(order),
        icon="pause",
    ),
    "resume": Ask(
        title=_("Let the clock run again"),
        act=lambda order, _given, actor: actions.resume(order, actor=actor),
        offered=lambda order, actor: _may_pause(order, actor) and actions.is_paused(order),
        icon="play",
    ),
    "designate": Ask(
        title=_("Assign by name"),
        text=_("The unit may not return the order any more."),
        act=lambda order, _given, actor: actions.designate(order, actor=actor),
        offered=lambda order, actor: not order.designated and _decides(*AT_WORK)(order, actor),
        icon="pin",
    ),
    "merge": Ask(
        title=_("Merge into another order"),
        text=_("Its clocks stop, and it is closed with the main order."),
        form=asked.MergeForm,
        act=lambda order, given, actor: actions.merge(order, **given, actor=actor),
        offered=lambda order, actor: order.role == Role.LEAD and _verifies(State.RECEIVED, *AT_WORK)(order, actor),
        icon="git-merge",
    ),
    "unmerge": Ask(
        title=_("Undo the merging"),
        text=_("The order goes to its unit again, with new clocks."),
        act=lambda order, _given, actor: actions.unmerge(order, actor=actor),
        offered=_verifies(State.MERGED),
        icon="undo-2",
    ),
    "reopen": Ask(
        title=_("Open again"),
        text=_("The unit gets a new term to put it right."),
        form=asked.ReasonForm,
        act=lambda order, given, actor: actions.reopen(order, **given, actor=actor),
        offered=lambda order, actor: order.merged_into_id is None and _verifies(State.CLOSED)(order, actor),
        icon="rotate-ccw",
    ),
    "note": Ask(
        title=_("Write a note"),
        form=asked.NoteForm,
        act=lambda order, given, actor: actions.write_note(order, **given, actor=actor),
        offered=lambda _order, _actor: True,
        icon="message-square",
    ),
    "withdraw": Ask(
        title=_("Withdraw the order"),
        text=_("The order stays on record; its clocks stop."),
        form=asked.ReasonForm,
        act=lambda order, given, actor: actions.withdraw(order, **given, actor=actor),
        offered=_verifies(State.RECEIVED, State.RETURNED, *AT_WORK),
        danger=True,
    ),
}
"""Verb → page. The first that is offered is the next step."""


def offered(order: Order, actor: Actor, *, main: bool) -> list[dict[str, Any]]:
    """Return the verbs that ``actor`` is offered for ``order`` with their pages: the next steps, or the further ones."""
    return [
        {"ask": ask, "url": reverse(f"orders:{name}", args=[order.pk])}
        for name, ask in ASKS.items()
        if (ask.main or (name == "redirect" and order.state == State.RETURNED)) == main
        and name != "note"
        and ask.offered(order, actor)
    ]


def form_for(ask: Ask, order: Order, actor: Actor, *args: Any) -> forms.Form | None:
    """Return the form of a verb for one order, with what it may choose from."""
    kind = ask.form
    if kind is None:
        return None
    more: dict[str, Any] = {}
    if issubclass(kind, asked.PlaceForm):
        more["paths"] = [order.body.path.split(".")[0] + "."]
    if kind is asked.HandOverForm:
        more |= {"order": order, "paths": [order.body.path]}
    if kind is asked.MergeForm:
        more["actor"] = actor
    if kind is asked.PlanForm:
        more["initial"] = {name: getattr(order, name) for name in ("measures", "limit_on", "responsible")}
    return kind(*args, **more)
