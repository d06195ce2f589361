"""Desk pages of recurring problems and of proposals to change a rule."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.mechanisms.orders import actions, exports, rules
from zhengyou.mechanisms.orders.enums import ProposalState
from zhengyou.mechanisms.orders.forms import ProposalForm, WordsForm
from zhengyou.mechanisms.orders.models import Order, Proposal
from zhengyou.mechanisms.orders.queries import alike, recurring, seen_by
from zhengyou.mechanisms.orders.web.showing import PROPOSAL_TONES, workbook
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.models import Body

PAGE = 25
MOST = 50


@desk_view(rules.READ)
def proposals(request: DeskRequest) -> HttpResponseBase:
    """List what keeps coming back, and the proposals that rest on it."""
    rows = within(Proposal.objects.select_related("body"), request.actor, rules.READ)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.proposals(rows), _("Proposals to change a rule"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(proposal, PROPOSAL_TONES[ProposalState(proposal.state)]) for proposal in page],
        "recurring": recurring(within(Order.objects.all(), request.actor, rules.READ))[:PAGE],
        "may_propose": request.actor.holds(rules.PROPOSE),
    }
    return render(request, "orders/proposals.html", context)


@desk_view(rules.PROPOSE)
def propose(request: DeskRequest) -> HttpResponse:
    """Ask for the words of a proposal that rests on orders about the same at one unit."""
    about, kind = request.GET.get("about", ""), request.GET.get("kind", "")
    unit = get_object_or_404(Body, public_id=_key(request.GET.get("unit", "")))
    orders = list(alike(seen_by(request.actor), unit, kind, about).order_by("-opened_on")[:MOST])
    decider = unit.parent if unit.parent and may(request.actor, rules.PROPOSE, unit.parent) else unit
    posted = request.method == "POST"
    initial = {"title": _("Put an end to: %(about)s") % {"about": about}}  # messages: zh
    form = ProposalForm(request.POST if posted else None, initial=initial)
    if posted and form.is_valid():
        try:
            made = actions.propose(body=decider, orders=orders, **form.cleaned_data, actor=request.actor)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            return redirect("orders:proposal", pk=made.pk)
    context = {
        "form": form,
        "title": _("Propose a change of a rule"),
        "lead": _("%(unit)s: %(number)d orders about “%(about)s”")
        % {"unit": unit.name, "number": len(orders), "about": about},
        "submit": _("Save"),
        "back": reverse("orders:proposals"),
    }
    return render(request, "form.html", context, status=422 if posted else 200)


@desk_view(rules.READ)
def proposal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a proposal with the orders it rests on."""
    shown = _proposal(request, pk)
    drafts = bool(may(request.actor, rules.PROPOSE, shown.body))
    context = {
        "proposal": shown,
        "tone": PROPOSAL_TONES[ProposalState(shown.state)],
        "orders": list(seen_by(request.actor).filter(proposals=shown).select_related("body")[:MOST]),
        "number": shown.orders.count(),
        "entries": entries(shown),
        "can_revise": drafts and shown.state == ProposalState.DRAFT,
        "can_take_back": drafts and shown.state == ProposalState.SUBMITTED,
        "can_decide": shown.state == ProposalState.SUBMITTED and bool(may(request.actor, rules.DECIDE, shown.body)),
    }
    return render(request, "orders/proposal.html", context)


@desk_view(rules.PROPOSE)
def revise(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for other words of a draft."""
    shown = _proposal(request, pk)
    posted = request.method == "POST"
    initial = {name: getattr(shown, name) for name in ("title", "problem", "change")}
    form = ProposalForm(request.POST if posted else None, initial=initial)
    back = reverse("orders:proposal", args=[pk])
    if posted and form.is_valid():
        try:
            actions.revise(shown, **form.cleaned_data, actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            return redirect(back)
    context = {"form": form, "title": _("Change the proposal"), "back": back}
    return render(request, "form.html", context, status=422 if posted else 200)


@desk_view(rules.PROPOSE)
@require_POST
def submit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Submit a draft."""
    actions.submit(_proposal(request, pk), actor=request.actor)
    messages.success(request, _("Submitted to the leader."))
    return redirect("orders:proposal", pk=pk)


@desk_view(rules.PROPOSE)
@require_POST
def take_back(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a submitted proposal back."""
    actions.take_back(_proposal(request, pk), actor=request.actor)
    return redirect("orders:proposal", pk=pk)


@desk_view(rules.DECIDE)
def decide(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Ask for the decision in words, and decide."""
    shown = _proposal(request, pk)
    back = reverse("orders:proposal", args=[pk])
    words = {"accept": (_("Accept the proposal"), actions.accept), "reject": (_("Do not accept it"), actions.reject)}
    title, act = words[verb]
    posted = request.method == "POST"
    form = WordsForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            act(shown, words=form.cleaned_data["words"], actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Done."))
            return redirect(back)
    context = {"title": title, "text": shown.title, "form": form, "label": title, "back": back}
    return render(request, "confirm.html", context, status=422 if posted else 200)


def _proposal(request: DeskRequest, pk: uuid.UUID) -> Proposal:
    return get_object_or_404(within(Proposal.objects.select_related("body"), request.actor, rules.READ), pk=pk)


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None
