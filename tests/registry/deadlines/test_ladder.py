"""The escalation ladder: each rung once, by the rules of the place, whoever climbs and however often."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.concurrency import at_once
from tests.factories.access import actor, signed_in
from tests.factories.bodies import BodyFactory
from tests.factories.deadlines import moment, running_clock
from tests.permissions import matrix
from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import history
from zhengyou.registry.deadlines import actions, hooks, ladder, tasks
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.deadlines.enums import Grade, State, Told
from zhengyou.registry.deadlines.models import Climb, RulePack, Rung, Standing

SYSTEM = ledger.SYSTEM
RED, SUPERVISE, TALK, CIRCULAR = Grade.RED, Grade.SUPERVISE, Grade.TALK, Grade.CIRCULAR


@pytest.fixture
def heard(monkeypatch):
    """Which rungs the subscribers were told of."""
    rungs = []
    monkeypatch.setattr(hooks, "climbed", {"*": [lambda climb: rungs.append(climb.grade)]})
    return rungs


def overdue(key="order.handle", body=None):
    """A clock that was due on Monday 2026-05-18 17:30 and is marked as overdue."""
    clock = running_clock(key, at="2026-05-11 10:00", body=body)
    with time.pretend(moment("2026-05-18 17:35")):
        return actions.breach(clock)


def climb_at(clock, *moments):
    """Let ``clock`` try to climb at each of these moments; return the rungs it climbed."""
    grades = []
    for text in moments:
        with time.pretend(moment(text)):
            climbed = actions.climb(clock)
        grades.append(climbed.grade if climbed else None)
    return grades


@pytest.mark.django_db
def test_overdue_clock_climbs_rung_by_rung_on_working_days(heard):
    clock = overdue()

    grades = climb_at(
        clock,
        "2026-05-18 17:35", "2026-05-18 17:40", "2026-05-20 17:00", "2026-05-20 17:31", "2026-05-22 17:31",
        "2026-05-23 12:00", "2026-05-25 17:31", "2026-06-30 17:31",
    )  # fmt: skip

    assert grades == [RED, None, None, SUPERVISE, TALK, None, CIRCULAR, None]
    assert heard == [RED, SUPERVISE, TALK, CIRCULAR]
    assert list(clock.climbs.values_list("grade", flat=True)) == heard
    assert [event.verb for event in history(clock)].count("deadlines.climb") == 4
    assert clock.climbs.first().told == [Told.LIAISON, Told.HEAD, Told.LEADER]


@pytest.mark.django_db
def test_a_program_that_stood_still_leaves_the_unit_the_time_between_two_rungs(heard):
    clock = overdue()

    grades = climb_at(clock, "2026-06-01 09:00", "2026-06-01 09:05", "2026-06-02 17:31", "2026-06-03 17:31")

    assert grades == [RED, None, None, SUPERVISE]


@pytest.mark.django_db
def test_what_is_finished_void_or_has_no_ladder_climbs_no_further(heard):
    late, void, case = overdue(), overdue(), overdue("service.tell_once")
    climb_at(late, "2026-05-18 17:36")
    with time.pretend(moment("2026-05-19 09:00")):
        actions.meet(late, actor=SYSTEM)
        actions.void(void, actor=SYSTEM)

    assert climb_at(late, "2026-06-30 09:00") == climb_at(void, "2026-06-30 09:00") == [None]
    assert climb_at(case, "2026-06-30 09:00") == [None]
    assert heard == [RED]
    with time.pretend(moment("2026-06-30 09:00")):
        assert not ladder.to_climb().exists()


@pytest.mark.django_db
def test_a_new_due_moment_begins_the_ladder_anew():
    clock = overdue()
    climb_at(clock, "2026-05-18 17:36", "2026-05-20 17:31")
    clock.refresh_from_db()
    clock.due_at += dt.timedelta(days=7)
    clock.breached_at = clock.due_at
    clock.save()

    assert climb_at(clock, "2026-05-25 17:31", "2026-05-27 17:31") == [RED, SUPERVISE]
    assert Standing.objects.get().due_at == clock.due_at


@pytest.mark.django_db
def test_the_sweep_gives_each_due_climb_one_job(heard, monkeypatch):
    deferred = []
    monkeypatch.setattr(tasks.jobs, "defer", lambda name, **given: deferred.append((name, given["once"])))
    clock, quiet = overdue(), running_clock()
    with time.pretend(moment("2026-05-18 17:36")):
        tasks.climb()
        tasks.climb_one(str(clock.pk))
        tasks.climb()

    assert deferred == [("deadlines.climb_one", f"deadlines.climb:{clock.pk}")]
    assert (heard, quiet.state) == ([RED], State.RUNNING)


@pytest.mark.django_db(transaction=True)
def test_two_workers_climb_the_same_rung_at_once():
    clock = overdue()
    with time.pretend(moment("2026-05-18 17:36")):
        results = at_once(4, lambda _: actions.climb(clock))

    assert [type(result) for result in results if result is not None] == [Climb]
    assert Climb.objects.count() == 1
    assert Standing.objects.get().grade == RED


@pytest.mark.django_db
def test_a_subscriber_that_fails_leaves_no_rung_behind(monkeypatch):
    clock = overdue()

    def fail(_climb):
        raise RuntimeError

    monkeypatch.setattr(hooks, "climbed", {"*": [fail]})
    with pytest.raises(RuntimeError):
        climb_at(clock, "2026-05-18 17:36")
    assert not Climb.objects.exists()
    monkeypatch.setattr(hooks, "climbed", {})
    assert climb_at(clock, "2026-05-18 17:37") == [RED]


@pytest.mark.django_db
def test_the_ladder_of_the_place_goes_before_the_shipped_one():
    county = BodyFactory()
    keeper = actor("deadlines.manage", body=county)
    with time.pretend(moment("2026-01-05 09:00")):
        packs.load_shipped()
        pack = packs.draft_pack(
            {"code": "own", "title": "本县", "body": county, "valid_from": time.today(), "source": "本县办法"},
            actor=keeper,
        )
        for grade, after in ((RED, 0), (SUPERVISE, 10)):
            packs.set_rung(
                pack,
                {"key": "order.*", "grade": grade, "after": after, "told": ["head"], "source": "第八条"},
                actor=keeper,
            )
        packs.publish_pack(pack, actor=keeper)
    day = dt.date(2026, 6, 1)

    assert [rung.after for rung in ladder.ladder_of("order.handle", BodyFactory(parent=county), day)] == [0, 10]
    assert [rung.grade for rung in ladder.ladder_of("order.handle", BodyFactory(), day)] == list(Grade)
    assert ladder.ladder_of("service.licence", county, day) == []
    with pytest.raises(Refused):
        packs.set_rung(RulePack.objects.get(code="own"), {"key": "x"}, actor=keeper)


@pytest.mark.django_db
def test_rungs_are_set_and_dropped_in_a_draft_by_its_keepers(client):
    county = BodyFactory()
    account, keeper = signed_in("deadlines.manage", "deadlines.read", body=county)
    client.force_login(account)
    pack = packs.draft_pack(
        {"code": "own", "title": "本县", "body": county, "valid_from": time.today(), "source": "本县办法"}, actor=keeper
    )
    url = reverse("deadlines:set-rung", args=[pack.pk])
    given = {
        "key": "order.handle",
        "grade": SUPERVISE,
        "after": "3",
        "told": ["head", "supervision"],
        "source": "第八条",
    }

    wrong = client.post(url, given | {"told": [], "grade": Grade.BLUE})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"told", "after"}
    assert client.post(url, given).status_code == 302
    early = client.post(url, given | {"grade": TALK, "after": "1"})
    assert "after" in early.context["form"].errors

    rung = Rung.objects.get(pack=pack)
    page = client.get(reverse("deadlines:pack", args=[pack.pk])).content.decode()
    assert "督办" in page
    assert "第八条" in page
    assert client.get(url, {"rung": "no-uuid"}).status_code == 200
    matrix(lambda who: packs.drop_rung(rung, actor=who), "deadlines.manage", county)
    assert not pack.rungs.exists()


@pytest.mark.django_db
def test_page_of_a_clock_shows_what_was_climbed_and_what_comes(client):
    account, _actor = signed_in("deadlines.read")
    clock = overdue(body=_actor.body)
    climb_at(clock, "2026-05-18 17:36")
    client.force_login(account)
    with time.pretend(moment("2026-05-19 09:00")):
        page = client.get(reverse("deadlines:clock", args=[clock.pk])).content.decode()

    assert "承办单位负责人" in page
    assert "2026-05-20 17:30" in page
