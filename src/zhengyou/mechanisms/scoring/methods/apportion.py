"""Places shared out among districts by their size: exact in whole numbers, ties drawn by a seed, never by name.

**Sainte-Laguë** (default): the next place goes to the largest v / (2a + 1), a the places it has. Neutral to size, and no
district ever loses a place because there is one more to give. **Hamilton** (largest remainders): the familiar choice; a
small district can lose by enlargement (6 : 6 : 2 gives 4, 4, 2 of ten places and 5, 5, 1 of eleven). Balinski & Young,
*Fair Representation*, 2nd ed. 2001.
"""

from dataclasses import dataclass
from fractions import Fraction

from zhengyou.mechanisms.scoring.methods.types import generator


@dataclass(frozen=True, slots=True)
class Seats:
    """How many places each gets, and among whom the last was drawn by lot (nobody, mostly)."""

    seats: tuple[int, ...]
    drawn: frozenset[int]


def sainte_lague(sizes: list[int], places: int, *, minimum: int = 0, seed: int = 0) -> Seats:
    """Return ``places`` shared out by Sainte-Laguë, everyone of any size getting ``minimum`` beforehand.

    Raises ValueError where sizes are negative or all zero, or the minimum alone needs more places than there are.
    """
    seats = _seeded(sizes, places, minimum)
    lots = _lots(len(sizes), seed)
    drawn: frozenset[int] = frozenset()
    while sum(seats) < places:
        claims = [Fraction(size, 2 * has + 1) for size, has in zip(sizes, seats, strict=True)]
        drawn = _give(seats, claims, places - sum(seats), lots, limit=1)
    return Seats(tuple(seats), drawn)


def hamilton(sizes: list[int], places: int, *, minimum: int = 0, seed: int = 0) -> Seats:
    """Return ``places`` shared out by largest remainders, everyone of any size getting at least ``minimum``.

    Raises ValueError as `sainte_lague`.
    """
    least = _seeded(sizes, places, minimum)
    lots = _lots(len(sizes), seed)
    free = set(range(len(sizes)))
    while True:
        rest, whole = (
            places - sum(least[place] for place in range(len(sizes)) if place not in free),
            sum(sizes[place] for place in free),
        )
        quotas = {place: Fraction(sizes[place] * rest, whole) if whole else Fraction(0) for place in free}
        short = {place for place, quota in quotas.items() if quota < least[place]}
        if not short:
            break
        free -= short
    seats = [int(quotas[place]) if place in free else least[place] for place in range(len(sizes))]
    remainders = [quotas[place] - int(quotas[place]) if place in free else Fraction(-1) for place in range(len(sizes))]
    drawn = _give(seats, remainders, places - sum(seats), lots, limit=places)
    return Seats(tuple(seats), drawn)


def _seeded(sizes: list[int], places: int, minimum: int) -> list[int]:
    """Return the places given beforehand."""
    if any(size < 0 for size in sizes) or not any(sizes):
        raise ValueError("sizes must not be negative, and not all zero")
    least = [minimum if size else 0 for size in sizes]
    if places < sum(least):
        raise ValueError("there are fewer places than the minimum needs")
    return least


def _lots(number: int, seed: int) -> list[int]:
    """Return each one's lot: the same seed draws the same lots."""
    return [int(lot) for lot in generator(seed).permutation(number)]


def _give(seats: list[int], claims: list[Fraction], places: int, lots: list[int], *, limit: int) -> frozenset[int]:
    """Give up to ``limit`` of ``places`` to the largest claims, one each; return among whom the last was drawn."""
    given = min(places, limit)
    if given <= 0:
        return frozenset()
    order = sorted(range(len(claims)), key=lambda place: (-claims[place], lots[place]))
    for place in order[:given]:
        seats[place] += 1
    last = claims[order[given - 1]]
    tied = frozenset(place for place in order if claims[place] == last)
    beyond = [place for place in order[given:] if claims[place] == last]
    # equal claims are drawn for only where the places run out among them
    return tied if beyond and places == given else frozenset()
