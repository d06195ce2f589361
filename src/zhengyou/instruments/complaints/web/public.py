"""The public's pages: say something, follow it by number and code, rate the handling, say that it is not solved.

None of them signs anybody in, starts a session or keeps an address. All of them work without JavaScript.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhengyou.instruments.complaints import actions, policy, queries
from zhengyou.instruments.complaints.enums import Channel, Kind, Opening, Side
from zhengyou.instruments.complaints.forms import matters as forms
from zhengyou.instruments.complaints.forms.fields import top_of
from zhengyou.instruments.complaints.models import Complaint, FollowUp
from zhengyou.instruments.complaints.web import showing
from zhengyou.instruments.complaints.web.receiving import statement_of
from zhengyou.kernel import ids
from zhengyou.kernel.errors import Refused
from zhengyou.records.seal import throttle
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import addresses

SUBMIT, LOOK, WRITE = "complaints.submit", "complaints.look", "complaints.write"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what it is about, and take it in; ``?unit=`` names the unit concerned, ``?kind=`` what it is."""
    about = _unit(request.GET.get("unit", ""))
    body = top_of(about) if about else queries.offices().first()
    if body is None:
        return render(request, "complaints/public/none.html", status=503)
    begun = {"kind": request.GET.get("kind") or Kind.COMPLAINT, "identity": "anonymous", "may_publish": True}
    if about is not None and about.parent_id:
        begun["about"] = str(about.public_id)
    posted = request.method == "POST"
    form = forms.PublicForm(
        request.POST if posted else None, request.FILES if posted else None, root=body, initial=begun
    )
    if posted and form.is_valid():
        throttle.require(SUBMIT, throttle.address_of(request), limit=policy.SUBMISSIONS, period=policy.SUBMISSIONS_IN)
        pictures = [(one.name or "", one.read()) for one in request.FILES.getlist("pictures")[: policy.PICTURES]]
        try:
            taken = actions.submit(statement_of(form.cleaned_data, Channel.WEB), body=body, pictures=pictures)
        except Refused as error:
            error.place_on(form)
            _mark_pictures(form, error)
        else:
            return redirect(reverse("complaints:track", args=[taken.complaint.number, taken.code]) + "?done")
    context = {"form": form, "lines": queries.lines_of(), "about": about}
    return render(request, "complaints/public/new.html", context, status=422 if posted else 200)


def _mark_pictures(form: django_forms.Form, error: Refused) -> None:
    """Put what is wrong with a photograph beside its field; the door of files calls that field ``file``."""
    if error.field == "file":
        form.add_error("pictures", str(error))


def _unit(told: str) -> Body | None:
    try:
        return Body.objects.filter(public_id=uuid.UUID(told), dissolved_on__isnull=True).first()
    except ValueError:
        return None


@never_cache
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Let somebody type number and code."""
    form = forms.TrackForm(request.GET or None)
    if form.is_valid():
        number, code = (ids.read_code(form.cleaned_data[name])[:20] or "-" for name in ("number", "code"))
        return redirect("complaints:track", number=number, code=code)
    return render(request, "complaints/public/enter.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show where a matter stands; take the rating of its handling."""
    matter = queries.by_code(number, code)
    if matter is None:
        return _unknown(request, number)
    form = forms.HandlingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _admit(request)
        given = form.cleaned_data
        try:
            actions.rate_handling(matter, level=given["level"], solved=given["solved"], text=given["text"])
        except Refused as error:
            error.place_on(form)
        else:
            return redirect(_address(matter, code) + "?rated")
    return _story(request, matter, code, form)


def _story(request: HttpRequest, matter: Complaint, code: str, form: django_forms.Form) -> HttpResponse:
    main = matter.merged_into or matter
    ends = queries.reopening_ends(matter)
    address = _address(matter, code)
    context = {
        "matter": matter,
        "main": main,
        "code": ids.read_code(code),
        "fresh": "done" in request.GET,
        "rated": "rated" in request.GET,
        "steps": showing.steps(matter),
        "handling": showing.handling_words(main.order) if main.state == "handling" else "",
        "extended": showing.extension_of(main.order) if main.state == "handling" else None,
        "openings": [(one, Opening(one.target).label) for one in queries.openings(matter)],
        "talk": matter.messages.all(),
        "asked": matter.messages.filter(side=Side.OFFICE).exists(),
        "reports": matter.retaliation_reports.all(),
        "form": form,
        "again_until": ends if matter.reopens < policy.REOPENINGS else None,
        "may_rate": matter.state in {"answered", "informed", "closed"},
        "lines": queries.lines_of(),
        "follow": FollowUp.objects.filter(complaint=main, led_to__isnull=False).select_related("led_to").first(),
        "address": addresses.base(request) + address,
    }
    return render(request, "complaints/public/track.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def receipt(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show the receipt to print or keep: number, code and where to follow it."""
    matter = queries.by_code(number, code)
    if matter is None:
        return _unknown(request, number)
    address = addresses.base(request) + _address(matter, code)
    base = addresses.base(request)
    return render(
        request,
        "complaints/public/receipt.html",
        {"matter": matter, "code": ids.read_code(code), "address": address, "base": base},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Ask what is not solved, and have it handled again."""
    words = {
        "title": _("Not solved"),
        "text": _("The matter goes back to be handled again."),
        "label": _("Handle again"),
    }
    form = forms.AgainForm
    return _do(request, number, code, form, lambda matter, given: actions.reopen(matter, reason=given["reason"]), words)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Take a message of the complainant."""
    words = {
        "title": _("Add something"),
        "text": _("The handling side reads it without knowing who you are."),
        "label": _("Send"),
    }
    form = forms.MessageForm
    return _do(request, number, code, form, lambda matter, given: actions.write(matter, text=given["text"]), words)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retaliation(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Take a report that somebody takes revenge: one tap is enough, words may follow."""
    words = {
        "title": _("Somebody takes revenge"),
        "text": _("Goes straight to supervision, past the unit concerned. You may send it without a word."),
        "label": _("Report to supervision"),
    }
    form = forms.MessageForm
    return _do(
        request, number, code, form, lambda matter, given: actions.report_retaliation(matter, text=given["text"]), words
    )


def _do(
    request: HttpRequest,
    number: str,
    code: str,
    kind: type[django_forms.Form],
    act: Callable[[Complaint, dict[str, Any]], Any],
    words: dict[str, str],
) -> HttpResponse:
    matter = queries.by_code(number, code)
    if matter is None:
        return _unknown(request, number)
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _admit(request)
        try:
            act(matter, form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            return redirect(_address(matter, code))
    context = words | {"form": form, "matter": matter, "back": _address(matter, code)}
    return render(request, "complaints/public/say.html", context, status=422 if form.errors else 200)


def _address(matter: Complaint, code: str) -> str:
    return reverse("complaints:track", args=[matter.number, ids.read_code(code)])


def _admit(request: HttpRequest) -> None:
    throttle.require(WRITE, throttle.address_of(request), limit=policy.MESSAGES, period=policy.MESSAGES_IN)


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    """Say that number and code fit nothing; whoever tries many must wait."""
    throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    form = forms.TrackForm(initial={"number": number[:20]})
    return render(request, "complaints/public/enter.html", {"form": form, "unknown": True}, status=404)
