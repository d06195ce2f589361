"""Desk pages of the responsibility table, the knowledge base and the lines of supervision."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, rules
from zhengyou.instruments.complaints.forms import boards as forms
from zhengyou.instruments.complaints.forms.fields import top_of
from zhengyou.instruments.complaints.models import KnowledgeArticle, KnowledgeVersion, Responsibility, SupervisionLine
from zhengyou.instruments.complaints.queries.finding import found
from zhengyou.instruments.complaints.queries.knowledge import of_place
from zhengyou.instruments.complaints.web import pages, showing
from zhengyou.instruments.complaints.web.pages import (
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
    show_record,
    texts,
)
from zhengyou.instruments.complaints.web.receiving import own_body
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

RESPONSIBILITIES = (
    Col(label=gettext_lazy("Category"), value=lambda row: f"{row.category.code} {row.category.name}", width=24),
    Col(label=gettext_lazy("Only in"), value=lambda row: row.territory.known_as if row.territory else ""),
    Col(label=gettext_lazy("Lead unit"), value=lambda row: row.lead.name, width=24),
    Col(
        label=gettext_lazy("Assisting units"),
        value=lambda row: "、".join(one.known_as for one in row.assisting.all()),
        width=36,
    ),
    Col(label=gettext_lazy("Basis"), value=lambda row: row.basis, width=32),
    Col(label=gettext_lazy("Since"), value=lambda row: row.starts_on, format=Format.DATE),
)


@desk_view(rules.READ)
def responsibilities(request: DeskRequest) -> HttpResponseBase:
    """List who answers for which class."""
    rows = within(Responsibility.objects.filter(ends_on__isnull=True), request.actor, rules.READ)
    rows = rows.select_related("category", "territory", "lead").prefetch_related("assisting")
    keeps = request.actor.holds(rules.TABLES)
    listing = Register(
        title=_("Responsibility table"),
        lead=_("Which unit leads and which assist, by class and place; the closest row proposes the unit"),
        cols=RESPONSIBILITIES,
        url=lambda row: reverse("complaints:end-responsibility", args=[row.pk]) if keeps else "",
        empty=_("Enter a row, and dispatching proposes the unit by itself."),
        buttons=[Link(_("Enter a row"), reverse("complaints:new-responsibility"), "primary", "plus")] if keeps else [],
        rows=rows.order_by("category__code", "starts_on"),
    )
    return pages.show(request, listing)


@desk_view(rules.TABLES)
def new_responsibility(request: DeskRequest) -> HttpResponse:
    """Ask who answers for a class."""
    body = own_body(request)
    form = forms.ResponsibilityForm(request.POST or None, root=body)
    return fill(
        request,
        form,
        lambda given: actions.name_responsible(body=_table_of(request), **given, actor=request.actor),
        title=_("Enter a row"),
        lead=_("A row of the same class and place that held before ends today."),
        back=reverse("complaints:responsibilities"),
    )


def _table_of(request: DeskRequest) -> Any:
    """Return the widest body for which this hat keeps tables."""
    body = own_body(request)
    top = top_of(body)
    return top if may(request.actor, rules.TABLES, top) else body


@desk_view(rules.TABLES)
def end_responsibility(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a row and let it end."""
    row = get_object_or_404(within(Responsibility.objects.all(), request.actor, rules.TABLES), pk=pk)
    return ask(
        request,
        pages.click(request),
        lambda _given: actions.end_responsibility(row, actor=request.actor),
        title=_("End this row"),
        text=f"{row.category} · {row.lead.name}",
        back=reverse("complaints:responsibilities"),
        danger=True,
    )


def _newest(article: KnowledgeArticle) -> str:
    if article.current is not None:
        return article.current.question
    versions = list(article.versions.all())
    return versions[0].question if versions else "—"


