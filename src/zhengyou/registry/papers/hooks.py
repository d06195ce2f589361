"""What upper rooms may hear of papers, and what they tell of the issues behind a regulation."""

from collections.abc import Callable
from dataclasses import dataclass

from zhengyou.records import ledger
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


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem as its room knows it: the model, the id, how it is called, its page."""

    kind: str
    thing: str
    label: str
    address: str


Finding = Callable[[str, ledger.Actor], Issue | None]

_findings: list[Finding] = []


def on_issue_named(finding: Finding) -> None:
    """Ask ``finding`` which problem bears the number that somebody typed, as far as this person may see it."""
    if finding not in _findings:
        _findings.append(finding)


def issue_named(number: str, actor: ledger.Actor) -> Issue | None:
    """Return the problem that bears ``number``, or None where no room knows it."""
    return next((found for finding in _findings if (found := finding(number, actor))), None)
