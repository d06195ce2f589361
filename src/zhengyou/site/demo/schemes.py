"""Assesses the government units of the demonstration by a scheme of 100 points over the last quarter."""

import datetime as dt
import zlib

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.collecting import units_of
from zhengyou.mechanisms.scoring.enums import Role, Source
from zhengyou.mechanisms.scoring.models import Assessment, Scheme
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import TaskState
from zhengyou.registry.approvals.models import Instance, Task
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.staff import Staff

PRESET = "performance"
AHEAD = dt.timedelta(days=-20, hours=10)
"""So long before the period the scheme is approved."""
SETTLED, HEARD = dt.timedelta(days=6, hours=10), dt.timedelta(days=20, hours=10)
"""So long after the period it is computed, and published once the objections are heard."""


def assess_all(root: Body, staff: Staff) -> None:
    """Adopt and freeze the scheme, mark the units, and show the results; publish them where the days are over."""
    hat = staff.by_login["office"]
    office = actor_for(hat.account, hat.appointment)
    now, today = clock.now(), clock.today()
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    before = (quarter - dt.timedelta(days=80)).replace(day=1)
    with clock.pretend(clock.midnight(before) + AHEAD):
        scheme = actions.adopt(PRESET, body=root, starts_on=before, actor=office)
        actions.set_rules(scheme, kinds=["government"], actor=office)
        _approve(actions.submit(scheme, actor=office))
    with clock.pretend(min(now, clock.midnight(quarter) + SETTLED)):
        _mark(Scheme.objects.get(pk=scheme.pk), before, staff)
        asked = actions.begin(scheme, starts_on=before, actor=office)
        actions.collect(asked)
        assessment = actions.preview(actions.reckon(Assessment.objects.get(pk=asked.pk)), actor=office)
    if now > clock.midnight(quarter) + HEARD:
        with clock.pretend(clock.midnight(quarter) + HEARD):
            _approve(actions.submit_assessment(assessment, actor=office))


def _mark(scheme: Scheme, starts_on: dt.date, staff: Staff) -> None:
    """Give every checked part of every unit points that are the same whenever the demonstration is loaded."""
    hat = staff.by_login["office"]
    office = actor_for(hat.account, hat.appointment)
    for part in scheme.parts.filter(role=Role.PART, source=Source.CHECK):
        for unit in units_of(scheme):
            value = 72 + zlib.crc32(f"{part.name}{unit.name}".encode()) % 26
            evidence = "季度检查记录和业务台账"
            actions.assess(part, body=unit, starts_on=starts_on, value=value, evidence=evidence, actor=office)


def _approve(instance: Instance) -> None:
    """Let everybody who is asked agree."""
    waiting = Task.objects.filter(instance=instance, state=TaskState.WAITING).select_related("appointment__person")
    while task := waiting.first():
        appointment = task.appointment
        if appointment is None:
            raise LookupError("the procedure asks somebody whom the demonstration has not appointed")
        approvals.approve(task, opinion="同意。", actor=actor_for(appointment.person.account, appointment))
