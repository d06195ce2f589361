"""Desk pages of reports: draft, edit, hand up, decide, print."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import printing, rules
from zhengyou.campaign.campaigns.actions import reports as verbs
from zhengyou.campaign.campaigns.enums import PointKind, ReportKind, ReportState
from zhengyou.campaign.campaigns.forms.work import LineForm, ReportForm, TaskForm, TextForm, WhyForm
from zhengyou.campaign.campaigns.models import Report, ReportPoint
from zhengyou.campaign.campaigns.queries.work import reports_for
from zhengyou.campaign.campaigns.web.ground import beneath, campaign_of, can, document, frame, hosts, sent
from zhengyou.campaign.campaigns.web.showing import (
    Card,
    Col,
    Link,
    Record,
    Register,
    Row,
    Table,
    Verb,
    ask,
    entries,
    fill,
    road,
    show,
    show_record,
)
from zhengyou.records.sheets import Format
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

LABEL = gettext_lazy("Reports")
TONES = {ReportState.DRAFT: "warning", ReportState.ISSUED: "success"}


@desk_view(rules.READ)
def listing(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List the reports of a campaign, the latest first."""
    campaign = campaign_of(request, pk)
    cols = [
        Col(_("Title"), lambda one: one.title, width=44),
        Col(_("Kind of report"), lambda one: one.get_kind_display(), width=18),
        Col(_("Report of"), lambda one: one.body.name, width=24),
        Col(_("First day"), lambda one: one.starts_on, Format.DATE),
        Col(_("Last day"), lambda one: one.ends_on, Format.DATE),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[ReportState(one.state)]),
    ]
    writes = bool(hosts(request, campaign, rules.REPORT))
    new_url = reverse("campaigns:report-new", args=[pk])
    register = Register(
        title=_("Reports"),
        lead=_("Drafted from the records; nobody is asked for a form"),
        rows=reports_for(request.actor).filter(campaign=campaign),
        cols=cols,
        url=lambda one: reverse("campaigns:report", args=[one.pk]),
        empty=(_("No report yet"), _("Let the first one be drafted."), _("Draft a report") if writes else "", new_url),
        buttons=[Link(_("Draft a report"), new_url, "primary", "plus")] if writes else [],
        icon="file-text",
        **frame(campaign, "reports"),
    )
    return show(request, register)


@desk_view(rules.REPORT)
def new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Draft a report from the records."""
    campaign = campaign_of(request, pk)
    form = ReportForm(sent(request), campaign=campaign, hosts=hosts(request, campaign, rules.REPORT))
    return fill(
        request, form, lambda given: verbs.draft_report(campaign, **given, actor=request.actor),
        title=_("Draft a report"), lead=campaign.title, back=reverse("campaigns:reports", args=[pk]),
        after=lambda one: reverse("campaigns:report", args=[one.pk]),
    )  # fmt: skip


def _report(request: DeskRequest, pk: uuid.UUID) -> Report:
    return get_object_or_404(reports_for(request.actor), pk=pk)


def _writes(request: DeskRequest, one: Report) -> bool:
    return bool(may(request.actor, rules.REPORT, one.body, campaign_scope=one.campaign.scope_id))


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a report with its lines and what was decided."""
    one = _report(request, pk)
    writes, draft = _writes(request, one), one.state == ReportState.DRAFT
    decides = can(request, rules.DECIDE, one.campaign) and not draft
    here = reverse("campaigns:report", args=[pk])
    buttons = []
    if writes and draft:
        buttons = [
            Verb(_("Hand up"), f"{here}issue/", "post", "primary", "send"),
            Verb(_("Edit the text"), f"{here}edit/", "link", icon="pencil"),
        ]
    elif writes:
        buttons = [Verb(_("Take back to change"), f"{here}reopen/", "post", "quiet")]
    facts = [
        (_("Kind of report"), one.get_kind_display()),
        (_("Report of"), one.body.name),
        (_("Days"), f"{one.starts_on:%Y-%m-%d} – {one.ends_on:%Y-%m-%d}"),
    ]
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=one.campaign.title,
            state=one.get_state_display(),
            tone=TONES[ReportState(one.state)],
            steps=road([ReportState.DRAFT, ReportState.ISSUED], one.state),
            cards=[Card(_("The report"), facts), Card(_("Text"), [], text=one.text)],
            tables=[_points(one, kind, writes=writes, draft=draft, decides=decides) for kind in _kinds(one)],
            entries=entries(one),
            verbs=buttons,
            links=[Link(_("Print"), f"{here}print.pdf", icon="printer")],
            **beneath(one.campaign, "reports", LABEL, "campaigns:reports"),
        ),
    )


