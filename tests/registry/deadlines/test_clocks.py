import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from tests.factories.deadlines import moment, running_clock
from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import history
from zhengyou.registry.deadlines import actions, hooks, queries, tasks
from zhengyou.registry.deadlines.actions import calendars
from zhengyou.registry.deadlines.enums import Cause, Colour, State
from zhengyou.registry.deadlines.models import CalendarYear, Clock, RulePack

pytestmark = pytest.mark.django_db
SYSTEM = ledger.SYSTEM


@pytest.fixture
def told(monkeypatch):
    """What the subscribers of every kind were told."""
    heard = []
    monkeypatch.setattr(hooks, "breached", {"*": [lambda clock: heard.append(("breached", clock.pk))]})
    monkeypatch.setattr(hooks, "warned", {"*": [lambda clock: heard.append((clock.warned, clock.pk))]})
    return heard


def test_start_takes_the_shipped_rule_and_keeps_its_snapshot():
    clock = running_clock("order.handle", at="2026-05-11 10:00")

    assert (clock.due_at, clock.provisional, clock.state) == (moment("2026-05-18 17:30"), False, State.RUNNING)
    assert (clock.rule_key, clock.amount, clock.unit, clock.stage) == ("order.handle", 5, "working_day", "order.handle")
    assert clock.reckonings.get().cause == Cause.STARTED
    assert history(clock).get().verb == "deadlines.start"
    assert RulePack.objects.get().shipped


def test_start_twice_is_refused_while_the_stage_runs():
    body = BodyFactory()
    first = running_clock(body=body, stage="handle")
    with pytest.raises(Conflict):
        running_clock(body=body, stage="handle")
    running_clock(body=body, stage="verify")
    with time.pretend(moment("2026-05-12 10:00")):
        actions.meet(first, actor=SYSTEM)
    assert running_clock(body=body, stage="handle").pk != first.pk
    assert queries.clocks_of(body).count() == 3


def test_start_without_a_rule_is_refused_with_the_key():
    with pytest.raises(Refused, match=r"no\.such"):
        running_clock("no.such")


def test_pause_and_resume_move_the_due_date_and_keep_the_old_one():
    clock = running_clock(at="2026-05-11 10:00")
    with time.pretend(moment("2026-05-13 09:00")):
        clock = actions.pause(clock, "hearing", notice="青政听通〔2026〕3号", actor=SYSTEM)
    assert (clock.state, queries.colour_of(clock)) == (State.PAUSED, Colour.NONE)
    with time.pretend(moment("2026-05-15 16:00")):
        clock = actions.resume(clock, actor=SYSTEM)

    assert (clock.state, clock.due_at) == (State.RUNNING, moment("2026-05-21 17:30"))
    assert list(clock.reckonings.values_list("cause", "before", "due_at")) == [
        ("started", None, moment("2026-05-18 17:30")),
        ("resumed", moment("2026-05-18 17:30"), moment("2026-05-21 17:30")),
    ]
    with time.pretend(moment("2026-05-20 16:00")):
        times = queries.times(actions.meet(clock, actor=SYSTEM))
    assert times.paused == dt.timedelta(days=2, hours=7)
    assert times.worked == times.total - times.paused


@pytest.mark.parametrize(("reason", "notice"), [("coffee", "1号"), ("hearing", "  ")])
def test_pause_needs_a_listed_reason_and_a_notice(reason, notice):
    clock = running_clock()
    with time.pretend(moment("2026-05-12 09:00")), pytest.raises(Refused):
        actions.pause(clock, reason, notice=notice, actor=SYSTEM)
    assert not clock.pauses.exists()


def test_pause_and_extension_after_the_due_moment_are_refused():
    clock = running_clock()
    with time.pretend(moment("2026-05-18 17:31")):
        with pytest.raises(Refused, match="期限已过"):
            actions.pause(clock, "hearing", notice="1号", actor=SYSTEM)
        with pytest.raises(Refused):
            actions.extend(clock, 1, reason="案情复杂", actor=SYSTEM)


