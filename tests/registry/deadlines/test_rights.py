"""Who may keep rule packs and the calendar, and what happens where two do the same at the same moment."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories.bodies import BodyFactory
from tests.factories.deadlines import moment, running_clock
from tests.permissions import matrix
from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.registry.deadlines import actions, queries
from zhengyou.registry.deadlines.actions import calendars, packs
from zhengyou.registry.deadlines.enums import PauseReason, State
from zhengyou.registry.deadlines.models import CalendarDay, Clock, RulePack

KEEP = "deadlines.manage"
RULE = {
    "key": "order.handle",
    "title": "办理",
    "amount": 2,
    "unit": "working_day",
    "ending": "closing",
    "source": "第六条",
}
RUNG = {"key": "order.handle", "grade": 5, "after": 3, "told": ["head"], "source": "第八条", "verified": True}
FIRST = dt.date(2026, 5, 12)


def fields(body, code="qinghe"):
    hours = queries.rule_for("order.handle", None, FIRST) or packs.rule_in_force("order.handle", None, FIRST)
    kept = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")
    return {
        "code": code, "title": "青禾县限时办结规定", "body": body, "valid_from": FIRST, "source": "青政办发",
    } | {name: getattr(hours.pack, name) for name in kept}  # fmt: skip


@pytest.mark.django_db
def test_rule_packs_are_kept_by_whoever_manages_deadlines_of_the_place():
    body = BodyFactory()
    pack = matrix(lambda who: packs.draft_pack(fields(body), actor=who), KEEP, body)
    matrix(lambda who: packs.change_pack(pack, {"title": "青禾县规定"}, actor=who), KEEP, body)
    rule = matrix(lambda who: packs.set_rule(pack, RULE, actor=who), KEEP, body)
    matrix(lambda who: packs.set_rung(pack, RUNG, actor=who), KEEP, body)
    pack = matrix(lambda who: packs.publish_pack(pack, actor=who), KEEP, body)
    assert packs.rule_in_force("order.handle", body, FIRST) == rule
    newer = matrix(lambda who: packs.revise_pack(pack, actor=who), KEEP, body)
    assert (newer.version, newer.rules.count(), newer.rungs.count()) == (2, 1, 1)
    matrix(lambda who: packs.drop_rule(newer.rules.get(), actor=who), KEEP, body)
    gone = matrix(lambda who: packs.withdraw_pack(pack, actor=who), KEEP, body)
    assert (gone.state, newer.rules.count()) == ("withdrawn", 0)


@pytest.mark.django_db
def test_the_calendar_is_kept_by_whoever_manages_deadlines_of_the_place():
    body = BodyFactory()
    facts = {"source": "自治县成立纪念日", "body": body}
    (day,) = matrix(lambda who: calendars.state_days(FIRST, FIRST, "holiday", **facts, actor=who), KEEP, body)
    matrix(lambda who: calendars.drop_day(day, actor=who), KEEP, body)
    assert not CalendarDay.objects.filter(body=body).exists()


def told(results):
    """Return how many went through; the others were refused, nothing broke."""
    assert all(isinstance(one, Refused) for one in results if isinstance(one, Exception)), results
    return sum(not isinstance(one, Exception) for one in results)


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_one_pack_begin_publish_and_withdraw_it_once():
    body = BodyFactory()
    given = fields(body)
    assert told(at_once(2, lambda _: packs.draft_pack(given, actor=SYSTEM))) == 1
    pack = RulePack.objects.get(code="qinghe")
    assert told(at_once(2, lambda _: packs.set_rule(pack, RULE, actor=SYSTEM))) == 2
    assert pack.rules.count() == 1
    assert told(at_once(2, lambda _: packs.publish_pack(pack, actor=SYSTEM))) == 1
    assert told(at_once(2, lambda _: packs.revise_pack(pack, actor=SYSTEM))) == 1
    assert list(RulePack.objects.filter(code="qinghe").values_list("version", "state").order_by("version")) == [
        (1, "in_force"),
        (2, "draft"),
    ]
    assert told(at_once(2, lambda _: packs.withdraw_pack(pack, actor=SYSTEM))) == 1
    stated = {"source": "文", "body": body, "actor": SYSTEM}
    assert told(at_once(2, lambda _: calendars.state_days(FIRST, FIRST, "holiday", **stated))) == 2
    assert CalendarDay.objects.filter(body=body).count() == 1


ONE, BOTH = 1, 2
HEARING = {"reason": PauseReason.HEARING, "notice": "1号"}
OF_CLOCKS = {
    "pause": (False, ONE, lambda one, _: actions.pause(one, **HEARING, actor=SYSTEM)),
    "resume": (True, ONE, lambda one, _: actions.resume(one, actor=SYSTEM)),
    "extend": (False, BOTH, lambda one, _: actions.extend(one, 1, reason="鉴定", actor=SYSTEM)),
    "hand_over": (False, BOTH, lambda one, bodies: actions.hand_over(one, bodies[0], actor=SYSTEM)),
    "meet": (False, ONE, lambda one, _: actions.meet(one, actor=SYSTEM)),
    "void": (False, ONE, lambda one, _: actions.void(one, actor=SYSTEM)),
}


@pytest.mark.django_db(transaction=True)
def test_two_do_the_same_to_one_clock():
    body = BodyFactory()
    bodies = [BodyFactory(parent=body)]
    for verb, (is_paused, wanted, act) in OF_CLOCKS.items():
        one = running_clock(body=body, stage=verb)
        with time.pretend(moment("2026-05-12 09:00")):
            if is_paused:
                actions.pause(one, **HEARING, actor=SYSTEM)
        due = Clock.objects.get(pk=one.pk).due_at

        def do(_place, one=one, act=act):
            with time.pretend(moment("2026-05-12 10:00")):
                return act(one, bodies)

        assert told(at_once(2, do)) == wanted, verb
        one.refresh_from_db()
        assert [event.verb for event in history(one)].count(f"deadlines.{verb}") == wanted, verb
        assert one.due_at >= due
        if verb == "extend":
            assert (one.extended_by, one.extensions.count()) == (2, 2), "both hours were added, none was lost"
        if verb in {"pause", "resume"}:
            assert one.pauses.count() == 1


@pytest.mark.django_db(transaction=True)
def test_more_time_is_granted_while_the_stage_is_finished():
    one = running_clock()
    verbs = (
        lambda: actions.extend(one, 2, reason="鉴定", actor=SYSTEM),
        lambda: actions.meet(one, actor=SYSTEM),
    )

    def do(place):
        with time.pretend(moment("2026-05-12 10:00")):
            return verbs[place]()

    assert told(at_once(2, do)) in {1, 2}  # granted first, or too late
    one.refresh_from_db()
    assert (one.state, one.extensions.count() * 2) == (State.MET, one.extended_by)
