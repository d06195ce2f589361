"""Desk pages of meetings."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import printing, rules
from zhengyou.campaign.campaigns.actions import meetings as verbs
from zhengyou.campaign.campaigns.actions.pages import print_page
from zhengyou.campaign.campaigns.enums import Answer, MeetingState
from zhengyou.campaign.campaigns.forms.work import (
    MeetingFilter,
    MeetingForm,
    MinutesForm,
    PresenceForm,
    ReceiptForm,
    StatementForm,
    TaskForm,
    WhyForm,
)
from zhengyou.campaign.campaigns.models import Attendee, Invitation, Meeting, Scan
from zhengyou.campaign.campaigns.queries.work import meetings_for, with_receipts
from zhengyou.campaign.campaigns.web.ground import beneath, campaign_of, can, document, frame, hosts, sent
from zhengyou.campaign.campaigns.web.showing import (
    Card,
    Col,
    Files,
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
from zhengyou.kernel import clock
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import Format
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.access.web import DeskRequest, desk_view

LABEL = gettext_lazy("Meetings")
TONES = {
    MeetingState.PREPARED: "warning",
    MeetingState.CALLED: "info",
    MeetingState.HELD: "success",
    MeetingState.CANCELLED: "neutral",
}
ANSWERS = {Answer.ASKED: "warning", Answer.COMING: "success", Answer.EXCUSED: "neutral"}


@desk_view(rules.READ)
def listing(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List the meetings of a campaign, the latest first."""
    campaign = campaign_of(request, pk)
    form = MeetingFilter(request.GET)
    rows = with_receipts(meetings_for(request.actor).filter(campaign=campaign))
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(Q(title__icontains=text) | Q(agenda__title__icontains=text)).distinct()
    for name in ("kind", "state"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    cols = [
        Col(_("Title"), lambda one: one.title, width=36),
        Col(_("Kind of meeting"), lambda one: one.get_kind_display()),
        Col(_("Meeting time"), lambda one: one.starts_at, Format.MOMENT, width=18),
        Col(_("Where"), lambda one: one.place, width=20),
        Col(_("Called by"), lambda one: one.body.name, width=24),
        Col(_("Passes on"), lambda one: one.above.title if one.above else "", width=24),
        Col(_("Units invited"), lambda one: one.invited, Format.INT),
        Col(_("No receipt yet"), lambda one: one.silent, Format.INT),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[MeetingState(one.state)]),
    ]
    leads = bool(hosts(request, campaign, rules.CONVENE)) and campaign.state == "running"
    new = reverse("campaigns:meeting-new", args=[pk])
    register = Register(
        title=_("Meetings"),
        lead=_("Notice, receipts, name cards, sign-in sheet and minutes; what is decided becomes a duty"),
        rows=rows.order_by("-starts_at", "-pk"),
        cols=cols,
        url=lambda one: reverse("campaigns:meeting", args=[one.pk]),
        empty=(_("No meeting here"), _("Prepare the first one."), _("Prepare a meeting") if leads else "", new),
        form=form,
        buttons=[Link(_("Prepare a meeting"), new, "primary", "plus")] if leads else [],
        icon="users-round",
        **frame(campaign, "meetings"),
    )
    return show(request, register)


@desk_view(rules.CONVENE)
def new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Prepare a meeting."""
    campaign = campaign_of(request, pk)

    def act(given: dict[str, Any]) -> Meeting:
        return verbs.prepare_meeting(campaign, **given, actor=request.actor)

    first = {"everybody": True}
    form = MeetingForm(sent(request), campaign=campaign, hosts=hosts(request, campaign, rules.CONVENE), initial=first)
    return fill(
        request, form, act, title=_("Prepare a meeting"), lead=campaign.title,
        back=reverse("campaigns:meetings", args=[pk]),
        after=lambda one: reverse("campaigns:meeting", args=[one.pk]),
    )  # fmt: skip


def _meeting(request: DeskRequest, pk: uuid.UUID) -> Meeting:
    return get_object_or_404(meetings_for(request.actor), pk=pk)


def _hosted(request: DeskRequest, pk: uuid.UUID) -> Meeting:
    """Return a meeting that this hat holds; whoever is only invited is refused."""
    one = _meeting(request, pk)
    require(request.actor, rules.CONVENE, one.body, campaign_scope=one.campaign.scope_id)
    return one


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a meeting with its receipts, minutes and decisions."""
    one = _meeting(request, pk)
    hosting = can(request, rules.CONVENE, one.campaign, one.body)
    here = reverse("campaigns:meeting", args=[pk])
    tables = [_agenda(one), _receipts(request, one), _attendees(request, one, hosting=hosting)]
    if one.state == MeetingState.HELD:
        tables.append(_decisions(one, hosting=hosting))
    below = [Row([m.title, m.body.name, f"{clock.local(m.starts_at):%Y-%m-%d}", (m.get_state_display(), TONES[MeetingState(m.state)])],
                 reverse("campaigns:meeting", args=[m.pk])) for m in one.below.select_related("body")]  # fmt: skip
    if below:
        heads = [_("Title"), _("Called by"), _("Meeting time"), _("State")]
        tables.append(Table(_("Passed on by"), heads, below, icon="workflow"))
    scans = Scan.objects.filter(page__meeting=one)
    files = [file for scan in scans for file in shown(attached_to(scan))]
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=one.campaign.title,
            state=one.get_state_display(),
            tone=TONES[MeetingState(one.state)],
            steps=road(
                [MeetingState.PREPARED, MeetingState.CALLED, MeetingState.HELD], one.state, [MeetingState.CANCELLED]
            ),
            cards=_cards(one),
            tables=tables,
            files=Files(_("Files"), files) if files else None,
            entries=entries(one),
            verbs=_verbs(one, here) if hosting else [],
            links=_links(one) if hosting else [],
            **beneath(one.campaign, "meetings", LABEL, "campaigns:meetings"),
        ),
    )


