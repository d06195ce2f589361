"""Signing in and out."""

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused, TooMany
from zhengyou.records.seal import throttle
from zhengyou.registry.people import hooks, policy
from zhengyou.registry.people.actions import authenticate, begin_visit, end_visit, verify_code
from zhengyou.registry.people.desk import SECOND_FACTOR_MISSING
from zhengyou.registry.people.enums import VisitEnd
from zhengyou.registry.people.forms import CodeForm, SignInForm
from zhengyou.registry.people.models import Account, Visit
from zhengyou.registry.people.queries import actor_of, second_factor_of
from zhengyou.registry.people.web.visits import VISIT, device_of

HALF = "half_signed_in"
"""The session's word for an account that gave its password but not yet its code."""


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password."""
    if isinstance(request.user, Account):
        return redirect(_onward(request))
    form, tried_too_often = SignInForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            _knock(request)
            account = authenticate(form.cleaned_data["username"], form.cleaned_data["password"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            tried_too_often = isinstance(refusal, TooMany)
        else:
            return _after_password(request, account)
    return _asked(request, "people/sign_in.html", form, tried_too_often=tried_too_often)


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second factor, soon after the password."""
    account = _half_signed_in(request)
    if account is None:
        messages.info(request, _("Please give your password again: too much time has passed."))
        return redirect("people:sign-in")
    form, tried_too_often = CodeForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            _knock(request)
            verify_code(account, form.cleaned_data["code"])
        except Refused as refusal:
            refusal.place_on(form)
            tried_too_often = isinstance(refusal, TooMany)
        else:
            return _enter(request, account)
    return _asked(request, "people/second_step.html", form, tried_too_often=tried_too_often)


def _asked(request: HttpRequest, template: str, form: SignInForm | CodeForm, *, tried_too_often: bool) -> HttpResponse:
    """Show a form of the way in; a network that tries too often reads why at the form and is told so by the status."""
    status = 429 if tried_too_often else 422 if form.errors else 200
    return render(request, template, {"form": form, "next": _next(request)}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the stay and go back to the sign-in page."""
    if isinstance(request.user, Account):
        known = request.session.get(VISIT, "")
        visit = Visit.objects.filter(pk=known, account=request.user).first() if known else None
        if visit is not None:
            end_visit(visit, VisitEnd.SIGNED_OUT, actor=actor_of(request.user))
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect("people:sign-in")


def _knock(request: HttpRequest) -> None:
    period = dt.timedelta(minutes=policy.NETWORK_MINUTES)
    throttle.require("people.sign-in", throttle.address_of(request), limit=policy.ATTEMPTS_PER_NETWORK, period=period)


def _after_password(request: HttpRequest, account: Account) -> HttpResponse:
    if second_factor_of(account) is None:
        return _enter(request, account)
    request.session.cycle_key()
    request.session[HALF] = {"account": str(account.pk), "at": clock.now().timestamp()}
    onward = f"?{urlencode({'next': wanted})}" if (wanted := _next(request)) else ""
    return redirect(reverse("people:second-step") + onward)


def _half_signed_in(request: HttpRequest) -> Account | None:
    half = request.session.get(HALF)
    if not half or clock.now().timestamp() - half["at"] > policy.CODE_MINUTES * 60:
        return None
    return Account.objects.filter(pk=half["account"], is_active=True).select_related("person").first()


def _enter(request: HttpRequest, account: Account) -> HttpResponse:
    onward = _onward(request)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(HALF, None)
    request.session[VISIT] = str(begin_visit(account, actor=actor_of(account), device=device_of(request)).pk)
    request.session[SECOND_FACTOR_MISSING] = second_factor_of(account) is None and hooks.demands_second_factor(account)
    return redirect(onward)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if inside and wanted.startswith("/") else ""


def _onward(request: HttpRequest) -> str:
    return _next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
