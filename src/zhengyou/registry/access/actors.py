"""The person who acts, under one hat, with what this hat may do."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhengyou.records import ledger
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True)
class Right:
    """One grant as rules read it: these functions, in this subtree, and if ``campaign`` is set only for its scope."""

    functions: frozenset[str]
    path: str
    scope: int
    campaign: bool = False


@dataclass(frozen=True, kw_only=True)
class Actor(ledger.Actor):
    """A signed-in person under the hat of one appointment; ``body`` is the hat's."""

    kind: str = "account"
    account: str = ""
    person: str = ""
    body: Body | None = None
    rights: tuple[Right, ...] = field(default=())

    def rights_for(self, function: str) -> Iterable[Right]:
        """Return the rights that hold ``function``."""
        return (right for right in self.rights if function in right.functions)

    def holds(self, function: str) -> bool:
        """Return whether this hat may do ``function`` anywhere at all."""
        return any(True for _ in self.rights_for(function))
