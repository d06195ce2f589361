"""A month of a county's matters, worked by simulated officers through the verbs; what is left may be copied in bulk.

Run as a program with the environment of a stand, never of an installation in use; each says in JSON what it did:
`python -m zhengyou.site.gauge.month found [letters.csv]` makes the county, `… work 600 50000` lets one more officer
process work until so many seconds are over or so many orders stand (several at once share the numbers of the matters,
and whoever begins anew goes on where the others are), `… finish 50000` copies what is missing and tells the pages.
"""

import datetime as dt
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 -- models can be imported only now

from zhengyou.instruments.complaints import actions, register  # noqa: E402
from zhengyou.instruments.complaints.enums import State  # noqa: E402
from zhengyou.instruments.complaints.grams import grams_of  # noqa: E402
from zhengyou.instruments.complaints.models import Category, Complaint  # noqa: E402
from zhengyou.kernel import clock, ids  # noqa: E402
from zhengyou.mechanisms.orders.enums import Role  # noqa: E402
from zhengyou.mechanisms.orders.enums import State as OrderState  # noqa: E402
from zhengyou.mechanisms.orders.models import Order, Return  # noqa: E402
from zhengyou.records.ledger import SYSTEM  # noqa: E402
from zhengyou.registry.bodies.models import Body  # noqa: E402
from zhengyou.registry.deadlines import actions as deadlines  # noqa: E402
from zhengyou.registry.deadlines import ladder, queries  # noqa: E402
from zhengyou.registry.deadlines.models import Clock, Extension  # noqa: E402
from zhengyou.site.gauge.filling import _analyse, _bodies, _signed_in, _timed  # noqa: E402
from zhengyou.site.gauge.officers import County, classes, hire, says  # noqa: E402

UNITS, BATCH = 80, 2000
COUNTY = "月县"
NUMBERS, OPENED = "gauge_matters", "gauge_orders"
"""Sequences of the stand: the matters begun and the orders opened, whichever process did it."""
SWEEPING = 120.0
"""Seconds for which the sweep and the ladder are let catch up before the pages are measured."""


def found(letters: str = "") -> dict[str, Any]:
    """Make the county with its officers, and take the real letters over where their file is here."""
    root = _bodies(None, [COUNTY])[0]
    units = _bodies(root, [f"{COUNTY}第{number}局" for number in range(UNITS)])
    hire(root, units)
    with connection.cursor() as cursor:
        for name in (NUMBERS, OPENED):
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {name}")
    told: dict[str, Any] = {"letters": 0, "letters_seconds": 0.0}
    if letters and Path(letters).exists():
        started = time.perf_counter()
        result = register.read_csv(Path(letters).read_bytes())
        told["letters"] = actions.take_over_register(result, body=root, actor=SYSTEM)
        told["letters_seconds"] = time.perf_counter() - started
    return told


def _next(sequence: str) -> Callable[[], int]:
    """Return what takes the next number of a sequence."""

    def taken() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s)", [sequence])
            return int(cursor.fetchone()[0])

    return taken


def work(seconds: str, most: str) -> dict[str, Any]:
    """Work matter after matter until the time is over or ``most`` orders stand; several processes share the numbers."""
    root = Body.objects.get(name=COUNTY)
    reached = 0

    def count() -> int:
        nonlocal reached
        reached = _next(OPENED)()
        return reached

    county = County(root, list(Body.objects.filter(parent=root)), count)
    number, done = _next(NUMBERS), 0
    started, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - started < float(seconds) and reached < int(most):
        county.work(number())
        done += 1
    taken = time.perf_counter() - started
    return {"worked": done, "orders": county.opened, "seconds": taken, "cpu": time.process_time() - used}


def copied(office: Body, units: list[Body], count: int) -> int:
    """Copy worked matters with their orders and clocks in bulk, some hours or a day before them, over all units."""
    if not count:
        return 0
    chance = random.Random(2)  # noqa: S311 -- a fixed course of events, no secret
    first = list(Complaint.objects.filter(body=office, order__isnull=False).select_related("order").order_by("pk"))
    clocks: dict[str, list[Clock]] = {}
    keys = [str(one.order_id) for one in first]
    for one in Clock.objects.filter(subject_kind="orders.order", subject_id__in=keys):
        clocks.setdefault(one.subject_id, []).append(one)
    kinds = classes()
    for start in range(0, count, BATCH):
        rows = [
            _copy(chance, chance.choice(first), number, chance.choice(units), kinds, clocks)
            for number in range(start, min(start + BATCH, count))
        ]
        with transaction.atomic():
            Clock.objects.bulk_create([one for _matter, _order, copies in rows for one in copies], batch_size=BATCH)
            Order.objects.bulk_create([order for _matter, order, _copies in rows], batch_size=BATCH)
            Complaint.objects.bulk_create([matter for matter, _order, _copies in rows], batch_size=BATCH)
    return count


