"""Desk pages of outgoing papers: the list, one paper, its verbs, its printed forms."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Refused
from zhengyou.records import documents
from zhengyou.records.files import as_download
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.records.notices import wording as notices
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.papers import actions, exports, queries, rendering, rules
from zhengyou.registry.papers.enums import State
from zhengyou.registry.papers.forms import PaperFilter, ReasonForm
from zhengyou.registry.papers.models import Paper
from zhengyou.registry.papers.web import showing


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the papers of the organs in scope: what waits for a step first."""
    form = PaperFilter(request.GET)
    choice = choose(request, rules.READ)
    papers = queries.with_receipts(_found(under(queries.outgoing(request.actor), choice.body), form))
    papers = queries.first_waiting(papers)
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.outgoing(papers), _("Outgoing papers"))
    page = Paginator(papers, showing.PAGE).get_page(request.GET.get("page"))
    rows = [{"paper": one, "tone": showing.TONES[State(one.state)]} for one in page]
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "nodes": choice.nodes,
        "may_draft": request.actor.holds(rules.DRAFT),
    }
    return render(request, "papers/list.html", context)


def _found(papers: QuerySet[Paper], form: PaperFilter) -> QuerySet[Paper]:
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := (wanted.get("q") or "").strip():
        by_number = queries.own_paper(words)
        papers = papers.filter(Q(title__icontains=words) | Q(pk=by_number.pk if by_number else None))
    for name in ("kind", "state"):
        if wanted.get(name):
            papers = papers.filter(**{name: wanted[name]})
    return papers


def paper_or_404(request: DeskRequest, pk: uuid.UUID) -> Paper:
    """Return a paper that this hat may read, or answer that there is none."""
    return get_object_or_404(queries.readable(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one paper with its approval, its basis, its receipts, and what this hat may do next."""
    paper = paper_or_404(request, pk)
    inside = bool(may(request.actor, rules.READ, paper.organ.body))
    approval = queries.approval_of(paper) if inside else None
    writes = may(request.actor, rules.DRAFT, paper.organ.body) and paper.state == State.DRAFT
    rows = [showing.receipt(row) for row in paper.recipients.select_related("body", "paper")]
    text = _("%(number)s %(title)s: please sign for it.") % {"number": paper.number_text, "title": paper.title}
    upward = queries.upward(paper)
    remarks = queries.remarks_on(paper) if inside and paper.state == State.DRAFT else []
    context = {
        "paper": paper,
        "tone": showing.TONES[State(paper.state)],
        "inside": inside,
        "steps": showing.steps(paper),
        "approval": approval,
        "opinions": showing.opinions(approval),
        "receipts": rows if inside else [],
        "remarks": remarks,
        "must_mend": any(remark.must for remark in remarks),
        "upward": [one for one in upward if not one.carries_out],
        "carried_out": queries.carried_out(upward),
        "downward": queries.downward(paper).filter(pk__in=queries.readable(request.actor).values("pk")),
        "files": shown(attached_to(paper), removable=bool(writes)),
        "entries": entries(paper) if inside else [],
        "copy": notices.to_copy(text, queries.address(paper), request.build_absolute_uri("/"))
        if paper.state == State.ISSUED and inside
        else "",
        "writes": writes,
        "can": _verbs(request, paper),
    }
    return render(request, "papers/detail.html", context)


def _verbs(request: DeskRequest, paper: Paper) -> dict[str, bool]:
    issues = bool(may(request.actor, rules.ISSUE, paper.organ.body))
    issued = paper.state == State.ISSUED
    return {
        "issue": issues and paper.state == State.APPROVED,
        "remind": issues and issued,
        "withdraw": issues and issued,
        "void": issues and paper.state in (State.DRAFT, State.APPROVED, State.ISSUED),
    }


@desk_view(rules.READ)
def download(request: DeskRequest, pk: uuid.UUID, extension: str) -> HttpResponse:
    """Hand out a paper as PDF or Word."""
    paper = paper_or_404(request, pk)
    makers = {"pdf": documents.notice_pdf, "docx": documents.notice_docx}
    if extension not in makers:
        raise Http404
    made = makers[extension](rendering.notice(paper))
    return as_download(made.content, f"{paper.number_text}{paper.title}.{made.extension}", made.media_type)


@desk_view(rules.ISSUE)
@require_POST
def issue(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue a signed paper."""
    paper = actions.issue(paper_or_404(request, pk), actor=request.actor)
    messages.success(request, _("Issued as %(number)s.") % {"number": paper.number_text})
    return redirect("papers:detail", pk=pk)


@desk_view(rules.ISSUE)
@require_POST
def remind(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Remind those who have not signed for the paper."""
    told = actions.remind(paper_or_404(request, pk), actor=request.actor)
    messages.success(request, _("Told: %(n)d. The text below can be copied into the WeChat group.") % {"n": told})
    return redirect("papers:detail", pk=pk)


@desk_view(rules.ISSUE)
def send_back(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a signed paper back to its drafter."""
    paper = paper_or_404(request, pk)
    if request.method == "POST":
        actions.send_back(paper, actor=request.actor)
        messages.success(request, _("The paper is a draft again."))
        return redirect("papers:detail", pk=pk)
    context = {
        "title": _("Give back to the drafter"),
        "text": _("It needs a new signature before it can be issued."),
        "label": _("Give back"),
        "back": queries.address(paper),
    }
    return render(request, "confirm.html", context)


@desk_view(rules.ISSUE)
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and recall an issued paper."""
    words = {"title": _("Recall the paper"), "text": _("All recipients are told; the number stays in use.")}
    return _with_reason(request, pk, words, actions.withdraw)


@desk_view(rules.ISSUE)
def void(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and make a paper void."""
    words = {"title": _("Make the paper void"), "text": _("A number it has stays in the register as void.")}
    return _with_reason(request, pk, words, actions.void)


def _with_reason(request: DeskRequest, pk: uuid.UUID, words: dict[str, str], act: Callable[..., Any]) -> HttpResponse:
    paper = paper_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(paper, reason=form.cleaned_data["reason"], actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Done."))
            return redirect("papers:detail", pk=pk)
    context = words | {
        "form": form,
        "label": words["title"],
        "danger": True,
        "back": reverse("papers:detail", args=[pk]),
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
