"""Desk pages of leading groups and invited supervisors."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies import choosing, exports, queries, rules
from zhengyou.registry.bodies.actions import groups
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.offices import (
    AnswerForm,
    EndForm,
    GroupForm,
    ReportForm,
    SeatForm,
    SupervisorForm,
)
from zhengyou.registry.bodies.forms.tree import DayForm, TextFilter
from zhengyou.registry.bodies.models import Body, GroupSeat, LeadingGroup, Supervisor, SupervisorReport
from zhengyou.registry.bodies.web import asking
from zhengyou.registry.people.desk import desk_view

PAGE = 50


def _readable(request: HttpRequest) -> Any:
    return queries.at_paths(Body.objects.all(), rules.paths(actor_of(request), rules.READ))


def _words(form: TextFilter) -> str:
    return str(form.cleaned_data["q"]).strip() if form.is_valid() else ""


@desk_view(rules.READ)
def listing(request: HttpRequest) -> HttpResponseBase:
    """List the leading groups of the scope."""
    choice = choosing.choose(request, rules.READ)
    form = TextFilter(request.GET)
    rows = queries.under(queries.groups().filter(body__in=_readable(request)), choice.body)
    if words := _words(form):
        rows = rows.filter(Q(name__contains=words) | Q(seats__person__name=words)).distinct()
    if request.GET.get("export") == "xlsx":
        return asking.workbook(exports.groups_workbook(rows), _("Leading groups"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may = bool(rules.paths(actor_of(request), rules.MANAGE))
    return render(request, "bodies/groups.html", {"choice": choice, "filter_form": form, "page": page, "may": may})


def _group(request: HttpRequest, pk: uuid.UUID) -> LeadingGroup:
    rows = LeadingGroup.objects.select_related("body", "office").filter(body__in=_readable(request))
    return get_object_or_404(rows, pk=pk)


@desk_view(rules.READ)
def group(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show a group with its roster of today or of another day; print or export it."""
    one = _group(request, pk)
    form = DayForm(request.GET)
    day = (form.cleaned_data.get("day") if form.is_valid() else None) or clock.today()
    parts = queries.group_roster(one, day)
    if request.GET.get("export") == "pdf":
        return asking.paper(exports.roster_paper(one, parts), one.name)
    if request.GET.get("export") == "xlsx":
        return asking.workbook(exports.roster_workbook(one, parts), one.name)
    context = {
        "group": one,
        "parts": parts,
        "day": day,
        "day_form": form if form.is_bound and request.GET.get("day") else DayForm(initial={"day": day}),
        "former": list(queries.former_seats(one)),
        "may_manage": one.ends_on is None and rules.may(actor_of(request), rules.MANAGE, one.body),
    }
    return render(request, "bodies/group.html", context)


@desk_view(rules.MANAGE)
def form_group(request: HttpRequest) -> HttpResponse:
    """Form a leading group."""
    return asking.ask(
        request,
        asking.bound(request, GroupForm),
        lambda given: groups.form_group(actor=actor_of(request), **given),
        title=_("New leading group"),
        back=reverse("bodies:groups"),
        done=_("The group was formed. Now fill its seats."),
    )


@desk_view(rules.MANAGE)
def end_group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a leading group."""
    one = _group(request, pk)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: groups.end_group(one, on=given["on"], actor=actor_of(request)),
        title=_("End %(group)s") % {"group": one.name},
        lead=_("All its seats end with it; the roster of every earlier day stays."),
        back=reverse("bodies:group", args=[one.pk]),
        submit=_("End"),
        danger=True,
        done=_("The group ends on that day."),
    )


@desk_view(rules.MANAGE)
def seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give somebody a seat in a group."""
    one = _group(request, pk)
    return asking.ask(
        request,
        asking.bound(request, SeatForm),
        lambda given: groups.seat(one, given["person"], actor=actor_of(request), **_without(given, "person")),
        title=_("New seat in %(group)s") % {"group": one.name},
        back=reverse("bodies:group", args=[one.pk]),
        done=_("Written down."),
    )


