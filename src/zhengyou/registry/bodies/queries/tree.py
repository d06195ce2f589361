"""Readings of the tree as it stands today."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhengyou.registry.bodies.models import Body

M = TypeVar("M", bound=models.Model)


def standing() -> QuerySet[Body]:
    """Return the bodies that stand today, in official order."""
    return Body.objects.filter(dissolved_on__isnull=True).order_by("sort_path", "pk")


def in_official_order(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """Return ``bodies`` by 机构排序号, level by level: each body before those below it, never by name."""
    return bodies.order_by("sort_path", "pk")


def subtree(body: Body) -> QuerySet[Body]:
    """Return ``body`` and everything that stands below it today, in official order."""
    return standing().filter(path__startswith=body.path)


def ancestors(body: Body) -> QuerySet[Body]:
    """Return the bodies above ``body``, the topmost first."""
    keys = [int(key) for key in body.path.split(".")[:-2]]
    return Body.objects.filter(pk__in=keys).order_by("path")


def children(body: Body | None) -> QuerySet[Body]:
    """Return what stands directly under ``body`` (None: the root bodies) today, each with ``has_children``."""
    return with_children(standing().filter(parent=body))


def children_of(keys: Iterable[int]) -> QuerySet[Body]:
    """Return what stands directly under any of the bodies with these keys today, each with ``has_children``."""
    return with_children(standing().filter(parent__in=keys))


def with_children(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """Return ``bodies``, each of which knows whether it ``has_children`` today."""
    below = Body.objects.filter(parent=OuterRef("pk"), dissolved_on__isnull=True)
    return bodies.annotate(has_children=Exists(below))


def at_paths(bodies: QuerySet[Body], paths: Iterable[str]) -> QuerySet[Body]:
    """Return those of ``bodies`` that stand at or below one of ``paths``; an empty path is everywhere."""
    allowed = Q(pk__in=[])
    for path in paths:
        allowed |= Q(path__startswith=path)
    return bodies.filter(allowed)


def under(rows: QuerySet[M], body: Body | None) -> QuerySet[M]:
    """Return those ``rows`` that belong to ``body`` or to a body below it; None leaves all.

    The model says by ``body_path`` how it reaches its body.
    """
    if body is None:
        return rows
    model: Any = rows.model
    lookup = "path" if model.body_path == "self" else f"{model.body_path}__path"
    return rows.filter(**{f"{lookup}__startswith": body.path})


def search(text: str) -> QuerySet[Body]:
    """Return the standing bodies whose name, short name or code contains ``text``.

    A county has some thousand bodies: reading them all takes a few milliseconds, less than an index would cost.
    """
    wanted = text.strip()
    if not wanted:
        return standing().none()
    found = Q(name__icontains=wanted) | Q(short_name__icontains=wanted) | Q(code__iexact=wanted)
    return standing().filter(found)


def named(name: str, bodies: QuerySet[Body] | None = None) -> QuerySet[Body]:
    """Return the standing bodies called exactly ``name``, in full or in short."""
    wanted = name.strip()
    rows = standing() if bodies is None else bodies
    return rows.filter(Q(name=wanted) | Q(short_name=wanted))
