"""Desk pages of clocks: the overview by colour, statistics, one clock and its verbs."""

import io
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.deadlines import actions, exports, hooks, queries, rules
from zhengyou.registry.deadlines.enums import Colour, State
from zhengyou.registry.deadlines.forms import ClockFilter, ExtendForm, PauseForm
from zhengyou.registry.deadlines.models import Clock, Rule, Standing
from zhengyou.registry.deadlines.web import showing

PAGE = 25
SORTS = {"due": "due_at", "-due": "-due_at", "started": "started_at", "-started": "-started_at"}


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the clocks in the scope of this hat, the nearest due moment first."""
    visible = within(Clock.objects.all(), request.actor, rules.READ)
    titles = dict(Rule.objects.order_by("key").values_list("key", "title").distinct())
    form = ClockFilter(request.GET, rule_titles=titles)
    show = "all" if request.GET.get("show") == "all" else "open"
    found = _found(visible, form, show).select_related("body")
    found = found.order_by(SORTS.get(request.GET.get("sort", ""), "due_at"), "id")
    if request.GET.get("export") == "xlsx":
        return workbook(exports.clocks_workbook(found), _("Deadlines"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    now = time.now()
    context = {
        "page": page,
        "rows": [showing.row(clock, now) for clock in page],
        "filter_form": form,
        "show": show,
        "counts": _counts(visible),
        "tabs": tabs("open" if show == "open" else "all"),
    }
    return render(request, "deadlines/clocks.html", context)


def tabs(active: str) -> list[dict[str, Any]]:
    """Return the views of the overview."""
    clocks = reverse("deadlines:clocks")
    return [
        {"label": _("Unfinished"), "url": f"{clocks}?show=open", "active": active == "open"},
        {"label": _("All"), "url": f"{clocks}?show=all", "active": active == "all"},
        {"label": _("Statistics"), "url": reverse("deadlines:statistics"), "active": active == "statistics"},
    ]


def _found(clocks: QuerySet[Clock], form: ClockFilter, show: str) -> QuerySet[Clock]:
    wanted = form.cleaned_data if form.is_valid() else {}
    if text := (wanted.get("q") or "").strip():
        clocks = clocks.filter(subject_label__icontains=text)
    if text := (wanted.get("unit") or "").strip():
        clocks = clocks.filter(Q(body__name__icontains=text) | Q(body__short_name__icontains=text))
    if wanted.get("rule"):
        clocks = clocks.filter(rule_key=wanted["rule"])
    if wanted.get("provisional"):
        clocks = clocks.filter(provisional=True)
    if wanted.get("state"):
        clocks = clocks.filter(state=wanted["state"])
    elif show == "open":
        clocks = clocks.filter(finished_at__isnull=True).exclude(state=State.VOID)
    if wanted.get("colour"):
        clocks = clocks.filter(queries.shining(Colour(wanted["colour"])))
    return clocks


def _counts(visible: QuerySet[Clock]) -> list[dict[str, Any]]:
    """Return how many unfinished clocks show each light, with the address of their list."""
    unfinished = visible.filter(finished_at__isnull=True).exclude(state=State.VOID)
    counted = unfinished.aggregate(
        **{colour.name.lower(): Count("pk", filter=queries.shining(colour)) for colour in Colour if colour.value},
        paused=Count("pk", filter=Q(state=State.PAUSED)),
        provisional=Count("pk", filter=Q(provisional=True)),
    )
    return [
        {"label": Colour.RED.label, "value": counted["red"], "tone": "error", "url": "?colour=red"},
        {"label": Colour.YELLOW.label, "value": counted["yellow"], "tone": "warning", "url": "?colour=yellow"},
        {"label": Colour.BLUE.label, "value": counted["blue"], "tone": "info", "url": "?colour=blue"},
        {"label": State.PAUSED.label, "value": counted["paused"], "tone": "neutral", "url": "?state=paused"},
        {
            "label": _("Provisional"),
            "value": counted["provisional"],
            "tone": "neutral",
            "url": "?provisional=on",
        },
    ]


@desk_view(rules.READ)
def statistics(request: DeskRequest) -> HttpResponse:
    """Show for each stage how many kept their limit, and the time granted, paused and taken."""
    visible = within(Clock.objects.all(), request.actor, rules.READ)
    context = {"rows": queries.statistics(visible), "tabs": tabs("statistics")}
    return render(request, "deadlines/statistics.html", context)


def _clock(request: DeskRequest, pk: uuid.UUID) -> Clock:
    visible = within(Clock.objects.all(), request.actor, rules.READ).values("pk")
    return get_object_or_404(Clock.objects.filter(pk__in=visible).select_related("body", "rule"), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one clock: every due moment that held, its pauses and extensions, and what may be done."""
    clock = _clock(request, pk)
    now = time.now()
    manages = bool(may(request.actor, rules.MANAGE, clock.body))
    in_time = clock.state == State.RUNNING and now <= clock.due_at
    context = {
        "clock": clock,
        "row": showing.row(clock, now),
        "times": {name: showing.span(value) for name, value in _times(clock).items()},
        "reckonings": [showing.reckoned(entry) for entry in clock.reckonings.all()],
        "entries": entries(clock),
        "climbs": [showing.climbed(entry) for entry in clock.climbs.all()],
        "next_rung": showing.next_rung(Standing.objects.filter(pk=clock.pk).first()) if clock.is_open else "",
        "pauses": clock.pauses.all(),
        "extensions": clock.extensions.all(),
        "can_pause": manages and in_time,
        "can_resume": manages and clock.state == State.PAUSED,
        "can_void": manages and clock.is_open,
        "ask_url": hooks.extension_page(str(clock.pk)) if in_time and clock.rule.most_extension != 0 else "",
        "can_extend": in_time and bool(may(request.actor, rules.EXTEND, clock.body)) and clock.rule.most_extension != 0,
    }
    return render(request, "deadlines/clock.html", context)


