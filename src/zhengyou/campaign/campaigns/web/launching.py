"""The launch of a campaign: its days, the units that take part, and whom the plan's words and a rule name."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
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

MOST_RULES = 6
"""Rules that a launch takes; more are added on the page of the campaign's scope."""


@desk_view(rules.LAUNCH)
def launch(request: DeskRequest, plan: uuid.UUID) -> HttpResponse:
    """Ask for the units (and the days where the plan names none), show whom the rules name, and launch."""
    source = get_object_or_404(within(Plan.objects.select_related("body"), request.actor, rules.LAUNCH), pk=plan)
    if source.amends_id:
        return redirect("campaigns:difference", plan=source.pk)
    units = within(Body.objects.filter(dissolved_on__isnull=True), request.actor, rules.LAUNCH).order_by("sort_path")
    starts, ends = days_of(source)
    elements = list(source.elements.filter(is_removed=False))
    form = LaunchForm(request.POST or None, units=units, initial={"starts_on": starts, "ends_on": ends})
    below = units.exclude(pk=source.body_id)
    rows = {"sector": sectors(source.body), "under": units, "related": units}
    shown = _rules_shown(request)
    forms = [TermsForm(request.POST or None, prefix=_prefix(place), rows=rows) for place in range(shown)]
    looks = "preview" in request.POST or "another" in request.POST
    valid = all(rule.is_valid() for rule in forms)
    told = [rule for rule in forms if rule.is_valid() and rule.says_something]
    found = [_Found(rule, list(fitting(Terms(**rule.cleaned_data), below))) for rule in told]
    if request.method == "POST" and not looks and form.is_valid() and valid:
        given = form.cleaned_data
        terms = [Terms(**rule.cleaned_data) for rule in told]
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
    chosen = _chosen(form, fits, found if looks else [])
    if "another" in request.POST and valid and shown < MOST_RULES:
        forms.append(TermsForm(prefix=_prefix(shown), rows=rows))
    context = _told(elements, fits) | {
        "plan": source,
        "form": form,
        "rules": forms,
        "can_add_rule": len(forms) < MOST_RULES,
        "looks": looks and valid,
        "found": _sum(found),
        "units": _rows(list(below), chosen),
    }
    return render(request, "campaigns/launch.html", context, status=422 if form.is_bound and not looks else 200)


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule on the page and the units that it names."""

    rule: TermsForm
    units: list[Body]


def _rules_shown(request: DeskRequest) -> int:
    """Return how many rules the page that was sent in held."""
    said = request.POST.get("rules", "1")
    return max(1, min(int(said), MOST_RULES)) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _prefix(place: int) -> str:
    return f"rule{place + 1}" if place else "rule"


def _sum(found: Sequence[_Found]) -> list[Body]:
    """Return the units that the rules together name: what one takes in and none leaves out, in official order."""
    taken = {unit.pk: unit for one in found if not one.rule.cleaned_data["leaves_out"] for unit in one.units}
    left = {unit.pk for one in found if one.rule.cleaned_data["leaves_out"] for unit in one.units}
    return sorted((unit for key, unit in taken.items() if key not in left), key=lambda unit: unit.sort_path)


def _chosen(form: LaunchForm, fits: Sequence[Named], found: Sequence[_Found]) -> set[str]:
    """Return the units that are ticked: those of the plan's words at first, then as the officer and the rules say."""
    if not form.is_bound:
        return {str(key) for one in fits for key in one.units.values_list("public_id", flat=True)}
    ticked = set(form.data.getlist("units"))  # type: ignore[attr-defined]  # bound forms hold a QueryDict
    ticked |= {str(unit.public_id) for one in found for unit in one.units if not one.rule.cleaned_data["leaves_out"]}
    return ticked - {str(unit.public_id) for one in found for unit in one.units if one.rule.cleaned_data["leaves_out"]}


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