ARTICLES = (
    Col(label=gettext_lazy("Question"), value=_newest, width=48),
    Col(label=gettext_lazy("Category"), value=lambda row: row.category.name if row.category else ""),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.ARTICLE[row.state],
    ),
    Col(label=gettext_lazy("Answered for by"), value=lambda row: row.body.known_as),
    Col(label=gettext_lazy("Used"), value=lambda row: row.uses, format=Format.INT),
    Col(label=gettext_lazy("Look at it again on"), value=lambda row: row.review_on, format=Format.DATE),
)


@desk_view(rules.RECEIVE)
def knowledge(request: DeskRequest) -> HttpResponseBase:
    """List the articles of the place: everybody who takes matters in may look an answer up."""
    form = forms.ArticleFilter(request.GET)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    rows = found(of_place(KnowledgeArticle.objects.all(), request.actor.body), wanted.get("q") or "")
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    writes = request.actor.holds(rules.KNOWLEDGE)
    new = [Link(_("Write an article"), reverse("complaints:new-article"), "primary", "plus")] if writes else []
    listing = Register(
        title=_("Knowledge base"),
        lead=_("Answers that are right and in use; consultations are answered from them at once"),
        cols=ARTICLES,
        url=lambda row: reverse("complaints:article", args=[row.pk]),
        empty=_("An article answers a question that is asked often."),
        buttons=new,
        form=form,
        rows=rows.order_by("-uses", "id"),
    )
    rows = rows.select_related("current", "category", "body").prefetch_related("versions")
    return pages.show(request, listing)


