"""Assesses the government units of the demonstration by a scheme of 100 points over two quarters."""

import datetime as dt
import zlib

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.collecting import units_of
from zhengyou.mechanisms.scoring.enums import Role, Source
from zhengyou.mechanisms.scoring.models import Assessment, Scheme
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.bodies.models import Body
from zhengyou.site.demo.releasing import SETTLED, approve, quarters, release
from zhengyou.site.demo.staff import Staff

PRESET = "performance"
AHEAD = dt.timedelta(days=-20, hours=10)
"""So long before the period the scheme is approved."""


def assess_all(root: Body, staff: Staff) -> None:
    """Adopt and freeze the scheme, mark the units in two quarters, show them their results, and publish them."""
    hat = staff.by_login["office"]
    office = actor_for(hat.account, hat.appointment)
    past = quarters(2)
    with clock.pretend(clock.midnight(past[0][0]) + AHEAD):
        scheme = actions.adopt(PRESET, body=root, starts_on=past[0][0], actor=office)
        actions.set_rules(scheme, kinds=["government"], actor=office)
        approve(actions.submit(scheme, actor=office))
    for starts_on, ends_on in past:
        with clock.pretend(clock.midnight(ends_on) + SETTLED):
            _mark(Scheme.objects.get(pk=scheme.pk), starts_on, staff)
            asked = actions.begin(scheme, starts_on=starts_on, actor=office)
            actions.collect(asked)
            assessment = actions.reckon(Assessment.objects.get(pk=asked.pk))
        release(assessment, ends_on, office)


def _mark(scheme: Scheme, starts_on: dt.date, staff: Staff) -> None:
    """Give every checked part of every unit points that are the same whenever the demonstration is loaded."""
    hat = staff.by_login["office"]
    office = actor_for(hat.account, hat.appointment)
    for part in scheme.parts.filter(role=Role.PART, source=Source.CHECK):
        for unit in units_of(scheme):
            value = 72 + zlib.crc32(f"{part.name}{unit.name}{starts_on.month}".encode()) % 26
            evidence = "季度检查记录和业务台账"
            actions.assess(part, body=unit, starts_on=starts_on, value=value, evidence=evidence, actor=office)
