"""Readings of rating terminals."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhengyou.instruments.ratings import policy
from zhengyou.instruments.ratings.enums import State
from zhengyou.instruments.ratings.models import Kiosk
from zhengyou.instruments.ratings.queries import digest
from zhengyou.kernel import clock
from zhengyou.registry.deadlines import queries as deadlines
from zhengyou.registry.deadlines import reckoning

COOKIE = "zy_kiosk"
"""Under which a device keeps its key."""
SILENT = reckoning.Term(int(policy.SILENT_FOR.total_seconds() // 3600), reckoning.Unit.WORKING_HOUR)


@dataclass(frozen=True, slots=True)
class Called:
    """The case that a terminal asks about: the code of its invitation, its item and the end of its number."""

    code: str
    matter: str
    ending: str


def in_service() -> QuerySet[Kiosk]:
    """Return the terminals that were not taken out of service."""
    return Kiosk.objects.filter(retired_on__isnull=True)


def for_key(key: str) -> Kiosk | None:
    """Return the terminal whose device holds ``key``."""
    if not key or len(key) > 100:
        return None
    return in_service().select_related("window", "body").filter(key_digest=digest(key)).first()


def called(kiosk: Kiosk) -> Called | None:
    """Return what the terminal is to ask about now, or nothing: the case was rated, or the visitor has gone."""
    invitation, at = kiosk.calling, kiosk.called_at
    if invitation is None or at is None or clock.now() - at > policy.CALL_FOR:
        return None
    if invitation.state != State.INVITED or invitation.expires_on <= clock.today():
        return None
    return Called(invitation.code, invitation.case.item.name, invitation.case.number[-4:])


def silent_since(kiosk: Kiosk, now: dt.datetime) -> bool:
    """Return whether a paired terminal has said nothing for `SILENT_FOR` of working time."""
    if kiosk.heard_at is None or not kiosk.key_digest:
        return False
    if now - kiosk.heard_at < policy.SILENT_FOR:
        return False
    years = deadlines.years_from(clock.local(kiosk.heard_at).date())
    ground = reckoning.Ground(deadlines.calendar(kiosk.body, years))
    return reckoning.due(kiosk.heard_at, SILENT, ground).at <= now


def newly_silent(now: dt.datetime) -> list[Kiosk]:
    """Return and lock the terminals whose silence has not been told yet."""
    quiet = (
        in_service()
        .filter(alarmed_at__isnull=True, heard_at__lte=now - policy.SILENT_FOR)
        .exclude(key_digest="")
        .select_related("window", "body")
        .select_for_update(of=("self",), skip_locked=True)
    )
    return [kiosk for kiosk in quiet if silent_since(kiosk, now)]


def matching(kiosks: QuerySet[Kiosk], words: str, standing: str) -> QuerySet[Kiosk]:
    """Return the terminals whose name, window or unit holds ``words`` and that stand as asked."""
    if words:
        kiosks = kiosks.filter(
            Q(name__icontains=words)
            | Q(window__name__icontains=words)
            | Q(window__number__icontains=words)
            | Q(body__name__icontains=words)
        )
    paired = ~Q(key_digest="")
    wanted = {
        "silent": paired & Q(alarmed_at__isnull=False),
        "working": paired & Q(alarmed_at__isnull=True),
        "unpaired": ~paired,
    }
    return kiosks.filter(wanted[standing]) if standing in wanted else kiosks


def page_of(kiosk: Kiosk) -> str:
    """Return the address of the terminal's page at the desk."""
    return reverse("ratings:kiosk", args=[kiosk.public_id])


def ids_for_keys(keys: Collection[str]) -> dict[str, str]:
    """Return the public id of the terminal of each device key that is known."""
    marks = {digest(key): key for key in keys if len(key) <= 100}
    found = in_service().filter(key_digest__in=marks).values_list("key_digest", "public_id")
    return {marks[mark]: str(public_id) for mark, public_id in found}