@desk_view(rules.RECEIVE)
def article(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one article with all its versions."""
    rows = of_place(KnowledgeArticle.objects.select_related("current", "body", "category"), request.actor.body)
    one = get_object_or_404(rows, pk=pk)
    writes = bool(may(request.actor, rules.KNOWLEDGE, one.body))
    versions = list(one.versions.all())
    newest = versions[0] if versions else None
    shown = one.current or newest
    waits = newest is not None and newest != one.current
    return show_record(
        request,
        Record(
            title=shown.question if shown else _("Article"),
            crumbs=[(_("Knowledge base"), reverse("complaints:knowledge"))],
            state=one.get_state_display(),
            tone=showing.ARTICLE[one.state],
            cards=[
                Card(
                    _("Facts"),
                    [
                        (_("Answered for by"), one.body.name),
                        (_("Category"), one.category.name if one.category else ""),
                        (_("Used"), one.uses),
                        (_("The public reads it too"), _("Yes") if one.is_public else _("No")),
                        (_("Look at it again on"), one.review_on),
                        (_("Basis"), shown.basis if shown else ""),
                    ],
                    "info",
                ),
                *texts(
                    [
                        (_("Answer in use"), one.current.answer if one.current else ""),
                        (_("Newer wording, not in use yet"), newest.answer if newest is not None and waits else ""),
                    ]
                ),
            ],
            tables=[
                Table(
                    title=_("Versions"),
                    heads=[_("Version"), _("Question"), _("Written by"), _("Written")],
                    rows=[Row((v.number, v.question, v.written_by, f"{v.written_at:%Y-%m-%d}")) for v in versions],
                )
            ],
            entries=entries(one),
            verbs=[
                Verb(
                    label=_("Put into use"),
                    url=reverse("complaints:publish-article", args=[newest.pk]),
                    kind="primary",
                    icon="check",
                    how="post",
                )
                if writes and waits and newest
                else None,
                Verb(
                    label=_("Write a new version"), url=reverse("complaints:write-article", args=[pk]), icon="file-pen"
                )
                if writes
                else None,
                Verb(
                    label=_("Take out of use"),
                    url=reverse("complaints:retire-article", args=[pk]),
                    kind="quiet",
                    confirm=_("Nobody finds it any more. Continue?"),
                    how="post",
                )
                if writes and one.state == "published"
                else None,
            ],
        ),
    )


@desk_view(rules.KNOWLEDGE)
def write_article(request: DeskRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Ask for a wording, of a new article or as a new version."""
    one = None
    begun: dict[str, Any] = {}
    if pk is not None:
        one = get_object_or_404(within(KnowledgeArticle.objects.all(), request.actor, rules.KNOWLEDGE), pk=pk)
        last = one.versions.first()
        begun = {
            "question": last.question if last else "", "answer": last.answer if last else "",
            "basis": last.basis if last else "", "keywords": one.keywords, "review_on": one.review_on,
            "is_public": one.is_public, "category": one.category.code if one.category else "",
        }  # fmt: skip
    return fill(
        request,
        forms.ArticleForm(request.POST or None, initial=begun or None),
        lambda given: actions.write_article(
            actions.Wording(**given), body=own_body(request), article=one, actor=request.actor
        ),
        title=_("Write an article") if one is None else _("Write a new version"),
        lead=_("It is used only after it was put into use; older versions stay as they were."),
        back=reverse("complaints:article", args=[pk]) if pk else reverse("complaints:knowledge"),
        after=lambda version: reverse("complaints:article", args=[version.article_id]),
    )


@desk_view(rules.KNOWLEDGE)
@require_POST
def publish_article(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a version into use."""
    versions = within(KnowledgeVersion.objects.all(), request.actor, rules.KNOWLEDGE)
    version = get_object_or_404(versions.select_related("article__body"), pk=pk)
    actions.publish_article(version, actor=request.actor)
    return redirect("complaints:article", pk=version.article_id)


@desk_view(rules.KNOWLEDGE)
@require_POST
def retire_article(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an article out of use."""
    one = get_object_or_404(within(KnowledgeArticle.objects.all(), request.actor, rules.KNOWLEDGE), pk=pk)
    actions.retire_article(one, actor=request.actor)
    return redirect("complaints:article", pk=pk)


LINES = (
    Col(label=gettext_lazy("Name of the line"), value=lambda row: row.title, width=24),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Telephone"), value=lambda row: row.phone),
    Col(label=gettext_lazy("Where"), value=lambda row: row.place, width=32),
    Col(label=gettext_lazy("When it is staffed"), value=lambda row: row.hours, width=24),
)


@desk_view(rules.TABLES)
def lines(request: DeskRequest) -> HttpResponseBase:
    """List the ways to supervision that the public is shown."""
    rows = within(SupervisionLine.objects.filter(withdrawn_on__isnull=True), request.actor, rules.TABLES)
    new = Link(_("Show a line"), reverse("complaints:new-line"), "primary", "plus")
    listing = Register(
        title=_("Lines of supervision"),
        lead=_("Shown in public: supervision desk, telephone for reports, boxes"),
        cols=LINES,
        url=lambda row: reverse("complaints:line", args=[row.pk]),
        empty=_("Show where people can turn to supervision."),
        buttons=[new],
        rows=rows.select_related("body"),
    )
    return pages.show(request, listing)


@desk_view(rules.TABLES)
def line(request: DeskRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Ask for a line, new or mended."""
    one = None
    if pk is not None:
        one = get_object_or_404(within(SupervisionLine.objects.all(), request.actor, rules.TABLES), pk=pk)
    begun = {name: getattr(one, name) for name in ("title", "phone", "place", "hours")} if one else None
    return fill(
        request,
        forms.LineForm(request.POST or None, initial=begun),
        lambda given: actions.show_line(body=own_body(request), line=one, **given, actor=request.actor),
        title=_("Line of supervision"),
        lead=_("Shown in public from now on."),
        back=reverse("complaints:lines"),
    )


@desk_view(rules.TABLES)
def withdraw_line(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a line no more."""
    one = get_object_or_404(within(SupervisionLine.objects.all(), request.actor, rules.TABLES), pk=pk)
    return ask(
        request,
        pages.click(request),
        lambda _given: actions.withdraw_line(one, actor=request.actor),
        title=_("Show it no more"),
        text=str(one),
        back=reverse("complaints:lines"),
        danger=True,
    )