def _copy(
    chance: random.Random,
    model: Complaint,
    number: int,
    unit: Body,
    kinds: dict[str, Category],
    clocks: dict[str, Any],
) -> tuple[Complaint, Order, list[Clock]]:
    """Return a matter like ``model`` of some days ago, its order at ``unit`` and the order's clocks."""
    back = dt.timedelta(seconds=chance.randint(0, 2 * 86400))
    held = model.order
    if held is None:
        raise ValueError("only dispatched matters are copied")
    order = _moved(
        held, back, id=ids.random_id(), number=ids.short_code(), body_id=unit.pk, source_id="", clock_id=None
    )
    order.opened_on = held.opened_on - back
    copies = [
        _moved(one, back, id=ids.uuid7(), subject_id=str(order.pk), subject_label=order.number, body_id=unit.pk)
        for one in clocks.get(str(held.pk), [])
    ]
    running = [one for one in copies if one.finished_at is None]
    if running:
        order.clock_id = min(running, key=lambda one: one.due_at).pk
    words, code = says(chance, number)
    matter = _moved(
        model, back, id=ids.random_id(), number=ids.short_code(9), order_id=order.pk, text=words, title=words[:30],
        grams=grams_of(words[:30], words), category_id=kinds[code].pk, code_digest="", outer_number="",
    )  # fmt: skip
    if matter.state == State.ANSWERED and chance.random() < 0.5:
        matter.state, matter.closed_at = State.CLOSED, matter.answered_at
    return matter, order, copies


def _moved(thing: Any, back: dt.timedelta, **changes: Any) -> Any:
    fields = {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}
    earlier = {name: value - back for name, value in fields.items() if isinstance(value, dt.datetime)}
    return type(thing)(**(fields | earlier | changes))


def swept() -> dict[str, Any]:
    """Do what the worker would have done all month: mark what is overdue, warn, and climb the ladder."""
    started, marked, climbed = time.perf_counter(), 0, 0
    for verb, waiting in ((deadlines.breach, queries.overdue), (deadlines.warn, queries.to_be_warned)):
        for one in waiting().order_by("due_at").iterator(chunk_size=500):
            if time.perf_counter() - started > SWEEPING / 2:
                break
            verb(one)
            marked += 1
    while time.perf_counter() - started < SWEEPING and (batch := list(ladder.to_climb()[:500])):
        for one in batch:
            climbed += deadlines.climb(one) is not None
    return {"marked": marked, "climbed": climbed}


def outcomes(root: Body) -> dict[str, int]:
    """Count what became of the matters that officers worked."""
    matters, opened = Complaint.objects.filter(body=root), Order.objects.filter(body__path__startswith=root.path)
    led = opened.filter(role=Role.LEAD)
    return {
        "matters answered at once": matters.filter(kind="consultation", state=State.ANSWERED, order=None).count(),
        "matters joined to an earlier one": matters.filter(state=State.MERGED).count(),
        "matters not yet handed to a unit": matters.filter(state=State.RECEIVED).count(),
        "matters published": matters.filter(published__isnull=False).count(),
        "orders closed": led.filter(state=OrderState.CLOSED).count(),
        "orders still open": led.exclude(state__in=[OrderState.CLOSED, OrderState.VOID]).count(),
        "orders of assisting units": opened.filter(role=Role.ASSIST).count(),
        "returns asked for": Return.objects.filter(order__in=opened).count(),
        "orders that came back after a reply": led.filter(returns__gt=0).count(),
        "extensions granted": Extension.objects.filter(clock__body__path__startswith=root.path).count(),
        "stages overdue": Clock.objects.filter(
            body__path__startswith=root.path, subject_kind="orders.order", breached_at__isnull=False
        ).count(),
    }


def finish(most: str) -> dict[str, Any]:
    """Let the sweep catch up, count what became of the matters, copy what is missing, and tell the pages."""
    root = Body.objects.get(name=COUNTY)
    units = list(Body.objects.filter(parent=root))
    _analyse()
    told: dict[str, Any] = swept() | {"outcomes": outcomes(root)}
    missing = max(0, int(most) - Order.objects.filter(body__path__startswith=root.path).count())
    started = time.perf_counter()
    told["copied"] = copied(root, units, missing)
    told["copied_seconds"] = time.perf_counter() - started
    _analyse()
    started = time.perf_counter()
    told["compared"] = actions.compare_new(most=200)
    told["compared_seconds"] = time.perf_counter() - started
    told["learned_seconds"] = _timed(lambda: actions.learn(actor=SYSTEM))
    _analyse()
    return {**told, "pages": pages(root, units[0]), "session": _signed_in(root)}


def pages(root: Body, unit: Body) -> dict[str, str]:
    """Return the desk's pages that are measured, by name."""
    matter = Complaint.objects.filter(body=root, state=State.RECEIVED).first() or Complaint.objects.filter(
        body=root, order__isnull=False
    ).latest("received_at")  # fmt: skip
    old = clock.today() - dt.timedelta(days=365 * 16)
    return {
        "board": "/desk/complaints/board/",
        "board of one unit": f"/desk/complaints/board/?body={unit.public_id}",
        "register": "/desk/complaints/",
        "register, all": "/desk/complaints/?show=all",
        "search by words": "/desk/complaints/?q=%E8%B7%AF%E7%81%AF%E5%9D%8F%E4%BA%86&show=all",
        "search by rare words": "/desk/complaints/?q=%E6%BB%A8%E6%B2%B3%E8%B7%AF17%E5%8F%B7&show=all",
        "one matter": f"/desk/complaints/{matter.pk}/",
        "three rates by unit": "/desk/complaints/statistics/",
        "three rates by class": "/desk/complaints/statistics/?by=category",
        "three rates by month, all years": f"/desk/complaints/statistics/?by=month&since={old}",
        "one order": f"/desk/orders/{matter.order_id or Order.objects.latest('opened_on').pk}/",
        "orders list": "/desk/orders/",
        "orders by title": "/desk/orders/?show=all&q=%E8%B7%AF%E7%81%AF",
        "supervision board": "/desk/orders/board/",
        "times of orders": "/desk/orders/times/",
        "deadlines": "/desk/deadlines/",
        "to do": "/desk/",
    }


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {"found": found, "work": work, "finish": finish}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])) + "\n")
