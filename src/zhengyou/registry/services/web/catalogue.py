"""Desk pages of the catalogue: items and the versions of their guides."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under
from zhengyou.registry.services import actions, queries, rules
from zhengyou.registry.services.forms import GuideForm, ItemFilter, ItemForm, guide_initial
from zhengyou.registry.services.models import ServiceItem
from zhengyou.registry.services.web import showing

PAGE = 25


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponse:
    """List the items that are offered in the scope of this hat, in official order."""
    form = ItemFilter(request.GET)
    choice = choose(request, rules.READ)
    found = under(within(queries.offered().select_related("body"), request.actor, rules.READ), choice.body)
    if form.is_valid():
        if text := form.cleaned_data["q"].strip():
            found = found.filter(Q(name__icontains=text) | Q(code__icontains=text))
        if family := form.cleaned_data["family"]:
            found = found.filter(family=family)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    body = choice.body or request.actor.body
    context = {
        "page": page,
        "rows": [{"item": item, "promise": showing.promise(item)} for item in page],
        "filter_form": form,
        "bodies": choice.nodes,
        "body": body,
        "can_add": body is not None and bool(may(request.actor, rules.MANAGE, body)),
    }
    return render(request, "services/items.html", context)


def _item(request: DeskRequest, public_id: uuid.UUID, function: str) -> ServiceItem:
    rows = within(ServiceItem.objects.select_related("body"), request.actor, function)
    return get_object_or_404(rows, public_id=public_id)


@desk_view(rules.READ)
def detail(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the guide as it stands, its earlier versions and where the item is offered."""
    item = _item(request, public_id, rules.READ)
    versions = list(item.versions.order_by("-number"))
    context = {
        "item": item,
        "guide": versions[0] if versions else None,
        "promise": showing.promise(item),
        "versions": showing.reductions(versions),
        "windows": queries.open_windows().filter(items=item).select_related("body"),
        "can_manage": item.closed_on is None and bool(may(request.actor, rules.MANAGE, item.body)),
        "public_url": request.build_absolute_uri(reverse("services:guide", args=[item.public_id])),
    }
    return render(request, "services/item.html", context)


@desk_view(rules.MANAGE)
def add(request: DeskRequest) -> HttpResponse:
    """Add an item to the catalogue of the chosen body."""
    body = choose(request, rules.MANAGE).body or request.actor.body
    if body is None:
        raise Refused(_("Choose a unit first."))
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            item = actions.open_item(
                body=body, code=given["code"], family=given["family"], guide=form.guide(), actor=request.actor
            )
        except Refused as error:
            error.place_on(form)
        else:
            return redirect("services:item", item.public_id)
    back = reverse("services:items")
    return _page(request, form, title=_("New item"), lead=body.name, back=back)


@desk_view(rules.MANAGE)
def amend(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Publish a new version of the guide; the form starts with the one that stands."""
    item = _item(request, public_id, rules.MANAGE)
    standing = item.versions.order_by("-number").first()
    form = GuideForm(request.POST or None, initial=guide_initial(standing) if standing else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend_item(item, guide=form.guide(), actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            messages.success(request, _("The new version holds from today; earlier cases keep theirs."))
            return redirect("services:item", public_id)
    back = reverse("services:item", args=[public_id])
    return _page(request, form, title=_("Amend the guide"), lead=item.name, back=back)


@desk_view(rules.MANAGE)
@require_POST
def retire(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the item out of the catalogue."""
    actions.retire_item(_item(request, public_id, rules.MANAGE), actor=request.actor)
    messages.success(request, _("The item is no longer offered; its cases stay."))
    return redirect("services:items")


def _page(request: DeskRequest, form: Any, **context: Any) -> HttpResponse:
    return render(request, "form.html", {"form": form, **context}, status=422 if form.errors else 200)
