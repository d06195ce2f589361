"""Desk pages of what comes later: the investigation of reports, follow-ups after some weeks."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.enums import CheckState, InquiryState
from zhengyou.instruments.complaints.forms import boards
from zhengyou.instruments.complaints.forms.matters import FindingForm, FollowUpForm
from zhengyou.instruments.complaints.models import FollowUp, Investigation
from zhengyou.instruments.complaints.web import pages, showing
from zhengyou.instruments.complaints.web.pages import (
    Card,
    Col,
    Record,
    Register,
    Verb,
    entries,
    fill,
    show_record,
    texts,
)
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view

INQUIRIES = (
    Col(label=gettext_lazy("What is to be looked into"), value=lambda row: row.task[:60], width=48),
    Col(label=gettext_lazy("Unit reported"), value=lambda row: row.about.name if row.about else "", width=24),
    Col(label=gettext_lazy("Who investigates"), value=lambda row: row.body.name, width=24),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.INQUIRY[row.state],
    ),
    Col(label=gettext_lazy("Finding"), value=lambda row: row.get_finding_display() if row.finding else ""),
    Col(label=gettext_lazy("Opened"), value=lambda row: row.opened_at, format=Format.DATE),
)


def _inquiries(request: DeskRequest) -> Any:
    rows = within(Investigation.objects.select_related("body", "about"), request.actor, rules.INVESTIGATE)
    own = request.actor.body
    if own is not None:
        above = [int(key) for key in own.path.split(".") if key]
        rows = rows.exclude(about__in=above[1:] or above)
    return rows


@desk_view(rules.INVESTIGATE)
def inquiries(request: DeskRequest) -> HttpResponseBase:
    """List the investigations of the own units."""
    form = boards.InquiryFilter(request.GET)
    rows = _inquiries(request)
    if form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    listing = Register(
        title=_("Investigations of reports"),
        lead=_("Investigated without knowing who reported; nobody of the unit reported sees it"),
        cols=INQUIRIES,
        url=lambda row: reverse("complaints:inquiry", args=[row.pk]),
        empty=_("The office gives out what is to be investigated."),
        form=form,
        rows=rows.order_by("-opened_at"),
    )
    return pages.show(request, listing)


@desk_view(rules.INVESTIGATE)
def inquiry(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one investigation."""
    one = get_object_or_404(_inquiries(request), pk=pk)
    return show_record(
        request,
        Record(
            title=_("Investigation of a report"),
            crumbs=[(_("Investigations of reports"), reverse("complaints:inquiries"))],
            state=one.get_state_display(),
            tone=showing.INQUIRY[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Who investigates"), one.body.name),
                        (_("Unit reported"), one.about.name if one.about else ""),
                        (_("Person or household reported"), str(one.subject)),
                        (_("Finding"), one.get_finding_display() if one.finding else ""),
                    ],
                    "info",
                ),
                *texts(
                    [
                        (_("What is to be looked into"), one.task),
                        (_("What was established"), one.facts),
                        (_("Decided, mended or handed over"), one.measures),
                    ]
                ),
            ],
            entries=entries(one),
            verbs=[
                Verb(
                    label=_("Take it up"),
                    url=reverse("complaints:begin-inquiry", args=[pk]),
                    kind="primary",
                    how="post",
                )
                if one.state == InquiryState.OPENED
                else None,
                Verb(
                    label=_("Conclude the inquiry"),
                    url=reverse("complaints:conclude", args=[pk]),
                    kind="primary",
                    icon="check",
                )
                if one.state == InquiryState.INVESTIGATING
                else None,
            ],
        ),
    )


@desk_view(rules.INVESTIGATE)
@require_POST
def begin_inquiry(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an investigation up."""
    actions.begin_inquiry(get_object_or_404(_inquiries(request), pk=pk), actor=request.actor)
    return redirect("complaints:inquiry", pk=pk)


@desk_view(rules.INVESTIGATE)
def conclude(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was found."""
    one = get_object_or_404(_inquiries(request), pk=pk)
    return fill(
        request,
        FindingForm(request.POST or None),
        lambda given: actions.conclude(one, **given, actor=request.actor),
        title=_("Conclude the inquiry"),
        lead=_("Facts first; sanctions are for the organs that may impose them."),
        back=reverse("complaints:inquiry", args=[pk]),
    )


FOLLOWS = (
    Col(label=gettext_lazy("Number of the matter"), value=lambda row: row.complaint.number),
    Col(label=gettext_lazy("Title"), value=lambda row: row.complaint.title, width=40),
    Col(label=gettext_lazy("Due"), value=lambda row: row.due_on, format=Format.DATE),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.CHECK[row.state],
    ),
    Col(
        label=gettext_lazy("Still solved"),
        value=lambda row: "" if row.lasting is None else _("Yes") if row.lasting else _("No"),
    ),
    Col(label=gettext_lazy("Words at the follow-up"), value=lambda row: row.note, width=36),
    Col(label=gettext_lazy("Handled again under"), value=lambda row: row.led_to.number if row.led_to else ""),
)


def _follows(request: DeskRequest) -> Any:
    seen = queries.visible(request.actor, rules.FOLLOW_UP).values("pk")
    return FollowUp.objects.filter(complaint__in=seen).select_related("complaint__body", "led_to")


@desk_view(rules.FOLLOW_UP)
def follow_ups(request: DeskRequest) -> HttpResponseBase:
    """List whom to ask again, the longest due first."""
    form = boards.FollowFilter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _follows(request)
    if wanted.get("q"):
        rows = rows.filter(complaint__number__icontains=wanted["q"].strip())
    rows = rows.filter(state=wanted["state"]) if wanted.get("state") else rows.exclude(state=CheckState.DONE)
    listing = Register(
        title=_("Follow-up after four weeks"),
        lead=_("Did it last? Asked some weeks after the answer, by the office and never by the unit"),
        cols=FOLLOWS,
        url=lambda row: reverse("complaints:follow-up", args=[row.pk]),
        empty=_("The night's job plans them by itself."),
        form=form,
        rows=rows.order_by("due_on", "id"),
    )
    return pages.show(request, listing)


@desk_view(rules.FOLLOW_UP)
def follow_up(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of asking again; a leftover problem goes on as a new turn of the matter."""
    one = get_object_or_404(_follows(request), pk=pk)
    matter = reverse("complaints:detail", args=[one.complaint_id])
    if one.state == CheckState.DONE:
        return redirect(matter)

    def act(given: dict[str, Any]) -> FollowUp:
        if given["lasting"] is None:
            return actions.miss(one, note=given["note"], actor=request.actor)
        return actions.follow_up(one, **given, actor=request.actor)

    return fill(
        request,
        FollowUpForm(request.POST or None),
        act,
        title=_("Follow up"),
        lead=f"{one.complaint.number} {one.complaint.title}",
        back=reverse("complaints:follow-ups"),
        links=[(_("Open the matter"), matter)],
        after=lambda done: reverse("complaints:detail", args=[done.led_to_id]) if done.led_to_id else "",
    )