def _times(clock: Clock) -> dict[str, Any]:
    found = queries.times(clock)
    return {"granted": found.granted, "paused": found.paused, "total": found.total}


@desk_view(rules.MANAGE)
def pause(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for reason and notice, and let the clock stand still."""
    clock = _clock(request, pk)
    require(request.actor, rules.MANAGE, clock.body)
    form = PauseForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        actions.pause(clock, given["reason"], notice=given["notice"], actor=request.actor)

    text = _(
        "Time does not count until the clock is resumed. The reasons are those of the Administrative Licensing Law."
    )
    return ask(request, form, act, title=_("Pause the clock"), text=text, back=_address(pk))


@desk_view(rules.EXTEND)
def extend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask how much and why, and grant more time."""
    clock = _clock(request, pk)
    form = ExtendForm(request.POST or None)
    form.fields["amount"].help_text = str(clock.get_unit_display())

    def act(given: dict[str, Any]) -> None:
        actions.extend(clock, given["amount"], reason=given["reason"], notice=given["notice"], actor=request.actor)

    text = _("An extension is possible only before the deadline; the earlier due moment stays on record.")
    return ask(request, form, act, title=_("Extend the deadline"), text=text, back=_address(pk))


@desk_view(rules.MANAGE)
@require_POST
def resume(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the clock run again."""
    clock = _clock(request, pk)
    require(request.actor, rules.MANAGE, clock.body)
    actions.resume(clock, actor=request.actor)
    messages.success(request, _("The clock runs again; the due moment was reckoned anew."))
    return redirect(_address(pk))


@desk_view(rules.MANAGE)
def void(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask back, and take the clock out of account."""
    clock = _clock(request, pk)
    require(request.actor, rules.MANAGE, clock.body)

    def act(given: dict[str, Any]) -> None:
        del given
        actions.void(clock, actor=request.actor)

    text = _("The clock stays on record but counts neither as kept nor as overdue. This cannot be undone.")
    form = forms.Form(request.POST if request.method == "POST" else None)
    return ask(request, form, act, title=_("Void the clock"), text=text, back=_address(pk), danger=True)


def _address(pk: uuid.UUID) -> str:
    return reverse("deadlines:clock", args=[pk])


def ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    back: str,
    text: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Ask for what a verb needs, do it, and show a refusal at its field; nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Done."))
            return redirect(back)
    context = {"title": title, "text": text, "form": form, "label": title, "danger": danger, "back": back}
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def workbook(content: bytes, name: str) -> FileResponse:
    """Return an Excel file for saving."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
