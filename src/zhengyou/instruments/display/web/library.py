"""Desk pages of the library: layouts, pictures and slogans that units hang up."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.instruments.display import actions, rules
from zhengyou.instruments.display.enums import AssetKind, State
from zhengyou.instruments.display.forms.fields import WordFilter
from zhengyou.instruments.display.forms.works import AssetForm
from zhengyou.instruments.display.models import Asset
from zhengyou.instruments.display.web import pages, showing
from zhengyou.records.files import actions as files
from zhengyou.records.files import owner_of
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, entries, files_of, show_record
from zhengyou.registry.access.web.register import Col, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under


@desk_view(rules.READ)
def assets(request: DeskRequest) -> HttpResponseBase:
    """List the material of the library."""
    form = WordFilter(request.GET, states=State.choices)
    choice = choose(request, rules.READ)
    rows = within(Asset.objects.select_related("body"), request.actor, rules.READ)
    columns = (
        Col(label=_("Title"), value=lambda row: row.title, width=28),
        Col(label=_("Sort"), value=lambda row: row.get_kind_display()),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(label=_("Words of the material"), value=lambda row: row.text, width=40),
        pages.state_of(_("State")),
    )
    page = Register(
        title=_("Library"),
        lead=_("Layouts, pictures and slogans; reviewed before units use them"),
        cols=columns,
        url=lambda row: reverse("display:asset", args=[row.pk]),
        empty=_("Add a layout, a picture or a slogan; after review every unit below may use it."),
        buttons=pages.drafts(request, _("New material"), "display:draft-asset"),
        tabs=showing.tabs("assets"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(under(rows, choice.body), form, "title", "text"),
    )
    return show(request, page)


@desk_view(rules.DRAFT)
def draft_asset(request: DeskRequest) -> HttpResponse:
    """Ask for a layout, a picture or a slogan."""
    body = pages.unit_of(request)
    posted = request.method == "POST"
    form = AssetForm(request.POST if posted else None, request.FILES if posted else None)

    def act(given: dict[str, Any]) -> Asset:
        made = actions.draft_asset(
            body=body, title=given["title"], kind=AssetKind(given["kind"]), text=given["text"], actor=request.actor
        )
        if file := given["file"]:
            files.attach(owner_of(made), name=file.name, content=file.read(), actor=request.actor)
        return made

    return fill(
        request,
        form,
        act,
        title=_("New material"),
        lead=body.name,
        submit=_("Keep the draft"),
        said=_("Kept as a draft. Hand it in for review when it is ready."),
        back=reverse("display:assets"),
        after=lambda made: reverse("display:asset", args=[made.pk]),
    )


@desk_view(rules.READ)
def asset(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one piece of material and where it hangs."""
    one = get_object_or_404(within(Asset.objects.select_related("body"), request.actor, rules.READ), pk=pk)
    used = one.postings.filter(down_on__isnull=True).select_related("spot__body", "item")
    thing = Record(
        title=one.title,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.body.name,
        crumbs=[(_("Library"), reverse("display:assets"))],
        cards=[Card(_("Facts"), [(_("Sort"), one.get_kind_display()), (_("Words of the material"), one.text)], "info")],
        tables=[
            Table(
                title=_("Where it hangs"),
                heads=[_("Spot"), _("Unit in charge"), _("What hangs")],
                rows=[Row((row.spot.name, row.spot.body.name, row.item.name)) for row in used],
                empty=_("Nowhere yet."),
            )
        ],
        files=files_of(request, one, _("Files")),
        verbs=pages.review_verbs(one, "asset", request),
        alert=pages.own_alert(one, request),
        entries=entries(one),
    )
    return show_record(request, thing)
