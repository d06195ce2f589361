"""群众评价: the visitor rates by telephone, paper or terminal; what may be read is read by a person first."""

import datetime as dt
import json

import pytest
from django.test import Client

from tests.factories import ratings, services
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, queries
from zhengyou.instruments.ratings.models import DayTally, Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions as cases

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县人民医院", parent=BodyFactory(name="青禾县卫生健康局"))


@pytest.mark.requirement("C5-29")
def test_three_channels_are_counted_as_one_kind_of_rating_and_apart(client, unit):
    """评价系统、电话、反馈卡: code on the slip, call and card end in the same table, each under its channel."""
    window = services.window(body=unit)
    slip, call, card = (ratings.invitation(window=window).code for _ in range(3))
    Client().post(f"/r/{slip}", {"level": "5"})
    account, _actor = signed_in("ratings.enter", body=unit.parent)
    client.force_login(account)
    for code, channel, level in ((call, "phone", "4"), (card, "paper", "2")):
        page = client.post("/desk/ratings/enter/", {"channel": channel, "code": code, "level": level})
        assert "回执码" in page.content.decode()
    assert set(DayTally.objects.values_list("channel", "level", "count")) == {
        ("code", 5, 1),
        ("phone", 4, 1),
        ("paper", 2, 1),
    }
    assert Rating.objects.filter(assisted=True).count() == 2


@pytest.mark.requirement("C5-12")
def test_evaluation_system_of_a_hospital_delivers_its_ratings(unit):
    """患者满意度评价系统: an existing terminal registers cases and delivers ratings through the API."""
    window = services.window(body=unit)
    ratings.tag_set()
    _integration, token = cases.issue_token(body=unit, name="门诊评价终端", actor=SYSTEM)
    system = Client(headers={"Authorization": f"Bearer {token}"})

    def post(path, data, key):
        return system.post(
            path, json.dumps(data), content_type="application/json", headers={"Idempotency-Key": key}
        )  # fmt: skip

    told = {"window": window.code, "item": window.items.get().code, "external_number": "MZ-1"}
    number = post("/api/v1/cases", told, "register-1").json()["number"]
    post(f"/api/v1/cases/{number}/close", {}, "close-0001")
    code = system.get(f"/api/v1/cases/{number}/codes").json()["items"][0]["code"]
    receipt = post(
        "/api/v1/ratings", {"code": code, "level": 2, "device": "terminal", "text": "候诊太久"}, "rate-0001"
    ).json()["receipt"]

    assert (Rating.objects.get().channel, Rating.objects.get().level) == ("terminal", 2)
    page = Client().get(f"/t/{receipt}").content.decode()
    assert "不满意" in page
    assert "候诊太久" in page


@pytest.mark.requirement("C3-30")
def test_words_of_visitors_are_published_masked_after_review(client, unit):
    """宣传群众的评价和反映: only what a person has read, without numbers, and a name only as its owner wants."""
    window = services.window(body=unit)
    with clock.pretend(DAY):
        for number in range(5):
            named = {"named": "on", "contact_name": "欧阳某"} if number == 0 else {}
            data = {"level": "5", "text": f"护士耐心，电话13800001111（{number}）", **named}
            Client().post(f"/r/{ratings.invitation(window=window).code}", data)
        private = {"level": "4", "text": "这句话不要公开", "keep_private": "on"}
        Client().post(f"/r/{ratings.invitation(window=window).code}", private)
    account, _actor = signed_in("ratings.supervise", "ratings.read", body=unit.parent)
    client.force_login(account)
    assert "这句话不要公开" not in client.get("/desk/ratings/review/").content.decode()
    shown = list(Rating.objects.filter(text_state="pending"))[:4]
    for rating in shown:
        client.post(f"/desk/ratings/review/{rating.pk}/", {"decision": "show"})
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        assert queries.comments().count() == 4
        page = client.get("/desk/ratings/comments/").content.decode()
        public = Client().get(f"/said/{unit.public_id}/").content.decode()
    assert "不要公开" not in public
    assert public.count("138****1111") == 4
    assert page.count("138****1111") == 4
    assert "13800001111" not in page + public
    assert "欧阳某" not in page
    named_shown = any(rating.display == "masked" for rating in shown)
    assert ("欧阳*" in page) == named_shown


def test_bad_rating_becomes_an_order_and_counts_against_the_window(client, unit):
    """满意的社会评价作为标准: the public's verdict moves the share, and a bad one must be put right."""
    window = services.window(body=unit)
    with clock.pretend(DAY):
        for level in ("5", "5", "4", "3", "1"):
            Client().post(f"/r/{ratings.invitation(window=window).code}", {"level": level})
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        actions.dispatch_waiting(actor=SYSTEM)
    order = Order.objects.get()
    assert (order.body, order.kind, order.opened_on) == (unit, "rating", dt.date(2026, 5, 7))
    account, _actor = signed_in("ratings.read", "orders.read", body=unit)
    client.force_login(account)
    with clock.pretend(DAY + dt.timedelta(days=2)):
        assert "80.0%" in client.get("/desk/ratings/").content.decode()
        assert order.number in client.get("/desk/orders/").content.decode()
