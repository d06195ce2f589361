"""Verbs of reports and of the start-up list: tick, draft from the records, edit, hand up, decide."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import policy, rules
from zhengyou.campaign.campaigns.actions.standing import duty_for, needed, running, tell
from zhengyou.campaign.campaigns.enums import PointKind, ReportKind, ReportState
from zhengyou.campaign.campaigns.machine import REPORT
from zhengyou.campaign.campaigns.models import Campaign, Phase, Report, ReportPoint, StartTick
from zhengyou.campaign.campaigns.queries import drafting
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@transaction.atomic
def tick(campaign: Campaign, *, body: Body, code: str, how: str, actor: Actor) -> StartTick:
    """Tick off a point of the start-up check list that no record shows, saying how it was done."""
    campaign = running(campaign, rules.SUBMIT, body, actor)
    needed(how=(how, _("Say in a few words how it was done.")))
    if code not in policy.START_ASKED:
        raise Invalid({"code": _("The records show this point by themselves.")})
    one, _made = StartTick.objects.update_or_create(
        campaign=campaign, body=body, code=code, defaults={"how": how.strip()[:200], "on": clock.today()}
    )
    record("campaigns.tick", one, actor=actor, fields=[code])
    return one


@transaction.atomic
def draft_report(
    campaign: Campaign,
    *,
    body: Body,
    kind: ReportKind | str,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    phase: Phase | None = None,
    actor: Actor,
) -> Report:
    """Draft a report of ``body`` from what the records say of some days; nobody is asked for a form."""
    require(actor, rules.REPORT, body, campaign_scope=campaign.scope_id)
    if kind == ReportKind.PHASE and phase is None:
        raise Invalid({"phase": _("Choose the phase.")})
    starts_on = starts_on or (phase.starts_on if phase else None) or campaign.starts_on or clock.today()
    ends_on = ends_on or (phase.ends_on if phase else None) or min(campaign.ends_on or clock.today(), clock.today())
    if ends_on < starts_on:
        raise Invalid({"ends_on": _("The last day must not lie before the first.")})
    found = drafting.figures(campaign, body, starts_on, ends_on)
    report = Report.objects.create(
        campaign=campaign, body=body, kind=kind, phase=phase, starts_on=starts_on, ends_on=ends_on,
        title=_title(campaign, str(kind), phase, ends_on), figures=found,
        text=drafting.text(str(kind), campaign, body, found, starts_on, ends_on),
    )  # fmt: skip
    for number, line in enumerate(drafting.problems(campaign, body, ends_on, policy.MOST_PROBLEMS), 1):
        ReportPoint.objects.create(report=report, kind=PointKind.PROBLEM, order_number=number, text=line[:300])
    record("campaigns.draft_report", report, actor=actor, target=report.state)
    return report


@transaction.atomic
def revise_report(report: Report, *, title: str, text: str, actor: Actor) -> Report:
    """Change the text of a report; its figures stay as the records had them."""
    locked = _draft(report, actor)
    needed(title=(title, _("Give it a title.")), text=(text, _("A report needs a text.")))
    locked.title, locked.text = title.strip()[:200], text.strip()
    locked.save(update_fields=["title", "text"])
    record("campaigns.revise_report", locked, actor=actor, fields=["title", "text"])
    return locked


@transaction.atomic
def add_point(report: Report, *, kind: PointKind | str, text: str, actor: Actor) -> ReportPoint:
    """Add a line: a problem, a decision wanted, a measure, a rule to change. The leader's page holds three of each."""
    locked = _draft(report, actor)
    needed(text=(text, _("Write the line.")))
    same = locked.points.filter(kind=kind)
    if locked.kind == ReportKind.PAGE and same.count() >= policy.MOST_PROBLEMS:
        raise Invalid({"kind": _("The leader's page holds three of these at most.")})
    last = same.order_by("order_number").last()
    point = ReportPoint.objects.create(
        report=locked, kind=kind, order_number=last.order_number + 1 if last else 1, text=text.strip()[:300]
    )
    record("campaigns.add_point", locked, actor=actor, fields=["points"])
    return point


@transaction.atomic
def drop_point(point: ReportPoint, *, actor: Actor) -> None:
    """Take a line out of a draft."""
    report = _draft(point.report, actor)
    point.delete()
    record("campaigns.drop_point", report, actor=actor, fields=["points"])


