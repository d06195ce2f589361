"""Desk pages of the register of places."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies import choosing, exports, queries, rules
from zhengyou.registry.bodies.actions import places
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.offices import ActivityForm, EndForm, PlaceForm, ResidentForm
from zhengyou.registry.bodies.forms.tree import PlaceFilter
from zhengyou.registry.bodies.models import Body, Place, PlaceResident
from zhengyou.registry.bodies.web import asking
from zhengyou.registry.people.desk import desk_view

PAGE = 50


def _readable(request: HttpRequest) -> Any:
    return queries.at_paths(Body.objects.all(), rules.paths(actor_of(request), rules.READ))


@desk_view(rules.READ)
def listing(request: HttpRequest) -> HttpResponseBase:
    """List the places on the register."""
    choice = choosing.choose(request, rules.READ)
    form = PlaceFilter(request.GET)
    rows = queries.under(queries.places().filter(body__in=_readable(request)), choice.body)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("q"):
        rows = rows.filter(name__contains=wanted["q"].strip())
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if request.GET.get("export") == "xlsx":
        return asking.workbook(exports.places_workbook(rows), _("Places"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may = bool(rules.paths(actor_of(request), rules.MANAGE))
    return render(request, "bodies/places.html", {"choice": choice, "filter_form": form, "page": page, "may": may})


def _place(request: HttpRequest, pk: uuid.UUID) -> Place:
    return get_object_or_404(Place.objects.select_related("body").filter(body__in=_readable(request)), pk=pk)


@desk_view(rules.READ)
def place(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a place with its residents and activities."""
    one = _place(request, pk)
    today = clock.today()
    residents = [row for row in one.residents.select_related("body") if row.ends_on is None or row.ends_on > today]
    context = {
        "place": one,
        "residents": residents,
        "activities": list(one.activities.all()[:200]),
        "participants": queries.participants(one),
        "may_manage": one.ends_on is None and rules.may(actor_of(request), rules.MANAGE, one.body),
    }
    return render(request, "bodies/place.html", context)


@desk_view(rules.MANAGE)
def register(request: HttpRequest) -> HttpResponse:
    """Put a place on the register."""
    return asking.ask(
        request,
        asking.bound(request, PlaceForm),
        lambda given: places.register_place(actor=actor_of(request), **given),
        title=_("New place"),
        back=reverse("bodies:places"),
        done=_("The place is on the register."),
    )


@desk_view(rules.MANAGE)
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a place off the register."""
    one = _place(request, pk)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: places.close_place(one, on=given["on"], actor=actor_of(request)),
        title=_("Take %(place)s off the register") % {"place": one.name},
        back=reverse("bodies:place", args=[one.pk]),
        submit=_("Take off"),
        danger=True,
        done=_("The place was taken off the register."),
    )


@desk_view(rules.MANAGE)
def take_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a resident body."""
    one = _place(request, pk)
    return asking.ask(
        request,
        asking.bound(request, ResidentForm),
        lambda given: places.take_in(one, actor=actor_of(request), **given),
        title=_("New resident of %(place)s") % {"place": one.name},
        back=reverse("bodies:place", args=[one.pk]),
        done=_("Written down."),
    )


@desk_view(rules.MANAGE)
def move_out(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down that a resident leaves."""
    rows = PlaceResident.objects.select_related("place__body", "body").filter(place__body__in=_readable(request))
    one = get_object_or_404(rows, pk=pk)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: places.move_out(one, on=given["on"], actor=actor_of(request)),
        title=_("%(body)s leaves %(place)s") % {"body": one.body.name, "place": one.place.name},
        back=reverse("bodies:place", args=[one.place_id]),
        submit=_("Leave"),
        danger=True,
        done=_("Written down."),
    )


@desk_view(rules.MANAGE)
def hold(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down an activity."""
    one = _place(request, pk)
    return asking.ask(
        request,
        asking.bound(request, ActivityForm),
        lambda given: places.hold_activity(one, actor=actor_of(request), **given),
        title=_("New activity at %(place)s") % {"place": one.name},
        back=reverse("bodies:place", args=[one.pk]),
        done=_("Written down."),
    )
