"""What everybody may read: figures with intervals and bounds, open data, and a log that nobody alters unseen."""

import argparse
import base64
import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test import Client

from tests.factories import ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, log_check, publication
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import LogHead, LogLeaf, LogSalt, Rating
from zhengyou.instruments.ratings.tasks import keep_log
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.records.ledger import SYSTEM
from zhengyou.site import verify_log

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)
LATER = DAY + dt.timedelta(days=40)
NO_KEY = argparse.Namespace(key="")


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def hall(county):
    return BodyFactory(name="青禾县政务服务大厅", parent=county)


@pytest.fixture
def unit(hall):
    return BodyFactory(name="青禾县社会保险中心", parent=hall)


def said(answer):
    return answer.content.decode()


def visited(unit, levels=(5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 2), unrated=4):
    """Rate at one window of the unit; some who were invited do not."""
    window = services.window(body=unit)
    for level in levels:
        ratings.rating(window=window, level=level)
    for _ in range(unrated):
        ratings.invitation(window=window)
    return window


@pytest.mark.requirement("RT-36", "RT-37", "RT-57")
def test_unrated_is_never_praise_and_bounds_tell_what_the_silent_could_change(unit):
    """未评价、评价率、上下限、区间: the page says how many were silent and how far the share can be relied on."""
    with clock.pretend(DAY):
        visited(unit)
    with clock.pretend(LATER):
        actions.release()
        actions.expire_invitations(actor=SYSTEM)
        page = said(Client().get(f"/ratings/{unit.public_id}/"))
    assert "受邀未评价4件" in page
    assert "好评率为66.7%" in page, "all silent ones bad: 10 of 15"
    assert "好评率为93.3%" in page, "all silent ones good: 14 of 15"
    assert "90.9%" in page, "10 of the 11 who rated"
    assert "90%的把握在" in page
    assert "评价较少" in page


@pytest.mark.requirement("RT-56", "RT-58", "RT-59")
def test_unit_hall_and_county_have_pages_with_volumes_and_what_became_of_bad_ratings(county, hall, unit):
    """单位、大厅、县级公开页: the same figures at each level, with what was put right in time and what was excluded."""
    with clock.pretend(DAY):
        visited(unit)
        visited(BodyFactory(name="青禾县不动产中心", parent=hall), levels=(5, 5, 5, 5, 1))
    bad = Rating.objects.get(level=1)
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        actions.triage(bad, verdict="mistaken", reason="评的是隔壁窗口", actor=SYSTEM)
        actions.decide_appeal(bad.handling.appeals.get(), allowed=True, words="监控显示评价对象有误", actor=SYSTEM)
        other = Rating.objects.get(level=2)
        actions.triage(other, verdict="valid", pace="at_once", actor=SYSTEM)
        order = Rating.objects.get(pk=other.pk).order
        orders.reply(order, finding="true", reason="人手不足", answer="已增开窗口", actor=SYSTEM)
        orders.verify(order, actor=SYSTEM)
    with clock.pretend(LATER):
        pages = {body: said(Client().get(f"/ratings/{body.public_id}/")) for body in (unit, hall, county)}
        start = said(Client().get("/ratings/"))
        BodyFactory(name="紫阳县")
        places = said(Client().get("/ratings/"))
        figures = publication.loop_figures(county, *publication.period())
    assert "青禾县政务服务大厅" in start
    assert "各地评价情况" in places
    assert places.index("青禾县") < places.index("暂无公开评价") < places.index("紫阳县")
    assert "青禾县社会保险中心" in pages[hall]
    assert "应整改1件，按期1件" in pages[county]
    assert "已复核1件，成立1件" in pages[county]
    assert "经复核不予统计1件" in pages[county]
    assert "监控显示评价对象有误" in pages[county]
    assert "监控显示评价对象有误" not in pages[unit]
    assert (figures.bad, figures.due, figures.in_time, figures.excluded) == (2, 1, 1, 1)


