"""Desk pages of protection: support of staff, reports of retaliation."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.enums import SupportState
from zhengyou.instruments.complaints.forms import boards
from zhengyou.instruments.complaints.forms.fields import ResultForm
from zhengyou.instruments.complaints.models import RetaliationReport, StaffSupportCase
from zhengyou.instruments.complaints.web import pages, showing
from zhengyou.instruments.complaints.web.pages import (
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
    show_record,
    texts,
)
from zhengyou.instruments.complaints.web.receiving import own_body
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.bodies.queries import held_on

CASES = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("What happened"), value=lambda row: row.get_kind_display(), width=24),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Who met it"), value=lambda row: row.appointment.person.name),
    Col(label=gettext_lazy("Day"), value=lambda row: row.happened_on, format=Format.DATE),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.SUPPORT[row.state],
    ),
)


def _cases(request: DeskRequest) -> Any:
    """Return the cases this hat looks after, and one's own."""
    seen = within(StaffSupportCase.objects.all(), request.actor, rules.SUPPORT).values("pk")
    rows = StaffSupportCase.objects.select_related("body", "appointment__person", "appointment__post__body")
    own = rows.filter(appointment__person_id=request.actor.person) if request.actor.person else rows.none()
    return rows.filter(pk__in=seen) | own


@desk_view(rules.SPEAK)
def cases(request: DeskRequest) -> HttpResponseBase:
    """List the cases in which staff met abuse: one's own, and those one looks after."""
    new = Link(_("Report abuse"), reverse("complaints:care-new"), "primary", "plus")
    listing = Register(
        title=_("Care for staff"),
        lead=_(
            "Insult, violence or blame without fault: reported here, supported by the unit, never held against anybody"
        ),
        cols=CASES,
        url=lambda row: reverse("complaints:care-case", args=[row.pk]),
        empty=_("Whoever was insulted or wrongly blamed at work reports it here."),
        buttons=[new],
        rows=_cases(request).order_by("-reported_at"),
    )
    return pages.show(request, listing)


@desk_view(rules.SPEAK)
def new_case(request: DeskRequest) -> HttpResponse:
    """Ask what happened."""
    body = own_body(request)
    form = boards.AbuseForm(request.POST or None, initial={"happened_on": clock.today()})
    field: Any = form.fields["appointment"]
    field.queryset = (
        held_on(clock.today()).filter(post__body__path__startswith=body.path).select_related("person", "post")
    )
    field.label_from_instance = _holder
    mine = field.queryset.filter(person_id=request.actor.person).first() if request.actor.person else None
    field.initial = mine.public_id if mine else None
    return fill(
        request,
        form,
        lambda given: actions.report_abuse(**given, actor=request.actor),
        title=_("Report abuse"),
        lead=_("The head of the unit and the office read it; it never counts against you."),
        back=reverse("complaints:care"),
    )


def _holder(appointment: Appointment) -> str:
    return f"{appointment.person.name} · {appointment.post.title}"


