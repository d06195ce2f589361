"""Loading the demonstration, part by part, in one transaction."""

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from zhengyou.instruments.ratings import log
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.registry.access import actions as access
from zhengyou.registry.access.models import Role
from zhengyou.registry.bodies.actions import groups
from zhengyou.registry.bodies.actions.bulk import NewBody, found_many
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.enums import Duty, GroupRole
from zhengyou.registry.bodies.models import Body
from zhengyou.site import basics
from zhengyou.site.demo import (
    assignments,
    bulk,
    calendars,
    campaigns,
    clocks,
    complaints,
    county,
    display,
    duties,
    engine,
    landmarks,
    loop,
    orders,
    papers,
    schemes,
    scores,
    serving,
    showing,
    staff,
    supervision,
    windows,
    work,
    year,
)
from zhengyou.site.demo.events import Book
from zhengyou.site.demo.identities import fixed_id
from zhengyou.site.demo.ledgering import Ledger
from zhengyou.site.demo.visits import Visit
from zhengyou.site.environment import DEMONSTRATION_MARK


@dataclass
class Ground:
    """What stands before the first visitor comes."""

    units: dict[str, county.Unit]
    bodies: dict[str, Body]
    staff: staff.Staff
    counters: list[windows.Counter]

    @property
    def office(self) -> Actor:
        """Return the hat of the campaign office, as the ledger knows it."""
        return self.staff.by_login["office"].actor


def load(scale: float = 1.0, *, marked: bool = True) -> None:
    """Load the whole demonstration into an empty database.

    ``scale`` shrinks the number of visitors; ``marked`` leaves the mark by which every page says that data are made up.
    """
    with translation.override(settings.LANGUAGE_CODE), _nothing_swept():
        basics.load()
        with transaction.atomic():
            _spare_second_factors()
            ground = lay_ground()
            writer_for(ground).write(year_of(ground, scale))
            _look_at_tables()
            loop.write_all(ground.counters, ground.bodies, ground.staff)
            log.append()
            log.sign()
            running = campaigns.run_all(ground.units, ground.bodies, ground.staff, _days(ground))
            engine.enliven(running[0], ground.bodies, ground.staff)
            work.carry_on(running[0], ground.bodies, ground.staff)
            papers.issue_all(ground.bodies, ground.staff)
            assignments.write_all(ground.bodies, ground.staff)
            supervision.supervise(ground.bodies, ground.staff)
            scores.compute_all(ground.bodies[county.ROOT], ground.bodies, ground.staff)
            schemes.assess_all(ground.bodies[county.ROOT], ground.staff)
            landmarks.set_up(ground.counters)
            landmarks.put_up_kiosks(ground.counters)
            complaints.bring_all(ground.bodies, ground.staff, scale)
            display.show_all(ground.counters, ground.bodies, ground.staff)
            serving.serve(ground.counters, ground.bodies)
            duties.set_up(ground.bodies, ground.staff)
    _look_at_tables()
    if marked:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        (settings.VAR / DEMONSTRATION_MARK).touch()


@contextlib.contextmanager
def _nothing_swept() -> Iterator[None]:
    """Let Python not look for garbage: again and again it would go through half a million things of a year that all stay."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _look_at_tables() -> None:
    """Renew the planner's statistics: what comes next, verbs or the first pages, must not be planned as for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _spare_second_factors() -> None:
    """Let the three administrators of the demonstration in without a phone; the log-ins are printed for everybody."""
    for role in Role.objects.filter(needs_second_factor=True):
        access.change_role(role, title=role.title, held=role.held, needs_second_factor=False, actor=SYSTEM)


def lay_ground() -> Ground:
    """Found the county, appoint its people and form its leading group."""
    begin = clock.midnight(clock.today() - dt.timedelta(days=400)) + dt.timedelta(hours=9)
    units = county.units()
    with clock.pretend(begin):
        bodies = _found(units)
        book = Book()
        everybody = staff.appoint(staff.seats(units), bodies, book, at=begin)
        counters = windows.open_all(units, bodies, everybody, book, at=begin, on=clock.today())
        book.save()
        _form_group(bodies, everybody)
    showing.show_all(counters, bodies, everybody, at=begin + dt.timedelta(days=7))
    return Ground({unit.key: unit for unit in units}, bodies, everybody, counters)


def year_of(ground: Ground, scale: float) -> list[Visit]:
    """Make up the visits of the last year."""
    return year.Maker(ground.counters, _days(ground), clock.now(), scale).visits()


def writer_for(ground: Ground) -> bulk.Writer:
    """Return what writes visits at once, under the hats of the county."""
    now, ledger = clock.now(), Ledger()
    running = clocks.Clocks(_days(ground), ledger)
    answering = {
        ground.bodies[key].pk: ground.staff.of(key, Duty.LIAISON)[0].actor
        for key, unit in ground.units.items()
        if unit.windows
    }
    return bulk.Writer(
        now, ground.office, orders.Orders(running, now, ground.office, answering.__getitem__), running, ledger
    )


def _days(ground: Ground) -> calendars.Days:
    return calendars.of(ground.bodies[county.ROOT], clock.today() - dt.timedelta(days=400))


def _found(units: list[county.Unit]) -> dict[str, Body]:
    rows = [
        NewBody(
            key=unit.key,
            above=unit.above,
            founding=Founding(name=unit.name, short_name=unit.short, kind=unit.kind, level=unit.level),
        )
        for unit in units
    ]
    bodies = found_many(rows, parent=None, actor=SYSTEM)
    for key, body in bodies.items():
        body.public_id = fixed_id(f"body {key}")
    Body.objects.bulk_update(bodies.values(), ["public_id"])
    return bodies


def _form_group(bodies: dict[str, Body], everybody: staff.Staff) -> None:
    """Form the leading group of the campaign with its office."""
    group = groups.form_group(
        bodies[county.ROOT],
        name="青禾县为民服务创先争优活动领导小组",
        starts_on=clock.today(),
        document="青办发〔2025〕11号",
        office=bodies["office"],
        actor=SYSTEM,
    )
    for login, role, held in (
        ("leader", GroupRole.CHIEF, "县委副书记"),
        ("union", GroupRole.DEPUTY, "县总工会副主席"),
        ("inspector", GroupRole.MEMBER, "县纪委监委督查室主任"),
        ("office", GroupRole.OFFICE_HEAD, "县活动办主任"),
        ("head", GroupRole.OFFICE_DEPUTY, "县政务服务中心主任"),
    ):
        person = everybody.by_login[login].account.person
        groups.seat(group, person, role=role, starts_on=clock.today(), office_held=held, actor=SYSTEM)
