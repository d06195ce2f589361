"""Desk pages of the lists of problems and their problems, and the public page of good solutions."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, rules
from zhengyou.mechanisms.orders.enums import Aspect, Priority, ProblemState
from zhengyou.mechanisms.orders.models import Problem, ProblemList
from zhengyou.mechanisms.orders.supervision_forms import (
    HighlightForm,
    ListFilter,
    ListForm,
    PlanForm,
    ProblemFilter,
    ProblemForm,
    SolveForm,
    WhyForm,
)
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, road, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show, shown, workbook
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

TONES = {
    ProblemState.FOUND: "warning",
    ProblemState.PLANNED: "info",
    ProblemState.WORKING: "info",
    ProblemState.SOLVED: "success",
    ProblemState.DROPPED: "neutral",
}
PRIORITY_TONES = {Priority.HIGH: "error", Priority.MIDDLE: "warning", Priority.LOW: "neutral"}


def with_figures(lists: QuerySet[ProblemList]) -> QuerySet[Any]:
    """Return ``lists`` with how many problems stand on each, how many are solved, overdue, and shown as examples."""
    kept = ~Q(problems__state=ProblemState.DROPPED)
    late = ~Q(problems__state__in=[ProblemState.SOLVED, ProblemState.DROPPED]) & Q(problems__due_on__lt=clock.today())
    return (
        lists.select_related("body")
        .order_by("is_closed", "-starts_on", "title", "pk")
        .annotate(
            number=Count("problems", filter=kept),
            solved=Count("problems", filter=Q(problems__state=ProblemState.SOLVED)),
            late=Count("problems", filter=late),
            shown=Count("problems", filter=Q(problems__is_highlight=True)),
        )
    )


def rate(one: Any) -> float | None:
    """Return the share of solved problems (销号率) between 0 and 1; nothing where the list is empty."""
    return one.solved / one.number if one.number else None


@desk_view(rules.READ)
def lists(request: DeskRequest) -> HttpResponseBase:
    """List the lists of problems with their rate of solved ones."""
    form, choice = ListFilter(request.GET), choose(request, rules.READ)
    rows = under(within(ProblemList.objects.all(), request.actor, rules.READ), choice.body)
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(title__icontains=text)
    if given.get("theme"):
        rows = rows.filter(theme=given["theme"])
    cols = [
        Col(_("Title"), lambda one: one.title, width=36),
        Col(_("Body"), lambda one: one.body.name, width=20),
        Col(_("Field of the problems"), lambda one: one.get_theme_display()),
        Col(_("To be solved by"), lambda one: one.ends_on, Format.DATE),
        Col(_("Problems"), lambda one: one.number, Format.INT),
        Col(_("Solved ones"), lambda one: one.solved, Format.INT),
        Col(_("Share solved"), rate, Format.PERCENT),
        Col(_("Overdue ones"), lambda one: one.late, Format.INT),
        Col(_("Shown as examples"), lambda one: one.shown, Format.INT),
        Col(
            _("State"),
            lambda one: _("Closed list") if one.is_closed else _("Running list"),
            tone=lambda one: "neutral" if one.is_closed else "info",
        ),
    ]
    may_begin = request.actor.holds(rules.PROBLEMS)
    new_url = reverse("orders:list-new") if may_begin else ""
    register = Register(
        title=_("Lists of problems"),
        lead=_("What was found, who solves it by when, and what others can learn from it"),
        rows=with_figures(rows),
        cols=cols,
        url=lambda one: reverse("orders:problems", args=[one.pk]),
        empty=(
            _("No list yet"),
            _("Begin one for a campaign, a service or labour relations."),
            _("Begin a list") if may_begin else "",
            new_url,
        ),
        form=form,
        buttons=[
            Link(_("Good solutions"), reverse("orders:highlights"), icon="star"),
            *([Link(_("Begin a list"), new_url, "primary", "plus")] if may_begin else []),
        ],
        nodes=choice.nodes,
        keep="body",
        icon="list-checks",
    )
    return show(request, register)


@desk_view(rules.PROBLEMS)
def list_new(request: DeskRequest) -> HttpResponse:
    """Ask for a list and begin it."""

    def act(given: dict[str, Any]) -> ProblemList:
        return actions.begin_list(given.pop("body"), **given, actor=request.actor)

    return fill(
        request, ListForm(request.POST or None, actor=request.actor), act, title=_("Begin a list of problems"),
        back=reverse("orders:lists"), after=lambda one: reverse("orders:problems", args=[one.pk]),
    )  # fmt: skip


def _list(request: DeskRequest, pk: uuid.UUID) -> ProblemList:
    return get_object_or_404(within(ProblemList.objects.select_related("body"), request.actor, rules.READ), pk=pk)


@desk_view(rules.READ)
def problems(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show one list: its figures, the four aspects, and its problems, what presses most first."""
    one = with_figures(ProblemList.objects.filter(pk=_list(request, pk).pk)).get()
    form = ProblemFilter(request.GET)
    rows = _found(one.problems.select_related("body", "order"), form)
    keeps = may(request.actor, rules.PROBLEMS, one.body)
    register = Register(
        one.title, "", rows, _cols(), lambda row: reverse("orders:problem", args=[row.pk]), ("", "", "", ""), form=form
    )
    if request.GET.get("export") == "xlsx":
        return workbook(register)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    kept = one.problems.exclude(state=ProblemState.DROPPED)
    counts = dict(kept.order_by().values_list("aspect").annotate(number=Count("pk")))
    solved = dict(kept.filter(state=ProblemState.SOLVED).order_by().values_list("aspect").annotate(number=Count("pk")))
    aspects = [
        {
            "label": Aspect(key).label,
            "number": counts.get(key, 0),
            "solved": solved.get(key, 0),
            "url": f"?aspect={key}",
        }
        for key in Aspect.values
    ]
    head, *others = register.cols
    context = {
        "list": one,
        "rate": rate(one),
        "aspects": aspects if one.by_aspects or any(counts.get(key) for key in Aspect.values) else [],
        "chart": {
            "labels": [str(row["label"]) for row in aspects],
            "series": [
                {"name": _("Solved ones"), "values": [row["solved"] for row in aspects], "tone": "success"},
                {
                    "name": _("Not solved yet"),
                    "values": [row["number"] - row["solved"] for row in aspects],
                    "tone": "warning",
                },
            ],
            "stacked": True,
            "unit": _("problems"),
        },
        "filter_form": form,
        "page": page,
        "head": head,
        "others": others,
        "lines": [
            {"url": register.url(row), "head": head.value(row), "cells": [col.cell(row) for col in others]}
            for row in page
        ],
        "can_add": keeps and not one.is_closed,
        "can_close": keeps and not one.is_closed and one.number > 0 and one.solved == one.number,
    }
    return render(request, "orders/problems.html", context)


