"""The verbs of the loop of a bad rating: who may, what two at once do, what lists cost, and what a rater adds later."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.concurrency import at_once
from tests.factories import ratings, services
from tests.factories.access import actor as actor_of
from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.ratings import actions, policy, publication, queries, samples
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import (
    Appeal,
    Caller,
    DayTally,
    Handling,
    PraiseReport,
    Rating,
    Retaliation,
    Unsealing,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.deadlines.actions import packs

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)  # a Wednesday, 10:00 in Shanghai
NIGHT = dt.timedelta(days=1)
TERM = {"verdict": "valid", "pace": "term", "reason": "涉及两个股室"}


def county_and_unit():
    county = BodyFactory(name="青禾县政务服务局")
    return county, BodyFactory(name="青禾县社会保险中心", parent=county)


@pytest.fixture
def unit():
    return county_and_unit()[1]


def bad(unit, **more):
    """Return a bad rating of the unit, whose rater left words and a number."""
    given = {"level": 2, "text": "等了很久", "contact_name": "李", "contact_phone": "13912345678", **more}
    return ratings.rating(window=services.window(body=unit), **given)


def contested(unit):
    """Return the appeal of the unit against one of its bad ratings."""
    rating = actions.dispatch(bad(unit), actor=SYSTEM)
    return actions.appeal(rating.order, ground="mistaken", words="评的是隔壁窗口", actor=SYSTEM)


def to_call(unit):
    """Return a bad rating whose reply was accepted and whose rater is to be called."""
    rating = actions.dispatch(bad(unit), actor=SYSTEM)
    orders.reply(rating.order, finding="true", reason="叫号故障", answer="已修复", actor=SYSTEM)
    orders.verify(rating.order, actor=SYSTEM)
    return Rating.objects.get(pk=rating.pk)


def report(unit, **more):
    given = {"text": "他们打电话让我改评价", "phone": "13900001111", **more}
    return actions.report_retaliation(bad(unit), **given)


def taken_up(unit):
    return actions.take_up_retaliation(report(unit), actor=SYSTEM)


def praise(unit):
    ratings.rating(window=services.window(body=unit), praise_demanded=True, praise_text="柜台催好评")
    return PraiseReport.objects.get()


def added(unit, level=1, text="又来了一趟，电话13812345678"):
    return actions.add(ratings.rating(window=services.window(body=unit), text="办得快"), level=level, text=text)


ABOVE = {
    "screen": ("supervise", bad, lambda it, actor: actions.screen(it, words="等了很久", actor=actor)),
    "contact": ("supervise", bad, lambda it, actor: actions.contact(it, result="reached", words="已说明", actor=actor)),
    "triage": ("supervise", bad, lambda it, actor: actions.triage(it, **TERM, actor=actor)),
    "open_contact": ("supervise", bad, lambda it, actor: actions.open_contact(it, reason="核实", actor=actor)),
    "erase": ("supervise", bad, lambda it, actor: actions.erase(it, reason="本人申请", actor=actor)),
    "call_back": ("supervise", to_call, lambda it, actor: actions.call_back(it, outcome="solved", actor=actor)),
    "decide_appeal": ("decide_appeal", contested, lambda it, actor: actions.decide_appeal(it, allowed=True, words="属实", actor=actor)),
    "take_up_retaliation": ("protect", report, lambda it, actor: actions.take_up_retaliation(it, actor=actor)),
    "answer_retaliation": ("protect", taken_up, lambda it, actor: actions.answer_retaliation(it, answer="已通报", actor=actor)),
    "open_reporter": ("protect", report, lambda it, actor: actions.open_reporter(it, reason="了解情况", actor=actor)),
    "review_text": ("supervise", bad, lambda it, actor: actions.review_text(it, shown=True, actor=actor)),
    "review_addition": ("supervise", added, lambda it, actor: actions.review_addition(it, shown=True, actor=actor)),
    "read_report": ("forced_praise", praise, lambda it, actor: actions.read_report(it, actor=actor)),
}  # fmt: skip


@pytest.mark.parametrize("verb", ABOVE)
def test_verbs_of_the_level_above_are_for_its_holders_and_never_for_the_rated_unit(unit, verb):
    function, make, act = ABOVE[verb]
    thing = make(unit)
    with pytest.raises(Forbidden):
        act(thing, actor_of(f"ratings.{function}", body=unit))
    matrix(lambda actor: act(thing, actor), f"ratings.{function}", unit.parent)


IN_SCOPE = {
    "dispatch": ("supervise", bad, lambda it, actor: actions.dispatch(it, actor=actor)),
    "add_webhook": ("push", lambda unit: unit, lambda it, actor: actions.add_webhook(body=it, address="https://a.example", actor=actor)),
    "save_platform": ("push", lambda unit: unit, lambda it, actor: actions.save_platform(body=it, name="省平台", address="https://b.example", actor=actor)),
}  # fmt: skip


@pytest.mark.parametrize("verb", IN_SCOPE)
def test_verbs_are_for_holders_in_scope(unit, verb):
    function, make, act = IN_SCOPE[verb]
    thing = make(unit)
    matrix(lambda actor: act(thing, actor), f"ratings.{function}", unit)


def test_appeal_set_loop_and_designation_are_for_holders_in_scope(unit):
    rating = actions.dispatch(bad(unit), actor=SYSTEM)
    matrix(
        lambda actor: actions.appeal(rating.order, ground="mistaken", words="评的是隔壁窗口", actor=actor),
        "ratings.appeal", unit,
    )  # fmt: skip
    sample = samples.shipped()[0]
    for held in (("ratings.keep",), ("deadlines.manage",)):
        with pytest.raises(Forbidden):
            actions.adopt_pack(sample, body=unit.parent, actor=actor_of(*held, body=unit.parent))
    pack = actions.adopt_pack(
        sample, body=unit.parent, actor=actor_of("ratings.keep", "deadlines.manage", body=unit.parent)
    )
    rule = {"caller": "unit_person", "reopen_most": 3, "source": "县好差评办法第九条"}
    matrix(lambda actor: actions.set_loop(pack, **rule, actor=actor), "ratings.keep", unit.parent)
    someone = AppointmentFactory(post=PostFactory(body=unit))
    matrix(lambda actor: actions.designate_caller(unit, someone, actor=actor), "ratings.supervise", unit.parent)
    assert Caller.objects.get().appointment == someone


def objected(unit):
    rating = bad(unit)
    actions.triage(rating, verdict="no_basis", reason="该事项须本人到场", actor=SYSTEM)
    return rating


ONCE = {
    "triage": (bad, lambda it: actions.triage(it, **TERM, actor=SYSTEM), Order.objects.count),
    "dispatch": (bad, lambda it: actions.dispatch(it, actor=SYSTEM), Order.objects.count),
    "appeal": (
        lambda unit: actions.dispatch(bad(unit), actor=SYSTEM).order,
        lambda it: actions.appeal(it, ground="mistaken", words="评的是隔壁窗口", actor=SYSTEM),
        Appeal.objects.count,
    ),
    "decide_appeal": (
        contested,
        lambda it: actions.decide_appeal(it, allowed=True, words="属实", actor=SYSTEM),
        lambda: DayTally.objects.get().left_out,
    ),
    "call_back": (
        to_call, lambda it: actions.call_back(it, outcome="solved", actor=SYSTEM),
        lambda: Order.objects.filter(state="closed").count(),
    ),
    "object_to": (objected, lambda it: actions.object_to(it, words="仍未说清"), lambda: Handling.objects.get().reopened),
    "take_up_retaliation": (
        report, lambda it: actions.take_up_retaliation(it, actor=SYSTEM),
        lambda: Retaliation.objects.filter(state="taken_up").count(),
    ),
    "read_report": (
        praise, lambda it: actions.read_report(it, actor=SYSTEM),
        lambda: PraiseReport.objects.exclude(read_on=None).count(),
    ),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ONCE)
def test_of_two_at_once_one_acts_and_the_other_is_told(transactional_db, verb):
    make, act, count = ONCE[verb]
    ratings.tag_set()
    thing = make(county_and_unit()[1])
    outcomes = at_once(2, lambda _place: act(type(thing).objects.get(pk=thing.pk)))
    assert sum(isinstance(one, Refused) for one in outcomes) == 1, outcomes
    assert count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_more_reports_of_retaliation_are_taken_at_once_than_the_limit(transactional_db):
    ratings.tag_set()
    rating = bad(county_and_unit()[1])
    at_once(policy.RETALIATIONS + 3, lambda number: actions.report_retaliation(rating, text=f"第{number}次"))
    assert Retaliation.objects.count() == policy.RETALIATIONS


@pytest.mark.parametrize("page", ["appeals", "retaliation", "calls", "panels", "checks", "channels"])
def test_lists_of_the_loop_take_as_many_queries_for_three_rows_as_for_one(unit, page):
    functions = ("read", "supervise", "decide_appeal", "protect", "panels", "check")
    account, own = signed_in(*(f"ratings.{name}" for name in functions), body=unit.parent)
    if page == "calls":
        account, own = signed_in("ratings.call_back", body=unit)
        pack = actions.adopt_pack(
            next(one for one in samples.shipped() if one.code == "sichuan_city"), body=unit.parent, actor=SYSTEM
        )
        packs.publish_pack(pack, actor=SYSTEM)
        held = unit.posts.get(appointments__public_id=own.hat_id).appointments.get()
        actions.designate_caller(unit, held, actor=SYSTEM)
    more = {
        "appeals": lambda: contested(unit), "retaliation": lambda: report(unit), "calls": lambda: to_call(unit),
        "panels": lambda: ratings.panel(unit.parent, [unit]), "channels": lambda: bad(unit),
        "checks": lambda: actions.check_unit(unit, level=3, text="引导不足", actor=SYSTEM),
    }[page]  # fmt: skip
    desk = Client()
    desk.force_login(account)

    def asked():
        with CaptureQueriesContext(connection) as found:
            answer = desk.get(f"/desk/ratings/{page}/")
            assert answer.status_code == 200
        return len(found), answer.content.decode()

    more()
    asked()
    one, shown = asked()
    if page == "calls":
        assert Order.objects.get().number in shown
    more()
    more()
    assert asked()[0] <= one


def book(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)


@pytest.mark.requirement("RT-33", "RT-32")
def test_number_of_whoever_reported_retaliation_opens_with_a_reason_that_the_rater_reads(client, unit):
    """打击报复举报: the list goes to Excel masked; the sealed number opens above the unit only, and the rater reads why."""
    submitted = ratings.submitted(window=services.window(body=unit), level=1)
    filed = actions.report_retaliation(submitted.rating, text="他们打13877776666让我改评价", phone="13900001111")
    account, above = signed_in("ratings.protect", body=unit.parent)
    page_matrix(client, f"/desk/ratings/retaliation/{filed.pk}/contact/", "ratings.protect", unit.parent, outsider=404)
    client.force_login(account)
    shown = client.get("/desk/ratings/retaliation/").content.decode()
    assert f"/desk/ratings/retaliation/{filed.pk}/contact/" in shown
    assert "13900001111" not in shown
    told = book(client.get("/desk/ratings/retaliation/?export=xlsx"))
    assert "让我改评价" in told
    assert "13877776666" not in told
    assert client.post(f"/desk/ratings/retaliation/{filed.pk}/contact/", {"reason": " "}).status_code == 422
    opened = client.post(f"/desk/ratings/retaliation/{filed.pk}/contact/", {"reason": "约谈前了解情况"})
    assert "13900001111" in opened.content.decode()
    (unsealed,) = Unsealing.objects.all()
    assert (unsealed.report, unsealed.hat) == (filed, above.hat_label)
    mine = Client().get(f"/t/{submitted.receipt}").content.decode()
    assert "约谈前了解情况" in mine
    assert "13900001111" not in mine
    supervisor = signed_in("ratings.supervise", body=unit.parent)[0]
    client.force_login(supervisor)
    assert "约谈前了解情况" not in client.get(f"/desk/ratings/bad/{submitted.id}/").content.decode(), (
        "who reads ratings need not know of the report"
    )
    with pytest.raises(Refused):
        actions.open_reporter(report(unit, phone=""), reason="了解情况", actor=above)


def test_who_asked_for_an_answer_is_called_from_the_review_however_good_the_rating(client, unit):
    rating = bad(unit, level=5)
    client.force_login(signed_in("ratings.supervise", body=unit.parent)[0])
    address = f"/desk/ratings/review/{rating.pk}/contact/"
    assert address in client.get("/desk/ratings/review/").content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "13912345678" in client.post(address, {"reason": "答复来访人"}).content.decode()
    assert queries.openings(rating).get().reason == "答复来访人"
    client.force_login(signed_in("ratings.supervise", body=unit)[0])
    assert client.post(address, {"reason": "想知道是谁"}).status_code == 403


@pytest.mark.requirement("RT-49", "RT-59", "RT-60")
def test_every_page_shows_both_totals_and_all_agree_with_the_score(client, unit):
    """不予统计的公开理由与两种总数: desk, public pages, open data and scoring all count the same, and tell the other total."""
    with clock.pretend(DAY):
        window = services.window(body=unit)
        for level in (5,) * 8 + (2,) * 6:
            ratings.rating(window=window, level=level)
    first = Rating.objects.filter(level=2).order_by("pk")[0]
    with clock.pretend(DAY + NIGHT):
        actions.release()
        actions.triage(first, verdict="mistaken", reason="评的是隔壁窗口", actor=SYSTEM)
        actions.decide_appeal(Appeal.objects.get(), allowed=True, words="监控显示评价对象有误", actor=SYSTEM)
    with clock.pretend(DAY + dt.timedelta(days=40)):
        total = queries.summary(queries.released_tallies(DAY.date(), DAY.date()))
        assert (total.total, total.good, total.not_counted, total.given.total) == (13, 8, 1, 14)
        assert [row.summary.total for row in queries.by_window(queries.released_tallies(DAY.date(), DAY.date()))] == [
            13
        ]
        client.force_login(signed_in("ratings.read", body=unit)[0])
        both = "另有1件评价经上一级复核不予统计，理由已公开；一并计入后共14件，好评率57.1%"
        anybody = Client()
        pages = {
            address: visitor.get(address).content.decode()
            for visitor, address in (
                (anybody, f"/ratings/{unit.public_id}/"),
                (anybody, f"/ratings/{unit.parent.public_id}/"),
                (anybody, f"/units/{unit.public_id}/"),
                (client, "/desk/ratings/?first=2026-05&last=2026-05"),
            )
        }
        for address, page in pages.items():
            assert both in page, address
            assert "61.5%" in page, address  # 8 of the 13 that count
        office = Client()
        office.force_login(
            signed_in("ratings.read", "reports.read", "reports.lead", "orders.read", body=unit.parent)[0]
        )
        tables = {
            **{address: Client().get(address).content.decode() for address in ("/", "/units/")},
            "/desk/ratings/channels/": client.get(
                "/desk/ratings/channels/?first=2026-05&last=2026-05"
            ).content.decode(),
            "/desk/reports/": office.get("/desk/reports/").content.decode(),
            "/desk/reports/?paper=1": office.get("/desk/reports/?paper=1").content.decode(),
        }
        for address, page in (pages | tables).items():
            assert re.search(r"含(复核)?不予统计(的共)?14(件|条)?(）|，好评率57.1%)", page), (
                f"{address}: a line without the other total"
            )
        for address in ("/desk/ratings/?", "/desk/ratings/channels/?"):
            book = openpyxl.load_workbook(
                io.BytesIO(b"".join(client.get(f"{address}first=2026-05&last=2026-05&export=xlsx")))
            )
            cells = [cell.value for line in book.active.iter_rows() for cell in line]
            assert {"复核不予统计", "评价总数（含不予统计）", 13, 14} <= set(cells), address
        rows = publication.open_data(unit).split()
        assert "2026-05,code,2,6,1" in rows[-1]
        assert "2026-05,code,5,8,0" in rows[-2]


@pytest.mark.requirement("RT-28", "RT-44")
def test_what_was_found_bad_later_comes_before_the_level_above_and_is_put_right(client, unit):
    """差的追评: sorted out like a bad rating after a night, told to the unit, while the first rating alone counts."""
    window = services.window(body=unit)
    with clock.pretend(DAY):
        submitted = ratings.submitted(window=window, level=5, text="办得快")
    later = DAY + dt.timedelta(days=10)
    account, above = signed_in("ratings.supervise", body=unit.parent)
    client.force_login(account)
    with clock.pretend(later):
        assert not queries.bad_ratings().exists()
        addition = actions.add(submitted.rating, level=1, text="证件有错字，电话13812345678")
        listed = client.get("/desk/ratings/bad/").content.decode()
        assert "追评：非常不满意：证件有错字，电话138****5678" in listed
        assert "证件有错字" in client.get(f"/desk/ratings/bad/{submitted.id}/").content.decode()
        assert actions.dispatch_waiting(actor=SYSTEM) == 0, "a night lies between"
        assert "待转责任单位（次日转办）" in Client().get(f"/t/{submitted.receipt}").content.decode()
    with clock.pretend(later + NIGHT):
        assert actions.dispatch_waiting(actor=SYSTEM) == 1
        order = Order.objects.get()
        assert "追评：非常不满意" in order.text
        assert "证件有错字" not in order.text, "nobody has read it for personal data"
        actions.review_addition(addition, shown=True, actor=above)
        order.refresh_from_db()
        assert "证件有错字，电话138****5678" in order.text
        assert DayTally.objects.get().level == 5
        filed = actions.appeal(order, ground="malicious", words="并无此事", actor=SYSTEM)
        actions.decide_appeal(filed, allowed=True, words="系统无该件", actor=SYSTEM)
        assert DayTally.objects.get().left_out == 0, "the first rating was good and still counts"


def test_what_was_settled_is_taken_up_again_by_a_bad_addition(unit):
    rating = to_call(unit)
    actions.call_back(rating, outcome="solved", actor=SYSTEM)
    actions.add(Rating.objects.get(pk=rating.pk), level=1, text="其实没有修好")
    assert Order.objects.get().state != "closed"
    handling = Handling.objects.get()
    assert (handling.reopened, handling.contact_words) == (1, "其实没有修好")
    with pytest.raises(Invalid):
        actions.add(bad(unit), level=9)
    with pytest.raises(Conflict):
        actions.add(Rating.objects.get(pk=rating.pk), level=1)


def test_good_addition_opens_nothing(unit):
    added(unit, level=5, text="后来更好")
    assert not queries.bad_ratings().exists()
    assert actions.rate(ratings.invitation().code, answer=Answer(level=3)).rating.is_to_be_mended is False
