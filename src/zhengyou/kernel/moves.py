"""State moves as pure data: which verb moves what, from where to where, and when it may not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Conflict, Refused, Sentence


def _open(_thing: Any) -> Sentence:
    return ""


@dataclass(frozen=True, slots=True)
class Move:
    """One verb of a state machine.

    ``guard`` looks at the locked thing and returns a sentence that says why not, or an empty one to let it pass.
    """

    sources: frozenset[str]
    target: str
    guard: Callable[[Any], Sentence] = field(default=_open)


Machine = Mapping[str, Move]


def move(sources: Iterable[str], target: str, guard: Callable[[Any], Sentence] = _open) -> Move:
    """Return a move from any of ``sources`` (or a single word) to ``target``."""
    return Move(frozenset([sources] if isinstance(sources, str) else sources), target, guard)


def target_of(thing: Any, state: str, verb: str, machine: Machine) -> str:
    """Return the state into which ``verb`` takes ``thing``, which is in ``state``.

    Raises Conflict where the verb does not start from this state and Refused where its guard objects.
    """
    step = machine[verb]
    if state not in step.sources:
        raise Conflict(
            _("This step is not possible any more: the matter has moved on. Reload the page to see where it stands."),
            code="state",
        )
    if reason := step.guard(thing):
        raise Refused(reason, code="guard")
    return step.target


def verbs_from(state: str, machine: Machine) -> tuple[str, ...]:
    """Return the verbs that start from ``state``, in the order of the machine."""
    return tuple(verb for verb, step in machine.items() if state in step.sources)


def reachable(machine: Machine, start: str) -> frozenset[str]:
    """Return every state that can be reached from ``start``; tests use it to find islands."""
    seen, queue = {start}, [start]
    while queue:
        state = queue.pop()
        for step in machine.values():
            if state in step.sources and step.target not in seen:
                seen.add(step.target)
                queue.append(step.target)
    return frozenset(seen)
