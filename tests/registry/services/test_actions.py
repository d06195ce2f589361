import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories import access, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.registry.services import actions, hooks, queries
from zhengyou.registry.services.enums import Mode, State
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.models import Case

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


def test_open_item_writes_its_first_version_and_one_event():
    body = BodyFactory()
    actor = access.actor("services.manage", body=body)

    item = actions.open_item(
        body=body, code="A1", family="licence", actor=actor,
        guide=Guide(name="食品经营许可", mode=Mode.COMMITTED, promise_amount=5, materials=("申请表", " ", "平面图")),
    )  # fmt: skip

    version = item.versions.get()
    assert (item.name, item.version, version.materials) == ("食品经营许可", 1, ["申请表", "平面图"])
    assert [event.verb for event in history(item)] == ["services.open_item"]


def test_amend_item_keeps_the_promise_of_cases_accepted_before():
    item = services.item(mode=Mode.COMMITTED, promise_amount=10)
    window = services.window(body=item.body, items=[item])
    before = services.case(window=window, item=item)

    actions.amend_item(item, guide=Guide(name="社保卡补办", mode=Mode.COMMITTED, promise_amount=3), actor=SYSTEM)
    after = services.case(window=window, item=item)

    assert (before.version.number, before.version.promise_amount) == (1, 10)
    assert (after.version.number, after.version.promise_amount) == (2, 3)
    assert after.clock.due_at < before.clock.due_at


def test_open_item_with_a_promised_time_needs_the_time():
    with pytest.raises(Refused) as refusal:
        services.item(mode=Mode.COMMITTED)
    assert refusal.value.field == "promise_amount"


def test_register_case_is_due_by_working_days_of_the_chinese_calendar():
    window = services.window(items=[services.item(mode=Mode.COMMITTED, promise_amount=5)])
    # Five working days from Tuesday 28 April 2026 run over the holiday of 1 to 5 May.
    with clock.pretend(dt.datetime(2026, 4, 28, 2, 0, tzinfo=dt.UTC)):
        case = services.case(window=window)
    assert clock.local(case.clock.due_at).date() == dt.date(2026, 5, 8)
    assert not case.clock.provisional


def test_register_case_refuses_an_item_the_window_does_not_offer():
    with pytest.raises(Refused) as refusal:
        services.case(window=services.window(), item=services.item())
    assert refusal.value.field == "item"


def test_register_case_refuses_the_future_and_a_closed_window():
    window = services.window()
    with pytest.raises(Refused) as refusal:
        services.case(window=window, accepted_at=clock.now() + dt.timedelta(hours=1))
    assert refusal.value.field == "accepted_at"

    actions.close_window(window, actor=SYSTEM)
    window.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        services.case(window=window)
    assert refusal.value.field == "window"


def test_register_case_takes_an_outside_number_once_for_each_body():
    window = services.window()
    services.case(window=window, external_number="WB-1")
    with pytest.raises(Refused) as refusal:
        services.case(window=window, external_number="WB-1")
    assert (refusal.value.field, refusal.value.code) == ("external_number", "duplicate")
    services.case(external_number="WB-1")
    assert Case.objects.count() == 2


def test_register_case_seals_the_applicant():
    case = services.case(applicant_name="赵钱孙", applicant_phone="13800001234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_case")
        row = b"".join(bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode() for value in cursor.fetchone())  # fmt: skip
    assert "赵钱孙".encode() not in row
    assert b"13800001234" not in row
    case.refresh_from_db()
    assert (str(case.applicant_name), str(case.applicant_phone)) == ("赵**", "138****1234")


def test_close_case_tells_the_hook_in_its_transaction(monkeypatch):
    told = []

    def refuse(case, actor):
        told.append(case.state)
        raise Refused("no")

    case = services.case()
    monkeypatch.setattr(hooks, "closed", [refuse])
    with pytest.raises(Refused):
        actions.close_case(case, actor=SYSTEM)

    case.refresh_from_db()
    assert told == [State.DONE]
    assert case.state == State.ACCEPTED


def test_close_case_twice_is_refused():
    case = services.case(closed=True)
    with pytest.raises(Conflict):
        actions.close_case(case, actor=SYSTEM)


def test_withdraw_case_ends_it_without_a_day_of_completion():
    case = actions.withdraw_case(services.case(), actor=SYSTEM)
    assert (case.state, case.done_at) == (State.WITHDRAWN, None)


