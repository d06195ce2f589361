"""Desk pages of ratings. Units see batches without a day; supervision sees texts and hands out rectifications."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.ratings import actions, exports, kinds, queries, rules
from zhengyou.instruments.ratings.enums import Level
from zhengyou.instruments.ratings.forms import EntryForm, ErasureForm, PeriodForm
from zhengyou.instruments.ratings.indicators import case_label
from zhengyou.instruments.ratings.models import Addition, PraiseReport, Rating
from zhengyou.instruments.ratings.web import showing
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.kernel.masking import mask_text
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import addresses
from zhengyou.registry.services import rules as services
from zhengyou.registry.services.models import Case

PAGE = 25


@desk_view(rules.READ)
def summary(request: DeskRequest) -> HttpResponseBase:
    """Show counts of the own windows by month, from released batches only."""
    form = PeriodForm(request.GET or None)
    first, last = form.period()
    choice = choose(request, rules.READ)
    counts = under(within(queries.released_tallies(first, last), request.actor, rules.READ), choice.body)
    invited = under(within(queries.settled_invitations(first, last), request.actor, rules.READ), choice.body)
    offered = {case: case_label(case) for case in kinds.kinds(counts)}
    form.offer_kinds(list(offered.items()))
    case = form.asked if form.asked in offered else ""
    rows = kinds.by_window(counts, kinds.parted(case)) if case else queries.by_window(counts)
    if request.GET.get("export") == "xlsx":
        said = "，".join(filter(None, (form.said(), offered.get(case))))
        return workbook(exports.summary(rows, said), _("Rating summary"))
    total = queries.added_up(rows) if case else queries.summary(counts, invited)
    context = {
        "filter_form": form,
        "total": total,
        "parts": showing.parts(total),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "channels": [] if case else showing.channels(counts),
        "kind": offered.get(case, ""),
        "choice": choice,
    }
    return render(request, "ratings/summary.html", context)


@desk_view(rules.READ)
def comments(request: DeskRequest) -> HttpResponseBase:
    """List the words that visitors left at the own windows: masked, without day, in an order that tells nothing."""
    found = within(queries.comments(), request.actor, rules.READ).select_related("window", "body")
    if request.GET.get("export") == "xlsx":
        return workbook(exports.comments(showing.comments(found)), _("Visitors' comments"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "ratings/comments.html", {"page": page, "rows": showing.comments(page)})


@desk_view(rules.SUPERVISE)
def review(request: DeskRequest) -> HttpResponse:
    """List the words that wait to be read before the public reads them."""
    found = queries.from_above(within(queries.pending_texts(), request.actor, rules.SUPERVISE), request.actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    additions = queries.from_above(within(queries.pending_additions(), request.actor, rules.SUPERVISE), request.actor)
    told = [(one, showing.TONES[one.level], mask_text(one.text)) for one in additions[:PAGE]]
    return render(request, "ratings/review.html", {"page": page, "rows": showing.comments(page), "additions": told})


@desk_view(rules.SUPERVISE)
@require_POST
def decide(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Publish or withhold the words of one rating."""
    rating = get_object_or_404(within(Rating.objects.all(), request.actor, rules.SUPERVISE), pk=pk)
    shown = request.POST.get("decision") == "show"
    actions.review_text(rating, shown=shown, actor=request.actor)
    messages.success(request, _("Published.") if shown else _("Withheld; the level still counts."))
    return redirect("ratings:review")


