"""What upper rooms have open for the units of a campaign when its cycle ends: they offer it here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhengyou.campaign.campaigns.enums import MatterKind
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Matter:
    """Something open, or standing, that goes on: of which unit, what, and where it is worked on."""

    kind: MatterKind
    body: Body
    label: str
    url: str


Reader = Callable[[list[Body]], Iterable[Matter]]

_readers: list[Reader] = []


def offer(reader: Reader) -> None:
    """Let ``reader`` tell what is open for units."""
    if reader not in _readers:
        _readers.append(reader)


def open_matters(units: list[Body]) -> Iterator[Matter]:
    """Yield everything that upper rooms have open for ``units``."""
    for reader in _readers:
        yield from reader(units)
