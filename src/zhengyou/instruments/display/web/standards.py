"""Desk pages of service standards in versions, and of what the public said."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.enums import RemarkState, SheetState
from zhengyou.instruments.display.forms.fields import ReasonForm, WordFilter
from zhengyou.instruments.display.forms.sheets import StandardForm
from zhengyou.instruments.display.forms.works import AnswerForm
from zhengyou.instruments.display.models import Remark, Standard
from zhengyou.instruments.display.web import pages, showing
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

COLUMNS = (
    Col(label=gettext_lazy("Service standard"), value=lambda row: row.title, width=28),
    Col(label=gettext_lazy("Unit in charge"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Service item"), value=lambda row: row.item, width=24),
    Col(label=gettext_lazy("Window"), value=lambda row: row.window),
    Col(label=gettext_lazy("Version"), value=lambda row: row.number, format=Format.INT),
    Col(label=gettext_lazy("Holds from"), value=lambda row: row.valid_from, format=Format.DATE),
    pages.state_of(gettext_lazy("State")),
    Col(label=gettext_lazy("Lines of the standard"), value=lambda row: "\n".join(row.lines), width=60, only_sheet=True),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the service standards: by unit, item and window, the newest version first."""
    form = WordFilter(request.GET, states=SheetState.choices)
    choice = choose(request, rules.READ)
    rows = within(Standard.objects.select_related("body", "item", "window"), request.actor, rules.READ)
    page = Register(
        title=_("Service standards"),
        lead=_("How service is done: of the unit, of an item or of a window, in versions"),
        cols=COLUMNS,
        url=lambda row: reverse("display:standard", args=[row.pk]),
        empty=_("Write down how service is done; after review it stands on the public page."),
        buttons=pages.drafts(request, _("New standard"), "display:draft-standard"),
        tabs=showing.tabs("standards"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(under(rows, choice.body), form, "title", "body__name"),
    )
    return show(request, page)


def _standard(request: DeskRequest, pk: uuid.UUID) -> Standard:
    rows = Standard.objects.select_related("body", "item", "window")
    return get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)


