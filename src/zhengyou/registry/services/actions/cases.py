"""Verbs of cases: accept, handle, finish, withdraw, and the promise that stands still."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services import hooks, policy, promises, queries, rules
from zhengyou.registry.services.actions.mandates import require_covers
from zhengyou.registry.services.enums import Channel
from zhengyou.registry.services.machine import MOVES
from zhengyou.registry.services.models import Case, Integration, Mandate, ServiceItem, Window


def _check_case(window: Window, item: ServiceItem, accepted_at: dt.datetime) -> None:
    day = clock.local(accepted_at).date()
    if accepted_at > clock.now():
        raise Refused(_("A case cannot be accepted in the future."), field="accepted_at")
    if day < clock.today() - dt.timedelta(days=policy.BACKDATE_DAYS):
        raise Refused(_("This lies too far back to be registered."), field="accepted_at")
    if window.closed_on is not None and day >= window.closed_on:
        raise Refused(_("This window is closed."), field="window")
    if item.closed_on is not None and day >= item.closed_on:
        raise Refused(_("This item is no longer offered."), field="item")
    if not window.items.filter(pk=item.pk).exists():
        raise Refused(_("This window does not offer this item."), field="item")


@transaction.atomic
def register_case(
    *,
    window: Window,
    item: ServiceItem,
    actor: Actor,
    channel: str = Channel.DESK,
    external_number: str = "",
    handler: Appointment | None = None,
    integration: Integration | None = None,
    mandate: Mandate | None = None,
    applicant_name: str = "",
    applicant_phone: str = "",
    accepted_at: dt.datetime | None = None,
) -> Case:
    """Accept a case at ``window`` under today's guide of ``item`` and tell who listens."""
    require(actor, rules.REGISTER, window.body)
    accepted_at = accepted_at or clock.now()
    _check_case(window, item, accepted_at)
    version = queries.guide_of(item, clock.local(accepted_at).date()) or item.versions.order_by("number").first()
    if version is None:
        raise Refused(_("This item has no guide yet."), field="item")
    if mandate is not None:
        require_covers(mandate, item)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                body=window.body,
                window=window,
                item=item,
                version=version,
                handler=handler,
                integration=integration,
                mandate=mandate,
                channel=channel,
                external_number=external_number.strip(),
                applicant_name=applicant_name.strip(),
                applicant_phone=applicant_phone.strip(),
                accepted_at=accepted_at,
            )
    except IntegrityError as error:
        raise Refused(_("This number is registered already."), field="external_number", code="duplicate") from error
    _start_clock(case, actor)
    record("services.register_case", case, actor=actor)
    hooks.tell(hooks.accepted, case, actor)
    return case


def _start_clock(case: Case, actor: Actor) -> None:
    """Let the promise of the guide run from the moment of acceptance."""
    term = promises.promised(case.version)
    if term is not None:
        label = f"{case.item.name} · {case.number}"
        case.clock = deadlines.start(
            case, promises.RULE, case.body, actor=actor, label=label, started_at=case.accepted_at, promised=term
        )
        case.save(update_fields=["clock"])


@transaction.atomic
def handle_case(case: Case, *, actor: Actor) -> Case:
    """Start handling an accepted case."""
    require(actor, rules.REGISTER, case.body)
    return move(case, "handle", MOVES, actor=actor)


@transaction.atomic
def close_case(case: Case, *, actor: Actor, done_at: dt.datetime | None = None) -> Case:
    """Finish the case and tell who listens: an invitation to rate is made in this transaction."""
    require(actor, rules.REGISTER, case.body)
    done_at = done_at or clock.now()
    if done_at > clock.now():
        raise Refused(_("A case cannot be done in the future."), field="done_at")
    if done_at < case.accepted_at:
        raise Refused(_("A case cannot be done before it was accepted."), field="done_at")
    closed = move(case, "close", MOVES, actor=actor, done_at=done_at)
    if closed.clock is not None:
        deadlines.meet(closed.clock, actor=actor, at=done_at)
    hooks.tell(hooks.closed, closed, actor)
    return closed


@transaction.atomic
def withdraw_case(case: Case, *, actor: Actor) -> Case:
    """Take the case back at the visitor's wish and tell who listens."""
    require(actor, rules.REGISTER, case.body)
    withdrawn = move(case, "withdraw", MOVES, actor=actor)
    if withdrawn.clock is not None:
        deadlines.void(withdrawn.clock, actor=actor)
    hooks.tell(hooks.withdrawn, withdrawn, actor)
    return withdrawn


@transaction.atomic
def pause_case(case: Case, *, reason: PauseReason | str, notice: str, actor: Actor) -> Case:
    """Let the promise stand still, for an enumerated reason and by a written notice to the applicant."""
    locked, running = _with_clock(case, actor)
    deadlines.pause(running, reason, notice=notice, actor=actor)
    record("services.pause", locked, actor=actor, fields=["clock"])
    return locked


@transaction.atomic
def resume_case(case: Case, *, actor: Actor) -> Case:
    """Let the promise run again; the time it stood still does not count."""
    locked, running = _with_clock(case, actor)
    deadlines.resume(running, actor=actor)
    record("services.resume", locked, actor=actor, fields=["clock"])
    return locked


def _with_clock(case: Case, actor: Actor) -> tuple[Case, Clock]:
    """Return an open case, locked, with the clock of its promise."""
    require(actor, rules.REGISTER, case.body)
    locked = Case.objects.select_for_update(of=("self",)).select_related("clock", "body").get(pk=case.pk)
    if locked.state not in queries.OPEN_STATES:
        raise Conflict(_("This case has ended already."), code="state")
    if locked.clock is None:
        raise Conflict(_("A matter done on the spot has no promised time."), code="no_clock")
    return locked, locked.clock
