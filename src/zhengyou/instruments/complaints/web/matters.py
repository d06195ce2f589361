"""Desk pages of matters: the list, one matter, and what the office does with it."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.enums import Kind, State
from zhengyou.instruments.complaints.forms import matters as forms
from zhengyou.instruments.complaints.models import Complaint, FollowUp, Investigation, KnowledgeVersion
from zhengyou.instruments.complaints.queries.finding import by_words_or_number
from zhengyou.instruments.complaints.queries.knowledge import in_use, likest, of_place
from zhengyou.instruments.complaints.web import pages, showing
from zhengyou.instruments.complaints.web.pages import Col, Link, Register, Verb, entries
from zhengyou.instruments.complaints.web.proposing import proposals
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import rules as orders
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import Format
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

COLUMNS = (
    Col(label=gettext_lazy("Number"), value=lambda row: row.number),
    Col(label=gettext_lazy("Title"), value=lambda row: row.title, width=40),
    Col(label=gettext_lazy("Kind of matter"), value=lambda row: row.get_kind_display()),
    Col(label=gettext_lazy("Channel"), value=lambda row: row.get_channel_display(), only_sheet=True),
    Col(label=gettext_lazy("Category"), value=lambda row: row.category.name if row.category else ""),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.TONES[row.state],
    ),
    Col(label=gettext_lazy("In hand with"), value=lambda row: row.order.body.known_as if row.order else "", width=24),
    Col(label=gettext_lazy("Taken in on"), value=lambda row: row.received_at, format=Format.MOMENT),
    Col(label=gettext_lazy("Answered"), value=lambda row: row.answered_at, format=Format.MOMENT, only_sheet=True),
    Col(
        label=gettext_lazy("Satisfaction"),
        value=lambda row: row.get_level_display() if row.level else "",
        only_sheet=True,
    ),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the matters in the scope of this hat, the newest first; those that wait on the first tab."""
    form = forms.MatterFilter(request.GET)
    choice = choose(request, rules.READ)
    view = request.GET.get("show", "open")
    rows = under(queries.visible(request.actor, rules.READ), choice.body)
    rows = _found(rows, form, view).select_related("category", "order__body").order_by("-received_at", "number")
    tabs = [
        {"label": label, "url": f"?show={name}", "active": view == name}
        for name, label in (("open", _("Open")), ("triage", _("To be seen to")), ("all", _("All")))
    ]
    receives = request.actor.holds(rules.RECEIVE)
    page = Register(
        title=_("Register of matters"),
        lead=_("What citizens and staff asked, wanted and reported; who they are stays sealed"),
        cols=COLUMNS,
        url=lambda row: reverse("complaints:detail", args=[row.pk]),
        empty=_("Matters arrive by the web page, the hotline, the window, letters and boxes."),
        buttons=[Link(_("Take in a call"), reverse("complaints:hotline"), "primary", "plus")] if receives else [],
        tabs=tabs,
        form=form,
        keep="body show",
        nodes=choice.nodes,
        rows=rows,
    )
    return pages.show(request, page)


