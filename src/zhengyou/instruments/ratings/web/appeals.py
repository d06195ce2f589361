"""Desk pages of appeals, of reports of retaliation, and of the rules of handling bad ratings."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.ratings import (
    actions,
    exports,
    loop_forms,
    loop_rules,
    queries,
    rectification,
    rules,
    samples,
)
from zhengyou.instruments.ratings.enums import CallerWord
from zhengyou.instruments.ratings.models import Appeal, Caller, LoopRule, Rating, Retaliation
from zhengyou.instruments.ratings.web import showing
from zhengyou.instruments.ratings.web.desk import workbook
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.mechanisms.orders import queries as orders
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body

PAGE = 25
TONES = {"": "warning", "allowed": "neutral", "dismissed": "success"}


def _seen(request: DeskRequest) -> Any:
    """Return the appeals of units in the scope of either function, the open ones first."""
    every = Appeal.objects.select_related("body", "reviewer", "filed_by", "handling")
    mine = within(every, request.actor, rules.APPEAL)
    above = within(every, request.actor, rules.DECIDE_APPEAL)
    return every.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=above.values("pk"))).order_by("decision", "-filed_on")


@desk_view()
def appeals(request: DeskRequest) -> HttpResponseBase:
    """List the appeals against bad ratings: a unit its own, the body above what it has to decide."""
    if not (request.actor.holds(rules.APPEAL) or request.actor.holds(rules.DECIDE_APPEAL)):
        raise Forbidden(_("Appeals are for the unit concerned and the body that decides."))
    if request.GET.get("export") == "xlsx":
        return workbook(exports.appeals(_seen(request)), _("Appeals against bad ratings"))
    page = Paginator(_seen(request), PAGE).get_page(request.GET.get("page"))
    rows = [(one, TONES[one.decision], not one.decision and bool(rules.may_review(request.actor, one))) for one in page]
    return render(request, "ratings/appeals.html", {"page": page, "rows": rows})


@desk_view(rules.APPEAL)
def file(request: DeskRequest, number: str) -> HttpResponse:
    """File an appeal against the bad rating of an order of the own unit."""
    order = get_object_or_404(orders.seen_by(request.actor), number=number, source_kind=rectification.SOURCE)
    form = loop_forms.AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(order, **form.cleaned_data, actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The appeal is with the body above; the clock of putting right runs on."))
            return redirect("ratings:appeals")
    context = {
        "title": _("Appeal against the bad rating"),
        "lead": _("Decided one level up by somebody else. A rating that is not counted stays visible with its reason."),
        "form": form,
        "submit": _("File the appeal"),
        "back": reverse("orders:detail", args=[order.pk]),
        "back_label": order.number,
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.DECIDE_APPEAL)
def decide(request: DeskRequest, number: str) -> HttpResponse:
    """Show an appeal with what the rating says, and decide it."""
    found = within(Appeal.objects.select_related("body", "handling__rating__window", "filed_by"), request.actor,
                   rules.DECIDE_APPEAL)  # fmt: skip
    one = get_object_or_404(found, number=number)
    form = loop_forms.DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_appeal(one, **form.cleaned_data, actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Decided; the reason is published."))
            return redirect("ratings:appeals")
    rating = Rating.objects.select_related("window", "body", "handling", "order").get(pk=one.handling.rating_id)
    (comment,) = showing.comments([rating])
    verdict = rules.may_review(request.actor, one)
    words = comment.text if verdict else getattr(rating.handling, "told", "")
    context = {
        "appeal": one,
        "comment": comment,
        "words": words,
        "form": form,
        "may": bool(verdict),
        "why_not": verdict.reason,
    }
    return render(request, "ratings/appeal.html", context, status=422 if form.errors else 200)


@desk_view(rules.PROTECT)
def retaliations(request: DeskRequest) -> HttpResponseBase:
    """List the reports of retaliation against raters."""
    found = within(Retaliation.objects.select_related("body"), request.actor, rules.PROTECT)
    if request.actor.body is not None:  # never those about the own unit or what stands above it
        found = found.exclude(body__in=[int(key) for key in request.actor.body.path.split(".") if key])
    if request.GET.get("export") == "xlsx":
        return workbook(exports.retaliations(found), _("Retaliation against raters"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tones = {"filed": "error", "taken_up": "warning", "answered": "success"}
    rows = [(one, tones[one.state]) for one in page]
    return render(request, "ratings/retaliations.html", {"page": page, "rows": rows})


@desk_view(rules.PROTECT)
@require_POST
def take_up(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take up one report of retaliation."""
    report = get_object_or_404(within(Retaliation.objects.all(), request.actor, rules.PROTECT), pk=pk)
    actions.take_up_retaliation(report, actor=request.actor)
    return redirect("ratings:retaliations")


