"""Desk pages of templates and of what each kind of orders must pass."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.mechanisms.orders import actions, exports, rules
from zhengyou.mechanisms.orders.forms import ProfileForm, TemplateForm, initial_of
from zhengyou.mechanisms.orders.models import Profile, Template
from zhengyou.mechanisms.orders.queries import templates_for
from zhengyou.mechanisms.orders.web.showing import defaults, profile_row, workbook
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.KEEP)
def templates(request: DeskRequest) -> HttpResponseBase:
    """List the templates, and what each kind must pass."""
    kept = templates_for(request.actor, rules.KEEP)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.templates(kept), _("Templates of orders"))
    profiles = within(Profile.objects.select_related("body", "caller"), request.actor, rules.KEEP)
    context = {
        "templates": [(one, bool(may(request.actor, rules.KEEP, one.body))) for one in kept],
        "profiles": [profile_row(profile) for profile in profiles],
        "defaults": defaults(),
    }
    return render(request, "orders/templates.html", context)


@desk_view(rules.KEEP)
def edit(request: DeskRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Ask for a template, new or kept."""
    kept = within(Template.objects.filter(is_open=True).select_related("body"), request.actor, rules.KEEP)
    template = get_object_or_404(kept, pk=pk) if pk else None
    roots = list(roots_of(request.actor, rules.KEEP))
    initial = initial_of(template) | {"name": template.name, "body": template.body} if template else {}
    posted = request.method == "POST"
    form = TemplateForm(
        request.POST if posted else None,
        paths=[root.path for root in roots],
        initial=initial or ({"body": roots[0]} if roots else {}),
    )
    if posted and form.is_valid():
        try:
            actions.save_template(template, form.facts(), body=form.cleaned_data["body"], actor=request.actor)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("orders:templates")
    title = _("Change the template") if template else _("New template")
    context = {"form": form, "title": title, "back": reverse("orders:templates")}
    return render(request, "orders/form.html", context, status=422 if posted else 200)


@desk_view(rules.KEEP)
@require_POST
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Offer a template no longer."""
    kept = within(Template.objects.filter(is_open=True).select_related("body"), request.actor, rules.KEEP)
    actions.drop_template(get_object_or_404(kept, pk=pk), actor=request.actor)
    messages.success(request, _("Done."))
    return redirect("orders:templates")


@desk_view(rules.KEEP)
def profile(request: DeskRequest) -> HttpResponse:
    """Ask what orders of a kind must pass from today on."""
    roots = list(roots_of(request.actor, rules.KEEP))
    posted = request.method == "POST"
    form = ProfileForm(
        request.POST if posted else None,
        paths=[root.path for root in roots],
        initial={"body": roots[0]} if roots else {},
    )
    form.fields["caller"].paths = [root.path.split(".")[0] + "." for root in roots]  # type: ignore[attr-defined]
    if posted and form.is_valid():
        try:
            actions.set_profile(**form.cleaned_data, actor=request.actor)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Holds for orders that are opened from today on."))
            return redirect("orders:templates")
    context = {
        "form": form,
        "title": _("Set what a kind must pass"),
        "lead": _("Orders that are open keep what held when they were opened."),
        "back": reverse("orders:templates"),
    }
    return render(request, "orders/form.html", context, status=422 if posted else 200)