def _cards(one: Meeting) -> list[Card]:
    facts: list[tuple[Any, Any]] = [
        (_("Kind of meeting"), one.get_kind_display()),
        (_("Meeting time"), printing.when(one)),
        (_("Where"), one.place),
        (_("Called by"), one.body.name),
    ]
    if one.above:
        facts.append((_("Passes on"), one.above.title))
    if one.reason:
        facts.append((_("Why it was called off"), one.reason))
    cards = [Card(_("The meeting"), facts, icon="users-round")]
    if one.minutes:
        cards.append(Card(_("Minutes"), [], text=one.minutes))
    return cards


def _agenda(one: Meeting) -> Table:
    rows = [Row([f"{item.order_number}. {item.title}", item.result]) for item in one.agenda.all()]
    return Table(_("Agenda"), [_("Item of the agenda"), _("Result")], rows, icon="list-checks")


def _receipts(request: DeskRequest, one: Meeting) -> Table:
    rows = []
    for each in one.invitations.select_related("body").prefetch_related("attendees__appointment__person"):
        own = may(request.actor, rules.SUBMIT, each.body, campaign_scope=one.campaign.scope_id)
        url = reverse("campaigns:meeting-answer", args=[each.pk])
        who = "、".join(a.appointment.person.name for a in each.attendees.all()) or each.excuse
        answering = own and one.state == MeetingState.CALLED
        rows.append(
            Row(
                [each.body.name, (each.get_answer_display(), ANSWERS[Answer(each.answer)]), who],
                verbs=[Verb(_("Give the receipt"), url, "link")] if answering else [],
            )
        )
    return Table(_("Receipts"), [_("Unit"), _("Receipt"), _("Who comes")], rows, icon="mail")


def _attendees(request: DeskRequest, one: Meeting, *, hosting: bool) -> Table:
    rows = []
    for each in printing.attendees_of(one):
        own = hosting or may(request.actor, rules.SUBMIT, each.invitation.body, campaign_scope=one.campaign.scope_id)
        there = _("Was there") if each.is_present else "" if each.is_present is None else _("Was not there")
        speak = one.wants_statements and own and one.state != MeetingState.CANCELLED
        url = reverse("campaigns:meeting-speak", args=[each.pk])
        rows.append(
            Row(
                [each.appointment.person.name, str(each.appointment), there, each.statement],
                verbs=[Verb(_("Statement"), url)] if speak else [],
            )
        )
    heads = [_("Name"), _("Post"), _("Presence"), _("Statement")]
    return Table(_("Participants"), heads, rows, icon="users", empty=_("Nobody is announced yet."))


def _decisions(one: Meeting, *, hosting: bool) -> Table:
    rows = []
    for each in one.decisions.select_related("duty", "body"):
        sheet = each.duty.sheets.first()
        cells = [
            each.duty.name,
            each.body.name,
            f"{each.duty.due_on:%Y-%m-%d}",
            sheet.get_state_display() if sheet else "",
        ]
        rows.append(Row(cells, reverse("campaigns:sheet", args=[sheet.pk]) if sheet else ""))
    add = reverse("campaigns:meeting-decide", args=[one.pk])
    return Table(
        _("Decisions"), [_("What is to be done"), _("Unit"), _("Due by"), _("State")], rows, icon="gavel",
        empty=_("Nothing was decided yet."), buttons=[Link(_("Add a decision"), add, icon="plus")] if hosting else [],
    )  # fmt: skip


def _verbs(one: Meeting, here: str) -> list[Verb]:
    """Return what the host may do next."""
    if one.state == MeetingState.PREPARED:
        return [
            Verb(_("Send the notice"), f"{here}call/", "post", "primary", "send"),
            Verb(_("Keep the minutes"), f"{here}minutes/", "link"),
            Verb(_("Call it off"), f"{here}call-off/", kind="quiet"),
        ]
    if one.state == MeetingState.CALLED:
        return [
            Verb(_("Keep the minutes"), f"{here}minutes/", "link", "primary", "pencil"),
            Verb(_("Note who was there"), f"{here}presence/", "link"),
            Verb(_("Call it off"), f"{here}call-off/", kind="quiet"),
        ]
    return [Verb(_("Note who was there"), f"{here}presence/", "link")] if one.state == MeetingState.HELD else []


