import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access, ratings, services
from tests.factories.bodies import BodyFactory
from tests.factories.reports import tallies
from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import DayTally, PraiseReport, Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县政务服务中心", parent=BodyFactory(name="青禾县总工会"))


def client(*held, body):
    account, _actor = access.signed_in(*held, body=body)
    signed = Client()
    signed.force_login(account)
    return signed


def text(answer):
    return answer.content.decode()


def busy_window(unit, levels=(5, 5, 4, 3, 1), **answer):
    """Return a window with a released batch."""
    window = services.window(body=unit)
    with clock.pretend(DAY):
        for level in levels:
            ratings.rating(window=window, level=level, **answer)
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
    return window


def test_summary_counts_released_batches_of_the_own_windows_with_denominators(unit):
    window = busy_window(unit)
    busy_window(BodyFactory(name="别的单位"), levels=(1,) * 7)
    head = client("ratings.read", body=unit)
    with clock.pretend(dt.datetime(2026, 6, 2, 2, 0, tzinfo=dt.UTC)):
        page = text(head.get("/desk/ratings/", {"first": "2026-05", "last": "2026-05"}))
        assert window.name in page
        assert "80.0%" in page  # four of five are levels 3 to 5
        assert "100.0%" in page  # five of five invited
        assert "邀请5次，评价5次" in page
        assert "别的单位" not in page
        answer = head.get("/desk/ratings/?first=2026-05&last=2026-05&export=xlsx")
        cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active for cell in row]
        assert {5, 0.8} <= set(cells)
        assert head.get("/desk/ratings/", {"first": "x", "last": "2026-13"}).status_code == 200


def test_summary_of_one_kind_of_cases_shows_no_small_number_nor_what_a_difference_would_tell(unit):
    window = tallies(day=DAY.date(), l5=3, l4=1, l3=1, l1=1, window=services.window(body=unit))
    for channel, levels in (("terminal", {5: 1, 4: 6}), ("phone", {1: 2})):
        for level, count in levels.items():
            DayTally.objects.create(
                window=window, body=unit, family="public", channel=channel, day=DAY.date(), level=level, count=count
            )
    head = client("ratings.read", body=unit)
    asked = {"first": "2026-05", "last": "2026-05"}
    with clock.pretend(dt.datetime(2026, 6, 2, 2, 0, tzinfo=dt.UTC)):
        shown = head.get("/desk/ratings/", asked | {"case": "public|terminal"})
        # Two by telephone are too few, and six by code would leave them as the difference.
        hidden = [head.get("/desk/ratings/", asked | {"case": f"public|{one}"}) for one in ("phone", "code")]
        unknown = head.get("/desk/ratings/", asked | {"case": "public|nothing"})
        sheet = head.get("/desk/ratings/", asked | {"case": "public|terminal", "export": "xlsx"})
    assert [row.summary.total for row in shown.context["page"]] == [7]
    assert "100.0%" in text(shown)
    for answer in hidden:
        assert not answer.context["page"].object_list
        assert answer.context["total"].total == 0
    assert unknown.context["total"].total == 15
    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(b"".join(sheet))).active for cell in row]
    assert 7 in cells
    assert 15 not in cells


def test_summary_offers_whole_months_only_and_shows_no_small_batch(unit):
    with clock.pretend(DAY):
        ratings.rating(window=services.window(body=unit), level=1)
    head = client("ratings.read", body=unit)
    with clock.pretend(DAY + dt.timedelta(days=3)):
        actions.release()
        page = text(head.get("/desk/ratings/"))
    assert "暂无可公开的评价" in page
    assert 'type="date"' not in page


