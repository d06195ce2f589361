"""Collects what goes into an assessment: units and their groups, ratings, marks, results of other schemes."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db.models import QuerySet

from zhengyou.mechanisms.scoring import catalogue, policy
from zhengyou.mechanisms.scoring.enums import (
    AssessmentState,
    Grouping,
    MarkState,
    Rhythm,
    Role,
    SchemeState,
    Source,
    Subject,
)
from zhengyou.mechanisms.scoring.methods.ordinal import Reference
from zhengyou.mechanisms.scoring.methods.scheme import weights_of
from zhengyou.mechanisms.scoring.models import Assessment, Mark, Part, Result, Scheme
from zhengyou.mechanisms.scoring.periods import later
from zhengyou.mechanisms.scoring.snapshot import Content
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import subtree

UNGROUPED = "ungrouped"


def assessable(scheme: Scheme) -> QuerySet[Body]:
    """Return the units that ``scheme`` assesses, in their official order: those of its kinds below its body."""
    found = subtree(scheme.body).exclude(pk=scheme.body_id)
    return found.filter(kind__in=scheme.kinds) if scheme.kinds else found


def units_of(scheme: Scheme) -> list[Body]:
    """Return `assessable` as a list."""
    return list(assessable(scheme))


def in_force(body: Body, code: str, day: dt.date) -> Scheme | None:
    """Return the version of the scheme ``code`` that holds on ``day``."""
    return (
        Scheme.objects.filter(body=body, code=code, starts_on__lte=day)
        .filter(state__in=[SchemeState.FROZEN, SchemeState.RETIRED])
        .exclude(ends_on__lte=day)
        .order_by("-version")
        .first()
    )


def content(scheme: Scheme, starts: dt.date, ends: dt.date) -> Content:
    """Return the inputs of an assessment of ``scheme`` over [starts, ends) as plain JSON values."""
    units = units_of(scheme)
    place_of = {unit.pk: place for place, unit in enumerate(units)}
    parts = list(scheme.parts.all())
    weights = weights_of(_tree(parts))
    used: list[str] = []
    leaves = [_leaf(part, weights[str(part.pk)], place_of, starts, ends, used) for part in parts if _is_leaf(part)]
    return {
        "rules": _rules(scheme, starts, len(units)),
        "period": [starts.isoformat(), ends.isoformat()],
        "units": _grouped(scheme, units, starts),
        "leaves": leaves,
        "events": _events(parts, place_of, starts),
        "assessments": sorted(set(used)),
    }


def mix_of(scheme: Scheme, starts: dt.date, ends: dt.date) -> dict[str, Any]:
    """Return the mix of case types and channels of each rated indicator in [starts, ends), to be frozen."""
    found: dict[str, Any] = {}
    for name in {part.indicator for part in scheme.parts.all() if part.source == Source.INDICATOR}:
        cells = catalogue.offered()[name].read(Subject.UNIT, scheme.body, starts, ends)
        table, cases, channels = catalogue.by_channel(cells)
        total = int(table.counts.sum())
        if total:
            mix = Reference.of(table)
            found[name] = {
                "cases": dict(zip(cases, mix.cases.tolist(), strict=True)),
                "channels": dict(zip(channels, mix.channels.tolist(), strict=True)),
            }
    return found


def _tree(parts: Iterable[Part]) -> list[tuple[str, str | None, float]]:
    return [
        (str(part.pk), str(part.parent_id) if part.parent_id else None, part.weight)
        for part in parts
        if part.role == Role.PART
    ]


def _is_leaf(part: Part) -> bool:
    return part.role == Role.PART and part.source != Source.GROUP


def _rules(scheme: Scheme, starts: dt.date, units: int) -> Content:
    names = ("form", "tie", "needed", "minimum", "bonus_cap", "deduction_cap", "climb", "grades", "code", "version")
    seed = hashlib.sha256(f"{scheme.code}|{scheme.version}|{starts}".encode()).digest()
    return {name: getattr(scheme, name) for name in names} | {
        "seed": int.from_bytes(seed[:4], "big"),
        "parted": True,
        "draws": max(policy.FEWEST_DRAWS, min(policy.DRAWS, policy.DRAWN // max(units, 1))),
    }


def _grouped(scheme: Scheme, units: list[Body], starts: dt.date) -> list[list[Any]]:
    """Return [key, group, grade of the period before] for each unit; groups too small are compared together."""
    if scheme.grouping == Grouping.NAMED:
        named = {
            body: group.name
            for group in scheme.peer_groups.all()
            for body in group.members.values_list("pk", flat=True)
        }
        own = [named.get(unit.pk, UNGROUPED) for unit in units]
    else:
        own = ["all" if scheme.grouping == Grouping.ALL else str(getattr(unit, scheme.grouping)) for unit in units]
        own = [group if own.count(group) >= policy.SMALLEST_GROUP else policy.MIXED_GROUP for group in own]
    before = dict(
        Result.objects.filter(
            assessment__scheme__code=scheme.code,
            assessment__body=scheme.body_id,
            assessment__state=AssessmentState.PUBLISHED,
            assessment__starts_on=later(starts, -Rhythm(scheme.rhythm).months),
        ).values_list("body_id", "grade")
    )
    return [[unit.pk, group, before.get(unit.pk, "")] for unit, group in zip(units, own, strict=True)]


def _leaf(
    part: Part, weight: float, place_of: dict[int, int], starts: dt.date, ends: dt.date, used: list[str]
) -> Content:
    leaf: Content = {
        "key": str(part.pk),
        "name": part.name,
        "weight": weight,
        "worst": part.worst,
        "target": part.target,
        "mandatory": part.mandatory,
        "voice": part.voice,
        "values": [],
        "cells": None,
    }
    if part.source == Source.INDICATOR:
        leaf["cells"] = _cells(part, place_of, starts, ends)
        leaf["minimum"] = catalogue.offered()[part.indicator].fewest
    elif part.source == Source.SCHEME:
        leaf["values"] = _results(part, place_of, starts, ends, used)
    else:
        marks = Mark.objects.filter(part=part, starts_on=starts, state=MarkState.ASSESSED, event="")
        leaf["values"] = sorted([place_of[mark.body_id], mark.value] for mark in marks if mark.body_id in place_of)
    return leaf


def _cells(part: Part, place_of: dict[int, int], starts: dt.date, ends: dt.date) -> Content:
    """Return the ratings of the units as sparse rows [unit, case, channel, counts…]; those of others are left out."""
    found = catalogue.offered()[part.indicator].read(Subject.UNIT, part.scheme.body, starts, ends)
    cells, cases, channels = catalogue.by_channel(found)
    places = np.argwhere(cells.counts.any(axis=3)).tolist()
    rows = [
        [place_of[found.keys[unit]], case, channel, *cells.counts[unit, case, channel].tolist()]
        for unit, case, channel in places
        if found.keys[unit] in place_of
    ]
    mix = part.scheme.reference.get(part.indicator, {})
    return {
        "cases": cases,
        "channels": channels,
        "levels": cells.levels,
        "counts": sorted(rows),
        "mix": mix,
    }


def _results(
    part: Part, place_of: dict[int, int], starts: dt.date, ends: dt.date, used: list[str]
) -> list[list[float]]:
    """Return the mean published total of each unit by the scheme that feeds this part, within [starts, ends)."""
    fed = Assessment.objects.filter(
        scheme__code=part.feeds, state=AssessmentState.PUBLISHED, starts_on__gte=starts, ends_on__lte=ends
    ).filter(body__path__startswith=part.scheme.body.path)
    totals: dict[int, list[float]] = {}
    used.extend(str(assessment.pk) for assessment in fed)
    for body, total in Result.objects.filter(assessment__in=fed, total__isnull=False).values_list("body_id", "total"):
        if body in place_of and total is not None:
            totals.setdefault(place_of[body], []).append(total)
    return sorted([place, sum(found) / len(found)] for place, found in totals.items())


def _events(parts: list[Part], place_of: dict[int, int], starts: dt.date) -> Content:
    """Return [unit, points, part, event] by role; an event counts once among all parts of the scheme."""
    found: Content = {Role.BONUS.value: [], Role.DEDUCTION.value: [], Role.VETO.value: []}
    marks = Mark.objects.filter(
        part__in=[part for part in parts if part.role != Role.PART], starts_on=starts, state=MarkState.ASSESSED
    ).select_related("part")
    for mark in marks.order_by("part__order_number", "at", "pk"):
        if mark.body_id not in place_of:
            continue
        points = 1.0 if mark.part.role == Role.VETO else min(mark.value or 0.0, mark.part.weight or mark.value or 0.0)
        found[mark.part.role].append([place_of[mark.body_id], points, mark.part.name, mark.event])
    return found
