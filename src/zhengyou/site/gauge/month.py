"""A month of a county's matters: fifty thousand, some hundreds of them worked by simulated officers through the verbs.

`python -m zhengyou.site.gauge.month 50000 300 [letters.csv]` writes into the database it is pointed at and tells in JSON
what it did; `… month work 20` lets officers work further matters for so many seconds. It is meant for a stand, never for
an installation in use.
"""

import datetime as dt
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 -- models can be imported only now

from zhengyou.instruments.complaints import actions, register  # noqa: E402
from zhengyou.instruments.complaints.actions import Statement  # noqa: E402
from zhengyou.instruments.complaints.enums import Channel, State  # noqa: E402
from zhengyou.instruments.complaints.grams import grams_of  # noqa: E402
from zhengyou.instruments.complaints.models import Category, Complaint  # noqa: E402
from zhengyou.kernel import clock, ids  # noqa: E402
from zhengyou.mechanisms.orders import actions as orders  # noqa: E402
from zhengyou.mechanisms.orders.enums import State as OrderState  # noqa: E402
from zhengyou.mechanisms.orders.models import Order  # noqa: E402
from zhengyou.records.ledger import SYSTEM  # noqa: E402
from zhengyou.registry.bodies.models import Body  # noqa: E402
from zhengyou.registry.deadlines.models import Clock  # noqa: E402
from zhengyou.site.gauge.filling import _bodies, _signed_in  # noqa: E402

UNITS, BATCH = 80, 2000
COUNTY = "月县"
STREETS = ("东大街", "人民路", "新华路", "解放路", "滨河路", "文化路", "建设路", "青年路", "北环路", "迎宾大道")
THINGS = (
    ("路灯坏了，晚上漆黑一片", "010204"), ("老板拖欠工资半年不发", "1503"), ("烧烤店油烟和噪声扰民", "0402"),
    ("公交车等了四十分钟不来", "010206"), ("物业不作为，电梯坏了没人修", "010212"), ("井盖破损，骑车摔倒", "010204"),
    ("医保卡异地报销不了", "1502"), ("幼儿园乱收费", "1403"), ("快递丢了不赔偿", "0606"), ("自来水停了三天", "010216"),
)  # fmt: skip


def _says(chance: random.Random, number: int) -> tuple[str, str]:
    """Return what a caller says and the class of it."""
    words, code = chance.choice(THINGS)
    street = chance.choice(STREETS)
    since = chance.randint(2, 60)
    return f"{street}{chance.randint(1, 400)}号附近{words}，已经{since}天了，第{number}次来电，请尽快处理。", code


def worked(office: Body, units: list[Body], count: int) -> float:
    """Let officers work ``count`` matters through the verbs, from the call to the call-back; return the seconds."""
    chance = random.Random(1)  # noqa: S311 -- a fixed course of events, no secret
    classes = Category.objects.in_bulk({code for _words, code in THINGS}, field_name="code")
    started = time.perf_counter()
    for number in range(count):
        _work_one(office, units, classes, chance, number)
    return time.perf_counter() - started


def work(seconds: float) -> dict[str, Any]:
    """Let officers of the month's county work further matters for ``seconds``; tell how many."""
    root = Body.objects.get(name=COUNTY)
    units = list(Body.objects.filter(parent=root))
    chance = random.Random(3)  # noqa: S311 -- a fixed course of events, no secret
    classes = Category.objects.in_bulk({code for _words, code in THINGS}, field_name="code")
    started, number = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        _work_one(root, units, classes, chance, number)
        number += 1
    return {"worked": number, "seconds": time.perf_counter() - started}


def _work_one(
    office: Body, units: list[Body], classes: dict[str, Category], chance: random.Random, number: int
) -> None:
    """Let a matter be taken in, sorted, dispatched, perhaps given back, handled by one or two units and called back."""
    words, code = _says(chance, number)
    taken = actions.receive(
        Statement(kind="complaint", text=words, channel=Channel.PHONE, phone=f"139{number:08d}", identity="named"),
        body=office,
        actor=SYSTEM,
    ).complaint
    actions.classify(taken, category=classes[code], actor=SYSTEM)
    lead, other = chance.sample(units, 2)
    matter = actions.dispatch(taken, lead=lead, assisting=[other] if number % 9 == 0 else (), actor=SYSTEM)
    order = Order.objects.get(complaints=matter)
    if number % 7 == 3:
        order = _given_back(order, chance.choice([unit for unit in units if unit not in {lead, other}]), number)
    if number % 14 != 10:
        _worked_out(order, chance, still_open=number % 10 == 9)


def _given_back(order: Order, right: Body, number: int) -> Order:
    """Let the wrong unit return the order; the dispute goes to another unit or against it."""
    order = orders.return_order(order, reason="不属本单位职责", actor=SYSTEM)
    if number % 14 == 10:
        return order  # still to be decided
    if number % 21 == 3:
        return orders.uphold(order, words="按权责清单属该单位职责", actor=SYSTEM)
    return orders.redirect(order, body=right, words="按权责清单改派", designated=True, actor=SYSTEM)