@desk_view(rules.SPEAK)
def case(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one case with what was done."""
    one = get_object_or_404(_cases(request), pk=pk)
    own = str(one.appointment.person_id) == request.actor.person
    helps = bool(may(request.actor, rules.SUPPORT, one.body)) and not own
    return show_record(
        request,
        Record(
            title=one.get_kind_display(),
            eyebrow=one.number,
            crumbs=[(_("Care for staff"), reverse("complaints:care"))],
            state=one.get_state_display(),
            tone=showing.SUPPORT[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Who met it"), _holder(one.appointment)),
                        (_("Unit"), one.body.name),
                        (_("Day"), one.happened_on),
                        (_("Where"), one.place),
                    ],
                    "info",
                ),
                *texts([(_("In own words"), one.text), (_("Result"), one.result)]),
            ],
            tables=[
                Table(
                    title=_("Support given"),
                    heads=[_("Measure"), _("Day"), _("Done by whom"), _("Remark")],
                    rows=[
                        Row((row.get_kind_display(), row.done_on, row.done_by, row.note)) for row in one.measures.all()
                    ],
                    empty=_("Nothing yet."),
                )
            ],
            entries=entries(one),
            verbs=[
                Verb(
                    label=_("Enter support"),
                    url=reverse("complaints:care-support", args=[pk]),
                    kind="primary",
                    icon="hand-heart",
                )
                if helps and one.state != SupportState.SETTLED
                else None,
                Verb(label=_("Settle"), url=reverse("complaints:care-settle", args=[pk]), icon="check")
                if helps and one.state == SupportState.SUPPORTING
                else None,
            ],
        ),
    )


@desk_view(rules.SUPPORT)
def support(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was done for the member of staff."""
    one = get_object_or_404(_cases(request), pk=pk)
    return ask(
        request,
        boards.SupportForm(request.POST or None),
        lambda given: actions.support(one, **given, actor=request.actor),
        title=_("Enter support"),
        back=reverse("complaints:care-case", args=[pk]),
    )


@desk_view(rules.SUPPORT)
def settle(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of a case."""
    one = get_object_or_404(_cases(request), pk=pk)
    return ask(
        request,
        ResultForm(request.POST or None),
        lambda given: actions.settle_support(one, **given, actor=request.actor),
        title=_("Settle"),
        back=reverse("complaints:care-case", args=[pk]),
    )


RETALIATION = (
    Col(label=gettext_lazy("Number of the matter"), value=lambda row: row.complaint.number),
    Col(
        label=gettext_lazy("Unit concerned"), value=lambda row: row.complaint.about.name if row.complaint.about else ""
    ),
    Col(label=gettext_lazy("Day"), value=lambda row: row.day, format=Format.DATE),
    Col(label=gettext_lazy("What happened"), value=lambda row: row.text, width=48),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: _("Settled") if row.settled_on else _("Taken up") if row.taken_on else _("Not taken up yet"),
        tone=lambda row: "success" if row.settled_on else "warning",
    ),
    Col(label=gettext_lazy("Result"), value=lambda row: row.result, width=36),
)


def _reports(request: DeskRequest) -> Any:
    seen = queries.visible(request.actor, rules.PROTECT).values("pk")
    return RetaliationReport.objects.filter(complaint__in=seen).select_related("complaint__about", "body")


@desk_view(rules.PROTECT)
def retaliation(request: DeskRequest) -> HttpResponseBase:
    """List the reports that somebody takes revenge."""
    listing = Register(
        title=_("Reports of retaliation"),
        lead=_("For supervision only: past the unit concerned"),
        cols=RETALIATION,
        url=lambda row: reverse("complaints:retaliation-report", args=[row.pk]),
        empty=_("Complainants report on the tracking page that somebody takes revenge."),
        rows=_reports(request).order_by("settled_on", "-day", "id"),
    )
    return pages.show(request, listing)


@desk_view(rules.PROTECT)
def retaliation_report(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a report, take it up, and settle it."""
    one = get_object_or_404(_reports(request), pk=pk)
    return show_record(
        request,
        Record(
            title=_("Report of retaliation"),
            eyebrow=one.complaint.number,
            crumbs=[(_("Reports of retaliation"), reverse("complaints:retaliation"))],
            state=_("Settled") if one.settled_on else _("Taken up") if one.taken_on else _("Not taken up yet"),
            tone="success" if one.settled_on else "warning",
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Unit concerned"), one.complaint.about.name if one.complaint.about else ""),
                        (_("Day"), one.day),
                        (_("Matter"), one.complaint.title),
                    ],
                    "info",
                ),
                *texts([(_("What happened"), one.text or "—"), (_("Result"), one.result)]),
            ],
            entries=entries(one),
            verbs=[
                Verb(
                    label=_("Take up"),
                    url=reverse("complaints:take-retaliation", args=[pk]),
                    kind="primary",
                    how="post",
                )
                if one.taken_on is None
                else None,
                Verb(
                    label=_("Settle"),
                    url=reverse("complaints:settle-retaliation", args=[pk]),
                    kind="primary",
                    icon="check",
                )
                if one.taken_on is not None and one.settled_on is None
                else None,
            ],
        ),
    )


@desk_view(rules.PROTECT)
@require_POST
def take_retaliation(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a report up."""
    actions.take_retaliation(get_object_or_404(_reports(request), pk=pk), actor=request.actor)
    return redirect("complaints:retaliation-report", pk=pk)


@desk_view(rules.PROTECT)
def settle_retaliation(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of a report."""
    one = get_object_or_404(_reports(request), pk=pk)
    return ask(
        request,
        ResultForm(request.POST or None),
        lambda given: actions.settle_retaliation(one, **given, actor=request.actor),
        title=_("Settle"),
        text=_("The complainant reads the result on the tracking page."),
        back=reverse("complaints:retaliation-report", args=[pk]),
    )
