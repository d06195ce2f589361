"""Verbs of trigger rules: set one, put it out of use, weigh all units by it."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.mechanisms.orders import policy, rules, weighing
from zhengyou.mechanisms.orders.actions.measures import propose_measure
from zhengyou.mechanisms.orders.enums import MeasureKind, MeasureState, Metric
from zhengyou.mechanisms.orders.models import Measure, Trigger
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def set_trigger(
    body: Body,
    *,
    title: str,
    metric: Metric | str,
    below: bool,
    line: Decimal,
    least: int,
    days: int,
    kind: MeasureKind | str,
    source: str,
    actor: ledger.Actor,
) -> Trigger:
    """Set a rule for the units below ``body``; a rule of the same name takes the place of the earlier one."""
    require(actor, rules.TRIGGER, body)
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Give the rule a name.")
    if metric not in Metric.values:
        wrong["metric"] = _("Choose a figure.")
    if kind not in MeasureKind.values:
        wrong["kind"] = _("Choose a measure.")
    if not source.strip():
        wrong["source"] = _("Name the document on which the rule rests.")
    if line < 0 or least < 1 or days < 1:
        wrong["line"] = _("Line, number of cases and days are positive.")
    if wrong:
        raise Invalid(wrong)
    _hold(body)
    Trigger.objects.filter(body=body, title=title.strip(), is_active=True).update(is_active=False)
    trigger = Trigger.objects.create(
        body=body, title=title.strip(), metric=metric, below=below, line=line, least=least, days=days, kind=kind,
        source=source.strip(),
    )  # fmt: skip
    record("orders.set_trigger", trigger, actor=actor, fields=["metric", "line", "kind"])
    return trigger


def _hold(body: Body) -> None:
    """Let those who set rules of one body come one after the other, so that no rule is in force twice."""
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)


@transaction.atomic
def begin_with_shipped(body: Body, *, actor: ledger.Actor) -> list[Trigger]:
    """Set the shipped rules for ``body`` that it does not have yet."""
    require(actor, rules.TRIGGER, body)
    _hold(body)
    known = set(Trigger.objects.filter(body=body).values_list("title", flat=True))
    return [
        set_trigger(
            body, title=one.title, metric=one.metric, below=one.below, line=Decimal(one.line), least=one.least,
            days=one.days, kind=one.kind, source=one.source, actor=actor,
        )
        for one in policy.TRIGGERS
        if one.title not in known
    ]  # fmt: skip


@transaction.atomic
def retire_trigger(trigger: Trigger, *, actor: ledger.Actor) -> Trigger:
    """Put a rule out of use; what it proposed stays."""
    require(actor, rules.TRIGGER, trigger.body)
    locked = Trigger.objects.select_for_update(of=("self",)).get(pk=trigger.pk)
    if not locked.is_active:
        raise Conflict(_("This rule is out of use already."), code="state")
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record("orders.retire_trigger", locked, actor=actor, fields=["is_active"])
    return locked


@transaction.atomic
def weigh(trigger: Trigger, *, actor: ledger.Actor = ledger.SYSTEM, on: dt.date | None = None) -> list[Measure]:
    """Propose the measure of ``trigger`` for each unit whose figure crosses the line: once a month, never twice at once."""
    if actor.kind != "system":
        require(actor, rules.TRIGGER, trigger.body)
    day = on or clock.today()
    waiting = set(
        trigger.measures.filter(state__in=[MeasureState.PROPOSED, MeasureState.PENDING, MeasureState.SIGNED])
        .values_list("body_id", flat=True)
    )  # fmt: skip
    return [
        propose_measure(
            trigger.kind,
            found.body,
            trigger.body,
            facts=facts_of(trigger, found),
            trigger=trigger,
            source=f"trigger:{trigger.pk}:{found.body.pk}:{day:%Y-%m}",
            actor=ledger.SYSTEM,
        )
        for found in weighing.crossing(trigger, day)
        if found.body.pk not in waiting
    ]


def facts_of(trigger: Trigger, found: weighing.Figure) -> str:
    """Return the sentence that a proposal rests on, with the figure, the line and the document."""
    words = gettext(
        "%(unit)s: within %(days)d days, %(metric)s is %(value)s (%(base)d cases), %(side)s the line %(line)s of the"
        " rule “%(rule)s”. Basis: %(source)s"
    )
    return words % {
        "unit": found.body.name,
        "days": trigger.days,
        "metric": trigger.get_metric_display(),
        "value": f"{found.value:.1f}".removesuffix(".0"),
        "base": found.base,
        "side": gettext("below") if trigger.below else gettext("above"),
        "line": f"{trigger.line.normalize():f}",
        "rule": trigger.title,
        "source": trigger.source,
    }
