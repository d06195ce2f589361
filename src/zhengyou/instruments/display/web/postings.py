"""Desk pages of what hangs where: coverage, postings, places, library, and what must hang."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, exports, rules
from zhengyou.instruments.display.enums import AssetKind, ItemKind, SpotKind, State
from zhengyou.instruments.display.forms.fields import ReasonForm, WordFilter
from zhengyou.instruments.display.forms.works import AssetForm, ItemForm, PostUpForm, SpotForm
from zhengyou.instruments.display.models import Area, Asset, DisplayItem, Posting, Spot
from zhengyou.instruments.display.queries import asked_of, coverage, spots_now
from zhengyou.instruments.display.web import pages, showing
from zhengyou.instruments.display.web.pages import Shown, Thing, Verb
from zhengyou.kernel import clock
from zhengyou.records.files import actions as files
from zhengyou.records.files import owner_of
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

MARKS = {
    "up": ("success", gettext_lazy("Hangs")),
    "missing": ("error", gettext_lazy("Missing")),
    "free": ("neutral", gettext_lazy("Not asked for")),
}


def _spots(request: DeskRequest, choice: Any, form: WordFilter) -> Any:
    rows = under(within(spots_now(), request.actor, rules.READ), choice.body)
    return pages.searched(rows, form, "name", "body__name")


@desk_view(rules.READ)
def cover(request: DeskRequest) -> HttpResponseBase:
    """Show for each place what must hang there and whether it does."""
    form = WordFilter(request.GET)
    choice = choose(request, rules.READ)
    spots = _spots(request, choice, form)
    if request.GET.get("export") == "xlsx":
        return showing.workbook(exports.coverage(coverage(spots)), _("Coverage"))
    lines = coverage(spots)
    page = Paginator(lines, showing.PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": showing.tabs("coverage"),
        "filter_form": form,
        "choice": choice,
        "page": page,
        "lines": [
            (line, [(cell, *MARKS[cell.word]) for cell in line.cells if cell.required or cell.posting]) for line in page
        ],
        "covered": sum(line.covered for line in lines),
        "required": sum(line.required for line in lines),
        "drafts": request.actor.holds(rules.DRAFT),
        "kept": request.GET.urlencode(),
    }
    return render(request, "display/coverage.html", context)


@desk_view(rules.READ)
def area_map(request: DeskRequest) -> HttpResponse:
    """Show every place with the party member who answers for it, unit by unit."""
    choice = choose(request, rules.READ)
    rows = under(within(spots_now(), request.actor, rules.READ), choice.body)
    areas = Area.objects.filter(ends_on__isnull=True, spots__in=rows).distinct()
    owned: dict[uuid.UUID, list[Area]] = {}
    for area in areas.select_related("appointment__person").prefetch_related("spots"):
        for spot in area.spots.all():
            owned.setdefault(spot.pk, []).append(area)
    units: dict[str, list[tuple[Spot, list[Area]]]] = {}
    for spot in rows.order_by("body__sort_path", "kind", "name"):
        units.setdefault(spot.body.name, []).append((spot, owned.get(spot.pk, [])))
    context = {"choice": choice, "units": units.items(), "tabs": showing.tabs("areas")}
    return render(request, "display/area_map.html", context)


COLUMNS = (
    Shown(label=gettext_lazy("What hangs"), value=lambda row: row.item.name, width=24),
    Shown(label=gettext_lazy("Spot"), value=lambda row: row.spot.name, width=24),
    Shown(label=gettext_lazy("Unit in charge"), value=lambda row: row.spot.body.name, width=24),
    Shown(label=gettext_lazy("Words that hang there"), value=lambda row: row.text, width=32),
    Shown(label=gettext_lazy("Hangs from"), value=lambda row: row.starts_on, form=Format.DATE),
    Shown(label=gettext_lazy("Hangs until"), value=lambda row: row.until, form=Format.DATE),
    Shown(label=gettext_lazy("Last checked"), value=lambda row: row.checked_on, form=Format.DATE),
    Shown(
        label=gettext_lazy("State"),
        value=lambda row: str(_how(row)[1]),
        tone=lambda row: _how(row)[0],
    ),
)


def _how(posting: Posting) -> tuple[str, str]:
    if posting.down_on is not None:
        return "neutral", _("Taken down")
    if posting.until is not None and posting.until < clock.today():
        return "warning", _("Out of date")
    return "success", _("Hangs")


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List what hangs where and what hung there before, the newest first."""
    form = WordFilter(request.GET)
    choice = choose(request, rules.READ)
    rows = within(Posting.objects.select_related("spot__body", "item"), request.actor, rules.READ)
    if choice.body is not None:
        rows = rows.filter(spot__body__path__startswith=choice.body.path)
    page = pages.Listing(
        title=_("What hangs where"),
        lead=_("Signs, commitments, slogans and wall papers, each with its time"),
        columns=COLUMNS,
        address=lambda row: reverse("display:posting", args=[row.pk]),
        empty=_("Hang something up: choose what, where and for how long."),
        buttons=pages.drafts(request, (_("Hang up"), "display:post-up", "plus")),
        tabs=showing.tabs("postings"),
        filter_form=form,
        choice=choice,
    )
    return pages.show(request, pages.searched(rows, form, "item__name", "spot__name", "text"), page)