def _cols() -> list[Col]:
    return [
        Col(_("Problem"), lambda row: row.title, width=36),
        Col(
            _("Priority"),
            lambda row: row.get_priority_display(),
            tone=lambda row: PRIORITY_TONES[Priority(row.priority)],
        ),
        Col(_("Aspect"), lambda row: row.get_aspect_display()),
        Col(_("Responsible unit"), lambda row: row.body.name, width=20),
        Col(_("Responsible post"), lambda row: row.owner),
        Col(_("To be solved by"), lambda row: row.due_on, Format.DATE),
        Col(_("State"), lambda row: row.get_state_display(), tone=lambda row: TONES[ProblemState(row.state)]),
        Col(_("How it came to light"), lambda row: row.get_origin_display()),
        Col(_("Order number"), lambda row: row.order.number if row.order else ""),
        Col(_("Solved on"), lambda row: row.solved_on, Format.DATE),
    ]


def _found(rows: QuerySet[Problem], form: ProblemFilter) -> QuerySet[Problem]:
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text))
    for name in ("state", "aspect", "priority"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    return rows


@desk_view(rules.PROBLEMS)
@require_POST
def list_close(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a list on which everything is solved."""
    actions.close_list(_list(request, pk), actor=request.actor)
    return redirect("orders:problems", pk=pk)


@desk_view(rules.PROBLEMS)
def problem_new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a problem and enter it."""
    one = _list(request, pk)
    form = ProblemForm(request.POST or None, below=one.body, initial={"priority": Priority.MIDDLE})

    def act(given: dict[str, Any]) -> Problem:
        priority = int(given.pop("priority") or 0)
        return actions.find_problem(one, **given, priority=priority, actor=request.actor)

    return fill(
        request, form, act, title=_("Enter a problem"), lead=one.title, back=reverse("orders:problems", args=[pk]),
        after=lambda made: reverse("orders:problem", args=[made.pk]),
    )  # fmt: skip


def _problem(request: DeskRequest, pk: uuid.UUID) -> Problem:
    rows = Problem.objects.select_related("list__body", "body", "order")
    listed = within(ProblemList.objects.all(), request.actor, rules.READ).values("pk")
    mine = within(Problem.objects.all(), request.actor, rules.READ).values("pk")
    return get_object_or_404(rows.filter(Q(pk__in=mine) | Q(list__in=listed)), pk=pk)


@desk_view(rules.READ)
def problem(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one problem with what is done about it."""
    one = _problem(request, pk)
    links = (
        [Link(_("The order"), reverse("orders:detail", args=[one.order.pk]), icon="clipboard-check")]
        if one.order
        else []
    )
    facts: list[tuple[Any, Any]] = [
        (_("List"), one.list.title),
        (_("Responsible unit"), one.body.name),
        (_("Priority"), one.get_priority_display()),
        (_("Aspect"), one.get_aspect_display()),
        (_("How it came to light"), one.get_origin_display()),
        (_("Found on"), shown(one.found_on, Format.DATE)),
        (_("What was seen"), one.facts),
    ]
    plan = [
        (_("Responsible post"), one.owner),
        (_("To be solved by"), shown(one.due_on, Format.DATE)),
        (_("Measures to be taken"), one.measures),
    ]
    cards = [Card(_("The problem"), facts), Card(_("Who does what by when"), plan, icon="target")]
    if one.solution:
        solved = [
            (_("Solved on"), shown(one.solved_on, Format.DATE)),
            (_("Verified by"), one.verified_by),
            (_("How it was solved"), one.solution),
            (_("What others can learn from it"), one.highlight),
        ]
        cards.append(Card(_("The solution"), solved, icon="circle-check"))
    states = [ProblemState.FOUND, ProblemState.PLANNED, ProblemState.WORKING, ProblemState.SOLVED]
    record = Record(
        title=one.title,
        eyebrow=one.number,
        crumbs=[(one.list.title, reverse("orders:problems", args=[one.list.pk]))],
        state=one.get_state_display(),
        tone=TONES[ProblemState(one.state)],
        steps=road(states, one.state, [ProblemState.DROPPED]),
        cards=cards,
        entries=entries(one),
        verbs=_verbs(request, one),
        links=links,
        alert=("info", _("Not kept on the list"), one.end_reason) if one.end_reason else None,
    )
    return show_record(request, record)


def _verbs(request: DeskRequest, one: Problem) -> list[Verb]:
    here, state, verbs = [one.pk], one.state, []
    keeps = may(request.actor, rules.PROBLEMS, one.list.body)
    planned = state == ProblemState.PLANNED
    if state in (ProblemState.FOUND, ProblemState.PLANNED) and may(request.actor, rules.PROBLEMS, one.body):
        kind = "plain" if planned else "primary"
        verbs.append(Verb(_("Settle measures"), reverse("orders:problem-plan", args=here), "link", kind, "target"))
    if planned and keeps:
        if one.body_id != one.list.body_id:
            verbs.append(
                Verb(
                    _("Make an order of it"), reverse("orders:problem-order", args=here), "post", "primary", "send",
                    confirm=_("The unit gets an order with clocks; the problem is solved when it is closed. Continue?"),
                )
            )  # fmt: skip
        verbs.append(Verb(_("Mark as solved"), reverse("orders:problem-solve", args=here), "link", icon="check"))
    if state == ProblemState.SOLVED and keeps:
        verbs.append(Verb(_("Show as an example"), reverse("orders:problem-highlight", args=here), icon="star"))
    if state in (ProblemState.FOUND, ProblemState.PLANNED) and keeps:
        verbs.append(Verb(_("Take off the list"), reverse("orders:problem-drop", args=here), kind="quiet"))
    return verbs


@desk_view(rules.PROBLEMS)
def plan(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for owner, measures and limit."""
    one = _problem(request, pk)
    first = {"owner": one.owner, "measures": one.measures, "due_on": one.due_on, "priority": one.priority}

    def act(given: dict[str, Any]) -> Problem:
        return actions.plan_problem(one, **given | {"priority": int(given["priority"] or 0)}, actor=request.actor)

    return fill(
        request, PlanForm(request.POST or None, initial=first), act, title=_("Settle measures"), lead=one.title,
        back=reverse("orders:problem", args=[pk]),
    )  # fmt: skip


@desk_view(rules.PROBLEMS)
@require_POST
def hand_out(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Make an order of the problem."""
    actions.hand_out(_problem(request, pk), actor=request.actor)
    return redirect("orders:problem", pk=pk)


@desk_view(rules.PROBLEMS)
def solve(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask how the problem was solved."""
    one = _problem(request, pk)
    return fill(
        request, SolveForm(request.POST or None), lambda given: actions.solve(one, **given, actor=request.actor),
        title=_("Mark as solved"), lead=one.title, back=reverse("orders:problem", args=[pk]),
    )  # fmt: skip


@desk_view(rules.PROBLEMS)
def highlight(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the one line by which the solution is shown."""
    one = _problem(request, pk)
    return ask(
        request,
        HighlightForm(request.POST if request.method == "POST" else None, initial={"line": one.highlight}),
        lambda given: actions.show_highlight(one, line=given["line"], actor=request.actor),
        title=_("Show as an example"),
        text=_("Problem, measures and solution stand on the public page of good solutions, without names of persons."),
        back=reverse("orders:problem", args=[pk]),
    )


@desk_view(rules.PROBLEMS)
def drop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and take the problem off its list."""
    one = _problem(request, pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.drop_problem(one, reason=given["reason"], actor=request.actor),
        title=_("Take off the list"),
        text=_("It stays on record with your reason and leaves the share of solved problems."),
        back=reverse("orders:problem", args=[pk]),
        danger=True,
    )
