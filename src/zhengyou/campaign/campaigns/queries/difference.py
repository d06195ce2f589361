"""Readings of amended texts: what a new text of the plan would change on the running campaign, line by line."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import Change, Part, SheetState
from zhengyou.campaign.campaigns.models import Campaign, Dimension, Duty, Phase
from zhengyou.campaign.campaigns.queries.comparing import Line, by_kind, matches, name_of, pair, plain, renamed
from zhengyou.campaign.campaigns.queries.difference_purposes import purposes
from zhengyou.campaign.campaigns.rhythms import first_day
from zhengyou.campaign.plans.enums import Kind, Rhythm
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.kernel import clock


def difference(campaign: Campaign, plan: Plan) -> list[Line]:
    """Return what ``plan``, an amended text, changes on ``campaign``.

    Only what the new text says otherwise than the text before counts: what the office added or moved by itself in the
    meantime stays as it is, and what the campaign has already is not proposed again.
    """
    before, after = by_kind(plan.amends), by_kind(plan)
    return [
        *_dimensions(campaign, before, after),
        *_phases(campaign, before[Kind.PHASE], after[Kind.PHASE]),
        *_duties(campaign, before[Kind.DUTY], after[Kind.DUTY]),
        *purposes(campaign, before, after),
    ]


def _dimensions(campaign: Campaign, before: dict[str, list[Element]], after: dict[str, list[Element]]) -> list[Line]:
    dimensions = list(campaign.dimensions.prefetch_related("items"))
    below: dict[Any, str] = {}
    for item in (*before[Kind.ITEM], *after[Kind.ITEM]):
        below[item.parent_id] = below.get(item.parent_id, "") + item.name
    below |= {one.pk: "".join(item.name for item in one.items.all()) for one in dimensions}

    def whole(one: Any) -> str:  # a set that grew has another number in its name: it is known by what it lists
        return f"{one.name}{below.get(one.pk, '')}"

    like = (whole, whole)
    things = matches(before[Kind.DIMENSION], dimensions, like)
    known = {plain(one.name): one for one in dimensions}
    lines: list[Line] = []
    for old, new in pair(before[Kind.DIMENSION], after[Kind.DIMENSION], name_of, name_of, like=like):
        old_items = [one for one in before[Kind.ITEM] if old is not None and one.parent_id == old.pk]
        new_items = [one for one in after[Kind.ITEM] if new is not None and one.parent_id == new.pk]
        thing = things.get(old.pk) if old is not None else known.get(plain(new.name)) if new is not None else None
        if new is not None and old is None and thing is None:
            lines.append(Line(f"dimension.add.{new.pk}", Part.DIMENSION, Change.ADD, new.name, element=new))
        elif old is not None and new is not None and thing is not None and plain(old.name) != plain(new.name):
            lines += renamed(Part.DIMENSION, thing, new)
        if thing is not None:
            lines += _items(thing, old_items, new_items)
        elif new is not None:
            lines += [_added_item(one, new.name) for one in new_items]
    return lines


def _items(dimension: Dimension, old_items: list[Element], new_items: list[Element]) -> list[Line]:
    standing = [item for item in dimension.items.all() if item.withdrawn_on is None]
    things = matches(old_items, standing)
    known = {plain(item.name) for item in standing}
    lines: list[Line] = []
    for old, new in pair(old_items, new_items, name_of, name_of):
        thing = things.get(old.pk) if old is not None else None
        if old is None and new is not None and plain(new.name) not in known:
            lines.append(_added_item(new, dimension.name, dimension))
        elif new is None and thing is not None:
            kept = thing.records.filter(withdrawn_on=None).count()
            lines.append(
                Line(
                    f"item.withdraw.{thing.pk}",
                    Part.ITEM,
                    Change.WITHDRAW,
                    thing.name,
                    thing,
                    under=dimension.name,
                    kept=kept,
                )
            )
        elif old is not None and new is not None and thing is not None and plain(old.name) != plain(new.name):
            lines += renamed(Part.ITEM, thing, new)
    return lines


def _added_item(new: Element, under: str, dimension: Dimension | None = None) -> Line:
    return Line(f"item.add.{new.pk}", Part.ITEM, Change.ADD, new.name, dimension, under=under, element=new)


def _phases(campaign: Campaign, before: list[Element], after: list[Element]) -> list[Line]:
    standing = list(campaign.phases.filter(withdrawn_on=None))
    things, known = matches(before, standing), {plain(one.name) for one in standing}
    lines: list[Line] = []
    for old, new in pair(before, after, name_of, name_of):
        thing = things.get(old.pk) if old is not None else None
        if new is None:
            if thing is not None:
                lines.append(
                    Line(
                        f"phase.withdraw.{thing.pk}", Part.PHASE, Change.WITHDRAW, thing.name, thing,
                        before=_days(thing.starts_on, thing.ends_on),
                    )
                )  # fmt: skip
        elif old is None:
            if plain(new.name) not in known:
                lines.append(
                    Line(
                        f"phase.add.{new.pk}", Part.PHASE, Change.ADD, new.name, after=_days(new.starts_on, new.ends_on),
                        starts=new.starts_on, day=new.ends_on, under=new.parent.name if new.parent else "", element=new,
                    )
                )  # fmt: skip
        elif thing is not None:
            lines += _changed_phase(old, new, thing)
    return lines


def _changed_phase(old: Element, new: Element, thing: Phase) -> list[Line]:
    lines = renamed(Part.PHASE, thing, new) if plain(old.name) != plain(new.name) else []
    said = (old.starts_on, old.ends_on) != (new.starts_on, new.ends_on)
    wanted = (new.starts_on or thing.starts_on, new.ends_on or thing.ends_on)
    if said and wanted != (thing.starts_on, thing.ends_on):
        lines.append(
            Line(
                f"phase.move.{thing.pk}", Part.PHASE, Change.MOVE, thing.name, thing,
                before=_days(thing.starts_on, thing.ends_on), after=_days(*wanted), starts=wanted[0], day=wanted[1],
                element=new,
            )
        )  # fmt: skip
    return lines


def _duties(campaign: Campaign, before: list[Element], after: list[Element]) -> list[Line]:
    standing = list(campaign.duties.filter(withdrawn_on=None))
    things, known = matches(before, standing), {plain(one.name) for one in standing}
    lines: list[Line] = []
    for old, new in pair(before, after, name_of, name_of):
        thing = things.get(old.pk) if old is not None else None
        if new is None:
            lines += [_withdrawn_duty(thing)] if thing is not None else []
        elif old is None:
            lines += [_added_duty(campaign, new)] if plain(new.name) not in known else []
        elif thing is not None and old.rhythm != new.rhythm:
            lines += [_withdrawn_duty(thing), _added_duty(campaign, new)]
        elif thing is not None:
            lines += renamed(Part.DUTY, thing, new) if plain(old.name) != plain(new.name) else []
            if new.ends_on and new.ends_on not in (old.ends_on, thing.due_on):
                lines.append(_moved_duty(thing, new))
    return lines


def _handed_in(duty: Duty) -> int:
    return duty.sheets.filter(state__in=(SheetState.SUBMITTED, SheetState.ACCEPTED)).count()


def _withdrawn_duty(duty: Duty) -> Line:
    return Line(
        f"duty.withdraw.{duty.pk}", Part.DUTY, Change.WITHDRAW, duty.name, duty, before=_when(duty.due_on, duty.rhythm),
        kept=_handed_in(duty),
    )  # fmt: skip


def _moved_duty(duty: Duty, new: Element) -> Line:
    return Line(
        f"duty.move.{duty.pk}", Part.DUTY, Change.MOVE, duty.name, duty, before=_when(duty.due_on, duty.rhythm),
        after=_when(new.ends_on, new.rhythm), day=new.ends_on, kept=_handed_in(duty), element=new,
    )  # fmt: skip


def _added_duty(campaign: Campaign, new: Element) -> Line:
    day = new.ends_on
    if day is None and new.rhythm != Rhythm.ONCE:
        since = max(clock.today(), campaign.starts_on or clock.today())
        day = first_day(since, new.rhythm, f"{_source(new)} {new.name}")
    why_not = "" if day else _("The text names no day. Set it in the draft first.")
    return Line(
        f"duty.add.{new.pk}", Part.DUTY, Change.ADD, new.name, after=_when(day, new.rhythm), day=day, rhythm=new.rhythm,
        element=new, why_not=why_not,
    )  # fmt: skip


def _source(element: Element) -> str:
    if element.span_start is None or element.span_end is None:
        return ""
    return element.plan.text[element.span_start : element.span_end]


def _days(starts: dt.date | None, ends: dt.date | None) -> str:
    return " – ".join(f"{day:%Y-%m-%d}" for day in (starts, ends) if day)


def _when(day: dt.date | None, rhythm: str) -> str:
    parts = [f"{day:%Y-%m-%d}" if day else "", str(Rhythm(rhythm).label) if rhythm != Rhythm.ONCE else ""]
    return " ".join(part for part in parts if part)
