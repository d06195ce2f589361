"""Desk pages of the tree."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from zhengyou.registry.bodies import choosing
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.people.desk import desk_view


@require_GET
@desk_view()
def tree_children(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer with the lines directly under a body, for the tree at the left of the list page ``?to=``."""
    body = get_object_or_404(Body, public_id=public_id)
    back = request.GET.get("to", "")
    if not choosing.is_desk_page(back) or not choosing.may_look(request, body):
        raise Http404
    return render(request, "components/tree_nodes.html", {"nodes": choosing.children(body, back)})
