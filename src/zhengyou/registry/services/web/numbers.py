"""Desk pages of numbers without an appointment: taken at the desk, shown to the visitor, called, served."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, show_record
from zhengyou.registry.access.web.register import Link
from zhengyou.registry.services import actions, printing, queries, queues, rules
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.enums import IN_THE_HALL, WalkInState
from zhengyou.registry.services.forms.walkins import NumberForm, window_for
from zhengyou.registry.services.models import WalkIn
from zhengyou.registry.services.web import pages


def _one(request: DeskRequest, pk: uuid.UUID, function: str) -> WalkIn:
    rows = WalkIn.objects.select_related("window__body", "item", "case")
    return get_object_or_404(within(rows, request.actor, function), pk=pk)


@desk_view(rules.REGISTER)
def take(request: DeskRequest) -> HttpResponse:
    """Ask for what a visitor without an appointment has come, and give a number; no name is asked."""
    windows = within(queries.open_windows().select_related("body"), request.actor, rules.REGISTER)
    return fill(
        request,
        NumberForm(data_of(request), windows=windows),
        lambda given: actions.take_number(window_for(given, windows), item=given["item"], actor=request.actor),
        title=_("Take a number"),
        lead=_("For visitors without an appointment. Only the matter is asked, no name and no telephone."),
        back=reverse("services:queue"),
        after=lambda made: reverse("services:number", args=[made.pk]),
    )


@desk_view(rules.REGISTER)
@require_safe
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a number, how many wait before it, and what may be done."""
    one = _one(request, pk, rules.REGISTER)
    waits = one.state == WalkInState.PRESENT and one.day == clock.today()
    facts = [
        (_("Window"), one.window),
        (_("Where it stands"), one.window.place),
        (_("Service item"), one.item.name),
        (_("Taken at"), f"{clock.local(one.present_at):%Y-%m-%d %H:%M}"),
        (_("Visitors waiting before it"), str(queues.before(one)) if waits else ""),
        (_("Case number"), one.case.number if one.case else ""),
    ]
    record = Record(
        title=one.queue_number,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.window.body.name,
        crumbs=[(_("Call desk"), reverse("services:queue"))],
        cards=[Card(_("Facts"), facts, "info")],
        links=[
            Link(_("Print the number"), reverse("services:number-slip", args=[pk]), "primary", "printer"),
            Link(_("Take another number"), reverse("services:number-take"), icon="plus"),
        ],
        verbs=_verbs(one),
        entries=entries(one),
    )
    return show_record(request, record)


def _verbs(one: WalkIn) -> list[Verb | None]:
    if one.state not in IN_THE_HALL:
        return []

    def url(verb: str) -> str:
        return reverse("services:number-act", args=[one.pk, verb])

    return [
        Verb(label=_("The visitor is here: take the case"), url=url("here"), icon="check", how="post"),
        Verb(label=_("Call again"), url=url("again"), icon="bell", how="post") if one.calls else None,
        Verb(label=_("Pass over"), url=url("passed"), kind="quiet", icon="circle-x", how="post"),
    ]


@desk_view(rules.REGISTER)
@require_POST
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Call a number again, take the case of whoever came, or pass the number over."""
    one = _one(request, pk, rules.REGISTER)
    try:
        if verb == "here":
            served = actions.serve_number(one, actor=request.actor)
            return redirect("services:case", served.case.pk) if served.case else redirect("services:queue")
        if verb == "again":
            actions.call_again(one, actor=request.actor)
        else:
            actions.pass_number(one, actor=request.actor)
    except Conflict as conflict:  # another clerk was quicker
        messages.warning(request, str(conflict))
    else:
        messages.success(request, _("Done."))
    return redirect("services:queue")


@desk_view(rules.REGISTER)
@require_safe
def paper(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give the slip of a number as PDF."""
    one = _one(request, pk, rules.REGISTER)
    return pages.pdf(printing.queue_slip(one, base(request)), f"{_('Number in the queue')}-{one.queue_number}")
