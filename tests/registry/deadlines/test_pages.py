import io

import openpyxl
import pytest
from django.urls import reverse

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.factories.deadlines import moment, running_clock
from zhengyou.kernel import clock as time
from zhengyou.records import ledger
from zhengyou.registry.deadlines import actions
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.deadlines.enums import PackState, State
from zhengyou.registry.deadlines.models import CalendarDay, CalendarYear, Rule, RulePack

pytestmark = pytest.mark.django_db
NOW = moment("2026-05-13 09:00")


@pytest.fixture
def keeper(client):
    """A signed-in officer of a root body who may do everything here; the client is theirs."""
    account, actor = signed_in("deadlines.read", "deadlines.manage", "deadlines.extend")
    client.force_login(account)
    with time.pretend(NOW):
        yield actor


def page(client, name, *args, **query):
    return client.get(reverse(f"deadlines:{name}", args=args), query)


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_pages_are_closed_to_those_without_the_function(client):
    clock = running_clock()
    for name, args in (("clocks", ()), ("calendar", ()), ("packs", ()), ("clock", (clock.pk,))):
        assert page(client, name, *args).status_code == 302
    account, _ = signed_in("papers.read")
    client.force_login(account)
    for name, args in (("clocks", ()), ("calendar", ()), ("packs", ()), ("clock", (clock.pk,))):
        assert page(client, name, *args).status_code == 403


def test_overview_lists_the_clocks_of_the_scope_by_light(client, keeper):
    red = running_clock("order.sign", at="2026-05-08 10:00", body=keeper.body)
    running_clock(at="2026-05-13 08:00", body=keeper.body, stage="b")
    running_clock()
    listed = text(page(client, "clocks"))
    assert listed.count("督办单签收") >= 1
    assert f"/clocks/{red.pk}/" in listed
    assert len(page(client, "clocks").context["rows"]) == 2
    assert [row.clock.pk for row in page(client, "clocks", colour="red").context["rows"]] == [red.pk]
    assert len(page(client, "clocks", q="没有这件事").context["rows"]) == 0
    assert page(client, "clocks", colour="<>", sort="x", page="99").status_code == 200


def test_overview_asks_few_questions_whatever_its_length(client, keeper, django_assert_max_num_queries):
    running_clock(body=keeper.body, stage="1")
    with django_assert_max_num_queries(40) as one:
        page(client, "clocks")
    for stage in "23":
        running_clock(body=keeper.body, stage=stage)
    with django_assert_max_num_queries(len(one)):
        page(client, "clocks")


