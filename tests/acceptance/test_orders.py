"""Acceptance of orders: rectification by a day with evidence, from comments, opinions and ratings."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories import access, ratings, services
from tests.factories import papers as make
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions as rating_actions
from zhengyou.instruments.ratings.models import DayTally, Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.models import Order, Proposal
from zhengyou.records.files import owner_of
from zhengyou.records.files.queries import attached_to
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.deadlines.queries import clocks_of
from zhengyou.registry.papers import actions as papers

pytestmark = pytest.mark.django_db
UNIT = ("orders.read", "orders.answer")
OFFICE = ("orders.read", "orders.open", "orders.verify", "orders.dispatch", "orders.propose", "papers.comment",
          "papers.receive")  # fmt: skip
REPLY = {"finding": "true", "reason": "带班制度没有落实", "reply": "已增开一个窗口，并公布带班领导。"}


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def unit(county):
    return BodyFactory(name="青禾县市场监管局", parent=county)


@pytest.fixture
def at(client):
    """Sign somebody of a body in and return a way to its pages of an order."""

    def sign_in(body, *functions):
        client.force_login(access.signed_in(*functions, body=body)[0])
        return client

    return sign_in


def page(order, verb="detail"):
    return reverse(f"orders:{verb}", args=[order.pk])


def photo():
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, "PNG")
    return SimpleUploadedFile("整改现场.png", held.getvalue())


@pytest.mark.requirement("A-57", "C2-50")
def test_a_finding_is_put_right_by_a_day_with_measures_evidence_and_verification(at, county, unit):
    desk = at(county, *OFFICE)
    given = {
        "kind": "inspection",
        "title": "窗口无人值守",
        "text": "上午九点两个窗口无人在岗",
        "body": unit.name,
        "days": "10",
    }
    desk.post(reverse("orders:new"), given)
    order = Order.objects.get()
    due = clocks_of(order).get(stage="handling").due_at
    assert f"{clock.local(due):%Y-%m-%d %H:%M}" in desk.get(page(order)).content.decode()

    desk = at(unit, *UNIT)
    desk.post(page(order, "sign"))
    # the three mandatory fields: measures, limit, responsible person
    for missing in ("measures", "limit_on", "responsible"):
        fields = {"measures": "增开窗口、领导带班", "limit_on": f"{clock.today():%Y-%m-%d}", "responsible": "王建国"}
        answer = desk.post(page(order, "plan"), fields | {missing: ""})
        assert answer.status_code == 422
        order.refresh_from_db()
        assert not order.measures
    refused = desk.post(page(order, "reply"), REPLY | {"evidence": photo()})
    assert "请先填报整改措施" in refused.content.decode()
    desk.post(page(order, "plan"), fields)
    shown = desk.get(page(order)).content.decode()
    assert "增开窗口、领导带班" in shown
    assert "王建国" in shown
    assert desk.post(page(order, "reply"), REPLY).status_code == 302
    assert attached_to(owner_of(order)).get().name.startswith("整改现场")

    desk = at(county, *OFFICE)
    assert "整改现场" in desk.get(page(order)).content.decode()
    desk.post(page(order, "verify"))
    order.refresh_from_db()
    assert order.state == State.CLOSED
    assert {one.state for one in clocks_of(order)} == {"met"}
    assert "已办结" in desk.get(page(order)).content.decode()


@pytest.mark.requirement("A-57")
def test_without_evidence_a_finding_is_not_answered(at, county, unit):
    desk = at(county, *OFFICE)
    desk.post(reverse("orders:new"), {"kind": "inspection", "title": "脱岗", "body": unit.name})
    order = Order.objects.get()
    desk = at(unit, *UNIT)
    desk.post(page(order, "plan"), {"measures": "x", "limit_on": f"{clock.today():%Y-%m-%d}", "responsible": "王某"})
    refused = desk.post(page(order, "reply"), REPLY)
    assert "请附整改佐证材料" in refused.content.decode()
    assert REPLY["reply"] in refused.content.decode()
    order.refresh_from_db()
    assert order.state == State.DISPATCHED


@pytest.mark.requirement("C1-24")
def test_a_leaders_comment_becomes_a_rectification_that_is_followed_to_its_end(at):
    house = make.house()
    boss = access.actor(*OFFICE, body=house.body)
    came = papers.register(house.body, from_name="县委督查室", title="关于窗口作风问题的通报", actor=boss)
    papers.instruct(came, body=house.units[0], text="限期整改，结果报我。", actor=boss)
    order = Order.objects.get()
    desk = at(house.units[0], *UNIT)
    listed = desk.get(reverse("orders:list")).content.decode()
    assert order.number in listed
    assert "限期整改，结果报我。" in desk.get(page(order)).content.decode()
    desk.post(page(order, "sign"))
    desk.post(page(order, "reply"), REPLY)
    desk = at(house.body, *OFFICE)
    desk.post(page(order, "send-back"), {"reason": "未说明责任人如何处理"})
    desk = at(house.units[0], *UNIT)
    assert "未说明责任人如何处理" in desk.get(page(order)).content.decode()
    desk.post(page(order, "reply"), REPLY)
    at(house.body, *OFFICE).post(page(order, "verify"))
    order.refresh_from_db()
    assert (order.state, order.returns) == (State.CLOSED, 1)
    assert came.instructions.get().answer == REPLY["reply"]


@pytest.mark.requirement("C2-38")
def test_opinions_that_recur_are_put_right_and_lead_to_a_change_of_the_rule(at, county, unit):
    desk = at(county, *OFFICE)
    for number in range(3):
        desk.post(
            reverse("orders:new"),
            {"kind": "suggestion", "title": f"延长办理时间{number}", "topic": "办理时间", "body": unit.name},
        )
    assert Order.objects.filter(kind="suggestion", state=State.DISPATCHED).count() == 3
    listed = desk.get(reverse("orders:proposals")).content.decode()
    assert "办理时间" in listed
    ask = reverse("orders:propose") + f"?unit={unit.public_id}&kind=suggestion&about=办理时间"
    desk.post(ask, {"title": "实行午间延时服务", "problem": "群众上班时间无法办理", "change": "修订大厅服务规范"})
    proposal = Proposal.objects.get()
    assert proposal.orders.count() == 3
    assert "实行午间延时服务" in desk.get(reverse("orders:proposal", args=[proposal.pk])).content.decode()
    order = Order.objects.first()
    at(unit, *UNIT).post(page(order, "reply"), REPLY)
    at(county, *OFFICE).post(page(order, "verify"))
    order.refresh_from_db()
    assert order.state == State.CLOSED


@pytest.mark.requirement("E-45")
def test_what_the_public_says_is_put_right_deeper_when_it_was_not_enough(client, at, county, unit):
    invitation = ratings.invitation(window=services.window(body=unit))
    client.post(f"/r/{invitation.code}", {"level": "1", "text": "等了两个小时没人理"})
    yesterday = clock.today() - dt.timedelta(days=1)
    Rating.objects.update(day=yesterday)
    DayTally.objects.update(day=yesterday)
    rating_actions.dispatch_waiting(actor=SYSTEM)
    rating_actions.screen(Rating.objects.get(), words="等了两个小时没人理", actor=SYSTEM)
    order = Order.objects.get()
    desk = at(unit, *UNIT)
    assert "等了两个小时没人理" in desk.get(page(order)).content.decode()
    desk.post(page(order, "sign"))
    desk.post(page(order, "reply"), REPLY)
    at(county, *OFFICE).post(page(order, "verify"))
    at(county, *OFFICE).post(page(order, "reopen"), {"reason": "群众反映问题反弹，须从制度上整改"})
    order.refresh_from_db()
    assert (order.state, order.returns) == (State.HANDLING, 1)
    desk = at(unit, *UNIT)
    assert "群众反映问题反弹" in desk.get(page(order)).content.decode()
    desk.post(page(order, "reply"), REPLY | {"reply": "已建立领导带班和限时叫号制度。"})
    at(county, *OFFICE).post(page(order, "verify"))
    order.refresh_from_db()
    assert order.state == State.CLOSED
    assert order.reply == "已建立领导带班和限时叫号制度。"
    assert "已建立领导带班和限时叫号制度。" in client.get(page(order)).content.decode()
