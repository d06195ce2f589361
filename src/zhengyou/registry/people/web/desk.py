"""One's own account: password, telephone, second factor, sign-ins."""

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import words
from zhengyou.records.ledger.models import Event
from zhengyou.registry.people import actions
from zhengyou.registry.people.desk import SECOND_FACTOR_MISSING, desk_view
from zhengyou.registry.people.forms import ChangePasswordForm, CodeForm, PasswordForm, PhoneForm
from zhengyou.registry.people.models import Visit
from zhengyou.registry.people.queries import open_visits, second_factor_of, sign_ins
from zhengyou.registry.people.web.visits import VISIT

RECENT = 20
"""So many of the latest events of the account are shown."""

TONES = {"people.fail_sign_in": "warning", "people.lock_account": "error", "people.sign_in": "success"}
"""Colours of the account's own history; everything else is neutral."""


def _line(event: Event) -> dict[str, object]:
    """Return an event as the timeline shows it."""
    return {"when": event.at, "title": words.verb_label(event.verb), "tone": TONES.get(event.verb, "neutral")}


@desk_view()
def account(request: Any) -> HttpResponse:
    """Show one's own account."""
    own = request.user
    return render(
        request,
        "people/account.html",
        {
            "account": own,
            "appointments": request.hats,
            "second_factor": second_factor_of(own),
            "visits": open_visits(own),
            "this_visit": request.session.get(VISIT),
            "events": [_line(event) for event in sign_ins(own)[:RECENT]],
        },
    )


@never_cache
@sensitive_post_parameters()
@desk_view(unfinished=True)
def change_password(request: Any) -> HttpResponse:
    """Change one's own password; the first stop of whoever still has the initial one."""
    own = request.user
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password"]
        visit = request.session.get(VISIT, "")
        try:
            own = actions.change_password(own, old, new, actor=request.actor, visit=visit)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            update_session_auth_hash(request, own)
            messages.success(request, _("Your password has been changed. Other sign-ins have ended."))
            return redirect("desk")
    context = {"form": form, "initial": own.must_change_password}
    return render(request, "people/change_password.html", context, status=422 if form.errors else 200)


@desk_view()
def change_phone(request: Any) -> HttpResponse:
    """Change one's own telephone number."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_phone(request.user.person, form.cleaned_data["phone"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Your telephone number has been changed."))
            return redirect("people:account")
    context = {
        "title": _("Change telephone number"),
        "lead": _("Present number: %(phone)s") % {"phone": request.user.person.phone.masked or "—"},
        "form": form,
        "back": reverse("people:account"),
        "back_label": _("My account"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@never_cache
@desk_view(unfinished=True)
def second_factor(request: Any) -> HttpResponse:
    """Set up the second factor: read the QR code with the phone, give the first code, keep the recovery codes."""
    own = request.user
    if second_factor_of(own):
        return redirect("people:account")
    context = {"demanded": request.session.get(SECOND_FACTOR_MISSING)}
    if request.method != "POST":  # a secret is made and opened only when somebody asks for it
        return render(request, "people/second_factor.html", context)
    form = CodeForm(None if "begin" in request.POST else request.POST)
    if form.is_valid():
        try:
            codes = actions.confirm_second_factor(own, form.cleaned_data["code"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            request.session[SECOND_FACTOR_MISSING] = False
            return render(request, "people/recovery_codes.html", {"codes": codes})
    address = actions.prepare_second_factor(own, actor=request.actor)
    context |= {
        "form": form,
        "qr": segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="white"),
        "secret": address.split("secret=")[1].split("&")[0],
    }
    return render(request, "people/second_factor.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@desk_view()
def drop_second_factor(request: Any) -> HttpResponse:
    """Ask for the password, then remove one's own second factor."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_second_factor(request.user, form.cleaned_data["password"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The second factor has been removed."))
            return redirect("people:account")
    context = {
        "title": _("Remove the second factor"),
        "text": _("From now on the password alone opens your account. Set up a new phone right afterwards."),
        "form": form,
        "label": _("Switch off"),
        "danger": True,
        "back": reverse("people:account"),
    }
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


@require_POST
@desk_view()
def revoke_visit(request: Any, visit_id: UUID) -> HttpResponse:
    """End one of one's own sign-ins elsewhere."""
    visit = get_object_or_404(Visit, pk=visit_id, account=request.user)
    actions.revoke_visit(visit, actor=request.actor)
    messages.success(request, _("That sign-in has ended."))
    return redirect("people:account")
