"""What everybody may read of ratings: pages of units, halls and the county, settled bad ratings, open data."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhengyou.instruments.ratings import policy, publication, queries
from zhengyou.instruments.ratings.publication import Share
from zhengyou.instruments.ratings.web import showing
from zhengyou.kernel import clock
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.enums import Satisfaction
from zhengyou.registry.bodies.models import Body

PAGE = 20


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the places whose ratings are published, or the one place there is."""
    places = Body.objects.filter(parent__isnull=True).order_by("sort_path")
    if len(places) == 1:
        return of_body(request, places[0].public_id)
    first, last = publication.period()
    lines = publication.lines_below(None, queries.released_tallies(first, last))
    rated = {line.body.pk for line in lines}
    context = {"first": first, "last": last, "lines": lines, "places": [one for one in places if one.pk not in rated]}
    return render(request, "ratings/places.html", context)


@require_safe
def of_body(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the published figures of a unit, a hall or a county, with what stands below it."""
    body = get_object_or_404(Body.objects.select_related("parent"), public_id=public_id)
    first, last = publication.period()
    counts = queries.released_tallies(first, last).filter(body__path__startswith=body.path)
    invited = queries.settled_invitations(first, last).filter(body__path__startswith=body.path)
    total = queries.summary(counts, invited)
    left_out = publication.excluded(first, last).filter(body__path__startswith=body.path)
    good = Share(total.good, total.total)
    verdict = publication.gate(good)
    context = {
        "body": body,
        "first": first,
        "last": last,
        "total": total,
        "good": good,
        "verdict": publication.GATE_WORDS[verdict],
        "verdict_tone": {"reached": "success", "missed": "error", "unsure": "neutral"}[verdict],
        "line": policy.GATE_LINE,
        "excluded": [(one, mask_text(one.handling.reason)) for one in left_out[:PAGE]],
        "excluded_share": Share(total.not_counted, total.given.total),
        "bounds": publication.bounds(total),
        "parts": showing.parts(total),
        "channels": publication.channels(counts),
        "figures": publication.loop_figures(body, first, last),
        "judgements": publication.judgements(body, first, clock.today()),
        "lines": publication.lines_below(body, counts),
    }
    return render(request, "ratings/published.html", context)


@require_safe
def bad(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the settled bad ratings of a unit with what was done: masked, by month, in an order that tells nothing."""
    body = get_object_or_404(Body, public_id=public_id)
    page = Paginator(publication.settled_bad(body), PAGE).get_page(request.GET.get("page"))
    rows = []
    for comment in showing.comments(page):
        rating, handling = comment.rating, getattr(comment.rating, "handling", None)
        shown = rating.text_state == "shown"
        excluded = handling is not None and handling.state == "excluded"
        explained = handling is not None and handling.state == "explained"
        order = rating.order if rating.order is not None and rating.order.state == "closed" else None
        last = order.call_backs.order_by("asked_at").last() if order else None
        rows.append(
            {
                "comment": comment,
                "text": comment.text if shown else "",
                "answer": mask_text(order.reply) if order and not excluded else "",
                "explanation": mask_text(handling.reason) if explained and handling else "",
                "exclusion": mask_text(handling.reason) if excluded and handling else "",
                "content": str(Satisfaction(last.satisfaction).label) if last and last.satisfaction else "",
            }
        )
    return render(request, "ratings/settled.html", {"body": body, "page": page, "rows": rows})


@require_safe
def open_data(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the counts of whole months as CSV, small cells suppressed."""
    body = get_object_or_404(Body, public_id=public_id)
    answer = HttpResponse(publication.open_data(body), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ratings-{body.public_id}.csv"'
    del request
    return answer
