"""The launch of a campaign: its days, the units that take part, and whom the plan's words and a rule name."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import actions, rules
from zhengyou.campaign.campaigns.forms import LaunchForm
from zhengyou.campaign.campaigns.forms.engine import TermsForm
from zhengyou.campaign.campaigns.queries.launching import Named, named
from zhengyou.campaign.campaigns.queries.scope import Terms, fitting, sectors
from zhengyou.campaign.plans.enums import Kind
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.campaign.plans.queries import days_of
from zhengyou.kernel.errors import Invalid
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body


@desk_view(rules.LAUNCH)
def launch(request: DeskRequest, plan: uuid.UUID) -> HttpResponse:
    """Ask for the units (and the days where the plan names none), show whom a rule names, and launch."""
    source = get_object_or_404(within(Plan.objects.select_related("body"), request.actor, rules.LAUNCH), pk=plan)
    if source.amends_id:
        return redirect("campaigns:difference", plan=source.pk)
    units = within(Body.objects.filter(dissolved_on__isnull=True), request.actor, rules.LAUNCH).order_by("sort_path")
    starts, ends = days_of(source)
    elements = list(source.elements.filter(is_removed=False))
    form = LaunchForm(request.POST or None, units=units, initial={"starts_on": starts, "ends_on": ends})
    below = units.exclude(pk=source.body_id)
    rows = {"sector": sectors(source.body), "under": units, "related": units}
    rule = TermsForm(request.POST or None, prefix="rule", rows=rows)
    looks = "preview" in request.POST
    found = _named_by(rule, below) if request.method == "POST" else []
    if request.method == "POST" and not looks and form.is_valid() and rule.is_valid():
        given = form.cleaned_data
        terms = Terms(**rule.cleaned_data) if rule.says_something else None
        try:
            campaign = actions.launch(
                source, units=list(given["units"]), starts_on=given["starts_on"], ends_on=given["ends_on"], terms=terms,
                actor=request.actor,
            )  # fmt: skip
        except Invalid as error:
            error.place_on(form)
        else:
            messages.success(request, _("The campaign is under way; every unit has its task sheets."))
            return redirect("campaigns:detail", pk=campaign.pk)
    fits = named(source.body, elements)
    chosen = _chosen(form, rule, fits, found if looks else [])
    context = _told(elements, fits) | {
        "plan": source,
        "form": form,
        "rule": rule,
        "looks": looks and rule.is_valid(),
        "found": found,
        "units": _rows(list(below), chosen),
    }
    return render(request, "campaigns/launch.html", context, status=422 if form.is_bound and not looks else 200)


def _named_by(rule: TermsForm, units: QuerySet[Body]) -> list[Body]:
    """Return the units that the rule in the form names."""
    return list(fitting(Terms(**rule.cleaned_data), units)) if rule.is_valid() and rule.says_something else []


def _chosen(form: LaunchForm, rule: TermsForm, fits: Sequence[Named], found: Sequence[Body]) -> set[str]:
    """Return the units that are ticked: those of the plan's words at first, then as the officer and the rule say."""
    if not form.is_bound:
        return {str(key) for one in fits for key in one.units.values_list("public_id", flat=True)}
    ticked = set(form.data.getlist("units"))  # type: ignore[attr-defined]  # bound forms hold a QueryDict
    named_now = {str(unit.public_id) for unit in found}
    return ticked - named_now if found and rule.cleaned_data["leaves_out"] else ticked | named_now


def _rows(units: Sequence[Body], chosen: set[str]) -> list[dict[str, Any]]:
    top = min((unit.depth for unit in units), default=0)
    return [
        {"unit": unit, "chosen": str(unit.public_id) in chosen, "indent": min(unit.depth - top, 4)} for unit in units
    ]


def _told(elements: Sequence[Element], fits: Sequence[Named]) -> dict[str, Any]:
    """Return what the plan says that a launch carries over."""
    by_kind = {kind: [one for one in elements if one.kind == kind] for kind in (Kind.DUTY, Kind.SCOPE, Kind.GOAL)}
    return {
        "duties": by_kind[Kind.DUTY],
        "scope": by_kind[Kind.SCOPE],
        "goals": by_kind[Kind.GOAL],
        "theme": next((one.name for one in elements if one.kind == Kind.THEME), ""),
        "fits": [
            {"words": one.words, "units": names, "count": len(names)}
            for one in fits
            for names in [list(one.units.values_list("name", flat=True))]
        ],
    }
