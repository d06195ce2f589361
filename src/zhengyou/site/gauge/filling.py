"""Writes the data that measurements need into a stand's own database, in bulk, and says in JSON what it wrote.

Run as a program with the environment of the stand: `python -m zhengyou.site.gauge.filling province 10000 1000000 10000`.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402 -- models can be imported only now
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from zhengyou.campaign.campaigns import actions as campaigns  # noqa: E402
from zhengyou.campaign.campaigns.actions.handing import hand_out_more  # noqa: E402
from zhengyou.campaign.campaigns.enums import SheetState  # noqa: E402
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet  # noqa: E402
from zhengyou.campaign.plans.enums import Kind as ElementKind  # noqa: E402
from zhengyou.campaign.plans.enums import State as PlanState  # noqa: E402
from zhengyou.campaign.plans.models import Element, Plan  # noqa: E402
from zhengyou.instruments.ratings import actions as rating_actions  # noqa: E402
from zhengyou.instruments.ratings import indicators, intake  # noqa: E402
from zhengyou.instruments.ratings.answers import Answer  # noqa: E402
from zhengyou.instruments.ratings.enums import Channel  # noqa: E402
from zhengyou.instruments.ratings.enums import State as InvitationState  # noqa: E402
from zhengyou.instruments.ratings.models import DayTally, Invitation, Rating  # noqa: E402
from zhengyou.kernel import clock, ids  # noqa: E402
from zhengyou.mechanisms.orders.actions import open_order  # noqa: E402
from zhengyou.mechanisms.orders.enums import Kind as OrderKind  # noqa: E402
from zhengyou.mechanisms.orders.models import Order  # noqa: E402
from zhengyou.mechanisms.scoring import actions as scoring  # noqa: E402
from zhengyou.mechanisms.scoring.enums import State, Subject  # noqa: E402
from zhengyou.mechanisms.scoring.models import Run  # noqa: E402
from zhengyou.records.ledger import SYSTEM  # noqa: E402
from zhengyou.registry.access import functions  # noqa: E402
from zhengyou.registry.access.models import Grant, Role, Scope  # noqa: E402
from zhengyou.registry.bodies.actions.bulk import NewBody, found_many  # noqa: E402
from zhengyou.registry.bodies.changes import Founding  # noqa: E402
from zhengyou.registry.bodies.enums import Duty, Kind  # noqa: E402
from zhengyou.registry.bodies.models import Appointment, Body, Post  # noqa: E402
from zhengyou.registry.deadlines.models import Clock  # noqa: E402
from zhengyou.registry.people.models import Account, Person  # noqa: E402
from zhengyou.registry.services.enums import Family  # noqa: E402
from zhengyou.registry.services.models import Case, ItemVersion, ServiceItem, Window  # noqa: E402
from zhengyou.site.demo.copying import Rows  # noqa: E402

DAYS = 365
SINCE = dt.date(2020, 1, 1)
TALLY = ("window", "body", "family", "channel", "day", "level", "count")


def _bodies(parent: Body | None, names: list[str], kinds: list[Kind] | None = None) -> list[Body]:
    """Found bodies under ``parent``."""
    rows = [
        NewBody(key=name, founding=Founding(name=name, kind=kinds[number] if kinds else Kind.GOVERNMENT))
        for number, name in enumerate(names)
    ]
    found = found_many(rows, parent=parent, actor=SYSTEM)
    return [found[name] for name in names]


def _windows(bodies: list[Body]) -> list[tuple[Window, ServiceItem, ItemVersion]]:
    """Open one window with one item at each of ``bodies``."""
    families = [Family.LICENCE, Family.BENEFIT, Family.PUBLIC, Family.MEDICAL]
    items = ServiceItem.objects.bulk_create(
        ServiceItem(body=body, code=f"B{body.pk}", family=families[body.pk % 4], name="社保卡补办", opened_on=SINCE)
        for body in bodies
    )
    versions = ItemVersion.objects.bulk_create(
        ItemVersion(item=item, number=1, valid_from=SINCE, name=item.name, mode=item.mode,
                    promise_unit=item.promise_unit)
        for item in items
    )  # fmt: skip
    windows = Window.objects.bulk_create(
        Window(body=body, number="01", name="综合窗口", opened_on=SINCE) for body in bodies
    )
    through = Window.items.through
    through.objects.bulk_create(
        through(window_id=window.pk, serviceitem_id=item.pk) for window, item in zip(windows, items, strict=True)
    )
    return list(zip(windows, items, versions, strict=True))


def invitations(count: str) -> dict[str, Any]:
    """Write closed cases with open invitations at eight windows of one unit each."""
    root = _bodies(None, ["量县"])[0]
    units = _bodies(root, [f"量县第{number}单位" for number in range(8)])
    counters, today, now = _windows(units), clock.today(), clock.now()
    cases = Rows(
        Case,
        ("id", "number", "external_number", "body", "window", "item", "version", "channel", "state", "applicant_name",
         "applicant_phone", "accepted_at", "done_at"),
    )  # fmt: skip
    rows = Rows(
        Invitation,
        ("id", "code", "case", "service_number", "stage", "window", "body", "state", "made_on", "expires_on"),
    )  # fmt: skip
    codes = []
    for number in range(int(count)):
        window, item, version = counters[number % len(counters)]
        case, code = ids.uuid7(), ids.short_code(10)
        cases.add(case, ids.short_code(12), "", window.body_id, window.pk, item.pk, version.pk, "desk", "done", b"",
                  b"", now, now)  # fmt: skip
        rows.add(ids.uuid7(), code, case, 1, "done", window.pk, window.body_id, InvitationState.INVITED, today,
                 today + dt.timedelta(days=31))  # fmt: skip
        codes.append(code)
    cases.save()
    rows.save()
    _analyse()
    return {"codes": codes, "unit": str(units[0].public_id)}


def counted() -> dict[str, Any]:
    """Count what became of the submissions."""
    used = Invitation.objects.filter(state=InvitationState.RATED).count()
    tallied = DayTally.objects.aggregate(sum=Sum("count"))["sum"] or 0
    return {"ratings": Rating.objects.count(), "used": used, "tallied": tallied}


def raw(count: str) -> dict[str, Any]:
    """Insert ratings of visits in batches of 500 by one connection: the most that the table itself takes."""
    window = _windows(_bodies(_bodies(None, ["量区"])[0], ["量区单位"]))[0][0]
    answer = Answer(level=4)
    place = intake.Place(None, "", "", None, "visit", None, "", window.pk, str(window), window.body_id, None)
    started = time.perf_counter()
    for _ in range(0, int(count), 500):
        given = intake.visit(window.pk, answer)
        accepted = [intake.Accepted(at, given, place) for at in range(500)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(intake.INSERT, intake.columns(accepted, None, clock.today()))
    return {"seconds": time.perf_counter() - started}


def province(units: str, ratings: str, orders: str) -> dict[str, Any]:
    """Write units below a hundred bodies, a year of ratings with few busy and many small units, and orders."""
    root = _bodies(None, ["量省"])[0]
    above = _bodies(root, [f"量省第{number}县" for number in range(100)])
    kinds = [Kind.GOVERNMENT, Kind.HOSPITAL, Kind.SCHOOL, Kind.BANK]
    each = int(units) // len(above)
    made = [
        body
        for county in above
        for body in _bodies(
            county, [f"{county.name}第{number}单位" for number in range(each)], [kinds[n % 4] for n in range(each)]
        )
    ]
    counters = _windows(made)
    _tallies(counters, int(ratings))
    _orders(root, made, int(orders))
    _analyse()
    return {
        "root": root.pk,
        "unit": str(made[0].public_id),
        "session": _signed_in(root),
    }


def _tallies(counters: list[tuple[Window, ServiceItem, ItemVersion]], count: int) -> None:
    """Count ``count`` ratings: volumes are log-normal, units differ in what their visitors say of them."""
    chance = np.random.default_rng(20260101)
    volume = chance.lognormal(0.0, 1.2, len(counters))
    at = np.sort(chance.choice(len(counters), size=count, p=volume / volume.sum()))
    day = chance.integers(0, DAYS, count)
    channel = (chance.random(count) < 0.4).astype(np.int64)
    liking = 2.2 + chance.normal(0, 0.35, len(counters))[at] + chance.logistic(0, 1, count)
    level = 1 + np.digitize(liking, [-3.0, -1.5, 0.0, 1.5])
    cells, counts = np.unique(((at * DAYS + day) * 2 + channel) * 8 + level, return_counts=True)
    rows, channels = Rows(DayTally, TALLY), (str(Channel.CODE), str(Channel.TERMINAL))
    days = [str(clock.today() - dt.timedelta(days=back)) for back in range(DAYS)]
    heads = [f"{window.pk}\t{window.body_id}\t{Family(item.family).value}" for window, item, _version in counters]
    for cell, number in zip(cells.tolist(), counts.tolist(), strict=True):
        rest, graded = divmod(cell, 8)
        rest, through = divmod(rest, 2)
        place, back = divmod(rest, DAYS)
        rows.lines.append(f"{heads[place]}\t{channels[through]}\t{days[back]}\t{graded}\t{number}")
    rows.save()


def campaign(units: str, duties: str) -> dict[str, Any]:
    """Launch a campaign of units below a hundred bodies, hand its sheets out as the job does, and let half be done."""
    root = _bodies(None, ["量活动省"])[0]
    above = _bodies(root, [f"量活动第{number}县" for number in range(100)])
    each = int(units) // len(above)
    made = [one for county in above for one in _bodies(county, [f"{county.name}第{n}单位" for n in range(each)])]
    today = clock.today()
    plan = Plan.objects.create(body=root, title="量测活动", text="量测", state=PlanState.READY, taken_in_at=clock.now())
    Element.objects.create(plan=plan, kind=ElementKind.DIMENSION, name="三亮", order_number=1)
    Element.objects.bulk_create(
        Element(plan=plan, kind=ElementKind.DUTY, name=f"第{number}项任务", order_number=number + 2,
                ends_on=today + dt.timedelta(days=5 * number - 150))
        for number in range(int(duties))
    )  # fmt: skip
    begins, ends = today - dt.timedelta(days=160), today + dt.timedelta(days=160)
    started = time.perf_counter()
    launched = campaigns.launch(plan, units=made, starts_on=begins, ends_on=ends, actor=SYSTEM)
    told: dict[str, Any] = {"launched": time.perf_counter() - started}
    told["handed_out"] = _timed(lambda: _hand_out(launched))
    sheets = TaskSheet.objects.filter(duty__campaign=launched)
    done = sheets.filter(due_on__lt=today, body__order_number__lt=each // 2)
    done.update(state=SheetState.ACCEPTED, evidence="已办", submitted_at=clock.now())
    _analyse()
    told |= {"units": launched.units.count(), "sheets": sheets.count(), "campaign": str(launched.pk)}
    return {**told, "below": str(above[0].public_id), "session": _signed_in(root)}


def _hand_out(launched: Campaign) -> None:
    run = launched.hand_outs.first()
    while run is not None and run.finished_at is None:
        run = hand_out_more(run, actor=SYSTEM)


def _orders(root: Body, bodies: list[Body], count: int) -> None:
    """Open one order by its verb, and copy it with its clocks to other units and days."""
    first = open_order(kind=OrderKind.INSPECTION, body=bodies[0], title="窗口态度", text="", actor=SYSTEM)
    clocks = list(Clock.objects.filter(subject_id=str(first.pk)))
    orders, copies = [], []
    for number in range(1, count):
        body, back = bodies[number * 7 % len(bodies)], dt.timedelta(days=number % 300)
        order = Order(
            kind=first.kind, body=body, verifier_id=body.parent_id or root.pk, title=f"窗口态度 {number}",
            opened_on=first.opened_on - back,
        )  # fmt: skip
        orders.append(order)
        for one in clocks:
            fields = {field.attname: getattr(one, field.attname) for field in Clock._meta.concrete_fields}
            moved = {name: fields[name] - back for name in ("started_at", "due_at", "blue_at", "yellow_at")}
            new = {"id": ids.uuid7(), "subject_id": str(order.pk), "subject_label": order.number, "body_id": body.pk}
            copies.append(Clock(**fields | moved | new))
        order.clock = min(copies[-len(clocks) :], key=lambda one: one.due_at)
    Order.objects.bulk_create(orders, batch_size=2000)
    Clock.objects.bulk_create(copies, batch_size=2000)


def quarter(units: str, ratings: str) -> dict[str, Any]:
    """Write the ratings of the last quarter that is over, as counts of days, and sum its months."""
    this = clock.today().replace(day=1)
    after = this.replace(month=3 * ((this.month - 1) // 3) + 1)
    first = (after - dt.timedelta(days=80)).replace(day=1)
    root = _bodies(None, ["量国"])[0]
    kinds = [Kind.GOVERNMENT, Kind.HOSPITAL, Kind.SCHOOL, Kind.BANK]
    above = _bodies(root, [f"量国第{number}市" for number in range(100)])
    each = int(units) // len(above)
    made = [
        body
        for city in above
        for body in _bodies(city, [f"{city.name}第{n}单位" for n in range(each)], [kinds[n % 4] for n in range(each)])
    ]
    written, rows = _quarter_of_days(_windows(made), int(ratings), first, (after - first).days)
    _analyse()
    told: dict[str, Any] = {"root": root.pk, "ratings": written, "rows": rows, "first": str(first), "after": str(after)}
    told["from_days"] = _timed(lambda: indicators.read(Subject.UNIT, root, first, after))
    told["roll_up"] = _timed(rating_actions.roll_up)
    _analyse()
    told["from_months"] = _timed(lambda: indicators.read(Subject.UNIT, root, first, after))
    return {**told, "session": _signed_in(root)}


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def _quarter_of_days(
    counters: list[tuple[Window, ServiceItem, ItemVersion]], ratings: int, first: dt.date, length: int
) -> tuple[int, int]:
    """Count about ``ratings`` ratings by day, channel and level, unit by unit; return how many, in how many rows."""
    chance = np.random.default_rng(20260102)
    volume = chance.lognormal(0.0, 1.2, len(counters))
    daily = volume / volume.sum() * ratings / length
    liking = chance.normal(0, 0.5, len(counters))
    days = [str(first + dt.timedelta(days=number)) for number in range(length)]
    channels = (str(Channel.CODE), str(Channel.TERMINAL))
    rows, written, lines = Rows(DayTally, TALLY), 0, 0
    for at, (window, item, _version) in enumerate(counters):
        above = 1 / (1 + np.exp(np.array([-4.2, -3.3, -2.1, -0.3]) - liking[at]))
        shares = -np.diff(np.concatenate([[1.0], above, [0.0]]))
        counts = chance.poisson(daily[at] * np.array([0.6, 0.4])[None, :, None] * shares, (length, 2, 5))
        head = f"{window.pk}\t{window.body_id}\t{Family(item.family).value}"
        for day, channel, level in np.argwhere(counts).tolist():
            rows.lines.append(f"{head}\t{channels[channel]}\t{days[day]}\t{level + 1}\t{counts[day, channel, level]}")
        written += int(counts.sum())
        if at % 500 == 0 or at == len(counters) - 1:
            lines += rows.save()
    return written, lines


def compared(root: str, first: str, after: str) -> dict[str, Any]:
    """Compare all units under ``root`` over a period, by the verb, and publish the result."""
    body = Body.objects.get(pk=int(root))
    started, used = time.perf_counter(), time.process_time()
    run = scoring.compute(
        body=body, subject=Subject.UNIT, starts_on=dt.date.fromisoformat(first), ends_on=dt.date.fromisoformat(after),
        actor=SYSTEM,
    )  # fmt: skip
    told = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - used}
    Run.objects.filter(pk=run.pk).update(state=State.PUBLISHED)  # as it stands once it was approved
    _analyse()
    return {**told, "run": str(run.pk), "units": run.units, "ratings": run.ratings}


def _signed_in(root: Body) -> str:
    """Return the key of a session of somebody who may do everything under ``root``."""
    person = Person.objects.create(name="量某")
    account = Account.objects.create(person=person, username=f"gauge-{root.pk}", must_change_password=False)
    post = Post.objects.create(body=root, title="经办人", duty=Duty.CLERK)
    appointment = Appointment.objects.create(person=person, post=post, starts_on=SINCE)
    role = Role.objects.create(
        code=f"gauge-{root.pk}", title="量测", functions=[str(name) for name in functions.known()]
    )
    scope, _made = Scope.objects.get_or_create(body=root, for_campaign=False)
    Grant.objects.create(appointment=appointment, role=role, scope=scope, starts_on=SINCE)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def comparison(root: str) -> dict[str, Any]:
    """Compare all units under ``root`` over the year, and publish the result."""
    today = clock.today()
    return compared(root, str(today - dt.timedelta(days=DAYS)), str(today + dt.timedelta(days=1)))


def queries(session: str, *paths: str) -> dict[str, Any]:
    """Count the queries of one look at each of ``paths``."""
    client, found = Client(SERVER_NAME="127.0.0.1"), {}
    client.cookies["zy_session"] = session
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            status = client.get(path, secure=True).status_code
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        found[path] = len(captured)
    return found


def _analyse() -> None:
    """Do what autovacuum would have done within minutes."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


FILLINGS: dict[str, Callable[..., dict[str, Any]]] = {
    one.__name__: one for one in (invitations, counted, raw, province, campaign, quarter, compared, comparison, queries)
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(FILLINGS[sys.argv[1]](*sys.argv[2:])) + "\n")
