"""Pages of judgements of units as a whole: the panel's own page, and the desk's panels and spot checks."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhengyou.instruments.ratings import actions, exports, policy, rules
from zhengyou.instruments.ratings.enums import JudgeKind, Level
from zhengyou.instruments.ratings.models import Judgement, Panel
from zhengyou.instruments.ratings.web import showing
from zhengyou.instruments.ratings.web.desk import workbook
from zhengyou.instruments.ratings.web.raters import admit
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused, Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.records.seal import throttle
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import addresses

PAGE = 25
LEVELS = list(reversed(Level.choices))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Show the panel's page to who holds a seat's code, and take what is said of the units."""
    seat = actions.seat_for(code)
    if seat is None:
        throttle.require("ratings.look", throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
        raise Http404
    panel, error = seat.panel, ""
    closed: Sentence = ""
    if seat.is_used:
        closed = _("This code has been used already.")
    elif not panel.opens_on <= clock.today() <= panel.closes_on:
        closed = _("This panel does not judge today.")
    units = list(panel.units.order_by("sort_path"))
    said = {unit.public_id: _said(request, unit) for unit in units}
    context: dict[str, Any] = {"panel": panel, "levels": LEVELS, "longest": policy.TEXT_LENGTH, "closed": closed}
    if request.method == "POST" and not closed:
        admit(request)
        try:
            actions.judge(seat, given=said)
        except Refused as refusal:
            error = str(refusal)
        else:
            return render(request, "ratings/panel.html", {**context, "done": True})
    context |= {"units": [(unit, *said[unit.public_id]) for unit in units], "error": error}
    return render(request, "ratings/panel.html", context, status=410 if closed else 422 if error else 200)


def _said(request: HttpRequest, unit: Body) -> tuple[int, str]:
    level = request.POST.get(f"level-{unit.public_id}", "")
    text = request.POST.get(f"text-{unit.public_id}", "").replace("\x00", "")
    return int(level) if level in {"1", "2", "3", "4", "5"} else 0, text[: policy.TEXT_LENGTH]


class PanelForm(forms.Form):
    """A panel to be invited."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    composition = forms.CharField(
        label=gettext_lazy("Made of"), max_length=200, help_text=gettext_lazy("In words and numbers, without names; it is published"),
    )  # fmt: skip
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=policy.SEATS_MOST)
    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=forms.DateInput(attrs={"type": "date"}))
    closes_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Units to be judged"), queryset=Body.objects.none(), widget=forms.CheckboxSelectMultiple
    )


class CheckForm(forms.Form):
    """A spot check of one unit."""

    body = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Body.objects.none())
    level = forms.TypedChoiceField(
        label=gettext_lazy("Satisfaction"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("What the spot check found"),
        max_length=policy.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@desk_view(rules.PANELS)
def listing(request: DeskRequest) -> HttpResponse:
    """List the panels with their seats and how many were used."""
    found = within(Panel.objects.all(), request.actor, rules.PANELS)
    counted = found.annotate(seated=Count("seats"), used=Count("seats", filter=Q(seats__is_used=True)))
    page = Paginator(counted.order_by("-opens_on", "id"), PAGE).get_page(request.GET.get("page"))
    return render(request, "ratings/panels.html", {"page": page})


@desk_view(rules.PANELS)
def add(request: DeskRequest) -> HttpResponse:
    """Invite a panel."""
    body = roots_of(request.actor, rules.PANELS).first()
    if body is None:
        raise Forbidden(_("This belongs to a body outside the scope of your present identity."))
    form = PanelForm(request.POST or None)
    field: Any = form.fields["units"]
    field.queryset = within(Body.objects.filter(windows__isnull=False), request.actor, rules.PANELS).distinct()
    if request.method == "POST" and form.is_valid():
        try:
            panel = actions.convene(body=body, **form.cleaned_data, actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Invited; hand each member one code."))
            return redirect("ratings:panel", pk=panel.pk)
    context = {
        "title": _("Invite a panel"), "form": form, "submit": _("Invite"), "back": reverse("ratings:panels"),
        "lead": _("People of society judge units as a whole, each once; counted apart from the ratings of visitors."),
    }  # fmt: skip
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.PANELS)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show a panel: the codes of its seats while it is open, and what was said once it is closed."""
    panel = get_object_or_404(within(Panel.objects.select_related("body"), request.actor, rules.PANELS), pk=pk)
    over = clock.today() > panel.closes_on
    found = list(panel.judgements.select_related("body").order_by("body__sort_path", "id")) if over else []
    rows = [(one, showing.TONES[one.level], mask_text(one.text)) for one in found]
    if request.GET.get("export") == "xlsx":
        return workbook(exports.judgements(rows), panel.title)
    context = {
        "panel": panel, "over": over, "rows": rows, "units": panel.units.order_by("sort_path"),
        "seats": [] if over else list(panel.seats.all()), "base": f"{addresses.base(request)}/r/p/",
    }  # fmt: skip
    return render(request, "ratings/panel_desk.html", context)


@desk_view(rules.CHECK)
def checks(request: DeskRequest) -> HttpResponseBase:
    """List the spot checks of the units in scope."""
    found = within(Judgement.objects.filter(kind=JudgeKind.CHECK), request.actor, rules.CHECK).select_related("body")
    if request.GET.get("export") == "xlsx":
        rows = [(one, "", mask_text(one.text)) for one in found]
        return workbook(exports.judgements(rows), _("Spot checks"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(one, showing.TONES[one.level], mask_text(one.text)) for one in page]
    return render(request, "ratings/checks.html", {"page": page, "rows": rows})


@desk_view(rules.CHECK)
def check(request: DeskRequest) -> HttpResponse:
    """Enter a spot check."""
    form = CheckForm(request.POST or None)
    field: Any = form.fields["body"]
    field.queryset = within(Body.objects.filter(windows__isnull=False), request.actor, rules.CHECK).distinct()
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_unit(**form.cleaned_data, actor=request.actor)
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Noted."))
            return redirect("ratings:checks")
    context = {
        "title": _("Enter a spot check"), "form": form, "submit": _("Enter"), "back": reverse("ratings:checks"),
        "lead": _("A judgement of the government under your hat; counted apart from the ratings of visitors."),
    }  # fmt: skip
    return render(request, "form.html", context, status=422 if form.errors else 200)
