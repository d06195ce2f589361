"""The verbs of one order on the desk: ask, confirm, do; and its check list and many orders at once."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.mechanisms.orders import actions, policy, rules
from zhengyou.mechanisms.orders.enums import Step
from zhengyou.mechanisms.orders.forms import BatchForm, ReplyForm
from zhengyou.mechanisms.orders.models import CheckItem, Order
from zhengyou.mechanisms.orders.queries import seen_by
from zhengyou.mechanisms.orders.web.asking import ASKS, form_for
from zhengyou.records.files import actions as files
from zhengyou.records.files import owner_of
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.registry.access.web import DeskRequest, desk_view


def order_of(request: DeskRequest, pk: uuid.UUID) -> Order:
    """Return the order of this id if the hat may see it, else answer that there is none."""
    found = seen_by(request.actor).select_related("body", "verifier", "caller", "receiver", "first_body")
    return get_object_or_404(
        found.select_related("parent__verifier", "parent__body", "merged_into", "handler", "clock"), pk=pk
    )


@desk_view(rules.READ)
def do(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Ask what ``verb`` needs and do it; on bad input the form comes back with what was typed."""
    order, ask = order_of(request, pk), ASKS[verb]
    back = reverse("orders:detail", args=[pk])
    posted = request.method == "POST"
    form = form_for(ask, order, request.actor, request.POST if posted else None)
    if posted and (form is None or form.is_valid()):
        try:
            ask.act(order, form.cleaned_data if form is not None else {}, request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            if form is None:
                raise
            refusal.place_on(form)
        else:
            messages.success(request, str(ask.done))
            return redirect(back)
    context = {
        "title": ask.title,
        "text": ask.text,
        "form": form,
        "label": ask.title,
        "danger": ask.danger,
        "back": back,
    }
    return render(request, "orders/confirm.html", context, status=422 if posted else 200)


@desk_view(rules.ANSWER)
def reply(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the reply and send it up; a file that came with it stays attached whatever else is missing."""
    order = order_of(request, pk)
    form = ReplyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["evidence"]:
                file = given["evidence"]
                files.attach(owner_of(order), name=file.name, content=file.read(), actor=request.actor)
            actions.reply(
                order, finding=given["finding"], reason=given["reason"], answer=given["reply"], actor=request.actor
            )
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            if refusal.field == "file":
                refusal.field = "evidence"
            refusal.place_on(form)
        else:
            messages.success(request, _("The reply was sent to the level above for verification."))
            return redirect("orders:detail", pk=pk)
    context = {
        "order": order,
        "form": form,
        "needs_evidence": Step.EVIDENCE in order.passes,
        "files": shown(attached_to(order)),
    }
    return render(request, "orders/reply.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.ANSWER)
@require_POST
def tick(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Tick an item of the check list, or take its tick away."""
    item = get_object_or_404(CheckItem.objects.select_related("order__body"), pk=pk, order__in=seen_by(request.actor))
    actions.tick(item, done=request.POST.get("done") == "1", actor=request.actor)
    return redirect(reverse("orders:detail", args=[item.order_id]) + "#items")


@desk_view(rules.READ)
@require_POST
def batch(request: DeskRequest) -> HttpResponse:
    """Sign for, or dispatch, the orders that were ticked in the list."""
    keys = [key for key in map(_key, request.POST.getlist("orders")[: policy.BATCH]) if key]
    orders = list(seen_by(request.actor).filter(pk__in=keys).select_related("body"))
    back = request.POST.get("back", "")
    target = reverse("orders:list") + (f"?{back}" if back else "")
    if not orders:
        messages.warning(request, _("Tick some orders first."))
        return redirect(target)
    if request.POST.get("do") == "dispatch":
        paths = {order.body.path.split(".")[0] + "." for order in orders}
        form = BatchForm(request.POST, paths=paths)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return redirect(target)
        with transaction.atomic():
            came = actions.dispatch_all(orders, body=form.cleaned_data["body"], actor=request.actor)
    else:
        came = actions.sign_all(orders, actor=request.actor)
    if came.done:
        messages.success(request, _("Done for %(number)d orders.") % {"number": len(came.done)})
    for number, reason in came.refused:
        messages.warning(request, _("%(number)s: %(reason)s") % {"number": number, "reason": reason})  # messages: zh
    return redirect(target)


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
