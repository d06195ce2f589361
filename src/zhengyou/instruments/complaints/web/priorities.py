"""Desk pages of hot issues, monthly themes and what to put right first."""

import uuid
from dataclasses import replace
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, rules
from zhengyou.instruments.complaints.enums import IssueState, ProposalState
from zhengyou.instruments.complaints.forms import boards
from zhengyou.instruments.complaints.forms.fields import ReasonForm, ResultForm
from zhengyou.instruments.complaints.models import Complaint, HotIssue, PriorityProposal, PriorityRule
from zhengyou.instruments.complaints.web import pages, showing
from zhengyou.instruments.complaints.web.opinions import widest
from zhengyou.instruments.complaints.web.pages import (
    Card,
    Col,
    Link,
    Record,
    Register,
    Verb,
    ask,
    entries,
    fill,
    show_record,
    texts,
)
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view

ISSUES = (
    Col(label=gettext_lazy("Hot issue"), value=lambda row: row.title, width=40),
    Col(label=gettext_lazy("Field"), value=lambda row: row.get_sector_display()),
    Col(label=gettext_lazy("Theme of the month"), value=lambda row: f"{row.month:%Y-%m}" if row.month else ""),
    Col(label=gettext_lazy("Matters"), value=lambda row: row.matters or 0, format=Format.INT),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.ISSUE[row.state],
    ),
    Col(label=gettext_lazy("Responsible unit"), value=lambda row: row.lead.known_as if row.lead else ""),
    Col(label=gettext_lazy("Done by"), value=lambda row: row.due_on, format=Format.DATE),
    Col(label=gettext_lazy("Result"), value=lambda row: row.result, width=40, only_sheet=True),
)


