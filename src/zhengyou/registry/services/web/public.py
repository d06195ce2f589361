"""The public's pages of services: the guide of an item, and how far a case is."""

import uuid

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhengyou.kernel import clock, ids
from zhengyou.records.seal import throttle
from zhengyou.registry.services import policy, promises, queries
from zhengyou.registry.services.enums import State
from zhengyou.registry.services.forms import NumberForm
from zhengyou.registry.services.models import FirstContact, Mandate, OpeningTime
from zhengyou.registry.services.web import pages, showing

LOOK = "services.progress"
PAGE = 25


@require_safe
def guide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the guide of an item as it holds today, and where it is offered."""
    item = get_object_or_404(queries.offered().select_related("body"), public_id=public_id)
    context = {
        "item": item,
        "guide": queries.guide_of(item),
        "promise": showing.promise(item),
        "windows": queries.open_windows().filter(items=item).select_related("body"),
    }
    return render(request, "services/guide.html", context)


@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show how far the case of a typed number is: state and dates, neither applicant nor handler nor rating."""
    form = NumberForm(request.GET or None)
    case = None
    if form.is_valid():
        throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
        number = ids.read_code(form.cleaned_data["number"])
        case = queries.cases().filter(number=number).first() if ids.code_holds(number) else None
        if case is None:
            form.add_error("number", showing.no_such_case())
    row = showing.case_row(case, clock.now()) if case else None
    context = {"form": form, "row": row, "done": bool(case) and case.state == State.DONE if case else False}
    return render(request, "services/progress.html", context)


@never_cache
@require_safe
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Show how far a first contact or a mandate is, to whoever holds its paper: neither people nor what was asked."""
    throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    code = queries.typed_code(number)
    contact = FirstContact.objects.filter(number=code).select_related("body", "taker", "clock__rule").first()
    mandate = None if contact else Mandate.objects.filter(number=code).select_related("body").first()
    if not code or (contact is None and mandate is None):
        raise Http404
    basis = promises.basis(contact.clock) if contact else ""
    context = {"contact": contact, "mandate": mandate, "basis": basis, "tone": pages.TONES[(contact or mandate).state]}  # type: ignore[union-attr]  # one of the two
    return render(request, "services/follow.html", context)


@require_safe
def lenient(request: HttpRequest) -> HttpResponse:
    """Show in which items materials may follow later, and in which a promise stands in for proof."""
    page = Paginator(queries.lenient_guides(), PAGE).get_page(request.GET.get("page"))
    return render(request, "services/lenient.html", {"page": page})


@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """Show when the windows serve, what serves after hours, and which units are on duty now."""
    times = Prefetch("opening_times", OpeningTime.objects.filter(closed_on__isnull=True), to_attr="standing_times")
    rows = queries.open_windows().filter(opening_times__closed_on__isnull=True, opening_times__isnull=False).distinct()
    rows = rows.select_related("body").prefetch_related(times).order_by("body__sort_path", "order_number", "id")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "after": queries.after_hours()[:200],
        "on_call": queries.on_call(clock.now())[:100],
    }
    return render(request, "services/hours.html", context)
