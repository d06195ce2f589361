"""Desk pages of mapping tables: what a business system calls its fields."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import data_of, fill
from zhengyou.registry.services import actions, rules
from zhengyou.registry.services.forms.mappings import AdapterForm, MappingForm
from zhengyou.registry.services.models import FieldMapping, Integration


def _system(request: DeskRequest, public_id: uuid.UUID) -> Integration:
    rows = within(Integration.objects.select_related("body"), request.actor, rules.API)
    return get_object_or_404(rows, public_id=public_id)


@desk_view(rules.API)
def table(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the mapping table of a business system."""
    system = _system(request, public_id)
    return render(request, "services/mapping.html", {"system": system, "mappings": system.mappings.all()})


@desk_view(rules.API)
def adopt(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask which ready table the system speaks."""
    system = _system(request, public_id)
    return fill(
        request,
        AdapterForm(data_of(request)),
        lambda given: actions.adopt_adapter(system, actor=request.actor, **given),
        title=_("Take a ready table"),
        lead=_("It replaces the table that stands; then fill in which of their codes is which window."),
        back=reverse("services:mapping", args=[public_id]),
    )


@desk_view(rules.API)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what a field is called there and how its value is read."""
    rows = within(FieldMapping.objects.select_related("integration__body"), request.actor, rules.API)
    one = get_object_or_404(rows, pk=pk)
    words = [f"{theirs}={ours}" for theirs, ours in one.words.items()]
    begun: dict[str, Any] = {"theirs": one.theirs, "reading": one.reading, "words": words}
    return fill(
        request,
        MappingForm(data_of(request), initial=begun),
        lambda given: actions.amend_mapping(one, actor=request.actor, **given),
        title=one.get_ours_display(),
        back=reverse("services:mapping", args=[one.integration.public_id]),
    )
