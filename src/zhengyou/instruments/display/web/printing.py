"""Rating codes on paper: table cards to cut out, or one poster a window; for one window or a whole hall."""

import uuid
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.forms.promises import WindowFilter
from zhengyou.instruments.display.queries import windows_for
from zhengyou.instruments.display.web import showing
from zhengyou.records.documents import QrCard, QrPoster, qr_poster_pdf, qr_sheet_pdf
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services.addresses import window_address
from zhengyou.registry.services.models import Window

POSTER = "poster"


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponse:
    """List the windows in the scope of this hat, to choose whose codes are printed."""
    form = WindowFilter(request.GET)
    choice = choose(request, rules.READ)
    found = _found(under(windows_for(request.actor), choice.body), form)
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": showing.tabs("printing"),
        "filter_form": form,
        "choice": choice,
        "page": page,
        "kept": request.GET.urlencode(),
    }
    return render(request, "display/printing.html", context)


def _found(windows: QuerySet[Window], form: WindowFilter) -> QuerySet[Window]:
    if form.is_valid() and (text := form.cleaned_data["q"].strip()):
        return windows.filter(Q(name__icontains=text) | Q(number__icontains=text) | Q(place__icontains=text))
    return windows


@desk_view(rules.READ)
@require_safe
def sheet(request: DeskRequest) -> HttpResponse:
    """Return the codes of the ticked windows, or of all that the list shows, as a PDF to print."""
    ticked = [key for key in request.GET.getlist("windows") if _is_id(key)]
    windows = windows_for(request.actor)
    if "all" in request.GET:
        windows = _found(under(windows, choose(request, rules.READ).body), WindowFilter(request.GET))
    else:
        windows = windows.filter(public_id__in=ticked)
    cards = [
        QrCard(
            url=window_address(window, request),
            unit=window.body.name,
            window=f"{window.number} {window.name}",
            code=window.code,
        )
        for window in windows
    ]
    if request.GET.get("form") == POSTER:
        posters = [QrPoster(card=card, campaign="") for card in cards]
        rendered = qr_poster_pdf(posters)
    else:
        rendered = qr_sheet_pdf(cards)
    answer = HttpResponse(rendered.content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{_file_name()}"
    return answer


def _file_name() -> str:
    return quote(_("Rating codes") + ".pdf")


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
