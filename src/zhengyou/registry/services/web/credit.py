"""Desk pages of bad credit records: the list, a new one, one that is repaired."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, queries, rules
from zhengyou.registry.services.forms.contacts import DistrustFilter, DistrustForm, RepairForm
from zhengyou.registry.services.models import Distrust
from zhengyou.registry.services.web import tabs


def _name(row: Distrust) -> str:
    return row.undertaking.case.applicant_name.masked if row.undertaking else row.name.masked


def _code(row: Distrust) -> str:
    return (row.undertaking.applicant_code if row.undertaking else row.code).masked


COLUMNS = (
    Col(label=gettext_lazy("Decision it rests on"), value=lambda row: row.basis, width=36),
    Col(label=gettext_lazy("Applicant"), value=_name),
    Col(label=gettext_lazy("Identity document or unified credit code"), value=_code, width=22),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Noted at"), value=lambda row: row.noted_at, format=Format.MOMENT),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: _("Repaired") if row.repaired_at else _("Stands"),
        tone=lambda row: "neutral" if row.repaired_at else "warning",
    ),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the bad credit records of the scope, the newest first."""
    form = DistrustFilter(request.GET)
    choice = choose(request, rules.READ)
    rows = under(within(queries.distrusts(), request.actor, rules.READ), choice.body)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("state"):
        rows = rows.filter(repaired_at__isnull=wanted["state"] == "stands")
    new = [Link(_("Note a bad credit record"), reverse("services:distrust-new"), "primary", "plus")]
    page = Register(
        title=_("Bad credit records"),
        lead=_("Until it is repaired, no promise of this applicant stands in for proof"),
        cols=COLUMNS,
        url=lambda row: reverse("services:distrust", args=[row.pk]),
        empty=_("A promise that is found not kept is noted here by itself."),
        buttons=new if request.actor.holds(rules.MANAGE) else [],
        tabs=tabs.registers("distrusts"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=rows,
    )
    return show(request, page)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one record, and whether it was repaired."""
    one = get_object_or_404(within(queries.distrusts(), request.actor, rules.READ), pk=pk)
    may_repair = one.repaired_at is None and bool(may(request.actor, rules.MANAGE, one.body))
    broken = one.undertaking
    thing = Record(
        title=_name(one) or one.basis,
        eyebrow=one.body.name,
        crumbs=[(_("Bad credit records"), reverse("services:distrusts"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("State"), _("Repaired") if one.repaired_at else _("Stands")),
                    (_("Identity document or unified credit code"), _code(one)),
                    (_("Decision it rests on"), one.basis),
                    (_("Service item"), broken.case.item.name if broken else ""),
                    (_("What the check found"), broken.finding if broken else ""),
                    (_("Noted at"), f"{clock.local(one.noted_at):%Y-%m-%d %H:%M}"),
                    (_("Noted by"), one.noted_by.person.name if one.noted_by else ""),
                    (_("Repaired at"), f"{clock.local(one.repaired_at):%Y-%m-%d %H:%M}" if one.repaired_at else ""),
                    (_("Repair rests on"), one.repair_basis),
                ],
                "info",
            )
        ],
        links=[Link(_("See the promise"), reverse("services:undertaking", args=[broken.pk]), icon="file-text")]
        if broken
        else [],
        verbs=[
            Verb(
                label=_("Credit repaired"),
                url=reverse("services:distrust-repair", args=[pk]),
                kind="primary",
                icon="check",
            )
            if may_repair
            else None
        ],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.MANAGE)
def note(request: DeskRequest) -> HttpResponse:
    """Ask whose record is noted, by what decision of the credit authority."""
    body = roots_of(request.actor, rules.MANAGE).first()
    if body is None:
        raise LookupError("who may manage services manages some body")
    return fill(
        request,
        DistrustForm(data_of(request)),
        lambda given: actions.note_distrust(body=body, actor=request.actor, **given),
        title=_("Note a bad credit record"),
        lead=_("Until it is repaired, no promise of this applicant stands in for proof"),
        submit=_("Note it"),
        back=reverse("services:distrusts"),
        after=lambda made: reverse("services:distrust", args=[made.pk]),
    )


@desk_view(rules.MANAGE)
def repair(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask on what decision the repair rests."""
    one = get_object_or_404(within(queries.distrusts(), request.actor, rules.MANAGE), pk=pk)
    return ask(
        request,
        RepairForm(data_of(request)),
        lambda given: actions.repair_credit(one, actor=request.actor, **given),
        title=_("Credit repaired"),
        back=reverse("services:distrust", args=[pk]),
    )
