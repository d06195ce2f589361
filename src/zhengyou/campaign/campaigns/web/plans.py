"""Sub-plans of units and personal plans: who owes one, one plan with its matrix and receipts, and its verbs."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import filing as actions
from zhengyou.campaign.campaigns.enums import Nature, PlanState
from zhengyou.campaign.campaigns.forms.engine import (
    AskForm,
    Nothing,
    TextForm,
)
from zhengyou.campaign.campaigns.models import Campaign, Filing, SubPlan
from zhengyou.campaign.campaigns.queries import filing as queries
from zhengyou.campaign.campaigns.web.part import Part, campaign_or_404, leads, own_unit, show
from zhengyou.campaign.campaigns.web.showing import (
    Card,
    Link,
    Record,
    Row,
    Table,
    Verb,
    ask,
    entries,
    fill,
    road,
    show_record,
)
from zhengyou.kernel import clock
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Appointment, Body

TONES = {
    PlanState.DRAFT: "neutral",
    PlanState.AGREED: "info",
    PlanState.FILED: "info",
    PlanState.RETURNED: "error",
    PlanState.ACCEPTED: "success",
}


@desk_view(rules.READ)
def page(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show who owes a plan, the late list, and the personal plans this hat may read."""
    campaign = campaign_or_404(request, pk)
    lines = queries.owed(campaign)
    personal = queries.plans_for(request.actor).filter(campaign=campaign, appointment__isnull=False)
    missing = [one for one in lines if one.plan is None or one.plan.filed_at is None]
    part = Part(
        buttons=_buttons(request, campaign),
        kpis=[
            (_("Units"), len(lines), "neutral"),
            (_("Filed"), len(lines) - len(missing), "success"),
            (_("Not filed"), len(missing), "warning"),
            (_("Late"), sum(bool(one.late_days) for one in lines), "error"),
        ]
        if lines
        else [],
        cards=[_asked(campaign)],
        tables=[_late(lines), _all(lines), _personal(personal)] if lines else [_personal(personal)],
    )
    return show(request, campaign, "plans", part)


def _buttons(request: DeskRequest, campaign: Campaign) -> list[Link]:
    buttons = []
    if leads(request, campaign):
        buttons.append(Link(_("Ask for sub-plans"), reverse("campaigns:ask-plans", args=[campaign.pk]), icon="send"))
    if campaign.sub_plans_due_on and own_unit(request, campaign, rules.FILE):
        buttons.append(
            Link(_("Plan of my unit"), reverse("campaigns:draw-up", args=[campaign.pk]), "primary", "file-text")
        )
    if campaign.personal_plans_due_on and request.actor.hat_id:
        buttons.append(Link(_("My personal plan"), reverse("campaigns:my-plan", args=[campaign.pk]), icon="user"))
    return buttons


def _asked(campaign: Campaign) -> Card:
    if campaign.sub_plans_due_on is None:
        asked = _("Not asked for: the task sheets are enough")
    else:
        asked = f"{campaign.sub_plans_due_on:%Y-%m-%d}"
    personal = f"{campaign.personal_plans_due_on:%Y-%m-%d}" if campaign.personal_plans_due_on else _("Not asked for")
    addresses: dict[str, list[str]] = {Nature.REPORT: [], Nature.RECORD: []}
    for one in campaign.filing_addresses.all():
        addresses[one.nature].append(one.name)
    return Card(
        _("What is asked for"),
        [
            (_("Sub-plans of units by"), asked),
            (_("Personal plans of participants by"), personal),
            (_("Report upward"), "、".join(addresses[Nature.REPORT])),
            (_("File for the record"), "、".join(addresses[Nature.RECORD])),
        ],
        "clipboard-list",
    )


def _late(lines: list[queries.Owed]) -> Table:
    rows = [
        Row(
            [
                one.body.name,
                _("%(n)d days") % {"n": one.late_days},
                (_("Filed late"), "warning") if one.plan and one.plan.filed_at else (_("Not filed"), "error"),
            ]
        )
        for one in lines
        if one.late_days
    ]
    return Table(_("Late list"), [_("Unit"), _("Late by"), _("State")], rows, "timer", _("Nobody is late."))


def receipt(filing: Filing | None) -> Any:
    """Return in words where a filing stands: not filed, without receipt, or its number."""
    if filing is None:
        return ""
    if filing.received_at is None:
        return (_("No receipt yet"), "warning")
    return (f"{filing.receipt_number}", "success")


def _all(lines: list[queries.Owed]) -> Table:
    rows = []
    for one in lines:
        state = (
            (one.plan.get_state_display(), TONES[PlanState(one.plan.state)])
            if one.plan
            else (_("Not begun"), "warning")
        )
        filed = f"{clock.local(one.plan.filed_at):%Y-%m-%d}" if one.plan and one.plan.filed_at else ""
        rows.append(
            Row(
                [one.body.name, state, filed, receipt(one.reported), receipt(one.recorded)],
                url=reverse("campaigns:plan", args=[one.plan.pk]) if one.plan else "",
            )
        )
    heads = [_("Unit"), _("State"), _("First filed"), _("Report upward"), _("File for the record")]
    return Table(_("Plans of the units"), heads, rows, "file-text")


