"""Readings of what is shown."""

import datetime as dt

from django.db.models import Q, QuerySet

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window
from zhengyou.registry.services.queries import open_windows


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


def commitments_for(actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments that ``actor`` may read, in official order."""
    return within(Commitment.objects.select_related("body", "window"), actor, rules.READ)


def cards_for(actor: Actor) -> QuerySet[Card]:
    """Return the identity cards that ``actor`` may read, in official order."""
    cards = Card.objects.select_related("appointment__person", "appointment__post__body", "window")
    return within(cards, actor, rules.READ).order_by(
        "appointment__post__body__sort_path", "appointment__post__order_number", "id"
    )


def windows_for(actor: Actor) -> QuerySet[Window]:
    """Return the open windows whose codes ``actor`` may print, in official order."""
    return within(open_windows().select_related("body"), actor, rules.READ).order_by(
        "body__sort_path", "order_number", "id"
    )
