"""Verbs of the night: what the records say of each promise is kept, and what is broken opens an order by itself."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from zhengyou.instruments.display import policy, walls
from zhengyou.instruments.display.enums import Keeping, MatterState, Measure, State
from zhengyou.instruments.display.keeping import Kept, judge
from zhengyou.instruments.display.models import Commitment, Judgement, PracticalMatter
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record


@transaction.atomic
def judge_all(*, actor: Actor = SYSTEM) -> list[Judgement]:
    """Judge every measured promise on show and return what is new: a changed verdict, or the first of a month.

    Safe to repeat: a day has one verdict, and a broken promise one open order.
    """
    today = clock.today()
    rows = Commitment.objects.select_for_update(of=("self",)).filter(state=State.SHOWN, starts_on__lte=today)
    promises = list(
        rows.exclude(measure=Measure.NONE)
        .exclude(ends_on__lt=today)
        .select_related("body__parent", "window")
        .order_by("pk")
    )
    kept = judge(promises, today)
    found = (_judged(promise, kept[promise.pk], today, actor) for promise in promises)
    return [one for one in found if one is not None]


@transaction.atomic
def press_late(*, actor: Actor = SYSTEM) -> list[PracticalMatter]:
    """Open an order for each practical matter whose promised day has passed, once; return these."""
    rows = PracticalMatter.objects.select_for_update(of=("self",)).select_related("body__parent").order_by("pk")
    late = list(rows.filter(state=MatterState.SHOWN, due_on__lt=clock.today(), late_order__isnull=True))
    for matter in late:
        matter.late_order = orders.open_order(
            kind=Kind.COMMITMENT,
            body=matter.body,
            title=_("Practical matter not done in time: %s") % matter.title,
            text=_("Promised by %(day)s: %(promise)s")
            % {"day": f"{matter.due_on:%Y-%m-%d}", "promise": matter.promise},
            source_kind="display.practicalmatter",
            source_id=str(matter.pk),
            actor=actor,
        )
        matter.save(update_fields=["late_order"])
        record("display.press", matter, actor=actor, fields=["late_order"])
    return late


def _judged(promise: Commitment, kept: Kept, today: dt.date, actor: Actor) -> Judgement | None:
    last = promise.judgements.order_by("-on").first()
    fresh = last is None or last.keeping != kept.keeping or (last.on.year, last.on.month) != (today.year, today.month)
    if last is not None and last.on == today:
        return None
    if not fresh and not (kept.keeping == Keeping.BROKEN and _may_press(promise)):
        return None
    made = Judgement.objects.create(
        commitment=promise,
        on=today,
        keeping=kept.keeping,
        good=kept.record.good if kept.record else None,
        of_all=kept.record.all if kept.record else None,
    )
    if kept.keeping == Keeping.BROKEN and _may_press(promise):
        made.order = _press(made, actor)
        made.save(update_fields=["order"])
    walls.tell(promise.body)
    record("display.judge", promise, actor=actor, fields=["keeping"])
    return made


def _may_press(promise: Commitment) -> bool:
    """Return whether a broken promise opens an order now: none is open, and the last one was closed a while ago."""
    last = Order.objects.filter(pk__in=promise.judgements.values("order")).order_by("-opened_on", "-pk").first()
    if last is None:
        return True
    if last.state not in {OrderState.CLOSED, OrderState.VOID}:
        return False
    return last.closed_at is None or last.closed_at < clock.now() - dt.timedelta(days=policy.QUIET_DAYS)


def _press(judgement: Judgement, actor: Actor) -> Order:
    promise = judgement.commitment
    return orders.open_order(
        kind=Kind.COMMITMENT,
        body=promise.body,
        title=_("Promise broken: %s") % promise.text[:80],
        text=_("By the records %(good)d of %(all)d kept it; promised: at least %(target)d%%.")
        % {"good": judgement.good or 0, "all": judgement.of_all or 0, "target": promise.target or 0},
        topic=promise.measure,
        source_kind="display.judgement",
        source_id=str(judgement.pk),
        actor=actor,
    )
