"""The verbs of one sub-plan or personal plan: write, add and assign lines, agree, file, accept, return, receive."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import filing as actions
from zhengyou.campaign.campaigns.forms.engine import AssignForm, LineForm, Nothing, NumberForm, TextForm, WhyForm
from zhengyou.campaign.campaigns.models import Filing, SubPlan, SubPlanDuty
from zhengyou.campaign.campaigns.queries import filing as queries
from zhengyou.campaign.campaigns.web.plans import plan_or_404
from zhengyou.campaign.campaigns.web.showing import ask, fill
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Post


def _posts(plan: SubPlan) -> dict[str, Any]:
    posts = Post.objects.filter(body__path__startswith=plan.body.path).order_by("body__sort_path", "order_number")
    return {"leader": posts, "handler": posts}


@desk_view(rules.READ)
def write(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the text of a plan."""
    plan = plan_or_404(request, pk)
    return fill(
        request, TextForm(request.POST or None, initial={"text": plan.text}),
        lambda given: actions.write_plan(plan, actor=request.actor, **given),
        title=_("Write"), lead=plan.title, back=reverse("campaigns:plan", args=[pk]),
    )  # fmt: skip


@desk_view(rules.FILE)
def add_line(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a duty of the unit's own."""
    plan = plan_or_404(request, pk)
    return fill(
        request, LineForm(request.POST or None, rows=_posts(plan)),
        lambda given: actions.add_line(plan, actor=request.actor, **given),
        title=_("Add an own duty"), lead=plan.title, back=reverse("campaigns:plan", args=[pk]),
    )  # fmt: skip


def _line(request: DeskRequest, pk: uuid.UUID) -> SubPlanDuty:
    rows = SubPlanDuty.objects.select_related("plan__campaign__body", "plan__body", "duty")
    return get_object_or_404(rows, pk=pk, plan__in=queries.plans_for(request.actor).values("pk"))


@desk_view(rules.FILE)
def assign_line(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who answers for a line."""
    line = _line(request, pk)
    initial = {"leader": line.leader_id, "handler": line.handler_id, "due_on": line.due_on}
    return ask(
        request, AssignForm(request.POST or None, initial=initial, rows=_posts(line.plan)),
        lambda given: actions.assign_line(line, actor=request.actor, **given),
        title=_("Assign"), text=line.name, back=reverse("campaigns:plan", args=[line.plan_id]),
    )  # fmt: skip


@desk_view(rules.FILE)
def drop_line(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and drop a duty of the unit's own."""
    line = _line(request, pk)
    return ask(
        request, Nothing(request.POST or None), lambda _given: actions.drop_line(line, actor=request.actor),
        title=_("Drop"), text=line.name, back=reverse("campaigns:plan", args=[line.plan_id]),
    )  # fmt: skip


def _step(
    request: DeskRequest, pk: uuid.UUID, title: str, act: Callable[..., Any], form: Any = Nothing
) -> HttpResponse:
    plan = plan_or_404(request, pk)
    return ask(
        request, form(request.POST or None), lambda given: act(plan, actor=request.actor, **given),
        title=title, text=plan.title, back=reverse("campaigns:plan", args=[pk]),
    )  # fmt: skip


@desk_view(rules.AGREE)
def agree(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and agree to a plan."""
    return _step(request, pk, _("Agree to the plan"), actions.agree)


@desk_view(rules.FILE)
def file(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and file a plan."""
    return _step(request, pk, _("File upward"), actions.file_plan)


@desk_view(rules.READ)
def accept(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, and accept a plan."""
    return _step(request, pk, _("Accept"), actions.accept_plan)


@desk_view(rules.READ)
def return_plan(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what is to be repaired, and return a plan."""
    return _step(request, pk, _("Return for repair"), actions.return_plan, WhyForm)


@desk_view(rules.READ)
def revise(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and take a plan up again."""
    return _step(request, pk, _("Take up again"), actions.revise, WhyForm)


@desk_view(rules.READ)
def acknowledge(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the number, and give a receipt."""
    rows = Filing.objects.select_related("plan__campaign__body", "plan__body", "address__body")
    filing = get_object_or_404(rows, pk=pk, plan__in=queries.plans_for(request.actor).values("pk"))
    return ask(
        request, NumberForm(request.POST or None), lambda given: actions.acknowledge(filing, actor=request.actor, **given),
        title=_("Give the receipt"), text=str(filing), back=reverse("campaigns:plan", args=[filing.plan_id]),
    )  # fmt: skip
