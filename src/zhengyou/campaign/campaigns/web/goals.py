"""Goals of a campaign: the tree with what was reached, shares of units, figures to confirm."""

import uuid
from decimal import Decimal

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import goals as actions
from zhengyou.campaign.campaigns.enums import Measure
from zhengyou.campaign.campaigns.forms.engine import GoalForm, Nothing, ValueForm, WhyForm
from zhengyou.campaign.campaigns.models import Campaign, Goal, GoalValue, Item
from zhengyou.campaign.campaigns.queries import goals as queries
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, checks, leads, own_unit, show
from zhengyou.campaign.campaigns.web.showing import Link, Row, Table, Verb, ask, fill
from zhengyou.registry.access.web import DeskRequest, desk_view

TONES = {"reported": "info", "confirmed": "success", "returned": "error"}


def number(value: Decimal | None) -> str:
    """Return a figure without noughts behind the point."""
    return "" if value is None else f"{value.normalize():f}"


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the goals with what was reached, the unit's own share, and what waits to be confirmed."""
    campaign = campaign_or_404(request, pk)
    can = leads(request, campaign)
    own = own_unit(request, campaign)
    tables = [_tree(request, campaign, can=can)]
    if checks(request, campaign):
        tables.append(_waiting(campaign))
    if own is not None:
        tables.append(_own(campaign, own.pk))
    tables += _demands(campaign)
    buttons = [Link(_("Set a goal"), reverse("campaigns:set-goal", args=[pk]), "primary", "plus")] if can else []
    return show(request, campaign, "goals", Part(tables=tables, buttons=buttons))


def _tree(request: DeskRequest, campaign: Campaign, *, can: bool) -> Table:
    own = own_unit(request, campaign)
    rows = []
    for line in queries.standings(campaign):
        goal, verbs = line.goal, []
        if own and goal.measure == Measure.REPORTED and goal.target is not None:
            verbs.append(Verb(_("Report a figure"), reverse("campaigns:report-value", args=[goal.pk]), "link"))
        if can and goal.target is not None:
            verbs.append(Verb(_("Share out"), reverse("campaigns:share-out", args=[goal.pk]), "link", "quiet"))
        reached = number(line.reached) if goal.target is not None or line.reached else ""
        share = line.share
        note = _("below the quality: %(n)s") % {"n": number(line.below_quality)} if line.below_quality else ""
        quality = f"{goal.quality} ≥ {number(goal.quality_floor)}" if goal.quality else ""
        rows.append(
            Row(
                [
                    "　" * line.depth + goal.name,
                    goal.get_kind_display(),
                    f"{number(goal.target)}{goal.unit}" if goal.target is not None else "",
                    f"{reached}{goal.unit}" if reached else "",
                    (f"{100 * share:.0f}%", "success" if share >= 1 else "info") if share is not None else "",
                    " ".join(filter(None, [quality, note])),
                    goal.get_measure_display(),
                ],
                url=reverse("campaigns:goal", args=[goal.pk]),
                verbs=verbs,
            )
        )
    heads = [
        _("Goal"),
        _("Kind of goal"),
        _("Target"),
        _("Reached so far"),
        _("Share"),
        _("Quality"),
        _("From where the figure comes"),
    ]
    return Table(
        _("Goals"), heads, rows, "target", _("No goals yet: say what the campaign is to reach, and how it is measured.")
    )


def _demands(campaign: Campaign) -> list[Table]:
    """Return what the plan asks of everybody and what secures it, where it says so."""
    rows = [
        Row(
            [
                demand.name,
                (_("Safeguard"), "info") if demand.is_safeguard else (_("Requirement on everybody"), "neutral"),
            ]
        )
        for demand in campaign.demands.filter(withdrawn_on=None)
    ]
    heads = [_("In the words of the plan"), _("Kind")]
    return [Table(_("Requirements and safeguards"), heads, rows, "list-checks")] if rows else []


def _waiting(campaign: Campaign) -> Table:
    rows = [
        Row(
            [
                value.body.name,
                value.goal.name,
                f"{number(value.value)}{value.goal.unit}",
                number(value.quality_value),
                value.evidence,
            ],
            verbs=[
                Verb(_("Confirm"), reverse("campaigns:confirm-value", args=[value.pk]), kind="primary"),
                Verb(_("Return"), reverse("campaigns:return-value", args=[value.pk])),
            ],
        )
        for value in queries.to_confirm(campaign)
    ]
    heads = [_("Unit"), _("Goal"), _("Figure given"), _("Quality"), _("By what it is shown")]
    return Table(_("Figures to confirm"), heads, rows, "check", _("Nothing waits to be confirmed."))


def _own(campaign: Campaign, body: int) -> Table:
    values = GoalValue.objects.filter(goal__campaign=campaign, body=body).select_related("goal")
    rows = [
        Row(
            [
                value.goal.name,
                f"{number(value.value)}{value.goal.unit}",
                (value.get_state_display(), TONES[value.state]),
                value.reason,
            ]
        )
        for value in values
    ]
    heads = [_("Goal"), _("Figure given"), _("State"), _("Reason")]
    return Table(_("Reported by your unit"), heads, rows, "send", _("Your unit has reported nothing yet."))