@transaction.atomic
def issue(report: Report, *, actor: Actor) -> Report:
    """Hand a report up: what it asks waits for the leaders, what it says no longer changes."""
    locked = _draft(report, actor)
    if locked.kind == ReportKind.PAGE and not locked.points.filter(kind=PointKind.WANTED).exists():
        raise Conflict(_("Say what the leader is to decide; otherwise the page needs no leader."))
    issued = move(locked, "issue", REPORT, actor=actor, issued_at=clock.now())
    tell(
        [issued.campaign.body], _("%(title)s was handed up."), reverse("campaigns:report", args=[issued.pk]),
        actor=actor, source=f"report:{issued.pk}:{issued.issued_at:%Y%m%d%H%M%S}", title=issued.title,
    )  # fmt: skip
    return issued


@transaction.atomic
def reopen(report: Report, *, actor: Actor) -> Report:
    """Open a report again, to mend it, while nothing of it is decided."""
    require(actor, rules.REPORT, report.body, campaign_scope=report.campaign.scope_id)
    if report.points.exclude(answer="").exists():
        raise Conflict(_("A leader has decided on it already."))
    return move(report, "reopen", REPORT, actor=actor, issued_at=None)


@transaction.atomic
def decide(point: ReportPoint, *, answer: str, actor: Actor) -> ReportPoint:
    """Decide what a report asks; the office that wrote it is told."""
    report = point.report
    require(actor, rules.DECIDE, report.campaign.body, campaign_scope=report.campaign.scope_id)
    needed(answer=(answer, _("Write your decision.")))
    locked = ReportPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if report.state != ReportState.ISSUED or locked.kind != PointKind.WANTED:
        raise Conflict(_("Nothing is to be decided here."))
    locked.answer, locked.answered_at = answer.strip()[:300], clock.now()
    locked.answered_by = " · ".join(filter(None, [actor.label, actor.hat_label]))[:200]
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    record("campaigns.decide", report, actor=actor, fields=["points"])
    tell(
        [report.body], _("Decided on “%(text)s”: %(answer)s"), reverse("campaigns:report", args=[report.pk]),
        actor=actor, source=f"decided:{locked.pk}:{locked.answered_at:%Y%m%d%H%M%S}", text=locked.text[:60],
        answer=locked.answer[:200],
    )  # fmt: skip
    return locked


@transaction.atomic
def make_duty(point: ReportPoint, *, body: Body, due_on: dt.date, actor: Actor) -> ReportPoint:
    """Make a measure of a report a duty of a unit, with its task sheet and day."""
    report = point.report
    campaign = running(report.campaign, rules.REPORT, report.body, actor)
    locked = ReportPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if locked.kind == PointKind.PROBLEM or locked.duty_id is not None:
        raise Conflict(_("Only a measure, a rule or a decision becomes a duty, and only once."))
    if due_on < clock.today():
        raise Invalid({"due_on": _("This day has passed.")})
    if not campaign.units.filter(pk=body.pk).exists() and body.pk != campaign.body_id:
        raise Invalid({"body": _("This unit does not take part in the campaign.")})
    locked.duty = duty_for(campaign, name=locked.text, source=report.title, body=body, due_on=due_on)
    locked.save(update_fields=["duty"])
    record("campaigns.make_duty", report, actor=actor, fields=["points"])
    tell(
        [body], _("%(title)s asks of your unit: %(text)s, by %(due)s."),
        reverse("campaigns:sheet", args=[locked.duty.sheets.get().pk]),
        actor=actor, source=f"measure:{locked.pk}", title=report.title, text=locked.text[:100],
        due=f"{due_on:%Y-%m-%d}",
    )  # fmt: skip
    return locked


def _draft(report: Report, actor: Actor) -> Report:
    require(actor, rules.REPORT, report.body, campaign_scope=report.campaign.scope_id)
    locked = Report.objects.select_for_update(of=("self",)).select_related("campaign__body", "body").get(pk=report.pk)
    if locked.state != ReportState.DRAFT:
        raise Conflict(_("The report is handed up. Open it again before you change it."))
    return locked


def _title(campaign: Campaign, kind: str, phase: Phase | None, ends_on: dt.date) -> str:
    ends = {
        ReportKind.PAGE: f"进展情况一页纸（{ends_on:%Y年%-m月%-d日}）",
        ReportKind.SELF: f"自查小结（截至{ends_on:%Y年%-m月%-d日}）",
        ReportKind.PHASE: f"{phase.name if phase else ''}小结",
        ReportKind.CLOSING: "总结报告",
    }
    return f"{campaign.title.removesuffix('的实施方案').removesuffix('实施方案')}{ends[ReportKind(kind)]}"[:200]
