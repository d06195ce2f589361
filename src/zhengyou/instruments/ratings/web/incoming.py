"""Desk pages of what comes in from platforms above: fetch, Excel, and their orders with the way back of our replies."""

import base64
import io
import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.ratings import actions, exports, incoming_sheet, line, mapping, rules, standing
from zhengyou.instruments.ratings.actions import TakenIn
from zhengyou.instruments.ratings.enums import PushState, Subject
from zhengyou.instruments.ratings.models import OutsideOrder, Push, UpperPlatform
from zhengyou.instruments.ratings.web.desk import workbook
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.sheets import XLSX, marked_workbook, template_workbook
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view

PAGE = 25
TONES = {PushState.WAITING: "info", PushState.SENT: "success", PushState.FAILED: "error"}


class SheetForm(forms.Form):
    """A filled workbook of one platform."""

    platform = forms.ModelChoiceField(label=gettext_lazy("Platform"), queryset=UpperPlatform.objects.none())
    file = forms.FileField(label=gettext_lazy("Workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


@desk_view(rules.IMPORT)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the orders of platforms above for bad ratings: where each stands here, and whether its reply went back."""
    orders = within(OutsideOrder.objects.select_related("platform"), request.actor, rules.IMPORT)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.outside_orders(_rows(list(orders), request.actor)), _("Orders of platforms above"))
    page = Paginator(orders, PAGE).get_page(request.GET.get("page"))
    platforms = within(UpperPlatform.objects.filter(rates_there=True, is_open=True), request.actor, rules.IMPORT)
    context = {"page": page, "rows": _rows(list(page), request.actor), "platforms": platforms}
    return render(request, "ratings/incoming.html", context)


def _rows(orders: list[OutsideOrder], actor: Actor) -> list[dict[str, object]]:
    """Return the orders with where each stands and its reply, in a fixed number of queries.

    Of an order for the own unit, number and stage are withheld: the number leads to the rater's case on the platform.
    """
    ratings = mapping.ratings_of(orders)
    replies = {
        push.source: push for push in Push.objects.filter(subject=Subject.REPLY, source__in=[o.pk for o in orders])
    }
    rows: list[dict[str, object]] = []
    for order in orders:
        rating, reply = ratings.get(order.pk), replies.get(order.pk)
        withheld = rating is None or rules.is_withheld(actor, rating.body)
        rows.append(
            {
                "order": order,
                "rating": rating,
                "withheld": withheld,
                "stage": standing.of(rating) if rating and rating.is_to_be_mended and not withheld else None,
                "reply": None if withheld else reply,
                "tone": TONES[PushState(reply.state)] if reply else "neutral",
            }
        )
    return rows


@desk_view(rules.IMPORT)
@require_POST
def fetch(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Fetch now what a platform has taken."""
    platform = get_object_or_404(within(UpperPlatform.objects.all(), request.actor, rules.IMPORT), pk=pk)
    try:
        _tell(request, actions.fetch(platform, actor=request.actor))
    except line.LineProblem as problem:
        messages.error(request, _("The platform did not answer: %(what)s") % {"what": str(problem)})
    return redirect("ratings:incoming")


@desk_view(rules.IMPORT)
def form(request: DeskRequest) -> FileResponse:
    """Give the empty workbook."""
    del request
    content = template_workbook(incoming_sheet.TEMPLATE)
    name = _("Form for ratings of an upper platform") + ".xlsx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)


@desk_view(rules.IMPORT)
def load(request: DeskRequest) -> HttpResponse:
    """Examine a filled workbook; show every fault, or take over all rows after a second look."""
    form = SheetForm(request.POST or None, request.FILES or None)
    field: forms.ModelChoiceField[UpperPlatform] = form.fields["platform"]  # type: ignore[assignment]
    field.queryset = within(UpperPlatform.objects.all(), request.actor, rules.IMPORT)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content, platform = form.cleaned_data["file"].read(), form.cleaned_data["platform"]
        try:
            result = incoming_sheet.examine(content, platform, request.actor)
            if result.clean and "apply" in request.POST:
                _tell(request, incoming_sheet.take_over(result, platform, actor=request.actor))
                return redirect("ratings:incoming")
        except Refused as error:
            form.add_error("file", str(error))
        else:
            context |= {"result": result, "faults": result.faults[:200]}
            if not result.clean:
                context["marked"] = base64.b64encode(marked_workbook(content, result)).decode()
    return render(request, "ratings/incoming_load.html", context, status=422 if form.errors else 200)


def _tell(request: DeskRequest, taken: TakenIn) -> None:
    told = _("Ratings taken over: %(ratings)d, orders: %(orders)d, here already: %(known)d, refused: %(refused)d")
    messages.success(
        request,
        told % {"ratings": taken.ratings, "orders": taken.orders, "known": taken.known, "refused": len(taken.refused)},
    )
    for _place, reason in taken.refused[:5]:
        messages.warning(request, str(reason))
