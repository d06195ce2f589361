"""The public's pages: rate by a code, rate a visit at a window, look where one's rating stands.

None of them signs anybody in, starts a session or keeps an address.
"""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zhengyou.instruments.ratings import actions, admission, origin, policy, queries
from zhengyou.instruments.ratings.enums import Channel, Display, State
from zhengyou.instruments.ratings.forms import CodeForm, RatingForm
from zhengyou.instruments.ratings.models import Invitation, TextInvitation, Ticket
from zhengyou.instruments.ratings.web import levels, showing, tracking
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid
from zhengyou.records.seal import throttle
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window
from zhengyou.registry.services.queries import open_windows

SAID = 20
LOOK = "ratings.look"


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, code: str, *, by_text: bool = False) -> HttpResponse:
    """Show the rating form of a case's code, or of a hall's ticket, and take it; ``by_text``: it came by text message."""
    case_invitation = queries.invitation_to_show(code)
    invitation = case_invitation or queries.ticket_for(code)
    if invitation is None:
        return _unknown(request, code)
    if gone := _gone(request, invitation):
        return gone
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _admit(request)
            channel = _channel(case_invitation) if by_text else Channel.CODE
            return _thanks(actions.rate(invitation.code, answer=form.answer(), channel=channel).receipt)
        except Conflict:
            invitation.refresh_from_db()
            return _gone(request, invitation) or _unknown(request, code)
        except Invalid as error:
            error.place_on(form)
    matter = case_invitation.case.item.name if case_invitation else _("This visit")
    return _form(request, form, invitation.window, invitation.body.name, matter)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def rate_window(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the standing code of a window leads to: rate this visit, or type the code of a slip."""
    typed = ids.read_code(code)
    window = open_windows().select_related("body").filter(code=typed).first() if ids.code_holds(typed) else None
    if window is None:
        return _unknown(request, code)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _admit(request, window)
            return _thanks(actions.rate_visit(window, answer=form.answer()).receipt)
        except Invalid as error:
            error.place_on(form)
    return _form(request, form, window, window.body.name, _("This visit"), visit=True)


@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Let a visitor type the code of a slip."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("ratings:rate", code=ids.read_code(form.cleaned_data["code"])[:40] or "-")
    return render(request, "ratings/enter.html", {"purpose": "rate"})


@never_cache
@require_safe
def track(request: HttpRequest, receipt: str = "") -> HttpResponse:
    """Show where a rating stands: by its receipt code, which only the rater has."""
    typed = receipt or request.GET.get("code", "")
    if not typed:
        return render(request, "ratings/enter.html", {"purpose": "track"})
    if not receipt:
        return redirect("ratings:track", receipt=ids.read_code(typed)[:40] or "-")
    rating = queries.rating_for(receipt)
    if rating is None:
        return _unknown(request, receipt, purpose="track")
    context = {
        "rating": rating,
        "receipt": ids.read_code(receipt),
        "fresh": "done" in request.GET,
        "story": tracking.story(rating),
    }
    return render(request, "ratings/track.html", context)


@require_safe
def said(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what visitors of a unit said: reviewed, masked, in batches, without a day, as their writers allowed."""
    body = get_object_or_404(Body, public_id=public_id)
    found = queries.comments().filter(body__path__startswith=body.path).select_related("window", "body")
    page = Paginator(found, SAID).get_page(request.GET.get("page"))
    context = {"body": body, "page": page, "rows": showing.comments(page)}
    return render(request, "ratings/said.html", context)


def _form(
    request: HttpRequest, form: RatingForm, window: Window, unit: str, matter: str, *, visit: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "levels": levels.asked(queries.tag_set_on(clock.today()), form.data.get("level", ""), form.ticked),
        "displays": Display.choices,
        "window": window,
        "unit": unit,
        "matter": matter,
        "visit": visit,
        "longest": policy.TEXT_LENGTH,
    }
    return render(request, "ratings/rate.html", context, status=422 if form.errors else 200)


def _channel(invitation: Invitation | None) -> Channel:
    """Return under what a rating by text message counts: the control series stands apart."""
    control = TextInvitation.objects.filter(invitation=invitation, is_control=True) if invitation else None
    return Channel.CONTROL if control is not None and control.exists() else Channel.SMS


def _thanks(receipt: str) -> HttpResponse:
    """Send to the rater's own page, so that reloading does not rate again."""
    return redirect(reverse("ratings:track", args=[receipt]) + "?done")


def _admit(request: HttpRequest, window: Window | None = None) -> None:
    """Count the knock, and refuse what another site's page sent in the visitor's name."""
    told = request.headers
    if origin.from_elsewhere(request.get_host(), told.get("Sec-Fetch-Site", ""), told.get("Origin", "")):
        raise Forbidden(_("Please open the rating page itself and send your rating from there."), code="origin")
    knocks = admission.knocks(
        throttle.address_of(request), told.get("User-Agent", ""), None if window is None else window.pk
    )
    (refusal,) = admission.refused([knocks])
    if refusal is not None:
        raise refusal


def _unknown(request: HttpRequest, typed: str, purpose: str = "rate") -> HttpResponse:
    """Say that there is no such code; whoever tries many must wait."""
    throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    context = {"purpose": purpose, "typed": typed[:40], "unknown": True}
    return render(request, "ratings/enter.html", context, status=404)


def _gone(request: HttpRequest, invitation: Invitation | Ticket) -> HttpResponse | None:
    """Return the page of a code that can no longer be used, or nothing while it can."""
    if invitation.state == State.INVITED and clock.today() < invitation.expires_on:
        return None
    context = {"invitation": invitation, "rated": invitation.state == State.RATED}
    return render(request, "ratings/gone.html", context, status=410)
