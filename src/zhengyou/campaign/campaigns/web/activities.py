"""Desk pages of activities and of the calendar of named days."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import activities as verbs
from zhengyou.campaign.campaigns.enums import ActivityState
from zhengyou.campaign.campaigns.forms.work import ActivityFilter, ActivityForm, DayForm, EnrolForm, WhyForm
from zhengyou.campaign.campaigns.models import Activity
from zhengyou.campaign.campaigns.queries.nodes import nodes
from zhengyou.campaign.campaigns.queries.work import activities_for, with_records
from zhengyou.campaign.campaigns.web.ground import asked_unit, beneath, campaign_of, can, frame, hosts, own_unit, sent
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
from zhengyou.campaign.campaigns.web.tabs import page_of
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.rules import require
from zhengyou.registry.access.web import DeskRequest, desk_view

LABEL = gettext_lazy("Activities")
TONES = {ActivityState.PLANNED: "info", ActivityState.DONE: "success", ActivityState.CANCELLED: "neutral"}


@desk_view(rules.READ)
def listing(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List the activities of a campaign by their days."""
    campaign = campaign_of(request, pk)
    form = ActivityFilter(request.GET)
    rows = with_records(activities_for(request.actor).filter(campaign=campaign))
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(title__icontains=text)
    for name in ("kind", "span", "state"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    cols = [
        Col(_("Title"), lambda one: one.title, width=36),
        Col(_("Kind of activity"), lambda one: one.get_kind_display()),
        Col(_("Called"), lambda one: one.get_span_display()),
        Col(_("Held by"), lambda one: one.body.name, width=24),
        Col(_("First day"), lambda one: one.starts_on, Format.DATE),
        Col(_("Last day"), lambda one: one.ends_on, Format.DATE),
        Col(_("On the occasion of"), lambda one: one.occasion),
        Col(_("Units with records"), lambda one: one.recording, Format.INT),
        Col(_("Persons served"), lambda one: one.served or 0, Format.INT),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[ActivityState(one.state)]),
    ]
    leads = bool(hosts(request, campaign, rules.CONVENE)) and campaign.state == "running"
    new_url = reverse("campaigns:activity-new", args=[pk])
    buttons = [Link(_("Calendar of named days"), reverse("campaigns:calendar", args=[pk]), icon="calendar-days")]
    if leads:
        buttons.append(Link(_("Plan an activity"), new_url, "primary", "plus"))
    register = Register(
        title=_("Activities"),
        lead=_("Single events, service days, weeks and months, each with the records of the units"),
        rows=rows.order_by("starts_on", "pk"),
        cols=cols,
        url=lambda one: reverse("campaigns:activity", args=[one.pk]),
        empty=(_("No activity here"), _("Plan the first one."), _("Plan an activity") if leads else "", new_url),
        form=form,
        buttons=buttons,
        icon="calendar-check",
        **frame(campaign, "activities"),
    )
    return show(request, register)


@desk_view(rules.READ)
def calendar(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the named days of the campaign's period with what is planned for each."""
    campaign = campaign_of(request, pk)
    context = page_of(campaign, "activities") | {
        "nodes": nodes(campaign),
        "today": clock.today(),
        "new": reverse("campaigns:activity-new", args=[pk])
        if hosts(request, campaign, rules.CONVENE) and campaign.state == "running"
        else "",
    }
    return render(request, "campaigns/calendar.html", context)


@desk_view(rules.CONVENE)
def new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Plan an activity, or a series."""
    campaign = campaign_of(request, pk)

    def act(given: dict[str, Any]) -> Activity:
        return verbs.plan_activity(campaign, **given, actor=request.actor)

    first = {name: request.GET[name] for name in ("occasion", "starts_on", "kind") if name in request.GET}
    form = ActivityForm(sent(request), campaign=campaign, hosts=hosts(request, campaign, rules.CONVENE), initial=first)
    return fill(
        request, form, act, title=_("Plan an activity"), lead=campaign.title,
        back=reverse("campaigns:activities", args=[pk]),
        after=lambda one: reverse("campaigns:activity", args=[one.pk]),
    )  # fmt: skip


def _activity(request: DeskRequest, pk: uuid.UUID) -> Activity:
    return get_object_or_404(activities_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an activity with its registrations and the records of each day."""
    one = _activity(request, pk)
    tables = [_records(one)]
    if one.register_until:
        tables.insert(0, _enrolments(one))
    first = one.series or one
    others = [first, *first.others.all()]
    if len(others) > 1:
        rows = [
            Row([f"{o.starts_on:%Y-%m-%d}", o.title, (o.get_state_display(), TONES[ActivityState(o.state)])],
                reverse("campaigns:activity", args=[o.pk]))
            for o in others
        ]  # fmt: skip
        tables.append(Table(_("The series"), [_("First day"), _("Title"), _("State")], rows, icon="repeat"))
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=one.campaign.title,
            state=one.get_state_display(),
            tone=TONES[ActivityState(one.state)],
            steps=road([ActivityState.PLANNED, ActivityState.DONE], one.state, [ActivityState.CANCELLED]),
            cards=[_card(one)],
            tables=tables,
            entries=entries(one),
            verbs=_verbs(request, one),
            **beneath(one.campaign, "activities", LABEL, "campaigns:activities"),
        ),
    )


