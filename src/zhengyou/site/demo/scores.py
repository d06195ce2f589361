"""Compares units and windows: the last quarter published, the present one computed so far."""

import contextlib
import datetime as dt

from zhengyou.instruments.ratings import actions as ratings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.staff import Staff

SETTLED = dt.timedelta(days=5, hours=10)
"""How long after the end of a quarter it is computed."""


def compute_all(root: Body, staff: Staff) -> None:
    """Compute and publish the last quarter; compute what there is of the present one."""
    ratings.roll_up()
    office, leader = (
        actor_for(staff.by_login[login].account, staff.by_login[login].appointment) for login in ("office", "leader")
    )
    now, today = clock.now(), clock.today()
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    before = (quarter - dt.timedelta(days=80)).replace(day=1)
    for subject in Subject:
        with clock.pretend(min(now, clock.midnight(quarter) + SETTLED)):
            run = actions.compute(body=root, subject=subject, starts_on=before, ends_on=quarter, actor=office)
            with contextlib.suppress(Refused):  # a small demonstration has too few ratings for stars
                actions.freeze_stars(run, actor=office)
        with clock.pretend(min(now, clock.midnight(quarter) + SETTLED + dt.timedelta(days=1))):
            actions.publish(run, actor=leader)
        if today - quarter > SETTLED:
            tomorrow = today + dt.timedelta(days=1)
            actions.compute(body=root, subject=subject, starts_on=quarter, ends_on=tomorrow, actor=office)
