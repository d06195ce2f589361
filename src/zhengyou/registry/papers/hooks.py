"""What upper rooms may hear of papers."""

from collections.abc import Callable

from zhengyou.registry.papers.models import Instruction

Hearing = Callable[[Instruction], object]

_instructed: list[Hearing] = []


def on_instructed(hearing: Hearing) -> None:
    """Call ``hearing`` with each instruction a leader writes, in the same transaction, from ``AppConfig.ready``."""
    if hearing not in _instructed:
        _instructed.append(hearing)


def tell_instructed(instruction: Instruction) -> None:
    """Tell those who asked that a leader has instructed a unit."""
    for hearing in _instructed:
        hearing(instruction)
