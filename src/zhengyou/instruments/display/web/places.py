"""Desk pages of the places, and of what must hang at which kind of place."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.enums import ItemKind, SpotKind
from zhengyou.instruments.display.forms.fields import WordFilter
from zhengyou.instruments.display.forms.works import ItemForm, SpotForm
from zhengyou.instruments.display.models import DisplayItem, Spot
from zhengyou.instruments.display.queries import asked_of, coverage, spots_now
from zhengyou.instruments.display.web import pages, showing
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

MARKS = {
    "up": ("success", gettext_lazy("Hangs")),
    "missing": ("error", gettext_lazy("Missing")),
    "free": ("neutral", gettext_lazy("Not asked for")),
}


def spots_in(request: DeskRequest, choice: Any, form: WordFilter) -> Any:
    """Return the places of the scope that fit the words of the query bar."""
    rows = under(within(spots_now(), request.actor, rules.READ), choice.body)
    return searched(rows, form, "name", "body__name")


@desk_view(rules.READ)
def spots(request: DeskRequest) -> HttpResponseBase:
    """List the places where something hangs."""
    form = WordFilter(request.GET)
    choice = choose(request, rules.READ)
    columns = (
        Col(label=_("Spot"), value=lambda row: row.name, width=28),
        Col(label=_("Kind of place"), value=lambda row: row.get_kind_display()),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(label=_("Window"), value=lambda row: row.window),
    )
    page = Register(
        title=_("Spots"),
        lead=_("Offices, halls, windows and stations where something hangs"),
        cols=columns,
        url=lambda row: reverse("display:spot", args=[row.pk]),
        empty=_("Enter the places of the unit; what must hang there follows from their kind."),
        buttons=pages.drafts(request, _("New spot"), "display:new-spot"),
        tabs=showing.tabs("spots"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=spots_in(request, choice, form),
    )
    return show(request, page)


@desk_view(rules.DRAFT)
def new_spot(request: DeskRequest) -> HttpResponse:
    """Ask for a place."""
    body = pages.unit_of(request)
    return fill(
        request,
        SpotForm(data_of(request), body=body),
        lambda given: actions.open_spot(body=body, actor=request.actor, **given | {"kind": SpotKind(given["kind"])}),
        title=_("New spot"),
        lead=body.name,
        back=reverse("display:spots"),
    )


@desk_view(rules.READ)
def spot(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one place, what must hang there and what hangs."""
    one = get_object_or_404(within(Spot.objects.select_related("body", "window"), request.actor, rules.READ), pk=pk)
    open_now = one.ends_on is None
    cells = coverage([one])[0].cells if open_now else []
    drafts = open_now and bool(may(request.actor, rules.DRAFT, one.body))
    hang = f"{reverse('display:post-up')}?body={one.body.public_id}&spot={one.pk}"
    close = Verb(
        label=_("Take off the list"),
        url=reverse("display:close-spot", args=[pk]),
        icon="archive",
        confirm=_("Whatever hangs there is noted as taken down."),
        how="post",
    )
    thing = Record(
        title=one.name,
        eyebrow=one.body.name,
        crumbs=[(_("Spots"), reverse("display:spots"))],
        cards=[
            Card(
                _("Facts"),
                [(_("Kind of place"), one.get_kind_display()), (_("Window"), one.window or _("No single window"))],
                "info",
            )
        ],
        tables=[
            Table(
                title=_("What hangs"),
                heads=[_("What hangs"), _("State"), _("Hangs until")],
                rows=[
                    Row(
                        (
                            cell.item.name,
                            str(MARKS[cell.word][1]),
                            f"{cell.posting.until:%Y-%m-%d}" if cell.posting and cell.posting.until else "—",
                        )
                    )
                    for cell in cells
                ],
                empty=_("Nothing is asked for here."),
            )
        ],
        verbs=[Verb(label=_("Hang up"), url=hang, kind="primary", icon="plus", how="link"), close] if drafts else [],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.DRAFT)
@require_POST
def close_spot(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a place off the list."""
    one = get_object_or_404(within(Spot.objects.select_related("body"), request.actor, rules.READ), pk=pk)
    actions.close_spot(one, actor=request.actor)
    return redirect("display:spot", pk=pk)


@desk_view(rules.READ)
def items(request: DeskRequest) -> HttpResponseBase:
    """List what hangs or must hang: of the own bodies and of those above."""
    found = asked_of(DisplayItem.objects.select_related("body"), request.actor)
    words = dict(SpotKind.choices)
    columns = (
        Col(label=_("What hangs"), value=lambda row: row.name, width=24),
        Col(label=_("Sort"), value=lambda row: row.get_kind_display()),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(
            label=_("Must hang at"), value=lambda row: "、".join(str(words[kind]) for kind in row.required_at), width=36
        ),
        Col(
            label=_("State"),
            value=lambda row: _("In use") if row.is_active else _("No longer used"),
            tone=lambda row: "success" if row.is_active else "neutral",
        ),
    )
    page = Register(
        title=_("What must hang"),
        lead=_("The list against which coverage is counted"),
        cols=columns,
        url=lambda row: reverse("display:item", args=[row.pk]),
        empty=_("Say what must hang at which kind of place."),
        buttons=[Link(_("New display item"), reverse("display:new-item"), "primary", "plus")]
        if request.actor.holds(rules.KEEP)
        else [],
        tabs=showing.tabs("items"),
        rows=found.distinct(),
    )
    return show(request, page)


@desk_view(rules.KEEP)
def new_item(request: DeskRequest) -> HttpResponse:
    """Ask what must hang where."""
    body = pages.keeper_of(request)
    return fill(
        request,
        ItemForm(data_of(request)),
        lambda given: actions.add_item(body=body, actor=request.actor, **given | {"kind": ItemKind(given["kind"])}),
        title=_("New display item"),
        lead=body.name,
        back=reverse("display:items"),
    )


@desk_view(rules.READ)
def item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one item of the list."""
    one = get_object_or_404(asked_of(DisplayItem.objects.select_related("body"), request.actor), pk=pk)
    words = dict(SpotKind.choices)
    retire = Verb(
        label=_("Ask for it no more"),
        url=reverse("display:retire-item", args=[pk]),
        icon="archive",
        confirm=_("It no longer counts in the coverage."),
        how="post",
    )
    thing = Record(
        title=one.name,
        eyebrow=one.body.name,
        crumbs=[(_("What must hang"), reverse("display:items"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Sort"), one.get_kind_display()),
                    (_("Must hang at"), "、".join(str(words[kind]) for kind in one.required_at)),
                ],
                "info",
            )
        ],
        verbs=[retire if one.is_active and may(request.actor, rules.KEEP, one.body) else None],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.KEEP)
@require_POST
def retire_item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for an item nowhere any more."""
    one = get_object_or_404(within(DisplayItem.objects.select_related("body"), request.actor, rules.KEEP), pk=pk)
    actions.retire_item(one, actor=request.actor)
    return redirect("display:item", pk=pk)
