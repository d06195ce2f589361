"""Desk pages of orders: the list, one order, and its verbs."""

import io
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid
from zhengyou.mechanisms.orders import actions, exports, rules
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.forms import OrderFilter, ReasonForm, ReplyForm
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import still_open, with_due
from zhengyou.mechanisms.orders.web import showing
from zhengyou.records.ledger.queries import history
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.deadlines.queries import clocks_of

PAGE = 25


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the orders in the scope of this hat, the nearest day first."""
    form = OrderFilter(request.GET)
    orders = _found(within(Order.objects.all(), request.actor, rules.READ), form, request.GET.get("show", "open"))
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.workbook(orders))
        return FileResponse(
            content, as_attachment=True, filename=_("Rectification orders") + ".xlsx", content_type=XLSX
        )
    page = Paginator(orders, PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"label": _("Open"), "url": "?show=open", "active": request.GET.get("show", "open") == "open"},
        {"label": _("All"), "url": "?show=all", "active": request.GET.get("show") == "all"},
    ]
    now = clock.now()
    rows = [showing.row(order, now) for order in page]
    return render(request, "orders/list.html", {"page": page, "rows": rows, "filter_form": form, "tabs": tabs})


def _found(orders: QuerySet[Order], form: OrderFilter, show: str) -> QuerySet[Order]:
    if form.is_valid():
        wanted = form.cleaned_data
        if wanted["q"]:
            orders = orders.filter(Q(number__icontains=wanted["q"].strip()) | Q(title__icontains=wanted["q"].strip()))
        if wanted["state"]:
            orders = orders.filter(state=wanted["state"])
        elif show == "open":
            orders = still_open(orders)
        if wanted["kind"]:
            orders = orders.filter(kind=wanted["kind"])
    return with_due(orders)


def _order(request: DeskRequest, pk: uuid.UUID) -> Order:
    visible = Q(pk__in=within(Order.objects.all(), request.actor, rules.READ).values("pk"))
    return get_object_or_404(Order.objects.filter(visible).select_related("body", "verifier"), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one order with its clocks, its history and what this hat may do next."""
    order = _order(request, pk)
    answers = may(request.actor, rules.ANSWER, order.body)
    verifies = may(request.actor, rules.VERIFY, order.verifier)
    open_for_answer = order.state in AT_WORK
    context = {
        "order": order,
        "steps": showing.steps(order),
        "clocks": [showing.lit(one) for one in clocks_of(order)],
        "entries": [showing.entry(event) for event in history(order)],
        "can_sign": answers and order.state == State.DISPATCHED,
        "can_reply": answers and open_for_answer,
        "can_verify": verifies and order.state == State.REPLIED,
        "can_withdraw": verifies and open_for_answer,
    }
    return render(request, "orders/detail.html", context)


@desk_view(rules.ANSWER)
@require_POST
def sign(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign for an order."""
    actions.sign(_order(request, pk), actor=request.actor)
    messages.success(request, _("Signed for. Please look into the matter and reply in time."))
    return redirect("orders:detail", pk=pk)


@desk_view(rules.ANSWER)
def reply(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the reply and send it up."""
    order = _order(request, pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.reply(
                order, finding=given["finding"], reason=given["reason"], answer=given["reply"], actor=request.actor
            )
        except Invalid as error:
            error.place_on(form)
        else:
            messages.success(request, _("The reply was sent to the level above for verification."))
            return redirect("orders:detail", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "orders/reply.html", {"order": order, "form": form}, status=status)


@desk_view(rules.VERIFY)
@require_POST
def verify(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept the reply."""
    actions.verify(_order(request, pk), actor=request.actor)
    messages.success(request, _("The order is closed and the reply is public."))
    return redirect("orders:detail", pk=pk)


@desk_view(rules.VERIFY)
def send_back(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and send the reply back."""
    return _with_reason(request, pk, "send_back")


@desk_view(rules.VERIFY)
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and withdraw the order."""
    return _with_reason(request, pk, "withdraw")


def _with_reason(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    order = _order(request, pk)
    form = ReasonForm(request.POST or None)
    back = reverse("orders:detail", args=[pk])
    words = {
        "send_back": (_("Send the reply back"), _("The unit gets a new term to put it right."), actions.send_back),
        "withdraw": (_("Withdraw the order"), _("The order stays on record; its clocks stop."), actions.withdraw),
    }
    title, text, act = words[verb]
    if request.method == "POST" and form.is_valid():
        try:
            act(order, reason=form.cleaned_data["reason"], actor=request.actor)
        except Invalid as error:
            error.place_on(form)
        else:
            messages.success(request, _("Done."))
            return redirect(back)
    context = {"title": title, "text": text, "form": form, "label": title, "danger": verb == "withdraw", "back": back}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
