"""Desk pages of the notices of supervision: the register, one notice with its receipt, PDF and Word."""

import re
import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.mechanisms.orders import actions, rendering, rules
from zhengyou.mechanisms.orders.enums import Shade, Sheet, WritState
from zhengyou.mechanisms.orders.models import Order, Writ
from zhengyou.mechanisms.orders.queries import OPEN_STATES
from zhengyou.mechanisms.orders.supervision_forms import RemarkForm, WhyForm, WritFilter, WritForm
from zhengyou.mechanisms.orders.web.supervision import tabs
from zhengyou.records import documents
from zhengyou.records.files import as_download
from zhengyou.records.sheets import Format
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, road, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show, shown
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

NUMBER = re.compile(r"([^\W\d]+)\W*(\d{4})\W*0*(\d{1,6})")
"""A number as people type it, with whatever brackets."""
STATE_TONES = {WritState.ISSUED: "warning", WritState.RECEIVED: "success", WritState.WITHDRAWN: "neutral"}
SHADE_TONES = {Shade.BLUE: "info", Shade.YELLOW: "warning", Shade.RED: "error"}


def _visible(request: DeskRequest) -> QuerySet[Writ]:
    return within(Writ.objects.all(), request.actor, rules.READ).select_related(
        "body", "issuer", "number__series", "order"
    )


def _writ(request: DeskRequest, pk: uuid.UUID) -> Writ:
    return get_object_or_404(_visible(request), pk=pk)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the notices to the units in the scope of this hat, the latest first."""
    form, choice = WritFilter(request.GET), choose(request, rules.READ)
    cols = [
        Col(_("Number"), lambda writ: str(writ.number)),
        Col(_("Kind of notice"), lambda writ: writ.get_sheet_display()),
        Col(_("Matter"), lambda writ: writ.title, wide=True, width=36),
        Col(_("Unit"), lambda writ: writ.body.name, width=20),
        Col(_("Colour"), lambda writ: writ.get_shade_display(), tone=lambda writ: SHADE_TONES[Shade(writ.shade)]),
        Col(_("State"), lambda writ: writ.get_state_display(), tone=lambda writ: STATE_TONES[WritState(writ.state)]),
        Col(_("Sent"), lambda writ: writ.issued_at, Format.MOMENT),
        Col(_("To be done by"), lambda writ: writ.due_on, Format.DATE),
        Col(_("Signed for by"), lambda writ: writ.received_by, width=20),
        Col(_("Signed for on"), lambda writ: writ.received_at, Format.MOMENT),
    ]
    register = Register(
        title=_("Notices of supervision"),
        lead=_("Urging, supervision, putting right, talks and letters of opinion, each with its receipt"),
        rows=_found(under(_visible(request), choice.body), form),
        cols=cols,
        url=lambda writ: reverse("orders:writ", args=[writ.pk]),
        empty=(
            _("No notice here"),
            _("The ladder sends them when an order is overdue; officers send them from an order."),
            _("See the board"),
            reverse("orders:board"),
        ),
        form=form,
        tabs=tabs("writs"),
        nodes=choice.nodes,
        keep="body",
        icon="send",
    )
    return show(request, register)


def _found(writs: QuerySet[Writ], form: WritFilter) -> QuerySet[Writ]:
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        wanted = Q(title__icontains=text)
        if read := NUMBER.match(text):
            code, year, serial = read.groups()
            wanted |= Q(number__series__code=code, number__series__year=int(year), number__serial=int(serial))
        writs = writs.filter(wanted)
    for name in ("sheet", "shade", "state"):
        if given.get(name):
            writs = writs.filter(**{name: given[name]})
    return writs


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one notice with its receipt."""
    writ = _writ(request, pk)
    here = [pk]
    verbs = []
    if writ.state == WritState.ISSUED and may(request.actor, rules.ANSWER, writ.body):
        verbs.append(Verb(_("Sign for"), reverse("orders:writ-sign", args=here), kind="primary", icon="signature"))
    if writ.state != WritState.WITHDRAWN and may(request.actor, rules.SUPERVISE, writ.issuer):
        verbs.append(Verb(_("Take the notice back"), reverse("orders:writ-withdraw", args=here), kind="quiet"))
    links = [
        Link("PDF", reverse("orders:writ-file", args=[pk, "pdf"]), icon="download"),
        Link("Word", reverse("orders:writ-file", args=[pk, "docx"]), icon="download"),
    ]
    if writ.order is not None:
        links.append(Link(_("The order"), reverse("orders:detail", args=[writ.order.pk]), icon="clipboard-check"))
    facts: list[tuple[Any, Any]] = [
        (_("Kind of notice"), writ.get_sheet_display()),
        (_("Colour"), writ.get_shade_display()),
        (_("Unit"), writ.body.name),
        (_("Sent by"), f"{writ.issuer.name} {writ.issued_by or _('by the system')}"),
        (_("To be done by"), f"{writ.due_on:%Y-%m-%d}"),
        (_("What happened"), writ.facts),
        (_("What the unit must do"), writ.demand),
        (_("Basis"), writ.basis),
    ]
    receipt = [
        (_("Signed for by"), writ.received_by),
        (_("Signed for on"), shown(writ.received_at, Format.MOMENT)),
        (_("Remark"), writ.remark),
    ]
    record = Record(
        title=writ.title,
        eyebrow=str(writ.number),
        crumbs=[(_("Notices of supervision"), reverse("orders:writs"))],
        state=writ.get_state_display(),
        tone=STATE_TONES[WritState(writ.state)],
        steps=road([WritState.ISSUED, WritState.RECEIVED], writ.state, [WritState.WITHDRAWN]),
        cards=[Card(_("The notice"), facts), Card(_("Receipt signed by the unit"), receipt, icon="signature")],
        entries=entries(writ),
        verbs=verbs,
        links=links,
        alert=("warning", _("Taken back"), writ.end_reason) if writ.end_reason else None,
    )
    return show_record(request, record)


