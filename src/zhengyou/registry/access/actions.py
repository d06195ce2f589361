"""Verbs of access: grant and withdraw roles, keep roles, switch hats."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access import functions, policy, rules
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.models import Grant, Role, Scope
from zhengyou.registry.access.queries import default_role, open_grants
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.rules import ROOTS
from zhengyou.registry.people.models import Person


def scope_of(body: Body) -> Scope:
    """Return the scope that is the whole subtree of ``body``; it is made on first use."""
    return Scope.objects.get_or_create(body=body, for_campaign=False)[0]


@transaction.atomic
def grant(
    appointment: Appointment,
    role: Role,
    scope: Scope | Body,
    *,
    actor: ledger.Actor,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Grant:
    """Give the holder of ``appointment`` a role within ``scope`` (a body stands for its subtree).

    The security administrator grants any role in the scope of that office; everybody else passes on only what they
    hold themselves, within their own scope, and nobody grants anything to themselves.
    """
    scope = scope_of(scope) if isinstance(scope, Body) else scope
    appointment = Appointment.objects.select_related("person", "post__body").get(pk=appointment.pk)
    rules.may_grant(actor, role.held, scope.body, appointment, campaign_scope=_campaign(scope))
    starts_on = starts_on or clock.today()
    if appointment.ends_on and appointment.ends_on <= clock.today():
        raise Conflict(_("This post is no longer held."), code="ended")
    if ends_on and ends_on <= starts_on:
        raise Refused(_("The last day must come after the first."), field="ends_on", code="period")
    # Locked first: two offices given at the same moment to one person must see each other.
    Person.objects.select_for_update(no_key=True).get(pk=appointment.person_id)
    _keep_apart(appointment, role)
    try:
        with transaction.atomic():
            given = Grant.objects.create(
                appointment=appointment, role=role, scope=scope, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError as error:
        raise Conflict(_("This post has this role here already."), code="granted") from error
    record("access.grant", given, actor=actor, fields=["role", "scope", "starts_on", "ends_on"])
    return given


@transaction.atomic
def look_after(root: Body, *, actor: ledger.Actor) -> list[Grant]:
    """Let the three administrators of the founder's root body administer ``root``, which nobody else could give them.

    Nothing but their offices is handed on; business roles there are for the security administrator to grant.
    """
    if not isinstance(actor, Actor):
        return []
    paths = {right.path for right in actor.rights_for(ROOTS) if not right.campaign}
    kept = open_grants().filter(scope__for_campaign=False, scope__body__path__in=paths, scope__body__parent=None)
    made = []
    for one in kept.select_related("role", "appointment__person", "appointment__post__body").order_by("pk"):
        if policy.offices_of(one.role.held):
            given = Grant.objects.create(
                appointment=one.appointment,
                role=one.role,
                scope=scope_of(root),
                starts_on=clock.today(),
                ends_on=one.ends_on,
            )
            record("access.grant", given, actor=actor, fields=["role", "scope", "starts_on", "ends_on"])
            made.append(given)
    return made


@transaction.atomic
def revoke(given: Grant, *, actor: ledger.Actor) -> Grant:
    """Withdraw a role at once."""
    given = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("appointment__person", "appointment__post__body", "role", "scope__body")
        .get(pk=given.pk)
    )
    campaign = _campaign(given.scope)
    rules.may_grant(actor, given.role.held, given.scope.body, given.appointment, campaign_scope=campaign)
    if given.ends_on and given.ends_on <= clock.today():
        raise Conflict(_("This grant has ended already."), code="ended")
    _end(given, clock.today(), actor)
    return given


@transaction.atomic
def end_all(person: Person, on: dt.date, *, actor: ledger.Actor) -> list[Grant]:
    """End every grant of ``person`` on this day; part of leaving, whose rule has been asked."""
    grants = list(_unfinished(person).select_for_update(of=("self",)).order_by("pk"))
    for given in grants:
        _end(given, on, actor)
    return grants


@transaction.atomic
def add_role(code: str, title: str, held: Iterable[str], *, actor: ledger.Actor) -> Role:
    """Add a role of one's own beside the default ones."""
    rules.require(actor, rules.MANAGE, None)
    if Role.objects.filter(code=code).exists() or code in policy.ROLES:
        raise Refused(_("There is a role with this code already."), field="code", code="code_taken")
    chosen = _sensible(held)
    role = Role.objects.create(code=code, title=title.strip(), functions=chosen, order_number=len(policy.ROLES))
    record("access.add_role", role, actor=actor, fields=["title", "functions"])
    return role


