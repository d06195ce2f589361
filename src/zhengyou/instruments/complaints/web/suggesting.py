"""What the officer does with a proposal: takes the class, joins two matters, says that they differ."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.models import Category, Likeness
from zhengyou.instruments.complaints.web.matters import matter_or_404
from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.web import DeskRequest, desk_view


@desk_view(rules.TRIAGE)
@require_POST
def classify_as(request: DeskRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Put a matter into the class that was proposed."""
    matter = matter_or_404(request, pk)
    category = get_object_or_404(Category, code=code[:12])
    try:
        actions.classify(matter, category=category, actor=request.actor)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("complaints:detail", pk=pk)


def _likeness(request: DeskRequest, pk: uuid.UUID) -> Likeness:
    rows = Likeness.objects.filter(later__in=queries.visible(request.actor, rules.TRIAGE))
    return get_object_or_404(rows.select_related("later__body", "earlier__body"), pk=pk)


@desk_view(rules.TRIAGE)
@require_POST
def join_alike(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Join two matters as proposed."""
    found = _likeness(request, pk)
    try:
        actions.join_alike(found, actor=request.actor)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Joined; it is answered with the earlier one."))
    return redirect("complaints:detail", pk=found.later_id)


@desk_view(rules.TRIAGE)
@require_POST
def tell_apart(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note that two matters differ."""
    found = _likeness(request, pk)
    try:
        actions.tell_apart(found, actor=request.actor)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("complaints:detail", pk=found.later_id)
