"""Handing out: every unit gets a sheet for every occurrence of every duty, at once or behind the scenes."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import policy
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, Duty, DutyShare, HandOut, TaskSheet
from zhengyou.campaign.campaigns.rhythms import occurrences
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Refused
from zhengyou.records import jobs
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import reckoning
from zhengyou.registry.deadlines.queries import calendar, years_from

Days = list[tuple[Duty, dt.date, dt.date]]
"""Duty, the day its words name, the day that counts."""


def hand_out(
    campaign: Campaign, duties: Sequence[Duty], units: Iterable[Body], *, since: dt.date | None = None
) -> HandOut | None:
    """Give each unit a sheet for every occurrence of each duty; safe to repeat.

    A few are written at once; many are left to a job that shows how far it is, and that run is returned.
    """
    keys = sorted(unit.pk for unit in units)
    days = days_of_duties(campaign, duties, since)
    if len(keys) * len(days) <= policy.SHEETS_AT_ONCE:
        write_sheets(days, keys)
        return None
    run = HandOut.objects.create(
        campaign=campaign, duty=duties[0] if len(duties) == 1 else None, since=since,
        units=campaign.units.count(), begun_at=clock.now(),
    )  # fmt: skip
    jobs.defer("campaigns.hand_out", run=str(run.pk))
    return run


@transaction.atomic
def hand_out_more(run: HandOut, *, actor: Actor) -> HandOut:
    """Give the next units of a run their sheets and come back for the others; what a stop cut off is done again."""
    del actor  # the launch, or whoever added the duty, stands in the ledger
    run = HandOut.objects.select_for_update(of=("self",)).select_related("campaign__body", "duty").get(pk=run.pk)
    if run.finished_at is not None:
        return run
    duties = [run.duty] if run.duty else list(run.campaign.duties.all())
    keys = list(
        run.campaign.units.filter(pk__gt=run.reached).order_by("pk").values_list("pk", flat=True)[: policy.UNITS_A_TIME]
    )
    write_sheets(days_of_duties(run.campaign, duties, run.since), keys)
    run.done, run.reached = min(run.units, run.done + len(keys)), keys[-1] if keys else run.reached
    if len(keys) < policy.UNITS_A_TIME:
        run.done, run.finished_at = run.units, clock.now()
    else:
        jobs.defer("campaigns.hand_out", run=str(run.pk))
    run.save(update_fields=["done", "reached", "finished_at"])
    return run


def days_of_duties(campaign: Campaign, duties: Iterable[Duty], since: dt.date | None = None) -> Days:
    """Return every occurrence of ``duties`` in the period of ``campaign`` with the working day that counts."""
    if campaign.ends_on is None or campaign.starts_on is None:
        raise Refused(_("The campaign has no first and last day."))
    days: Days = []
    for duty in duties:
        if duty.due_on is None or duty.withdrawn_on is not None:
            continue
        last = max(campaign.ends_on, duty.due_on) if duty.rhythm == Rhythm.ONCE else campaign.ends_on
        ground = calendar(campaign.body, years_from(duty.due_on, last))
        for named in occurrences(duty.due_on, duty.rhythm, last):
            if since is None or named >= since:
                days.append((duty, named, next_worked(named, ground)))
    return days


def write_sheets(days: Days, units: Sequence[int]) -> None:
    """Write a sheet for each unit and day in one statement; those that stand already stay as they are."""
    whose = shares_of(duty for duty, _named, _due in days)
    if whose:  # a duty with leading and supporting units is owed by these only
        for key, taking in whose.items():
            only = [one for one in days if one[0].pk == key]
            _write(only, [unit for unit in units if unit in taking])
        days = [one for one in days if one[0].pk not in whose]
    _write(days, units)


def shares_of(duties: Iterable[Duty]) -> dict[object, set[int]]:
    """Return for each duty with leading and supporting units who these are; a duty of all units is not in it."""
    whose: dict[object, set[int]] = {}
    rows = DutyShare.objects.filter(duty__in={duty.pk for duty in duties})
    for duty, body in rows.values_list("duty", "body"):
        whose.setdefault(duty, set()).add(body)
    return whose


def _write(days: Days, units: Sequence[int]) -> None:
    if not days or not units:
        return
    table = TaskSheet._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, duty_id, body_id, state, named_on, due_on, evidence, return_reason, returns)"  # noqa: S608 -- the table's own name
            " SELECT ids.id, day.duty, unit.key, %s, day.named, day.due, '', '', 0"
            " FROM unnest(%s::uuid[]) WITH ORDINALITY AS ids (id, place)"
            " JOIN unnest(%s::uuid[], %s::date[], %s::date[]) WITH ORDINALITY AS day (duty, named, due, place)"
            " ON day.place = (ids.place - 1) %% %s + 1"
            " JOIN unnest(%s::bigint[]) WITH ORDINALITY AS unit (key, place)"
            " ON unit.place = (ids.place - 1) / %s + 1"
            " ON CONFLICT (duty_id, body_id, named_on) DO NOTHING",
            [
                SheetState.OPEN,
                [ids.uuid7() for _each in range(len(days) * len(units))],
                [duty.pk for duty, _named, _due in days],
                [named for _duty, named, _due in days],
                [due for _duty, _named, due in days],
                len(days),
                list(units),
                len(days),
            ],
        )


def next_worked(day: dt.date, ground: reckoning.Calendar) -> dt.date:
    """Return ``day``, or the next working day where it is a day off (民法典 art. 203)."""
    while not ground.is_worked(day):
        day += dt.timedelta(days=1)
    return day
