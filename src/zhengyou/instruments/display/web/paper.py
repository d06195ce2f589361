"""Paper of this room: one card or a whole hall at once, boards, sheets of promises and handbooks, as PDF."""

import uuid
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhengyou.instruments.display import paper, rules
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card
from zhengyou.instruments.display.queries import cards_for
from zhengyou.instruments.display.web import pledges
from zhengyou.kernel.errors import Conflict
from zhengyou.records.documents import Rendered
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import standing, under

SHEETS = {"badges": paper.work_cards, "plates": paper.desk_plates}


@desk_view(rules.READ)
@require_safe
def card_sheet(request: DeskRequest, form: str) -> HttpResponse:
    """Return the ticked cards, or all reviewed ones of the chosen unit and below, as work cards or desk plates."""
    if form not in SHEETS:
        raise Http404
    cards = cards_for(request.actor).filter(state=State.SHOWN).select_related("window__body")
    keys = [key for key in map(_id, request.GET.getlist("cards")) if key]
    if keys:
        cards = cards.filter(pk__in=keys)
    elif (body := choose(request, rules.READ).body) is not None:
        cards = cards.filter(appointment__post__body__path__startswith=body.path)
    draw = SHEETS[form]
    name = _("Work cards") if form == "badges" else _("Desk plates")
    return as_pdf(draw(cards, request), name)


@desk_view(rules.READ)
@require_safe
def one_card(request: DeskRequest, pk: uuid.UUID, form: str) -> HttpResponse:
    """Return one reviewed card as a work card or desk plate."""
    if form not in SHEETS:
        raise Http404
    card: Card = get_object_or_404(cards_for(request.actor), pk=pk)
    if card.state != State.SHOWN:
        raise Conflict(_("Only a card that was reviewed and shown is printed."))
    return as_pdf(SHEETS[form]([card], request), card.appointment.person.name)


@desk_view(rules.READ)
@require_safe
def unit_paper(request: DeskRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    """Return the board or the handbook of a unit."""
    body: Body = get_object_or_404(within(under(standing(), None), request.actor, rules.READ), public_id=public_id)
    if form == "board":
        return as_pdf(paper.board(body, request), _("Board of promises") + f" {body.known_as}")
    if form == "handbook":
        return as_pdf(paper.handbook(body, request), _("Handbook for visitors") + f" {body.known_as}")
    raise Http404


@desk_view(rules.READ)
@require_safe
def pledge_sheet(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Return one sheet of promises."""
    pledge = pledges.seen(request, pk)
    return as_pdf(paper.pledge_sheet(pledge, request), pledge.title)


def as_pdf(rendered: Rendered, name: str) -> HttpResponse:
    """Return a PDF that the browser opens under ``name``."""
    answer = HttpResponse(rendered.content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name + '.pdf')}"
    return answer


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
