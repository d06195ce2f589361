"""The language model on the plan desk: asked only with consent, its proposals decided one by one or all at once."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.campaign.plans import actions, model_line, rules
from zhengyou.campaign.plans.comparing import changed
from zhengyou.campaign.plans.compiler.wording import Worded
from zhengyou.campaign.plans.enums import UNITS, Mechanism, ProposalState, ReadingState, Rhythm, State
from zhengyou.campaign.plans.extractor.parts import cut
from zhengyou.campaign.plans.extractor.veil import require_may_leave, veil
from zhengyou.campaign.plans.forms import ConsentForm
from zhengyou.campaign.plans.models import ModelReading, Plan, Proposal
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as the page shows it: what it would change of the draft, or what it says of a new thing."""

    row: Proposal
    said: list[str]
    changes: list[dict[str, str]]


def context_of(plan: Plan, actor: Actor, *, can_change: bool) -> dict[str, Any]:
    """Return what the plan's page shows of the language model."""
    reading = plan.model_readings.first()
    offers = [_offer(one) for one in _open_of(plan)] if can_change else []
    may_ask = bool(may(actor, rules.ASK_MODEL, plan.body))
    return {
        "reading": reading,
        "failure": _failure(reading),
        "offers": offers,
        "model_reads": reading is not None and reading.state == ReadingState.UNDER_WAY,
        "may_ask": may_ask,
        "can_ask": can_change and may_ask and model_line.endpoint() is not None,
    }


def _open_of(plan: Plan) -> list[Proposal]:
    rows = plan.proposals.filter(state=ProposalState.OPEN).select_related("about", "parent", "under")
    return sorted(rows, key=lambda row: (row.span_start, row.order_number))


def _failure(reading: ModelReading | None) -> str:
    if reading is None or not reading.failure:
        return ""
    return Worded(reading.failure, reading.failure_words).in_language(get_language() or "zh")


def _offer(row: Proposal) -> Offer:
    if row.about is None:
        fields = ("starts_on", "ends_on", "rhythm", "amount", "unit", "target", "mechanism")
        said = [
            _words(field, value) for field in fields if (value := getattr(row, field)) not in (None, "", Rhythm.ONCE)
        ]
        above = row.parent or row.under
        return Offer(row, ([_("in “%s”") % above.name] if above else []) + said, [])
    changes = [
        {
            "label": str(_LABELS[field]),
            "now": _words(field, getattr(row.about, field)),
            "then": _words(field, getattr(row, field)),
        }
        for field in changed(row, row.about)
    ]
    return Offer(row, [], changes)


_LABELS = {
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "rhythm": gettext_lazy("Rhythm"),
    "amount": gettext_lazy("Number or points"),
    "unit": gettext_lazy("Unit of measure"),
    "target": gettext_lazy("Figure to be reached"),
    "mechanism": gettext_lazy("Mechanism asked for"),
}


def _words(field: str, value: Any) -> str:
    if value in (None, ""):
        return _("not given")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    tables: dict[str, Any] = {"rhythm": dict(Rhythm.choices), "mechanism": dict(Mechanism.choices), "unit": UNITS}
    return str(tables.get(field, {}).get(value, value))


@desk_view(rules.ASK_MODEL)
def ask(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Tell where the text would go and what of it, and send it once the officer agrees."""
    plan = _plan(request, pk, rules.ASK_MODEL)
    endpoint = model_line.endpoint()
    form = ConsentForm(request.POST or None, initial={"host": endpoint.host if endpoint else ""})
    refused = ""
    if plan.state != State.DRAFT:
        refused = _("The draft is confirmed. Open it again before you change it.")
    veiled = veil(plan.excerpt)
    try:
        require_may_leave(plan.text)
        parts = cut(veiled.text)
    except Refused as error:
        refused, parts = str(error), ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_model(
                plan, consent=form.cleaned_data["consent"], host=form.cleaned_data["host"], actor=request.actor
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The text was sent. You can go on working; the proposals will appear here."))
            return redirect("plans:bench", pk=pk)
    context = {
        "plan": plan,
        "form": form,
        "endpoint": endpoint,
        "refused": refused,
        "parts": len(parts),
        "text": veiled.text,
        "hidden": veiled.hidden,
        "back": reverse("plans:bench", args=[pk]),
    }
    return render(request, "plans/ask_model.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.READ)
def progress(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with how far the model has read; when it is through, the page is to be fetched anew."""
    plan = _plan(request, pk, rules.READ)
    reading = plan.model_readings.filter(state=ReadingState.UNDER_WAY).first()
    context = {"plan": plan, "reading": reading, "model_reads": reading is not None}
    answer = render(
        request, "plans/reading.html", context | {"may_ask": bool(may(request.actor, rules.ASK_MODEL, plan.body))}
    )
    if reading is None:
        answer["HX-Refresh"] = "true"
    return answer


@desk_view(rules.ASK_MODEL)
@require_POST
def stop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop a reading that is under way."""
    plan = _plan(request, pk, rules.ASK_MODEL)
    reading = plan.model_readings.filter(state=ReadingState.UNDER_WAY).first()
    try:
        if reading is not None:
            actions.stop_reading(reading, actor=request.actor)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.info(request, _("The reading was stopped; nothing more is sent."))
    return redirect("plans:bench", pk=pk)


@desk_view(rules.MANAGE)
@require_POST
def decide(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take or reject one proposal, or all that wait."""
    plan = _plan(request, pk, rules.MANAGE)
    takes = "take" in request.POST
    chosen = request.POST.get("take" if takes else "reject", "")
    rows = [one for one in _open_of(plan) if chosen in ("all", str(one.pk))]
    try:
        if takes:
            number = len(actions.take_proposals(plan, proposals=rows, actor=request.actor))
            told = ngettext("%d proposal was taken into the draft.", "%d proposals were taken into the draft.", number)
        else:
            number = actions.reject_proposals(plan, proposals=rows, actor=request.actor)
            told = ngettext("%d proposal was rejected.", "%d proposals were rejected.", number)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, told % number)
    return redirect(reverse("plans:bench", args=[pk]) + "#proposals")


def _plan(request: DeskRequest, pk: uuid.UUID, function: str) -> Plan:
    return get_object_or_404(within(Plan.objects.select_related("body"), request.actor, function), pk=pk)