def _worked_out(order: Order, chance: random.Random, *, still_open: bool) -> None:
    """Let the units handle an order as far as its call-back; what is not solved is done once more, mostly."""
    if order.state == OrderState.DISPATCHED:
        order = orders.sign(order, actor=SYSTEM)
    if still_open:
        return
    order = orders.contact(order, words="已电话联系", actor=SYSTEM)
    for part in order.parts.all():
        signed = orders.sign(part, actor=SYSTEM)
        replied = orders.reply(signed, finding="true", reason="属实", answer="已配合。", actor=SYSTEM)
        orders.verify(replied, actor=SYSTEM)
    for turn in range(2):
        order = orders.reply(order, finding="true", reason="属实", answer="已到现场处理完毕。", actor=SYSTEM)
        order = orders.verify(order, actor=SYSTEM)
        solved = chance.random() < 0.85
        order = orders.call_back(
            order,
            outcome="solved" if solved else "not_solved",
            satisfaction="satisfied" if solved else "dissatisfied",
            words="" if solved else "没有解决",
            actor=SYSTEM,
        )
        if solved or turn or chance.random() < 0.4:
            return


def copied(office: Body, units: list[Body], count: int) -> int:
    """Copy worked matters with their orders and clocks in bulk, spread over thirty days and all units."""
    chance = random.Random(2)  # noqa: S311 -- a fixed course of events, no secret
    first = list(Complaint.objects.filter(body=office, order__isnull=False).select_related("order").order_by("pk"))
    clocks: dict[str, list[Clock]] = {}
    keys = [str(one.order_id) for one in first]
    for one in Clock.objects.filter(subject_kind="orders.order", subject_id__in=keys):
        clocks.setdefault(one.subject_id, []).append(one)
    classes = Category.objects.in_bulk({code for _words, code in THINGS}, field_name="code")
    for start in range(0, count, BATCH):
        rows = [
            _copy(chance, chance.choice(first), number, chance.choice(units), classes, clocks)
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
    classes: dict[str, Category],
    clocks: dict[str, Any],
) -> tuple[Complaint, Order, list[Clock]]:
    """Return a matter like ``model`` of some days ago, its order at ``unit`` and the order's clocks."""
    back = dt.timedelta(seconds=chance.randint(0, 30 * 86400))
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
    words, code = _says(chance, number)
    matter = _moved(
        model, back, id=ids.random_id(), number=ids.short_code(9), order_id=order.pk, text=words, title=words[:30],
        grams=grams_of(words[:30], words), category_id=classes[code].pk, code_digest="", outer_number="",
    )  # fmt: skip
    if matter.state == State.ANSWERED and chance.random() < 0.5:
        matter.state, matter.closed_at = State.CLOSED, matter.answered_at
    return matter, order, copies


def _moved(thing: Any, back: dt.timedelta, **changes: Any) -> Any:
    fields = {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}
    earlier = {name: value - back for name, value in fields.items() if isinstance(value, dt.datetime)}
    return type(thing)(**(fields | earlier | changes))


def fill(count: int, sample: int, letters: str = "") -> dict[str, Any]:
    """Write a month of matters and tell what it took, and where to look."""
    root = _bodies(None, [COUNTY])[0]
    units = _bodies(root, [f"{COUNTY}第{number}局" for number in range(UNITS)])
    told: dict[str, Any] = {"letters": 0, "letters_seconds": 0.0}
    if letters and Path(letters).exists():
        started = time.perf_counter()
        result = register.read_csv(Path(letters).read_bytes())
        told["letters"] = actions.take_over_register(result, body=root, actor=SYSTEM)
        told["letters_seconds"] = time.perf_counter() - started
    told["worked"], told["worked_seconds"] = sample, worked(root, units, sample)
    started = time.perf_counter()
    told["copied"] = copied(root, units, count - sample)
    told["copied_seconds"] = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    started = time.perf_counter()
    told["compared"] = actions.compare_new(most=200)
    told["compared_seconds"] = time.perf_counter() - started
    started = time.perf_counter()
    actions.learn(actor=SYSTEM)
    told["learned_seconds"] = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    matter = Complaint.objects.filter(body=root, state=State.RECEIVED).first() or Complaint.objects.filter(
        body=root, order__isnull=False
    ).latest("received_at")  # fmt: skip
    unit = units[0]
    old = clock.today() - dt.timedelta(days=365 * 16)
    pages = {
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
    return {**told, "pages": pages, "session": _signed_in(root)}


if __name__ == "__main__":
    told = (
        work(float(sys.argv[2])) if sys.argv[1] == "work" else fill(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4])
    )
    sys.stdout.write(json.dumps(told) + "\n")
