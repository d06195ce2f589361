"""The progress board for every level: reckoned from the task sheets in one statement, never typed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, Q, Value, When

from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.campaigns.queries.campaign import LATE
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body

FIGURES = ("all", "due", "accepted", "submitted", "late", "overdue")


@dataclass(frozen=True, slots=True)
class Line:
    """One body with all units of the campaign that stand under it, and how far they are together."""

    body: Body
    units: int
    below: bool
    """Whether there is a board of its own below."""
    all: int = 0
    due: int = 0
    accepted: int = 0
    submitted: int = 0
    late: int = 0
    overdue: int = 0


def top_of(campaign: Campaign) -> Body:
    """Return the body under which all units of ``campaign`` stand: its own, or the lowest that covers them."""
    ends = campaign.units.order_by("path").values_list("path", flat=True)
    first, last = ends.first(), ends.reverse().first()
    if first is None or last is None:
        return campaign.body
    shared = [one for one, other in zip(first.split("."), last.split("."), strict=False) if one and one == other]
    if str(campaign.body_id) in shared or not shared:
        return campaign.body
    return Body.objects.get(pk=int(shared[-1]))


def level(campaign: Campaign, above: Body, on: dt.date | None = None) -> list[Line]:
    """Return one line for each body right under ``above`` that has units in ``campaign``, in the official order.

    ``above`` itself stands first where it takes part. Four queries, however many units there are.
    """
    units = {
        row["child"]: row["units"]
        for row in campaign.units.filter(path__startswith=above.path)
        .order_by()
        .annotate(child=_child(above, "path"))
        .values("child")
        .annotate(units=Count("pk"))
    }
    figures = _figures(campaign, above, on or clock.today())
    own = str(above.pk)
    bodies = Body.objects.filter(pk__in=[int(key) for key in units])
    taking_part = bodies.filter(pk__in=Campaign.units.through.objects.filter(campaign=campaign).values("body"))
    members = set(taking_part.values_list("pk", flat=True))
    return [
        Line(
            body=body,
            units=units[str(body.pk)],
            below=str(body.pk) != own and units[str(body.pk)] > (1 if body.pk in members else 0),
            **figures.get(str(body.pk), {}),
        )
        for body in sorted(bodies, key=lambda body: (body.pk != above.pk, body.sort_path))
    ]


def total(lines: list[Line]) -> dict[str, int]:
    """Return the figures of ``lines`` added up, with the number of ``units``."""
    return {name: sum(getattr(line, name) for line in lines) for name in ("units", *FIGURES)}


def _figures(campaign: Campaign, above: Body, on: dt.date) -> dict[str, dict[str, int]]:
    waiting = Q(state__in=(SheetState.OPEN, SheetState.RETURNED))
    duties = list(campaign.duties.values_list("pk", flat=True))
    sheets = TaskSheet.objects.filter(duty__in=duties, body__path__startswith=above.path)
    rows: Any = (
        sheets.exclude(state=SheetState.CANCELLED)
        .order_by()
        .annotate(child=_child(above, "body__path"))
        .values("child")
        .annotate(
            all=Count("pk"),
            due=Count("pk", filter=Q(due_on__lte=on)),
            accepted=Count("pk", filter=Q(state=SheetState.ACCEPTED)),
            submitted=Count("pk", filter=Q(state=SheetState.SUBMITTED)),
            late=Count("pk", filter=LATE),
            overdue=Count("pk", filter=waiting & Q(due_on__lt=on)),
        )
    )
    return {row["child"]: {name: row[name] for name in FIGURES} for row in rows}


def _child(above: Body, path: str) -> Case:
    """Return, for the path of a body under ``above``, the key of the body right under ``above``; its own for itself."""
    place = above.path.count(".") + 1
    part = Func(F(path), Value("."), Value(place), function="split_part", output_field=CharField())
    return Case(When(**{path: above.path}, then=Value(str(above.pk))), default=part, output_field=CharField())
