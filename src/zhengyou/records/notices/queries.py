"""Readings of notices."""

import datetime as dt

from django.db.models import QuerySet

from zhengyou.records.ledger import Actor
from zhengyou.records.notices.enums import State
from zhengyou.records.notices.models import Delivery, Notice, Preference


def person_of(actor: Actor) -> str:
    """Return the id under which ``actor`` is told things: the person's, whatever hat is worn."""
    return str(getattr(actor, "person", "") or "")


def told(actor: Actor) -> QuerySet[Notice]:
    """Return what ``actor`` was told, the latest first."""
    person = person_of(actor)
    return Notice.objects.filter(recipient_id=person) if person else Notice.objects.none()


def unread(actor: Actor) -> QuerySet[Notice]:
    """Return what ``actor`` was told and has not read."""
    return told(actor).filter(read_at__isnull=True)


def without(recipient: str) -> list[str]:
    """Return the ways on which this person does not want to be told."""
    chosen = Preference.objects.filter(recipient_id=recipient).first()
    return chosen.without if chosen else []


def outdated(before: dt.datetime) -> QuerySet[Notice]:
    """Return the notices that were read before that moment."""
    return Notice.objects.filter(read_at__lt=before)


def skipped(notices: list[Notice]) -> QuerySet[Delivery]:
    """Return the deliveries of these notices that reached nobody."""
    return Delivery.objects.filter(notice__in=notices, state=State.SKIPPED)
