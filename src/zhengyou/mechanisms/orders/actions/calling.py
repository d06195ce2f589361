"""Verbs of asking how a matter was settled: call back before closing, draw a sample, note what a check found."""

import datetime as dt
import math
import random
import secrets
from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import hooks, policy, queries, rules
from zhengyou.mechanisms.orders.actions import stages
from zhengyou.mechanisms.orders.actions.judging import close_followers, come_back
from zhengyou.mechanisms.orders.enums import Outcome, Purpose, Satisfaction, Stage, State
from zhengyou.mechanisms.orders.machine import MOVES
from zhengyou.mechanisms.orders.models import CallBack, Order, Sample
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def call_back(
    order: Order,
    *,
    outcome: Outcome | str,
    satisfaction: Satisfaction | str = Satisfaction.NONE,
    was_contacted: bool | None = None,
    words: str = "",
    settled: bool = False,
    actor: Actor,
) -> Order:
    """Note what whoever raised the matter says before it is closed; the rated unit never asks.

    Solved closes the order. Not solved sends it back to the unit with a new clock, unless the caller finds it
    ``settled`` all the same and says in ``words`` why. Not reached so often as the policy says, it closes.
    """
    locked = stages.held(order)
    if locked.caller is not None:
        require_caller(locked, locked.caller, actor)
    check_answer(outcome, satisfaction, words, needs_words=outcome == Outcome.NOT_SOLVED)
    if locked.state != State.AUDITED or locked.caller is None:
        raise Conflict(_("This order does not wait for a call-back."), code="state")
    asked = CallBack.objects.create(
        order=locked,
        body=locked.caller,
        purpose=Purpose.CLOSING,
        turn=locked.returns + 1,
        outcome=outcome,
        satisfaction=satisfaction,
        was_contacted=was_contacted,
        words=words.strip(),
        asked_at=clock.now(),
        asked_by=stages.name_of(actor),
    )
    hooks.tell_answered(asked)
    if outcome == Outcome.NOT_SOLVED and not settled:
        return come_back(locked, "redo", words, actor=actor)
    if outcome == Outcome.UNREACHED and _tries(locked, asked.turn) < policy.CALL_BACK_TRIES:
        missed = move(locked, "miss", MOVES, actor=actor, held=True)
        hooks.tell_step(missed, "miss")
        return missed
    closed = move(locked, "finish", MOVES, actor=actor, held=True, closed_at=clock.now())
    stages.finish(closed, Stage.CALL_BACK, actor=actor)
    close_followers(closed, "finish", actor=actor)
    return closed


def _tries(order: Order, turn: int) -> int:
    """Count how often nobody was reached in this turn."""
    return order.call_backs.filter(purpose=Purpose.CLOSING, turn=turn, outcome=Outcome.UNREACHED).count()


@transaction.atomic
def draw_sample(
    *,
    body: Body,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    share: int = policy.SAMPLE_SHARE,
    kind: str = "",
    third_party: str = "",
    seed: str = "",
    actor: Actor,
) -> Sample:
    """Draw closed orders of the units below ``body`` at random, the share of each unit and at least one of each.

    The period is half open by the day of closing. With a ``third_party`` named, that one checks and the office enters
    what it found. The seed is kept, so that the draw can be repeated.
    """
    require(actor, rules.CHECK, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Give the sample a title.")
    if ends_on <= starts_on:
        wrong["ends_on"] = _("The period ends before it begins.")
    if not 0 < share <= 100:
        wrong["share"] = _("The share lies between 1 and 100 per cent.")
    if wrong:
        raise Invalid(wrong)
    closed: dict[int, list[str]] = defaultdict(list)
    found = queries.closed_between(body, starts_on, ends_on, kind).exclude(body=body)
    for unit, key in found.order_by("body_id", "number").values_list("body_id", "pk"):
        closed[unit].append(str(key))
    if not closed:
        raise Refused(_("No order was closed in this period."), code="empty")
    seed = seed or secrets.token_hex(8)
    chance = random.Random(seed)  # noqa: S311 -- a draw that can be repeated, not a secret
    drawn = [key for keys in closed.values() for key in chance.sample(keys, math.ceil(len(keys) * share / 100))]
    sample = Sample.objects.create(
        body=body,
        title=title.strip(),
        purpose=Purpose.THIRD_PARTY if third_party.strip() else Purpose.SAMPLE,
        third_party=third_party.strip(),
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        share=share,
        seed=seed,
        population=sum(map(len, closed.values())),
        drawn_at=clock.now(),
        drawn_by=stages.name_of(actor),
    )
    turns = dict(Order.objects.filter(pk__in=drawn).values_list("pk", "returns"))
    CallBack.objects.bulk_create(
        CallBack(order_id=key, body=body, purpose=sample.purpose, sample=sample, turn=returns + 1)
        for key, returns in turns.items()
    )
    record("orders.draw_sample", sample, actor=actor)
    return sample


@transaction.atomic
def answer_check(
    check: CallBack,
    *,
    outcome: Outcome | str,
    satisfaction: Satisfaction | str = Satisfaction.NONE,
    was_contacted: bool | None = None,
    words: str = "",
    actor: Actor,
) -> CallBack:
    """Note what a check of a drawn order found. What was not solved can then be opened again (`reopen`)."""
    require_caller(check.order, check.body, actor)
    check_answer(outcome, satisfaction, words, needs_words=outcome == Outcome.NOT_SOLVED)
    locked = CallBack.objects.select_for_update(of=("self",)).select_related("order").get(pk=check.pk)
    if locked.outcome:
        raise Conflict(_("This check has its answer already."), code="state")
    locked.outcome, locked.satisfaction, locked.was_contacted = str(outcome), str(satisfaction), was_contacted
    locked.words, locked.asked_at, locked.asked_by = words.strip(), clock.now(), stages.name_of(actor)
    fields = ["outcome", "satisfaction", "was_contacted", "words", "asked_at", "asked_by"]
    locked.save(update_fields=fields)
    record("orders.answer_check", locked, actor=actor, fields=fields)
    hooks.tell_answered(locked)
    return locked


def require_caller(order: Order, body: Body, actor: Actor) -> None:
    """Raise Forbidden or Refused unless ``actor`` may ask in the name of ``body``; who was rated never asks."""
    require(actor, rules.CHECK, body)
    own = getattr(actor, "body", None)
    if own is not None and own.path.startswith(order.body.path) and body != order.body:
        raise Refused(_("The unit that handled the matter does not call back itself."), code="own")


def check_answer(outcome: str, satisfaction: str, words: str, *, needs_words: bool) -> None:
    """Raise Invalid at each field that is missing or unknown."""
    wrong: dict[str, Sentence] = {}
    if not outcome or outcome not in Outcome.values:
        wrong["outcome"] = _("Choose what came of it.")
    if satisfaction not in Satisfaction.values:
        wrong["satisfaction"] = _("Choose one of the list.")
    if needs_words and not words.strip():
        wrong["words"] = _("Say what is not solved.")
    if wrong:
        raise Invalid(wrong)