@transaction.atomic
def change_role(role: Role, *, actor: ledger.Actor, title: str, held: Iterable[str], needs_second_factor: bool) -> Role:
    """Choose title and functions of a role and whether it demands a second factor; it holds for all who have it."""
    rules.require(actor, rules.MANAGE, None)
    role = Role.objects.select_for_update().get(pk=role.pk)
    chosen = _sensible(held)
    before = role.held
    if policy.offices_of(chosen) != policy.offices_of(before) and role.grants.exists():
        said = _("People hold this role: what makes it one of the three administrators cannot change. Add a new role.")
        raise Refused(said, field="functions", code="office")
    role.title, role.needs_second_factor = title.strip(), needs_second_factor
    if set(chosen) != before:
        role.functions, role.follows_default = chosen, False
    role.save()
    record("access.change_role", role, actor=actor, fields=["title", "functions", "needs_second_factor"])
    return role


@transaction.atomic
def restore_role(role: Role, *, actor: ledger.Actor) -> Role:
    """Set a default role back to its default functions, which grow with every new room."""
    rules.require(actor, rules.MANAGE, None)
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.code not in policy.ROLES:
        raise Refused(_("This role has no default."), code="no_default")
    role.follows_default, role.functions = True, []
    role.save()
    record("access.restore_role", role, actor=actor, fields=["functions"])
    return role


def install_roles() -> list[Role]:
    """Make every default role that is missing; safe to repeat after each migration."""
    return [default_role(code) for code in policy.ROLES]


@transaction.atomic
def switch_hat(appointment: Appointment, *, actor: ledger.Actor) -> Appointment:
    """Write down that ``actor`` now acts under this hat; the session keeps which one is worn."""
    if not isinstance(actor, Actor) or actor.person != str(appointment.person_id):
        raise Forbidden(_("Everybody wears only their own identities."))
    record("access.switch_hat", appointment, actor=actor)
    return appointment


@transaction.atomic
def time_out_hat(appointment: Appointment, *, actor: ledger.Actor) -> Appointment:
    """Write down that a hat was taken off because nothing was done under it for a while."""
    record("access.time_out_hat", appointment, actor=actor)
    return appointment


def _campaign(scope: Scope) -> int | None:
    return scope.pk if scope.for_campaign else None


def _unfinished(person: Person) -> QuerySet[Grant]:
    """Return the grants of ``person`` that hold today or will."""
    rows = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gt=clock.today()), appointment__person=person)
    return rows.select_related("appointment__person", "appointment__post__body", "role", "scope__body")


def _end(given: Grant, on: dt.date, actor: ledger.Actor) -> None:
    given.ends_on = max(on, given.starts_on)
    given.save(update_fields=["ends_on"])
    record("access.revoke", given, actor=actor, fields=["ends_on"])


def _sensible(held: Iterable[str]) -> list[str]:
    """Return the functions sorted; refuse unknown ones and what would join two offices, or an office and business."""
    chosen = sorted(set(held))
    if unknown := [name for name in chosen if name not in functions.known()]:
        said = _("There is no such function: %(name)s.")
        raise Refused(said % {"name": unknown[0]}, field="functions", code="unknown")
    offices = policy.offices_of(chosen)
    if len(offices) > 1 or any(policy.foreign_to(office, chosen) for office in offices):
        said = _("System, security and audit administration stay apart from each other and from business.")
        raise Refused(said, field="functions", code="office")
    return chosen


def _keep_apart(appointment: Appointment, role: Role) -> None:
    """Refuse a role that would make one person two administrators, or one hat administrator and business."""
    new = policy.offices_of(role.held)
    for other in _unfinished(appointment.person):
        old = policy.offices_of(other.role.held)
        if new and old and new != old:
            said = _("Nobody is two of system, security and audit administrator: this person holds %(role)s.")
            raise Refused(said % {"role": other.role.label}, field="role", code="three_offices")
        if other.appointment_id == appointment.pk and bool(new) != bool(old) and other.role.held:
            said = _("An administrator's post holds no business: this post holds %(role)s. Use another post.")
            raise Refused(said % {"role": other.role.label}, field="role", code="mixed_post")
