"""Verbs of rating terminals: set up, pair, hear, take what they hold, watch their silence."""

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from zhengyou.instruments.ratings import intake, policy, queries, rules, terminals
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, State
from zhengyou.instruments.ratings.intake import Counted, Submission
from zhengyou.instruments.ratings.models import Invitation, Kiosk, KioskParcel
from zhengyou.instruments.ratings.queries import digest
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Refused, Sentence
from zhengyou.records.ledger import PUBLIC, SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.notices import screens
from zhengyou.records.notices.actions import Recipient, tell
from zhengyou.records.seal import throttle
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.queries import responsible_for
from zhengyou.registry.services.models import Case, Window

PIN = "ratings.kiosk_pin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One rating as a terminal holds it: its own ``key``, by which it is never counted twice, and the filled-in form."""

    key: uuid.UUID
    answer: Answer
    code: str = ""
    """The code of the invitation that the terminal showed, or empty for a visit without a case."""
    assisted: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a parcel: counted (with the receipt, the first time) or refused with the reason."""

    key: uuid.UUID
    receipt: str = ""
    refusal: Sentence | str = ""


@transaction.atomic
def set_up_kiosk(window: Window, *, name: str, pin: str, large: bool = False, actor: Actor) -> Kiosk:
    """Enter a terminal for ``window``; it works once a device is paired (`ask_to_pair`)."""
    require(actor, rules.KIOSKS, window.body)
    if window.closed_on is not None:
        raise Refused(_("This window is closed."), field="window")
    kiosk = Kiosk.objects.create(window=window, body=window.body, name=name.strip()[:60], pin=_hashed(pin), large=large)
    record("ratings.set_up_kiosk", kiosk, actor=actor)
    return kiosk


@transaction.atomic
def amend_kiosk(kiosk: Kiosk, *, name: str, large: bool, pin: str = "", actor: Actor) -> Kiosk:
    """Change name, size of type and, where ``pin`` is given, the PIN."""
    locked = _locked(kiosk, actor)
    locked.name, locked.large = name.strip()[:60], large
    if pin:
        locked.pin = _hashed(pin)
    locked.save(update_fields=["name", "large", "pin"])
    record("ratings.amend_kiosk", locked, actor=actor, fields=["name", "large", *(["pin"] if pin else [])])
    return locked


@transaction.atomic
def ask_to_pair(kiosk: Kiosk, *, actor: Actor) -> str:
    """Return a pairing code for the device, good for a quarter of an hour and once; a former one is void."""
    locked = _locked(kiosk, actor)
    code = ids.short_code(10)
    locked.pairing_digest = digest(code)
    locked.pairing_until = clock.now() + policy.PAIRING_FOR
    locked.save(update_fields=["pairing_digest", "pairing_until"])
    record("ratings.ask_to_pair", locked, actor=actor)
    return code


@transaction.atomic
def pair(typed: str, *, actor: Actor = PUBLIC) -> tuple[Kiosk, str]:
    """Bind the device that brings the pairing code, and return its terminal and the device's own key.

    A device paired before loses its place: one terminal is one device.
    """
    del actor  # a device without a person
    code = ids.read_code(typed)
    found = (
        Kiosk.objects.select_for_update().filter(pairing_digest=digest(code), retired_on__isnull=True).first()
        if ids.code_holds(code)
        else None
    )
    if found is None or found.pairing_until is None or found.pairing_until < clock.now():
        raise Refused(
            _("This pairing code is unknown, used or too old. Please make a new one at the desk."), field="code"
        )
    key = secrets.token_urlsafe(32)
    found.key_digest, found.pairing_digest = digest(key), ""
    found.paired_at = found.heard_at = clock.now()
    found.alarmed_at = found.calling = found.called_at = None
    found.queued = 0
    found.save()
    record("ratings.pair_kiosk", found, actor=SYSTEM)
    return found, key


def unbind(kiosk: Kiosk, *, pin: str) -> Kiosk:
    """Unbind the device, on its PIN; it must be paired anew. A wrong PIN is counted whatever becomes of the rest."""
    require_pin(kiosk, pin)
    with transaction.atomic():
        locked = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
        _unbind(locked)
        record("ratings.unbind_kiosk", locked, actor=SYSTEM)
    return locked


def require_pin(kiosk: Kiosk, pin: str) -> None:
    """Raise Forbidden unless ``pin`` is the terminal's; after a few wrong ones nobody may try for a while."""
    throttle.require(PIN, str(kiosk.public_id), limit=policy.PIN_TRIES, period=policy.PIN_TRIES_IN)
    if not check_password(pin, kiosk.pin):
        raise Refused(_("The PIN is wrong."), field="pin", code="pin")


@transaction.atomic
def retire_kiosk(kiosk: Kiosk, *, actor: Actor) -> Kiosk:
    """Take a terminal out of service; its device can send nothing any more."""
    locked = _locked(kiosk, actor)
    locked.retired_on = clock.today()
    locked.save(update_fields=["retired_on"])
    _unbind(locked)
    record("ratings.retire_kiosk", locked, actor=actor)
    return locked


