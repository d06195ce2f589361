"""Desk pages of opinions: what came in, items, reports."""

import datetime as dt
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.actions.opinions import MERGEABLE
from zhengyou.instruments.complaints.enums import ItemState, ReportState, State
from zhengyou.instruments.complaints.forms import boards
from zhengyou.instruments.complaints.forms.fields import TextForm, top_of
from zhengyou.instruments.complaints.models import OpinionItem, OpinionReport
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
from zhengyou.kernel.errors import Refused
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body

ITEMS = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("Item of opinion"), value=lambda row: row.title, width=44),
    Col(label=gettext_lazy("Category"), value=lambda row: row.category.name),
    Col(label=gettext_lazy("Opinions in it"), value=lambda row: row.voices, format=Format.INT),
    Col(
        label=gettext_lazy("State"), value=lambda row: row.get_state_display(), tone=lambda row: showing.ITEM[row.state]
    ),
    Col(label=gettext_lazy("Responsible unit"), value=lambda row: row.lead.known_as if row.lead else ""),
    Col(label=gettext_lazy("Collected"), value=lambda row: row.collected_on, format=Format.DATE),
    Col(label=gettext_lazy("Answer"), value=lambda row: row.answer, width=40, only_sheet=True),
)


def widest(request: DeskRequest, function: str) -> Body:
    """Return the widest body for which this hat may do ``function``: the whole place, or its own unit."""
    body = own_body(request)
    top = top_of(body)
    return top if may(request.actor, function, top) else body


def _items(request: DeskRequest) -> Any:
    rows = within(OpinionItem.objects.all(), request.actor, rules.OPINIONS)
    return rows.select_related("category", "lead", "body", "report", "order")


@desk_view(rules.OPINIONS)
def items(request: DeskRequest) -> HttpResponseBase:
    """List the items of opinion, the newest first."""
    form = boards.ItemFilter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _items(request).annotate(voices=Count("complaints"))
    if wanted.get("q"):
        rows = rows.filter(title__icontains=wanted["q"].strip())
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    new = Link(_("Merge opinions"), reverse("complaints:collect"), "primary", "plus")
    listing = Register(
        title=_("Items of opinion"),
        lead=_("Like opinions merged into one, handed to a unit, answered to everybody, struck off"),
        cols=ITEMS,
        url=lambda row: reverse("complaints:item", args=[row.pk]),
        empty=_("Merge the opinions that came in."),
        buttons=[new],
        form=form,
        tabs=_tabs("items"),
        rows=rows.order_by("-collected_on", "-id"),
    )
    return pages.show(request, listing)


def _tabs(here: str) -> list[dict[str, Any]]:
    named = (("items", _("Items of opinion")), ("reports", _("Opinion reports")))
    return [{"label": label, "url": reverse(f"complaints:{name}"), "active": name == here} for name, label in named]


@desk_view(rules.OPINIONS)
def collect(request: DeskRequest) -> HttpResponse:
    """List the opinions nobody has handled, tick those that are alike, and merge them."""
    seen = queries.visible(request.actor, rules.OPINIONS)
    waiting = seen.filter(kind__in=MERGEABLE, state=State.RECEIVED, opinion__isnull=True)
    form = boards.CollectForm(request.POST or None)
    ticked = request.POST.getlist("complaints")
    if request.method == "POST" and form.is_valid():
        chosen = list(waiting.filter(number__in=ticked))
        try:
            item = actions.collect(
                chosen, body=widest(request, rules.OPINIONS), **form.cleaned_data, actor=request.actor
            )
        except Refused as error:
            error.place_on(form)
        else:
            return redirect("complaints:item", pk=item.pk)
    page = Paginator(waiting.select_related("category").order_by("category__code", "-received_at"), 50)
    context = {"form": form, "page": page.get_page(request.GET.get("page")), "ticked": ticked}
    return render(request, "complaints/collect.html", context, status=422 if form.errors else 200)


