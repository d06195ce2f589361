"""Desk pages of the upper platform: its orders, workbooks in and out, its columns, replies that were given up."""

import base64
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, queries, register, rules
from zhengyou.instruments.complaints.enums import Direction
from zhengyou.instruments.complaints.forms import exchange as forms
from zhengyou.instruments.complaints.models import Lesson, Platform, UpperOrder, UpperReply
from zhengyou.instruments.complaints.queries import upper as readings
from zhengyou.instruments.complaints.upper import layout
from zhengyou.instruments.complaints.web import pages
from zhengyou.instruments.complaints.web.pages import Col, Link, Register, entries, excel, fill
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records import jobs
from zhengyou.records.sheets import Format, ImportResult, marked_workbook, template_workbook, with_faults
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.access.web import DeskRequest, desk_view

FAULTS = 200
ORDERS = 50
CLASS_HEADS = ("level1", "category", "code", "一级分类", "一级标签", "分类")  # messages: zh
TEXT_HEADS = ("subject", "title", "主题", "留言主题", "标题", "text", "内容", "留言详情")  # messages: zh


@desk_view(rules.EXCHANGE)
def platforms(request: DeskRequest) -> HttpResponseBase:
    """List the platforms above in which units of this scope work."""
    rows = readings.with_columns(within(Platform.objects.all(), request.actor, rules.EXCHANGE)).order_by("name")
    sets = request.actor.holds(rules.TABLES)
    new = reverse("complaints:new-platform")
    page = Register(
        title=_("Upper 12345 platform"),
        lead=_("Orders come in and replies go back in the platform's own table; nothing is typed twice"),
        cols=(
            Col(label=gettext_lazy("Name"), value=lambda row: row.name, width=24),
            Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
            Col(label=gettext_lazy("Orders in all"), value=lambda row: row.orders_in_all, format=Format.INT),
            Col(label=gettext_lazy("Open"), value=lambda row: row.orders_open, format=Format.INT),
            Col(label=gettext_lazy("Last asked"), value=lambda row: row.asked_at, format=Format.MOMENT),
        ),
        url=lambda row: reverse("complaints:platform", args=[row.pk]),
        empty=_("Enter the platform once; afterwards its workbooks can be taken over."),
        buttons=[Link(_("Enter a platform"), new, "primary", "plus")] if sets else [],
        rows=rows,
    )
    return pages.show(request, page)


def _platform(request: DeskRequest, pk: uuid.UUID, function: str = rules.EXCHANGE) -> Platform:
    rows = readings.with_columns(within(Platform.objects.all(), request.actor, function))
    return get_object_or_404(rows, pk=pk)


