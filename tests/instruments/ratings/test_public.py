import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import orders as order_factory
from tests.factories import ratings, services
from zhengyou.instruments.ratings import actions, policy, queries
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import DayTally, PraiseReport, Rating
from zhengyou.kernel import clock, ids
from zhengyou.mechanisms.orders.enums import State
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.seal.models import Attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client(headers={"User-Agent": "a telephone"})


def test_rating_page_offers_five_neutral_levels_with_none_chosen(visitor):
    page = visitor.get(f"/r/{ratings.invitation().code}")
    html = page.content.decode()
    assert page.status_code == 200
    assert re.findall(r'name="level" id="level-(\d)"', html) == ["5", "4", "3", "2", "1"]
    assert not re.search(r'name="(level|tag)"[^>]*checked', html)
    assert html.count("checked") == 1, "anonymous, unless the rater chooses otherwise"
    assert html.count('name="tag"') == 36
    for level in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"):
        assert level in html


def test_rating_page_is_small_needs_no_script_and_starts_no_session(visitor):
    page = visitor.get(f"/r/{ratings.invitation().code}")
    html = page.content.decode()
    assert len(page.content) < 25_000
    assert "<script" not in html
    assert len(re.findall(r"<(?:link|img|script)[^>]+(?:href|src)=\"/", html)) <= 3
    assert not visitor.cookies


def test_rating_page_takes_few_queries(visitor):
    code = ratings.invitation().code
    visitor.get(f"/r/{code}")  # the levels with their tags are drawn once for all visitors
    with CaptureQueriesContext(connection) as asked:
        visitor.get(f"/r/{code}")
    assert len(asked) <= 3


def test_submitting_thanks_with_a_receipt_that_leads_back(visitor):
    code = ratings.invitation().code
    answer = visitor.post(f"/r/{code}", {"level": "5", "tag": ["501", "508"], "text": "电话13800001111"}, follow=True)

    html = answer.content.decode()
    rating = Rating.objects.get()
    receipt = answer.redirect_chain[0][0].split("/")[2].split("?")[0]
    assert (rating.level, rating.tags) == (5, ["501", "508"])
    assert queries.rating_for(receipt) == rating
    assert "感谢您的评价" in html
    assert "138****1111" in html
    assert "13800001111" not in html
    again = visitor.get(f"/t/{receipt}").content.decode()
    assert "感谢您的评价" not in again
    assert "服务热情效率高" in again


def test_submitting_nothing_keeps_what_was_typed_and_says_what_is_missing(visitor):
    code = ratings.invitation().code
    answer = visitor.post(f"/r/{code}", {"text": "写了很久的话", "tag": "501", "named": "on"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择满意程度" in html
    assert "写了很久的话" in html
    assert re.search(r'value="501" checked', html)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"level": "9"},
        {"level": "五"},
        {"level": ["1", "x"]},
        {"level": "1", "text": "长" * 600},
        {"level": "3", "named": "on"},
    ],
)
def test_submitting_rubbish_is_answered_at_the_form(visitor, data):
    answer = visitor.post(f"/r/{ratings.invitation().code}", data)
    assert answer.status_code == 422
    assert not Rating.objects.exists()


def test_what_no_person_types_is_answered_with_the_page_for_it(visitor):
    code = ratings.invitation().code
    assert visitor.post(f"/r/{code}", {"level": "1", "text": "a\x00b"}).status_code == 400
    assert visitor.get("/r/%00").status_code == 400
    assert not Rating.objects.exists()


def test_used_and_expired_codes_say_so_kindly(visitor):
    used, late = ratings.invitation(), ratings.invitation()
    actions.rate(used.code, answer=Answer(level=4))
    page = visitor.get(f"/r/{used.code}")
    assert page.status_code == 410
    assert "已经评价" in page.content.decode()
    assert visitor.post(f"/r/{used.code}", {"level": "1"}).status_code == 410
    with clock.pretend(clock.now() + dt.timedelta(days=31)):
        page = visitor.get(f"/r/{late.code}")
    assert page.status_code == 410
    assert "过期" in page.content.decode()
    assert DayTally.objects.get().count == 1


@pytest.mark.parametrize("code", ["AAAAAAAAAA", "x", "评价码", "a" * 300])
def test_unknown_codes_offer_to_type_again(visitor, code):
    for address in (f"/r/{code}", f"/t/{code}", f"/r/w/{code}"):
        page = visitor.get(address)
        assert page.status_code == 404
        assert "<form" in page.content.decode()


