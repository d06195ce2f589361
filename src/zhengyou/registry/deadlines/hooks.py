"""What this room tells rooms above it: a clock turned blue or yellow, or was breached; and where subjects are shown.

Upper rooms subscribe from ``AppConfig.ready``. A subscriber runs in the transaction of the sweep and may be called
again if that transaction is repeated, so it must be safe to repeat.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhengyou.registry.deadlines.models import Climb, Clock, RulePack

Told = Callable[["Clock"], None]
Climbed = Callable[["Climb"], None]
Address = Callable[[str], str]

breached: dict[str, list[Told]] = {}
"""Called with the clock when it was breached, by kind of subject."""

warned: dict[str, list[Told]] = {}
"""Called with the clock when it turned blue or yellow (``clock.warned``), by kind of subject."""

climbed: dict[str, list[Climbed]] = {}
"""Called with each rung that a clock climbed after it was due, by kind of subject."""

_locks: dict[str, Told] = {}
_addresses: dict[str, Address] = {}
_extension_pages: list[Address] = []


Revised = Callable[["RulePack", "RulePack"], None]

revised: list[Revised] = []
"""Called with a pack and its next version, so that rooms above copy what they keep beside its rules."""


def on_revised(told: Revised) -> None:
    """Call ``told`` for every pack that is revised; twice is once."""
    if told not in revised:
        revised.append(told)


def subscribe(
    kind: str,
    *,
    on_breached: Told | None = None,
    on_warned: Told | None = None,
    on_climbed: Climbed | None = None,
) -> None:
    """Call these for clocks whose subject is of ``kind`` (as ``orders.order``); ``*`` stands for every kind."""
    if on_climbed is not None and on_climbed not in climbed.setdefault(kind, []):
        climbed[kind].append(on_climbed)
    for told, calls in ((on_breached, breached), (on_warned, warned)):
        if told is not None and told not in calls.setdefault(kind, []):
            calls[kind].append(told)


def show_at(kind: str, address: Address) -> None:
    """Let lists link subjects of ``kind`` to the page at ``address(subject_id)``."""
    _addresses[kind] = address


def address_of(kind: str, subject_id: str) -> str:
    """Return the page of a subject, or an empty text where its room offers none."""
    address = _addresses.get(kind)
    return address(subject_id) if address else ""


def ask_for_extensions_at(address: Address) -> None:
    """Let the page of a clock lead to the page on which more time is asked for, at ``address(clock_id)``."""
    _extension_pages[:] = [address]


def extension_page(clock_id: str) -> str:
    """Return where more time for a clock is asked for, or an empty text where nobody offers it."""
    return _extension_pages[0](clock_id) if _extension_pages else ""


def publish(calls: dict[str, list[Told]], clock: "Clock") -> None:
    """Tell everyone who subscribed to the kind of the clock's subject."""
    for told in (*calls.get(clock.subject_kind, ()), *calls.get("*", ())):
        told(clock)


def lock_subjects(kind: str, lock: Told) -> None:
    """Lock the subject of a clock before the clock itself climbs: its verbs lock in that order too."""
    _locks[kind] = lock


def lock_subject(clock: "Clock") -> None:
    """Lock the subject of ``clock`` where its room asked for it."""
    if lock := _locks.get(clock.subject_kind):
        lock(clock)


def publish_climb(rung: "Climb") -> None:
    """Tell everyone who subscribed to the kind of the subject that its clock climbed ``rung``."""
    for told in (*climbed.get(rung.clock.subject_kind, ()), *climbed.get("*", ())):
        told(rung)