@desk_view(rules.TABLES)
def new_platform(request: DeskRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Ask for a platform and the way to its program."""
    known = _platform(request, pk, rules.TABLES) if pk else None
    begun = {name: getattr(known, name) for name in forms.PlatformForm.base_fields if name != "token"} if known else {}
    form = forms.PlatformForm(request.POST or None, initial=begun)
    return fill(
        request,
        form,
        lambda _given: actions.save_platform(
            form.connection(),
            body=known.body if known else pages.own_body(request),
            platform=known,
            actor=request.actor,
        ),
        title=_("Upper platform"),
        lead=_("The columns in common use are entered with it; mend them on its page."),
        back=reverse("complaints:platforms"),
        after=lambda made: reverse("complaints:platform", args=[made.pk]),
    )


@desk_view(rules.EXCHANGE)
def platform(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a platform: its open orders by their limit, what was exchanged, its columns; take a workbook over."""
    found = _platform(request, pk)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            told = _taken(found, form.cleaned_data["file"].read(), request)
        except Refused as error:
            form.add_error("file", str(error))
    if told.get("outcome") and not told["faults"]:
        done = told["outcome"]
        words = _("%(made)d new, %(changed)d changed, %(same)d the same.")
        messages.success(request, words % {"made": done.made, "changed": done.changed, "same": done.same})
        return redirect("complaints:platform", pk=pk)
    orders = UpperOrder.objects.filter(platform=found)
    context = {
        "platform": found,
        "form": form,
        "orders": readings.pressing(orders, clock.now())[:ORDERS],
        "exchanges": found.exchanges.order_by("-at")[:20],
        "failed": readings.failed(UpperReply.objects.filter(upper_order__platform=found))[:20],
        "columns": [
            (direction, Direction(direction).label, layout.columns_of(found, Direction(direction)))
            for direction in Direction.values
        ],
        "sets": bool(may(request.actor, rules.TABLES, found.body)),
        "entries": entries(found),
        "now": clock.now(),
        **told,
    }
    return render(request, "complaints/platform.html", context, status=422 if form.errors or told else 200)


def _taken(found: Platform, content: bytes, request: DeskRequest) -> dict[str, Any]:
    """Take a workbook over; where rows were refused return them with the workbook that says why."""
    read = layout.read_workbook(found, content)
    outcome = actions.take_over_orders(found, read, actor=request.actor)
    told: dict[str, Any] = {"outcome": outcome, "faults": list(outcome.faults)[:FAULTS]}
    if outcome.faults and read.result is not None:
        later = [fault for fault in outcome.faults if fault not in read.result.faults]
        marked = marked_workbook(content, with_faults(read.result, later))
        told["marked"] = base64.b64encode(marked).decode()
    return told


@desk_view(rules.EXCHANGE)
@require_POST
def replies(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Hand out the workbook of replies that the platform has not got yet, or of all."""
    found = _platform(request, pk)
    content = actions.export_replies(found, again="again" in request.POST, actor=request.actor)
    return excel(content, f"{found.name} {clock.today():%Y%m%d}")


@desk_view(rules.TABLES)
def columns(request: DeskRequest, pk: uuid.UUID, direction: str) -> HttpResponse:
    """Ask for the columns of one direction."""
    found = _platform(request, pk, rules.TABLES)
    chosen = Direction.OUT if direction == Direction.OUT else Direction.IN
    form = forms.ColumnsForm(
        request.POST or None, initial={"columns": forms.as_lines(layout.columns_of(found, chosen))}
    )
    return fill(
        request,
        form,
        lambda given: actions.lay_out(found, chosen, given["columns"], actor=request.actor),
        title=f"{_('Columns')}: {chosen.label}",
        lead=found.name,
        back=reverse("complaints:platform", args=[pk]),
    )


@desk_view(rules.EXCHANGE)
@require_POST
def send_again(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a reply that was given up on its way once more."""
    rows = within(UpperReply.objects.select_related("upper_order__platform__body"), request.actor, rules.EXCHANGE)
    reply = get_object_or_404(rows, pk=pk)
    actions.send_again(reply, actor=request.actor)
    messages.success(request, _("It is sent within minutes."))
    return redirect("complaints:platform", pk=reply.upper_order.platform_id)


@desk_view(rules.TABLES)
def take_register(request: DeskRequest) -> HttpResponse:
    """Take the register of another system over, all or nothing, from a workbook or CSV."""
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "title": _("Take a register over")}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            content, result = _register(file.name or "", content)
            if result.clean:
                count = actions.take_over_register(result, body=pages.own_body(request), actor=request.actor)
                messages.success(request, _("%(count)d matters were taken over.") % {"count": count})
                return redirect("complaints:list")
        except Refused as error:
            form.add_error("file", str(error))
        else:
            context |= {
                "faults": result.faults[:FAULTS],
                "bad": result.bad_rows,
                "marked": base64.b64encode(marked_workbook(content, result)).decode(),
            }
    return render(request, "complaints/register.html", context, status=422 if form.is_bound else 200)


def _register(name: str, content: bytes) -> tuple[bytes, ImportResult]:
    if name.lower().endswith(".csv"):
        content = register.as_workbook(register.rows_of(content))
    return content, register.read_workbook(content)


@desk_view(rules.TABLES)
def register_form(request: DeskRequest) -> HttpResponseBase:
    """Hand out the empty form of a register."""
    del request
    return excel(template_workbook(register.TEMPLATE), register.TEMPLATE.title)


@desk_view(rules.TEACH)
def lessons(request: DeskRequest) -> HttpResponse:
    """Show what the classifier learned and how well, teach it anew, take labelled texts over."""
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "learn" in request.POST:
        require(request.actor, rules.TEACH, None)
        jobs.defer("complaints.learn", once="complaints.learn")
        messages.success(request, _("It learns now; the new version stands here within a minute."))
        return redirect("complaints:lessons")
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            told = _teach(file.name or _("Upload"), file.read(), request)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("%(count)d texts were taken over.") % {"count": told.taken})
            if told.unknown:
                names = "、".join(told.unknown[:10])
                messages.warning(request, _("The tree has no such classes: %(names)s") % {"names": names})
            return redirect("complaints:lessons")
    held: QuerySet[Lesson] = Lesson.objects.defer("broad", "fine")
    lesson = held.filter(in_use=True).first()
    context = {"form": form, "lesson": lesson, "earlier": held.filter(in_use=False)[:10], "classes": _classes(lesson)}
    return render(request, "complaints/lessons.html", context, status=422 if form.errors else 200)


def _teach(name: str, content: bytes, request: DeskRequest) -> Any:
    head, *rows = register.rows_of(content)
    places = {cell.strip().casefold(): at for at, cell in enumerate(head)}
    label = next((places[one] for one in CLASS_HEADS if one in places), None)
    words = [places[one] for one in TEXT_HEADS if one in places]
    if label is None or not words:
        raise Refused(_("The file needs a column of the class and one of the text."), field="file")
    pairs = [(row[label], "\n".join(row[at] for at in words)) for row in rows if len(row) == len(head)]
    return actions.take_over_texts(pairs, source=name, actor=request.actor)


def _classes(lesson: Lesson | None) -> list[dict[str, Any]]:
    if lesson is None:
        return []
    names = {one.code: one.name for one in queries.categories() if len(one.code) == 2}
    return [row | {"name": names.get(row["label"], row["label"])} for row in lesson.report["classes"]]
