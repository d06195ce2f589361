"""One's own e-mail address: give it, confirm it by the code that was mailed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Refused
from zhengyou.registry.people import actions
from zhengyou.registry.people.desk import desk_view
from zhengyou.registry.people.forms import EmailCodeForm, EmailForm


@desk_view()
def change_email(request: Any) -> HttpResponse:
    """Change one's own e-mail address; the next page asks for the code that is mailed there."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.change_email(request.user.person, form.cleaned_data["email"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            if person.email:
                return redirect("people:confirm-email")
            messages.success(request, _("Your e-mail address has been removed."))
            return redirect("people:account")
    context = {
        "title": _("Change e-mail address"),
        "lead": _("Present address: %(email)s") % {"email": request.user.person.email.masked or "—"},
        "form": form,
        "back": reverse("people:account"),
        "back_label": _("My account"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view()
def confirm_email(request: Any) -> HttpResponse:
    """Take the code that was mailed."""
    person = request.user.person
    if not person.email or person.email_confirmed_at:
        return redirect("people:account")
    form = EmailCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_email(person, form.cleaned_data["code"], actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Your e-mail address is confirmed: notices arrive there from now on."))
            return redirect("people:account")
    context = {"form": form, "address": person.email.masked}
    return render(request, "people/confirm_email.html", context, status=422 if form.errors else 200)


@require_POST
@desk_view()
def repeat_email_code(request: Any) -> HttpResponse:
    """Have another code sent."""
    try:
        actions.repeat_email_code(request.user.person, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Another code is on its way."))
    return redirect("people:confirm-email")
