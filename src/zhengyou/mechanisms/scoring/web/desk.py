"""Desk pages of the comparison: the runs, and a new one."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions, exports, rules
from zhengyou.mechanisms.scoring.catalogue import indicator_label
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.forms import ComputeForm, RunFilter
from zhengyou.mechanisms.scoring.queries import readable
from zhengyou.registry.access.queries import roots_of
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.READ)
def runs(request: DeskRequest) -> HttpResponseBase:
    """List the comparisons this hat may read, the newest period first."""
    form = RunFilter(request.GET)
    found = readable(request.actor)
    asked = form.cleaned_data if form.is_valid() else {}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    if download := exports.runs(found).answer(request.GET.get("export")):
        return download
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    rows = [{"run": run, "by": indicator_label(run.indicator)} for run in page]
    context = {"page": page, "rows": rows, "filter_form": form, "can_run": request.actor.holds(rules.RUN)}
    return render(request, "scoring/runs.html", context)


@desk_view(rules.RUN)
def compute(request: DeskRequest) -> HttpResponse:
    """Ask for the period, and compare."""
    today = clock.today()
    first = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    roots = roots_of(request.actor, rules.RUN)
    initial = {"starts_on": first, "ends_on": today, "subject": Subject.UNIT}
    form = ComputeForm(request.POST or None, initial=initial, roots=roots)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = actions.ask(
                body=given["body"],
                subject=Subject(given["subject"]),
                starts_on=given["starts_on"],
                ends_on=given["ends_on"] + dt.timedelta(days=1),
                indicator=given["indicator"] or "satisfaction",
                actor=request.actor,
            )
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The inputs are frozen; the comparison is being computed in the background."))
            return redirect("scoring:league", pk=run.pk)
    context = {
        "title": _("New comparison"),
        "lead": _("Ratings of the period are compared within peer groups; nothing is public before you publish it."),
        "form": form,
        "submit": _("Compare"),
        "back": "../",
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)