def test_extend_adds_up_to_the_limit_of_the_rule():
    clock = running_clock()
    with time.pretend(moment("2026-05-12 09:00")):
        clock = actions.extend(clock, 3, reason="案情复杂", actor=SYSTEM)
        assert clock.due_at == moment("2026-05-21 17:30")
        clock = actions.extend(clock, 2, reason="案情复杂", actor=SYSTEM)
        with pytest.raises(Refused, match="5"):
            actions.extend(clock, 1, reason="案情复杂", actor=SYSTEM)
        with pytest.raises(Refused):
            actions.extend(running_clock("order.sign"), 1, reason="案情复杂", actor=SYSTEM)
    assert (clock.extended_by, clock.extensions.count(), clock.reckonings.count()) == (5, 2, 3)


@pytest.mark.parametrize(
    ("who", "allowed"), [("nobody", False), ("outsider", False), ("insider", False), ("approver", True)]
)
def test_extend_is_for_approvers_of_the_body(who, allowed):
    clock = running_clock()
    actors = {
        "nobody": ledger.Actor(kind="public"),
        "outsider": actor("deadlines.extend"),
        "insider": actor("deadlines.manage", body=clock.body),
        "approver": actor("deadlines.extend", body=clock.body),
    }
    with time.pretend(moment("2026-05-12 09:00")):
        if allowed:
            extended = actions.extend(clock, 1, reason="案情复杂", actor=actors[who])
            assert actors[who].label in extended.extensions.get().granted_by
        else:
            with pytest.raises(Forbidden):
                actions.extend(clock, 1, reason="案情复杂", actor=actors[who])


def test_meet_in_time_and_late():
    in_time, late = running_clock(), running_clock()
    with time.pretend(moment("2026-05-18 17:30")):
        assert actions.meet(in_time, actor=SYSTEM).state == State.MET
    with time.pretend(moment("2026-05-19 09:00")):
        late = actions.meet(late, actor=SYSTEM)
        assert (late.state, late.breached_at) == (State.BREACHED, moment("2026-05-18 17:30"))
        assert late.finished_at == moment("2026-05-19 09:00")
        for clock in (in_time, late):
            with pytest.raises(Conflict):
                actions.meet(clock, actor=SYSTEM)


def test_void_ends_an_open_pause():
    clock = running_clock()
    with time.pretend(moment("2026-05-12 09:00")):
        actions.pause(clock, "outage", notice="停机公告", actor=SYSTEM)
        clock = actions.void(clock, actor=SYSTEM)
    assert (clock.state, clock.pauses.get().ends_at) == (State.VOID, moment("2026-05-12 09:00"))


def test_colour_goes_from_none_over_blue_and_yellow_to_red():
    clock = running_clock(at="2026-05-11 10:00")  # due on Monday the 18th
    seen = {
        text: (
            queries.colour_of(clock, moment(text)),
            [one for one in Colour if Clock.objects.filter(queries.shining(one, moment(text))).exists()],
        )
        for text in ("2026-05-13 17:29", "2026-05-13 17:30", "2026-05-15 17:29", "2026-05-15 17:30", "2026-05-18 17:31")
    }
    assert [colour for colour, _ in seen.values()] == ["", "blue", "blue", "yellow", "red"]
    assert all([python] == database for python, database in seen.values())


def test_sweep_warns_once_and_breaches_once(told):
    clock = running_clock(at="2026-05-11 10:00")
    for text in ("2026-05-12 09:00", "2026-05-14 09:00", "2026-05-14 09:05", "2026-05-18 09:00", "2026-05-18 09:05"):
        with time.pretend(moment(text)):
            tasks.sweep()
    assert told == [("blue", clock.pk), ("yellow", clock.pk)]
    for _ in range(2):
        with time.pretend(moment("2026-05-19 09:00")):
            tasks.sweep()
    clock.refresh_from_db()
    assert told[2:] == [("breached", clock.pk)]
    assert (clock.state, clock.breached_at) == (State.BREACHED, moment("2026-05-18 17:30"))


def test_sweep_is_not_held_up_by_a_failing_subscriber(told, monkeypatch):
    bad, good = running_clock(), running_clock()

    def fail(clock):
        if clock.pk == bad.pk:
            raise ValueError("no")

    hooks.breached["*"].append(fail)
    deferred = []
    monkeypatch.setattr(tasks.jobs, "defer", lambda name, **arguments: deferred.append((name, arguments["clock"])))
    with time.pretend(moment("2026-05-19 09:00")):
        tasks.sweep()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.RUNNING, State.BREACHED)
    assert deferred == [("deadlines.tell", str(bad.pk))]


