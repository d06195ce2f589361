"""Jobs of deadlines: the sweep every five minutes, and reckoning again when the calendar changes."""

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock as time
from zhengyou.records import jobs
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions, ladder, policy, queries
from zhengyou.registry.deadlines.actions import calendars, packs
from zhengyou.registry.deadlines.models import Clock

PAUSE = dt.timedelta(seconds=10)
"""Between two batches of climbs, so that the first is worked off."""

log = logging.getLogger(__name__)


@jobs.task("deadlines.sweep", title=_("Mark what is overdue and warn of what will be"), cron="*/5 * * * *", retry=False)
def sweep() -> None:
    """Mark what is overdue and tell what turned blue or yellow; two sweeps at once share the work."""
    for verb, found in ((actions.breach, queries.overdue()), (actions.warn, queries.to_be_warned())):
        rows = found.order_by("due_at").select_for_update(skip_locked=True, of=("self",))
        batch = list(rows[: policy.SWEEP_BATCH])
        for clock in batch:
            try:
                with transaction.atomic():
                    verb(clock)
            except Exception:
                # A subscriber failed: its clock becomes a job of its own that fails where operators see it,
                # and the others are not held up.
                log.exception("deadlines: a subscriber failed for clock %s", clock.pk)
                jobs.defer("deadlines.tell", once=f"deadlines.tell:{clock.pk}", clock=str(clock.pk))
        if len(batch) == policy.SWEEP_BATCH:
            jobs.defer("deadlines.sweep", once="deadlines.sweep")


@jobs.task("deadlines.climb", title=_("Climb the rungs of supervision"), cron="*/5 * * * *", retry=False)
def climb() -> None:
    """Give each overdue clock whose next rung has come a job of its own: short transactions, safe to repeat."""
    batch = list(ladder.to_climb().values_list("pk", flat=True)[: policy.SWEEP_BATCH])
    for clock in batch:
        jobs.defer("deadlines.climb_one", once=f"deadlines.climb:{clock}", clock=str(clock))
    if len(batch) == policy.SWEEP_BATCH:
        jobs.defer("deadlines.climb", once="deadlines.climb", at=time.now() + PAUSE)


@jobs.task("deadlines.climb_one", title=_("Climb one rung for one clock"))
def climb_one(clock: str) -> None:
    """Let one overdue clock climb the rung that has come."""
    actions.climb(Clock.objects.get(pk=clock))


@jobs.task("deadlines.tell", title=_("Tell the other rooms of one overdue clock"))
def tell(clock: str) -> None:
    """Mark or warn one clock whose subscribers failed in the sweep."""
    row = Clock.objects.get(pk=clock)
    actions.breach(row)
    actions.warn(row)


@jobs.task("deadlines.recompute", title=_("Reckon clocks again after the calendar changed"))
def recompute(first: str, last: str, body: int | None = None) -> None:
    """Reckon again every clock that the days from ``first`` to ``last`` may concern."""
    below = Body.objects.get(pk=body) if body else None
    found = queries.to_be_reckoned_again(dt.date.fromisoformat(first), dt.date.fromisoformat(last), below)
    for clock in found.order_by("pk").iterator():
        actions.recompute(clock, note=f"{first} – {last}" if first != last else first)


@jobs.task("deadlines.load", title=_("Load calendar and shipped rules"), cron="30 18 * * *")
def load() -> None:
    """Every night bring calendar and shipped rules to what the installed packages carry; safe to repeat."""
    calendars.load_packaged()
    packs.load_shipped()