def _links(one: Meeting) -> list[Link]:
    here = reverse("campaigns:meeting", args=[one.pk])
    return [
        Link(_("Notice"), f"{here}notice.pdf", icon="printer"),
        Link(_("Sign-in sheet"), f"{here}sign-in.pdf", icon="printer"),
        Link(_("Name cards"), f"{here}cards.pdf", icon="printer"),
    ]


@desk_view(rules.CONVENE)
def call(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the notice."""
    one = _hosted(request, pk)
    return ask(
        request, WhyForm(sent(request)), lambda _given: verbs.call(one, actor=request.actor),
        title=_("Send the notice"), back=reverse("campaigns:meeting", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the receipt of the own unit."""
    meetings = meetings_for(request.actor)
    one = get_object_or_404(
        Invitation.objects.select_related("meeting__campaign", "body").filter(meeting__in=meetings), pk=pk
    )
    require(request.actor, rules.SUBMIT, one.body, campaign_scope=one.meeting.campaign.scope_id)
    first = {
        "coming": "0" if one.answer == Answer.EXCUSED else "1",
        "excuse": one.excuse,
        "appointments": [a.appointment for a in one.attendees.select_related("appointment")],
    }
    form = ReceiptForm(sent(request), body=one.body, initial=first)
    return fill(
        request, form,
        lambda given: verbs.answer(one, **given | {"appointments": list(given["appointments"])}, actor=request.actor),
        title=_("Give the receipt"), lead=one.meeting.title, back=reverse("campaigns:meeting", args=[one.meeting_id]),
    )  # fmt: skip


@desk_view(rules.CONVENE)
def presence(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note who was there."""
    one = _hosted(request, pk)
    there = Attendee.objects.filter(invitation__meeting=one, is_present=True)
    form = PresenceForm(sent(request), meeting=one, initial={"present": there})
    return fill(
        request, form, lambda given: verbs.note_presence(one, present=given["present"], actor=request.actor),
        title=_("Note who was there"), lead=one.title, back=reverse("campaigns:meeting", args=[pk]),
    )  # fmt: skip


@desk_view(rules.SUBMIT)
def speak(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep what somebody said."""
    meetings = meetings_for(request.actor)
    rows = Attendee.objects.select_related(
        "invitation__meeting__campaign", "invitation__meeting__body", "invitation__body"
    )
    one = get_object_or_404(rows.filter(invitation__meeting__in=meetings), pk=pk)
    scope = one.invitation.meeting.campaign.scope_id
    if not may(request.actor, rules.CONVENE, one.invitation.meeting.body, campaign_scope=scope):
        require(request.actor, rules.SUBMIT, one.invitation.body, campaign_scope=scope)
    form = StatementForm(sent(request), initial={"statement": one.statement})
    return ask(
        request, form, lambda given: verbs.speak(one, **given, actor=request.actor), title=_("Statement"),
        back=reverse("campaigns:meeting", args=[one.invitation.meeting_id]), text=str(one),
    )  # fmt: skip


@desk_view(rules.CONVENE)
def minutes(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the minutes."""
    one = _hosted(request, pk)
    form = MinutesForm(sent(request), meeting=one)

    def act(given: dict[str, Any]) -> Meeting:
        return verbs.hold(one, minutes=given["minutes"], results=form.results, actor=request.actor)

    back = reverse("campaigns:meeting", args=[pk])
    return fill(request, form, act, title=_("Keep the minutes"), lead=one.title, back=back)


@desk_view(rules.CONVENE)
def call_off(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Call a meeting off."""
    one = _hosted(request, pk)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.call_off(one, reason=given["words"], actor=request.actor), title=_("Call it off"),
        back=reverse("campaigns:meeting", args=[pk]), danger=True,
    )  # fmt: skip


@desk_view(rules.CONVENE)
def decide(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep what was decided as a duty."""
    one = _hosted(request, pk)
    form = TaskForm(sent(request), campaign=one.campaign)
    return fill(
        request, form, lambda given: verbs.decide_in_meeting(one, **given, actor=request.actor),
        title=_("Add a decision"), lead=one.title, back=reverse("campaigns:meeting", args=[pk]),
    )  # fmt: skip


@desk_view(rules.CONVENE)
def notice_pdf(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Print the notice."""
    one = _meeting(request, pk)
    return document(printing.meeting_notice(one), f"{one.title}{_('Notice')}")


@desk_view(rules.CONVENE)
def cards_pdf(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Print the name cards."""
    one = _hosted(request, pk)
    return document(printing.name_cards(one), f"{one.title}{_('Name cards')}")


@desk_view(rules.CONVENE)
def sign_in_pdf(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Print the sign-in sheet with its code."""
    one = _hosted(request, pk)
    page = print_page(one, actor=request.actor)
    return document(printing.sign_in_sheet(one, page), f"{one.title}{_('Sign-in sheet')}")
