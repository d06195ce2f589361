"""What the templates of this room draw: rows, tones, histories."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.records.ledger.queries import history as events_of
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.enums import ChangeKind, Matter, RelationKind, Seat
from zhengyou.registry.bodies.models import Appointment, Body, BodyVersion, Relation, Succession

TONES = {"planned": "info", "applied": "success", "failed": "error", "cancelled": "neutral"}
SEAT_TONES = {Seat.FULL: "info", Seat.ACTING: "info", Seat.SECONDED: "warning"}


def url(body: Body, tab: str = "") -> str:
    """Return the address of a body's page."""
    address = reverse("bodies:detail", args=[body.public_id])
    return f"{address}?tab={tab}" if tab else address


def listed(body: Body, managed: tuple[str, ...]) -> dict[str, Any]:
    """Return a line of the list of bodies; ``managed`` are the paths whose order the actor may change."""
    above = body.parent.path if body.parent else None
    movable = body.dissolved_on is None and above is not None and any(above.startswith(path) for path in managed)
    return {"body": body, "url": url(body), "movable": movable}


def contact(one: queries.Contact, cells: tuple[str, ...]) -> dict[str, Any]:
    """Return a line of the contact list; ``cells`` follow the headings, the body's name first."""
    return {"body": one.body, "url": url(one.body, "posts"), "cells": cells[1:], "missing": one.missing}


def posts(body: Body, day: dt.date) -> list[dict[str, Any]]:
    """Return the posts of a body with their holders and who stands in, in three queries."""
    held = queries.held_on(day).order_by("seat", "starts_on", "pk").select_related("seconded_from")
    away = {leave.appointment_id: leave for leave in queries.leaves_on(day).filter(appointment__post__body=body)}
    rows = []
    for post in queries.posts(body, day).prefetch_related(Prefetch("appointments", held, to_attr="held")):
        holders = sorted(getattr(post, "held", ()), key=lambda one: queries.RANK[Seat(one.seat)])
        rows.append({"post": post, "holders": [_holder(one, away.get(one.pk)) for one in holders]})
    return rows


def _holder(appointment: Appointment, leave: Any) -> dict[str, Any]:
    return {
        "appointment": appointment,
        "person": appointment.person,
        "seat": appointment.get_seat_display(),
        "tone": SEAT_TONES.get(Seat(appointment.seat), "neutral"),
        "leave": leave,
    }


def relation(one: Relation, body: Body) -> dict[str, Any]:
    """Return a line of the relations of ``body``, told from its side."""
    outward = one.body_id == body.pk
    return {
        "relation": one,
        "other": one.other if outward else one.body,
        "url": url(one.other if outward else one.body),
        "says": one.get_kind_display() if outward else _inward(one.kind),
        "outward": outward,
        "begins": one.during.lower,
        "ends": one.during.upper,
    }


def _inward(kind: str) -> str:
    known: dict[str, str] = {
        RelationKind.LINE: _("Guided by sector"),
        RelationKind.PLACE: _("Within the territory"),
        RelationKind.PARTY: _("Work guided by the party organisation"),
        RelationKind.FEDERATION: _("Member of the federation"),
    }
    return known.get(kind) or str(RelationKind(kind).label)


def authorities(body: Body) -> list[dict[str, Any]]:
    """Return for each matter whose word counts for ``body`` today, and by which rule."""
    return [
        {"matter": matter.label, "who": queries.authority(body, matter), "rule": queries.authority_rule(body, matter)}
        for matter in Matter
    ]


def history(body: Body) -> list[dict[str, Any]]:
    """Return what became of a body, the latest first: every version and every succession, then who wrote it down."""
    successions = list(queries.successions(body))
    renamed = {one.on for one in successions if one.kind == ChangeKind.RENAME}
    told = [*_versions(body, renamed), *(_succession(one, body) for one in successions)]
    told.sort(key=lambda one: (one["when"] or dt.date.min, one["weight"]), reverse=True)
    return told


def _versions(body: Body, renamed: set[dt.date]) -> list[dict[str, Any]]:
    entries = []
    before: BodyVersion | None = None
    for version in queries.versions(body):
        if text := _difference(before, version, told=version.during.lower in renamed):
            entries.append({"when": version.during.lower, "title": text, "tone": "info", "weight": 1})
        before = version
    if body.dissolved_on:
        entries.append({"when": body.dissolved_on, "title": _("Body ended"), "tone": "error", "weight": 0})
    return entries


def _difference(before: BodyVersion | None, version: BodyVersion, *, told: bool) -> str:
    """Return what a version changed; a new name is left out where the succession has ``told`` it."""
    if before is None:
        name, above = version.name, version.parent.name if version.parent else _("the top of the tree")
        return _("Stands as “%(name)s” under %(above)s") % {"name": name, "above": above}
    said = []
    if version.name != before.name and not told:
        said.append(_("Called “%(name)s”") % {"name": version.name})
    if version.parent_id != before.parent_id and version.parent:
        said.append(_("Stands under %(above)s") % {"above": version.parent.name})
    elif version.order_number != before.order_number:
        said.append(_("Order number %(number)s") % {"number": version.order_number})
    if (version.kind, version.level) != (before.kind, before.level):
        said.append(f"{version.get_kind_display()} · {version.get_level_display()}")
    return "；".join(said)


def _succession(one: Succession, body: Body) -> dict[str, Any]:
    told = {"source": one.was, "target": one.target.name if one.target else ""}
    if one.kind == ChangeKind.RENAME:
        title = _("Renamed from “%(source)s”") % told
    elif one.target is None:
        title = _("Dissolved without an heir")
    elif one.source_id == body.pk:
        title = _("Went into “%(target)s”") % told
    else:
        title = _("Took over from “%(source)s”") % told
    other = one.target if one.source_id == body.pk else one.source
    return {
        "when": one.on,
        "title": f"{one.get_kind_display()} · {title}",
        "text": one.document,
        "tone": "warning",
        "url": url(other) if other and other != body else "",
        "weight": 2,
    }


def written(body: Body) -> list[dict[str, Any]]:
    """Return the ledger's last entries about a body."""
    rows = events_of(body).order_by("-at", "-id")[:30]
    return [
        {"when": clock.local(one.at), "who": f"{one.actor_label} {one.hat_label}", "title": one.verb} for one in rows
    ]
