"""Who may: one question for every verb, answered with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden, Sentence
from zhengyou.records import ledger
from zhengyou.registry.access import functions
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.bodies.models import Appointment, Body

READ = functions.define("access.read", _("See roles and grants"))
MANAGE = functions.define("access.manage", _("Manage roles and grants"))
DELEGATE = functions.define("access.delegate", _("Pass on own rights within own scope"))
READ_LEDGER = functions.define("ledger.read", _("Read the ledger"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed, and if not, why."""

    allowed: bool
    reason: Sentence = ""

    def __bool__(self) -> bool:
        return self.allowed


def may(actor: ledger.Actor, function: str, body: Body | None, *, campaign_scope: int | None = None) -> Verdict:
    """Return whether ``actor`` may do ``function`` to something that belongs to ``body``.

    A right for one campaign counts only where ``campaign_scope`` is that campaign's. Jobs of the system may do all.
    """
    if actor.kind == "system":
        return Verdict(True)
    if not isinstance(actor, Actor):
        return Verdict(False, _("Please sign in first."))
    held = tuple(actor.rights_for(function))
    if not held:
        reason = _("Your present identity may not do this (%(function)s). Switch identity, or ask your administrator.")
        return Verdict(False, reason % {"function": functions.label(function)})
    for right in held:
        if body is not None and not body.path.startswith(right.path):
            continue
        if not right.campaign or right.scope == campaign_scope:
            return Verdict(True)
    return Verdict(False, _("This belongs to a body outside the scope of your present identity."))


def require(actor: ledger.Actor, function: str, body: Body | None, *, campaign_scope: int | None = None) -> None:
    """Raise Forbidden with the reason unless ``actor`` may do ``function`` to something of ``body``."""
    if not (verdict := may(actor, function, body, campaign_scope=campaign_scope)):
        raise Forbidden(verdict.reason)


def may_grant(
    actor: ledger.Actor,
    held: Iterable[str],
    body: Body,
    appointment: Appointment,
    *,
    campaign_scope: int | None = None,
) -> None:
    """Raise Forbidden unless ``actor`` may give or withdraw a role with the functions ``held`` in ``body``'s subtree.

    Who manages roles may do so everywhere in that scope; who only passes rights on needs to hold each of them there,
    and the one who gets them must stand in the same scope.
    """
    if actor.kind == "system":
        return
    if isinstance(actor, Actor) and actor.person == str(appointment.person_id):
        raise Forbidden(_("Nobody grants rights to themselves or withdraws their own."))
    if may(actor, MANAGE, body):
        return
    require(actor, DELEGATE, body, campaign_scope=campaign_scope)
    require(actor, DELEGATE, appointment.post.body, campaign_scope=campaign_scope)
    for name in sorted(held):
        if not may(actor, name, body, campaign_scope=campaign_scope):
            reason = _("You may pass on only what you hold yourself here; you lack: %(function)s.")
            raise Forbidden(reason % {"function": functions.label(name)})
