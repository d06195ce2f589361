"""What the language model found beside what stands in a draft: only what is new or differs is worth a question."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhengyou.campaign.plans.enums import Kind, Rhythm
from zhengyou.campaign.plans.models import Element, Proposal

ALIKE = 0.75
"""Names so alike are one thing."""
NEAR = 0.4
"""Names less alike are one thing where their places in the text overlap."""
APART = frozenset({Kind.DUTY, Kind.QUOTA, Kind.WEIGHT})
"""Kinds of which a text often holds several under one name: those of other days or figures elsewhere are others."""
FIELDS = ("starts_on", "ends_on", "rhythm", "amount", "unit", "target", "mechanism")
"""What a proposal may change of a thing; the wording that people see in the draft stays."""
_SIGNS = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding and the thing of the draft that is the same one, if any; ``changes`` are the columns that differ."""

    found: Element
    about: Element | None
    changes: tuple[str, ...]


def differences(found: Sequence[Element], standing: Sequence[Element], asked: Iterable[Proposal]) -> list[Difference]:
    """Return what is new or differs, in the order of the text.

    ``standing`` are all things of the draft, removed ones too: what a person took out is not proposed again. ``asked``
    are the proposals there were: what was asked once, and whatever was decided, is not asked again.
    """
    before = {_said(one) for one in asked}
    told: list[Difference] = []
    for one in found:
        same = _same(one, standing)
        changes = changed(one, same) if same is not None else ()
        if same is not None and (same.is_removed or not changes):
            continue
        if (words := _said(one)) in before:
            continue
        before.add(words)
        told.append(Difference(one, same, changes))
    return sorted(told, key=lambda one: (one.found.span_start or 0, one.found.order_number))


def changed(found: Element | Proposal, same: Element) -> tuple[str, ...]:
    """Return the columns that ``found`` says otherwise than ``same``; what it does not say changes nothing."""
    return tuple(
        field
        for field in FIELDS
        if (value := getattr(found, field)) not in (None, "", Rhythm.ONCE)
        and _plain(value) != _plain(getattr(same, field))
    )


def _plain(value: Any) -> Any:
    return Decimal(value).normalize() if isinstance(value, Decimal | int | float) else value


def _said(one: Element | Proposal) -> tuple[Any, ...]:
    return (one.kind, _key(one.name), *(_plain(getattr(one, field)) for field in FIELDS))


def _key(name: str) -> str:
    return _SIGNS.sub("", name)


def _same(found: Element, standing: Sequence[Element]) -> Element | None:
    """Return the thing of the same kind that is most like ``found``, if one is like enough."""
    best, most = None, 0.0
    for one in standing:
        if one.kind != found.kind or (one.kind == Kind.ASK and one.mechanism != found.mechanism):
            continue
        like = _likeness(_key(one.name), _key(found.name))
        lap = _overlap(one, found)
        if not lap and one.kind in APART and changed(found, one):
            continue
        fits = like >= ALIKE or (lap > 0 and (like >= NEAR or one.kind == Kind.ASK))
        if fits and like + lap > most:
            best, most = one, like + lap
    return best


def _likeness(one: str, other: str) -> float:
    if one == other or (min(len(one), len(other)) >= 3 and (one in other or other in one)):
        return 1.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _overlap(one: Element, other: Element) -> float:
    """Return which part of the shorter place lies in the other one."""
    if one.span_start is None or one.span_end is None or other.span_start is None or other.span_end is None:
        return 0.0
    both = min(one.span_end, other.span_end) - max(one.span_start, other.span_start)
    return max(0, both) / max(1, min(one.span_end - one.span_start, other.span_end - other.span_start))
