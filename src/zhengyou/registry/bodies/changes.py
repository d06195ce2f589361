"""Changes of the tree as plain values: what the wizard previews, a plan stores and a job makes on its day."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhengyou.registry.bodies.enums import ChangeKind, Kind, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a new body starts with; without ``order_number`` it stands behind its siblings."""

    name: str
    short_name: str = ""
    code: str = ""
    kind: str = Kind.OTHER
    level: str = Level.BASE
    order_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A new body begins below ``body``."""

    kind: ClassVar[ChangeKind] = ChangeKind.FOUND
    body: int
    founding: Founding


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A body gets another name."""

    kind: ClassVar[ChangeKind] = ChangeKind.RENAME
    body: int
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A body goes, with everything below it, to stand under another one."""

    kind: ClassVar[ChangeKind] = ChangeKind.MOVE
    body: int
    parent: int
    order_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorder:
    """A body gets another official order number."""

    kind: ClassVar[ChangeKind] = ChangeKind.REORDER
    body: int
    order_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Some bodies go into another one; what stood below them and, if wished, their posts go along."""

    kind: ClassVar[ChangeKind] = ChangeKind.MERGE
    body: int
    """The body that takes the others in."""
    sources: tuple[int, ...]
    carry_posts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Out of one body come several; it stays beside them or ends, and then its first part inherits from it."""

    kind: ClassVar[ChangeKind] = ChangeKind.SPLIT
    body: int
    parts: tuple[Founding, ...]
    keep: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissolve:
    """A body ends; what stood below it goes to its heir, or where there is none to the body above."""

    kind: ClassVar[ChangeKind] = ChangeKind.DISSOLVE
    body: int
    heir: int | None = None


Change = Found | Rename | Move | Reorder | Merge | Split | Dissolve

_BY_KIND: dict[str, type[Change]] = {one.kind: one for one in (Found, Rename, Move, Reorder, Merge, Split, Dissolve)}


def write(change: Change) -> dict[str, Any]:
    """Return ``change`` as plain JSON values; `read` turns them back."""
    return dataclasses.asdict(change)


def read(kind: str, stored: Mapping[str, Any]) -> Change:
    """Return the change of this kind that was stored by `write`."""
    values = dict(stored)
    if "sources" in values:
        values["sources"] = tuple(values["sources"])
    if "founding" in values:
        values["founding"] = Founding(**values["founding"])
    if "parts" in values:
        values["parts"] = tuple(Founding(**part) for part in values["parts"])
    return _BY_KIND[kind](**values)


def bodies_of(change: Change) -> frozenset[int]:
    """Return the keys of every body that ``change`` touches by name."""
    found = {change.body}
    match change:
        case Move():
            found.add(change.parent)
        case Merge():
            found.update(change.sources)
        case Dissolve(heir=int(heir)):
            found.add(heir)
    return frozenset(found)