def supervised(order: Order, actor: Actor) -> dict[str, Any]:
    """Return what the page of an order shows of its supervision: notices, measures, and whether one may be sent."""
    supervises = bool(may(actor, rules.SUPERVISE, order.verifier)) and order.body_id != order.verifier_id
    return {
        "writs": list(within(order.writs.select_related("number__series"), actor, rules.READ)),
        "supervision_measures": list(within(order.proposed_measures.all(), actor, rules.SUPERVISE)),
        "may_supervise": supervises and order.state in OPEN_STATES,
    }


@desk_view(rules.READ)
def download(request: DeskRequest, pk: uuid.UUID, extension: str) -> HttpResponse:
    """Hand a notice out as PDF or Word."""
    writ = _writ(request, pk)
    makers = {"pdf": documents.notice_pdf, "docx": documents.notice_docx}
    if extension not in makers:
        raise Http404
    made = makers[extension](rendering.notice(writ))
    return as_download(made.content, f"{writ.number}{writ.get_sheet_display()}.{made.extension}", made.media_type)


@desk_view(rules.ANSWER)
def sign(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a remark, and sign for the notice in the name of the unit."""
    writ = _writ(request, pk)
    return ask(
        request,
        RemarkForm(request.POST if request.method == "POST" else None),
        lambda given: actions.sign_writ(writ, remark=given["remark"], actor=request.actor),
        title=_("Sign for the notice"),
        text=_("Your name, post and the moment stand on the receipt."),
        back=reverse("orders:writ", args=[pk]),
    )


@desk_view(rules.SUPERVISE)
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, and take a notice back."""
    writ = _writ(request, pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        lambda given: actions.withdraw_writ(writ, reason=given["reason"], actor=request.actor),
        title=_("Take the notice back"),
        text=_("Its number stays in the register; the unit sees that it was taken back."),
        back=reverse("orders:writ", args=[pk]),
        danger=True,
    )


@desk_view(rules.SUPERVISE)
def new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the words of a notice about an order, and send it."""
    order = get_object_or_404(
        within(Order.objects.select_related("body", "verifier"), request.actor, rules.READ), pk=pk
    )
    first = {"title": order.title, "shade": Shade.YELLOW, "sheet": Sheet.RECTIFICATION, "facts": order.text}
    form = WritForm(request.POST or None, initial=first)

    def act(given: dict[str, Any]) -> Writ:
        sheet = given.pop("sheet")
        return actions.send_writ(
            sheet, order.body, order.verifier, actions.Text(**given), order=order, actor=request.actor
        )

    return fill(
        request,
        form,
        act,
        title=_("Send a notice"),
        lead=_("To %(unit)s, about order %(number)s") % {"unit": order.body.name, "number": order.number},
        back=reverse("orders:detail", args=[pk]),
        after=lambda writ: reverse("orders:writ", args=[writ.pk]),
    )