@desk_view(rules.DRAFT)
def post_up(request: DeskRequest) -> HttpResponse:
    """Ask what is hung up, where and for how long; many places at once."""
    body = pages.unit_of(request)
    begun = {"starts_on": clock.today(), "item": request.GET.get("item"), "spots": request.GET.getlist("spot")}
    return pages.ask(
        request,
        PostUpForm(pages.data_of(request), body=body, initial=begun),
        lambda given: actions.post_up(actor=request.actor, **given),
        title=_("Hang up"),
        text=body.name,
        back=reverse("display:coverage"),
    )


def _posting(request: DeskRequest, pk: uuid.UUID) -> Posting:
    rows = Posting.objects.select_related("spot__body", "item", "asset")
    return get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one posting with its photographs."""
    one = _posting(request, pk)
    hangs = one.down_on is None and bool(may(request.actor, rules.DRAFT, one.spot.body))
    verbs = [
        Verb(label=_("Seen today"), url=reverse("display:see-posting", args=[pk]), kind="primary", icon="eye"),
        Verb(label=_("Take down"), url=reverse("display:unpost", args=[pk]), icon="archive", asks=True),
    ]
    thing = Thing(
        of=one,
        title=one.item.name,
        eyebrow=f"{one.spot.body.name} · {one.spot.name}",
        crumb=(_("What hangs where"), reverse("display:postings")),
        facts=[
            (_("State"), _how(one)[1]),
            (_("Spot"), one.spot.name),
            (_("Words that hang there"), one.text),
            (_("Material of the library"), one.asset or ""),
            (_("Hangs from"), f"{one.starts_on:%Y-%m-%d}"),
            (_("Hangs until"), f"{one.until:%Y-%m-%d}" if one.until else _("Until it is taken down")),
            (_("Last checked"), f"{one.checked_on:%Y-%m-%d}" if one.checked_on else ""),
            (_("Taken down on"), f"{one.down_on:%Y-%m-%d}" if one.down_on else ""),
            (_("Reason"), one.down_reason),
        ],
        with_files=_("Photographs"),
        verbs=verbs if hangs else [],
    )
    return pages.show_thing(request, thing)


@desk_view(rules.DRAFT)
@require_POST
def see(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that it was seen today."""
    actions.see(_posting(request, pk), actor=request.actor)
    return redirect("display:posting", pk=pk)


