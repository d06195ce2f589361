"""Desk pages of task sheets: the list, one sheet, and its verbs."""

import io
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.campaign.campaigns import actions, attachments, exports, rules
from zhengyou.campaign.campaigns.enums import SheetState, TagKind
from zhengyou.campaign.campaigns.forms import EvidenceForm, ReasonForm, SheetFilter
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.campaign.campaigns.queries import sheets_for
from zhengyou.campaign.campaigns.queries.checking import checker_of
from zhengyou.campaign.campaigns.web import pages
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid
from zhengyou.records.files.listing import shown
from zhengyou.records.files.queries import attached_to
from zhengyou.records.sheets import XLSX
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries

TONES = {
    SheetState.OPEN: "warning",
    SheetState.SUBMITTED: "info",
    SheetState.RETURNED: "error",
    SheetState.ACCEPTED: "success",
    SheetState.CANCELLED: "neutral",
}
WAITING = (SheetState.OPEN, SheetState.RETURNED)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the task sheets this hat has to do or to check, the nearest day first."""
    form = SheetFilter(request.GET)
    sheets = _found(sheets_for(request.actor), form)
    if request.GET.get("campaign"):
        sheets = sheets.filter(duty__campaign=_uuid(request.GET["campaign"]))
    if request.GET.get("export") == "xlsx":
        content = io.BytesIO(exports.task_sheets(sheets))
        return FileResponse(content, as_attachment=True, filename=_("Task sheets") + ".xlsx", content_type=XLSX)
    page = Paginator(sheets, 25).get_page(request.GET.get("page"))
    rows = [{"sheet": sheet, "tone": TONES[SheetState(sheet.state)], "colour": _colour(sheet)} for sheet in page]
    return render(request, "campaigns/sheets.html", {"page": page, "rows": rows, "filter_form": form})


def _uuid(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.UUID(int=0)


def _found(sheets: QuerySet[TaskSheet], form: SheetFilter) -> QuerySet[TaskSheet]:
    if not form.is_valid():
        return sheets
    wanted = form.cleaned_data
    if wanted["q"]:
        text = wanted["q"].strip()
        sheets = sheets.filter(Q(duty__name__icontains=text) | Q(body__name__icontains=text))
    if wanted["state"]:
        sheets = sheets.filter(state=wanted["state"])
    if wanted["until"]:
        sheets = sheets.filter(due_on__lte=wanted["until"])
    return sheets


def _colour(sheet: TaskSheet) -> str:
    """Return the light of a sheet: red when overdue, yellow in the last three days, else green or grey."""
    if sheet.state not in WAITING:
        return "grey"
    left = (sheet.due_on - clock.today()).days
    return "red" if left < 0 else "yellow" if left <= 3 else "green"


def _sheet(request: DeskRequest, pk: uuid.UUID) -> TaskSheet:
    return get_object_or_404(sheets_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one sheet, its source in the plan, and what this hat may do next."""
    sheet = _sheet(request, pk)
    campaign = sheet.duty.campaign
    does = may(request.actor, rules.SUBMIT, sheet.body, campaign_scope=campaign.scope_id)
    checker = checker_of(sheet)
    function = rules.CHECK if sheet.passed_from is None else rules.SUBMIT
    checks = may(request.actor, function, checker, campaign_scope=campaign.scope_id)
    context = {
        "sheet": sheet,
        "tone": TONES[SheetState(sheet.state)],
        "colour": _colour(sheet),
        "checker": checker,
        "entries": entries(sheet),
        "files": [
            *shown(attached_to(sheet), removable=bool(does) and sheet.state in WAITING),
            *pages.scans_of(sheet),
        ],
        "can_print": bool(does),
        "owner_kind": attachments.OWNER,
        "passed": sheet.passed_down.select_related("body")
        .exclude(state=SheetState.CANCELLED)
        .order_by("body__sort_path"),
        "can_submit": does and sheet.state in WAITING,
        "can_take_back": does and sheet.state == SheetState.SUBMITTED,
        "can_check": checks and sheet.state == SheetState.SUBMITTED and request.actor.body != sheet.body,
    }
    return render(request, "campaigns/sheet.html", context)


@desk_view(rules.SUBMIT)
def submit(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what was done, and hand it in."""
    sheet = _sheet(request, pk)
    problems = sheet.duty.campaign.tags.filter(kind=TagKind.PROBLEM)
    form = EvidenceForm(
        request.POST or None, initial={"evidence": sheet.evidence, "problems": sheet.tags.all()}, problems=problems
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit(sheet, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            error.place_on(form)
        else:
            messages.success(request, _("Handed in; the campaign office checks it."))
            return redirect("campaigns:sheet", pk=pk)
    context = {
        "title": _("Hand in"),
        "lead": sheet.duty.name,
        "form": form,
        "submit": _("Hand in"),
        "back": reverse("campaigns:sheet", args=[pk]),
    }
    return render(request, "form.html", context, status=422 if form.is_bound else 200)


@desk_view(rules.SUBMIT)
@require_POST
def take_back(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a sheet back."""
    actions.take_back(_sheet(request, pk), actor=request.actor)
    return redirect("campaigns:sheet", pk=pk)


@desk_view(rules.READ)
@require_POST
def accept(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept a sheet."""
    actions.accept(_sheet(request, pk), actor=request.actor)
    messages.success(request, _("Accepted."))
    return redirect("campaigns:sheet", pk=pk)


@desk_view(rules.READ)
def return_sheet(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what is missing, and return the sheet."""
    sheet = _sheet(request, pk)
    form = ReasonForm(request.POST or None)
    back = reverse("campaigns:sheet", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_sheet(sheet, reason=form.cleaned_data["reason"], actor=request.actor)
        except Invalid as error:
            error.place_on(form)
        else:
            messages.success(request, _("Returned to the unit."))
            return redirect(back)
    context = {
        "title": _("Return the task sheet"),
        "text": sheet.duty.name,
        "form": form,
        "label": _("Return"),
        "back": back,
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