def _card(one: Activity) -> Card:
    facts: list[tuple[Any, Any]] = [
        (_("Kind of activity"), one.get_kind_display()),
        (_("Called"), one.get_span_display()),
        (_("Held by"), one.body.name),
        (_("Days"), f"{one.starts_on:%Y-%m-%d} – {one.ends_on:%Y-%m-%d}"),
        (_("Where"), one.place),
        (_("On the occasion of"), one.occasion),
        (_("For the item"), one.item.name if one.item else ""),
        (_("What for"), one.purpose),
    ]
    if one.result:
        facts.append((_("What came of it"), one.result))
    return Card(_("The activity"), [(label, text) for label, text in facts if text], icon="calendar-check")


def _enrolments(one: Activity) -> Table:
    rows = [Row([each.body.name, each.persons, each.note]) for each in one.enrolments.select_related("body")]
    title = _("Registrations until %(day)s") % {"day": f"{one.register_until:%Y-%m-%d}"}
    if one.seats:
        taken = sum(row.cells[1] for row in rows)
        title += f"（{taken}/{one.seats}）"
    heads = [_("Unit"), _("Persons"), _("Note")]
    return Table(title, heads, rows, icon="user-plus", empty=_("No unit has registered yet."))


def _records(one: Activity) -> Table:
    rows = [
        Row([f"{each.on:%Y-%m-%d}", each.body.name, each.took_part, each.served, each.text])
        for each in one.records.select_related("body")
    ]
    heads = [_("Day"), _("Unit"), _("Persons taking part"), _("Persons served"), _("What was done")]
    return Table(_("Records"), heads, rows, empty=_("No unit has written a record yet."))


def _verbs(request: DeskRequest, one: Activity) -> list[Verb]:
    here = reverse("campaigns:activity", args=[one.pk])
    today, planned = clock.today(), one.state == ActivityState.PLANNED
    own = own_unit(request, one.campaign, rules.SUBMIT)
    found = []
    if own and planned and one.register_until and today <= one.register_until:
        found.append(Verb(_("Register"), f"{here}enrol/", "dialog", "primary", "user-plus"))
    if own and one.state != ActivityState.CANCELLED and one.starts_on <= today:
        found.append(Verb(_("Record a day"), f"{here}record/", "link", "primary", "pencil"))
    if planned and can(request, rules.CONVENE, one.campaign, one.body):
        found.append(Verb(_("Conclude"), f"{here}finish/"))
        found.append(Verb(_("Call it off"), f"{here}drop/", kind="quiet"))
    return found


@desk_view(rules.SUBMIT)
def enrol(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Register the own unit."""
    one = _activity(request, pk)
    body = asked_unit(request, one.campaign, rules.SUBMIT)
    known = one.enrolments.filter(body=body).first()
    first = {"persons": known.persons, "note": known.note} if known else {}
    return ask(
        request, EnrolForm(sent(request), initial=first),
        lambda given: verbs.enrol(one, body=body, **given, actor=request.actor), title=_("Register"),
        back=reverse("campaigns:activity", args=[pk]), text=one.title,
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def record_day(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the own unit did on a day."""
    one = _activity(request, pk)
    body = asked_unit(request, one.campaign, rules.SUBMIT)
    first = {"on": min(max(clock.today(), one.starts_on), one.ends_on)}
    return fill(
        request, DayForm(sent(request), initial=first),
        lambda given: verbs.record_activity(one, body=body, **given, actor=request.actor), title=_("Record a day"),
        lead=one.title, back=reverse("campaigns:activity", args=[pk]),
    )  # fmt: skip


@desk_view(rules.CONVENE)
def finish(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Conclude an activity."""
    one = _activity(request, pk)
    require(request.actor, rules.CONVENE, one.body, campaign_scope=one.campaign.scope_id)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.finish(one, result=given["words"], actor=request.actor), title=_("Conclude"),
        back=reverse("campaigns:activity", args=[pk]), text=_("Say what came of it."),
    )  # fmt: skip


@desk_view(rules.CONVENE)
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Call an activity off."""
    one = _activity(request, pk)
    require(request.actor, rules.CONVENE, one.body, campaign_scope=one.campaign.scope_id)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.drop(one, reason=given["words"], actor=request.actor), title=_("Call it off"),
        back=reverse("campaigns:activity", args=[pk]), danger=True,
    )  # fmt: skip
