"""What everybody may read of this room: a unit's promises and people, practical matters, and the wall screen.

None of these pages signs anybody in or keeps an address; all of them work without JavaScript.
"""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhengyou.instruments.display import actions, paper, policy, queries, signing
from zhengyou.instruments.display.enums import MatterState, RemarkState, State
from zhengyou.instruments.display.forms.works import RemarkForm, SatisfactionForm
from zhengyou.instruments.display.keeping import judge
from zhengyou.instruments.display.models import Commitment, Judgement, PracticalMatter
from zhengyou.instruments.display.web import showing
from zhengyou.instruments.display.web.paper import as_pdf
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.kernel.masking import mask_text
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to, attached_to_each
from zhengyou.records.seal import throttle
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import standing

SAY = "display.say"
ON_A_PAGE = 20


def _unit(public_id: uuid.UUID) -> Body:
    return get_object_or_404(standing(), public_id=public_id)


@cache_control(max_age=60)
@require_safe
def unit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what a unit shows: promises and whether they are kept, people, standards, posts, areas, brands, boards."""
    body = _unit(public_id)
    promises = list(queries.commitments_shown(body))
    kept = judge(promises)
    cards = list(queries.cards_shown(body))
    pictures = attached_to_each([card for card in cards if card.photo_consented_on])
    boards = list(queries.boards_shown(body))
    photographs = attached_to_each([*boards])
    context = {
        "unit": body,
        "promises": [(one, kept[one.pk], showing.TONES_OF_KEEPING[kept[one.pk].keeping]) for one in promises],
        "pledges": [(one, signing.holds(one)) for one in queries.pledges_shown(body)],
        "cards": [(card, shown(pictures.get(str(card.pk), [])[-1:], public=True)) for card in cards],
        "standards": queries.standards_shown(body),
        "posts": queries.posts_held(body),
        "areas": queries.areas_now(body),
        "brands": queries.brands_shown(body),
        "matters": queries.matters_shown(body),
        "boards": [(one, shown(photographs.get(str(one.pk), []), public=True)) for one in boards],
    }
    return render(request, "display/public/unit.html", context)


@require_safe
def unit_pdf(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Return the handbook of a unit for visitors."""
    body = _unit(public_id)
    return as_pdf(paper.handbook(body, request), body.known_as)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one promise, how it was kept month by month, and what people say; take a word of the public."""
    rows = Commitment.objects.filter(state=State.SHOWN, pledge__appointment__isnull=True)
    one = get_object_or_404(rows.select_related("body", "window", "pledge"), pk=pk)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _said(request, form, one):
        return redirect(reverse("display:promise", args=[pk]) + "?said")
    kept = judge([one])[pk]
    context = {
        "one": one,
        "kept": kept,
        "tone": showing.TONES_OF_KEEPING[kept.keeping],
        "measured": showing.measured(one),
        "judgements": [(row, showing.TONES_OF_KEEPING[row.keeping]) for row in _judgements(one)],
        "fulfilments": one.fulfilments.all(),
        **_words(one.remarks.all()),
        "form": form,
        "said": "said" in request.GET,
    }
    return render(request, "display/public/promise.html", context, status=422 if form.errors else 200)


def _judgements(one: Commitment) -> list[Judgement]:
    return list(one.judgements.select_related("order").order_by("-on")[:12])


def _said(request: HttpRequest, form: Any, about: Commitment | PracticalMatter) -> bool:
    """Take what was said and return whether that went well; a refusal stands in the form."""
    throttle.require(SAY, throttle.address_of(request), limit=policy.SUBMISSIONS, period=policy.SUBMISSIONS_IN)
    try:
        actions.say(about, **form.cleaned_data)
    except Refused as error:
        error.place_on(form)
        return False
    return True


def _words(remarks: Any) -> dict[str, Any]:
    """Return the published words, masked, and how many wait for an answer."""
    answered = remarks.filter(state=RemarkState.ANSWERED)[:ON_A_PAGE]
    return {
        "remarks": [(one.said_on, mask_text(one.text), mask_text(one.answer)) for one in answered],
        "waiting": remarks.filter(state=RemarkState.RECEIVED).exclude(text="").count(),
    }


@cache_control(max_age=60)
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """List the practical matters of all units: those under way first."""
    page = Paginator(queries.matters_shown(), ON_A_PAGE).get_page(request.GET.get("page"))
    told = queries.voices(page.object_list)
    rows = [(one, _how(one), showing.voices(told[one.pk])) for one in page]
    return render(request, "display/public/matters.html", {"page": page, "rows": rows})


def _how(one: PracticalMatter) -> tuple[str, str]:
    """Return tone and word of how a practical matter stands: done, late or under way."""
    if one.state == MatterState.DONE:
        in_time = one.done_on is None or one.done_on <= one.due_on
        return ("success" if in_time else "warning"), str(one.get_state_display())
    late = one.due_on < clock.today()
    return ("error" if late else "info"), showing.late_word() if late else str(one.get_state_display())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def matter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one practical matter: source, promise, money, steps, proof; take how satisfied people are with it."""
    one = get_object_or_404(queries.matters_shown().select_related("late_order"), pk=pk)
    done = one.state == MatterState.DONE
    form = SatisfactionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done and form.is_valid() and _said(request, form, one):
        return redirect(reverse("display:matter", args=[pk]) + "?said")
    context = {
        "one": one,
        "how": _how(one),
        "steps": one.steps.all(),
        "files": shown(attached_to(one), public=True),
        "voices": showing.voices(queries.voices([one])[pk]),
        **_words(one.remarks.all()),
        "form": form if done else None,
        "said": "said" in request.GET,
    }
    return render(request, "display/public/matter.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def holds(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tell whoever scans a work card whether it holds today: so a false or old card is found out."""
    card = queries.card_in_force(pk)
    return render(request, "display/public/holds.html", {"card": card}, status=200 if card else 404)


@cache_control(max_age=60)
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """List the demonstration posts whose title is held, and the brands of the units."""
    context = {"posts": queries.posts_held().order_by("body__sort_path", "name"), "brands": queries.brands_shown()}
    return render(request, "display/public/posts.html", context)


PARTS = ("promises", "people", "works")


@never_cache
@require_safe
def wall(request: HttpRequest, public_id: uuid.UUID, part: str = "promises") -> HttpResponse:
    """Fill a screen with one part of what a unit shows, and go on to the next part by itself.

    A screen that runs scripts holds a line to `/screens/<unit>` and shows at once what changed (`walls`).
    """
    if part not in PARTS:
        raise Http404
    body = _unit(public_id)
    following = reverse("display:wall-part", args=[public_id, PARTS[(PARTS.index(part) + 1) % len(PARTS)]])
    promises = list(queries.commitments_shown(body)) if part == "promises" else []
    kept = judge(promises)
    context = {
        "unit": body,
        "part": part,
        "refresh": f"{policy.WALL_SECONDS}; url={following}",
        "screen": public_id,
        "next": following,
        "seconds": policy.WALL_SECONDS,
        "now": clock.now(),
        "promises": [(one, kept[one.pk], showing.TONES_OF_KEEPING[kept[one.pk].keeping]) for one in promises[:8]],
        "cards": queries.cards_shown(body)[:12] if part == "people" else [],
        "posts": queries.posts_held(body)[:6] if part == "people" else [],
        "matters": [(one, _how(one)) for one in queries.matters_shown(body)[:8]] if part == "works" else [],
        "standards": queries.standards_shown(body)[:3] if part == "works" else [],
    }
    return render(request, "display/public/wall.html", context)
