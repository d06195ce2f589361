"""Desk pages of commitments."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, exports, rules
from zhengyou.instruments.display.enums import Measure, State
from zhengyou.instruments.display.forms.promises import CommitmentFilter, CommitmentForm, FulfilmentForm
from zhengyou.instruments.display.keeping import judge
from zhengyou.instruments.display.models import Commitment
from zhengyou.instruments.display.queries import commitments_for
from zhengyou.instruments.display.web import showing
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the commitments in the scope of this hat."""
    form = CommitmentFilter(request.GET)
    choice = choose(request, rules.READ)
    found = _found(under(commitments_for(request.actor), choice.body), form)
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.commitments(found), _("Commitments"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": showing.tabs("commitments"),
        "filter_form": form,
        "choice": choice,
        "page": page,
        "rows": [
            {"commitment": one, "tone": showing.TONES[State(one.state)], "measured": showing.measured(one)}
            for one in page
        ],
        "drafts": request.actor.holds(rules.DRAFT),
    }
    return render(request, "display/commitments.html", context)


def _found(commitments: QuerySet[Commitment], form: CommitmentFilter) -> QuerySet[Commitment]:
    if not form.is_valid():
        return commitments
    wanted = form.cleaned_data
    if wanted["q"].strip():
        commitments = commitments.filter(text__icontains=wanted["q"].strip())
    if wanted["measure"]:
        commitments = commitments.filter(measure=wanted["measure"])
    if wanted["state"]:
        return commitments.filter(state=wanted["state"])
    return commitments.exclude(state=State.WITHDRAWN)


def _commitment(request: DeskRequest, pk: uuid.UUID) -> Commitment:
    rows = Commitment.objects.select_related("body", "window", "pledge")
    return get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one commitment, whether it is kept, its history and what this hat may do next."""
    commitment = _commitment(request, pk)
    kept = judge([commitment])[commitment.pk]
    context = {
        "commitment": commitment,
        "tone": showing.TONES[State(commitment.state)],
        "measured": showing.measured(commitment),
        "kept": kept,
        "kept_tone": showing.TONES_OF_KEEPING[kept.keeping],
        "may": showing.reach(commitment, request.actor),
        "entries": entries(commitment),
        "judgements": [
            (row, showing.TONES_OF_KEEPING[row.keeping])
            for row in commitment.judgements.select_related("order").order_by("-on")[:24]
        ],
        "fulfilments": commitment.fulfilments.all(),
        "remarks": commitment.remarks.all()[:20],
        "notes": commitment.state == State.SHOWN and bool(may(request.actor, rules.DRAFT, commitment.body)),
    }
    return render(request, "display/commitment.html", context)


@desk_view(rules.DRAFT)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask what is promised, and keep it as a draft."""
    body = showing.unit_of(request, request.actor)
    if body is None:
        raise Forbidden(_("Choose a unit within the scope of your present identity."))
    form = CommitmentForm(request.POST or None, body=body, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.draft_commitment(
                body=body,
                text=given["text"],
                window=given["window"],
                measure=Measure(given["measure"]),
                target=given["target"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                actor=request.actor,
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Kept as a draft. Hand it in for review when it is ready."))
            return redirect("display:commitment", pk=made.pk)
    return _form(request, form, _("New commitment"), body.name, reverse("display:commitments"))


@desk_view(rules.DRAFT)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    commitment = _commitment(request, pk)
    initial = {name: getattr(commitment, name) for name in ("text", "measure", "target", "ends_on")}
    form = CommitmentForm(request.POST or None, body=commitment.body, amending=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.amend_commitment(
                commitment,
                text=given["text"],
                measure=Measure(given["measure"]),
                target=given["target"],
                ends_on=given["ends_on"],
                actor=request.actor,
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Changed."))
            return redirect("display:commitment", pk=pk)
    return _form(
        request, form, _("Change the commitment"), commitment.body.name, reverse("display:commitment", args=[pk])
    )


@desk_view(rules.DRAFT)
def fulfil(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was done for the promise; whether it is kept is counted from records all the same."""
    commitment = _commitment(request, pk)
    return ask(
        request,
        FulfilmentForm(data_of(request), initial={"on": clock.today()}),
        lambda given: actions.note_fulfilment(commitment, actor=request.actor, **given),
        title=_("Note what was done"),
        text=commitment.text,
        back=reverse("display:commitment", args=[pk]),
    )


@desk_view(rules.READ)
@require_POST
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Hand in, show, send back or take down."""
    if verb not in showing.ACTIONS:
        raise Http404
    showing.ACTIONS[verb](_commitment(request, pk), actor=request.actor)
    messages.success(request, showing.said(verb))
    return redirect("display:commitment", pk=pk)


def _form(request: DeskRequest, form: CommitmentForm, title: str, lead: str, back: str) -> HttpResponse:
    context = {"title": title, "lead": lead, "form": form, "submit": _("Keep the draft"), "back": back}
    return render(request, "form.html", context, status=422 if form.errors else 200)
