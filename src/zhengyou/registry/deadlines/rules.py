"""Who may read clocks, keep calendar and rule packs, and grant more time."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger
from zhengyou.registry.access import functions
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

READ = functions.define("deadlines.read", _("See deadlines"))
MANAGE = functions.define("deadlines.manage", _("Keep the calendar and the rules of deadlines"))
EXTEND = functions.define("deadlines.extend", _("Grant extensions of deadlines"))


def require_keeper(actor: ledger.Actor, body: Body | None) -> None:
    """Raise Forbidden unless ``actor`` keeps calendar and rules for ``body``; for everywhere, of a whole root body."""
    require(actor, MANAGE, body)
    if body is None and isinstance(actor, Actor) and not keeps_everywhere(actor):
        raise Forbidden(_("What holds everywhere is kept by the office of the topmost body."))


def keeps_everywhere(actor: Actor) -> bool:
    """Return whether ``actor`` keeps calendar and rules for a whole root body, whose path is a single key."""
    return any(right.path.count(".") == 1 and not right.campaign for right in actor.rights_for(MANAGE))


def require_approver(actor: ledger.Actor, clock: Any) -> None:
    """Raise Forbidden unless ``actor`` may grant more time to the body that answers for ``clock``."""
    require(actor, EXTEND, clock.body)
