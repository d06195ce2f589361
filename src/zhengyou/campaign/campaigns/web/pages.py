"""Desk pages of printed forms and their scans."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import printing, rules
from zhengyou.campaign.campaigns.actions import pages as verbs
from zhengyou.campaign.campaigns.enums import ScanState
from zhengyou.campaign.campaigns.forms.work import NumberForm, ScanForm
from zhengyou.campaign.campaigns.models import PrintedPage, Scan, TaskSheet
from zhengyou.campaign.campaigns.queries import sheets_for
from zhengyou.campaign.campaigns.queries.work import scans_for
from zhengyou.campaign.campaigns.web.ground import document, sent
from zhengyou.campaign.campaigns.web.showing import (
    Card,
    Col,
    Files,
    Link,
    Record,
    Register,
    Verb,
    ask,
    entries,
    fill,
    show,
    show_record,
)
from zhengyou.kernel.errors import Refused
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import Format
from zhengyou.registry.access.web import DeskRequest, desk_view

LABEL = gettext_lazy("Stamped pages")
TONES = {ScanState.FOUND: "success", ScanState.UNKNOWN: "warning"}


@desk_view(rules.SUBMIT)
def sheet_pdf(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Print a task sheet with its code."""
    sheet = get_object_or_404(sheets_for(request.actor), pk=pk)
    page = verbs.print_page(sheet, actor=request.actor)
    return document(printing.task_sheet(sheet, page), f"{sheet.duty.name}-{sheet.body.name}")


@desk_view(rules.SUBMIT)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the scans of the own unit, those without a form first."""
    cols = [
        Col(_("Form"), _subject, width=44),
        Col(_("Number of the form"), lambda one: one.page.number if one.page else ""),
        Col(_("Pages of the file"), lambda one: one.sheets),
        Col(_("Unit"), lambda one: one.body.name, width=24),
        Col(_("Taken in"), lambda one: one.at, Format.MOMENT, width=18),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[ScanState(one.state)]),
    ]
    new_url = reverse("campaigns:scan-new")
    register = Register(
        title=_("Stamped pages"),
        lead=_("Scan stamped or signed forms; each finds its task sheet or meeting by the square code"),
        rows=scans_for(request.actor).order_by("-state", "-at", "-pk"),
        cols=cols,
        url=lambda one: reverse("campaigns:scan", args=[one.pk]),
        empty=(
            _("No scan yet"),
            _("Print a task sheet, have it stamped, and send its scan in."),
            _("Send scans in"),
            new_url,
        ),
        buttons=[Link(_("Send scans in"), new_url, "primary", "upload")],
        icon="scan-line",
    )
    return show(request, register)


def _subject(one: Scan) -> str:
    if one.page is None:
        return _("Form not recognised")
    return one.page.sheet.duty.name if one.page.sheet else str(one.page.meeting)


@desk_view(rules.SUBMIT)
def new(request: DeskRequest) -> HttpResponse:
    """Take scans in."""
    body = request.actor.body
    form = ScanForm(sent(request), request.FILES or None)

    def act(_given: dict[str, Any]) -> list[Scan]:
        if body is None:
            raise Refused(_("Your present identity belongs to no unit."))
        made = verbs.take_scans(body, uploads=request.FILES.getlist("scans"), actor=request.actor)  # type: ignore[arg-type]  # uploads have name and read
        lost = sum(one.state == ScanState.UNKNOWN for one in made)
        if lost:
            messages.warning(
                request, _("%(count)s forms were not recognised; type their numbers in.") % {"count": lost}
            )
        return made

    return fill(request, form, act, title=_("Send scans in"), back=reverse("campaigns:scans"))


@desk_view(rules.SUBMIT)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a scan and the form it belongs to."""
    one = get_object_or_404(scans_for(request.actor), pk=pk)
    facts: list[tuple[Any, Any]] = [
        (_("Form"), _subject(one)),
        (_("Number of the form"), one.page.number if one.page else ""),
        (_("Unit"), one.body.name),
        (_("Pages of the file"), one.sheets),
    ]
    links = []
    if one.page is not None:
        url = (
            reverse("campaigns:sheet", args=[one.page.sheet_id])
            if one.page.sheet_id
            else reverse("campaigns:meeting", args=[one.page.meeting_id])
        )
        links = [Link(_("To the form"), url, icon="arrow-right")]
    settle_url = reverse("campaigns:scan-settle", args=[pk])
    return show_record(
        request,
        Record(
            title=_subject(one),
            eyebrow=_("Scan"),
            crumbs=[(LABEL, reverse("campaigns:scans"))],
            state=one.get_state_display(),
            tone=TONES[ScanState(one.state)],
            cards=[Card(_("Scan"), facts, icon="scan-line")],
            files=Files(_("Files"), shown(attached_to(one))),
            entries=entries(one),
            verbs=[Verb(_("Type the number in"), settle_url, kind="primary")] if one.state == ScanState.UNKNOWN else [],
            links=links,
        ),
    )


@desk_view(rules.SUBMIT)
def settle(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead a scan to its form by the number."""
    one = get_object_or_404(scans_for(request.actor), pk=pk)
    return ask(
        request, NumberForm(sent(request)), lambda given: verbs.settle(one, **given, actor=request.actor),
        title=_("Type the number in"), back=reverse("campaigns:scan", args=[pk]),
        text=_("The number stands below the square code."),
    )  # fmt: skip


def scans_of(sheet: TaskSheet) -> list[Any]:
    """Return the scanned pages that found ``sheet``, as files to show."""
    page = PrintedPage.objects.filter(sheet=sheet).first()
    return [file for scan in page.scans.all() for file in shown(attached_to(scan))] if page else []
