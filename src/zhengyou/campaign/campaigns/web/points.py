"""Desk pages of demonstration points and of projects."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import contacts as verbs
from zhengyou.campaign.campaigns.enums import PointState, ProjectState, SpreadState
from zhengyou.campaign.campaigns.forms.work import PointForm, ProjectForm, UnitsForm, WhyForm
from zhengyou.campaign.campaigns.models import DemoPoint, Milestone, Project, Spread
from zhengyou.campaign.campaigns.queries.work import points_for, projects_for, spreads_for, with_spreads
from zhengyou.campaign.campaigns.web.ground import beneath, campaign_of, can, frame, hosts, sent
from zhengyou.campaign.campaigns.web.showing import (
    Card,
    Col,
    Link,
    Record,
    Register,
    Row,
    Table,
    Verb,
    ask,
    entries,
    fill,
    show,
    show_record,
)
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.access.web import DeskRequest, desk_view

POINTS = gettext_lazy("Demonstration points")
PROJECTS = gettext_lazy("Projects")
POINT_TONES = {PointState.NAMED: "success", PointState.ENDED: "neutral"}
SPREAD_TONES = {SpreadState.TOLD: "warning", SpreadState.ADOPTED: "info", SpreadState.CHECKED: "success"}
PROJECT_TONES = {ProjectState.RUNNING: "info", ProjectState.DONE: "success", ProjectState.STOPPED: "neutral"}


@desk_view(rules.READ)
def listing(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List the demonstration points with how far their practice has spread."""
    campaign = campaign_of(request, pk)
    cols = [
        Col(_("Unit"), lambda one: one.body.name, width=28),
        Col(_("What it shows to others"), lambda one: one.practice, wide=True, width=48),
        Col(_("For the item"), lambda one: one.item.name if one.item else ""),
        Col(_("Leader who looks after it"), lambda one: one.leader.person.name if one.leader else ""),
        Col(_("Named on"), lambda one: one.named_on, Format.DATE),
        Col(_("Units told"), lambda one: one.told, Format.INT),
        Col(_("Units that took it over"), lambda one: one.took, Format.INT),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: POINT_TONES[PointState(one.state)]),
    ]
    leads = can(request, rules.KEEP, campaign)
    new_url = reverse("campaigns:point-new", args=[pk])
    register = Register(
        title=_("Demonstration points"),
        lead=_("Which unit shows what, and which units took it over"),
        rows=with_spreads(points_for(request.actor).filter(campaign=campaign)).order_by("body__sort_path", "pk"),
        cols=cols,
        url=lambda one: reverse("campaigns:point", args=[one.pk]),
        empty=(_("No demonstration point"), _("Name the first one."), _("Name a point") if leads else "", new_url),
        buttons=[Link(_("Name a point"), new_url, "primary", "plus")] if leads else [],
        icon="award",
        **frame(campaign, "points"),
    )
    return show(request, register)


@desk_view(rules.KEEP)
def new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Name a demonstration point."""
    campaign = campaign_of(request, pk)
    return fill(
        request, PointForm(sent(request), campaign=campaign),
        lambda given: verbs.name_point(campaign, **given, actor=request.actor), title=_("Name a point"),
        lead=campaign.title, back=reverse("campaigns:points", args=[pk]),
        after=lambda one: reverse("campaigns:point", args=[one.pk]),
    )  # fmt: skip


def _point(request: DeskRequest, pk: uuid.UUID) -> DemoPoint:
    return get_object_or_404(points_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a demonstration point and the units that are to take its practice over."""
    one = _point(request, pk)
    leads = can(request, rules.KEEP, one.campaign)
    facts = [
        (_("Unit"), one.body.name),
        (_("What it shows to others"), one.practice),
        (_("For the item"), one.item.name if one.item else ""),
        (_("Leader who looks after it"), f"{one.leader.person.name} · {one.leader}" if one.leader else ""),
        (_("Named on"), f"{one.named_on:%Y-%m-%d}"),
        (_("What came of it"), one.outcome),
    ]
    rows = []
    for each in one.spreads.select_related("body", "point__campaign"):
        own = may(request.actor, rules.SUBMIT, each.body, campaign_scope=one.campaign.scope_id)
        buttons = []
        if own and each.state != SpreadState.CHECKED:
            buttons.append(Verb(_("Say how it was taken over"), reverse("campaigns:spread-adopt", args=[each.pk])))
        if leads and each.state == SpreadState.ADOPTED:
            buttons.append(Verb(_("Seen in use"), reverse("campaigns:spread-see", args=[each.pk]), "post"))
        adopted = f"{each.adopted_on:%Y-%m-%d}" if each.adopted_on else ""
        tone = SPREAD_TONES[SpreadState(each.state)]
        rows.append(Row([each.body.name, (each.get_state_display(), tone), adopted, each.how], verbs=buttons))
    here = reverse("campaigns:point", args=[pk])
    heads = [_("Unit"), _("State"), _("Taken over on"), _("How")]
    named = one.state == PointState.NAMED
    return show_record(
        request,
        Record(
            title=one.body.name,
            eyebrow=_("Demonstration point"),
            state=one.get_state_display(),
            tone=POINT_TONES[PointState(one.state)],
            cards=[Card(_("Demonstration point"), [(label, text) for label, text in facts if text], icon="award")],
            tables=[Table(_("Units that take it over"), heads, rows, empty=_("No unit was told yet."))],
            entries=entries(one),
            verbs=[
                Verb(_("Tell units to take it over"), f"{here}spread/", "link", "primary", "share-2"),
                Verb(_("End the point"), f"{here}end/", kind="quiet"),
            ]
            if leads and named
            else [],
            **beneath(one.campaign, "points", POINTS, "campaigns:points"),
        ),
    )


