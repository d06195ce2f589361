"""The four verbs of the review, for every kind of thing that has a page of its own."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.models import Asset, Brand, Pledge, PracticalMatter, Standard
from zhengyou.instruments.display.web import showing
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view

KINDS: dict[str, type[Model]] = {
    "pledge": Pledge,
    "standard": Standard,
    "brand": Brand,
    "asset": Asset,
    "practical-matter": PracticalMatter,
}
"""The word in the address of the page of a thing, which is also the name of its route."""


@desk_view(rules.READ)
@require_POST
def act(request: DeskRequest, kind: str, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Hand in, show, send back or take down."""
    if verb not in showing.ACTIONS or kind not in KINDS:
        raise Http404
    rows: Any = KINDS[kind]._default_manager.select_related("body")
    thing = get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)
    showing.ACTIONS[verb](thing, actor=request.actor)
    messages.success(request, showing.said(verb))
    return redirect(f"display:{kind}", pk=pk)
