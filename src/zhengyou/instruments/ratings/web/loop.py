"""Desk pages of the level above: every bad rating, where it stands, and what is to be done with it."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import actions, exports, loop_forms, queries, rules, standing
from zhengyou.instruments.ratings.models import Rating
from zhengyou.instruments.ratings.web import showing
from zhengyou.instruments.ratings.web.desk import workbook
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.kernel.masking import mask_text
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view

PAGE = 25


@desk_view(rules.SUPERVISE)
def bad(request: DeskRequest) -> HttpResponseBase:
    """List the bad ratings by where they stand; the night's job hands out by itself what nobody sorted out in time."""
    form = loop_forms.BadFilter(request.GET)
    found = queries.from_above(within(queries.bad_ratings(), request.actor, rules.SUPERVISE), request.actor)
    chosen = form.data.get("stage") or standing.OPEN
    found = standing.at(found, chosen)
    if request.GET.get("export") == "xlsx":
        told = [(comment, standing.of(comment.rating)) for comment in showing.comments(found, above=True)]
        return workbook(exports.bad(told), _("Handling of bad ratings"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(comment, standing.of(comment.rating)) for comment in showing.comments(page, above=True)]
    return render(request, "ratings/bad.html", {"page": page, "rows": rows, "filter_form": form})


def rating_of(request: DeskRequest, pk: uuid.UUID) -> Rating:
    """Return the bad rating of this id if the hat supervises its unit, else answer that there is none."""
    rating = get_object_or_404(within(queries.bad_ratings(), request.actor, rules.SUPERVISE), pk=pk)
    rules.require_from_above(request.actor, rating.body)
    return rating


@desk_view(rules.SUPERVISE)
def one(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one bad rating with everything that was done about it, and the next steps."""
    rating = rating_of(request, pk)
    handling = getattr(rating, "handling", None)
    own = request.actor.body is not None and request.actor.body.path.startswith(rating.body.path)
    (comment,) = showing.comments([rating], above=not own)
    stage = standing.of(rating)
    context = {
        "rating": rating,
        "comment": comment,
        "handling": handling,
        "stage": stage,
        "appeals": list(handling.appeals.select_related("reviewer", "filed_by")) if handling else [],
        "unsealings": list(rating.unsealings.filter(report=None)),
        "call_backs": list(rating.order.call_backs.all()) if rating.order else [],
        "contact_due": actions.contact_due(rating),
        "steps": [] if own else [step for step in STEPS if step.offered(rating, stage.code)],
        "own": own,
    }
    return render(request, "ratings/bad_one.html", context)


class Step:
    """One thing that the level above does with a bad rating: its words, its form and its verb."""

    def __init__(
        self, verb: str, title: Any, text: Any, form: type[forms.Form], offered: Callable[[Rating, str], bool], *,
        icon: str, main: bool = False,
    ) -> None:  # fmt: skip
        self.verb, self.title, self.text, self.form = verb, title, text, form
        self.offered, self.icon, self.main = offered, icon, main


def _with_contact(rating: Rating, stage: str) -> bool:
    return bool(rating.contact_phone) and stage not in standing.ENDED


STEPS = (
    Step(
        "triage", loop_forms.TRIAGE, loop_forms.TRIAGE_TEXT, loop_forms.TriageForm,
        lambda _rating, stage: stage == "triage", icon="git-merge", main=True,
    ),
    Step(
        "contact", loop_forms.OPEN_CONTACT, loop_forms.OPEN_TEXT, loop_forms.PurposeForm,
        _with_contact, icon="phone",
    ),
    Step(
        "contacted", loop_forms.CONTACT, loop_forms.CONTACT_TEXT, loop_forms.ContactForm,
        lambda rating, stage: _with_contact(rating, stage) and stage != "call_back", icon="phone",
    ),
    Step(
        "screen", loop_forms.SCREEN, loop_forms.SCREEN_TEXT, loop_forms.ScreenForm,
        lambda rating, stage: bool(rating.text) and stage not in standing.ENDED, icon="eye",
    ),
    Step(
        "call-back", loop_forms.CALL_BACK, loop_forms.CALL_BACK_TEXT, loop_forms.CallBackForm,
        lambda _rating, stage: stage == "call_back", icon="phone", main=True,
    ),
)  # fmt: skip
BY_VERB = {step.verb: step for step in STEPS}


@desk_view(rules.SUPERVISE)
def do(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Ask what a step needs and do it; on bad input the form comes back with what was typed."""
    rating, step = rating_of(request, pk), BY_VERB[verb]
    form = step.form(request.POST or None, initial=_initial(rating, verb))
    if request.method == "POST" and form.is_valid():
        try:
            shown = _act(rating, verb, form.cleaned_data, request)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            return shown or redirect("ratings:bad-one", pk=pk)
    context = {
        "title": step.title,
        "text": step.text,
        "form": form,
        "label": step.title,
        "back": reverse("ratings:bad-one", args=[pk]),
    }
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def _initial(rating: Rating, verb: str) -> dict[str, str]:
    if verb != "screen":
        return {}
    handling = getattr(rating, "handling", None)
    return {"words": handling.told if handling and handling.told else mask_text(rating.text)}


def _act(rating: Rating, verb: str, given: dict[str, Any], request: DeskRequest) -> HttpResponse | None:
    actor = request.actor
    if verb == "contact":
        name, phone = actions.open_contact(rating, reason=given["reason"], actor=actor)
        return contact_page(request, rating, name, phone)
    if verb == "triage":
        actions.triage(rating, **given, actor=actor)
        messages.success(request, _("Sorted out; the rater can read how it goes on."))
    elif verb == "contacted":
        actions.contact(rating, **given, actor=actor)
        messages.success(request, _("Noted; the unit does not read it."))
    elif verb == "screen":
        actions.screen(rating, words=given["words"], actor=actor)
        messages.success(request, _("The unit may read these words."))
    else:
        order = actions.call_back(rating, **given, actor=actor)
        messages.success(request, str(order.get_state_display()))
    return None


def contact_page(request: DeskRequest, rating: Rating, name: str, phone: str) -> HttpResponse:
    """Show the opened contact of a rater, once."""
    back = (
        reverse("ratings:bad-one", args=[rating.pk])
        if request.actor.holds(rules.SUPERVISE)
        else reverse("ratings:calls")
    )
    told = {
        "name": name,
        "phone": phone,
        "lead": rating.window,
        "back": back,
        "back_label": _("Handling of bad ratings"),
    }
    return render(request, "ratings/contact.html", told)


@desk_view(rules.SUPERVISE)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Open the contact of whoever asked for an answer, however good the rating, with a reason that the rater reads."""
    rating = get_object_or_404(
        within(Rating.objects.select_related("window", "body"), request.actor, rules.SUPERVISE), pk=pk
    )
    form = loop_forms.PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name, phone = actions.open_contact(rating, reason=form.cleaned_data["reason"], actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            told = {"name": name, "phone": phone, "lead": rating.window, "back": reverse("ratings:review"),
                    "back_label": _("Texts awaiting review")}  # fmt: skip
            return render(request, "ratings/contact.html", told)
    context = {
        "title": loop_forms.OPEN_CONTACT, "text": loop_forms.OPEN_TEXT, "form": form, "label": loop_forms.OPEN_CONTACT,
        "back": reverse("ratings:review"),
    }  # fmt: skip
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


@desk_view(rules.CALL_BACK)
def calls(request: DeskRequest) -> HttpResponseBase:
    """List what waits for the call of the person whom the level above designated, where the rule pack lets the unit call."""
    mine = within(actions.calls_of(request.actor), request.actor, rules.CALL_BACK)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.calls(mine), _("Raters to call back"))
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(request, "ratings/calls.html", {"page": page})


@desk_view(rules.CALL_BACK)
def call(request: DeskRequest, number: str, verb: str) -> HttpResponse:
    """Open the contact for the call, or note what the rater says; by the designated person only."""
    found = within(standing.at(queries.bad_ratings(), "call_back"), request.actor, rules.CALL_BACK)
    rating = get_object_or_404(found, order__number=number)
    if not actions.may_call_for_unit(rating, request.actor):
        raise Forbidden(_("The rated unit never sees who rated. The level above makes the call."))
    step = BY_VERB["contact" if verb == "open" else "call-back"]
    form = step.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = _act(rating, step.verb, form.cleaned_data, request)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            return shown or redirect("ratings:calls")
    context = {
        "title": step.title, "text": step.text, "form": form, "label": step.title, "back": reverse("ratings:calls"),
    }  # fmt: skip
    return render(request, "confirm.html", context, status=422 if form.errors else 200)
