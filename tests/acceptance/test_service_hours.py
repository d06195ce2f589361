"""预约、延时、全天候、礼仪规范、公开, from the desk to the screen in the hall and the page on a phone."""

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client

from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.models import AfterHours, Booking, Case, Norm, Shift, Slot

pytestmark = pytest.mark.django_db
DESK = "/desk/services"
LONG_AGO = dt.date(2020, 1, 6)
MONDAY = dt.datetime(2026, 5, 11, 9, 0, tzinfo=clock.SHANGHAI)


def text(answer):
    return answer.content.decode()


@pytest.fixture
def hall():
    return BodyFactory(name="青禾县政务服务中心")


@pytest.fixture
def desk(hall):
    account, actor = signed_in("services.read", "services.register", "services.manage", body=hall)
    client = Client()
    client.force_login(account)
    client.actor = actor
    return client


@pytest.fixture
def window(hall):
    guide = Guide(
        name="社保卡补办", mode="committed", promise_amount=3, materials=("身份证",), steps=("受理", "制卡"),
        standards=("来有迎声、走有送声", "双手接递"), results_public=True,
    )  # fmt: skip
    item = actions.open_item(body=hall, code="SB-1", family="public", guide=guide, actor=SYSTEM, opened_on=LONG_AGO)
    return actions.open_window(body=hall, number="2", name="社保窗口", items=[item], actor=SYSTEM, opened_on=LONG_AGO)


@pytest.mark.requirement("D-51")
def test_a_visitor_books_comes_with_the_voucher_or_cancels(desk, hall, window):
    """提前预约: slots at the desk, booking without an account, the voucher exchanged for a case."""
    item = window.items.get()
    slots = {
        "window": window.public_id, "first": "2026-05-11", "last": "2026-05-17", "starts": "09:00", "ends": "11:00",
        "minutes": "60", "capacity": "1",
    }  # fmt: skip
    visitor = Client()
    with clock.pretend(MONDAY):
        assert desk.post(f"{DESK}/slots/new/", slots).status_code == 302
        assert Slot.objects.count() == 10, "two on each of five working days"
        first, other = Slot.objects.filter(starts_at__gt=MONDAY).order_by("starts_at")[:2]
        assert "社保窗口" in text(visitor.get("/booking/"))
        asked = {"item": item.public_id, "visitor_name": "周吴郑", "visitor_phone": "13700002222"}
        answer = visitor.post(f"/booking/at/{window.code}/", asked | {"slot": first.pk})
        booking = Booking.objects.get()
        assert answer["Location"] == f"/booking/v/{booking.code}/"
        shown = text(visitor.get(answer["Location"]))
        assert "周**" in shown
        assert "13700002222" not in shown
        full = visitor.post(f"/booking/at/{window.code}/", asked | {"slot": first.pk})
        assert full.status_code == 422
        assert visitor.post(f"/booking/at/{window.code}/", asked | {"slot": other.pk}).status_code == 302
        second = Booking.objects.exclude(pk=booking.pk).get()
        assert "已取消" in text(visitor.post(f"/booking/v/{second.code}/", follow=True))
        other.refresh_from_db()
        assert (other.taken, Booking.objects.get(pk=second.pk).state) == (0, "cancelled")
        assert "周**" in text(desk.get(f"{DESK}/bookings/"))
        assert desk.post(f"{DESK}/bookings/{booking.pk}/arrive/").status_code == 302
    booking.refresh_from_db()
    assert (booking.state, booking.case) == ("arrived", Case.objects.get())
    assert "已到场" in text(visitor.get(f"/booking/v/{booking.code}/"))


@pytest.mark.requirement("D-53")
def test_somebody_or_something_serves_when_the_windows_are_closed(desk, hall, window):
    """全天候服务: extended hours, a duty roster out of hours, and what serves around the clock, on one public page."""
    clerk = AppointmentFactory(post=PostFactory(body=hall), person__name="冯值班")
    page = f"{DESK}/windows/{window.public_id}"
    with clock.pretend(MONDAY):
        desk.post(f"{page}/times/new/", {"weekdays": ["0", "1"], "starts": "09:00", "ends": "17:30"})
        desk.post(f"{page}/times/new/", {"weekdays": ["5"], "starts": "09:00", "ends": "11:30", "extended": "on"})
        twice = desk.post(f"{page}/times/new/", {"weekdays": ["1"], "starts": "10:00", "ends": "11:00"})
        assert "与现有时段重叠" in text(twice)
        night = {
            "appointment": clerk.public_id, "kind": "on_call", "day": "2026-05-11", "starts": "18:00", "ends": "08:00",
        }  # fmt: skip
        assert desk.post(f"{page}/shifts/new/", night).status_code == 302
        assert "同一时段已在其他岗位值班" in text(desk.post(f"{page}/shifts/new/", night | {"starts": "20:00"}))
        after = {"kind": "terminal", "words": "大厅东侧自助服务区", "hours": "24小时"}
        assert desk.post(f"{DESK}/after-hours/new/?body={hall.public_id}", after).status_code == 302
        assert "冯值班" in text(desk.get(f"{DESK}/shifts/"))
    assert (Shift.objects.get().kind, AfterHours.objects.get().words) == ("on_call", "大厅东侧自助服务区")
    with clock.pretend(MONDAY + dt.timedelta(hours=14)):
        public = text(Client().get("/hours/"))
    for told in ("大厅东侧自助服务区", "24小时", "星期六", "09:00–11:30", "延时", "值班"):
        assert told in public
    assert "冯值班" not in public, "the public reads which unit is on duty, not who"


