"""The verb that begins the next cycle: the plan's frame moves on by its days, what is open goes with it."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import carrying, policy, rules
from zhengyou.campaign.campaigns.actions.handing import hand_out
from zhengyou.campaign.campaigns.actions.standing import give_to, needed
from zhengyou.campaign.campaigns.enums import MatterKind, PointKind, ReportState, SheetState, State
from zhengyou.campaign.campaigns.machine import CAMPAIGN, SHEET
from zhengyou.campaign.campaigns.models import (
    Campaign,
    CarriedMatter,
    Cycle,
    Dimension,
    Duty,
    Item,
    Phase,
    ReportPoint,
    TaskSheet,
)
from zhengyou.campaign.campaigns.queries.work import common_duties
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.models import Scope
from zhengyou.registry.access.rules import require

OPEN = (SheetState.OPEN, SheetState.RETURNED)


@transaction.atomic
def roll_over(previous: Campaign, *, title: str, starts_on: dt.date, actor: Actor) -> Campaign:
    """Begin the next cycle of a campaign: dimensions, phases and duties with their days moved on, the same units.

    Open task sheets go on in the new cycle and end in the old one, which is concluded; open rectifications, standing
    commitments and the rules that its reports changed stand on the new campaign's list of what was carried over.
    """
    require(actor, rules.LAUNCH, previous.body, campaign_scope=previous.scope_id)
    needed(title=(title, _("Give it a title.")))
    old = Campaign.objects.select_for_update(of=("self",)).select_related("body").get(pk=previous.pk)
    if old.state not in {State.RUNNING, State.CLOSED}:
        raise Conflict(_("Only a campaign that ran goes on in a next cycle."))
    if Cycle.objects.filter(previous=old).exists():
        raise Conflict(_("The next cycle has begun already."))
    if old.starts_on is None or old.ends_on is None or starts_on <= old.starts_on:
        raise Invalid({"starts_on": _("The next cycle begins after the first day of this one.")})
    new = Campaign.objects.create(
        body=old.body, scope=Scope.objects.create(body=old.body, for_campaign=True, label=title.strip()[:200]),
        title=title.strip()[:200], starts_on=starts_on, ends_on=moved(old.ends_on, old.starts_on, starts_on),
        theme=old.theme, group=old.group,
    )  # fmt: skip
    cycle = Cycle.objects.create(campaign=new, previous=old, at=clock.now())
    _copy_frame(old, new)
    new.units.set(old.units.all())
    hand_out(new, list(new.duties.all()), new.units.all())
    _carry_sheets(cycle, actor)
    _carry_others(cycle)
    record("campaigns.roll_over", new, actor=actor)
    if old.state == State.RUNNING:
        move(old, "conclude", CAMPAIGN, actor=actor)
    return move(new, "begin", CAMPAIGN, actor=actor)


def moved(day: dt.date, from_: dt.date, to: dt.date) -> dt.date:
    """Return ``day`` moved as far as ``to`` lies from ``from_``: by whole years where they are apart by whole years."""
    if (from_.month, from_.day) == (to.month, to.day):
        year = day.year + to.year - from_.year
        try:
            return day.replace(year=year)
        except ValueError:  # the 29th of February
            return dt.date(year, 2, 28)
    return day + (to - from_)


def _copy_frame(old: Campaign, new: Campaign) -> None:
    assert old.starts_on is not None  # noqa: S101 -- asked by the verb
    assert new.starts_on is not None  # noqa: S101

    def later(day: dt.date | None) -> dt.date | None:
        return moved(day, old.starts_on, new.starts_on) if day else None  # type: ignore[arg-type]  # both stand

    for dimension in old.dimensions.prefetch_related("items"):
        made = Dimension.objects.create(campaign=new, name=dimension.name, order_number=dimension.order_number)
        Item.objects.bulk_create(
            Item(dimension=made, name=i.name, order_number=i.order_number, capability=i.capability)
            for i in dimension.items.all()
        )
    phases: dict[object, Phase] = {}
    for phase in old.phases.all():
        phases[phase.pk] = Phase.objects.create(
            campaign=new, parent=phases.get(phase.parent_id), name=phase.name, starts_on=later(phase.starts_on),
            ends_on=later(phase.ends_on), order_number=phase.order_number,
        )  # fmt: skip
    Duty.objects.bulk_create(
        Duty(
            campaign=new, phase=phases.get(duty.phase_id), name=duty.name, source=duty.source,
            due_on=later(duty.due_on), rhythm=duty.rhythm, order_number=duty.order_number,
        )
        for duty in common_duties(old)
    )  # fmt: skip


def _carry_sheets(cycle: Cycle, actor: Actor) -> None:
    """Let open sheets go on: one duty in the new cycle for each old one, for the units that still owe it."""
    new, old = cycle.campaign, cycle.previous
    assert new.starts_on is not None  # noqa: S101
    due_on = new.starts_on + dt.timedelta(days=policy.CARRIED_DAYS)
    waiting = TaskSheet.objects.filter(duty__campaign=old, state__in=OPEN, due_on__lt=clock.today())
    for duty in Duty.objects.filter(pk__in=waiting.values("duty")).order_by("order_number"):
        owing = list(waiting.filter(duty=duty).select_related("body").order_by("body__sort_path", "due_on"))
        carried = Duty.objects.create(
            campaign=new, name=f"续办：{duty.name}"[:200], source=duty.source or old.title, due_on=due_on,
            order_number=new.duties.count() + 1,
        )  # fmt: skip
        bodies = {sheet.body_id: sheet.body for sheet in owing}
        give_to(carried, list(bodies))
        sheets = {sheet.body_id: sheet for sheet in carried.sheets.all()}
        CarriedMatter.objects.bulk_create(
            CarriedMatter(
                cycle=cycle, kind=MatterKind.DUTY, body=body, label=f"{duty.name}（{old.title}）"[:300], duty=carried,
                url=reverse("campaigns:sheet", args=[sheets[key].pk]),
            )
            for key, body in bodies.items()
        )  # fmt: skip
    left = TaskSheet.objects.filter(duty__campaign=old, state__in=OPEN).order_by("pk")
    for sheet in left.select_for_update(of=("self",)):
        move(sheet, "cancel", SHEET, actor=actor)


def _carry_others(cycle: Cycle) -> None:
    """Note what upper rooms have open for the units, and the rules that reports of the old cycle changed."""
    for matter in carrying.open_matters(list(cycle.previous.units.all())):
        CarriedMatter.objects.create(
            cycle=cycle, kind=matter.kind, body=matter.body, label=matter.label[:300], url=matter.url[:200]
        )
    rules_changed = ReportPoint.objects.filter(
        report__campaign=cycle.previous, report__state=ReportState.ISSUED, kind=PointKind.RULE
    ).select_related("report")
    CarriedMatter.objects.bulk_create(
        CarriedMatter(
            cycle=cycle, kind=MatterKind.RULE, body=point.report.body, label=point.text,
            url=reverse("campaigns:report", args=[point.report_id]),
        )
        for point in rules_changed
    )  # fmt: skip