@desk_view(rules.READ)
def goal_page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the shares of one goal, unit by unit."""
    goal = _goal(request, pk)
    shares = queries.shares(goal)
    rows = []
    for one in shares:
        part = float(one.reached / one.target)
        rows.append(
            Row(
                [
                    one.body.name,
                    f"{number(one.target)}{goal.unit}",
                    f"{number(one.reached)}{goal.unit}",
                    (f"{100 * part:.0f}%", "success" if part >= 1 else "warning"),
                ]
            )
        )
    table = Table(
        goal.name,
        [_("Unit"), _("Share of the target"), _("Reached so far"), _("Share")],
        rows,
        "target",
        _("Not shared out."),
    )
    buttons = [Link(_("Back"), reverse("campaigns:goals", args=[goal.campaign_id]), "quiet")]
    if leads(request, goal.campaign):
        buttons.insert(0, Link(_("Drop"), reverse("campaigns:drop-goal", args=[pk]), "plain"))
        if goal.target is not None:
            buttons.insert(0, Link(_("Share out"), reverse("campaigns:share-out", args=[pk]), "primary"))
    return show(request, goal.campaign, "goals", Part(tables=[table], buttons=buttons))


def _goal(request: DeskRequest, pk: uuid.UUID) -> Goal:
    rows = Goal.objects.select_related("campaign__body", "campaign__scope")
    return get_object_or_404(rows, pk=pk, campaign__in=readable(request.actor).values("pk"))


@desk_view(rules.LAUNCH)
def set_goal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what is to be reached and how it is measured."""
    campaign = campaign_or_404(request, pk)
    items = Item.objects.filter(dimension__campaign=campaign, withdrawn_on=None)
    form = GoalForm(request.POST or None, rows={"parent": campaign.goals.all(), "item": items})
    return fill(
        request, form, lambda given: actions.set_goal(campaign, actor=request.actor, **given),
        title=_("Set a goal"), lead=campaign.title, back=reverse("campaigns:goals", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def drop_goal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and drop a goal for which nothing was reported."""
    goal = _goal(request, pk)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.drop_goal(goal, actor=request.actor),
        title=_("Drop"), text=goal.name, danger=True, back=reverse("campaigns:goals", args=[goal.campaign_id]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def share_out(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what each unit has to bring."""
    goal = _goal(request, pk)
    units = list(goal.campaign.units.order_by("sort_path"))
    set_ = {one.body_id: one.target for one in goal.shares.all()}
    form = forms.Form(request.POST or None)
    for unit in units:
        form.fields[f"unit-{unit.public_id}"] = forms.DecimalField(
            label=unit.name, required=False, min_value=0, initial=set_.get(unit.pk)
        )

    def act(given: dict[str, Decimal | None]) -> Goal:
        targets = {unit: given[f"unit-{unit.public_id}"] or Decimal(0) for unit in units}
        return actions.share_out(goal, targets=targets, actor=request.actor)

    lead = _("%(goal)s: %(target)s%(unit)s altogether") % {
        "goal": goal.name, "target": number(goal.target), "unit": goal.unit,
    }  # fmt: skip
    return fill(request, form, act, title=_("Share out"), lead=lead, back=reverse("campaigns:goal", args=[pk]))


@desk_view(rules.SUBMIT)
def report_value(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the own unit has reached."""
    goal = _goal(request, pk)
    body = request.actor.body or goal.campaign.body
    lead = goal.name + (f"（{goal.quality} ≥ {number(goal.quality_floor)}）" if goal.quality else "")
    return fill(
        request, ValueForm(request.POST or None),
        lambda given: actions.report_value(goal, body=body, actor=request.actor, **given),
        title=_("Report a figure"), lead=lead, back=reverse("campaigns:goals", args=[goal.campaign_id]),
    )  # fmt: skip


def _value(request: DeskRequest, pk: uuid.UUID) -> GoalValue:
    rows = GoalValue.objects.select_related("goal__campaign__body", "body")
    return get_object_or_404(rows, pk=pk, goal__campaign__in=readable(request.actor).values("pk"))


@desk_view(rules.CHECK)
def confirm_value(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and confirm a figure."""
    value = _value(request, pk)
    text = f"{value.body.name} · {value.goal.name}：{number(value.value)}{value.goal.unit}"
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.confirm_value(value, actor=request.actor),
        title=_("Confirm"), text=text, back=reverse("campaigns:goals", args=[value.goal.campaign_id]),
    )  # fmt: skip


@desk_view(rules.CHECK)
def return_value(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and return a figure."""
    value = _value(request, pk)
    return ask(
        request, WhyForm(request.POST or None),
        lambda given: actions.return_value(value, reason=given["reason"], actor=request.actor),
        title=_("Return"), text=f"{value.body.name} · {value.goal.name}",
        back=reverse("campaigns:goals", args=[value.goal.campaign_id]),
    )  # fmt: skip