def test_overview_as_a_workbook(client, keeper):
    running_clock(at="2026-05-13 08:00", body=keeper.body)
    response = page(client, "clocks", export="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0][:2] == ("事项", "环节")
    assert rows[1][1] == "督办单办理"
    assert f"{rows[1][5]:%Y-%m-%d %H:%M}" == "2026-05-20 17:30"


def test_clock_is_paused_extended_and_resumed_on_its_page(client, keeper):
    clock = running_clock(at="2026-05-12 10:00", body=keeper.body)
    url = reverse("deadlines:extend", args=[clock.pk])
    wrong = client.post(url, {"amount": "9", "reason": "案情复杂"})
    assert (wrong.status_code, "最多可延期5" in wrong.content.decode()) == (422, True)
    assert "案情复杂" in wrong.content.decode()
    assert client.post(url, {"amount": "2", "reason": "案情复杂"}).status_code == 302
    pause = reverse("deadlines:pause", args=[clock.pk])
    assert client.post(pause, {"reason": "hearing", "notice": ""}).status_code == 422
    assert client.post(pause, {"reason": "hearing", "notice": "青政听通〔2026〕3号"}).status_code == 302
    assert "青政听通〔2026〕3号" in text(page(client, "clock", clock.pk))
    assert client.post(reverse("deadlines:resume", args=[clock.pk])).status_code == 302
    clock.refresh_from_db()
    assert (clock.state, clock.extended_by) == (State.RUNNING, 2)
    assert client.post(reverse("deadlines:void", args=[clock.pk])).status_code == 302
    clock.refresh_from_db()
    assert clock.state == State.VOID


def test_clock_of_another_scope_is_not_found(client, keeper):
    clock = running_clock()
    assert page(client, "clock", clock.pk).status_code == 404
    assert client.post(reverse("deadlines:pause", args=[clock.pk]), {}).status_code == 404


def test_reader_sees_no_verbs_and_may_do_none(client):
    account, actor = signed_in("deadlines.read")
    client.force_login(account)
    with time.pretend(NOW):
        clock = running_clock(at="2026-05-12 10:00", body=actor.body)
        assert "/pause/" not in text(page(client, "clock", clock.pk))
        for verb in ("pause", "resume", "extend", "void"):
            assert client.post(reverse(f"deadlines:{verb}", args=[clock.pk]), {}).status_code == 403


def test_statistics_show_granted_paused_and_total_time(client, keeper):
    clock = running_clock(at="2026-05-11 10:00", body=keeper.body)
    with time.pretend(moment("2026-05-12 10:00")):
        actions.pause(clock, "hearing", notice="1号", actor=ledger.SYSTEM)
    with time.pretend(moment("2026-05-14 10:00")):
        actions.resume(clock, actor=ledger.SYSTEM)
    with time.pretend(moment("2026-05-15 10:00")):
        actions.meet(clock, actor=ledger.SYSTEM)
    response = page(client, "statistics")
    (row,) = response.context["rows"]
    assert (row.met, row.on_time, row.paused_days, row.total_days) == (1, 1.0, 2.0, 4.0)
    assert "督办单办理" in text(response)


def test_calendar_shows_the_year_with_its_holidays(client, keeper):
    shown = text(page(client, "calendar", year="2026"))
    assert shown.count('class="year-month"') == 12
    assert "春节" in shown
    assert "year-make_up" in shown
    for odd in ("1900", "2101", "abcd", "²²²²"):
        assert page(client, "calendar", year=odd, body="x").status_code == 200


def test_calendar_of_the_coming_year_is_entered_and_confirmed(client, keeper):
    assert "尚未录入" in text(page(client, "calendar", year="2027"))
    confirm = reverse("deadlines:confirm-year", args=[2027])
    assert client.post(confirm, {"source": "国办发明电〔2026〕9号"}).status_code == 422
    days = reverse("deadlines:state-days")
    given = {
        "first": "2027-01-01",
        "last": "2027-01-03",
        "kind": "holiday",
        "name": "元旦",
        "source": "国办发明电〔2026〕9号",
    }
    assert client.post(days, given | {"last": "2026-12-31"}).status_code == 422
    assert client.post(days, given | {"source": ""}).status_code == 422
    assert client.post(days, given).status_code == 302
    assert client.post(confirm, {"source": "国办发明电〔2026〕9号"}).status_code == 302
    assert CalendarDay.objects.count() == 3
    assert CalendarYear.objects.get().source == "国办发明电〔2026〕9号"
    shown = text(page(client, "calendar", year="2027"))
    assert "元旦" in shown
    assert "尚未录入" not in shown
    day = CalendarDay.objects.first()
    assert client.post(reverse("deadlines:drop-day", args=[day.pk])).status_code == 302
    assert CalendarDay.objects.count() == 2


def test_packaged_years_are_copied_by_a_button(client, keeper):
    client.post(reverse("deadlines:load"), {"year": "2026"})
    client.post(reverse("deadlines:load"), {"year": "2026"})
    assert CalendarYear.objects.count() == 23


def test_local_keeper_states_local_days_only(client):
    body = BodyFactory(parent=BodyFactory())
    account, _ = signed_in("deadlines.read", "deadlines.manage", body=body)
    client.force_login(account)
    given = {"first": "2026-05-12", "last": "2026-05-12", "kind": "holiday", "source": "县政府公告"}
    assert client.post(reverse("deadlines:state-days"), given).status_code == 422
    assert client.post(reverse("deadlines:state-days"), given | {"body": str(body.pk)}).status_code == 302
    assert client.post(reverse("deadlines:confirm-year", args=[2027]), {"source": "x"}).status_code == 403
    assert CalendarDay.objects.get(body=body).kind == "holiday"


def test_local_pack_is_drafted_published_revised_and_compared(client, keeper):
    listed = text(page(client, "packs"))
    assert "平台默认时限规则" in listed
    pack = {
        "title": "青禾县时限规定", "code": "qinghe", "body": str(keeper.body.pk), "level": "", "valid_from": "2026-01-01",
        "source": "青政办发〔2026〕1号", "morning_from": "08:30", "morning_to": "12:00", "afternoon_from": "14:00",
        "afternoon_to": "18:00",
    }  # fmt: skip
    new = reverse("deadlines:new-pack")
    assert client.post(new, pack | {"morning_to": "07:00"}).status_code == 422
    assert client.post(new, pack).status_code == 302
    assert client.post(new, pack).status_code == 422
    made = RulePack.objects.get(code="qinghe")
    publish = reverse("deadlines:publish-pack", args=[made.pk])
    client.post(publish)
    made.refresh_from_db()
    assert made.state == PackState.DRAFT
    rule = {
        "key": "order.handle", "title": "督办单办理", "amount": "3", "unit": "working_day", "ending": "closing",
        "most_extension": "2", "warn_at_percent": "50", "warn_working_days": "1", "source": "第三条", "verified": "on",
    }  # fmt: skip
    url = reverse("deadlines:set-rule", args=[made.pk])
    assert client.post(url, rule | {"amount": "0", "unit": "hour"}).status_code == 422
    assert client.post(url, rule).status_code == 302
    assert client.post(publish).status_code == 302
    clock = running_clock(at="2026-05-13 10:00", body=keeper.body)
    assert (clock.due_at, clock.amount) == (moment("2026-05-18 18:00"), 3)
    assert client.post(url, rule).status_code == 422
    client.post(reverse("deadlines:revise-pack", args=[made.pk]))
    second = RulePack.objects.get(code="qinghe", version=2)
    client.post(reverse("deadlines:set-rule", args=[second.pk]), rule | {"amount": "4"})
    assert Rule.objects.get(pack=made).amount == 3
    compared = text(page(client, "compare", left=str(made.pk), right=str(second.pk)))
    assert "3个工作日" in compared
    assert "4个工作日" in compared
    response = page(client, "pack", made.pk, export="xlsx")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active["C4"].value == 3
    client.post(reverse("deadlines:withdraw-pack", args=[made.pk]))
    assert running_clock(at="2026-05-13 10:00", body=keeper.body, stage="x").amount == 5


def test_shipped_pack_is_neither_edited_nor_withdrawn(client, keeper):
    pack = packs.load_shipped()
    for name in ("revise-pack", "withdraw-pack", "publish-pack"):
        client.post(reverse(f"deadlines:{name}", args=[pack.pk]))
    pack.refresh_from_db()
    assert (pack.state, RulePack.objects.count()) == (PackState.IN_FORCE, 1)
    assert packs.load_shipped() is None


def test_missing_year_waits_for_who_keeps_the_calendar(client):
    from zhengyou.records.notices import worklist

    keeper, local = (
        signed_in("deadlines.manage")[1],
        signed_in("deadlines.manage", body=BodyFactory(parent=BodyFactory()))[1],
    )
    with time.pretend(moment("2026-11-20 09:00")):
        assert [str(todo.title) for todo in worklist.waiting_for(keeper)] == ["录入2027年放假安排"]
        assert worklist.waiting_for(local) == []
    with time.pretend(moment("2026-06-20 09:00")):
        assert worklist.waiting_for(keeper) == []


def test_rule_packs_are_found_by_name_and_state(client):
    client.force_login(signed_in("deadlines.read")[0])
    url = reverse("deadlines:packs")
    assert "平台默认时限规则" in client.get(url).content.decode()
    assert "平台默认时限规则" in client.get(url, {"q": "默认", "state": "in_force"}).content.decode()
    for nothing in ({"q": "没有这个"}, {"state": "withdrawn"}):
        assert "没有符合条件的规则包" in client.get(url, nothing).content.decode()