def _found(rows: QuerySet[Complaint], form: forms.MatterFilter, view: str) -> QuerySet[Complaint]:
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = by_words_or_number(rows, wanted.get("q") or "")
    for name in ("state", "kind", "channel"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("category"):
        rows = rows.filter(category__code__startswith=wanted["category"].code)
    if wanted.get("since"):
        rows = rows.filter(received_at__gte=clock.midnight(wanted["since"]))
    if wanted.get("until"):
        rows = rows.filter(received_at__lt=clock.midnight(wanted["until"] + dt.timedelta(days=1)))
    if not wanted.get("state") and not wanted.get("q"):
        if view == "triage":
            rows = rows.filter(state=State.RECEIVED)
        elif view == "open":
            rows = rows.filter(state__in=(State.RECEIVED, State.HANDLING))
    return rows


def matter_or_404(request: DeskRequest, pk: uuid.UUID, function: str = rules.READ) -> Complaint:
    """Return a matter that this hat may see, or answer that there is none."""
    rows = Complaint.objects.filter(pk__in=queries.visible(request.actor, function).values("pk"))
    return get_object_or_404(
        rows.select_related("body", "about", "category", "item", "order__body", "merged_into", "territory"), pk=pk
    )


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one matter: its words, its road, its answer, the correspondence, and what this hat may do next."""
    matter = matter_or_404(request, pk)
    triages = bool(may(request.actor, rules.TRIAGE, matter.body))
    if triages and matter.messages.filter(side="complainant", read_on__isnull=True).exists():
        actions.read_messages(matter, actor=request.actor)
    responsible = queries.responsible(matter.category, matter.body, matter.territory)
    waits = matter.state == State.RECEIVED
    context = {
        "matter": matter,
        "tone": showing.TONES[matter.state],
        "steps": showing.steps(matter),
        "clocks": showing.clocks(matter),
        "handling": showing.handling_words(matter.order),
        "files": shown(attached_to(matter)),
        "person": getattr(matter, "complainant", None),
        "talk": matter.messages.all(),
        "responsible": responsible if waits else None,
        "articles": _articles(matter) if waits and matter.kind == Kind.CONSULTATION else [],
        "inquiry": Investigation.objects.filter(complaint=matter).select_related("body").first(),
        "published": getattr(matter, "published", None),
        "joined": matter.merged.all()[:20],
        "follow": FollowUp.objects.filter(complaint=matter).select_related("led_to").first(),
        "came_of": FollowUp.objects.filter(led_to=matter).select_related("complaint").first(),
        "entries": entries(matter),
        "sees_order": matter.order is not None and bool(may(request.actor, orders.READ, matter.order.body)),
        "triages": triages,
        "verbs": [verb for verb in _verbs(request, matter) if verb is not None],
    }
    return render(request, "complaints/detail.html", context | (proposals(matter) if triages else {}))


def _articles(matter: Complaint) -> list[KnowledgeVersion]:
    found = likest(of_place(in_use(), matter.body), f"{matter.title} {matter.text}")
    return [one.current for one in found[:3] if one.current]


def _verbs(request: DeskRequest, matter: Complaint) -> list[Verb | None]:
    def verb(name: str, label: str, function: str, *states: State, **more: Any) -> Verb | None:
        if matter.state not in states or not may(request.actor, function, matter.body):
            return None
        return Verb(label=label, url=reverse(f"complaints:{name}", args=[matter.pk]), **more)

    triage, waits, answered = rules.TRIAGE, State.RECEIVED, (State.ANSWERED, State.INFORMED)
    is_report = matter.kind == Kind.REPORT
    everywhere = tuple(State)
    first = "plain" if matter.category is None or is_report else "primary"
    return [
        verb(
            "classify",
            _("Classify"),
            triage,
            waits,
            icon="tags",
            kind="primary" if first == "plain" and not is_report else "plain",
        ),
        verb("dispatch", _("Dispatch"), triage, waits, icon="send", kind=first),
        verb(
            "answer",
            _("Answer at once"),
            rules.RECEIVE if matter.kind == Kind.CONSULTATION else triage,
            waits,
            icon="message-square",
        ),
        verb("investigate", _("Have it investigated"), triage, waits, icon="search", kind="primary")
        if is_report
        else None,
        verb("inform", _("Explain, not handled"), triage, waits, icon="info"),
        verb("merge", _("Join to an earlier one"), triage, waits, icon="git-merge"),
        verb("ask", _("Ask the complainant"), triage, waits, State.HANDLING, *answered, icon="message-circle"),
        verb("publish", _("Publish"), rules.PUBLISH, State.ANSWERED, State.CLOSED, icon="megaphone")
        if matter.may_publish and not is_report
        else None,
        verb(
            "close",
            _("Close the matter"),
            triage,
            *answered,
            icon="check",
            how="post",
            confirm=_("It can not be handled again afterwards. Continue?"),
        ),
        verb("identity", _("Open who brought it"), rules.IDENTITY, *everywhere, icon="eye")
        if getattr(matter, "complainant", None)
        else None,
        verb("renew-code", _("New query code"), rules.RECEIVE, *everywhere, icon="key-round")
        if getattr(matter, "complainant", None)
        else None,
    ]
