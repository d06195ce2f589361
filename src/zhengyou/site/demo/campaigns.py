"""Turns the plan texts into campaigns and lets their task sheets be done, checked, returned or left lying."""

import datetime as dt
import random

from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.plans import actions as plans
from zhengyou.campaign.plans.models import Plan
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo import texts
from zhengyou.site.demo.calendars import Days, office_moment
from zhengyou.site.demo.county import Unit
from zhengyou.site.demo.events import Book
from zhengyou.site.demo.identities import dice
from zhengyou.site.demo.proposals import propose
from zhengyou.site.demo.staff import Staff

EVIDENCE = (
    "已按要求完成，方案经班子会研究通过，责任落实到岗到人。",
    "本月开展岗位练兵一次，参加窗口人员全部到岗；公示牌已更新。",
    "已公开服务承诺和监督电话，收到群众意见均已答复。",
    "组织点评一次，查摆问题三条，已整改两条，一条正在办理。",
    "已召开动员会，全体窗口人员签订服务承诺书。",
)
LATELY = dt.timedelta(days=40)
"""Only sheets due since then may still be missing or returned."""

RETURNS = ("请补充具体数据和佐证材料。", "内容与上月雷同，请按实际重新报送。", "缺少整改完成时间，请补充。")


def run_all(units: dict[str, Unit], bodies: dict[str, Body], staff: Staff, days: Days) -> list[Campaign]:
    """Take in every plan, launch all but one, and return the campaigns."""
    months, chance = texts.months(), dice("campaigns")
    launched = []
    for one in texts.PLANS:
        hat = staff.of(one.body, Duty.CLERK)[0]
        actor = actor_for(hat.account, hat.appointment)
        began = office_moment(days.from_(months.first), chance, clock.SHANGHAI)
        if not one.is_launched:
            began = clock.now() - dt.timedelta(days=2, hours=3)
        with clock.pretend(began):
            plan = plans.take_in(body=bodies[one.body], text=one.write(months), actor=actor)[0]
            propose(plan)
            if one.is_launched:
                members = [bodies[key] for key in _members(one, units)]
                launched.append(_launch(plan, members, months, actor))
    book = Book()
    for campaign in launched:
        _carry_out(campaign, bodies, staff, days, chance, book)
    book.save()
    return launched


def _members(one: texts.Plan, units: dict[str, Unit]) -> list[str]:
    if one.units == ("*",):
        return [key for key, unit in units.items() if unit.windows]
    return list(one.units) or [key for key, unit in units.items() if unit.above == one.body]


def _launch(plan: Plan, members: list[Body], months: texts.Months, actor: Actor) -> Campaign:
    """Answer the remarks, confirm the plan and launch it; where it names no days the officer sets them."""
    for remark in plan.remarks.all():
        plans.answer(remark, text="已与起草人核对，按原文意思执行，日期以本系统任务单为准。", actor=actor)
    plan = plans.confirm(plan, actor=actor)
    return actions.launch(plan, units=members, starts_on=months.first, ends_on=months.last(8), actor=actor)


def _carry_out(
    campaign: Campaign, bodies: dict[str, Body], staff: Staff, days: Days, chance: random.Random, book: Book
) -> None:
    """Let every sheet due by now, and some of the next ones, get where it would be by now."""
    keys = {body.pk: key for key, body in bodies.items()}
    office = staff.of(keys[campaign.body_id], Duty.CLERK)[0].actor
    now = clock.now()
    zeal = {unit.pk: chance.betavariate(6, 1.2) for unit in campaign.units.all()}
    changed = []
    for sheet in (
        TaskSheet.objects.filter(duty__campaign=campaign).select_related("duty", "body").order_by("due_on", "id")
    ):
        liaison = staff.of(keys[sheet.body_id], Duty.LIAISON)[0].actor
        if sheet.due_on > clock.today() + dt.timedelta(days=20):
            continue
        recent = sheet.due_on > clock.today() - LATELY
        handed = _handed_at(sheet.due_on, days, chance)
        if chance.random() > zeal[sheet.body_id] + 0.12:
            late = sheet.due_on + dt.timedelta(days=chance.randint(3, 20))
            handed = None if recent else office_moment(days.from_(late), chance, clock.SHANGHAI)
        if handed is None or handed >= now:
            continue
        _hand_in(sheet, handed, liaison, chance, book)
        checked = office_moment(days.after(handed.date(), chance.randint(1, 4)), chance, clock.SHANGHAI)
        if checked < now:
            _check(sheet, checked, office, chance, book, strict=recent)
        changed.append(sheet)
    fields = ["state", "evidence", "submitted_at", "decided_at", "return_reason", "returns"]
    TaskSheet.objects.bulk_update(changed, fields, batch_size=500)


def _handed_at(due_on: dt.date, days: Days, chance: random.Random) -> dt.datetime | None:
    """Return when a sheet is handed in: mostly some days before it is due; one for later by few, of late."""
    early = chance.choices((3, 2, 1, 0, -2), (15, 25, 30, 24, 6))[0]
    day = due_on - dt.timedelta(days=early)
    if day >= clock.today():
        if chance.random() > 0.3:
            return None
        day = clock.today() - dt.timedelta(days=chance.randint(1, 4))
    return office_moment(days.from_(day), chance, clock.SHANGHAI)


def _hand_in(sheet: TaskSheet, at: dt.datetime, actor: Actor, chance: random.Random, book: Book) -> None:
    sheet.state, sheet.evidence, sheet.submitted_at = SheetState.SUBMITTED, chance.choice(EVIDENCE), at
    changed = ["state", "evidence", "submitted_at"]
    moved = {"source": SheetState.OPEN, "target": SheetState.SUBMITTED}
    book.write("campaigns.submit", sheet, actor=actor, at=at, fields=changed, **moved)


def _check(sheet: TaskSheet, at: dt.datetime, actor: Actor, chance: random.Random, book: Book, *, strict: bool) -> None:
    """Accept a sheet, or return it with a reason; what was returned long ago has been put right since."""
    sheet.decided_at, changed = at, ["state", "decided_at", "return_reason"]
    if strict and chance.random() < 0.08:
        sheet.state, sheet.return_reason, sheet.returns = SheetState.RETURNED, chance.choice(RETURNS), 1
        verb, changed = "campaigns.return_sheet", [*changed, "returns"]
    else:
        verb, sheet.state = "campaigns.accept", SheetState.ACCEPTED
    moved = {"source": SheetState.SUBMITTED, "target": sheet.state}
    book.write(verb, sheet, actor=actor, at=at, fields=changed, **moved)