@desk_view(rules.SUPERVISE)
@require_POST
def decide_addition(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Publish or withhold the words of one addition."""
    addition = get_object_or_404(within(Addition.objects.all(), request.actor, rules.SUPERVISE), pk=pk)
    shown = request.POST.get("decision") == "show"
    actions.review_addition(addition, shown=shown, actor=request.actor)
    messages.success(request, _("Published.") if shown else _("Withheld; the level still counts."))
    return redirect("ratings:review")


@desk_view(rules.SUPERVISE)
@require_POST
def dispatch(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand one bad rating to the responsible unit now."""
    rating = get_object_or_404(within(Rating.objects.all(), request.actor, rules.SUPERVISE), pk=pk)
    actions.dispatch(rating, actor=request.actor)
    messages.success(request, _("Handed to the responsible unit; its clock runs."))
    return redirect("ratings:bad")


@desk_view(rules.FORCED_PRAISE)
def reports(request: DeskRequest) -> HttpResponse:
    """List the confidential reports that praise was demanded."""
    found = queries.from_above(within(PraiseReport.objects.all(), request.actor, rules.FORCED_PRAISE), request.actor)
    found = found.select_related("window", "body").order_by("read_on", "-day", "id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "ratings/reports.html", {"page": page})


@desk_view(rules.FORCED_PRAISE)
@require_POST
def read_report(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take up one report."""
    report = get_object_or_404(within(PraiseReport.objects.all(), request.actor, rules.FORCED_PRAISE), pk=pk)
    actions.read_report(report, actor=request.actor)
    return redirect("ratings:reports")


@desk_view(rules.ENTER)
def enter(request: DeskRequest) -> HttpResponse:
    """Enter what a visitor wrote on a paper card or said on the telephone."""
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            submitted = actions.enter(
                given["code"], answer=form.answer(), channel=given["channel"], actor=request.actor
            )
        except Refused as error:
            error.place_on(form)
        else:
            return render(request, "ratings/entered.html", {"receipt": submitted.receipt})
    context: dict[str, Any] = {
        "title": _("Enter a rating"),
        "lead": _("For visitors who rate on paper or by telephone. Enter what they said, word for word."),
        "form": form,
        "submit": _("Enter rating"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.SUPERVISE)
def erase(request: DeskRequest) -> HttpResponse:
    """Erase what a rater said, on the rater's demand: who asks proves it by the receipt code."""
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = queries.rating_for(form.cleaned_data["code"])
        rating = (
            within(Rating.objects.all(), request.actor, rules.SUPERVISE).filter(pk=found.pk).first() if found else None
        )
        if rating is None:
            form.add_error("code", _("There is no such receipt code. Please compare it with the one you were shown."))
        else:
            actions.erase(rating, reason=form.cleaned_data["reason"], actor=request.actor)
            messages.success(request, _("The rating's words, reasons and contact are erased; its level still counts."))
            return redirect("ratings:review")
    context = {
        "title": _("Erase a rating on demand"),
        "lead": _("For a rater who demands it and shows the receipt code. This cannot be undone."),
        "form": form,
        "submit": _("Erase"),
        "danger": True,
        "back": reverse("ratings:review"),
        "back_label": _("Review of texts"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(services.REGISTER)
def slip(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the slip that the visitor takes along: the case's number and its rating code, never whether it was used."""
    return render(request, "ratings/slip.html", _of_case(request, pk))


@desk_view(services.REGISTER)
def card(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the paper card of a case: whoever has no telephone ticks it and drops it into the box of the level above."""
    levels = queries.tags_by_level(queries.tag_set_on(clock.today()))
    ticks = [(Level(level).label, tags) for level, tags in levels.items()]
    return render(request, "ratings/card.html", {**_of_case(request, pk), "levels": ticks})


def _of_case(request: DeskRequest, pk: uuid.UUID) -> dict[str, Any]:
    """Return what slip and card print of a case and its newest rating code."""
    cases = within(Case.objects.select_related("window__body", "item"), request.actor, services.REGISTER)
    case = get_object_or_404(cases, pk=pk)
    invitation = queries.printed(case.invitations.all()).order_by("-service_number").first()
    if invitation is None and case.invitations.exists():
        raise Refused(
            _("Chance has drawn this case for the control series: its visitor is asked later by text message.")
        )
    if invitation is None:
        raise Refused(_("This case has no rating code yet; it gets one when it is done."))
    base = addresses.base(request)
    address = base + reverse("ratings:rate", args=[invitation.code])
    return {"case": case, "invitation": invitation, "address": address, "base": base}


def workbook(content: bytes, name: str) -> FileResponse:
    """Send a workbook as a file called ``name``."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