@desk_view(rules.OPINIONS)
def item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one item with the opinions behind it."""
    one = get_object_or_404(_items(request), pk=pk)

    def verb(name: str, label: str, *states: str, **more: Any) -> Verb | None:
        return Verb(label=label, url=reverse(f"complaints:{name}", args=[pk]), **more) if one.state in states else None

    answered = (ItemState.ANSWERED, ItemState.CLOSED)
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=one.number,
            crumbs=[(_("Items of opinion"), reverse("complaints:items"))],
            state=one.get_state_display(),
            tone=showing.ITEM[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Category"), one.category.name),
                        (_("Responsible unit"), one.lead.name if one.lead else ""),
                        (_("Order number"), one.order.number if one.order else ""),
                        (_("Report"), one.report.title if one.report else ""),
                        (_("Public"), _("Yes") if one.is_public else _("No")),
                    ],
                    "info",
                ),
                *texts([(_("In one wording"), one.text), (_("Answer"), one.answer)]),
            ],
            tables=[
                Table(
                    title=_("Opinions behind it"),
                    heads=[_("Number"), _("Title"), _("Channel"), _("State")],
                    rows=[
                        Row(
                            (row.number, row.title, row.get_channel_display(), row.get_state_display()),
                            reverse("complaints:detail", args=[row.pk]),
                        )
                        for row in one.complaints.all()[:50]
                    ],
                )
            ],
            entries=entries(one),
            verbs=[
                verb("route", _("Hand to a unit"), ItemState.COLLECTED, kind="primary", icon="send"),
                verb("answer-item", _("Answer"), ItemState.COLLECTED, icon="message-square"),
                verb("close-item", _("Strike off"), ItemState.ANSWERED, kind="primary", icon="check", how="post"),
                verb(
                    "publish-item",
                    _("Hide") if one.is_public else _("Publish"),
                    *answered,
                    icon="megaphone",
                    how="post",
                ),
            ],
        ),
    )


@desk_view(rules.OPINIONS)
def route(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to which unit the item goes."""
    one = get_object_or_404(_items(request), pk=pk)
    row = queries.responsible(one.category, one.body)
    return ask(
        request,
        boards.LeadForm(request.POST or None, root=one.body, initial={"lead": row.lead.public_id if row else None}),
        lambda given: actions.route(one, lead=given["lead"], actor=request.actor),
        title=_("Hand to a unit"),
        text=_("The unit's reply answers everybody who raised it."),
        back=reverse("complaints:item", args=[pk]),
    )


@desk_view(rules.OPINIONS)
def answer_item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the answer."""
    one = get_object_or_404(_items(request), pk=pk)
    return ask(
        request,
        TextForm(request.POST or None),
        lambda given: actions.answer_item(one, text=given["text"], actor=request.actor),
        title=_("Answer"),
        text=_("Everybody who raised it reads this."),
        back=reverse("complaints:item", args=[pk]),
    )


@desk_view(rules.OPINIONS)
@require_POST
def close_item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Strike an item off."""
    actions.close_item(get_object_or_404(_items(request), pk=pk), actor=request.actor)
    return redirect("complaints:item", pk=pk)


