"""Desk pages of incoming papers: the register, one paper with its 阅办单, instructions."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.queries import standing, subtree
from zhengyou.registry.papers import actions, exports, queries, rules
from zhengyou.registry.papers.enums import IncomingState
from zhengyou.registry.papers.forms import IncomingFilter, IncomingForm, InstructionForm, ResultForm
from zhengyou.registry.papers.models import Incoming, Instruction
from zhengyou.registry.papers.web import showing


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the register of incoming papers, the latest first."""
    form = IncomingFilter(request.GET)
    found = queries.incoming(request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := (wanted.get("q") or "").strip():
        found = found.filter(
            Q(title__icontains=words) | Q(from_name__icontains=words) | Q(from_number__icontains=words)
        )
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.incoming(found), _("Incoming papers"))
    page = Paginator(found, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"paper": one, "tone": showing.INCOMING_TONES[IncomingState(one.state)]} for one in page],
        "filter_form": form,
        "may_register": request.actor.holds(rules.RECEIVE),
    }
    return render(request, "papers/incoming.html", context)


@desk_view(rules.RECEIVE)
def new(request: DeskRequest) -> HttpResponse:
    """Register a paper that came from outside."""
    form = IncomingForm(request.POST or None, initial={"body": request.actor.body, "received_on": clock.today()})
    form.fields["body"].queryset = within(standing(), request.actor, rules.RECEIVE)  # type: ignore[attr-defined]  # a choice field
    if request.method == "POST" and form.is_valid():
        try:
            entered = actions.register(actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Registered as %(number)s.") % {"number": entered.number})
            return redirect("papers:incoming-detail", pk=entered.pk)
    context = {
        "title": _("Register an incoming paper"),
        "form": form,
        "submit": _("Register"),
        "back": reverse("papers:incoming"),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


def _incoming(request: DeskRequest, pk: uuid.UUID) -> Incoming:
    return get_object_or_404(queries.incoming(request.actor).select_related("receipt__paper"), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one incoming paper with its instructions, and what this hat may do next."""
    paper = _incoming(request, pk)
    still = paper.state != IncomingState.FILED
    keeps = bool(may(request.actor, rules.RECEIVE, paper.body))
    context = {
        "paper": paper,
        "tone": showing.INCOMING_TONES[IncomingState(paper.state)],
        "instructions": paper.instructions.select_related("body"),
        "entries": entries(paper),
        "can_instruct": still and bool(may(request.actor, rules.COMMENT, paper.body)),
        "can_file": still and keeps,
        "can_answer": keeps,
    }
    return render(request, "papers/incoming_detail.html", context)


@desk_view(rules.READ)
def sheet(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the reading and handling sheet 阅办单 to print."""
    paper = _incoming(request, pk)
    context = {"paper": paper, "instructions": paper.instructions.select_related("body")}
    return render(request, "papers/sheet.html", context)


@desk_view(rules.COMMENT)
def instruct(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Write an instruction to the unit that carries it out."""
    paper = _incoming(request, pk)
    form = InstructionForm(request.POST or None, initial={"body": paper.body})
    form.fields["body"].queryset = subtree(paper.body)  # type: ignore[attr-defined]  # a choice field
    if request.method == "POST" and form.is_valid():
        try:
            actions.instruct(paper, actor=request.actor, **form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The instruction was handed to the unit as an order with a deadline."))
            return redirect("papers:incoming-detail", pk=pk)
    context = {
        "title": _("Write an instruction"),
        "lead": paper.title,
        "form": form,
        "submit": _("Instruct"),
        "back": reverse("papers:incoming-detail", args=[pk]),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.RECEIVE)
def file(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """File an incoming paper with what was done."""
    paper = _incoming(request, pk)
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.file(paper, result=form.cleaned_data["result"], actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The paper was filed."))
            return redirect("papers:incoming-detail", pk=pk)
    return _result_page(request, form, _("File the paper"), paper)


@desk_view(rules.RECEIVE)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that an instruction was carried out."""
    every = within(Instruction.objects.select_related("incoming__body"), request.actor, rules.RECEIVE)
    instruction = get_object_or_404(every, pk=pk)
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer(instruction, text=form.cleaned_data["result"], actor=request.actor)
        messages.success(request, _("Noted."))
        return redirect("papers:incoming-detail", pk=instruction.incoming_id)
    return _result_page(request, form, _("Instruction carried out"), instruction.incoming)


def _result_page(request: DeskRequest, form: ResultForm, title: str, paper: Incoming) -> HttpResponse:
    back = reverse("papers:incoming-detail", args=[paper.pk])
    context = {"title": title, "text": paper.title, "form": form, "label": title, "back": back}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
