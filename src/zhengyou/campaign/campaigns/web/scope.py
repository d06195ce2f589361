"""Who takes part: rules with a preview of the units, the register of sectors, classes of participants."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import scope as actions
from zhengyou.campaign.campaigns.forms.engine import ClassForm, Nothing, SectorForm, TermsForm
from zhengyou.campaign.campaigns.models import Campaign, ParticipantClass, ScopeRule
from zhengyou.campaign.campaigns.queries import readable
from zhengyou.campaign.campaigns.queries import scope as queries
from zhengyou.campaign.campaigns.queries.boards import top_of
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, leads, show
from zhengyou.campaign.campaigns.web.showing import Link, Row, Table, Verb, ask, fill
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.enums import Kind, Level, RelationKind


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the rules with the units they name, and who takes part because of a post."""
    campaign = campaign_or_404(request, pk)
    can, preview = leads(request, campaign), queries.preview(campaign)
    buttons = []
    if can:
        buttons = [
            Link(_("Add a rule"), reverse("campaigns:rule", args=[pk]), icon="plus"),
            Link(_("Keep a sector"), reverse("campaigns:sector", args=[pk]), icon="tags"),
            Link(_("Define participants"), reverse("campaigns:class", args=[pk]), icon="users"),
        ]
        if preview.to_take_in:
            buttons.insert(
                0, Link(_("Take these units in"), reverse("campaigns:take-in", args=[pk]), "primary", "check")
            )
    part = Part(
        buttons=buttons,
        kpis=[
            (_("Take part"), campaign.units.count(), "neutral"),
            (_("Named by the rules, not yet in"), len(preview.to_take_in), "warning"),
            (_("In, but named by no rule"), len(preview.unnamed), "neutral"),
        ],
        tables=[_rules(campaign, can=can), _preview(preview), _sectors(campaign), _people(campaign, can=can)],
    )
    return show(request, campaign, "scope", part)


def _said(rule: ScopeRule) -> str:
    said = [
        rule.sector.name if rule.sector else "",
        "、".join(str(Kind(kind).label) for kind in rule.kinds),
        str(Level(rule.level).label) if rule.level else "",
        _("below %(body)s") % {"body": rule.under.name} if rule.under else "",
        f"{RelationKind(rule.relation).label}：{rule.related.name}" if rule.relation and rule.related else "",
    ]
    return " + ".join(filter(None, said))


def _rules(campaign: Campaign, *, can: bool) -> Table:
    universe = queries.ground(campaign)
    rows = [
        Row(
            [
                _said(rule),
                (_("Left out"), "error") if rule.leaves_out else (_("Named"), "success"),
                queries.fitting(rule, universe).count(),
            ],
            verbs=[Verb(_("Drop"), reverse("campaigns:drop-rule", args=[rule.pk]), kind="quiet")] if can else [],
        )
        for rule in campaign.scope_rules.select_related("sector", "under", "related")
    ]
    empty = _("No rules: the units were chosen by hand.")
    return Table(
        _("Rules of the scope"), [_("Units that are"), _("What the rule does"), _("Units")], rows, "list-checks", empty
    )


def _preview(preview: queries.Preview) -> Table:
    rows = [Row([unit.name, (_("Not yet in"), "warning"), unit.get_kind_display()]) for unit in preview.to_take_in]
    rows += [Row([unit.name, (_("Takes part"), "success"), unit.get_kind_display()]) for unit in preview.inside]
    rows += [Row([unit.name, (_("Named by no rule"), "neutral"), unit.get_kind_display()]) for unit in preview.unnamed]
    heads = [_("Unit"), _("State"), _("Kind")]
    return Table(_("Preview of the units"), heads, rows, "building-2", _("Add a rule to see whom it names."))


def _sectors(campaign: Campaign) -> Table:
    rows = [
        Row([sector.name, sector.words, "、".join(unit.name for unit in sector.members.order_by("sort_path"))])
        for sector in queries.sectors(campaign.body).prefetch_related("members")
    ]
    heads = [_("Sector"), _("Words in the units' names"), _("Units")]
    return Table(_("Register of sectors"), heads, rows, "tags", _("No sectors are kept."))


def _people(campaign: Campaign, *, can: bool) -> Table:
    classes = list(campaign.participant_classes.all())
    rows = []
    for line in queries.enrolments(campaign) if classes else []:
        share = f"{100 * line.share:.0f}%" if line.share is not None else ""
        rows.append(
            Row([line.body.name, *(line.counts[one.pk] for one in classes), len(line.everybody), share, line.away])
        )
    heads = [_("Unit"), *(one.name for one in classes), _("Together"), _("Of the staff"), _("Away today")]
    table = Table(
        _("Participants by the roster of today"), heads, rows, "users",
        _("Say which posts take part; the people come from the roster, nobody signs in."),
    )  # fmt: skip
    if can and classes:
        table.buttons = [
            Link(_("Drop %(name)s") % {"name": one.name}, reverse("campaigns:drop-class", args=[one.pk]), "quiet")
            for one in classes
        ]
    return table


@desk_view(rules.LAUNCH)
def add_rule(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask by what units are chosen, and add the rule."""
    campaign = campaign_or_404(request, pk)
    below = queries.ground(campaign)
    rows = {"sector": queries.sectors(campaign.body), "under": below, "related": below}
    form = TermsForm(request.POST or None, rows=rows)
    return fill(
        request, form, lambda given: actions.add_rule(campaign, terms=queries.Terms(**given), actor=request.actor),
        title=_("Add a rule"), lead=campaign.title, back=reverse("campaigns:scope", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def drop_rule(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and drop a rule."""
    rule = get_object_or_404(ScopeRule, pk=pk, campaign__in=readable(request.actor).values("pk"))
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.drop_rule(rule, actor=request.actor),
        title=_("Drop"), text=_("Units that take part go on taking part."),
        back=reverse("campaigns:scope", args=[rule.campaign_id]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def take_in(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Name the units, ask, and take them in."""
    campaign = campaign_or_404(request, pk)
    names = "、".join(unit.name for unit in queries.preview(campaign).to_take_in)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.take_in(campaign, actor=request.actor),
        title=_("Take these units in"), text=_("They get the sheets that are still to come: %(names)s") % {"names": names},
        back=reverse("campaigns:scope", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def keep_sector(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a sector and the words of its units, and keep it."""
    campaign = campaign_or_404(request, pk)
    return fill(
        request, SectorForm(request.POST or None),
        lambda given: actions.keep_sector(top_of(campaign), actor=request.actor, **given),
        title=_("Keep a sector"), lead=top_of(campaign).name, back=reverse("campaigns:scope", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def define_class(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which posts take part."""
    campaign = campaign_or_404(request, pk)
    return fill(
        request, ClassForm(request.POST or None),
        lambda given: actions.define_class(campaign, actor=request.actor, **given),
        title=_("Define participants"), lead=campaign.title, back=reverse("campaigns:scope", args=[pk]),
    )  # fmt: skip


@desk_view(rules.LAUNCH)
def drop_class(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and drop a class of participants."""
    found = get_object_or_404(ParticipantClass, pk=pk, campaign__in=readable(request.actor).values("pk"))
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.drop_class(found, actor=request.actor),
        title=_("Drop %(name)s") % {"name": found.name}, back=reverse("campaigns:scope", args=[found.campaign_id]),
    )  # fmt: skip
