"""Findings on manipulated ratings: the list, the decision, appeals and their answers, and a person's own stars."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions, exports, queries, rules, saying
from zhengyou.mechanisms.scoring.enums import AppealState, FindingState
from zhengyou.mechanisms.scoring.forms import AnswerForm, AppealForm, DecisionForm, FindingFilter
from zhengyou.mechanisms.scoring.models import Appeal, Finding
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

PAGE = 25
TONES = {FindingState.OPEN: "warning", FindingState.QUARANTINED: "error", FindingState.CLEARED: "success"}
APPEAL_TONES = {AppealState.OPEN: "warning", AppealState.UPHELD: "success", AppealState.REJECTED: "neutral"}


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List what looks manipulated: all of the scope for the office, the own unit's for a unit."""
    form = FindingFilter(request.GET)
    found = queries.findings_for(request.actor)
    if form.is_valid() and form.cleaned_data["state"]:
        found = found.filter(state=form.cleaned_data["state"])
    if download := exports.findings(found).answer(request.GET.get("export")):
        return download
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [{"finding": one, "tone": TONES[FindingState(one.state)], "why": _why(one)} for one in page]
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "appeals": list(queries.appeals_to_answer(request.actor)[:PAGE]),
    }
    return render(request, "scoring/findings.html", context)


def _why(finding: Finding) -> str:
    return saying.reason(finding.reasons[0]) if finding.reasons else ""


def _finding(request: DeskRequest, pk: uuid.UUID) -> Finding:
    return get_object_or_404(queries.findings_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one finding: every reason in a sentence, both scores, the decision and the appeals."""
    finding = _finding(request, pk)
    appeals = [
        {"appeal": one, "tone": APPEAL_TONES[AppealState(one.state)]} for one in finding.appeals.select_related("run")
    ]
    decided = finding.state != FindingState.OPEN
    context = {
        "finding": finding,
        "score": finding.score,
        "tone": TONES[FindingState(finding.state)],
        "reasons": [saying.reason(one) for one in finding.reasons],
        "appeals": appeals,
        "can_decide": may(request.actor, rules.DECIDE, finding.run.body),
        "can_appeal": decided and may(request.actor, rules.APPEAL, finding.score.body),
    }
    return render(request, "scoring/finding.html", context)


@desk_view(rules.DECIDE)
def decide(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Set the suspicious ratings apart, or clear the unit, with a reason."""
    finding = _finding(request, pk)
    form = DecisionForm(request.POST or None, initial={"quarantine": "yes"})
    back = reverse("scoring:finding", args=[pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide(
                finding, quarantine=given["quarantine"] == "yes", reason=given["reason"], actor=request.actor
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Decided; the unit is told."))
            return redirect(back)
    return _form(request, form, _("Decide on the finding"), str(finding.score.name), _("Decide"), back)


@desk_view(rules.APPEAL)
def appeal(request: DeskRequest, kind: str, pk: str) -> HttpResponse:
    """Object to the own star or to a finding on the own unit."""
    about: dict[str, Any]
    if kind == "star":
        own = queries.own_standings(request.actor)
        standing = get_object_or_404(own, pk=pk if pk.isdecimal() else 0)
        about, score = {"standing": standing}, standing.score
    else:
        score = get_object_or_404(queries.findings_for(request.actor), pk=_uuid(pk)).score
        about = {"finding": score.findings.get()}
    form = AppealForm(request.POST or None)
    back = reverse("scoring:mine")
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(text=form.cleaned_data["text"], actor=request.actor, **about)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Your appeal is lodged; you are told the answer."))
            return redirect(back)
    return _form(request, form, _("Appeal"), score.name, _("Lodge the appeal"), back)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


@desk_view(rules.DECIDE)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer an appeal with a reason; an upheld one corrects the star or clears the unit."""
    found = get_object_or_404(within(Appeal.objects.all(), request.actor, rules.DECIDE), pk=pk)
    form = AnswerForm(request.POST or None, standing=found.standing)
    back = reverse("scoring:findings")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(
                found, uphold=given["uphold"] == "yes", text=given["text"], star=given.get("star"), actor=request.actor
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Answered; whoever appealed is told."))
            return redirect(back)
    lead = f"{found.score.name} · {found.by_label}：{found.text}"
    return _form(request, form, _("Answer an appeal"), lead, _("Answer"), back)


@desk_view(rules.APPEAL)
def mine(request: DeskRequest) -> HttpResponseBase:
    """Show the own stars of the person, and those of the unit and its windows: what they mean, and how to object."""
    found = queries.own_standings(request.actor)
    if download := exports.stars(found.prefetch_related("appeals")).answer(request.GET.get("export")):
        return download
    page = Paginator(found.prefetch_related("appeals"), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "standing": one,
            "score": one.score,
            "why": exports.why(one),
            "appeal": next(iter(one.appeals.all()), None),
        }
        for one in page
    ]
    return render(request, "scoring/mine.html", {"page": page, "rows": rows})


def _form(request: HttpRequest, form: Any, title: str, lead: str, submit: str, back: str) -> HttpResponse:
    context = {"title": title, "lead": lead, "form": form, "submit": submit, "back": back}
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
