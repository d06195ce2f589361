"""Desk pages of identity cards."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, exports, rules
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.forms.promises import CardFilter, CardForm
from zhengyou.instruments.display.models import Card
from zhengyou.instruments.display.queries import cards_for
from zhengyou.instruments.display.web import showing
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.files import owner_of
from zhengyou.records.files.listing import shown
from zhengyou.records.files.owners import rules_of
from zhengyou.records.files.queries import attached_to
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services.addresses import window_address


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the identity cards in the scope of this hat."""
    form = CardFilter(request.GET)
    choice = choose(request, rules.READ)
    found = _found(under(cards_for(request.actor), choice.body), form)
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.cards(found), _("Identity cards"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": showing.tabs("cards"),
        "filter_form": form,
        "choice": choice,
        "page": page,
        "rows": [{"card": one, "tone": showing.TONES[State(one.state)]} for one in page],
        "drafts": request.actor.holds(rules.DRAFT),
        "kept": request.GET.urlencode(),
    }
    return render(request, "display/cards.html", context)


def _found(cards: QuerySet[Card], form: CardFilter) -> QuerySet[Card]:
    if not form.is_valid():
        return cards
    wanted = form.cleaned_data
    if text := wanted["q"].strip():
        cards = cards.filter(Q(appointment__person__name__icontains=text) | Q(appointment__post__title__icontains=text))
    if wanted["state"]:
        return cards.filter(state=wanted["state"])
    return cards.exclude(state=State.WITHDRAWN)


def _card(request: DeskRequest, pk: uuid.UUID) -> Card:
    return get_object_or_404(cards_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one card as the public sees it, its history and what this hat may do next."""
    card = _card(request, pk)
    context = {
        "card": card,
        "held": card.appointment,
        "tone": showing.TONES[State(card.state)],
        "may": showing.reach(card, request.actor),
        "owner": owner_of(card),
        "files": shown(attached_to(card), removable=True),
        "photographs": bool(rules_of(owner_of(card).kind).may_write(request.actor, str(card.pk))),
        "withdraws": bool(card.consent_form) and bool(may(request.actor, rules.DRAFT, card.appointment.post.body)),
        "entries": entries(card),
    }
    return render(request, "display/card.html", context)


@desk_view(rules.READ)
def plate(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the reviewed card as work card and desk plate, to be printed."""
    card = _card(request, pk)
    if card.state != State.SHOWN:
        raise Conflict(_("Only a card that was reviewed and shown is printed."))
    held = card.appointment
    context = {
        "card": card,
        "held": held,
        "duties": [line for line in held.post.responsibilities.splitlines() if line.strip()],
        "address": window_address(card.window, request) if card.window else "",
    }
    return render(request, "display/plate.html", context)


@desk_view(rules.DRAFT)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask whose card it is and what stands on it."""
    body = showing.unit_of(request, request.actor)
    if body is None:
        raise Forbidden(_("Choose a unit within the scope of your present identity."))
    form = CardForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_card(**form.cleaned_data, actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Kept as a draft. Hand it in for review when it is ready."))
            return redirect("display:card", pk=made.pk)
    context = {
        "title": _("New identity card"),
        "lead": body.name,
        "form": form,
        "submit": _("Keep the draft"),
        "back": reverse("display:cards"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.DRAFT)
@require_POST
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take identity and photograph off a card because the person took the consent back on paper."""
    actions.withdraw_consent(_card(request, pk), actor=request.actor)
    messages.success(request, _("Taken back. Identity and photograph are off the card."))
    return redirect("display:card", pk=pk)


@desk_view(rules.READ)
@require_POST
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Hand in, show, send back or take down."""
    if verb not in showing.ACTIONS:
        raise Http404
    showing.ACTIONS[verb](_card(request, pk), actor=request.actor)
    messages.success(request, showing.said(verb))
    return redirect("display:card", pk=pk)
