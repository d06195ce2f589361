"""How an amended text is compared with the one before: what is the same thing, and the lines that differ."""

import datetime as dt
import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from zhengyou.campaign.campaigns.enums import Change, Part
from zhengyou.campaign.campaigns.models import Demand, Dimension, Duty, Goal, Item, Phase, ScopeRule, Sector
from zhengyou.campaign.plans.enums import Kind, Rhythm
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.kernel.errors import Sentence

ALIKE = 0.72
"""Names as like as this (0 to 1) are taken for one thing whose wording changed."""

Old = TypeVar("Old")
New = TypeVar("New")
Names = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the new text changes: which part, how, from what to what; `key` names it in a form."""

    key: str
    part: Part
    change: Change
    name: str
    thing: Duty | Phase | Item | Dimension | Goal | Demand | ScopeRule | None = None
    before: str = ""
    after: str = ""
    starts: dt.date | None = None
    day: dt.date | None = None
    rhythm: str = Rhythm.ONCE
    under: str = ""
    """The name of the dimension of an item, or of the phase of a step."""
    kept: int = 0
    """What units have handed in for it already; it stays."""
    element: Element | None = None
    """Where the new text says it; None where it says nothing more."""
    why_not: Sentence = ""
    """Why it cannot be taken over as it is."""
    figure: Decimal | None = None
    unit: str = ""
    """What a goal is to reach, and in which unit of measure."""
    sector: Sector | None = None
    kinds: tuple[str, ...] = ()
    """Which units the scope names: those of a sector, or of some kinds."""


def plain(name: str) -> str:
    """Return a name without blanks and punctuation."""
    return re.sub(r"[\W_]+", "", name)


def pair(
    old: Sequence[Old], new: Sequence[New], one: Names, other: Names, *, like: tuple[Names, Names] | None = None
) -> list[tuple[Old | None, New | None]]:
    """Put together what is the same: first by its very name, then by likeness; the rest stands alone.

    ``like`` says by which words the likeness is taken, where names alone say too little.
    """
    said, told = like or (one, other)
    left, right = list(old), list(new)
    found: list[tuple[Old | None, New | None]] = []
    for row in old:
        same = next((candidate for candidate in right if plain(one(row)) == plain(other(candidate))), None)
        if same is not None:
            found.append((row, same))
            left.remove(row)
            right.remove(same)
    likes = [
        (difflib.SequenceMatcher(None, plain(said(a)), plain(told(b)), autojunk=False).ratio(), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    for ratio, i, j in sorted(likes, key=lambda like: (-like[0], like[1:])):
        if ratio >= ALIKE and i not in taken[0] and j not in taken[1]:
            found.append((left[i], right[j]))
            taken[0].add(i)
            taken[1].add(j)
    found += [(row, None) for i, row in enumerate(left) if i not in taken[0]]
    found += [(None, row) for j, row in enumerate(right) if j not in taken[1]]
    return found


def by_kind(plan: Plan | None) -> dict[str, list[Element]]:
    """Return the things of a draft by their kind; every kind has a list."""
    found: dict[str, list[Element]] = {str(kind): [] for kind in Kind}
    if plan is not None:
        for element in plan.elements.filter(is_removed=False).select_related("parent").order_by("order_number"):
            found[element.kind].append(element)
    return found


def name_of(thing: Any) -> str:
    """Return the name of an element or of what was made of it."""
    return str(thing.name)


def matches(old: Sequence[Element], things: Sequence[Any], like: tuple[Names, Names] | None = None) -> dict[Any, Any]:
    """Return for each element of the old text, by key, the thing of the campaign that was made of it."""
    return {
        element.pk: thing
        for element, thing in pair(old, things, name_of, name_of, like=like)
        if element is not None and thing is not None
    }


def renamed(part: Part, thing: Any, new: Element) -> list[Line]:
    """Return the line that gives ``thing`` the words of the new text, or none where it has them."""
    if thing.name == new.name:
        return []
    return [
        Line(
            f"{part}.rename.{thing.pk}", part, Change.RENAME, new.name, thing, before=thing.name, after=new.name,
            element=new,
        )
    ]  # fmt: skip
