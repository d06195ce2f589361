"""Desk pages of opinion boxes: the boxes, an opening by two persons, the slips."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, rules
from zhengyou.instruments.complaints.enums import Channel, OpeningState
from zhengyou.instruments.complaints.forms import boards
from zhengyou.instruments.complaints.forms.matters import PaperForm
from zhengyou.instruments.complaints.models import Box, BoxOpening
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
    entries,
    fill,
    show_record,
)
from zhengyou.instruments.complaints.web.receiving import own_body, statement_of
from zhengyou.kernel.errors import Refused
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view

BOXES = (
    Col(label=gettext_lazy("Name of the box"), value=lambda row: row.title, width=24),
    Col(label=gettext_lazy("Unit"), value=lambda row: row.body.known_as),
    Col(label=gettext_lazy("Where it hangs"), value=lambda row: row.place, width=36),
    Col(label=gettext_lazy("Opened every so many days"), value=lambda row: row.every_days, format=Format.INT),
    Col(label=gettext_lazy("Last opened"), value=lambda row: row.opened_on, format=Format.DATE),
)
OPENINGS = (
    Col(label=gettext_lazy("Opening"), value=lambda row: f"{row.box.title} {row.opened_on:%Y-%m-%d}", width=32),
    Col(
        label=gettext_lazy("State"),
        value=lambda row: row.get_state_display(),
        tone=lambda row: showing.OPENING[row.state],
    ),
    Col(label=gettext_lazy("Slips found"), value=lambda row: row.slips, format=Format.INT),
    Col(label=gettext_lazy("First person"), value=lambda row: row.first_label, width=24),
    Col(label=gettext_lazy("Second person"), value=lambda row: row.second_label, width=24),
)


def _tabs(here: str) -> list[dict[str, object]]:
    return [
        {"label": label, "url": reverse(f"complaints:{name}"), "active": name == here}
        for name, label in (("boxes", _("Boxes")), ("openings", _("Openings")))
    ]


@desk_view(rules.OPEN_BOX)
def boxes(request: DeskRequest) -> HttpResponseBase:
    """List the boxes of the own units."""
    rows = within(Box.objects.filter(removed_on__isnull=True), request.actor, rules.OPEN_BOX).select_related("body")
    new = (
        [Link(_("Put up a box"), reverse("complaints:new-box"), "primary", "plus")]
        if request.actor.holds(rules.TABLES)
        else []
    )
    listing = Register(
        title=_("Opinion boxes"),
        lead=_("Opened by two persons; every slip becomes a matter that is answered"),
        cols=BOXES,
        url=lambda row: reverse("complaints:open-box", args=[row.pk]),
        empty=_("A box at the door takes opinions of those who do not write on a phone."),
        buttons=new,
        tabs=_tabs("boxes"),
        rows=rows,
    )
    return pages.show(request, listing)


@desk_view(rules.OPEN_BOX)
def openings(request: DeskRequest) -> HttpResponseBase:
    """List the openings, the newest first."""
    rows = within(BoxOpening.objects.all(), request.actor, rules.OPEN_BOX).select_related("box__body")
    listing = Register(
        title=_("Openings of boxes"),
        cols=OPENINGS,
        url=lambda row: reverse("complaints:opening", args=[row.pk]),
        empty=(
            _("Nothing here"),
            _("Record an opening from the list of boxes."),
            _("Boxes"),
            reverse("complaints:boxes"),
        ),
        tabs=_tabs("openings"),
        rows=rows,
    )
    return pages.show(request, listing)


@desk_view(rules.TABLES)
def new_box(request: DeskRequest) -> HttpResponse:
    """Ask for a box and its place."""
    return fill(
        request,
        boards.BoxForm(request.POST or None),
        lambda given: actions.put_up_box(body=own_body(request), **given, actor=request.actor),
        title=_("Put up a box"),
        back=reverse("complaints:boxes"),
    )


@desk_view(rules.OPEN_BOX)
def open_box(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was found in a box."""
    box = get_object_or_404(within(Box.objects.select_related("body"), request.actor, rules.OPEN_BOX), pk=pk)
    return fill(
        request,
        boards.OpenBoxForm(request.POST or None),
        lambda given: actions.open_box(box, **given, actor=request.actor),
        title=_("Record the opening"),
        lead=_("%(box)s, %(place)s. A second person who was there confirms it under an own account.")
        % {"box": box.title, "place": box.place},
        back=reverse("complaints:boxes"),
        after=lambda opening: reverse("complaints:opening", args=[opening.pk]),
    )


