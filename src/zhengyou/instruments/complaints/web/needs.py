"""Desk pages of the board of needs."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, rules
from zhengyou.instruments.complaints.actions.needs import Wanted
from zhengyou.instruments.complaints.enums import NeedState
from zhengyou.instruments.complaints.forms import boards
from zhengyou.instruments.complaints.forms.fields import ReasonForm, ResultForm, top_of
from zhengyou.instruments.complaints.models import Need
from zhengyou.instruments.complaints.web import pages, showing
from zhengyou.instruments.complaints.web.pages import (
    Card,
    Col,
    Link,
    Record,
    Register,
    Verb,
    ask,
    entries,
    fill,
    show_record,
    texts,
)
from zhengyou.instruments.complaints.web.receiving import own_body
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

COLUMNS = (
    Col(label=gettext_lazy("What is needed"), value=lambda row: row.title, width=40),
    Col(label=gettext_lazy("Field"), value=lambda row: row.get_sector_display()),
    Col(label=gettext_lazy("Where"), value=lambda row: row.place, width=24),
    Col(label=gettext_lazy("How many people"), value=lambda row: row.people, format=Format.INT),
    Col(
        label=gettext_lazy("State"), value=lambda row: row.get_state_display(), tone=lambda row: showing.NEED[row.state]
    ),
    Col(label=gettext_lazy("Claimed by"), value=lambda row: row.claimed_by.known_as if row.claimed_by else ""),
    Col(label=gettext_lazy("Met by"), value=lambda row: row.due_on, format=Format.DATE),
    Col(label=gettext_lazy("Result"), value=lambda row: row.result, width=36, only_sheet=True),
)


def _seen(request: DeskRequest) -> Any:
    """Return the needs of the own place: everybody who may claim sees the whole board."""
    rows = Need.objects.select_related("body", "claimed_by", "category")
    own = request.actor.body
    if own is not None and (request.actor.holds(rules.NEEDS) or request.actor.holds(rules.NEEDS_BOARD)):
        root = f"{own.path.split('.')[0]}."
        return rows.filter(body__path__startswith=root)
    return rows.filter(pk__in=within(Need.objects.all(), request.actor, rules.NEEDS_BOARD).values("pk"))


@desk_view(rules.NEEDS)
def board(request: DeskRequest) -> HttpResponseBase:
    """List the needs: those to be claimed first."""
    form = boards.NeedFilter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _seen(request)
    if words := (wanted.get("q") or "").strip():
        rows = rows.filter(Q(title__icontains=words) | Q(place__icontains=words) | Q(number__iexact=words))
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    new = (
        [Link(_("Put a need on the board"), reverse("complaints:new-need"), "primary", "plus")]
        if request.actor.holds(rules.NEEDS_BOARD)
        else []
    )
    listing = Register(
        title=_("Needs of the people"),
        lead=_("Heard on visits and in matters; a unit claims a need with a day, meets it, and the people confirm"),
        cols=COLUMNS,
        url=lambda row: reverse("complaints:need", args=[row.pk]),
        empty=_("Put what people need on the board, so that units can claim it."),
        buttons=new,
        form=form,
        rows=rows.order_by("-state", "-listed_on", "-id"),
    )
    return pages.show(request, listing)


@desk_view(rules.NEEDS_BOARD)
def new_need(request: DeskRequest) -> HttpResponse:
    """Ask what is needed."""
    body = own_body(request)
    top = top_of(body)
    where = top if may(request.actor, rules.NEEDS_BOARD, top) else body
    return fill(
        request,
        boards.NeedForm(request.POST or None),
        lambda given: actions.list_need(Wanted(**given), body=where, actor=request.actor),
        title=_("Put a need on the board"),
        lead=_("No names: the board is public."),
        back=reverse("complaints:needs"),
        after=lambda need: reverse("complaints:need", args=[need.pk]),
    )


@desk_view(rules.NEEDS)
def need(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one need and what this hat may do."""
    one = get_object_or_404(_seen(request), pk=pk)
    keeps = bool(may(request.actor, rules.NEEDS_BOARD, one.body))
    claims = one.claimed_by is not None and bool(may(request.actor, rules.NEEDS, one.claimed_by))

    def verb(name: str, label: str, *, shown: bool, **more: Any) -> Verb | None:
        return Verb(label=label, url=reverse(f"complaints:{name}", args=[pk]), **more) if shown else None

    is_open, claimed = one.state == NeedState.OPEN, one.state == NeedState.CLAIMED
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=one.number,
            crumbs=[(_("Needs of the people"), reverse("complaints:needs"))],
            state=one.get_state_display(),
            tone=showing.NEED[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Field"), one.get_sector_display()),
                        (_("Where"), one.place),
                        (_("How many people it concerns"), one.people),
                        (_("Listed"), one.listed_on),
                        (_("Claimed by"), one.claimed_by.name if one.claimed_by else ""),
                        (_("Met by"), one.due_on),
                    ],
                    "info",
                ),
                *texts([(_("More about it"), one.text), (_("Result"), one.result)]),
            ],
            entries=entries(one),
            verbs=[
                verb("claim", _("Claim"), shown=is_open and own_may(request), kind="primary", icon="handshake"),
                verb("meet", _("Report as met"), shown=claimed and claims, kind="primary", icon="check"),
                verb("give-up", _("Put back on the board"), shown=claimed and claims, kind="quiet", icon="undo-2"),
                verb(
                    "confirm-need",
                    _("The people confirm"),
                    shown=keeps and one.state == NeedState.DONE,
                    kind="primary",
                    icon="thumbs-up",
                    how="post",
                ),
                verb("decline-need", _("Cannot be met"), shown=keeps and is_open, kind="quiet", icon="ban"),
            ],
        ),
    )


def own_may(request: DeskRequest) -> bool:
    """Return whether the body of the hat may claim a need."""
    return request.actor.body is not None and bool(may(request.actor, rules.NEEDS, request.actor.body))


@desk_view(rules.NEEDS)
def claim(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask by when the need is met."""
    one = get_object_or_404(_seen(request), pk=pk)
    return ask(
        request,
        boards.ClaimForm(request.POST or None),
        lambda given: actions.claim(one, body=own_body(request), due_on=given["due_on"], actor=request.actor),
        title=_("Claim"),
        text=one.title,
        back=reverse("complaints:need", args=[pk]),
    )


@desk_view(rules.NEEDS)
def meet(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask how it was met."""
    return _result(request, pk, actions.meet, _("Report as met"), _("The public reads this."))


@desk_view(rules.NEEDS_BOARD)
def decline(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why it cannot be met."""
    return _result(request, pk, actions.decline_need, _("Cannot be met"), _("The public reads this."))


def _result(request: DeskRequest, pk: uuid.UUID, act: Any, title: str, text: str) -> HttpResponse:
    one = get_object_or_404(_seen(request), pk=pk)
    return ask(
        request,
        ResultForm(request.POST or None),
        lambda given: act(one, result=given["result"], actor=request.actor),
        title=title,
        text=text,
        back=reverse("complaints:need", args=[pk]),
    )


@desk_view(rules.NEEDS)
def give_up(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why the need goes back on the board."""
    one = get_object_or_404(_seen(request), pk=pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda given: actions.give_up(one, reason=given["reason"], actor=request.actor),
        title=_("Put back on the board"),
        back=reverse("complaints:need", args=[pk]),
    )


@desk_view(rules.NEEDS_BOARD)
@require_POST
def confirm(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that the people confirm it."""
    actions.confirm_need(get_object_or_404(_seen(request), pk=pk), actor=request.actor)
    return redirect("complaints:need", pk=pk)
