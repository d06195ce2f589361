"""One's own cards: the person whose card it is agrees, signed in, to what stands on it, and takes that back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.forms.promises import ConsentForm
from zhengyou.instruments.display.models import Pledge
from zhengyou.instruments.display.queries import cards_of_person, of_person
from zhengyou.instruments.display.web import showing
from zhengyou.records.files import owner_of
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of


@desk_view(rules.READ)
def mine(request: DeskRequest) -> HttpResponse:
    """Show the cards and the sheets of promises of whoever is signed in."""
    rows = [
        {
            "card": card,
            "tone": showing.TONES[State(card.state)],
            "owner": owner_of(card),
            "files": shown(attached_to(card), removable=True),
        }
        for card in cards_of_person(request.actor)
    ]
    pledges = Pledge.objects.filter(of_person(request.actor)).select_related("body")
    return render(request, "display/mine.html", {"rows": rows, "pledges": pledges.order_by("title", "-number")})


@desk_view(rules.READ)
def consent(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the person agrees to; the card is reviewed again with it."""
    card = get_object_or_404(cards_of_person(request.actor), pk=pk)
    begun = {"badge": card.badge, "emblem": card.emblem, "photo": card.photo_consented_on is not None}
    return ask(
        request,
        ConsentForm(data_of(request), initial=begun),
        lambda given: actions.consent(card, actor=request.actor, **given),
        title=_("What my card shows"),
        text=_(
            "Name, post and window stand on every card. Everything else needs your consent, and you may take it back at any time."
        ),
        label=_("I agree to this"),
        said=_("Recorded. The card is reviewed again."),
        back=reverse("display:mine"),
    )


@desk_view(rules.READ)
@require_POST
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the consent back: at once, without a review."""
    actions.withdraw_consent(get_object_or_404(cards_of_person(request.actor), pk=pk), actor=request.actor)
    messages.success(request, _("Taken back. Identity and photograph are off the card."))
    return redirect("display:mine")
