"""Items, windows and who serves at them."""

import datetime as dt
import itertools
from dataclasses import dataclass

from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import ItemVersion, ServiceItem, Staffing, Window
from zhengyou.site.demo import catalogue, county
from zhengyou.site.demo.events import Book
from zhengyou.site.demo.identities import code, dice, fixed_id
from zhengyou.site.demo.staff import Hat, Staff


@dataclass(slots=True)
class Offer:
    """An item with the guide by which its cases are accepted."""

    item: ServiceItem
    version: ItemVersion


@dataclass(slots=True)
class Counter:
    """A window with its unit, its clerk and what it offers."""

    window: Window
    unit: county.Unit
    clerk: Hat
    offers: list[Offer]


def open_all(
    units: list[county.Unit], bodies: dict[str, Body], staff: Staff, book: Book, *, at: dt.datetime, on: dt.date
) -> list[Counter]:
    """Open the items and windows of every unit and put its clerks on duty."""
    trades = catalogue.trades()
    counters: list[Counter] = []
    offers: list[Offer] = []
    for unit in units:
        if not unit.windows:
            continue
        own = [_offer(sketch, unit, bodies[unit.key], number, on) for number, sketch in enumerate(trades[unit.trade])]
        offers += own
        for number, clerk in enumerate(staff.of(unit.key, Duty.WINDOW)):
            window = Window(
                public_id=fixed_id(f"window {unit.key} {number}"),
                code=code(8, dice(f"window {unit.key} {number}")),
                body=bodies[unit.key],
                number=f"{number + 1:02d}",
                name=catalogue.window_name(unit.trade, number),
                place=f"{unit.short}办事大厅一楼",
                order_number=number + 1,
                opened_on=on,
            )
            counters.append(Counter(window, unit, clerk, own if len(own) < 5 else _some(own, number)))
    _save(offers, counters)
    staffings = _put_on_duty(counters, on)
    _note(offers, counters, staffings, book, at)
    return counters


def _offer(sketch: catalogue.Sketch, unit: county.Unit, body: Body, number: int, on: dt.date) -> Offer:
    guide = sketch.guide
    item = ServiceItem(
        body=body,
        code=f"QH-{unit.key.upper()}-{number + 1:02d}",
        family=sketch.family,
        name=guide.name,
        mode=guide.mode,
        promise_amount=guide.promise_amount,
        promise_unit=guide.promise_unit,
        order_number=number + 1,
        opened_on=on,
    )
    version = ItemVersion(
        item=item,
        number=1,
        valid_from=on,
        name=guide.name,
        mode=guide.mode,
        promise_amount=guide.promise_amount,
        promise_unit=guide.promise_unit,
        legal_days=guide.legal_days,
        basis=guide.basis,
        audience=guide.audience,
        conditions=guide.conditions,
        materials=list(guide.materials),
        steps=list(guide.steps),
        standards=list(guide.standards),
        fees=guide.fees,
        deferrable=list(guide.deferrable),
        by_promise=guide.by_promise,
    )
    return Offer(item, version)


def _some(own: list[Offer], number: int) -> list[Offer]:
    """Return what one of several windows of a large unit offers: all but one item."""
    left_out = number % len(own)
    return [offer for place, offer in enumerate(own) if place != left_out]


def _save(offers: list[Offer], counters: list[Counter]) -> None:
    ServiceItem.objects.bulk_create([offer.item for offer in offers])
    for offer in offers:
        offer.version.item = offer.item  # takes over the key that saving gave
    ItemVersion.objects.bulk_create([offer.version for offer in offers])
    Window.objects.bulk_create([counter.window for counter in counters])
    through = Window.items.through
    through.objects.bulk_create(
        through(window_id=counter.window.pk, serviceitem_id=offer.item.pk)
        for counter in counters
        for offer in counter.offers
    )


def _put_on_duty(counters: list[Counter], on: dt.date) -> list[Staffing]:
    """Put each clerk on duty, and at every second window of a unit the neighbour as AB stand-in."""
    rows = [Staffing(window=one.window, appointment=one.clerk.appointment, starts_on=on) for one in counters]
    for one, other in itertools.pairwise(counters):
        if one.unit is other.unit and other.window.order_number % 2 == 0:
            rows.append(Staffing(window=one.window, appointment=other.clerk.appointment, starts_on=on, stand_in=True))
    return Staffing.objects.bulk_create(rows)


def _note(offers: list[Offer], counters: list[Counter], staffings: list[Staffing], book: Book, at: dt.datetime) -> None:
    for offer in offers:
        book.write("services.open_item", offer.item, actor=SYSTEM, at=at)
    for counter in counters:
        book.write("services.open_window", counter.window, actor=SYSTEM, at=at)
    for staffing in staffings:
        book.write("services.staff_window", staffing.window, actor=SYSTEM, at=at, fields=["staffings"])
