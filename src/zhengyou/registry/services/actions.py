"""Verbs of items, windows and cases."""

import dataclasses
import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.services import hooks, policy, promises, queries, rules
from zhengyou.registry.services.enums import Channel, Mode, WindowKind
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.machine import MOVES
from zhengyou.registry.services.models import Case, Integration, ItemVersion, ServiceItem, Staffing, Window


def _check_guide(guide: Guide) -> None:
    if not guide.name.strip():
        raise Refused(_("Give the item a name."), field="name")
    if guide.mode == Mode.COMMITTED and not guide.promise_amount:
        raise Refused(_("An item with a promised time needs the time."), field="promise_amount")


def _write_version(item: ServiceItem, guide: Guide, number: int) -> ItemVersion:
    fields = dataclasses.asdict(guide)
    if guide.mode == Mode.ON_THE_SPOT:
        fields["promise_amount"] = None
    for name in ("materials", "steps", "standards"):
        fields[name] = [line.strip() for line in fields[name] if line.strip()]
    version = ItemVersion.objects.create(item=item, number=number, valid_from=clock.today(), **fields)
    for name in ("name", "mode", "promise_amount", "promise_unit"):
        setattr(item, name, getattr(version, name))
    item.version = number
    return version


@transaction.atomic
def open_item(
    *, body: Body, code: str, family: str, guide: Guide, actor: Actor, opened_on: dt.date | None = None
) -> ServiceItem:
    """Add an item to the catalogue of ``body`` with the first version of its guide."""
    require(actor, rules.MANAGE, body)
    _check_guide(guide)
    if ServiceItem.objects.filter(body=body, code=code).exists():
        raise Refused(_("This unit already has an item with this code."), field="code")
    item = ServiceItem.objects.create(
        body=body, code=code, family=family, name=guide.name, opened_on=opened_on or clock.today()
    )
    version = _write_version(item, guide, 1)
    if opened_on and opened_on < version.valid_from:
        ItemVersion.objects.filter(pk=version.pk).update(valid_from=opened_on)
    item.save()
    record("services.open_item", item, actor=actor)
    return item


@transaction.atomic
def amend_item(item: ServiceItem, *, guide: Guide, actor: Actor) -> ServiceItem:
    """Publish a new version of the item's guide; cases accepted before keep theirs."""
    require(actor, rules.MANAGE, item.body)
    _check_guide(guide)
    locked = ServiceItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This item is no longer offered."))
    _write_version(locked, guide, locked.version + 1)
    locked.save()
    record("services.amend_item", locked, actor=actor, fields=["guide", "version"])
    return locked


@transaction.atomic
def retire_item(item: ServiceItem, *, actor: Actor) -> ServiceItem:
    """Take the item out of the catalogue from today; its cases and versions stay."""
    require(actor, rules.MANAGE, item.body)
    locked = ServiceItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This item is no longer offered."))
    locked.closed_on = max(clock.today(), locked.opened_on)
    locked.save(update_fields=["closed_on"])
    record("services.retire_item", locked, actor=actor, fields=["closed_on"])
    return locked


@transaction.atomic
def open_window(
    *,
    body: Body,
    number: str,
    name: str,
    actor: Actor,
    items: Iterable[ServiceItem] = (),
    kind: str = WindowKind.COUNTER,
    place: str = "",
    opened_on: dt.date | None = None,
) -> Window:
    """Open a window of ``body`` that offers ``items``; its printed code is made here and never changes."""
    require(actor, rules.MANAGE, body)
    try:
        with transaction.atomic():
            window = Window.objects.create(
                body=body, number=number, name=name, kind=kind, place=place, opened_on=opened_on or clock.today()
            )
    except IntegrityError as error:
        raise Refused(_("This unit already has an open window with this number."), field="number") from error
    window.items.set(items)
    record("services.open_window", window, actor=actor)
    return window