@desk_view(rules.KEEP)
def spread(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Tell units to take the practice over."""
    one = _point(request, pk)
    require(request.actor, rules.KEEP, one.campaign.body, campaign_scope=one.campaign.scope_id)
    return fill(
        request, UnitsForm(sent(request), campaign=one.campaign),
        lambda given: verbs.spread(one, units=list(given["units"]), actor=request.actor),
        title=_("Tell units to take it over"), lead=one.body.name, back=reverse("campaigns:point", args=[pk]),
    )  # fmt: skip


def _spread(request: DeskRequest, pk: uuid.UUID) -> Spread:
    return get_object_or_404(spreads_for(request.actor), pk=pk)


@desk_view(rules.SUBMIT)
def adopt(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Say how the own unit took it over."""
    one = _spread(request, pk)
    require(request.actor, rules.SUBMIT, one.body, campaign_scope=one.point.campaign.scope_id)
    return ask(
        request, WhyForm(sent(request), initial={"words": one.how}),
        lambda given: verbs.adopt(one, how=given["words"], actor=request.actor),
        title=_("Say how it was taken over"), back=reverse("campaigns:point", args=[one.point_id]),
        text=one.point.practice,
    )  # fmt: skip


@desk_view(rules.KEEP)
def see(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm that it was seen in use."""
    one = _spread(request, pk)
    require(request.actor, rules.KEEP, one.point.campaign.body, campaign_scope=one.point.campaign.scope_id)
    return ask(
        request, WhyForm(sent(request)), lambda _given: verbs.see(one, actor=request.actor),
        title=_("Seen in use"), back=reverse("campaigns:point", args=[one.point_id]),
    )  # fmt: skip


@desk_view(rules.KEEP)
def end(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """End a demonstration point."""
    one = _point(request, pk)
    require(request.actor, rules.KEEP, one.campaign.body, campaign_scope=one.campaign.scope_id)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.end_point(one, outcome=given["words"], actor=request.actor), title=_("End the point"),
        back=reverse("campaigns:point", args=[pk]), text=_("Say what came of it."),
    )  # fmt: skip


@desk_view(rules.READ)
def projects(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List the projects with how many milestones are reached."""
    campaign = campaign_of(request, pk)
    rows = projects_for(request.actor).filter(campaign=campaign).prefetch_related("milestones")
    today = clock.today()

    def next_one(one: Project) -> str:
        coming = [step for step in one.milestones.all() if step.reached_on is None]
        return f"{coming[0].due_on:%Y-%m-%d} {coming[0].name}" if coming else ""

    def light(one: Project) -> str:
        late = any(step.reached_on is None and step.due_on < today for step in one.milestones.all())
        return _("Behind") if late and one.state == ProjectState.RUNNING else _("In time")

    cols = [
        Col(_("Title"), lambda one: one.title, width=36),
        Col(_("Carried out by"), lambda one: one.body.name, width=24),
        Col(_("For the village or unit"), lambda one: one.partner.name if one.partner else "", width=24),
        Col(
            _("Milestones reached"),
            lambda one: f"{sum(s.reached_on is not None for s in one.milestones.all())}/{len(one.milestones.all())}",
        ),
        Col(_("Next milestone"), next_one, wide=True, width=30),
        Col(_("Progress"), light, tone=lambda one: "error" if light(one) == _("Behind") else "success"),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: PROJECT_TONES[ProjectState(one.state)]),
    ]
    leads = bool(hosts(request, campaign, rules.KEEP)) and campaign.state == "running"
    new_url = reverse("campaigns:project-new", args=[pk])
    register = Register(
        title=_("Projects"),
        lead=_("What takes months, with its milestones"),
        rows=rows,
        cols=cols,
        url=lambda one: reverse("campaigns:project", args=[one.pk]),
        empty=(_("No project here"), _("Begin the first one."), _("Begin a project") if leads else "", new_url),
        buttons=[Link(_("Begin a project"), new_url, "primary", "plus")] if leads else [],
        icon="target",
        **frame(campaign, "projects"),
    )
    return show(request, register)


@desk_view(rules.KEEP)
def project_new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin a project."""
    campaign = campaign_of(request, pk)
    form = ProjectForm(sent(request), campaign=campaign, hosts=hosts(request, campaign, rules.KEEP))
    return fill(
        request, form, lambda given: verbs.begin_project(campaign, **given, actor=request.actor),
        title=_("Begin a project"), lead=campaign.title, back=reverse("campaigns:projects", args=[pk]),
        after=lambda one: reverse("campaigns:project", args=[one.pk]),
    )  # fmt: skip


@desk_view(rules.READ)
def project(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a project with its milestones."""
    one = get_object_or_404(projects_for(request.actor), pk=pk)
    keeps = can(request, rules.KEEP, one.campaign, one.body) and one.state == ProjectState.RUNNING
    today = clock.today()
    rows = []
    for step in one.milestones.all():
        if step.reached_on:
            state = (_("Reached on %(day)s") % {"day": f"{step.reached_on:%Y-%m-%d}"}, "success")
        else:
            state = (_("Behind"), "error") if step.due_on < today else (_("To come"), "info")
        url = reverse("campaigns:milestone", args=[step.pk])
        buttons = [Verb(_("Reached"), url)] if keeps and not step.reached_on else []
        rows.append(Row([step.name, f"{step.due_on:%Y-%m-%d}", state, step.note], verbs=buttons))
    facts = [
        (_("Carried out by"), one.body.name),
        (_("For the village or unit"), one.partner.name if one.partner else ""),
        (_("What it is to achieve"), one.aim),
        (_("What came of it"), one.outcome),
    ]
    here = reverse("campaigns:project", args=[pk])
    heads = [_("Milestone"), _("Due by"), _("State"), _("Note")]
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=_("Project"),
            state=one.get_state_display(),
            tone=PROJECT_TONES[ProjectState(one.state)],
            cards=[Card(_("The project"), [(label, text) for label, text in facts if text], icon="target")],
            tables=[Table(_("Milestones"), heads, rows, icon="flag")],
            entries=entries(one),
            verbs=[
                Verb(_("Complete the project"), f"{here}complete/", kind="primary", icon="check"),
                Verb(_("Stop the project"), f"{here}stop/", kind="quiet"),
            ]
            if keeps
            else [],
            **beneath(one.campaign, "projects", PROJECTS, "campaigns:projects"),
        ),
    )


@desk_view(rules.KEEP)
def milestone(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that a milestone was reached."""
    rows = Milestone.objects.select_related("project__campaign__body", "project__body")
    one = get_object_or_404(rows.filter(project__in=projects_for(request.actor)), pk=pk)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.reach(one, note=given["words"], actor=request.actor), title=_("Reached"),
        back=reverse("campaigns:project", args=[one.project_id]), text=one.name,
    )  # fmt: skip


@desk_view(rules.KEEP)
def complete(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Complete a project."""
    one = get_object_or_404(projects_for(request.actor), pk=pk)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.complete(one, outcome=given["words"], actor=request.actor),
        title=_("Complete the project"), back=reverse("campaigns:project", args=[pk]), text=_("Say what came of it."),
    )  # fmt: skip


@desk_view(rules.KEEP)
def stop(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop a project."""
    one = get_object_or_404(projects_for(request.actor), pk=pk)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.stop(one, outcome=given["words"], actor=request.actor), title=_("Stop the project"),
        back=reverse("campaigns:project", args=[pk]), text=_("Say why it is stopped."), danger=True,
    )  # fmt: skip