@desk_view(rules.PUBLISH)
@require_POST
def publish_item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an item to the public, or no more."""
    one = get_object_or_404(_items(request), pk=pk)
    actions.publish_item(one, shown=not one.is_public, actor=request.actor)
    return redirect("complaints:item", pk=pk)


REPORTS = (
    Col(label=gettext_lazy("Title"), value=lambda row: row.title, width=40),
    Col(label=gettext_lazy("From"), value=lambda row: row.starts_on, format=Format.DATE),
    Col(label=gettext_lazy("To"), value=lambda row: row.ends_on - dt.timedelta(days=1), format=Format.DATE),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.REPORT[row.state],
    ),
    Col(label=gettext_lazy("Items"), value=lambda row: row.number, format=Format.INT),
)


def _reports(request: DeskRequest) -> Any:
    return within(OpinionReport.objects.select_related("body"), request.actor, rules.OPINIONS)


@desk_view(rules.OPINIONS)
def reports(request: DeskRequest) -> HttpResponseBase:
    """List the periodic reports."""
    new = Link(_("Draw up a report"), reverse("complaints:new-report"), "primary", "plus")
    listing = Register(
        title=_("Opinion reports"),
        lead=_("Drawn together, studied, handed out, answered, closed: each period"),
        cols=REPORTS,
        url=lambda row: reverse("complaints:report", args=[row.pk]),
        empty=_("A report draws the items of a month together."),
        buttons=[new],
        tabs=_tabs("reports"),
        rows=_reports(request).annotate(number=Count("items")).order_by("-starts_on", "id"),
    )
    return pages.show(request, listing)


@desk_view(rules.OPINIONS)
def new_report(request: DeskRequest) -> HttpResponse:
    """Ask for the period."""
    first = clock.today().replace(day=1)
    begun = {
        "starts_on": first,
        "ends_on": (first + dt.timedelta(days=32)).replace(day=1),
        "title": _("Opinions of %(month)s") % {"month": f"{first:%Y-%m}"},
    }
    return fill(
        request,
        boards.ReportForm(request.POST or None, initial=begun),
        lambda given: actions.draw_up(body=widest(request, rules.OPINIONS), **given, actor=request.actor),
        title=_("Draw up a report"),
        lead=_("It takes in the items collected in the period."),
        back=reverse("complaints:reports"),
        after=lambda report: reverse("complaints:report", args=[report.pk]),
    )


@desk_view(rules.OPINIONS)
def report(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one report with its items."""
    one = get_object_or_404(_reports(request), pk=pk)
    rows = list(one.items.select_related("category", "lead").annotate(voices=Count("complaints")))
    left = sum(row.state != ItemState.CLOSED for row in rows)
    return show_record(
        request,
        Record(
            title=one.title,
            crumbs=[(_("Opinion reports"), reverse("complaints:reports"))],
            state=one.get_state_display(),
            tone=showing.REPORT[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("From"), one.starts_on),
                        (_("To"), one.ends_on - dt.timedelta(days=1)),
                        (_("Items"), len(rows)),
                        (_("Not closed yet"), left),
                        (_("Opinions in it"), sum(row.voices for row in rows)),
                    ],
                    "info",
                ),
                *texts([(_("What was decided"), one.conclusion)]),
            ],
            tables=[
                Table(
                    title=_("Items of opinion"),
                    heads=[_("Item of opinion"), _("Category"), _("Opinions in it"), _("State"), _("Responsible unit")],
                    rows=[
                        Row(
                            (
                                row.title,
                                row.category.name,
                                row.voices,
                                row.get_state_display(),
                                row.lead.known_as if row.lead else "",
                            ),
                            reverse("complaints:item", args=[row.pk]),
                        )
                        for row in rows
                    ],
                    empty=_("No item was collected in this period."),
                )
            ],
            entries=entries(one),
            verbs=[
                Verb(label=_("Adopt"), url=reverse("complaints:adopt", args=[pk]), kind="primary", icon="check")
                if one.state == ReportState.DRAFT
                else None,
                Verb(
                    label=_("Close the report"),
                    url=reverse("complaints:close-report", args=[pk]),
                    kind="primary",
                    icon="check",
                    how="post",
                )
                if one.state == ReportState.ADOPTED
                else None,
            ],
        ),
    )


@desk_view(rules.OPINIONS)
def adopt(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was decided."""
    one = get_object_or_404(_reports(request), pk=pk)
    return ask(
        request,
        boards.ConclusionForm(request.POST or None),
        lambda given: actions.adopt(one, conclusion=given["conclusion"], actor=request.actor),
        title=_("Adopt"),
        text=_("Each item must have a unit or an answer by then."),
        back=reverse("complaints:report", args=[pk]),
    )


@desk_view(rules.OPINIONS)
@require_POST
def close_report(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a report."""
    actions.close_report(get_object_or_404(_reports(request), pk=pk), actor=request.actor)
    return redirect("complaints:report", pk=pk)
