"""Desk pages of what hangs where: coverage, the map of areas, postings."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, exports, rules
from zhengyou.instruments.display.forms.fields import ReasonForm, WordFilter
from zhengyou.instruments.display.forms.works import PostUpForm
from zhengyou.instruments.display.models import Area, Posting, Spot
from zhengyou.instruments.display.queries import coverage, spots_now
from zhengyou.instruments.display.web import pages, showing
from zhengyou.instruments.display.web.places import MARKS, spots_in
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, files_of, show_record
from zhengyou.registry.access.web.register import Col, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under


@desk_view(rules.READ)
def cover(request: DeskRequest) -> HttpResponseBase:
    """Show for each place what must hang there and whether it does."""
    form = WordFilter(request.GET)
    choice = choose(request, rules.READ)
    spots = spots_in(request, choice, form)
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
    Col(label=gettext_lazy("What hangs"), value=lambda row: row.item.name, width=24),
    Col(label=gettext_lazy("Spot"), value=lambda row: row.spot.name, width=24),
    Col(label=gettext_lazy("Unit in charge"), value=lambda row: row.spot.body.name, width=24),
    Col(label=gettext_lazy("Words that hang there"), value=lambda row: row.text, width=32),
    Col(label=gettext_lazy("Hangs from"), value=lambda row: row.starts_on, format=Format.DATE),
    Col(label=gettext_lazy("Hangs until"), value=lambda row: row.until, format=Format.DATE),
    Col(label=gettext_lazy("Last checked"), value=lambda row: row.checked_on, format=Format.DATE),
    Col(
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
    page = Register(
        title=_("What hangs where"),
        lead=_("Signs, commitments, slogans and wall papers, each with its time"),
        cols=COLUMNS,
        url=lambda row: reverse("display:posting", args=[row.pk]),
        empty=_("Hang something up: choose what, where and for how long."),
        buttons=pages.drafts(request, _("Hang up"), "display:post-up"),
        tabs=showing.tabs("postings"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(rows, form, "item__name", "spot__name", "text"),
    )
    return show(request, page)


@desk_view(rules.DRAFT)
def post_up(request: DeskRequest) -> HttpResponse:
    """Ask what is hung up, where and for how long; many places at once."""
    body = pages.unit_of(request)
    begun = {"starts_on": clock.today(), "item": request.GET.get("item"), "spots": request.GET.getlist("spot")}
    return fill(
        request,
        PostUpForm(data_of(request), body=body, initial=begun),
        lambda given: actions.post_up(actor=request.actor, **given),
        title=_("Hang up"),
        lead=body.name,
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
        Verb(
            label=_("Seen today"), url=reverse("display:see-posting", args=[pk]), kind="primary", icon="eye", how="post"
        ),
        Verb(
            label=_("Take down"),
            url=reverse("display:unpost", args=[pk]),
            icon="archive",
        ),
    ]
    thing = Record(
        title=one.item.name,
        eyebrow=f"{one.spot.body.name} · {one.spot.name}",
        crumbs=[(_("What hangs where"), reverse("display:postings"))],
        cards=[
            Card(
                _("Facts"),
                [
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
                "info",
            )
        ],
        files=files_of(request, one, _("Photographs")),
        verbs=verbs if hangs else [],
        entries=entries(one),
    )
    return show_record(request, thing)


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
    return ask(
        request,
        ReasonForm(data_of(request)),
        lambda given: actions.unpost(one, reason=given["reason"], actor=request.actor),
        title=_("Take down"),
        back=reverse("display:posting", args=[pk]),
    )
