"""Which cells of a table of answers may be shown, so that nobody can tell a single answer from it."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)


def showable(numbers: Mapping[Cell, int], fewest: int) -> set[Cell]:
    """Return the cells that may be shown where the sum of all of them is known, given how many answers each has.

    A cell with fewer than ``fewest`` is hidden. Where all that is hidden were fewer still, so that the difference to the
    sum would tell it, the smallest of the others is hidden with it.
    """
    shown = {cell for cell, number in numbers.items() if number >= fewest}
    hidden = sum(number for cell, number in numbers.items() if cell not in shown)
    if 0 < hidden < fewest and shown:
        shown.remove(min(shown, key=lambda cell: (numbers[cell], str(cell))))
    return shown
