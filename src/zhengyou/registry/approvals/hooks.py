"""What this room tells rooms above it: the outcome of an approval, by kind of subject.

Upper rooms subscribe from ``AppConfig.ready``. A subscriber runs once, in the transaction of the verb that decided;
where it refuses, the decision is refused with its reason.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from zhengyou.records.ledger import Actor

if TYPE_CHECKING:
    from zhengyou.registry.approvals.models import Instance

Told = Callable[["Instance", Actor], None]

_approved: dict[str, list[Told]] = {}
_rejected: dict[str, list[Told]] = {}
_withdrawn: dict[str, list[Told]] = {}


def subscribe(
    kind: str, *, on_approved: Told | None = None, on_rejected: Told | None = None, on_withdrawn: Told | None = None
) -> None:
    """Call these with the approval and the last actor when a subject of ``kind`` (as ``papers.paper``) is decided."""
    for told, calls in ((on_approved, _approved), (on_rejected, _rejected), (on_withdrawn, _withdrawn)):
        if told is not None and told not in calls.setdefault(kind, []):
            calls[kind].append(told)


def publish(instance: "Instance", actor: Actor) -> None:
    """Tell the subscribers how ``instance`` ended."""
    calls = {"approved": _approved, "rejected": _rejected, "withdrawn": _withdrawn}[instance.state]
    for told in tuple(calls.get(instance.subject_kind, ())):
        told(instance, actor)
