"""Desk pages of violations: found, answered by a letter of opinion, corrected."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions, rules
from zhengyou.mechanisms.orders.enums import ViolationState
from zhengyou.mechanisms.orders.models import Violation
from zhengyou.mechanisms.orders.supervision_forms import (
    AnswerForm,
    CorrectForm,
    LetterForm,
    ViolationFilter,
    ViolationForm,
    WhyForm,
)
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, road, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show, shown

TONES = {
    ViolationState.FOUND: "warning",
    ViolationState.LETTER: "info",
    ViolationState.ANSWERED: "info",
    ViolationState.CORRECTED: "success",
    ViolationState.UNFOUNDED: "neutral",
}


def _visible(request: DeskRequest) -> QuerySet[Violation]:
    """Return the violations that this hat follows up, and those of its own unit once a letter came."""
    rows = Violation.objects.select_related("body", "keeper")
    followed = within(Violation.objects.all(), request.actor, rules.VIOLATIONS).values("pk")
    own = request.actor.body
    mine = Q(body=own) & ~Q(state=ViolationState.FOUND) if own is not None else Q(pk__in=[])
    return rows.filter(Q(pk__in=followed) | mine)


def _violation(request: DeskRequest, pk: uuid.UUID) -> Violation:
    return get_object_or_404(_visible(request), pk=pk)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the violations, the latest first."""
    form = ViolationFilter(request.GET)
    rows = _visible(request)
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text) | Q(unit_name__icontains=text))
    for name in ("state", "kind"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    cols = [
        Col(_("Number"), lambda one: one.number),
        Col(_("Matter"), lambda one: one.title, wide=True, width=36),
        Col(_("Rule broken"), lambda one: one.get_kind_display()),
        Col(_("Unit"), lambda one: one.unit_name, width=20),
        Col(_("Place"), lambda one: one.place),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[ViolationState(one.state)]),
        Col(_("Found on"), lambda one: one.found_on, Format.DATE),
        Col(_("To be done by"), lambda one: one.due_on, Format.DATE),
        Col(_("Corrected on"), lambda one: one.corrected_on, Format.DATE),
    ]
    holds = request.actor.holds(rules.VIOLATIONS)
    new_url = reverse("orders:violation-new") if holds else ""
    register = Register(
        title=_("Violations of rules"),
        lead=_("Found, answered by a letter of opinion, corrected and verified"),
        rows=rows,
        cols=cols,
        url=lambda one: reverse("orders:violation", args=[one.pk]),
        empty=(
            _("No violation here"),
            _("Unions merged at will, unlawful road blocks, fines and charges are recorded here."),
            _("Record a violation") if holds else "",
            new_url,
        ),
        form=form,
        buttons=[Link(_("Record a violation"), new_url, "primary", "plus")] if holds else [],
        icon="shield-alert",
    )
    return show(request, register)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one violation with its letters."""
    one = _violation(request, pk)
    links = [
        Link(str(writ.number), reverse("orders:writ", args=[writ.pk]), icon="file-text")
        for writ in within(one.writs.select_related("number__series"), request.actor, rules.READ)
    ]
    facts: list[tuple[Any, Any]] = [
        (_("Rule broken"), one.get_kind_display()),
        (_("Unit"), one.unit_name),
        (_("Place"), one.place),
        (_("Followed up by"), one.keeper.name),
        (_("Found on"), shown(one.found_on, Format.DATE)),
        (_("What happened"), one.facts),
        (_("Basis"), one.basis),
    ]
    letter = [
        (_("What the unit must do"), one.demand),
        (_("To be done by"), shown(one.due_on, Format.DATE)),
        (_("What was corrected"), one.answer),
        (_("Corrected on"), shown(one.corrected_on, Format.DATE)),
        (_("What was seen"), one.result),
        (_("Verified by"), one.verified_by),
    ]
    states = [ViolationState.FOUND, ViolationState.LETTER, ViolationState.ANSWERED, ViolationState.CORRECTED]
    record = Record(
        title=one.title,
        eyebrow=one.number,
        crumbs=[(_("Violations of rules"), reverse("orders:violations"))],
        state=one.get_state_display(),
        tone=TONES[ViolationState(one.state)],
        steps=road(states, one.state, [ViolationState.UNFOUNDED]),
        cards=[Card(_("The facts"), facts), Card(_("Correction"), letter, icon="circle-check")],
        entries=entries(one),
        verbs=_verbs(request, one),
        links=links,
    )
    return show_record(request, record)


def _verbs(request: DeskRequest, one: Violation) -> list[Verb]:
    here, verbs = [one.pk], []
    follows = may(request.actor, rules.VIOLATIONS, one.keeper)
    unit = one.body is not None and may(request.actor, rules.ANSWER, one.body)
    if one.state == ViolationState.FOUND and follows:
        verbs.append(
            Verb(
                _("Send a letter of opinion"), reverse("orders:violation-letter", args=here), "link", "primary", "send"
            )
        )
    if one.state == ViolationState.LETTER and (follows or unit):
        verbs.append(
            Verb(_("Report the correction"), reverse("orders:violation-answer", args=here), "link", "primary", "pencil")
        )
    if one.state in (ViolationState.LETTER, ViolationState.ANSWERED) and follows:
        kind = "primary" if one.state == ViolationState.ANSWERED else "plain"
        verbs.append(
            Verb(_("Verify the correction"), reverse("orders:violation-correct", args=here), "link", kind, "check")
        )
    if one.state == ViolationState.ANSWERED and follows:
        verbs.append(Verb(_("Not corrected yet"), reverse("orders:violation-insist", args=here), "link", icon="undo-2"))
    if one.state in (ViolationState.FOUND, ViolationState.LETTER, ViolationState.ANSWERED) and follows:
        verbs.append(Verb(_("Not confirmed"), reverse("orders:violation-dismiss", args=here), kind="quiet"))
    return verbs


@desk_view(rules.VIOLATIONS)
def new(request: DeskRequest) -> HttpResponse:
    """Ask what was found and record it."""
    form = ViolationForm(request.POST or None, actor=request.actor, initial={"found_on": clock.today()})

    def act(given: dict[str, Any]) -> Violation:
        return actions.find_violation(given.pop("keeper"), **given, actor=request.actor)

    return fill(
        request, form, act, title=_("Record a violation"), back=reverse("orders:violations"),
        after=lambda one: reverse("orders:violation", args=[one.pk]),
    )  # fmt: skip


@desk_view(rules.VIOLATIONS)
def letter(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what must be corrected, and send the letter."""
    return _letter(request, pk, actions.send_letter, _("Send a letter of opinion"))


