"""How far a computation is, asked for again and again by the page that waits for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhengyou.mechanisms.scoring.enums import AssessmentState, State
from zhengyou.mechanisms.scoring.models import Assessment, Run

COMPUTING = {State.COLLECTED, AssessmentState.QUEUED, AssessmentState.COLLECTED}


def of(computed: Run | Assessment) -> dict[str, Any]:
    """Return what `scoring/progress.html` shows of ``computed``: nothing once its job is through."""
    name = "scoring:progress" if isinstance(computed, Run) else "scoring:assessment-progress"
    running = computed if computed.state in COMPUTING else None
    return {"running": running, "address": reverse(name, args=[computed.pk])}


def answer(request: HttpRequest, computed: Run | Assessment) -> HttpResponse:
    """Answer with how far ``computed`` is; when its job is through, the page is to be fetched anew."""
    told = of(computed)
    response = render(request, "scoring/progress.html", told)
    if told["running"] is None:
        response["HX-Refresh"] = "true"
    return response