@transaction.atomic
def amend_window(
    window: Window, *, number: str, name: str, kind: str, place: str, items: Iterable[ServiceItem], actor: Actor
) -> Window:
    """Change what a window is called, where it stands and what it offers; its code stays."""
    require(actor, rules.MANAGE, window.body)
    locked = Window.objects.select_for_update(of=("self",)).select_related("body").get(pk=window.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This window is closed."))
    given = {"number": number, "name": name, "kind": kind, "place": place}
    changed = [field for field, value in given.items() if getattr(locked, field) != value]
    for field in changed:
        setattr(locked, field, given[field])
    try:
        with transaction.atomic():
            locked.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused(_("This unit already has an open window with this number."), field="number") from error
    locked.items.set(items)
    record("services.amend_window", locked, actor=actor, fields=[*changed, "items"])
    return locked


@transaction.atomic
def close_window(window: Window, *, actor: Actor) -> Window:
    """Close the window from today and end the duty of whoever serves there; its cases and ratings stay."""
    require(actor, rules.MANAGE, window.body)
    locked = Window.objects.select_for_update(of=("self",)).select_related("body").get(pk=window.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This window is closed."))
    locked.closed_on = max(clock.today(), locked.opened_on)
    locked.save(update_fields=["closed_on"])
    for staffing in locked.staffings.select_for_update().filter(ends_on__isnull=True).order_by("id"):
        staffing.ends_on = max(staffing.starts_on, locked.closed_on)
        staffing.save(update_fields=["ends_on"])
    record("services.close_window", locked, actor=actor, fields=["closed_on"])
    return locked


@transaction.atomic
def staff_window(
    window: Window,
    *,
    appointment: Appointment,
    actor: Actor,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    stand_in: bool = False,
) -> Staffing:
    """Put the holder of ``appointment`` on duty at ``window``, as main holder or as the AB stand-in."""
    require(actor, rules.MANAGE, window.body)
    if window.closed_on is not None:
        raise Conflict(_("This window is closed."))
    starts_on = starts_on or clock.today()
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("The last day lies before the first."), field="ends_on")
    if appointment.ends_on is not None and appointment.ends_on <= starts_on:
        raise Refused(_("This person no longer holds the post on that day."), field="appointment")
    try:
        with transaction.atomic():
            staffing = Staffing.objects.create(
                window=window, appointment=appointment, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in
            )
    except IntegrityError as error:
        raise Refused(_("This person already serves at this window."), field="appointment") from error
    record("services.staff_window", window, actor=actor, fields=["staffings"])
    return staffing


@transaction.atomic
def relieve(staffing: Staffing, *, actor: Actor, on: dt.date | None = None) -> Staffing:
    """End somebody's duty at a window; ``on`` is the first day on which it no longer holds."""
    require(actor, rules.MANAGE, staffing.window.body)
    locked = Staffing.objects.select_for_update(of=("self",)).select_related("window__body").get(pk=staffing.pk)
    if locked.ends_on is not None:
        raise Conflict(_("This duty has ended already."))
    locked.ends_on = max(on or clock.today(), locked.starts_on)
    locked.save(update_fields=["ends_on"])
    record("services.relieve", locked.window, actor=actor, fields=["staffings"])
    return locked


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
    try:
        with transaction.atomic():
            case = Case.objects.create(
                body=window.body,
                window=window,
                item=item,
                version=version,
                handler=handler,
                integration=integration,
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


@transaction.atomic
def issue_token(
    *, body: Body, name: str, actor: Actor, expires_on: dt.date | None = None, must_sign: bool = False
) -> tuple[Integration, str]:
    """Let a business system send cases of ``body``'s subtree; return it with its token, which is shown only now."""
    require(actor, rules.API, body)
    today = clock.today()
    expires_on = expires_on or today + dt.timedelta(days=policy.TOKEN_DAYS)
    if not today < expires_on <= today + dt.timedelta(days=policy.TOKEN_DAYS):
        raise Refused(_("A token holds at least a day and at most a year."), field="expires_on")
    token = f"zy_{secrets.token_urlsafe(32)}"
    integration = Integration.objects.create(
        body=body,
        name=name,
        digest=queries.digest(token),
        hint=token[-4:],
        must_sign=must_sign,
        starts_on=today,
        expires_on=expires_on,
    )
    record("services.issue_token", integration, actor=actor)
    return integration, token


@transaction.atomic
def revoke_token(integration: Integration, *, actor: Actor) -> Integration:
    """Shut a business system out at once."""
    require(actor, rules.API, integration.body)
    locked = Integration.objects.select_for_update(of=("self",)).select_related("body").get(pk=integration.pk)
    if locked.revoked_at is not None:
        raise Conflict(_("This token is revoked already."))
    locked.revoked_at = clock.now()
    locked.save(update_fields=["revoked_at"])
    record("services.revoke_token", locked, actor=actor, fields=["revoked_at"])
    return locked
