"""限时办结: clocks on the Chinese calendar, with rules of the place, pauses, lights and statistics."""

import pytest
from django.urls import reverse

from tests.factories import services
from tests.factories.access import signed_in
from tests.factories.deadlines import moment
from zhengyou.kernel import clock as time
from zhengyou.registry.deadlines import actions, tasks
from zhengyou.registry.deadlines.enums import Colour, State
from zhengyou.registry.deadlines.models import RulePack
from zhengyou.registry.deadlines.queries import colour_of
from zhengyou.registry.deadlines.reckoning import Term, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    account, actor = signed_in("deadlines.read", "deadlines.manage", "deadlines.extend", "services.register")
    client.force_login(account)
    return actor


@pytest.mark.requirement("C1-07")
def test_each_item_runs_by_its_own_limit_and_the_time_it_stands_still_is_shown(client, officer):
    """推行限时办结制: a case of an item is done within its promise; waiting for documents does not count."""
    with time.pretend(moment("2026-09-28 10:00")):
        case = services.case(window=services.window(body=officer.body))
        quick = actions.start(
            case, "service.promise", officer.body, actor=officer, promised=Term(3, Unit.WORKING_DAY), label="社保卡补办"
        )
        other = services.case(window=services.window(body=officer.body))
        slow = actions.start(other, "service.promise", officer.body, actor=officer, label="食品经营许可")
    assert (quick.due_at, slow.due_at) == (moment("2026-10-08 17:30"), moment("2026-10-30 17:30"))
    with time.pretend(moment("2026-09-29 10:00")):
        answer = client.post(
            reverse("deadlines:pause", args=[quick.pk]), {"reason": "supplement", "notice": "一次性告知书〔2026〕18号"}
        )
        assert answer.status_code == 302
    with time.pretend(moment("2026-10-08 10:00")):
        client.post(reverse("deadlines:resume", args=[quick.pk]))
        shown = client.get(reverse("deadlines:clock", args=[quick.pk])).content.decode()
        quick.refresh_from_db()
    assert (quick.state, quick.due_at) == (State.RUNNING, moment("2026-10-12 17:30"))
    assert "一次性告知书〔2026〕18号" in shown
    assert "2026-10-12 17:30" in shown
    with time.pretend(moment("2026-10-12 10:00")):
        quick = actions.meet(quick, actor=officer)
        statistics = client.get(reverse("deadlines:statistics"))
    assert quick.state == State.MET
    assert "承诺时限内办结" in statistics.content.decode()
    (figures,) = statistics.context["rows"]
    assert (figures.met, figures.running, round(figures.paused_days, 1)) == (1, 1, 9.0)


@pytest.mark.requirement("C4-60")
def test_limits_of_the_place_are_drafted_put_into_force_and_govern_new_clocks(client, officer):
    """建立限时办结机制: the county's own document sets the limit; running clocks keep the rule they began with."""
    with time.pretend(moment("2026-05-11 09:00")):
        before = actions.start(officer.body, "order.handle", officer.body, actor=officer, stage="before")
        client.post(
            reverse("deadlines:new-pack"),
            {
                "title": "青禾县限时办结规定", "code": "qinghe", "body": str(officer.body.pk), "valid_from": "2026-01-01",
                "source": "青政办发〔2026〕1号", "morning_from": "08:30", "morning_to": "12:00",
                "afternoon_from": "14:00", "afternoon_to": "18:00",
            },
        )  # fmt: skip
        pack = RulePack.objects.get(code="qinghe")
        client.post(
            reverse("deadlines:set-rule", args=[pack.pk]),
            {
                "key": "order.handle", "title": "督办单办理", "amount": "2", "unit": "working_day", "ending": "closing",
                "warn_at_percent": "50", "warn_working_days": "1", "source": "第六条", "verified": "on",
            },
        )  # fmt: skip
        client.post(reverse("deadlines:publish-pack", args=[pack.pk]))
        after = actions.start(officer.body, "order.handle", officer.body, actor=officer, stage="after")
        shown = client.get(reverse("deadlines:clock", args=[after.pk])).content.decode()
    before.refresh_from_db()
    assert (before.due_at, after.due_at) == (moment("2026-05-18 17:30"), moment("2026-05-13 18:00"))
    assert "青禾县限时办结规定 v1" in shown
    assert "第六条" in shown


@pytest.mark.requirement("D-43")
def test_clock_warns_in_blue_and_yellow_turns_red_and_refuses_late_extensions(client, officer):
    """限时办结: the overview shows what is half through, nearly due and overdue; after that nothing can be stretched."""
    with time.pretend(moment("2026-05-11 10:00")):
        clock = actions.start(officer.body, "order.handle", officer.body, actor=officer, label="窗口排队时间过长")
    for when, colour in (
        ("2026-05-14 09:00", Colour.BLUE),
        ("2026-05-18 09:00", Colour.YELLOW),
        ("2026-05-18 18:00", Colour.RED),
    ):
        with time.pretend(moment(when)):
            tasks.sweep()
            clock.refresh_from_db()
            page = client.get(reverse("deadlines:clocks"), {"colour": colour.value})
            assert colour_of(clock) == colour
            assert "窗口排队时间过长" in page.content.decode()
    assert (clock.state, clock.breached_at) == (State.BREACHED, moment("2026-05-18 17:30"))
    with time.pretend(moment("2026-05-18 18:00")):
        late = client.post(reverse("deadlines:extend", args=[clock.pk]), {"amount": "1", "reason": "来不及"})
        assert late.status_code == 422
        assert "来不及" in late.content.decode()
    clock.refresh_from_db()
    assert clock.due_at == moment("2026-05-18 17:30")
