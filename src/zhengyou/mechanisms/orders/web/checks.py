"""Desk pages of samples of closed orders: draw, follow, answer."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.mechanisms.orders import actions, exports, rules
from zhengyou.mechanisms.orders.forms import AnswerForm, SampleForm
from zhengyou.mechanisms.orders.models import CallBack, Sample
from zhengyou.mechanisms.orders.queries import figures_of
from zhengyou.mechanisms.orders.web.showing import workbook
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.web import DeskRequest, desk_view

PAGE = 25


@desk_view(rules.CHECK)
def samples(request: DeskRequest) -> HttpResponseBase:
    """List the samples that were drawn, the newest first."""
    drawn = within(Sample.objects.select_related("body"), request.actor, rules.CHECK)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.samples(drawn), _("Samples of closed orders"))
    page = Paginator(drawn, PAGE).get_page(request.GET.get("page"))
    return render(request, "orders/samples.html", {"page": page})


@desk_view(rules.CHECK)
def draw(request: DeskRequest) -> HttpResponse:
    """Ask from which closed orders to draw, and draw."""
    roots = list(roots_of(request.actor, rules.CHECK))
    posted = request.method == "POST"
    initial = {"body": roots[0]} if roots else {}
    form = SampleForm(request.POST if posted else None, paths=[root.path for root in roots], initial=initial)
    if posted and form.is_valid():
        try:
            sample = actions.draw_sample(**form.cleaned_data, actor=request.actor)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The sample was drawn."))
            return redirect("orders:sample", pk=sample.pk)
    context = {
        "form": form,
        "title": _("Draw a sample"),
        "lead": _("At random, the same share of each unit's closed orders and at least one of each; the seed is kept."),
        "submit": _("Draw"),
        "back": reverse("orders:samples"),
    }
    return render(request, "orders/form.html", context, status=422 if posted else 200)


@desk_view(rules.CHECK)
def sample(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show a sample: what was found so far, and the orders that wait for their check."""
    found = within(Sample.objects.select_related("body"), request.actor, rules.CHECK)
    shown = get_object_or_404(found, pk=pk)
    checks = shown.checks.select_related("order__body").order_by("outcome", "order__body__sort_path", "order__number")
    if request.GET.get("export") == "xlsx":
        return workbook(exports.checks(checks), shown.title)
    page = Paginator(checks, PAGE).get_page(request.GET.get("page"))
    context = {"sample": shown, "figures": figures_of(shown.checks.all()), "page": page}
    return render(request, "orders/sample.html", context)


@desk_view(rules.CHECK)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what a check found."""
    found = within(CallBack.objects.select_related("order__body", "body", "sample"), request.actor, rules.CHECK)
    check = get_object_or_404(found, pk=pk, sample__isnull=False)
    back = reverse("orders:sample", args=[check.sample_id])
    posted = request.method == "POST"
    form = AnswerForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            actions.answer_check(check, **form.cleaned_data, actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Done."))
            return redirect(back)
    context = {
        "title": _("What the check found"),
        "text": f"{check.order.number} {check.order.title}",
        "form": form,
        "label": _("Save"),
        "back": back,
    }
    return render(request, "confirm.html", context, status=422 if posted else 200)