@desk_view(rules.MANAGE)
def end_seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End somebody's seat in a group."""
    rows = GroupSeat.objects.select_related("group__body", "person").filter(group__body__in=_readable(request))
    one = get_object_or_404(rows, pk=pk)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: groups.end_seat(one, on=given["on"], actor=actor_of(request)),
        title=_("%(person)s leaves the group") % {"person": one.person.name},
        back=reverse("bodies:group", args=[one.group_id]),
        submit=_("End"),
        danger=True,
        done=_("The seat ends on that day."),
    )


def _without(given: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in names}


@desk_view(rules.READ)
def supervisors(request: HttpRequest) -> HttpResponseBase:
    """List the invited supervisors of the scope."""
    choice = choosing.choose(request, rules.READ)
    form = TextFilter(request.GET)
    rows = queries.under(queries.supervisors().filter(body__in=_readable(request)), choice.body)
    if words := _words(form):
        rows = rows.filter(Q(person__name__contains=words) | Q(letter__contains=words))
    if request.GET.get("export") == "xlsx":
        return asking.workbook(exports.supervisors_workbook(rows), _("Invited supervisors"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may = bool(rules.paths(actor_of(request), rules.MANAGE))
    return render(request, "bodies/supervisors.html", {"choice": choice, "filter_form": form, "page": page, "may": may})


def _supervisor(request: HttpRequest, pk: uuid.UUID) -> Supervisor:
    rows = Supervisor.objects.select_related("body", "person").filter(body__in=_readable(request))
    return get_object_or_404(rows, pk=pk)


@desk_view(rules.READ)
def supervisor(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a supervisor with term, rights and reports."""
    one = _supervisor(request, pk)
    context = {
        "supervisor": one,
        "reports": list(one.reports.select_related("about")[:200]),
        "running": one.starts_on <= clock.today() < one.ends_on,
        "may_manage": rules.may(actor_of(request), rules.MANAGE, one.body),
    }
    return render(request, "bodies/supervisor.html", context)


@desk_view(rules.MANAGE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a supervisor."""
    return asking.ask(
        request,
        asking.bound(request, SupervisorForm),
        lambda given: groups.invite_supervisor(
            given["body"], given["person"], actor=actor_of(request), **_without(given, "body", "person")
        ),
        title=_("Invite a supervisor"),
        back=reverse("bodies:supervisors"),
        done=_("The invitation was written down."),
    )


@desk_view(rules.MANAGE)
def end_supervision(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a supervisor's term early."""
    one = _supervisor(request, pk)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: groups.end_supervision(one, on=given["on"], actor=actor_of(request)),
        title=_("End the term of %(person)s") % {"person": one.person.name},
        back=reverse("bodies:supervisor", args=[one.pk]),
        submit=_("End"),
        danger=True,
        done=_("The term ends on that day."),
    )


@desk_view(rules.MANAGE)
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take down what a supervisor saw."""
    one = _supervisor(request, pk)
    return asking.ask(
        request,
        asking.bound(request, ReportForm, about=one.body, on=clock.today()),
        lambda given: groups.report(one, actor=actor_of(request), **given),
        title=_("Report of %(person)s") % {"person": one.person.name},
        back=reverse("bodies:supervisor", args=[one.pk]),
        done=_("Written down."),
    )


@desk_view(rules.MANAGE)
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down what was done about a report."""
    rows = SupervisorReport.objects.select_related("supervisor", "about").filter(about__in=_readable(request))
    one = get_object_or_404(rows, pk=pk)
    return asking.ask(
        request,
        asking.bound(request, AnswerForm, answer=one.answer),
        lambda given: groups.answer_report(one, on=clock.today(), actor=actor_of(request), **given),
        title=_("Answer to the supervisor"),
        lead=one.text,
        back=reverse("bodies:supervisor", args=[one.supervisor_id]),
        done=_("Written down."),
    )
