"""Pages of background jobs; the site mounts and guards them."""

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

from zhengyou.records.jobs import actions, queries, rules
from zhengyou.records.jobs.enums import State
from zhengyou.records.jobs.titles import titles
from zhengyou.records.sheets import XLSX, Column, Format, export

PAGE = 25
TONES = {State.TODO: "info", State.DOING: "info", State.SUCCEEDED: "success", State.FAILED: "error"}


def listing(request: Any) -> HttpResponseBase:
    """List the jobs of the queue: what failed first, with the error and a way to run it again."""
    state = request.GET.get("state", State.FAILED)
    found = queries.jobs(state, request.GET.get("q", "").strip())
    if request.GET.get("export") == "xlsx":
        return _workbook(found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = _rows(list(page))
    context = {
        "page": page,
        "rows": rows,
        "backlog": queries.backlog(),
        "tabs": _tabs(state),
        "may_retry": request.actor.holds(rules.RETRY),
    }
    return render(request, "jobs/list.html", context)


def periodic(request: Any) -> HttpResponse:
    """List the tasks that run by the clock."""
    return render(request, "jobs/periodic.html", {"tasks": queries.periodic(), "tabs": _tabs("periodic")})


@require_POST
def retry(request: Any, job: int) -> HttpResponse:
    """Run a failed job again."""
    actions.retry(job, actor=request.actor)
    messages.success(request, _("The job is in the queue again."))
    return redirect("jobs:list")


def _rows(jobs: list[ProcrastinateJob]) -> list[dict[str, Any]]:
    failures = queries.last_failures([job.pk for job in jobs])
    return [
        {
            "job": job,
            "title": str(titles.get(job.task_name, job.task_name)),
            "state": State(job.status).label,
            "tone": TONES.get(State(job.status), "neutral"),
            "failure": failures.get(job.pk),
            "failed": job.status == State.FAILED,
        }
        for job in jobs
    ]


def _tabs(active: str) -> list[dict[str, Any]]:
    url = reverse("jobs:list")
    words = {State.FAILED: _("Failed"), State.TODO: _("Queued"), State.DOING: _("Being worked on"), "": _("All jobs")}
    tabs = [
        {"label": label, "url": f"{url}?state={state}", "active": active == state} for state, label in words.items()
    ]
    return [*tabs, {"label": _("By the clock"), "url": reverse("jobs:periodic"), "active": active == "periodic"}]


def _workbook(found: QuerySet[ProcrastinateJob]) -> FileResponse:
    columns = [
        Column(_("Job"), Format.INT),
        Column(_("Task name"), width=32),
        Column(_("State")),
        Column(_("Attempts"), Format.INT),
        Column(_("Last change"), Format.MOMENT),
        Column(_("Error"), width=40),
        Column(_("Place in the program"), width=40),
    ]
    rows = []
    for row in _rows(list(found[:5000])):
        job, failure = row["job"], row["failure"]
        error, spot = (failure.error, failure.spot) if failure else ("", "")
        rows.append([job.pk, row["title"], str(row["state"]), job.attempts, job.changed_at, error, spot])
    content = io.BytesIO(export(_("Background jobs"), columns, rows))
    return FileResponse(content, as_attachment=True, filename=_("Background jobs") + ".xlsx", content_type=XLSX)
