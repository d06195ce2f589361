"""Who may read, change and import bodies.

Access stands above this room: its answer comes down through `people.guards`. Which subtrees an actor may read is asked
of the actor itself, who brings the rights along.
"""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger
from zhengyou.registry.people import functions, guards

READ = functions.define("bodies.read", _("See bodies, posts and the contact list"))
MANAGE = functions.define("bodies.manage", _("Manage bodies, posts and groups"))
IMPORT = functions.define("bodies.import", _("Import bodies and posts"))
ROOTS = functions.define("bodies.roots", _("Found root bodies"))
NUMBERS = functions.define("bodies.numbers", _("See telephone numbers and e-mail addresses in the contact list"))


class Place(Protocol):
    """Anything that stands at a path of the tree."""

    @property
    def path(self) -> str:
        """The keys of all bodies above and of itself."""


class Right(Protocol):
    """One right of an actor: a subtree, perhaps only for one campaign."""

    @property
    def path(self) -> str:
        """The path of the subtree."""

    @property
    def campaign(self) -> bool:
        """Whether it holds for one campaign only."""


@runtime_checkable
class Bounded(Protocol):
    """An actor whose rights are bounded by subtrees."""

    def rights_for(self, function: str) -> Iterable[Right]:
        """Return the rights that hold ``function``."""


def paths(actor: ledger.Actor, function: str, *, campaigns: bool = False) -> tuple[str, ...]:
    """Return the topmost paths below which ``actor`` may do ``function``; the system's is the empty path: everywhere.

    Rights for one campaign count only where ``campaigns`` asks for them: a campaign gives no say over the tree itself.
    """
    if actor.kind == "system":
        return ("",)
    if not isinstance(actor, Bounded):
        return ()
    held = sorted({right.path for right in actor.rights_for(function) if campaigns or not right.campaign})
    return tuple(path for path in held if not any(path != other and path.startswith(other) for other in held))


def may_anything(actor: ledger.Actor, place: Place) -> bool:
    """Return whether ``place`` stands in any subtree in which ``actor`` holds some right."""
    rights: Iterable[Right] = getattr(actor, "rights", ())
    return actor.kind == "system" or any(place.path.startswith(right.path) for right in rights)


def may(actor: ledger.Actor, function: str, place: Place) -> bool:
    """Return whether ``actor`` may do ``function`` to what stands at ``place``; for showing buttons."""
    return any(place.path.startswith(path) for path in paths(actor, function))


def require(actor: ledger.Actor, function: str, *places: Place | None) -> None:
    """Raise Forbidden with the reason unless ``actor`` may do ``function`` at each of ``places``.

    None is the top of the tree, where only the system may do anything but found a root body (`require_founder`).
    """
    for place in places:
        guards.require(actor, function, place)
        if place is None and actor.kind != "system":
            raise Forbidden(_("Only the operator changes what stands at the top of the tree."))


def require_founder(actor: ledger.Actor) -> None:
    """Raise Forbidden unless ``actor`` administers a whole root body: nobody else founds another one beside it."""
    guards.require(actor, ROOTS, None)
    if actor.kind != "system" and not any(path.count(".") == 1 for path in paths(actor, ROOTS)):
        raise Forbidden(_("Only whoever administers a whole root body founds another one."))
