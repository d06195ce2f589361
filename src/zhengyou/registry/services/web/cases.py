"""Desk pages of cases: the list, one case and its verbs, the quick register, the Excel import."""

import base64
import io
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Refused
from zhengyou.records.sheets import XLSX, marked_workbook, template_workbook
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.record import entries
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.deadlines.enums import Colour
from zhengyou.registry.deadlines.forms import PauseForm
from zhengyou.registry.services import actions, exports, imports, queries, rules
from zhengyou.registry.services.forms import CaseFilter, RegisterForm, UploadForm, WindowChoice
from zhengyou.registry.services.models import Case, Window
from zhengyou.registry.services.web import showing

PAGE = 25


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the cases in the scope of this hat, the newest first."""
    form = CaseFilter(request.GET)
    choice = choose(request, rules.READ)
    found = under(within(queries.cases(), request.actor, rules.READ), choice.body)
    found = _found(found, form)
    if request.GET.get("export") == "xlsx":
        return _file(exports.cases(found.order_by("-accepted_at", "-id")), _("Cases") + ".xlsx")
    page = Paginator(found.order_by("-accepted_at", "-id"), PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    context = {
        "page": page,
        "rows": [showing.case_row(case, now) for case in page],
        "filter_form": form,
        "bodies": choice.nodes,
        "may_register": request.actor.holds(rules.REGISTER),
        "may_import": request.actor.holds(rules.IMPORT),
    }
    return render(request, "services/cases.html", context)


def _found(rows: QuerySet[Case], form: CaseFilter) -> QuerySet[Case]:
    if not form.is_valid():
        return rows
    wanted = form.cleaned_data
    if wanted["q"]:
        typed = wanted["q"].strip()
        rows = rows.filter(number=ids.read_code(typed)) | rows.filter(external_number=typed)
    for name in ("state", "channel"):
        if wanted[name]:
            rows = rows.filter(**{name: wanted[name]})
    if wanted["light"]:
        rows = queries.shining(rows, Colour(wanted["light"]))
    if wanted["first"]:
        rows = rows.filter(accepted_at__gte=clock.midnight(wanted["first"]))
    if wanted["last"]:
        rows = rows.filter(accepted_at__lt=clock.midnight(wanted["last"] + showing.DAY))
    return rows


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one case with its promise, its history and what this hat may do next."""
    case = get_object_or_404(
        within(queries.cases().select_related("version", "clock__rule", "mandate"), request.actor, rules.READ), pk=pk
    )
    open_here = case.state in queries.OPEN_STATES and bool(may(request.actor, rules.REGISTER, case.body))
    context = {
        "case": case,
        "row": showing.case_row(case, clock.now()),
        "entries": entries(case),
        "promise": showing.promise_of(case),
        "links": showing.links(case) if request.actor.holds(rules.REGISTER) else [],
        "can_act": open_here,
        "slips": case.telling_slips.all(),
        "undertakings": case.undertakings.all(),
        "may_promise": bool(case.version.deferrable) or case.version.by_promise,
    }
    return render(request, "services/case.html", context)


@desk_view(rules.REGISTER)
@require_POST
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do ``verb`` (handle, close, withdraw, resume) to a case."""
    case = get_object_or_404(within(queries.cases(), request.actor, rules.REGISTER), pk=pk)
    verbs: dict[str, Callable[..., Case]] = {
        "handle": actions.handle_case,
        "close": actions.close_case,
        "withdraw": actions.withdraw_case,
        "resume": actions.resume_case,
    }
    verbs[verb](case, actor=request.actor)
    messages.success(request, _("Done."))
    return redirect("services:case", pk)


@desk_view(rules.REGISTER)
def pause(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for reason and notice, and let the promise stand still."""
    case = get_object_or_404(within(queries.cases(), request.actor, rules.REGISTER), pk=pk)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.pause_case(case, **form.cleaned_data, actor=request.actor)
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Done."))
            return redirect("services:case", pk)
    context = {
        "title": _("Halt the promised time"),
        "text": _(
            "For the reasons of the list only, and by a written notice to the applicant (Administrative Licensing Law, art. 45)."
        ),
        "form": form,
        "label": _("Halt"),
        "back": reverse("services:case", args=[pk]),
    }
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def _own(request: DeskRequest) -> Appointment | None:
    hat = request.actor.hat_id
    return Appointment.objects.filter(public_id=hat).first() if hat else None


@desk_view(rules.REGISTER)
def register(request: DeskRequest) -> HttpResponse:
    """Take a case at a counter in two clicks: the item, and whether it is done already."""
    own = _own(request)
    windows = within(queries.open_windows().select_related("body"), request.actor, rules.REGISTER)
    served = list(queries.served_by(own.pk).filter(pk__in=windows.values("pk")).select_related("body")) if own else []
    choices = served or list(windows[:2])
    wanted = request.GET.get("window", "")
    window = windows.filter(code=wanted).first() if wanted else choices[0] if len(choices) == 1 else None
    if window is None:
        return _choose_window(request, served or windows)
    form = RegisterForm(request.POST or None, window=window)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, window, form, own)
        except Refused as error:
            error.place_on(form)
    last = _last(request)
    context = {
        "form": form,
        "window": window,
        "several": len(choices) > 1,
        "last": last,
        "links": showing.links(last) if last else [],
    }
    return render(request, "services/register.html", context, status=422 if form.errors else 200)


def _choose_window(request: DeskRequest, windows: list[Window] | QuerySet[Window]) -> HttpResponse:
    """Ask at which window: the few that are served, or a page of all in scope with a query bar."""
    form = WindowChoice(request.GET)
    if not isinstance(windows, list) and form.is_valid() and (text := form.cleaned_data["q"].strip()):
        windows = windows.filter(Q(name__icontains=text) | Q(number__icontains=text) | Q(body__name__icontains=text))
    page = Paginator(windows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter_form": form, "asks": not isinstance(windows, list)}
    return render(request, "services/register_choose.html", context)


def _last(request: DeskRequest) -> Case | None:
    """Return the case that was taken just before, to hand out its slip."""
    number = ids.read_code(request.GET.get("last", ""))
    if not ids.code_holds(number):
        return None
    return within(queries.cases(), request.actor, rules.REGISTER).filter(number=number).first()


def _taken(request: DeskRequest, window: Window, form: RegisterForm, own: Appointment | None) -> HttpResponse:
    given = form.cleaned_data
    case = actions.register_case(window=window, actor=request.actor, handler=own, **given)
    if "close" in request.POST:
        case = actions.close_case(case, actor=request.actor)
    return redirect(f"{reverse('services:register')}?window={window.code}&last={case.number}")


@desk_view(rules.IMPORT)
def template(request: DeskRequest) -> FileResponse:
    """Give the empty workbook."""
    del request
    return _file(template_workbook(imports.TEMPLATE), _("Cases form") + ".xlsx")


@desk_view(rules.IMPORT)
def load(request: DeskRequest) -> HttpResponse:
    """Examine a filled workbook; show every fault, or take over all rows after a second look."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            result = imports.examine(content, request.actor)
            if result.clean and "apply" in request.POST:
                count = imports.take_over(result, actor=request.actor)
                messages.success(request, _("%(count)s cases were taken over.") % {"count": count})
                return redirect("services:cases")
        except Refused as error:
            form.add_error("file", str(error))
        else:
            context |= {"result": result, "faults": result.faults[:200]}
            if not result.clean:
                context["marked"] = base64.b64encode(marked_workbook(content, result)).decode()
    return render(request, "services/import.html", context, status=422 if form.errors else 200)


def _file(content: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
