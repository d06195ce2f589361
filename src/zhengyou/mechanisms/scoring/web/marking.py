"""What the pages of marks need: the period asked for, the units in reach, and the table of one unit's parts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions, collecting, rules
from zhengyou.mechanisms.scoring.enums import MarkState, Rhythm, Role, Source
from zhengyou.mechanisms.scoring.models import Mark, Part, Scheme
from zhengyou.mechanisms.scoring.periods import begins_one
from zhengyou.mechanisms.scoring.web.showing import running_period
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest
from zhengyou.registry.bodies.models import Body


def period(request: DeskRequest, scheme: Scheme) -> dt.date:
    """Return the first day of the period asked for by ``?period=``, else of the running one."""
    rhythm = Rhythm(scheme.rhythm)
    try:
        day = dt.date.fromisoformat(request.GET.get("period", ""))
    except ValueError:
        return running_period(scheme.starts_on, rhythm)
    known = day >= scheme.starts_on and day.day == 1 and begins_one(scheme.starts_on, rhythm, day)
    return day if known else running_period(scheme.starts_on, rhythm)


def units(actor: Actor, scheme: Scheme) -> QuerySet[Body]:
    """Return the units of ``scheme`` that ``actor`` assesses or for which it checks."""
    found = collecting.assessable(scheme)
    return found.filter(
        Q(pk__in=within(Body.objects.all(), actor, rules.ASSESS).values("pk"))
        | Q(pk__in=within(Body.objects.all(), actor, rules.SELF_CHECK).values("pk"))
    )


def checked_parts(scheme: Scheme) -> QuerySet[Part]:
    """Return the parts that are marked by hand."""
    return scheme.parts.filter(role=Role.PART, source=Source.CHECK)


def rows(scheme: Scheme, shown: list[Body], starts_on: dt.date) -> list[dict[str, Any]]:
    """Return for each unit how many parts are checked by itself and marked; one query."""
    marks = Mark.objects.filter(part__scheme=scheme, body__in=shown, starts_on=starts_on)
    counted = {
        row["body"]: row
        for row in marks.order_by()
        .values("body")
        .annotate(
            own=Count("pk", filter=Q(own__isnull=False)),
            done=Count("pk", filter=Q(state=MarkState.ASSESSED, event="")),
            events=Count("pk", filter=~Q(event="") & Q(state=MarkState.ASSESSED)),
        )
    }
    whole = checked_parts(scheme).count()
    nothing = {"own": 0, "done": 0, "events": 0}
    return [{"unit": unit, "whole": whole, **counted.get(unit.pk, nothing)} for unit in shown]


@dataclass(slots=True)
class Line:
    """One part of the table: what is typed or known of it, and what is wrong with it."""

    part: Part
    own: str = ""
    own_note: str = ""
    value: str = ""
    evidence: str = ""
    state: str = ""
    locked: bool = False
    errors: list[str] = field(default_factory=list)


class MarkTable:
    """The checked parts of one unit in one period, to be filled in by the unit or the assessor."""

    def __init__(self, scheme: Scheme, unit: Body, starts_on: dt.date, *, assesses: bool, checks: bool) -> None:
        self.unit, self.starts_on, self.assesses, self.checks = unit, starts_on, assesses, checks
        known = {
            mark.part_id: mark
            for mark in Mark.objects.filter(part__scheme=scheme, body=unit, starts_on=starts_on, event="")
        }
        self.lines = [_line(part, known.get(part.pk)) for part in checked_parts(scheme)]
        self.errors = False

    def fill(self, typed: Mapping[str, str], actor: Actor) -> bool:
        """Save what was typed, all or nothing; return whether all of it was right."""
        with transaction.atomic():
            for line in self.lines:
                self._fill_line(line, typed, actor)
            if self.errors:
                transaction.set_rollback(True)
        return not self.errors

    def _fill_line(self, line: Line, typed: Mapping[str, str], actor: Actor) -> None:
        names = [*(["value", "evidence"] if self.assesses else []), *(["own", "own_note"] if self.checks else [])]
        before = {name: getattr(line, name) for name in names}
        for name in names:
            setattr(line, name, str(typed.get(f"{name}-{line.part.pk}", before[name])).strip())
        if self.checks and not line.locked and (line.own, line.own_note) != (before["own"], before["own_note"]):
            self._save(line, line.own, lambda own: actions.self_check(
                line.part, own=own, note=line.own_note, actor=actor, body=self.unit, starts_on=self.starts_on
            ))  # fmt: skip
        if self.assesses and (line.value, line.evidence) != (before["value"], before["evidence"]):
            self._save(line, line.value, lambda value: actions.assess(
                line.part, value=value, evidence=line.evidence, actor=actor, body=self.unit, starts_on=self.starts_on
            ))  # fmt: skip

    def _save(self, line: Line, figure: str, verb: Any) -> None:
        try:
            verb(float(figure))
        except ValueError:
            line.errors.append(_("Type a figure."))
        except Refused as error:
            line.errors.append(str(error))
        self.errors = self.errors or bool(line.errors)


def _line(part: Part, mark: Mark | None) -> Line:
    if mark is None:
        return Line(part)
    figures = ["" if value is None else f"{value:g}" for value in (mark.own, mark.value)]
    assessed = mark.state == MarkState.ASSESSED
    return Line(part, figures[0], mark.own_note, figures[1], mark.evidence, str(mark.get_state_display()), assessed)
