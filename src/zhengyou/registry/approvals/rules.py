"""Who may define procedures and oversee approvals; those who are asked need no function."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger
from zhengyou.registry.access import functions
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Body

DEFINE = functions.define("approvals.define", _("Define approval procedures"))
OVERSEE = functions.define("approvals.oversee", _("Oversee approvals and replace approvers"))


def require_definer(actor: ledger.Actor, body: Body | None) -> None:
    """Raise Forbidden unless ``actor`` defines procedures for ``body``; those for everywhere, in a whole root body."""
    require(actor, DEFINE, body)
    if body is None and isinstance(actor, Actor) and not defines_everywhere(actor):
        raise Forbidden(_("What holds everywhere is defined by the office of the topmost body."))


def defines_everywhere(actor: Actor) -> bool:
    """Return whether ``actor`` defines procedures for a whole root body, whose path is a single key."""
    return any(right.path.count(".") == 1 and not right.campaign for right in actor.rights_for(DEFINE))


def is_asked(actor: ledger.Actor, task: Any) -> bool:
    """Return whether ``task`` asks the hat that ``actor`` wears."""
    return bool(actor.hat_id) and task.appointment is not None and str(task.appointment.public_id) == actor.hat_id


def require_asked(actor: ledger.Actor, task: Any) -> None:
    """Raise Forbidden unless ``task`` asks the hat that ``actor`` wears."""
    if is_asked(actor, task):
        return
    if isinstance(actor, Actor) and task.appointment and str(task.appointment.person_id) == actor.person:
        raise Forbidden(_("You are asked under another identity (%(hat)s). Switch to it first.") % {"hat": task.label})
    raise Forbidden(_("This step asks somebody else: %(who)s.") % {"who": task.label or _("not filled")})


def is_starter(actor: ledger.Actor, instance: Any) -> bool:
    """Return whether the person behind ``actor`` submitted the matter, under whatever hat."""
    return isinstance(actor, Actor) and str(instance.starter.person_id) == actor.person


def oversees(actor: ledger.Actor, instance: Any) -> bool:
    """Return whether ``actor`` oversees approvals of the matter's body."""
    return bool(may(actor, OVERSEE, instance.body))