def _kinds(one: Report) -> list[PointKind]:
    page = [PointKind.PROBLEM, PointKind.WANTED]
    return page if one.kind == ReportKind.PAGE else [PointKind.PROBLEM, PointKind.MEASURE, PointKind.RULE]


def _points(one: Report, kind: PointKind, *, writes: bool, draft: bool, decides: bool) -> Table:
    rows = []
    for point in one.points.select_related("duty").filter(kind=kind):
        buttons = []
        if writes and draft:
            buttons.append(Verb(_("Take out"), reverse("campaigns:report-drop", args=[point.pk]), "post", "quiet"))
        if decides and kind == PointKind.WANTED:
            buttons.append(
                Verb(_("Give a decision"), reverse("campaigns:report-decide", args=[point.pk]), kind="primary")
            )
        if writes and not draft and kind != PointKind.PROBLEM and point.duty_id is None:
            buttons.append(Verb(_("Make it a duty"), reverse("campaigns:report-duty", args=[point.pk]), "link"))
        done = point.answer and f"{point.answer}（{point.answered_by}）"
        sheet = point.duty.sheets.first() if point.duty else None
        rows.append(
            Row(
                [point.text, done or (sheet.get_state_display() if sheet else "")],
                reverse("campaigns:sheet", args=[sheet.pk]) if sheet else "",
                buttons,
            )
        )
    add = f"{reverse('campaigns:report-line', args=[one.pk])}?kind={kind}"
    return Table(
        kind.label, [_("Text"), _("What followed")], rows, icon="list",
        empty=_("Nothing here yet."), buttons=[Link(_("Add a line"), add, icon="plus")] if writes and draft else [],
    )  # fmt: skip


@desk_view(rules.REPORT)
def edit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Edit the text."""
    one = _report(request, pk)
    form = TextForm(sent(request), initial={"title": one.title, "text": one.text})
    return fill(
        request, form, lambda given: verbs.revise_report(one, **given, actor=request.actor), title=_("Edit the text"),
        back=reverse("campaigns:report", args=[pk]),
    )  # fmt: skip


@desk_view(rules.REPORT)
def line(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a line."""
    one = _report(request, pk)
    form = LineForm(sent(request), initial={"kind": request.GET.get("kind", PointKind.PROBLEM)})
    return fill(
        request, form, lambda given: verbs.add_point(one, **given, actor=request.actor), title=_("Add a line"),
        lead=one.title, back=reverse("campaigns:report", args=[pk]),
    )  # fmt: skip


def _point(request: DeskRequest, pk: uuid.UUID) -> ReportPoint:
    rows = ReportPoint.objects.select_related("report__campaign__body", "report__body")
    return get_object_or_404(rows.filter(report__in=reports_for(request.actor)), pk=pk)


def _at_once(request: DeskRequest, one: Report, title: str, act: Any) -> HttpResponse:
    back = reverse("campaigns:report", args=[one.pk])
    return ask(request, WhyForm(sent(request)), act, title=title, back=back)


@desk_view(rules.REPORT)
def issue(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand a report up."""
    one = _report(request, pk)
    return _at_once(request, one, _("Hand up"), lambda _given: verbs.issue(one, actor=request.actor))


@desk_view(rules.REPORT)
def reopen(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a report again."""
    one = _report(request, pk)
    return _at_once(request, one, _("Take back to change"), lambda _given: verbs.reopen(one, actor=request.actor))


@desk_view(rules.REPORT)
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a line out."""
    one = _point(request, pk)
    return _at_once(request, one.report, _("Take out"), lambda _given: verbs.drop_point(one, actor=request.actor))


@desk_view(rules.DECIDE)
def decide(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Decide what is asked."""
    one = _point(request, pk)
    return ask(
        request, WhyForm(sent(request), initial={"words": one.answer}),
        lambda given: verbs.decide(one, answer=given["words"], actor=request.actor), title=_("Give a decision"),
        back=reverse("campaigns:report", args=[one.report_id]), text=one.text,
    )  # fmt: skip


@desk_view(rules.REPORT)
def duty(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Make a line a duty."""
    one = _point(request, pk)
    form = TaskForm(sent(request), campaign=one.report.campaign, asked=False)
    return fill(
        request, form, lambda given: verbs.make_duty(one, **given, actor=request.actor), title=_("Make it a duty"),
        lead=one.text, back=reverse("campaigns:report", args=[one.report_id]),
    )  # fmt: skip


@desk_view(rules.READ)
def paper(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Print a report: the leader's page on one A4, any other as a working paper."""
    one = _report(request, pk)
    rendered = printing.leader_page(one) if one.kind == ReportKind.PAGE else printing.report_paper(one)
    return document(rendered, one.title)
