"""Verbs of the register of places: zones, parks, buildings, markets, sites of activity."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.models import Body, Place, PlaceActivity, PlaceResident


@transaction.atomic
def register_place(
    body: Body, *, name: str, kind: str, starts_on: dt.date, address: str = "", actor: ledger.Actor
) -> Place:
    """Put a place on the register of ``body``, which looks after it."""
    rules.require(actor, rules.MANAGE, body)
    try:
        with transaction.atomic():
            place = Place.objects.create(body=body, name=name, kind=kind, address=address, starts_on=starts_on)
    except IntegrityError as error:
        raise Refused(_("A place of this name is on the register already."), field="name", code="taken") from error
    record("bodies.register_place", place, actor=actor, fields=["name", "kind", "address"])
    return place


@transaction.atomic
def close_place(place: Place, *, on: dt.date, actor: ledger.Actor) -> Place:
    """Take a place off the register from ``on``; its residents leave the list with it."""
    place = Place.objects.select_for_update(of=("self",)).select_related("body").get(pk=place.pk)
    rules.require(actor, rules.MANAGE, place.body)
    place.ends_on = max(on, place.starts_on)
    place.save(update_fields=["ends_on"])
    for resident in place.residents.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).order_by("pk"):
        resident.ends_on = max(on, resident.starts_on)
        resident.save(update_fields=["ends_on"])
    record("bodies.close_place", place, actor=actor, fields=["ends_on"])
    return place


@transaction.atomic
def take_in(place: Place, resident: Body, *, starts_on: dt.date, actor: ledger.Actor) -> PlaceResident:
    """Write down that ``resident`` has its seat in ``place`` from ``starts_on``."""
    rules.require(actor, rules.MANAGE, place.body)
    try:
        with transaction.atomic():
            made = PlaceResident.objects.create(place=place, body=resident, starts_on=starts_on)
    except IntegrityError as error:
        raise Refused(_("This body is on the list already."), field="resident", code="taken") from error
    record("bodies.take_in", place, actor=actor, fields=["residents"])
    return made


@transaction.atomic
def move_out(resident: PlaceResident, *, on: dt.date, actor: ledger.Actor) -> PlaceResident:
    """Write down that a resident leaves its place on ``on``."""
    resident = PlaceResident.objects.select_for_update(of=("self",)).select_related("place__body").get(pk=resident.pk)
    rules.require(actor, rules.MANAGE, resident.place.body)
    resident.ends_on = max(on, resident.starts_on)
    resident.save(update_fields=["ends_on"])
    record("bodies.move_out", resident.place, actor=actor, fields=["residents"])
    return resident


@transaction.atomic
def hold_activity(
    place: Place, *, title: str, on: dt.date, participants: int = 0, note: str = "", actor: ledger.Actor
) -> PlaceActivity:
    """Write down what was held at a place, when and with how many people."""
    rules.require(actor, rules.MANAGE, place.body)
    if on < place.starts_on or (place.ends_on is not None and on >= place.ends_on):
        raise Refused(_("The place was not in use on that day."), field="on")
    made = PlaceActivity.objects.create(place=place, title=title, on=on, participants=participants, note=note)
    record("bodies.hold_activity", place, actor=actor, fields=["activities"])
    return made