def hear(kiosk: Kiosk, *, queued: int) -> None:
    """Note that the device is alive and how many ratings it still holds; no event, it comes every minute."""
    Kiosk.objects.filter(pk=kiosk.pk).update(
        heard_at=clock.now(), queued=min(max(queued, 0), policy.PARCELS_HELD), alarmed_at=None
    )


@transaction.atomic
def take_parcels(kiosk: Kiosk, parcels: Sequence[Parcel], *, actor: Actor = PUBLIC) -> list[Delivered]:
    """Count what the device held, each parcel once however often it is sent; the day counted is today."""
    del actor  # the event of a rating names nobody
    today = clock.today()
    locked = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    if locked.retired_on is not None or not locked.key_digest:
        raise Forbidden(_("This terminal is out of service."), code="retired")
    keys = list(dict.fromkeys(one.key for one in parcels))
    known = set(KioskParcel.objects.filter(kiosk=locked, key__in=keys).values_list("key", flat=True))
    first = {one.key: one for one in reversed(parcels) if one.key not in known}
    new = [first[key] for key in keys if key in first]
    outcomes = dict(zip((one.key for one in new), intake.take([_submission(locked, one) for one in new]), strict=True))
    KioskParcel.objects.bulk_create(
        KioskParcel(kiosk=locked, key=key, day=today) for key, one in outcomes.items() if isinstance(one, Counted)
    )
    if locked.calling_id and any(one.code for one in new):
        locked.calling, locked.called_at = None, None
        locked.save(update_fields=["calling", "called_at"])
    return [_told(key, outcomes.get(key)) for key in keys]


def call(invitation: Invitation) -> None:
    """Show ``invitation`` on the terminals of its window, where there are any; it is let go after a few minutes."""
    called = Kiosk.objects.filter(window_id=invitation.window_id, retired_on__isnull=True).exclude(key_digest="")
    if called.update(calling=invitation, called_at=clock.now()):
        for public_id in called.values_list("public_id", flat=True):
            screens.tell(str(public_id), "call")


def call_for(case: Case, actor: Actor) -> None:
    """Show the newest invitation of ``case`` at its window (subscribed after it was minted)."""
    del actor
    invitation = queries.printed(case.invitations.filter(state=State.INVITED)).order_by("-service_number").first()
    if invitation is not None:
        call(invitation)


@transaction.atomic
def watch_kiosks(now: dt.datetime | None = None, *, actor: Actor = SYSTEM) -> int:
    """Tell the liaison of each terminal that is silent longer than it may be; return how many are new."""
    silent = terminals.newly_silent(now or clock.now())
    for kiosk in silent:
        liaison = responsible_for(kiosk.body, Duty.LIAISON) or responsible_for(kiosk.body, Duty.HEAD)
        hours = int(policy.SILENT_FOR.total_seconds() // 3600)
        if liaison is not None:
            words = ngettext_lazy(
                "Terminal %(name)s at %(window)s has been silent for %(hours)s hour. Please see to its power and network.",
                "Terminal %(name)s at %(window)s has been silent for %(hours)s hours. Please see to its power and network.",
                hours,
            ) % {"name": kiosk.name, "window": str(kiosk.window), "hours": hours}
            person = Recipient(str(liaison.person.pk), f"{liaison.person.name} · {liaison}")
            tell([person], str(words), terminals.page_of(kiosk), actor=actor)
        kiosk.alarmed_at = now or clock.now()
        kiosk.save(update_fields=["alarmed_at"])
        record("ratings.alarm_kiosk", kiosk, actor=actor)
    return len(silent)


def forget_parcels() -> int:
    """Forget the keys of parcels that no device can send again, and return how many."""
    return KioskParcel.objects.filter(day__lt=clock.today() - policy.PARCELS_KEPT).delete()[0]


def _submission(kiosk: Kiosk, parcel: Parcel) -> Submission:
    code = ids.read_code(parcel.code) if parcel.code else ""
    if code:
        return Submission(answer=parcel.answer, code=code, channel=Channel.TERMINAL, assisted=parcel.assisted)
    return Submission(answer=parcel.answer, window=kiosk.window_id, channel=Channel.TERMINAL, assisted=parcel.assisted)


def _told(key: uuid.UUID, outcome: Counted | Refused | None) -> Delivered:
    if isinstance(outcome, Refused):
        return Delivered(key, refusal=outcome.reason)
    return Delivered(key, receipt=outcome.receipt if outcome else "")


def _hashed(pin: str) -> str:
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise Refused(_("Choose a PIN of 4 to 8 digits."), field="pin")
    return make_password(pin)


def _locked(kiosk: Kiosk, actor: Actor) -> Kiosk:
    locked = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    require(actor, rules.KIOSKS, locked.body)
    if locked.retired_on is not None:
        raise Conflict(_("This terminal is out of service."))
    return locked


def _unbind(kiosk: Kiosk) -> None:
    kiosk.key_digest = kiosk.pairing_digest = ""
    kiosk.paired_at = kiosk.alarmed_at = kiosk.calling = kiosk.called_at = None
    kiosk.queued = 0
    kiosk.save()
