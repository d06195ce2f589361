"""Desk pages of approvals: what waits, what was submitted, one approval."""

import io
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.records.ledger.queries import history
from zhengyou.records.sheets import XLSX, Column, Format, export
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.approvals import queries, rules
from zhengyou.registry.approvals.actions import asking
from zhengyou.registry.approvals.enums import State, TaskState
from zhengyou.registry.approvals.forms import InstanceFilter
from zhengyou.registry.approvals.models import Instance, Task
from zhengyou.registry.approvals.web import showing
from zhengyou.registry.deadlines.hooks import address_of

PAGE = 25
VIEWS = ("waiting", "done", "mine", "copies", "all")


@desk_view()
def listing(request: DeskRequest) -> HttpResponseBase:
    """List approvals: those that wait for this hat first."""
    show = request.GET.get("show", "")
    show = show if show in VIEWS else "waiting"
    form = InstanceFilter(request.GET)
    found = _filtered(_shown(request, show), form)
    if request.GET.get("export") == "xlsx":
        return _workbook(found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lights = showing.lights(page)
    rows = [(one, showing.TONES[State(one.state)], lights.get(str(one.pk))) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "show": show,
        "tabs": _tabs(request, show),
        "unfilled": queries.unfilled_tasks(request.actor)[:PAGE] if show == "all" else (),
        "may_define": request.actor.holds(rules.DEFINE),
    }
    return render(request, "approvals/list.html", context)


def _shown(request: DeskRequest, show: str) -> QuerySet[Instance]:
    actor = request.actor
    every = Instance.objects.select_related("body", "definition")
    if show == "all":
        return every.filter(pk__in=queries.visible_to(actor).values("pk"))
    if show == "mine":
        return every.filter(starter__person=queries.person_of(actor))
    if show == "copies":
        return every.filter(copies__appointment__person=queries.person_of(actor))
    if show == "done":
        return every.filter(pk__in=queries.answered_tasks(actor).values("instance"))
    return every.filter(pk__in=queries.waiting_tasks(actor).values("instance")).order_by("started_at", "id")


def _filtered(found: QuerySet[Instance], form: InstanceFilter) -> QuerySet[Instance]:
    wanted = form.cleaned_data if form.is_valid() else {}
    if text := (wanted.get("q") or "").strip():
        found = found.filter(Q(title__icontains=text) | Q(subject_label__icontains=text))
    if text := (wanted.get("unit") or "").strip():
        found = found.filter(body__name__icontains=text)
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    return found


def _tabs(request: DeskRequest, show: str) -> list[dict[str, Any]]:
    words = {
        "waiting": _("Waiting for me"),
        "done": _("Answered by me"),
        "mine": _("Submitted by me"),
        "copies": _("Copied to me"),
        "all": _("All that I may see"),
    }
    count = queries.waiting_tasks(request.actor).count()
    return [
        {
            "label": label,
            "url": f"?show={name}",
            "active": name == show,
            "count": count if name == "waiting" else None,
        }
        for name, label in words.items()
    ]


def _workbook(found: QuerySet[Instance]) -> FileResponse:
    """Return the list as an Excel file."""
    columns = [
        Column(_("Matter"), width=40),
        Column(_("Procedure"), width=20),
        Column(_("Unit"), width=24),
        Column(_("Submitted by"), width=24),
        Column(_("Submitted on"), Format.MOMENT),
        Column(_("State")),
        Column(_("Ended"), Format.MOMENT),
    ]

    def rows() -> Iterator[list[Any]]:
        for one in found.iterator(chunk_size=1000):
            state = one.get_state_display()
            yield [
                one.title,
                str(one.definition),
                one.body.name,
                one.starter_label,
                one.started_at,
                state,
                one.finished_at,
            ]

    content = io.BytesIO(export(_("Approvals"), columns, rows()))
    return FileResponse(content, as_attachment=True, filename=_("Approvals") + ".xlsx", content_type=XLSX)


def visible(request: DeskRequest, pk: uuid.UUID) -> Instance:
    """Return an approval that this hat may see, or answer that there is none."""
    return get_object_or_404(queries.visible_to(request.actor), pk=pk)


@desk_view()
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one approval: its steps, every opinion, and what this hat may do."""
    instance = visible(request, pk)
    tasks = list(instance.tasks.select_related("appointment"))
    waiting = [task for task in tasks if task.state == TaskState.WAITING]
    mine = next((task for task in waiting if rules.is_asked(request.actor, task)), None)
    for copy in instance.copies.filter(appointment__public_id=request.actor.hat_id or None, read_at__isnull=True):  # type: ignore[misc]  # None finds nothing
        asking.read_copy(copy, actor=request.actor)
    context = {
        "instance": instance,
        "tone": showing.TONES[State(instance.state)],
        "light": showing.lights([instance]).get(str(instance.pk)),
        "steps": showing.steps(instance),
        "opinions": showing.opinions(tasks),
        "copies": instance.copies.all(),
        "subject_url": address_of(instance.subject_kind, instance.subject_id),
        "extension": getattr(instance, "extension_request", None),
        "events": history(instance).count(),
        "actions": _actions(request, instance, mine),
        "elsewhere": _elsewhere(request, waiting) if mine is None else None,
        "others": _others(request, instance, waiting),
    }
    return render(request, "approvals/detail.html", context)


def _actions(request: DeskRequest, instance: Instance, mine: Task | None) -> dict[str, Any]:
    """Return what this hat may do now."""
    running = instance.state == State.RUNNING
    starts = rules.is_starter(request.actor, instance)
    step = instance.definition.steps.filter(order_number=instance.step).first()
    return {
        "mine": mine,
        "own_step": bool(mine and step and step.who == "starter"),
        "can_return": bool(mine and step and step.returns_to),
        "can_withdraw": running and starts,
        "can_remind": running and (starts or rules.oversees(request.actor, instance)),
    }


def _elsewhere(request: DeskRequest, waiting: list[Task]) -> Task | None:
    """Return a task that asks this person under another hat."""
    persons = ((task, task.appointment) for task in waiting)
    return next((task for task, held in persons if held and str(held.person_id) == request.actor.person), None)


def _others(request: DeskRequest, instance: Instance, waiting: list[Task]) -> list[dict[str, Any]]:
    """Return waiting tasks of others with what this hat may do about them: sign for them, replace them."""
    oversees = rules.oversees(request.actor, instance)
    rows = []
    for task in waiting:
        if rules.is_asked(request.actor, task):
            continue
        signs = oversees or queries.stands_in(request.actor, task)
        rows.append(
            {
                "task": task,
                "sign_url": reverse("approvals:sign-for", args=[task.pk]) if signs else "",
                "replace_url": reverse("approvals:replace", args=[task.pk]) if oversees else "",
            }
        )
    return rows