@desk_view(rules.DRAFT)
def unpost(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why it is taken down."""
    one = _posting(request, pk)
    return pages.ask(
        request,
        ReasonForm(pages.data_of(request)),
        lambda given: actions.unpost(one, reason=given["reason"], actor=request.actor),
        title=_("Take down"),
        back=reverse("display:posting", args=[pk]),
        dialog=True,
    )


@desk_view(rules.READ)
def spots(request: DeskRequest) -> HttpResponseBase:
    """List the places where something hangs."""
    form = WordFilter(request.GET)
    choice = choose(request, rules.READ)
    columns = (
        Shown(label=_("Spot"), value=lambda row: row.name, width=28),
        Shown(label=_("Kind of place"), value=lambda row: row.get_kind_display()),
        Shown(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Shown(label=_("Window"), value=lambda row: row.window),
    )
    page = pages.Listing(
        title=_("Spots"),
        lead=_("Offices, halls, windows and stations where something hangs"),
        columns=columns,
        address=lambda row: reverse("display:spot", args=[row.pk]),
        empty=_("Enter the places of the unit; what must hang there follows from their kind."),
        buttons=pages.drafts(request, (_("New spot"), "display:new-spot", "plus")),
        tabs=showing.tabs("spots"),
        filter_form=form,
        choice=choice,
    )
    return pages.show(request, _spots(request, choice, form), page)


@desk_view(rules.DRAFT)
def new_spot(request: DeskRequest) -> HttpResponse:
    """Ask for a place."""
    body = pages.unit_of(request)
    return pages.ask(
        request,
        SpotForm(pages.data_of(request), body=body),
        lambda given: actions.open_spot(body=body, actor=request.actor, **given | {"kind": SpotKind(given["kind"])}),
        title=_("New spot"),
        text=body.name,
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
        label=_("Take off the list"), url=reverse("display:close-spot", args=[pk]), icon="archive",
        confirm=_("Whatever hangs there is noted as taken down."),
    )  # fmt: skip
    thing = Thing(
        of=one,
        title=one.name,
        eyebrow=one.body.name,
        crumb=(_("Spots"), reverse("display:spots")),
        facts=[(_("Kind of place"), one.get_kind_display()), (_("Window"), one.window or _("No single window"))],
        tables=[
            pages.Rows(
                title=_("What hangs"),
                head=[_("What hangs"), _("State"), _("Hangs until")],
                rows=[
                    (
                        cell.item.name,
                        str(MARKS[cell.word][1]),
                        f"{cell.posting.until:%Y-%m-%d}" if cell.posting and cell.posting.until else "—",
                    )
                    for cell in cells
                ],
                empty=_("Nothing is asked for here."),
            )
        ],
        verbs=[Verb(label=_("Hang up"), url=hang, kind="primary", icon="plus", link=True), close] if drafts else [],
    )
    return pages.show_thing(request, thing)


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
        Shown(label=_("What hangs"), value=lambda row: row.name, width=24),
        Shown(label=_("Sort"), value=lambda row: row.get_kind_display()),
        Shown(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Shown(
            label=_("Must hang at"), value=lambda row: "、".join(str(words[kind]) for kind in row.required_at), width=36
        ),
        Shown(
            label=_("State"),
            value=lambda row: _("In use") if row.is_active else _("No longer used"),
            tone=lambda row: "success" if row.is_active else "neutral",
        ),
    )
    page = pages.Listing(
        title=_("What must hang"),
        lead=_("The list against which coverage is counted"),
        columns=columns,
        address=lambda row: reverse("display:item", args=[row.pk]),
        empty=_("Say what must hang at which kind of place."),
        buttons=[(_("New display item"), reverse("display:new-item"), "plus")]
        if request.actor.holds(rules.KEEP)
        else [],
        tabs=showing.tabs("items"),
    )
    return pages.show(request, found.distinct(), page)


@desk_view(rules.KEEP)
def new_item(request: DeskRequest) -> HttpResponse:
    """Ask what must hang where."""
    body = pages.keeper_of(request)
    return pages.ask(
        request,
        ItemForm(pages.data_of(request)),
        lambda given: actions.add_item(body=body, actor=request.actor, **given | {"kind": ItemKind(given["kind"])}),
        title=_("New display item"),
        text=body.name,
        back=reverse("display:items"),
    )


@desk_view(rules.READ)
def item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one item of the list."""
    one = get_object_or_404(asked_of(DisplayItem.objects.select_related("body"), request.actor), pk=pk)
    words = dict(SpotKind.choices)
    retire = Verb(
        label=_("Ask for it no more"), url=reverse("display:retire-item", args=[pk]), icon="archive",
        confirm=_("It no longer counts in the coverage."),
    )  # fmt: skip
    thing = Thing(
        of=one,
        title=one.name,
        eyebrow=one.body.name,
        crumb=(_("What must hang"), reverse("display:items")),
        facts=[
            (_("Sort"), one.get_kind_display()),
            (_("Must hang at"), "、".join(str(words[kind]) for kind in one.required_at)),
        ],
        verbs=[retire if one.is_active and may(request.actor, rules.KEEP, one.body) else None],
    )
    return pages.show_thing(request, thing)


@desk_view(rules.KEEP)
@require_POST
def retire_item(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for an item nowhere any more."""
    one = get_object_or_404(within(DisplayItem.objects.select_related("body"), request.actor, rules.KEEP), pk=pk)
    actions.retire_item(one, actor=request.actor)
    return redirect("display:item", pk=pk)


@desk_view(rules.READ)
def assets(request: DeskRequest) -> HttpResponseBase:
    """List the material of the library."""
    form = WordFilter(request.GET, states=State.choices)
    choice = choose(request, rules.READ)
    rows = within(Asset.objects.select_related("body"), request.actor, rules.READ)
    columns = (
        Shown(label=_("Title"), value=lambda row: row.title, width=28),
        Shown(label=_("Sort"), value=lambda row: row.get_kind_display()),
        Shown(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Shown(label=_("Words of the material"), value=lambda row: row.text, width=40),
        pages.state_of(_("State")),
    )
    page = pages.Listing(
        title=_("Library"),
        lead=_("Layouts, pictures and slogans; reviewed before units use them"),
        columns=columns,
        address=lambda row: reverse("display:asset", args=[row.pk]),
        empty=_("Add a layout, a picture or a slogan; after review every unit below may use it."),
        buttons=pages.drafts(request, (_("New material"), "display:draft-asset", "plus")),
        tabs=showing.tabs("assets"),
        filter_form=form,
        choice=choice,
    )
    return pages.show(request, pages.searched(under(rows, choice.body), form, "title", "text"), page)


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

    return pages.ask(
        request,
        form,
        act,
        title=_("New material"),
        text=body.name,
        label=_("Keep the draft"),
        said=_("Kept as a draft. Hand it in for review when it is ready."),
        back=reverse("display:assets"),
        after=lambda made: reverse("display:asset", args=[made.pk]),
    )


@desk_view(rules.READ)
def asset(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one piece of material and where it hangs."""
    one = get_object_or_404(within(Asset.objects.select_related("body"), request.actor, rules.READ), pk=pk)
    used = one.postings.filter(down_on__isnull=True).select_related("spot__body", "item")
    thing = Thing(
        of=one,
        title=one.title,
        eyebrow=one.body.name,
        crumb=(_("Library"), reverse("display:assets")),
        facts=[(_("Sort"), one.get_kind_display()), (_("Words of the material"), one.text)],
        tables=[
            pages.Rows(
                title=_("Where it hangs"),
                head=[_("Spot"), _("Unit in charge"), _("What hangs")],
                rows=[(row.spot.name, row.spot.body.name, row.item.name) for row in used],
                empty=_("Nowhere yet."),
            )
        ],
        with_files=_("Files"),
        verbs=pages.review_verbs(one, "asset", request),
        alert=pages.own_alert(one, request),
    )
    return pages.show_thing(request, thing)
