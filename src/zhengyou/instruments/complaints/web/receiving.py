"""Desk pages that take matters in: hotline, window, letters, questions on site, own staff."""

import uuid
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.actions import Statement, Taken
from zhengyou.instruments.complaints.enums import Channel, Identity, Kind
from zhengyou.instruments.complaints.forms import matters as forms
from zhengyou.instruments.complaints.forms.fields import top_of
from zhengyou.instruments.complaints.models import KnowledgeArticle, KnowledgeVersion
from zhengyou.instruments.complaints.queries.knowledge import in_use, likest, of_place
from zhengyou.instruments.complaints.web.showing import TONES
from zhengyou.kernel.errors import Forbidden, Invalid, Refused
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body


def own_body(request: DeskRequest) -> Body:
    """Return the body of the hat worn; who wears none takes nothing in."""
    if request.actor.body is None:
        raise Forbidden(_("Put on the hat of a post first."))
    return request.actor.body


def statement_of(given: dict[str, Any], channel: str, **more: Any) -> Statement:
    """Return what a form was told, as the verbs take it."""
    names = {field for field in Statement.__dataclass_fields__ if field in given}
    return Statement(**{name: given[name] for name in names} | {"channel": channel} | more)


@desk_view(rules.RECEIVE)
def hotline(request: DeskRequest) -> HttpResponse:
    """Take in a call: one screen, earlier matters and answers beside it, the caller may stay anonymous."""
    body = own_body(request)
    form = forms.HotlineForm(
        request.POST or None, root=body, initial={"kind": Kind.HELP, "identity": Identity.ANONYMOUS}
    )
    chosen = _chosen(request)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["answer"].strip() or (chosen.answer if chosen else "")
        if done := _take(request, form, body, Channel.PHONE, answer=words, version=chosen):
            return _taken(request, done, reverse("complaints:hotline"), _("Next call"), words)
    context = {"form": form, "rows": _earlier(request), "articles": _articles(request), "chosen": chosen}
    return render(request, "complaints/hotline.html", context, status=422 if form.errors else 200)


def _articles(request: DeskRequest) -> list[KnowledgeArticle]:
    """Return the articles that fit what is being typed."""
    told = request.GET if request.method == "GET" else request.POST
    words = told.get("text", "")[:200]
    return likest(of_place(in_use(), request.actor.body), words) if len(words.strip()) >= 2 else []


def _chosen(request: DeskRequest) -> KnowledgeVersion | None:
    """Return the wording of the article by which the caller was answered, if one in use was chosen."""
    try:
        key = uuid.UUID(request.POST.get("article", ""))
    except ValueError:
        return None
    article = of_place(in_use(), request.actor.body).filter(pk=key).first()
    return article.current if article else None


@desk_view(rules.RECEIVE)
def earlier(request: DeskRequest) -> HttpResponse:
    """Return the earlier matters and articles for what is being typed (a part of the hotline page)."""
    context = {"rows": _earlier(request), "articles": _articles(request)}
    return render(request, "complaints/earlier.html", context)


def _earlier(request: DeskRequest) -> list[tuple[Any, str]]:
    told = request.GET if request.method == "GET" else request.POST
    seen = queries.visible(request.actor, rules.READ)
    if not request.actor.holds(rules.READ):
        return []
    found = queries.earlier(seen, words=told.get("text", "")[:60], phone=told.get("phone", "")[:30])
    return [(one, TONES[one.state]) for one in found]


@desk_view(rules.RECEIVE)
def window(request: DeskRequest) -> HttpResponse:
    """Take in at the window for what could not be done (办不成事)."""
    return _entry(
        request,
        forms.WindowForm,
        Channel.WINDOW,
        title=_("Window for what could not be done"),
        lead=_("Somebody could not get a matter done: write down what was wanted, where it got stuck and why."),
    )


@desk_view(rules.RECEIVE)
def paper(request: DeskRequest) -> HttpResponse:
    """Take in a letter or a visit."""
    return _entry(
        request,
        forms.PaperForm,
        Channel.PAPER,
        title=_("Letter or visit"),
        lead=_("Enter it as it was written; leave names and numbers to their own fields."),
    )


@desk_view(rules.RECEIVE)
def site(request: DeskRequest) -> HttpResponse:
    """Take in a question asked on site: answered now, or with a day by which it will be."""
    body = own_body(request)
    form = forms.SiteForm(request.POST or None, root=body)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not given["answer"].strip() and not given["promised_on"]:
            form.add_error("promised_on", _("Answer now, or say by which day."))
        elif done := _take(request, form, body, Channel.ONSITE, answer=given["answer"].strip()):
            return _taken(request, done, reverse("complaints:site"), _("Next question"), given["answer"])
    context = {
        "title": _("Asked on site"),
        "lead": _("At a meeting, on a visit, at a work place: answer at once, or promise a day."),
        "form": form,
        "submit": _("Take in"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.SPEAK)
def staff(request: DeskRequest) -> HttpResponse:
    """Let a member of the own staff give an opinion, with or without a name."""
    body = top_of(own_body(request))
    form = forms.StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        openly = given["openly"]
        statement = Statement(
            kind=given["kind"],
            text=given["text"],
            channel=Channel.STAFF,
            identity=Identity.NAMED if openly else Identity.ANONYMOUS,
            name=request.actor.label if openly else "",
            phone=given["phone"] if openly else "",
            may_publish=False,
        )
        try:
            return _taken(request, actions.speak(statement, body=body, actor=request.actor), "", "")
        except Refused as error:
            error.place_on(form)
    context = {
        "title": _("Opinion of own staff"),
        "lead": _("What should change, what burdens you, what you have seen. Answered like every other matter."),
        "form": form,
        "submit": _("Send"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


def _entry(
    request: DeskRequest, kind: type[forms.StatementForm], channel: Channel, *, title: str, lead: str
) -> HttpResponse:
    body = own_body(request)
    form = kind(request.POST or None, root=body)
    if request.method == "POST" and form.is_valid() and (done := _take(request, form, body, channel)):
        return _taken(request, done, request.path, _("Enter another one"))
    context = {"title": title, "lead": lead, "form": form, "submit": _("Take in")}
    return render(request, "form.html", context, status=422 if form.errors else 200)


def _take(
    request: DeskRequest,
    form: django_forms.Form,
    body: Body,
    channel: str,
    *,
    answer: str = "",
    version: KnowledgeVersion | None = None,
) -> Taken | None:
    """Take the form's statement in, answered where there is an ``answer``, or place what is wrong on the form."""
    statement = statement_of(form.cleaned_data, channel)
    try:
        if answer:
            return actions.receive_answered(statement, body=body, text=answer, version=version, actor=request.actor)
        return actions.receive(statement, body=body, actor=request.actor)
    except Forbidden:
        words = _("You may answer only consultations at once. Leave the answer empty: the office sees to the matter.")
        form.add_error("answer" if answer else None, words)
    except Invalid as error:
        error.place_on(form)
    return None


def _taken(request: DeskRequest, done: Taken, next_url: str, next_label: str, answered: str = "") -> HttpResponse:
    sees = queries.visible(request.actor, rules.READ).filter(pk=done.complaint.pk).exists()
    context = {
        "taken": done,
        "answered": answered,
        "next_url": next_url,
        "next_label": next_label,
        "matter_url": reverse("complaints:detail", args=[done.complaint.pk])
        if sees and may(request.actor, rules.READ, done.complaint.body)
        else "",
    }
    return render(request, "complaints/taken.html", context)