@pytest.mark.requirement("RT-60")
def test_open_data_hide_small_cells_and_what_would_tell_them(unit):
    """开放数据: counts below five are suppressed, and a second one where a single hidden cell could be worked out."""
    with clock.pretend(DAY):
        visited(unit, levels=(5,) * 9 + (4,) * 6 + (1,))
    with clock.pretend(LATER):
        actions.release()
        answer = Client().get(f"/ratings/{unit.public_id}/open-data.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(said(answer).lstrip("\ufeff"))))
    assert {(row["level"], row["count"]) for row in rows} == {("5", "9"), ("4", "*"), ("1", "*")}
    assert {row["month"] for row in rows} == {"2026-05"}
    assert "2026-05-06" not in said(answer)


@pytest.mark.requirement("D-54")
def test_public_verdict_is_a_gate_that_few_ratings_do_not_decide(unit):
    """满意的社会评价作为标准: reached, missed, or too few to say; the page tells which and by what line."""
    with clock.pretend(DAY):
        visited(unit, levels=(5, 5, 5, 5, 5))
    with clock.pretend(LATER):
        actions.release()
        page = said(Client().get(f"/ratings/{unit.public_id}/"))
    assert "评价较少，尚不能判定" in page
    assert publication.gate(publication.Share(990, 1000)) == "reached"
    assert publication.gate(publication.Share(850, 1000)) == "missed"
    with clock.pretend(LATER):
        visited(unit, levels=(1,) * 12, unrated=0)
    with clock.pretend(LATER + dt.timedelta(days=40)):
        actions.release()
        assert "社会评价未达标" in said(Client().get(f"/ratings/{unit.public_id}/"))


def night_after(count=3, **answer):
    """Return so many ratings with their receipts, committed to by the night's job."""
    with clock.pretend(DAY):
        made = [actions.rate(ratings.invitation().code, answer=Answer(level=1, **answer)) for _ in range(count)]
    with clock.pretend(DAY + dt.timedelta(days=1)):
        keep_log()
    return made


@pytest.mark.requirement("RT-39", "RT-40", "RT-41")
def test_rater_checks_by_the_receipt_that_the_rating_stands_in_the_signed_log(client):
    """评价存证: each night a signed root is published, and the receipt shows that the rating is in it."""
    made = night_after()
    head = LogHead.objects.get()
    assert head.size == LogLeaf.objects.count() == 16, "filled up, so that the size tells no number"
    told = json.loads(client.get("/log/heads.json").content)["heads"][0]
    assert told["size"] == 16
    assert base64.b64decode(told["root"]) == bytes(head.root)
    assert "评价存证" in said(client.get("/log/"))
    with clock.pretend(DAY + dt.timedelta(days=1)):
        assert "您的评价已存证，未被改动" in said(client.get("/log/check/", {"code": made[0].receipt}))
        Rating.objects.filter(pk=made[0].id).update(level=5)
        assert "与您提交的不一致" in said(client.get("/log/check/", {"code": made[0].receipt}))


@pytest.mark.requirement("RT-42")
def test_verify_log_finds_whatever_was_deleted_or_altered(capsys):
    """verify-log: quiet while all stands; a deleted bad rating and an altered one are both named."""
    made = night_after()
    with clock.pretend(DAY + dt.timedelta(days=1)):
        assert not list(log_check.faults(log_check.Tally(), ""))
        assert verify_log.run(NO_KEY) == 0
        Rating.objects.filter(pk=made[0].id).update(level=5)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM ratings_rating WHERE id = %s", [made[1].id])
        assert len(list(log_check.faults(log_check.Tally(), ""))) == 2
        assert verify_log.run(NO_KEY) == 1
    assert capsys.readouterr().out


@pytest.mark.requirement("RT-43")
def test_erasure_takes_words_and_salt_and_leaves_the_leaf(client):
    """依法删除: on the rater's demand content, contact and salt go; the leaf stays and the log still verifies."""
    (made,) = night_after(1, text="我叫张小明", contact_phone="13912345678")
    rating = Rating.objects.get(pk=made.id)
    actions.erase(rating, reason="本人当面申请", actor=SYSTEM)
    rating.refresh_from_db()
    assert (rating.text, bool(rating.contact_phone), rating.level) == ("", False, 1)
    leaf = LogLeaf.objects.get(rating=made.id)
    assert not LogSalt.objects.filter(leaf=leaf).exists()
    with clock.pretend(DAY + dt.timedelta(days=1)):
        assert not list(log_check.faults(log_check.Tally(), ""))
    assert "张小明" not in said(client.get(f"/t/{made.receipt}"))
