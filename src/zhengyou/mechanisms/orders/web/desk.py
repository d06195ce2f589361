"""Desk pages of orders: the list, a new order, and one order with all that hangs on it."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.mechanisms.orders import actions, attachments, exports, hooks, rules
from zhengyou.mechanisms.orders.enums import Role, State
from zhengyou.mechanisms.orders.forms import BatchForm, NewForm, NoteForm, OrderFilter, initial_of
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import notes_for, reaching, seen_by, still_open, templates_for, with_due
from zhengyou.mechanisms.orders.web import asking, showing
from zhengyou.mechanisms.orders.web.verbs import order_of
from zhengyou.mechanisms.orders.web.writs import supervised
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import roots_of
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.deadlines.queries import clocks_of

PAGE = 25
SHOWS = ("open", "all")


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the orders that this hat may see, the nearest day first."""
    form = OrderFilter(request.GET)
    choice = choose(request, rules.READ)
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "open"
    orders = seen_by(request.actor)
    if choice.body is not None:
        orders = under(orders, choice.body)
    orders = _found(orders, form, show or "open", request)
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.workbook(orders))
        return FileResponse(
            content, as_attachment=True, filename=_("Rectification orders") + ".xlsx", content_type=XLSX
        )
    page = Paginator(orders, PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    rows = [showing.row(order, now, request.actor) for order in page]
    labels = {"open": _("Open"), "all": _("All")}
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "choice": choice,
        "tabs": [{"label": labels[one], "url": f"?show={one}", "active": one == show} for one in SHOWS],
        "may_open": request.actor.holds(rules.OPEN),
        "can_sign": any(row["can_sign"] for row in rows),
        "batch_form": BatchForm() if any(row["can_dispatch"] for row in rows) else None,
        "back": request.GET.urlencode(),
    }
    return render(request, "orders/list.html", context)


def _found(orders: QuerySet[Order], form: OrderFilter, show: str, request: DeskRequest) -> QuerySet[Order]:
    if not form.is_valid():
        return with_due(still_open(orders))
    wanted = form.cleaned_data
    if typed := wanted["q"].strip():
        orders = orders.filter(Q(number__icontains=typed) | Q(title__icontains=typed))
    if wanted["state"]:
        orders = orders.filter(state=wanted["state"])
    elif show == "open":
        orders = still_open(orders)
    if wanted["kind"]:
        orders = orders.filter(kind=wanted["kind"])
    if wanted["part"] == "supervise":
        orders = orders.filter(reaching(request.actor, rules.VERIFY, "verifier"))
    elif wanted["part"]:
        role = Role.LEAD if wanted["part"] == "lead" else Role.ASSIST
        orders = orders.filter(reaching(request.actor, rules.READ, "body"), role=role)
    if wanted["due"] == "overdue":
        orders = orders.filter(clock__due_at__lt=clock.now())
    elif wanted["due"] == "soon":
        orders = orders.filter(clock__due_at__gte=clock.now(), clock__yellow_at__lte=clock.now())
    return with_due(orders)


@desk_view(rules.OPEN)
def new(request: DeskRequest) -> HttpResponse:
    """Ask for a new order, from a template or from nothing, and open it."""
    roots = list(roots_of(request.actor, rules.OPEN))
    templates = list(templates_for(request.actor, rules.OPEN))
    chosen = next((one for one in templates if str(one.pk) == request.GET.get("template")), None)
    posted = request.method == "POST"
    form = NewForm(
        request.POST if posted else None,
        paths=[root.path for root in roots],
        initial=initial_of(chosen) if chosen else {},
    )
    form.fields["assistants"].paths = [root.path.split(".")[0] + "." for root in roots]  # type: ignore[attr-defined]
    if posted and form.is_valid():
        try:
            order = actions.open_order(**form.terms(), actor=request.actor)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The order was given to %(unit)s.") % {"unit": order.body.name})
            return redirect("orders:detail", pk=order.pk)
    context = {"form": form, "templates": templates, "chosen": chosen}
    return render(request, "orders/new.html", context, status=422 if posted else 200)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one order with its clocks, parts, notes, files, history, and what this hat may do next."""
    order = order_of(request, pk)
    actor = request.actor
    answers = bool(rules.may_answer(actor, order)) and order.state in AT_WORK
    may_attach = attachments.may_write(actor, str(order.pk))
    now = clock.now()
    context: dict[str, Any] = {
        "order": order,
        "row": showing.row(order, now, actor),
        "steps": showing.steps(order),
        "passes": showing.passes(order),
        "group_words": showing.group_words(order, request.build_absolute_uri(request.path)),
        "clocks": [showing.lit(one) for one in clocks_of(order).prefetch_related("pauses", "extensions")],
        "entries": entries(order),
        "parts": [showing.row(part, now, actor) for part in with_due(order.parts.all())],
        "merged": list(order.merged.select_related("body")),
        "items": list(order.items.all()),
        "returns": list(order.unit_returns.select_related("body", "proposed", "target")),
        "notes": [showing.note(note) for note in notes_for(order, actor)],
        "note_form": NoteForm(),
        "call_backs": list(order.call_backs.exclude(outcome="").select_related("body")),
        "files": shown(attached_to(order), removable=may_attach),
        "may_attach": may_attach,
        "can_tick": answers,
        "can_reply": answers,
        "next_steps": asking.offered(order, actor, main=True),
        "further_steps": asking.offered(order, actor, main=False),
        "pages": hooks.pages_for(order, actor),
        "sees_parent": order.parent_id and seen_by(actor).filter(pk=order.parent_id).exists(),
        "waits": bool(order.state == State.MERGED),
        "may_propose": bool(may(actor, rules.PROPOSE, order.verifier)),
        **supervised(order, actor),
    }
    return render(request, "orders/detail.html", context)
