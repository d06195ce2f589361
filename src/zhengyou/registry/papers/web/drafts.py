"""Desk pages of drafts: write, change, put words right, submit."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.papers import actions, queries, rules
from zhengyou.registry.papers.enums import ResolutionState
from zhengyou.registry.papers.forms import DraftForm, OpinionForm, typed_of
from zhengyou.registry.papers.models import Paper
from zhengyou.registry.papers.web.desk import paper_or_404


@desk_view(rules.DRAFT)
def new(request: DeskRequest) -> HttpResponse:
    """Write a new paper."""
    organs = queries.organs(request.actor)
    form = DraftForm(request.POST or None, initial={"organ": organs.first()})
    return _edit(request, form, None)


@desk_view(rules.DRAFT)
def edit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    paper = paper_or_404(request, pk)
    form = DraftForm(request.POST or None, initial=typed_of(paper))
    return _edit(request, form, paper)


def _edit(request: DeskRequest, form: DraftForm, paper: Paper | None) -> HttpResponse:
    organs = queries.organs(request.actor)
    if paper is not None:
        organs = organs.filter(pk=paper.organ_id)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]  # a choice field
    standing = queries.resolutions(request.actor).filter(state=ResolutionState.STANDING)
    form.fields["resolution"].queryset = standing  # type: ignore[attr-defined]  # a choice field
    if request.method == "POST" and form.is_valid():
        organ = form.cleaned_data["organ"]
        try:
            content = form.content(organ)
            if paper is None:
                saved = actions.draft(organ, content, actor=request.actor)
            else:
                saved = actions.revise(paper, content, actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("papers:detail", pk=saved.pk)
    context = {
        "form": form,
        "paper": paper,
        "no_organ": not organs.exists(),
        "back": queries.address(paper) if paper else reverse("papers:list"),
    }
    return render(request, "papers/edit.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.DRAFT)
@require_POST
def mend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Replace the words that must go."""
    actions.mend(paper_or_404(request, pk), actor=request.actor)
    messages.success(request, _("The words were replaced. Please read the text once more."))
    return redirect("papers:detail", pk=pk)


@desk_view(rules.DRAFT)
def submit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand a draft in for review and signature."""
    paper = paper_or_404(request, pk)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit(paper, opinion=form.cleaned_data["opinion"], actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("Submitted for review and signature."))
            return redirect("papers:detail", pk=pk)
    context = {
        "title": _("Submit for review and signature"),
        "text": paper.title,
        "form": form,
        "label": _("Submit"),
        "back": queries.address(paper),
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
