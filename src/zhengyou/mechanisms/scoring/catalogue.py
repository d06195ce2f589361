"""What scoring may read: indicators that other rooms offer. Scoring never imports an instrument."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.scoring.enums import Direction, Subject
from zhengyou.mechanisms.scoring.methods import types
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts of levels: ``counts`` has the shape (len(keys), len(cases), levels), the worst level first.

    Ratings have five levels, a share has two (no, yes).

    ``keys`` are primary keys of bodies or windows, ``bodies`` the body of each, ``cases`` the names of the case types
    that no unit chooses for itself (kind of service × channel).
    """

    keys: tuple[int, ...]
    bodies: tuple[int, ...]
    cases: tuple[str, ...]
    counts: NDArray[np.int64]


def by_channel(cells: Cells) -> tuple[types.Cells, tuple[str, ...], tuple[str, ...]]:
    """Return the counts as (units, case types, channels, levels), and the names of case types and of channels.

    A case such as ``public|code`` is the type before the bar and the channel after it; without a bar there is one
    channel.
    """
    pairs = [case.partition("|")[::2] for case in cells.cases]
    kinds, channels = (tuple(sorted({pair[side] for pair in pairs})) for side in (0, 1))
    table = np.zeros((len(cells.keys), len(kinds) or 1, len(channels) or 1, cells.counts.shape[-1]), dtype=np.int64)
    for number, (kind, channel) in enumerate(pairs):
        table[:, kinds.index(kind), channels.index(channel)] = cells.counts[:, number]
    return types.Cells(table), kinds, channels


@dataclass(frozen=True, slots=True)
class Evidence:
    """Single ratings as far as they are kept, one entry a rating; what the tests for manipulation read.

    ``unit`` and ``case`` are places in ``keys`` and ``cases``, ``day`` counts from the first day of the period of
    ``days`` days, ``texts`` is empty where no words are kept.
    """

    keys: tuple[int, ...]
    cases: tuple[str, ...]
    unit: NDArray[np.int64]
    case: NDArray[np.int64]
    level: NDArray[np.int64]
    day: NDArray[np.int64]
    days: int
    texts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something that can be compared: its name, unit of measure and definition as people read them, and its reading."""

    name: str
    label: Sentence
    unit: Sentence
    definition: Sentence
    read: Callable[[Subject, Body, dt.date, dt.date], Cells]
    evidence: Callable[[Subject, Body, dt.date, dt.date], Evidence] | None = None
    """The single ratings behind the counts, for the tests for manipulation; None where there are none."""
    case_label: Callable[[str], str] = str
    """What people call a case type."""
    fewest: int | None = None
    """How many records a statement needs; None: as many as the scheme or the comparison asks of ratings."""
    drill: Callable[[Body, dt.date, dt.date], str] | None = None
    """The page of the records behind the figures of a unit from the first to the last day."""
    drill_case: Callable[[Body, str, dt.date, dt.date], str] | None = None
    """The page of those of one case type; None: ``drill`` names them all."""
    denominator: Sentence = ""
    """What the figure is a share or a mean of: whatever is counted at all."""
    direction: Direction = Direction.MORE

    def records(self, body: Body, case: str, first: dt.date, last: dt.date) -> str:
        """Return the page of the records of one case type, or of all where none is kept apart; empty without one."""
        if self.drill_case:
            return self.drill_case(body, case, first, last)
        return self.drill(body, first, last) if self.drill else ""


_offered: dict[str, Indicator] = {}


def offer(indicator: Indicator) -> None:
    """Let schemes and runs use ``indicator`` (from ``AppConfig.ready`` of its room)."""
    _offered[indicator.name] = indicator


def offered() -> dict[str, Indicator]:
    """Return every indicator by name."""
    return dict(_offered)


def indicator_label(name: str) -> Sentence:
    """Return what people call an indicator; one that no room offers any more keeps its name."""
    return _offered[name].label if name in _offered else name