@desk_view(rules.DRAFT)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask for the lines of a standard; ``?after=`` begins with those of a version."""
    body = pages.unit_of(request)
    begun: dict[str, Any] = {"valid_from": clock.today()}
    if (key := request.GET.get("after", "")) and (old := _old(request, key)):
        body = old.body
        begun |= {"title": old.title, "lines": "\n".join(old.lines)}
        begun |= {"item": old.item and old.item.public_id, "window": old.window and old.window.public_id}
    return fill(
        request,
        StandardForm(data_of(request), body=body, initial=begun),
        lambda given: actions.draft_standard(body=body, actor=request.actor, **given),
        title=_("New standard"),
        lead=body.name,
        submit=_("Keep the draft"),
        said=_("Kept as a draft. Hand it in for review when it is ready."),
        back=reverse("display:standards"),
        after=lambda made: reverse("display:standard", args=[made.pk]),
    )


def _old(request: DeskRequest, key: str) -> Standard | None:
    try:
        return within(Standard.objects.select_related("body", "item", "window"), request.actor, rules.DRAFT).get(
            pk=uuid.UUID(key)
        )
    except (ValueError, Standard.DoesNotExist):
        return None


@desk_view(rules.DRAFT)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a draft."""
    one = _standard(request, pk)
    begun = {"title": one.title, "lines": "\n".join(one.lines), "valid_from": one.valid_from}
    return fill(
        request,
        StandardForm(data_of(request), body=one.body, amending=True, initial=begun),
        lambda given: actions.amend_standard(one, actor=request.actor, **given),
        title=_("Change this draft"),
        lead=one.title,
        submit=_("Keep the draft"),
        said=_("Changed."),
        back=reverse("display:standard", args=[pk]),
    )


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one version of a standard, and the other versions."""
    one = _standard(request, pk)
    drafts = bool(may(request.actor, rules.DRAFT, one.body))
    same = Standard.objects.filter(body=one.body, item=one.item, window=one.window).order_by("-number")
    again = f"{reverse('display:draft-standard')}?after={one.pk}"
    verbs: list[Verb | None] = [
        Verb(label=_("Change this draft"), url=reverse("display:amend-standard", args=[pk]), icon="pencil", how="link")
        if drafts and one.state == SheetState.DRAFT
        else None,
        Verb(label=_("New version"), url=again, icon="copy", how="link")
        if drafts and one.state == SheetState.SHOWN
        else None,
        *pages.review_verbs(one, "standard", request),
    ]
    thing = Record(
        title=f"{one.title} v{one.number}",
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.body.name,
        crumbs=[(_("Service standards"), reverse("display:standards"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Service item"), one.item or _("No single item")),
                    (_("Window"), one.window or _("No single window")),
                    (_("Holds from"), f"{one.valid_from:%Y-%m-%d}"),
                ],
                "info",
            ),
            Card(_("Lines of the standard"), icon="list-checks", lines=one.lines),
        ],
        tables=[
            Table(
                title=_("Versions"),
                heads=[_("Version"), _("State"), _("Holds from")],
                rows=[Row((f"v{old.number}", old.get_state_display(), f"{old.valid_from:%Y-%m-%d}")) for old in same],
            )
        ],
        verbs=verbs,
        alert=pages.own_alert(one, request),
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.READ)
def remarks(request: DeskRequest) -> HttpResponseBase:
    """List what the public said of promises and practical matters; nobody knows who said it."""
    form = WordFilter(request.GET, states=RemarkState.choices)
    choice = choose(request, rules.READ)
    rows = Remark.objects.select_related("body", "commitment", "matter").exclude(Q(text="") & Q(state="received"))
    columns = (
        Col(label=_("What was said"), value=lambda row: row.text or "—", width=40),
        Col(label=_("Remark about"), value=lambda row: str(row.commitment or row.matter), width=32),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(label=_("Level of satisfaction"), value=lambda row: row.level, format=Format.INT),
        Col(label=_("Said on"), value=lambda row: row.said_on, format=Format.DATE),
        pages.state_of(_("State")),
        Col(label=_("Answer"), value=lambda row: row.answer, width=40, only_sheet=True),
    )
    found = under(within(rows, request.actor, rules.READ), choice.body)
    page = Register(
        title=_("Public remarks"),
        lead=_("On promises and practical matters; published with the unit's answer"),
        cols=columns,
        url=lambda row: reverse("display:remark", args=[row.pk]),
        empty=_("Everybody may say on the public page of a promise what he thinks of it."),
        tabs=showing.tabs("remarks"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(found, form, "text", "body__name"),
    )
    return show(request, page)


def _remark(request: DeskRequest, pk: uuid.UUID) -> Remark:
    rows = Remark.objects.select_related("body", "commitment", "matter")
    return get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)


@desk_view(rules.READ)
def remark(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one word of the public and what this hat may do with it."""
    one = _remark(request, pk)
    answers = one.state == RemarkState.RECEIVED and bool(may(request.actor, rules.PUBLISH, one.body))
    verbs = [
        Verb(
            label=_("Answer and publish"), url=reverse("display:answer-remark", args=[pk]), kind="primary",
            icon="message-square", ),
        Verb(label=_("Do not publish"), url=reverse("display:set-aside-remark", args=[pk]), icon="eye-off", ),
    ]  # fmt: skip
    thing = Record(
        title=one.text or _("Without words"),
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.body.name,
        crumbs=[(_("Public remarks"), reverse("display:remarks"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Remark about"), str(one.commitment or one.matter)),
                    (_("Level of satisfaction"), one.level),
                    (_("Said on"), f"{one.said_on:%Y-%m-%d}"),
                    (_("Answer"), one.answer),
                ],
                "info",
            )
        ],
        verbs=verbs if answers else [],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.PUBLISH)
def answer_remark(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the answer; both are published, personal data masked."""
    one = _remark(request, pk)
    return ask(
        request,
        AnswerForm(data_of(request)),
        lambda given: actions.answer(one, text=given["answer"], actor=request.actor),
        title=_("Answer and publish"),
        text=one.text,
        back=reverse("display:remark", args=[pk]),
    )


@desk_view(rules.PUBLISH)
def set_aside_remark(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why it is not published."""
    one = _remark(request, pk)
    return ask(
        request,
        ReasonForm(data_of(request)),
        lambda given: actions.set_aside(one, reason=given["reason"], actor=request.actor),
        title=_("Do not publish"),
        text=one.text,
        back=reverse("display:remark", args=[pk]),
    )
