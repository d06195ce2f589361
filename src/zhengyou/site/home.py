"""The site's own few pages: the work queue, the probes of operators, the choice of language."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from zhengyou.records.jobs import queries as jobs
from zhengyou.records.notices import worklist
from zhengyou.registry.access.web import DeskRequest, desk_view

TODOS_ON_A_PAGE = 25


@desk_view()
def desk(request: DeskRequest) -> HttpResponse:
    """Show the work queue 待办 of the hat worn."""
    page = Paginator(worklist.waiting_for(request.actor), TODOS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "home.html", {"page": page})


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return JsonResponse({"alive": True})


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether the database answers, and how much work waits for the worker."""
    waiting = jobs.backlog()
    return JsonResponse({"ready": True, "backlog": waiting.due, "failed": waiting.failed})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    inside = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    response = redirect(back if inside else "/")
    if translation.check_for_language(chosen):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax")
    return response
