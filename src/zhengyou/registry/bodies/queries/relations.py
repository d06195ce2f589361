"""Readings of relations across the tree: who is above by line and by place, and whose word counts for what."""

import datetime as dt

from django.db.models import Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.registry.bodies.enums import Matter, RelationKind
from zhengyou.registry.bodies.models import AuthorityRule, Body, Relation

USUAL = {
    Matter.LEAD: RelationKind.LINE,
    Matter.INSPECT: RelationKind.LINE,
    Matter.ACCEPT: RelationKind.PLACE,
    Matter.ASSESS: RelationKind.PLACE,
}
"""Who leads where no rule was set: 领导实施以条为主, 检查验收以块为主 (the plan of the transport bureau, seed 004)."""


def relations(body: Body, on: dt.date | None = None) -> QuerySet[Relation]:
    """Return the relations of ``body`` that hold on a day (today unless told), those in which it is the other too."""
    either = Q(body=body) | Q(other=body)
    return (
        Relation.objects.filter(either, during__contains=on or clock.today())
        .select_related("body", "other")
        .order_by("kind", "other__sort_path", "body__sort_path", "id")
    )


def above(body: Body, kind: str, on: dt.date | None = None) -> Body | None:
    """Return the body above ``body`` by line, place, party or federation on a day, or None."""
    rows = Relation.objects.filter(body=body, kind=kind, during__contains=on or clock.today()).select_related("other")
    relation = rows.order_by("id").first()
    return relation.other if relation else None


def below(body: Body, kind: str, on: dt.date | None = None) -> QuerySet[Body]:
    """Return the bodies that stand to ``body`` in this relation on a day, in official order."""
    day = on or clock.today()
    held = Relation.objects.filter(other=body, kind=kind, during__contains=day).values("body")
    return Body.objects.filter(pk__in=held).order_by("sort_path", "pk")


def authority_rule(body: Body, matter: str, on: dt.date | None = None) -> AuthorityRule | None:
    """Return the nearest rule for ``matter`` at or above ``body`` on a day, or None where none was set."""
    day = on or clock.today()
    keys = [int(key) for key in body.path.split(".")[:-1]]
    rows = AuthorityRule.objects.filter(body__in=keys, matter=matter, starts_on__lte=day)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day)).select_related("body")
    return max(rows, key=lambda rule: rule.body.depth, default=None)


def authority(body: Body, matter: str, on: dt.date | None = None) -> Body | None:
    """Return the body whose word counts for ``body`` in ``matter``: its line or place parent, as the rules say.

    Where it has no such relation the body above it in the tree decides.
    """
    rule = authority_rule(body, matter, on)
    leads = rule.leads if rule else USUAL[Matter(matter)]
    return above(body, leads, on) or body.parent