def test_comments_are_reviewed_masked_and_without_a_day(unit):
    busy_window(unit, levels=(5, 4, 4, 5, 2), text="找张主任13800001111很快办好")
    supervisor = client("ratings.supervise", "ratings.read", body=unit.parent)
    head = client("ratings.read", body=unit)
    assert "138****1111" in text(supervisor.get("/desk/ratings/review/"))
    assert "很快办好" not in text(head.get("/desk/ratings/comments/"))
    for rating in Rating.objects.all():
        shown = "show" if rating.level > 2 else "hide"
        assert supervisor.post(f"/desk/ratings/review/{rating.pk}/", {"decision": shown}).status_code == 302
    page = text(head.get("/desk/ratings/comments/"))
    assert page.count("138****1111") == 4
    assert "13800001111" not in page
    assert "2026-05" in page
    assert "2026-05-06" not in page
    book = b"".join(head.get("/desk/ratings/comments/?export=xlsx"))
    cells = " ".join(str(c.value) for row in openpyxl.load_workbook(io.BytesIO(book)).active for c in row)
    assert "138****1111" in cells
    assert "2026-05-06" not in cells
    assert head.get("/desk/ratings/review/").status_code == 403


def test_supervisor_hands_out_a_bad_rating_at_once(unit):
    rating = ratings.rating(window=services.window(body=unit), level=1, tags=("106",))
    supervisor = client("ratings.supervise", body=unit.parent)
    assert "服务态度差" in text(supervisor.get("/desk/ratings/bad/"))
    answer = supervisor.post(f"/desk/ratings/bad/{rating.pk}/dispatch/", follow=True)
    assert "已转责任单位" in text(answer)
    assert Order.objects.get().body == unit
    assert "正在整改" in text(supervisor.get(f"/desk/ratings/bad/{rating.pk}/"))
    assert not Rating.objects.filter(dispatched_on=None).exists()


def test_contact_needs_a_reason_and_stays_above_the_unit(unit):
    rating = ratings.rating(window=services.window(body=unit), level=1, contact_phone="13912345678")
    above = client("ratings.supervise", body=unit.parent)
    address = f"/desk/ratings/bad/{rating.pk}/contact/"
    assert "13912345678" not in text(above.get(address))
    assert above.post(address, {"reason": ""}).status_code == 422
    assert "13912345678" in text(above.post(address, {"reason": "电话回访"}))
    own = client("ratings.supervise", body=unit)
    assert own.post(address, {"reason": "想知道是谁"}).status_code == 403


def test_reports_of_demanded_praise_are_for_their_function_only(unit):
    ratings.rating(window=services.window(body=unit), praise_demanded=True, praise_text="当面催我")
    report = PraiseReport.objects.get()
    for held in ("ratings.read", "ratings.supervise"):
        assert client(held, body=unit).get("/desk/ratings/reports/").status_code == 403
    inspector = client("ratings.forced_praise", body=unit.parent)
    assert "当面催我" in text(inspector.get("/desk/ratings/reports/"))
    inspector.post(f"/desk/ratings/reports/{report.pk}/read/")
    assert "已受理" in text(inspector.get("/desk/ratings/reports/"))


def test_paper_card_is_entered_with_the_code_of_its_slip(unit):
    invitation = ratings.invitation(window=services.window(body=unit))
    desk = client("ratings.enter", body=unit.parent)
    data = {"channel": "paper", "code": invitation.code, "level": "4", "text": "字迹工整"}
    assert "回执码" in text(desk.post("/desk/ratings/enter/", data))
    assert Rating.objects.get().assisted
    again = desk.post("/desk/ratings/enter/", data)
    assert again.status_code == 422
    assert "字迹工整" in text(again)
    assert "已评价" in text(again)
    assert desk.post("/desk/ratings/enter/", {"channel": "x", "code": "", "level": "9"}).status_code == 422


@pytest.mark.parametrize("page", ["review/", "bad/", "comments/", ""])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(unit, page):
    desk = client("ratings.supervise", "ratings.read", body=unit.parent)

    def batch():
        window = services.window(body=unit)
        with clock.pretend(DAY):
            for _ in range(5):
                rating = actions.rate_visit(window, answer=Answer(level=1, tags=("106",), text="慢")).rating
        actions.review_text(rating, shown=True, actor=SYSTEM)
        with clock.pretend(DAY + dt.timedelta(days=1)):
            actions.release()

    def asked():
        with clock.pretend(DAY + dt.timedelta(days=2)), CaptureQueriesContext(connection) as found:
            assert desk.get(f"/desk/ratings/{page}").status_code == 200
        return len(found)

    batch()
    asked()
    one = asked()
    batch()
    batch()
    assert asked() <= one
