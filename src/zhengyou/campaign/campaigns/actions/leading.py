"""Verbs of the campaign office: launch, add, conclude."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.handing import hand_out
from zhengyou.campaign.campaigns.actions.purposes import carry
from zhengyou.campaign.campaigns.enums import SheetState, State
from zhengyou.campaign.campaigns.machine import CAMPAIGN, SHEET
from zhengyou.campaign.campaigns.models import Campaign, Dimension, Duty, Item, Phase, TaskSheet
from zhengyou.campaign.campaigns.queries.launching import bound
from zhengyou.campaign.campaigns.queries.scope import Terms
from zhengyou.campaign.campaigns.rhythms import first_day
from zhengyou.campaign.plans.enums import Kind, Rhythm
from zhengyou.campaign.plans.machine import MOVES as PLAN_MOVES
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.campaign.plans.queries import days_of
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.models import Scope
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def launch(
    plan: Plan,
    *,
    units: Sequence[Body],
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    terms: Sequence[Terms] = (),
    actor: Actor,
) -> Campaign:
    """Make a running campaign of a confirmed plan and hand every unit its task sheets.

    ``starts_on`` and ``ends_on`` are asked only where the plan's phases do not say; ``terms`` are the rules by which the
    office chose units, and are kept beside those that the plan's words give. Raises Invalid where a day or the
    units are missing, Conflict where the plan was launched meanwhile.
    """
    require(actor, rules.LAUNCH, plan.body)
    if not units:
        raise Invalid({"units": _("Choose the units that take part.")})
    plan = move(plan, "launch", PLAN_MOVES, actor=actor)
    elements = list(plan.elements.filter(is_removed=False).order_by("order_number"))
    starts_on, ends_on = _period(plan, starts_on, ends_on)
    scope = Scope.objects.create(body=plan.body, for_campaign=True, label=plan.title)
    campaign = Campaign.objects.create(
        body=plan.body, scope=scope, plan=plan, title=plan.title, starts_on=starts_on, ends_on=ends_on
    )
    _dimensions(campaign, elements)
    phases = _phases(campaign, elements)
    _duties(campaign, elements, phases, plan.text)
    campaign.units.set(units)
    carry(campaign, elements, units, terms)
    hand_out(campaign, list(campaign.duties.all()), units)
    record("campaigns.launch", campaign, actor=actor)
    return move(campaign, "begin", CAMPAIGN, actor=actor)


@transaction.atomic
def add_duty(
    campaign: Campaign,
    *,
    name: str,
    due_on: dt.date,
    rhythm: str = Rhythm.ONCE,
    phase: Phase | None = None,
    actor: Actor,
) -> Duty:
    """Add a duty to a running campaign; every unit in it gets its task sheets."""
    campaign = _running(campaign, actor)
    if not name.strip():
        raise Invalid({"name": _("Say what is to be handed in.")})
    duty = Duty.objects.create(
        campaign=campaign, phase=phase, name=name.strip(), due_on=due_on, rhythm=rhythm,
        order_number=campaign.duties.count() + 1,
    )  # fmt: skip
    hand_out(campaign, [duty], campaign.units.all())
    record("campaigns.add_duty", campaign, actor=actor)
    return duty


@transaction.atomic
def add_units(campaign: Campaign, *, units: Sequence[Body], actor: Actor) -> Campaign:
    """Let more units take part; they get the task sheets that are still to come."""
    campaign = _running(campaign, actor)
    campaign.units.add(*units)
    hand_out(campaign, list(campaign.duties.all()), units, since=clock.today())
    record("campaigns.add_units", campaign, actor=actor, fields=["units"])
    return campaign


@transaction.atomic
def conclude(campaign: Campaign, *, actor: Actor) -> Campaign:
    """Conclude a campaign; task sheets still open are cancelled, none is lost."""
    campaign = _running(campaign, actor)
    _cancel_open(campaign, actor)
    return move(campaign, "conclude", CAMPAIGN, actor=actor)


@transaction.atomic
def withdraw(campaign: Campaign, *, actor: Actor) -> Campaign:
    """Withdraw a campaign that was launched in error."""
    campaign = _running(campaign, actor)
    _cancel_open(campaign, actor)
    return move(campaign, "withdraw", CAMPAIGN, actor=actor)


def _running(campaign: Campaign, actor: Actor) -> Campaign:
    require(actor, rules.LAUNCH, campaign.body, campaign_scope=campaign.scope_id)
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("body").get(pk=campaign.pk)
    if locked.state != State.RUNNING:
        raise Conflict(_("The campaign is not under way."))
    return locked


def _cancel_open(campaign: Campaign, actor: Actor) -> None:
    waiting = TaskSheet.objects.filter(
        duty__campaign=campaign, state__in=(SheetState.OPEN, SheetState.RETURNED)
    ).order_by("pk")
    # Locked as they are read: what a unit hands in at this moment is no longer open and stays.
    for sheet in waiting.select_for_update(
        of=("self",)
    ):  # each one by its own move: whoever it was for finds in its history why it ended
        move(sheet, "cancel", SHEET, actor=actor)


def _period(plan: Plan, starts_on: dt.date | None, ends_on: dt.date | None) -> tuple[dt.date, dt.date]:
    first, last = days_of(plan)
    starts, ends = starts_on or first, ends_on or last
    wrong = {}
    if starts is None:
        wrong["starts_on"] = _("The plan names no first day. Set one.")
    if ends is None:
        wrong["ends_on"] = _("The plan names no last day. Set one.")
    if starts is None or ends is None:
        raise Invalid(wrong)
    if ends < starts:
        raise Invalid({"ends_on": _("The last day must not lie before the first.")})
    return starts, ends


def _dimensions(campaign: Campaign, elements: Sequence[Element]) -> None:
    rows: dict[object, Dimension] = {}
    for element in elements:
        if element.kind == Kind.DIMENSION:
            rows[element.pk] = Dimension.objects.create(
                campaign=campaign, name=element.name, order_number=element.order_number
            )
    Item.objects.bulk_create(
        Item(
            dimension=rows[element.parent_id],
            name=element.name,
            order_number=element.order_number,
            capability=bound(element, elements, rows[element.parent_id].name),
        )
        for element in elements
        if element.kind == Kind.ITEM and element.parent_id in rows
    )


def _phases(campaign: Campaign, elements: Iterable[Element]) -> dict[object, Phase]:
    rows: dict[object, Phase] = {}
    for element in elements:
        if element.kind == Kind.PHASE:
            rows[element.pk] = Phase.objects.create(
                campaign=campaign,
                parent=rows.get(element.parent_id),
                name=element.name,
                starts_on=element.starts_on,
                ends_on=element.ends_on,
                order_number=element.order_number,
            )
    return rows


def _duties(campaign: Campaign, elements: Iterable[Element], phases: dict[object, Phase], text: str) -> None:
    rows = []
    for element in elements:
        if element.kind != Kind.DUTY:
            continue
        source = text[element.span_start : element.span_end] if element.span_start is not None else ""
        due_on = element.ends_on
        if due_on is None and element.rhythm != Rhythm.ONCE and campaign.starts_on:
            due_on = first_day(campaign.starts_on, element.rhythm, f"{source} {element.name}")
        rows.append(
            Duty(
                campaign=campaign,
                phase=_phase_on(element.ends_on, phases.values()),
                name=element.name,
                source=source,
                due_on=due_on,
                rhythm=element.rhythm,
                order_number=element.order_number,
            )
        )
    Duty.objects.bulk_create(rows)


def _phase_on(day: dt.date | None, phases: Iterable[Phase]) -> Phase | None:
    """Return the phase in which ``day`` falls; of several the one that begins last."""
    if day is None:
        return None
    fitting = [p for p in phases if p.starts_on and p.ends_on and p.starts_on <= day <= p.ends_on]
    return max(fitting, key=lambda phase: phase.starts_on or dt.date.min, default=None)