def _personal(plans: Any) -> Table:
    rows = [
        Row(
            [
                plan.appointment.person.name,
                plan.body.name,
                (plan.get_state_display(), TONES[PlanState(plan.state)]),
                _("Version %(n)d") % {"n": plan.version},
            ],
            url=reverse("campaigns:plan", args=[plan.pk]),
        )
        for plan in plans
    ]
    heads = [_("Person"), _("Unit"), _("State"), _("Version")]
    return Table(_("Personal plans"), heads, rows, "user", _("None that you may read."))


@desk_view(rules.LAUNCH)
def ask_plans(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask by when sub-plans are due and where they go."""
    campaign = campaign_or_404(request, pk)
    keys = [int(key) for key in campaign.body.path.split(".") if key]
    around = Body.objects.filter(path__startswith=campaign.body.path) | Body.objects.filter(pk__in=keys)
    initial = {
        "due_on": campaign.sub_plans_due_on,
        "personal_due_on": campaign.personal_plans_due_on,
        "report_to": campaign.body,
    }
    rows = {"report_to": around.order_by("sort_path"), "record_to": around.order_by("sort_path")}
    form = AskForm(request.POST or None, initial=initial, rows=rows)

    def act(given: dict[str, Any]) -> Campaign:
        addresses = [actions.Address(Nature.REPORT, given["report_to"] or campaign.body)]
        if given["record_to"] or given["record_name"]:
            addresses.append(actions.Address(Nature.RECORD, given["record_to"], given["record_name"]))
        return actions.ask_for_plans(
            campaign, due_on=given["due_on"], personal_due_on=given["personal_due_on"], addresses=addresses,
            actor=request.actor,
        )  # fmt: skip

    back = reverse("campaigns:plans", args=[pk])
    return fill(request, form, act, title=_("Ask for sub-plans"), lead=campaign.title, back=back)


@desk_view(rules.FILE)
def draw_up(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin the plan of the own unit, or open it."""
    campaign = campaign_or_404(request, pk)
    body = request.actor.body or campaign.body
    plan = campaign.sub_plans.filter(body=body, appointment=None).first()
    if plan is not None:
        return redirect("campaigns:plan", pk=plan.pk)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.draw_up(campaign, body=body, actor=request.actor),
        title=_("Begin the plan of my unit"), text=_("Dimensions, phases and duties of the campaign stand in it already."),
        back=reverse("campaigns:draw-up", args=[pk]) if request.method == "POST" else reverse("campaigns:plans", args=[pk]),
    )  # fmt: skip


