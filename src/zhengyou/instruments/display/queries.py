"""Readings of what is shown."""

import datetime as dt

from django.db.models import Q, QuerySet

from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body


def commitments_shown(body: Body, on: dt.date | None = None) -> QuerySet[Commitment]:
    """Return the promises of ``body`` and its windows that the public sees on a day."""
    on = on or clock.today()
    return (
        Commitment.objects.filter(body=body, state=State.SHOWN, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("window")
    )


def cards_shown(body: Body, on: dt.date | None = None) -> QuerySet[Card]:
    """Return the cards of those who serve in ``body`` on a day; a card ends with the appointment."""
    on = on or clock.today()
    return (
        Card.objects.filter(appointment__post__body=body, state=State.SHOWN, appointment__starts_on__lte=on)
        .filter(Q(appointment__ends_on__isnull=True) | Q(appointment__ends_on__gt=on))
        .select_related("appointment__person", "appointment__post", "window")
    )