def _issues(request: DeskRequest) -> Any:
    """Return the issues with how many matters of their class came in."""
    counted = (
        Complaint.objects.filter(category=OuterRef("category"))
        .order_by()
        .values("category")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = within(HotIssue.objects.select_related("lead", "category", "body"), request.actor, rules.OPINIONS)
    return rows.annotate(matters=Subquery(counted))


@desk_view(rules.OPINIONS)
def issues(request: DeskRequest) -> HttpResponseBase:
    """List the hot issues by field."""
    form = boards.IssueFilter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = _issues(request)
    if wanted.get("q"):
        rows = rows.filter(title__icontains=wanted["q"].strip())
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    new = Link(_("List an issue"), reverse("complaints:new-issue"), "primary", "plus")
    listing = Register(
        title=_("Hot issues and monthly themes"),
        lead=_("What the people raise again and again, by field; one of them is the theme of the month"),
        cols=ISSUES,
        url=lambda row: reverse("complaints:issue", args=[row.pk]),
        empty=_("List what comes up again and again: charges, schooling, safety, health."),
        buttons=[new],
        form=form,
        rows=rows.order_by("sector", "-listed_on", "id"),
    )
    return pages.show(request, listing)


@desk_view(rules.OPINIONS)
def new_issue(request: DeskRequest) -> HttpResponse:
    """Ask for an issue."""
    return fill(
        request,
        boards.IssueForm(request.POST or None),
        lambda given: actions.list_issue(body=widest(request, rules.OPINIONS), **given, actor=request.actor),
        title=_("List an issue"),
        back=reverse("complaints:issues"),
        after=lambda issue: reverse("complaints:issue", args=[issue.pk]),
    )


@desk_view(rules.OPINIONS)
def issue(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one issue."""
    one = get_object_or_404(_issues(request), pk=pk)
    return show_record(
        request,
        Record(
            title=one.title,
            eyebrow=_("Theme of %(month)s") % {"month": f"{one.month:%Y-%m}"} if one.month else "",
            crumbs=[(_("Hot issues and monthly themes"), reverse("complaints:issues"))],
            state=one.get_state_display(),
            tone=showing.ISSUE[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Field"), one.get_sector_display()),
                        (_("Category"), one.category.name if one.category else ""),
                        (_("Matters"), one.matters or 0),
                        (_("Responsible unit"), one.lead.name if one.lead else ""),
                        (_("Done by"), one.due_on),
                    ],
                    "info",
                ),
                *texts(
                    [
                        (_("More about it"), one.text),
                        (_("What will be done about it"), one.measures),
                        (_("Result"), one.result),
                    ]
                ),
            ],
            entries=entries(one),
            verbs=[
                Verb(label=_("Tackle"), url=reverse("complaints:tackle", args=[pk]), kind="primary", icon="target")
                if one.state == IssueState.LISTED
                else None,
                Verb(label=_("Settle"), url=reverse("complaints:settle-issue", args=[pk]), kind="primary", icon="check")
                if one.state == IssueState.TACKLED
                else None,
            ],
        ),
    )


@desk_view(rules.OPINIONS)
def tackle(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who tackles it, how and by when."""
    one = get_object_or_404(_issues(request), pk=pk)
    return fill(
        request,
        boards.TackleForm(request.POST or None, root=one.body),
        lambda given: actions.tackle(one, **given, actor=request.actor),
        title=_("Tackle"),
        back=reverse("complaints:issue", args=[pk]),
    )


@desk_view(rules.OPINIONS)
def settle_issue(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of it."""
    one = get_object_or_404(_issues(request), pk=pk)
    return ask(
        request,
        ResultForm(request.POST or None),
        lambda given: actions.settle_issue(one, **given, actor=request.actor),
        title=_("Settle"),
        back=reverse("complaints:issue", args=[pk]),
    )


PROPOSALS = (
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=28),
    Col(label=gettext_lazy("Rule"), value=lambda row: row.rule.title, width=28),
    Col(label=gettext_lazy("Score"), value=lambda row: row.score, format=Format.DECIMAL),
    Col(label=gettext_lazy("Interval"), value=lambda row: f"{row.low} – {row.high}"),
    Col(label=gettext_lazy("Rated cases"), value=lambda row: row.cases, format=Format.INT),
    Col(label=gettext_lazy("From the bottom"), value=lambda row: row.rank, format=Format.INT),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.PROPOSAL[row.state],
    ),
)


def _proposals(request: DeskRequest) -> Any:
    rows = PriorityProposal.objects.select_related("rule__body", "body", "order")
    return within(rows, request.actor, rules.OPINIONS)


@desk_view(rules.OPINIONS)
def proposals(request: DeskRequest) -> HttpResponseBase:
    """List what is proposed to be put right first."""
    rule = within(PriorityRule.objects.filter(is_active=True), request.actor, rules.OPINIONS).exists()
    new = Link(_("Enter a rule of priorities"), reverse("complaints:new-rule"), "primary", "plus")
    listing = Register(
        title=_("Put right first"),
        lead=_("Begin with what people are least content with: the lowest of the newest comparison, with its interval"),
        cols=PROPOSALS,
        url=lambda row: reverse("complaints:proposal", args=[row.pk]),
        empty=_("Let the rules look at the newest comparison.") if rule else _("A rule says what is compared."),
        buttons=[Link(_("Look now"), reverse("complaints:propose"), "primary", "search"), replace(new, kind="plain")]
        if rule
        else [new],
        rows=_proposals(request).order_by("-proposed_on", "rank"),
    )
    return pages.show(request, listing)


@desk_view(rules.OPINIONS)
def new_rule(request: DeskRequest) -> HttpResponse:
    """Ask for a rule."""
    return fill(
        request,
        boards.RuleForm(request.POST or None),
        lambda given: actions.save_rule(body=widest(request, rules.OPINIONS), **given, actor=request.actor),
        title=_("Enter a rule of priorities"),
        back=reverse("complaints:proposals"),
    )


@desk_view(rules.OPINIONS)
def propose(request: DeskRequest) -> HttpResponse:
    """Let the rules look at the newest comparison."""
    found = list(within(PriorityRule.objects.filter(is_active=True), request.actor, rules.OPINIONS))

    def act(_given: dict[str, Any]) -> int:
        return sum(len(actions.propose(one, actor=request.actor)) for one in found)

    return ask(
        request,
        pages.click(request),
        act,
        title=_("Look now"),
        text=_("Each rule proposes the lowest of its newest comparison; a unit is proposed once for a period."),
        back=reverse("complaints:proposals"),
    )


@desk_view(rules.OPINIONS)
def proposal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one proposal."""
    one = get_object_or_404(_proposals(request), pk=pk)
    waits = one.state == ProposalState.PROPOSED
    return show_record(
        request,
        Record(
            title=one.body.name,
            crumbs=[(_("Put right first"), reverse("complaints:proposals"))],
            state=one.get_state_display(),
            tone=showing.PROPOSAL[one.state],
            cards=[Card(_("Facts"), [
                (_("Rule"), one.rule.title),
                (_("Score"), one.score),
                (_("Interval"), f"{one.low} – {one.high}"),
                (_("Rated cases"), one.cases),
                (_("From the bottom"), one.rank),
                (_("From"), one.starts_on),
                (_("Order number"), one.order.number if one.order else ""),
            ], "info"), *texts([(_("Reason"), one.reason)])],
            entries=entries(one),
            verbs=[
                Verb(
                    label=_("Have it put right"), url=reverse("complaints:accept-proposal", args=[pk]), kind="primary",
                    icon="check", how="post")
                if waits
                else None,
                Verb(label=_("Leave it"), url=reverse("complaints:decline-proposal", args=[pk]), kind="quiet")
                if waits
                else None,
            ],
        ),
    )  # fmt: skip


@desk_view(rules.OPINIONS)
@require_POST
def accept_proposal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Have it put right first."""
    actions.accept_proposal(get_object_or_404(_proposals(request), pk=pk), actor=request.actor)
    return redirect("complaints:proposal", pk=pk)


@desk_view(rules.OPINIONS)
def decline_proposal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why it is left."""
    one = get_object_or_404(_proposals(request), pk=pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda given: actions.decline_proposal(one, **given, actor=request.actor),
        title=_("Leave it"),
        back=reverse("complaints:proposal", args=[pk]),
    )
