"""The promise of a guide runs as a clock: it is met, broken, halted by a written notice, extended, and seen."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access, services
from tests.factories.deadlines import moment
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import worklist
from zhengyou.records.notices.models import Notice
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.enums import State
from zhengyou.registry.deadlines.models import Clock
from zhengyou.registry.deadlines.tasks import sweep
from zhengyou.registry.services import actions, queries
from zhengyou.registry.services.enums import Mode
from zhengyou.registry.services.models import Case

pytestmark = pytest.mark.django_db
BEGUN = moment("2026-05-11 10:00")


@pytest.fixture
def window():
    return services.window(items=[services.item(mode=Mode.COMMITTED, promise_amount=5)])


def accept(window, *, at=BEGUN, **facts) -> Case:
    with clock.pretend(at):
        return actions.register_case(window=window, item=window.items.get(), actor=SYSTEM, **facts)


def after(days: float) -> clock.pretend:
    return clock.pretend(BEGUN + dt.timedelta(days=days))


def test_a_case_with_a_promise_runs_a_clock_and_one_on_the_spot_none(window):
    case = accept(window)
    running = case.clock
    assert (running.subject_id, running.stage, running.body) == (str(case.pk), "service.promise", case.body)
    assert (running.amount, running.unit, running.due_at) == (5, "working_day", moment("2026-05-18 17:30"))
    assert services.case().clock is None


def test_closing_meets_the_clock_and_withdrawing_makes_it_void(window):
    in_time, late, gone = accept(window), accept(window), accept(window)
    with after(2):
        actions.close_case(in_time, actor=SYSTEM)
        actions.withdraw_case(gone, actor=SYSTEM)
    with after(9):
        actions.close_case(late, actor=SYSTEM)
    states = [Clock.objects.get(subject_id=str(one.pk)).state for one in (in_time, late, gone)]
    assert states == ["met", "breached", "void"]


def test_a_case_reported_later_than_it_was_done_was_in_time(window):
    case = accept(window)
    with after(9):
        sweep()
        assert Clock.objects.get().state == "breached"
        actions.close_case(case, actor=SYSTEM, done_at=BEGUN + dt.timedelta(days=1))
    running = Clock.objects.get()
    assert (running.state, running.breached_at, running.finished_at) == ("met", None, BEGUN + dt.timedelta(days=1))


def test_the_promise_stands_still_only_by_a_listed_reason_and_a_written_notice(window):
    case = accept(window)
    with after(1):
        with pytest.raises(Refused) as refusal:
            actions.pause_case(case, reason="holiday", notice="补正通知书1号", actor=SYSTEM)
        assert refusal.value.field == "reason"
        with pytest.raises(Refused) as refusal:
            actions.pause_case(case, reason="supplement", notice=" ", actor=SYSTEM)
        assert refusal.value.field == "notice"
        matrix(
            lambda who: actions.pause_case(case, reason="supplement", notice="补正通知书1号", actor=who),
            "services.register",
            case.body,
        )
    with after(30):
        sweep()
        assert not queries.shining(Case.objects.all(), "red").exists(), "time that stands still breaks no promise"
        actions.resume_case(case, actor=SYSTEM)
        assert Clock.objects.get().due_at > clock.now()
        actions.close_case(case, actor=SYSTEM)
    assert Clock.objects.get().state == "met"
    with pytest.raises(Conflict):
        actions.resume_case(case, actor=SYSTEM)
    with pytest.raises(Conflict):
        actions.pause_case(services.case(), reason="supplement", notice="1号", actor=SYSTEM)


def test_an_extension_moves_the_promise(window):
    case = accept(window)
    before = case.clock.due_at
    with after(1):
        deadlines.extend(case.clock, 3, reason="需专家论证", notice="延期告知书", actor=SYSTEM)
    case = queries.cases().get()
    assert (case.clock.due_at, case.clock.extended_by) == (before + dt.timedelta(days=3), 3)


def test_the_last_day_and_the_breach_tell_who_handles_the_case(window):
    _account, handler = access.signed_in("services.register", body=window.body)
    from zhengyou.registry.bodies.models import Appointment

    case = accept(window, handler=Appointment.objects.get(public_id=handler.hat_id))
    with after(3):
        sweep()
        assert not Notice.objects.exists(), "half of the time shows on the lists only"
    for day in (6.9, 6.95, 8, 8.1):
        with after(day):
            sweep()
    told = list(Notice.objects.order_by("created_at").values_list("recipient_id", "url", "text"))
    assert [(person, url) for person, url, _text in told] == [
        (handler.person, reverse("services:case", args=[case.pk]))
    ] * 2
    assert "请按时办结" in told[0][2]
    assert "已逾期" in told[1][2]
    with after(8):
        (todo,) = [one for one in worklist.waiting_for(handler) if case.number in one.title]
    assert (todo.colour, todo.due) == ("red", Clock.objects.get().due_at)


def test_pages_show_the_light_and_the_officer_halts_the_time(client, window):
    account, _officer = access.signed_in("services.read", "services.register", body=window.body)
    case = accept(window)
    client.force_login(account)
    url = reverse("services:case", args=[case.pk])
    with after(1):
        assert "时限中止" in client.get(url).content.decode()
        pause = reverse("services:case-pause", args=[case.pk])
        answer = client.post(pause, {"reason": "supplement", "notice": ""})
        assert answer.status_code == 422
        assert client.post(pause, {"reason": "supplement", "notice": "补正通知书1号"}).status_code == 302
        shown = client.get(url).content.decode()
        assert "补正通知书1号" in shown
        assert "恢复计时" in shown
        assert str(State.PAUSED.label) in client.get(reverse("services:cases")).content.decode()
        assert client.post(reverse("services:case-act", args=[case.pk, "resume"])).status_code == 302
    with after(20):
        assert "light-red" in client.get(url).content.decode()
        assert case.number in client.get(reverse("services:cases"), {"light": "red"}).content.decode()
        assert case.number not in client.get(reverse("services:cases"), {"light": "blue"}).content.decode()


def test_the_list_costs_no_more_for_more_cases(client, window):
    account, _officer = access.signed_in("services.read", body=window.body)
    client.force_login(account)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            accept(window)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("services:cases"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