def _opening(request: DeskRequest, pk: uuid.UUID) -> BoxOpening:
    rows = within(BoxOpening.objects.select_related("box__body"), request.actor, rules.OPEN_BOX)
    return get_object_or_404(rows, pk=pk)


@desk_view(rules.OPEN_BOX)
def opening(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one opening with the slips entered so far."""
    one = _opening(request, pk)
    entered = list(one.complaints.order_by("received_at", "number"))
    enters = one.state == OpeningState.CONFIRMED
    mine = request.actor.person == one.first_id
    waits = mine and one.state == OpeningState.OPENED
    sees = bool(may(request.actor, rules.READ, one.box.body))
    return show_record(
        request,
        Record(
            title=str(one),
            crumbs=[(_("Openings of boxes"), reverse("complaints:openings"))],
            state=one.get_state_display(),
            tone=showing.OPENING[one.state],
            alert=("info", "", _("Somebody else who was there must confirm it.")) if waits else None,
            cards=[Card(_("Facts"), [
                (_("Unit"), one.box.body.name),
                (_("Where it hangs"), one.box.place),
                (_("Slips found"), one.slips),
                (_("Slips entered"), len(entered)),
                (_("First person"), one.first_label),
                (_("Second person"), one.second_label),
                (_("Remark"), one.remark),
            ], "info")],
            tables=[
                Table(
                    title=_("Slips"),
                    heads=[_("Number"), _("Kind of matter"), _("Title"), _("State")],
                    rows=[
                        Row(
                            (row.number, row.get_kind_display(), row.title, row.get_state_display()),
                            reverse("complaints:detail", args=[row.pk]) if sees else "",
                        )
                        for row in entered
                    ],
                    empty=_("None entered yet."),
                )
            ],
            entries=entries(one),
            verbs=[
                Verb(
                    label=_("Confirm as second person"), url=reverse("complaints:confirm-opening", args=[pk]),
                    kind="primary", icon="check", how="post")
                if one.state == OpeningState.OPENED and not mine
                else None,
                Verb(label=_("Enter a slip"), url=reverse("complaints:slip", args=[pk]), kind="primary", icon="pencil")
                if enters and len(entered) < one.slips
                else None,
                Verb(
                    label=_("All slips entered"), url=reverse("complaints:finish-opening", args=[pk]),
                    kind="primary", icon="check", how="post")
                if enters and len(entered) == one.slips
                else None,
            ],
        ),
    )  # fmt: skip


@desk_view(rules.OPEN_BOX)
@require_POST
def confirm(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm an opening as the second person."""
    actions.confirm_opening(_opening(request, pk), actor=request.actor)
    return redirect("complaints:opening", pk=pk)


@desk_view(rules.OPEN_BOX)
@require_POST
def finish(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Close the record of an opening."""
    actions.finish_opening(_opening(request, pk), actor=request.actor)
    return redirect("complaints:opening", pk=pk)


@desk_view(rules.OPEN_BOX)
def slip(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter one slip of an opening."""
    one = _opening(request, pk)
    form = PaperForm(request.POST or None, root=one.box.body)
    back = reverse("complaints:opening", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_slip(one, statement=statement_of(form.cleaned_data, Channel.BOX), actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            return redirect(back)
    context = {
        "title": _("Enter a slip"),
        "lead": _("As it was written; leave names and numbers to their own fields."),
        "form": form,
        "submit": _("Take in"),
        "back": back,
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)