def test_staff_window_puts_on_duty_and_relieves():
    window = services.window()
    clerk = AppointmentFactory(post=PostFactory(body=window.body))
    with clock.pretend(WEDNESDAY):
        staffing = actions.staff_window(window, appointment=clerk, actor=SYSTEM)
        assert [s.appointment for s in queries.on_duty(window)] == [clerk]
        with pytest.raises(Refused):
            actions.staff_window(window, appointment=clerk, actor=SYSTEM)
        actions.relieve(staffing, actor=SYSTEM, on=dt.date(2026, 5, 8))
        assert queries.on_duty(window, dt.date(2026, 5, 7)).count() == 1
        assert queries.on_duty(window, dt.date(2026, 5, 8)).count() == 0


def test_close_window_frees_its_number_and_ends_its_duties():
    window = services.window()
    actions.staff_window(window, appointment=AppointmentFactory(), actor=SYSTEM)
    actions.close_window(window, actor=SYSTEM)
    assert not window.staffings.filter(ends_on__isnull=True).exists()
    again = actions.open_window(body=window.body, number=window.number, name="新窗口", actor=SYSTEM)
    assert again.code != window.code


def test_issue_token_keeps_only_a_hash_and_revoke_shuts_out():
    integration, token = actions.issue_token(body=BodyFactory(), name="大厅叫号系统", actor=SYSTEM)
    assert token not in str(vars(integration))
    assert queries.integration_for(token) == integration
    with clock.pretend(clock.now() + dt.timedelta(days=366)):
        assert queries.integration_for(token) is None
    actions.revoke_token(integration, actor=SYSTEM)
    assert queries.integration_for(token) is None


def _verbs(window, clerk):
    item = window.items.first()
    return [
        ("services.manage", lambda a: actions.open_item(body=window.body, code="N", family="public", guide=Guide(name="x"), actor=a)),
        ("services.manage", lambda a: actions.amend_item(item, guide=Guide(name="y"), actor=a)),
        ("services.manage", lambda a: actions.open_window(body=window.body, number="N", name="n", actor=a)),
        ("services.manage", lambda a: actions.staff_window(window, appointment=clerk, actor=a)),
        ("services.register", lambda a: actions.register_case(window=window, item=item, actor=a)),
        ("services.register", lambda a: actions.handle_case(services.case(window=window), actor=a)),
        ("services.register", lambda a: actions.close_case(services.case(window=window), actor=a)),
        ("services.register", lambda a: actions.withdraw_case(services.case(window=window), actor=a)),
        ("services.api", lambda a: actions.issue_token(body=window.body, name="n", actor=a)),
        ("services.manage", lambda a: actions.retire_item(item, actor=a)),
        ("services.manage", lambda a: actions.close_window(window, actor=a)),
    ]  # fmt: skip


@pytest.mark.parametrize("which", range(11))
def test_verbs_refuse_outsiders_and_insiders_without_the_function(which):
    window = services.window()
    function, verb = _verbs(window, AppointmentFactory())[which]

    for stranger in (access.actor(function), access.actor("services.read", body=window.body)):
        with pytest.raises(Forbidden):
            verb(stranger)
    verb(access.actor(function, body=window.body))


def test_windows_tokens_and_no_shows_are_for_holders_in_scope():
    window = services.window()
    items, body = [window.items.get()], window.body
    amended = {"number": "99", "name": "甲", "kind": window.kind, "place": "", "items": items}
    staffing = actions.staff_window(window, appointment=AppointmentFactory(), actor=SYSTEM)
    token, _secret = actions.issue_token(body=body, name="n", actor=SYSTEM)
    booking = services.booking(slot=services.slot(window=window))

    assert matrix(lambda who: actions.amend_window(window, actor=who, **amended), "services.manage", body).name == "甲"
    matrix(lambda who: actions.relieve(staffing, actor=who), "services.manage", body)
    matrix(lambda who: actions.revoke_token(token, actor=who), "services.api", body)
    mandate = {"body": body, "kind": "entrusted", "principal_name": "某", "items": items, "scope": "代交"}
    mandate |= {"proof": "originals", "expires_on": clock.today() + dt.timedelta(days=30), "agent_name": "代"}
    matrix(lambda who: actions.give_mandate(**mandate, actor=who), "services.register", body)
    with clock.pretend(booking.slot.ends_at + dt.timedelta(minutes=5)):
        matrix(lambda who: actions.miss_booking(booking, actor=who), "services.register", body)


@pytest.mark.django_db(transaction=True)
def test_close_case_at_the_same_moment_closes_once():
    case = services.case()

    def attempt(_number):
        try:
            actions.close_case(case, actor=SYSTEM)
        except Conflict:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(attempt, range(8)))

    assert sum(done) == 1
    assert [event.verb for event in history(case)].count("services.close") == 1