def test_typed_codes_lead_to_their_page(visitor):
    code = ratings.invitation().code
    typed = f"{code[:5].lower()} - {code[5:]}"
    assert visitor.get("/r/", {"code": typed}).url == f"/r/{code}"
    assert visitor.get("/r/").status_code == 200
    assert visitor.get("/t/", {"code": "abcd"}).url == "/t/ABCD"


def test_whoever_tries_many_codes_must_wait_and_leaves_no_address(visitor, monkeypatch):
    monkeypatch.setattr(policy, "LOOKS", 3)
    pages = [visitor.get(f"/r/{ids.short_code(10)}", REMOTE_ADDR="203.0.113.9").status_code for _ in range(4)]
    assert pages == [404, 404, 404, 429]
    assert "203.0.113" not in str(list(Attempt.objects.values()))


@pytest.mark.parametrize("state", State)
def test_rater_finds_every_state_of_the_handling_in_plain_words(visitor, state):
    submitted = actions.rate(ratings.invitation().code, answer=Answer(level=1))
    with clock.pretend(clock.now() + dt.timedelta(days=1)):
        actions.dispatch_waiting(actor=SYSTEM)
    order = submitted.rating.order
    told = {"reply": "已改进", "finding": "true", "replied_at": clock.now(), "closed_at": clock.now()}
    if state == State.MERGED:
        told["merged_into"] = order_factory.order()
    type(order).objects.filter(pk=order.pk).update(state=state, caller=order.verifier, **told)
    page = visitor.get(f"/t/{submitted.receipt}")
    assert page.status_code == 200
    assert "已收到评价" in page.content.decode()


def test_window_code_rates_a_visit_or_asks_for_the_slip(visitor):
    window = services.window()
    ratings.tag_set()
    page = visitor.get(f"/r/w/{window.code}").content.decode()
    assert window.name in page
    assert 'name="code"' in page
    answer = visitor.post(f"/r/w/{window.code}", {"level": "2"}, follow=True)
    assert answer.status_code == 200
    assert Rating.objects.get().channel == "window_qr"


def test_window_code_takes_only_so_many_from_one_device_a_day(visitor, monkeypatch):
    monkeypatch.setattr(policy, "VISITS", 2)
    window = services.window()
    answers = [visitor.post(f"/r/w/{window.code}", {"level": "5"}).status_code for _ in range(3)]
    assert answers == [302, 302, 429]
    other = Client(headers={"User-Agent": "another telephone"})
    assert other.post(f"/r/w/{window.code}", {"level": "5"}).status_code == 302


def test_closed_window_takes_nothing(visitor):
    from zhengyou.registry.services import actions as cases

    window = services.window()
    cases.close_window(window, actor=SYSTEM)
    assert visitor.post(f"/r/w/{window.code}", {"level": "5"}).status_code == 404
    assert not Rating.objects.exists()


def test_demanded_praise_is_reported_from_the_page(visitor):
    data = {"level": "5", "praise_demanded": "on", "praise_text": "在柜台前催我点五星"}
    answer = visitor.post(f"/r/{ratings.invitation().code}", data, follow=True)
    assert PraiseReport.objects.get().text == "在柜台前催我点五星"
    assert "五星" not in answer.content.decode()


def test_tracking_page_tells_each_step_and_the_reply_once_it_is_accepted(visitor):
    submitted = actions.rate(ratings.invitation().code, answer=Answer(level=1, contact_phone="13912345678"))
    address = f"/t/{submitted.receipt}"
    assert "尚无人查看" in visitor.get(address).content.decode()

    rating = actions.dispatch(submitted.rating, actor=SYSTEM)
    order = rating.order
    order.state, order.finding, order.reply, order.replied_at = (
        State.REPLIED,
        "true",
        "已整改，联系13800002222",
        clock.now(),
    )
    order.save()
    assert "已整改" not in visitor.get(address).content.decode()

    order.state, order.closed_at = State.CLOSED, clock.now()
    order.save()
    html = visitor.get(address).content.decode()
    assert "已整改" in html
    assert "13800002222" not in html
    assert "13912345678" not in html


def test_rating_page_speaks_english_where_asked():
    page = Client(headers={"Accept-Language": "en"}).get(f"/r/{ratings.invitation().code}")
    assert "Very satisfied" in page.content.decode()
