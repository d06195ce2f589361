"""Desk pages of relations across the tree."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.actions import relations
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.offices import AuthorityForm, EndForm, RelationForm
from zhengyou.registry.bodies.models import Body, Relation
from zhengyou.registry.bodies.web import asking, showing
from zhengyou.registry.people.desk import desk_view


@desk_view(rules.MANAGE)
def relate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down a relation of a body."""
    body = asking.visible_body(request, public_id)
    return asking.ask(
        request,
        asking.bound(request, RelationForm),
        lambda given: relations.relate(body, actor=actor_of(request), **given),
        title=_("New relation of %(body)s") % {"body": body.name},
        lead=_("A body has one line parent and one place parent at a time."),
        back=showing.url(body, "relations"),
        done=_("The relation was written down."),
    )


@desk_view(rules.MANAGE)
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a relation."""
    readable = queries.at_paths(Body.objects.all(), rules.paths(actor_of(request), rules.READ))
    rows = Relation.objects.select_related("body", "other").filter(body__in=readable)
    relation = get_object_or_404(rows, public_id=public_id)
    return asking.ask(
        request,
        asking.bound(request, EndForm),
        lambda given: relations.end_relation(relation, on=given["on"], actor=actor_of(request)),
        title=_("End the relation to %(body)s") % {"body": relation.other.name},
        back=showing.url(relation.body, "relations"),
        submit=_("End"),
        danger=True,
        done=_("The relation ends on that day."),
    )


@desk_view(rules.MANAGE)
def authority(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Set whether line or place decides in a matter, for a body and all below it."""
    body = asking.visible_body(request, public_id)
    return asking.ask(
        request,
        asking.bound(request, AuthorityForm),
        lambda given: relations.set_authority(body, actor=actor_of(request), **given),
        title=_("Line or place at %(body)s") % {"body": body.name},
        lead=_("Holds for this body and all below it, unless a nearer rule says otherwise."),
        back=showing.url(body, "relations"),
        done=_("The rule was set."),
    )
