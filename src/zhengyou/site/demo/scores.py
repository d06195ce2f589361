"""Compares units, windows and staff: two quarters published, the time since computed so far, the last month shown."""

import contextlib
import datetime as dt

from zhengyou.instruments.ratings import actions as ratings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.periods import later
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.releasing import QUARTER, SETTLED, quarters, release
from zhengyou.site.demo.staff import Staff

OBJECTS = "tax"
"""The unit that objects to what it is shown."""
OBJECTION = "上月系统升级停机两日，期间的评价多为对停机的不满，请核实后剔除。"


def compute_all(root: Body, bodies: dict[str, Body], staff: Staff) -> None:
    """Compare and publish two quarters; compute what there is since; show the units their last month."""
    ratings.roll_up()
    hat = staff.by_login["office"]
    office = actor_for(hat.account, hat.appointment)
    past = quarters(2)
    for subject in Subject:
        for starts_on, ends_on in past:
            with clock.pretend(clock.midnight(ends_on) + SETTLED):
                run = actions.compute(body=root, subject=subject, starts_on=starts_on, ends_on=ends_on, actor=office)
                with contextlib.suppress(Refused):  # few ratings give no stars; older cut points hold
                    actions.freeze_stars(run, actor=office)
            release(run, ends_on, office)
        since = past[-1][1]
        until = min(later(since, QUARTER), clock.today() + dt.timedelta(days=1))
        actions.compute(body=root, subject=subject, starts_on=since, ends_on=until, actor=office)
    _show_the_last_month(root, bodies, staff, office)


def _show_the_last_month(root: Body, bodies: dict[str, Body], staff: Staff, office: Actor) -> None:
    """Show the units what the last month says of them; one of them objects."""
    month = clock.today().replace(day=1)
    last = later(month, -1)
    with clock.pretend(max(clock.now() - dt.timedelta(hours=20), clock.midnight(month))):
        run = actions.compute(body=root, subject=Subject.UNIT, starts_on=last, ends_on=month, actor=office)
        shown = actions.preview(run, actor=office)
    hat = staff.of(OBJECTS, Duty.LIAISON)[0]
    liaison = actor_for(hat.account, hat.appointment)
    actions.object_to(shown, body=bodies[OBJECTS], text=OBJECTION, actor=liaison)