@desk_view(rules.PROTECT)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Tell the rater what was found."""
    report = get_object_or_404(within(Retaliation.objects.all(), request.actor, rules.PROTECT), pk=pk)
    form = loop_forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_retaliation(report, answer=form.cleaned_data["answer"], actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("The rater reads it on the receipt page."))
            return redirect("ratings:retaliations")
    context = {
        "title": _("Answer the report"), "text": _("The rater reads it on the receipt page; nobody else does."),
        "form": form, "label": _("Answer the report"), "back": reverse("ratings:retaliations"),
    }  # fmt: skip
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


@desk_view(rules.PROTECT)
def open_reporter(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the number that was left with a report, with a reason that the rater reads."""
    report = get_object_or_404(within(Retaliation.objects.all(), request.actor, rules.PROTECT), pk=pk)
    form = loop_forms.PurposeForm(request.POST or None)
    back = reverse("ratings:retaliations")
    if request.method == "POST" and form.is_valid():
        try:
            phone = actions.open_reporter(report, reason=form.cleaned_data["reason"], actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            told = {
                "phone": phone,
                "lead": report.body.name,
                "back": back,
                "back_label": _("Retaliation against raters"),
            }
            return render(request, "ratings/contact.html", told)
    context = {
        "title": _("Open the reporter's number"), "text": loop_forms.OPEN_TEXT, "form": form,
        "label": _("Open the reporter's number"), "back": back,
    }  # fmt: skip
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


@desk_view(rules.KEEP)
def loop(request: DeskRequest) -> HttpResponse:
    """Show what holds for bad ratings here, the samples of other places with their sources, and who calls back."""
    body = _own(request)
    form = loop_forms.AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = samples.sample(form.cleaned_data["sample"])
        if chosen is not None:
            try:
                draft = actions.adopt_pack(chosen, body=body, actor=request.actor)
            except (Forbidden, Conflict):
                raise
            except Refused as refusal:
                refusal.place_on(form)
            else:
                messages.success(request, _("Taken as a draft: read it, mend it, then put it into force."))
                return redirect("deadlines:pack", pk=draft.pk)
    units = within(Body.objects.all(), request.actor, rules.SUPERVISE).filter(windows__isnull=False).distinct()
    callers = {one.body_id: one for one in Caller.objects.select_related("appointment__person", "appointment__post")}
    context = {
        "body": body,
        "loop": loop_rules.loop_of(body),
        "loop_caller": CallerWord(loop_rules.loop_of(body).caller).label,
        "limits": queries.limits_of(body),
        "samples": samples.shipped(),
        "form": form,
        "drafts": LoopRule.objects.filter(pack__body=body).select_related("pack"),
        "units": [(unit, callers.get(unit.pk)) for unit in units.order_by("sort_path")[:200]],
    }
    return render(request, "ratings/loop.html", context, status=422 if form.errors else 200)


@desk_view(rules.SUPERVISE)
def caller(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Designate who of a unit calls raters back."""
    body = get_object_or_404(within(Body.objects.all(), request.actor, rules.SUPERVISE), public_id=public_id)
    form = loop_forms.CallerForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        try:
            actions.designate_caller(body, form.cleaned_data["appointment"], actor=request.actor)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Designated."))
            return redirect("ratings:loop")
    context = {
        "title": _("Who calls back for the unit"),
        "lead": _("One person who serves at no window; each opening of a contact is shown to the rater."),
        "form": form, "submit": _("Designate"), "back": reverse("ratings:loop"),
    }  # fmt: skip
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.KEEP)
def change(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Say in a draft who calls back and how often a rater may have it taken up again."""
    rule = get_object_or_404(LoopRule.objects.select_related("pack__body"), pack__pk=pk, pack__body=_own(request))
    first = {"caller": rule.caller, "reopen_most": rule.reopen_most, "source": rule.source}
    form = loop_forms.LoopForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.set_loop(rule.pack, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("ratings:loop")
    context = {
        "title": _("Who calls back"), "lead": rule.pack.title, "form": form, "back": reverse("ratings:loop"),
    }  # fmt: skip
    return render(request, "form.html", context, status=422 if form.errors else 200)


def _own(request: DeskRequest) -> Body:
    """Return the highest body whose rules this hat keeps."""
    body = roots_of(request.actor, rules.KEEP).first()
    if body is None:
        raise Forbidden(_("This belongs to a body outside the scope of your present identity."))
    return body