@desk_view(rules.READ)
def my_plan(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin one's own personal plan, or open it."""
    campaign = campaign_or_404(request, pk)
    appointment = get_object_or_404(Appointment.objects.select_related("post__body"), public_id=request.actor.hat_id)
    plan = campaign.sub_plans.filter(appointment=appointment).first()
    if plan is not None:
        return redirect("campaigns:plan", pk=plan.pk)
    return fill(
        request, TextForm(request.POST or None),
        lambda given: actions.plan_for_oneself(campaign, appointment=appointment, actor=request.actor, **given),
        title=_("My personal plan"), lead=_("What you see lacking with yourself, and what you are going to do."),
        back=reverse("campaigns:my-plan", args=[pk]) if request.method == "POST" else reverse("campaigns:plans", args=[pk]),
    )  # fmt: skip


def plan_or_404(request: DeskRequest, pk: uuid.UUID) -> SubPlan:
    """Return a plan that this hat may read."""
    return get_object_or_404(queries.plans_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one plan: its text, matrix, filings with receipts, earlier versions, and what this hat may do."""
    plan = plan_or_404(request, pk)
    writes = _writes(request, plan)
    open_ = plan.state in {PlanState.DRAFT, PlanState.RETURNED}
    tables = []
    if plan.appointment_id is None:
        tables = [_matrix(plan, writes=writes and open_), _filings(request, plan, writes=writes)]
    revisions = plan.revisions.all()
    if revisions:
        tables.append(_revisions(plan))
    where = reverse("campaigns:plans", args=[plan.campaign_id])
    record = Record(
        title=plan.title,
        eyebrow=plan.body.name,
        crumbs=[(_("Sub-plans"), where)],
        state=plan.get_state_display(),
        tone=TONES[PlanState(plan.state)],
        cards=[_facts(plan), Card(_("Text"), [], "file-text", plan.text)],
        entries=entries(plan),
        verbs=_verbs(request, plan, writes=writes),
        tables=tables,
        steps=road(
            [PlanState.DRAFT, PlanState.AGREED, PlanState.FILED, PlanState.ACCEPTED], plan.state, [PlanState.RETURNED]
        ),
        alert=("warning", _("Returned for repair"), plan.return_reason) if plan.state == PlanState.RETURNED else None,
    )
    return show_record(request, record)


def _facts(plan: SubPlan) -> Card:
    filed = f"{clock.local(plan.filed_at):%Y-%m-%d %H:%M}" if plan.filed_at else ""
    return Card(
        _("Filing"),
        [
            (_("Campaign"), plan.campaign.title),
            (_("Due by"), f"{plan.due_on:%Y-%m-%d}"),
            (_("First filed"), filed),
            (_("Agreed to by"), plan.agreed_by),
            (_("Version"), plan.version),
        ],
        "send",
    )


def _matrix(plan: SubPlan, *, writes: bool) -> Table:
    rows = []
    for line in plan.lines.select_related("leader", "handler", "duty"):
        verbs = []
        if writes:
            verbs.append(Verb(_("Assign"), reverse("campaigns:assign-line", args=[line.pk])))
            if line.duty_id is None:
                verbs.append(Verb(_("Drop"), reverse("campaigns:drop-line", args=[line.pk]), kind="quiet"))
        rows.append(
            Row(
                [
                    line.name,
                    (_("From above"), "info") if line.duty_id else (_("Own"), "neutral"),
                    f"{line.due_on:%Y-%m-%d}" if line.due_on else "",
                    line.leader.title if line.leader else "",
                    line.handler.title if line.handler else "",
                ],
                verbs=verbs,
            )
        )
    heads = [_("Duty"), _("Origin"), _("Due by"), _("Leader in charge"), _("Handler")]
    table = Table(_("Responsibility matrix"), heads, rows, "list-tree", _("No duties."))
    if writes:
        table.buttons = [Link(_("Add an own duty"), reverse("campaigns:add-line", args=[plan.pk]), icon="plus")]
    return table


def _filings(request: DeskRequest, plan: SubPlan, *, writes: bool) -> Table:
    rows = []
    for one in plan.filings.select_related("address__body"):
        address = one.address
        gives = writes if address.body is None else bool(may(request.actor, rules.CHECK, address.body))
        verbs = (
            [Verb(_("Give the receipt"), reverse("campaigns:acknowledge", args=[one.pk]))]
            if gives and not one.received_at
            else []
        )
        rows.append(
            Row(
                [
                    address.name,
                    (address.get_nature_display(), "info" if address.nature == Nature.REPORT else "neutral"),
                    _("Version %(n)d") % {"n": one.version},
                    f"{clock.local(one.filed_at):%Y-%m-%d %H:%M}",
                    receipt(one),
                ],
                verbs=verbs,
            )
        )
    heads = [_("Filed with"), _("Nature"), _("Version"), _("Filed"), _("Receipt")]
    return Table(_("Filings and receipts"), heads, rows, "file-check", _("Not filed yet."))


def _revisions(plan: SubPlan) -> Table:
    rows = [
        Row(
            [
                _("Version %(n)d") % {"n": one.version},
                f"{clock.local(one.revised_at):%Y-%m-%d}",
                one.reason,
                one.text[:200],
            ]
        )
        for one in plan.revisions.all()
    ]
    heads = [_("Version"), _("Day"), _("What moved the writer"), _("Wording then")]
    return Table(_("Earlier versions"), heads, rows, "history")


def _writes(request: DeskRequest, plan: SubPlan) -> bool:
    if plan.appointment is not None:
        return request.actor.person == str(plan.appointment.person_id)
    return bool(may(request.actor, rules.FILE, plan.body, campaign_scope=plan.campaign.scope_id))


def _verbs(request: DeskRequest, plan: SubPlan, *, writes: bool) -> list[Verb]:
    def to(name: str) -> str:
        return reverse(f"campaigns:{name}", args=[plan.pk])

    scope = plan.campaign.scope_id
    agrees = bool(may(request.actor, rules.AGREE, plan.body, campaign_scope=scope))
    receives = (
        agrees
        if plan.appointment_id
        else bool(may(request.actor, rules.CHECK, plan.campaign.body, campaign_scope=scope))
    )
    verbs = []
    if writes and plan.state in {PlanState.DRAFT, PlanState.RETURNED}:
        verbs.append(Verb(_("Write"), to("write-plan"), "link", "plain", "pencil"))
    if agrees and plan.state in {PlanState.DRAFT, PlanState.RETURNED}:
        verbs.append(Verb(_("Agree to the plan"), to("agree-plan"), kind="primary", icon="check"))
    files = may(request.actor, rules.FILE, plan.body, campaign_scope=scope)
    if files and plan.state == PlanState.AGREED:
        verbs.append(Verb(_("File upward"), to("file-plan"), kind="primary", icon="send"))
    if receives and plan.state == PlanState.FILED:
        verbs.append(Verb(_("Accept"), to("accept-plan"), kind="primary", icon="check"))
        verbs.append(Verb(_("Return for repair"), to("return-plan"), icon="undo-2"))
    if writes and plan.state in {PlanState.AGREED, PlanState.FILED, PlanState.ACCEPTED}:
        verbs.append(Verb(_("Take up again"), to("revise-plan"), kind="quiet"))
    return verbs
