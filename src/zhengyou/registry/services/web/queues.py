"""Pages of the queue: the desk from which numbers are called, the slip, and the public call screen of a hall."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import standing, under
from zhengyou.registry.services import actions, policy, printing, queries, queues, rules
from zhengyou.registry.services.addresses import base
from zhengyou.registry.services.models import Booking, Window
from zhengyou.registry.services.web import pages, tabs

PAGE = 12
NEXT = 4
"""So many of the numbers that come next stand on the screen."""


@desk_view(rules.REGISTER)
def desk(request: DeskRequest) -> HttpResponse:
    """Show the own windows, and those of the scope at which somebody waits, with the buttons to call."""
    choice = choose(request, rules.REGISTER)
    windows = under(within(queries.open_windows().select_related("body"), request.actor, rules.REGISTER), choice.body)
    own = queries.post_of(request.actor)
    mine = set(own.staffings.filter(ends_on__isnull=True).values_list("window_id", flat=True)) if own else set()
    rows = sorted(windows.filter(Q(pk__in=mine) | queues.with_numbers()), key=lambda window: window.pk not in mine)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    body = choice.body or (rows[0].body if rows else getattr(request.actor, "body", None))
    context = {
        "page": page,
        "lines": queues.lines(page.object_list),
        "choice": choice,
        "tabs": tabs.times("queue"),
        "screen": reverse("services:queue-screen", args=[body.public_id]) if body else "",
    }
    return render(request, "services/queue.html", context)


@desk_view(rules.REGISTER)
@require_POST
def call_next(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call the next number to a window."""
    rows = within(Window.objects.select_related("body"), request.actor, rules.REGISTER)
    window = get_object_or_404(rows, public_id=public_id)
    try:
        called = actions.call_next(window, actor=request.actor)
    except Conflict as conflict:
        messages.warning(request, str(conflict))
    else:
        messages.success(
            request, _("%(number)s is called to %(window)s.") % {"number": called.queue_number, "window": window}
        )
    return redirect("services:queue")


@desk_view(rules.REGISTER)
@require_POST
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Call a number again, take the case of whoever came, or pass the number over."""
    one = get_object_or_404(within(queries.bookings(), request.actor, rules.REGISTER), pk=pk)
    verbs = {"again": actions.call_again, "here": actions.arrive, "passed": actions.miss_booking}
    try:
        done = verbs[verb](one, actor=request.actor)
    except Conflict as conflict:  # another clerk was quicker
        messages.warning(request, str(conflict))
        return redirect("services:queue")
    if done.case:
        return redirect("services:case", done.case.pk)
    messages.success(request, _("Done."))
    return redirect("services:queue")


@desk_view(rules.READ)
@require_safe
def paper(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Give the slip of a number as PDF."""
    rows = within(queries.bookings(), request.actor, rules.READ)
    one = get_object_or_404(rows.filter(ticket__isnull=False), pk=pk)
    return pages.pdf(printing.queue_slip(one, base(request)), f"{_('Number in the queue')}-{one.queue_number}")


@never_cache
@require_safe
def screen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Fill the screen of a hall with the numbers that are called; numbers and counts only, never a name.

    A screen that runs scripts is told at once through the line of its body; several pages follow each other.
    """
    body = get_object_or_404(standing(), public_id=public_id)
    page = Paginator(queues.busy_windows(body), policy.LINES_ON_SCREEN).get_page(request.GET.get("page"))
    following = f"?page={page.next_page_number() if page.has_next() else 1}"
    here = reverse("services:queue-screen", args=[public_id])
    lines = [
        {"window": line.window, "called": line.called[:2], "next": line.waiting[:NEXT], "waiting": len(line.waiting)}
        for line in queues.lines(page.object_list)
    ]
    context = {
        "body": body,
        "lines": lines,
        "page": page,
        "now": clock.now(),
        "screen": public_id,
        "next": here + following,
        "seconds": policy.SCREEN_SECONDS,
        "refresh": f"{policy.SCREEN_SECONDS}; url={here}{following}",
    }
    return render(request, "services/queue_screen.html", context)


def waits_before(booking: Booking) -> int | None:
    """Return how many wait before somebody who has a number and was not called yet; nothing for everybody else."""
    return queues.before(booking) if booking.state == "present" else None