@desk_view(rules.VIOLATIONS)
def insist(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what is still missing, and send another letter."""
    return _letter(request, pk, actions.insist, _("Not corrected yet"))


def _letter(request: DeskRequest, pk: uuid.UUID, verb: Any, title: str) -> HttpResponse:
    one = _violation(request, pk)
    return fill(
        request, LetterForm(request.POST or None), lambda given: verb(one, **given, actor=request.actor), title=title,
        lead=_("A numbered letter goes to the unit, which signs for it."),
        back=reverse("orders:violation", args=[pk]),
    )  # fmt: skip


@desk_view(rules.READ)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was corrected."""
    one = _violation(request, pk)
    return fill(
        request, AnswerForm(request.POST or None), lambda given: actions.answer_letter(one, **given, actor=request.actor),
        title=_("Report the correction"), back=reverse("orders:violation", args=[pk]),
    )  # fmt: skip


@desk_view(rules.VIOLATIONS)
def correct(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was seen when the correction was verified."""
    one = _violation(request, pk)
    return fill(
        request, CorrectForm(request.POST or None, initial={"corrected_on": clock.today()}),
        lambda given: actions.correct(one, **given, actor=request.actor), title=_("Verify the correction"),
        back=reverse("orders:violation", args=[pk]),
    )  # fmt: skip


@desk_view(rules.VIOLATIONS)
def dismiss(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and note that the violation was not confirmed."""
    one = _violation(request, pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.dismiss(one, reason=given["reason"], actor=request.actor),
        title=_("Not confirmed"),
        text=_("It stays on record with your reason."),
        back=reverse("orders:violation", args=[pk]),
        danger=True,
    )
