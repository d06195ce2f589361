"""Limits on how often one visitor may knock at a public door, without keeping any address.

Counts live in PostgreSQL, so that all processes share them, in an unlogged table that no backup holds.

>>> throttle.require("ratings.submit", throttle.address_of(request), limit=30, period=dt.timedelta(hours=1))
"""

import datetime as dt
import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import TooMany
from zhengyou.records.seal.models import Attempt


def address_of(request: HttpRequest) -> str:
    """Return the network from which ``request`` comes: an IPv4 address, or the /64 of an IPv6 one.

    Behind a reverse proxy (``BEHIND_TLS``) it is the last entry of X-Forwarded-For, which our own proxy wrote.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS:
        told = request.headers.get("X-Forwarded-For", told).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def mark_of(door: str, visitor: str) -> str:
    """Return the keyed hash under which ``visitor`` is counted at ``door`` today; tomorrow's is another."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"throttle {clock.today()}".encode(), "sha256")
    return hmac.new(key, f"{door}\n{visitor}".encode(), hashlib.sha256).hexdigest()[:32]


def knock(door: str, visitor: str, *, period: dt.timedelta) -> int:
    """Count one more knock of ``visitor`` at ``door`` and return how many there were in this period.

    Call it outside the verb's transaction, so that a refused verb counts as well.
    """
    length = int(period.total_seconds())
    number = int(clock.now().timestamp()) // length
    ends_at = dt.datetime.fromtimestamp((number + 1) * length, dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO seal_attempt (door, mark, period, ends_at, count) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT (door, mark, period) DO UPDATE SET count = seal_attempt.count + 1 RETURNING count",
            [door, mark_of(door, visitor), number, ends_at],
        )
        (count,) = cursor.fetchone()
    return int(count)


def require(door: str, visitor: str, *, limit: int, period: dt.timedelta) -> None:
    """Count one more knock and raise TooMany when there were more than ``limit`` in this period."""
    if knock(door, visitor, period=period) > limit:
        raise TooMany(_("Too many requests from this network. Please wait a little and try again."))


def forget() -> int:
    """Remove the counts whose period is over and return how many."""
    return Attempt.objects.filter(ends_at__lte=clock.now()).delete()[0]
