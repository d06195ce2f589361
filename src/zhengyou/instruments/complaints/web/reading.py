"""What the public reads: answers, questions and answers, supervision, opinions, needs."""

import uuid

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhengyou.instruments.complaints import actions, queries
from zhengyou.instruments.complaints.enums import IssueState, ItemState, NeedState
from zhengyou.instruments.complaints.forms.matters import SearchForm, TrackForm
from zhengyou.instruments.complaints.models import HotIssue, Need, OpinionItem, OpinionReport, PublishedAnswer
from zhengyou.instruments.complaints.queries.finding import found
from zhengyou.instruments.complaints.queries.knowledge import in_use
from zhengyou.instruments.complaints.web.showing import NEED

PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the doors: say something, follow it, look it up, turn to supervision."""
    context = {
        "form": TrackForm(),
        "search": SearchForm(),
        "answers": _answers()[:5],
        "questions": in_use().filter(is_public=True)[:6],
        "lines": queries.lines_of(),
        "themes": HotIssue.objects.filter(month__isnull=False).select_related("lead").order_by("-month")[:3],
    }
    return render(request, "complaints/public/home.html", context)


def _answers() -> QuerySet[PublishedAnswer]:
    return (
        PublishedAnswer.objects.filter(withdrawn_on__isnull=True)
        .select_related("complaint__category", "complaint__answered_by")
        .order_by("-published_on", "id")
    )


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """List what was published, found by words."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows = _answers()
    for word in words.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(answer__icontains=word))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "complaints/public/answers.html", {"page": page, "filter_form": form})


@require_safe
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one published answer."""
    return render(request, "complaints/public/answer.html", {"one": get_object_or_404(_answers(), pk=pk)})


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """List the public articles of the knowledge base, found by words."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    rows = found(in_use().filter(is_public=True), words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "complaints/public/questions.html", {"page": page, "filter_form": form, "words": words})


@require_safe
def question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one public article."""
    one = get_object_or_404(in_use().filter(is_public=True), pk=pk)
    actions.count_use(one)
    return render(request, "complaints/public/question.html", {"one": one})


@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Show the telephones and desks of supervision."""
    return render(request, "complaints/public/supervision.html", {"lines": queries.lines_of()})


@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """Show what came of opinions: published items, reports, monthly themes, needs."""
    shown = OpinionItem.objects.filter(is_public=True, state__in=(ItemState.ANSWERED, ItemState.CLOSED))
    needs = (
        Need.objects.exclude(state=NeedState.DECLINED).select_related("claimed_by").order_by("-listed_on", "-id")[:20]
    )
    context = {
        "page": Paginator(shown.select_related("lead", "category"), PAGE).get_page(request.GET.get("page")),
        "reports": OpinionReport.objects.exclude(state="draft")[:6],
        "issues": HotIssue.objects.exclude(state=IssueState.LISTED).select_related("lead").order_by("-listed_on")[:12],
        "needs": [(need, NEED[need.state]) for need in needs],
    }
    return render(request, "complaints/public/opinions.html", context)