def test_loading_the_year_makes_provisional_dates_firm_and_keeps_the_old_ones():
    clock = running_clock(at="2026-12-29 10:00")  # 5 working days: 30, 31, then the unknown 1, 4 and 5 January
    assert (clock.provisional, clock.due_at) == (True, moment("2027-01-05 17:30"))
    with time.pretend(moment("2026-12-30 10:00")):
        calendars.state_days(
            dt.date(2027, 1, 1), dt.date(2027, 1, 3), "holiday", source="国务院办公厅通知", actor=SYSTEM
        )
        calendars.confirm_year(2027, source="国务院办公厅通知", actor=SYSTEM)
        tasks.recompute("2027-01-01", "2027-12-31")
        tasks.recompute("2027-01-01", "2027-12-31")
    clock.refresh_from_db()
    assert (clock.provisional, clock.due_at) == (False, moment("2027-01-06 17:30"))
    assert list(clock.reckonings.values_list("cause", "due_at")) == [
        ("started", moment("2027-01-05 17:30")),
        ("calendar", moment("2027-01-06 17:30")),
    ]


def test_breach_by_a_guessed_calendar_is_taken_back():
    running, finished = running_clock(at="2026-12-29 10:00"), running_clock(at="2026-12-29 10:00")
    with time.pretend(moment("2027-01-06 09:00")):
        tasks.sweep()
        actions.meet(finished, actor=SYSTEM)
        calendars.state_days(dt.date(2027, 1, 1), dt.date(2027, 1, 3), "holiday", source="通知", actor=SYSTEM)
        calendars.confirm_year(2027, source="通知", actor=SYSTEM)
        tasks.recompute("2027-01-01", "2027-12-31")
    running.refresh_from_db()
    finished.refresh_from_db()
    assert (running.state, running.breached_at) == (State.RUNNING, None)
    assert finished.state == State.MET


def test_local_holiday_counts_for_its_subtree_only():
    above = BodyFactory()
    below, elsewhere = BodyFactory(parent=above), BodyFactory()
    calendars.state_days(
        dt.date(2026, 5, 12), dt.date(2026, 5, 12), "holiday", source="自治县成立纪念日", actor=SYSTEM, body=above
    )
    assert running_clock(body=below).due_at == moment("2026-05-19 17:30")
    assert running_clock(body=elsewhere).due_at == moment("2026-05-18 17:30")


def test_packaged_years_are_loaded_once():
    loaded = calendars.load_packaged()
    assert (loaded[0], loaded[-1]) == (2004, 2026)
    assert calendars.load_packaged() == []
    assert CalendarYear.objects.count() == 23
    assert queries.calendar(None, range(2026, 2027)).is_worked(dt.date(2026, 2, 14))


@pytest.mark.django_db(transaction=True)
def test_pause_and_meet_at_once_leave_one_truth():
    clock = running_clock(at="2026-05-11 10:00")
    barrier, results = threading.Barrier(2), []

    def race(verb):
        try:
            with time.pretend(moment("2026-05-12 10:00")):
                barrier.wait()
                results.append(verb().state)
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    verbs = (
        lambda: actions.pause(clock, "hearing", notice="1号", actor=SYSTEM),
        lambda: actions.meet(clock, actor=SYSTEM),
    )
    threads = [threading.Thread(target=race, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clock.refresh_from_db()
    # Either the pause came first and the end closed it, or it came too late and was refused.
    assert sorted(results) in (["met", "paused"], ["met", "state"])
    assert clock.state == State.MET
    assert not clock.pauses.filter(ends_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_breach_each_clock_once(told):
    clocks = [running_clock() for _ in range(4)]
    barrier = threading.Barrier(2)

    def race():
        try:
            with time.pretend(moment("2026-05-19 09:00")):
                barrier.wait()
                with transaction.atomic():
                    tasks.sweep()
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(pk for _, pk in told) == sorted(clock.pk for clock in clocks)
    assert set(Clock.objects.values_list("state", flat=True)) == {State.BREACHED}