@pytest.mark.requirement("D-39")
def test_norms_of_conduct_stand_in_a_library_and_are_confirmed_by_the_staff(desk, hall):
    """员工礼仪规范: issued in versions, read and confirmed by whoever serves."""
    norm = {"kind": "etiquette", "title": "窗口服务礼仪", "lines": "起身相迎\n双手接递"}
    assert desk.post(f"{DESK}/norms/new/?body={hall.public_id}", norm).status_code == 302
    first = Norm.objects.get()
    assert desk.post(f"{DESK}/norms/{first.pk}/read/").status_code == 302
    assert desk.actor.label in text(desk.get(f"{DESK}/norms/{first.pk}/"))
    assert desk.post(f"{DESK}/norms/{first.pk}/read/").status_code == 409
    desk.post(f"{DESK}/norms/new/?after={first.pk}", norm | {"lines": "起身相迎\n双手接递\n微笑服务"})
    second = Norm.objects.get(after=first)
    first.refresh_from_db()
    assert (first.state, second.number, second.readings.count()) == ("replaced", 2, 0)
    shown = text(desk.get(f"{DESK}/norms/{second.pk}/"))
    assert "微笑服务" in shown
    assert "我已阅读" in shown, "a new version is confirmed anew"
    assert "已替换" in text(desk.get(f"{DESK}/norms/"))


@pytest.mark.requirement("C2-08")
def test_guides_and_results_are_public_and_people_masked(desk, hall, window):
    """全面公开政策、内容、流程、结果."""
    register = f"{DESK}/register/?window={window.code}"
    told = {"item": window.items.get().pk, "applicant_name": "郑王冯", "applicant_phone": "13600003333", "close": "1"}
    desk.post(register, told)
    case = Case.objects.get()
    visitor = Client()
    guides = text(visitor.get("/guides/", {"q": "社保卡"}))
    assert "社保卡补办" in guides
    assert "3个工作日" in guides
    results = text(visitor.get("/results/"))
    assert "郑**" in results
    for secret in ("郑王冯", "13600003333", case.number):
        assert secret not in results
    private = Guide(name="社保卡补办", mode="on_the_spot")
    actions.amend_item(case.item, guide=private, actor=SYSTEM)
    assert "郑**" not in text(visitor.get("/results/")), "the unit decides, item by item"


@pytest.mark.requirement("C5-11", "C5-15")
def test_one_guide_goes_on_the_board_the_screen_the_network_and_a_card(desk, hall, window):
    """展示板、显示屏、网络公开服务标准; 服务卡: one source, so that no medium says what another does not."""
    from pypdf import PdfReader

    item = window.items.get()

    def media():
        papers = [b"".join(desk.get(f"{DESK}/items/{item.public_id}/{one}.pdf")) for one in ("board", "card")]
        read = ["".join(page.extract_text() for page in PdfReader(io.BytesIO(one)).pages) for one in papers]
        pages = [text(Client().get(url)) for url in (f"/screen/{hall.public_id}/", f"/s/{item.public_id}/")]
        return [one.replace("\n", "") for one in [*read, *pages]]

    assert all("双手接递" in one for one in media())
    leaner = Guide(name="社保卡补办", mode="committed", promise_amount=2, standards=("首问负责到底",))
    actions.amend_item(item, guide=leaner, actor=SYSTEM)
    for one in media():
        assert "首问负责到底" in one
        assert "双手接递" not in one


@pytest.mark.requirement("D-45")
def test_day_log_of_a_window_is_made_from_records(desk, hall, window):
    """窗口日常业务管理: who was on duty, the AB post, and the volume, on a page, on paper, without a form."""
    main, other = (AppointmentFactory(post=PostFactory(body=hall), person__name=name) for name in ("陈主岗", "褚替岗"))
    actions.staff_window(window, appointment=main, actor=SYSTEM)
    now = clock.local(clock.now())
    actions.plan_shift(
        window, appointment=other, day=now.date(), starts=dt.time(0, 5), ends=dt.time(23, 55), stands_in_for=main,
        actor=SYSTEM,
    )  # fmt: skip
    desk.post(f"{DESK}/register/?window={window.code}", {"item": window.items.get().pk, "close": "1"})
    address = f"{DESK}/windows/{window.public_id}/log/"
    page = text(desk.get(address))
    for told in ("陈主岗", "褚替岗", "替陈主岗", "社保卡补办"):
        assert told in page
    assert b"".join(desk.get(address, {"print": "pdf"}))[:5] == b"%PDF-"
    assert "当日无人值班" in text(desk.get(address, {"day": str(now.date() - dt.timedelta(days=9))}))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(desk.get(f"{DESK}/shifts/?export=xlsx"))))
    assert "褚替岗" in [str(cell.value) for row in book.active.iter_rows() for cell in row]
