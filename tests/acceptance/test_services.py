"""亮标准与办事公开: guides with their standards and promises, progress for the visitor, fewer papers, the window's day."""

import datetime as dt

import pytest
from django.test import Client

from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import PersonFactory
from zhengyou.kernel import clock
from zhengyou.registry.services import actions, queries
from zhengyou.registry.services.models import Case, ServiceItem, Window

pytestmark = pytest.mark.django_db
GUIDE = {
    "name": "食品经营许可", "code": "000131001000", "family": "licence", "mode": "committed", "promise_amount": "10",
    "promise_unit": "working_day", "legal_days": "20", "audience": "从事食品经营的单位和个人",
    "materials": "许可申请书\n营业执照复印件\n平面布局图", "steps": "受理\n审查\n现场核查\n决定",
    "standards": "一次性告知\n首问负责", "basis": "《食品经营许可和备案管理办法》",
}  # fmt: skip


@pytest.fixture
def office(client):
    """The one who keeps the catalogue and the windows of a unit, at the desk."""
    unit = BodyFactory(name="青禾县市场监管局")
    account, actor = signed_in("services.read", "services.manage", "services.register", body=unit)
    client.force_login(account)
    return actor


@pytest.fixture
def item(client, office):
    client.post("/desk/services/items/new/", GUIDE)
    return ServiceItem.objects.get()


@pytest.fixture
def window(client, office, item):
    client.post(
        "/desk/services/windows/new/", {"number": "3", "name": "许可窗口", "kind": "counter", "items": [item.pk]}
    )
    return Window.objects.get()


@pytest.mark.requirement("A-29", "E-40")
def test_standards_of_an_item_are_kept_and_read_by_everybody(client, item, window):
    """亮标准: the standards stand in the library, at the item and its windows, on a public page with a code to print."""
    assert item.versions.get().standards == ["一次性告知", "首问负责"]
    public = Client().get(f"/s/{item.public_id}/").content.decode()
    assert "首问负责" in public
    assert "3 许可窗口" in public
    desk = client.get(f"/desk/services/items/{item.public_id}/").content.decode()
    assert "打印二维码" in desk
    assert "<svg" in desk


@pytest.mark.requirement("C5-13", "E-39")
def test_guide_states_item_steps_way_and_time_limit(item):
    """明示事项、流程、方式、时限."""
    public = Client().get(f"/s/{item.public_id}/").content.decode()
    for told in ("食品经营许可", "4. 决定", "承诺件", "10个工作日", "20个工作日", "平面布局图", "不收费"):
        assert told in public
    assert queries.guide_of(item).legal_days == 20


@pytest.mark.requirement("A-49")
def test_visitor_reads_the_guide_and_follows_the_own_case(client, window, item):
    """公开透明、便捷高效: guide, process, and how far the case is, without signing in."""
    client.post(f"/desk/services/register/?window={window.code}", {"item": item.pk, "accept": "1"})
    case = Case.objects.get()
    assert "办理流程" in Client().get(f"/s/{item.public_id}/").content.decode()
    assert "已受理" in Client().get("/progress/", {"number": case.number}).content.decode()
    client.post(f"/desk/services/cases/{case.pk}/close/")
    case.refresh_from_db()
    assert case.state == "done"
    assert "已办结" in Client().get("/progress/", {"number": case.number}).content.decode()


@pytest.mark.requirement("C5-21", "D-41")
def test_fewer_papers_and_steps_are_counted_from_version_to_version(client, item):
    """简化服务流程: every amendment is a version, and what it saves the visitor is counted, not claimed."""
    leaner = {**GUIDE, "materials": "许可申请书", "steps": "受理\n审查决定", "promise_amount": "5"}
    client.post(f"/desk/services/items/{item.public_id}/amend/", leaner)
    page = client.get(f"/desk/services/items/{item.public_id}/").content.decode()
    assert "减少材料2份；减少环节2个；承诺时限由10个工作日调整为5个工作日" in page
    assert list(item.versions.order_by("number").values_list("number", "promise_amount")) == [(1, 10), (2, 5)]


@pytest.mark.requirement("D-45")
def test_log_of_a_window_writes_itself(client, office, window, item):
    """窗口日常: who is on duty, the AB post, and the volume of each day come from work done, not from a form."""
    main = AppointmentFactory(post=PostFactory(body=office.body), person=PersonFactory(name="李示范"))
    other = AppointmentFactory(post=PostFactory(body=office.body), person=PersonFactory(name="王示范"))
    today = str(clock.today())
    for who, stand_in in ((main, ""), (other, "on")):
        data = {"appointment": who.pk, "starts_on": today, "stand_in": stand_in}
        client.post(f"/desk/services/windows/{window.public_id}/staff/", data)
    for _ in range(3):
        client.post(f"/desk/services/register/?window={window.code}", {"item": item.pk, "close": "1"})
    page = client.get(f"/desk/services/windows/{window.public_id}/").content.decode()
    for told in ("李示范", "王示范", "B 岗", "近30天受理3件"):
        assert told in page
    assert [one.stand_in for one in queries.on_duty(window)] == [False, True]


@pytest.mark.requirement("C1-13")
def test_consultation_is_taken_down_and_rated_by_the_visit(client, office):
    """咨询服务: a consultation is one click at the counter and is rated 一次一评 like any other service."""
    from tests.factories import ratings
    from zhengyou.instruments.ratings.models import Rating
    from zhengyou.registry.services.guides import Guide

    ratings.tag_set()
    advice = actions.open_item(
        body=office.body, code="ZX-1", family="consultation", guide=Guide(name="计量检定咨询"), actor=office
    )
    desk = actions.open_window(body=office.body, number="8", name="咨询窗口", items=[advice], actor=office)
    client.post(f"/desk/services/register/?window={desk.code}", {"item": advice.pk, "close": "1"})
    case = Case.objects.get()
    assert (case.item.family, case.state, case.accepted_at - case.done_at < dt.timedelta(0)) == (
        "consultation",
        "done",
        True,
    )
    answer = Client().post(f"/r/{case.invitations.get().code}", {"level": "5"}, follow=True)
    assert "感谢您的评价" in answer.content.decode()
    assert Rating.objects.get().family == "consultation"
