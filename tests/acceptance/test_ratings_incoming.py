"""One rating for each service over all systems: ratings and orders of the province come in, the replies go back."""

import base64
import datetime as dt
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.concurrency import at_once
from tests.factories import ratings, services
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.ratings import actions, line, log_check
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.incoming import Incoming
from zhengyou.instruments.ratings.models import (
    DayTally,
    LogLeaf,
    MonthTally,
    OutsideOrder,
    Push,
    RatedElsewhere,
    Rating,
    UpperPlatform,
)
from zhengyou.instruments.ratings.tasks import keep_log
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


class Province:
    """A platform above: pages of evaluations to fetch, and the replies that it was sent."""

    def __init__(self, *pages):
        self.pages, self.asked, self.replies = list(pages), [], []

    def __call__(self, address, content, headers):
        del headers
        if content is not None:
            self.replies.append((address, content.decode()))
            return {"receipt": f"SJ-{len(self.replies)}"}
        since = int(address.rsplit("=", 1)[1] or 0)
        self.asked.append(since)
        if since >= len(self.pages):
            return {"items": []}
        return {"items": self.pages[since], "next": str(since + 1)}


@pytest.fixture
def bureau():
    ratings.tag_set()
    return BodyFactory(name="青禾县政务服务局")


@pytest.fixture
def hall(bureau):
    return services.window(body=BodyFactory(name="青禾县社会保险中心", parent=bureau), name="3号窗口")


@pytest.fixture
def platform(bureau):
    return actions.save_platform(
        body=bureau, name="省“好差评”平台", address="https://hcp.example.gov.cn/api", rates_there=True, actor=SYSTEM
    )


def row(number, level, **more):
    return {"projectNo": number, "serviceNumber": 1, "satisfaction": level, "assessTime": "2026-05-06 09:30:00", **more}


def said(answer):
    return answer.content.decode()


@pytest.mark.requirement("RT-02", "RT-04")
def test_ratings_and_orders_are_fetched_and_the_reply_goes_back(client, bureau, hall, platform):
    """省平台接口导入与回传: fetched by its names page by page, counted once, and its order answered with a receipt."""
    account = signed_in("ratings.import", "ratings.supervise", body=bureau)[0]
    client.force_login(account)
    with clock.pretend(DAY):
        services.case(window=hall, external_number="SB-1", closed=True)
        bad = row("SB-2", 2, deptCode=hall.code, evalDetail="207", writingEvaluation="让我跑了三趟，电话13912345678",
                  orderNo="CP-77", deadline="2026-05-13")  # fmt: skip
        province = Province(
            [row("SB-1", 5), bad], [row("SB-3", 9, deptCode=hall.code), row("SB-4", 4, deptCode="NIRGENDS")]
        )
        taken = actions.fetch(platform, post=province)
        assert (taken.ratings, taken.orders, len(taken.refused)) == (2, 1, 2)
        assert province.asked == [0, 1, 2]
        again = actions.fetch(platform, post=Province([], [], [row("SB-1", 5), bad]))
        assert (again.ratings, again.orders, again.known) == (0, 0, 2)
    assert set(Rating.objects.values_list("channel", "level", "stage")) == {
        ("import", 5, "done"),
        ("import", 2, "done"),
    }
    rating = Rating.objects.get(level=2)
    assert (rating.tags, rating.text_state, rating.body) == (["207"], "pending", hall.body)
    assert rating.day == DAY.date()
    assert "待分流" in said(client.get("/desk/ratings/bad/"))
    page = said(client.get("/desk/ratings/incoming/"))
    assert "CP-77" in page
    assert "2026-05-13" in page
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.triage(rating, verdict="valid", pace="at_once", actor=SYSTEM)
        order = Rating.objects.get(level=2).order
        orders.reply(order, finding="true", reason="一次性告知单过期", answer="已更换告知单并培训", actor=SYSTEM)
        actions.collect(platform)
        assert not Push.objects.filter(subject="reply").exists(), "not before the level above has accepted it"
        orders.verify(order, actor=SYSTEM)
        actions.release()
        actions.collect(platform)
        assert not Push.objects.filter(subject="rating").exists(), "what came from there is not sent there"
        push = Push.objects.get(subject="reply")
        sent = actions.send_push(push, post=province)
    assert sent.receipt == "SJ-1"
    ((address, told),) = province.replies
    assert address.endswith("/replies")
    assert '"orderNo": "CP-77"' in told
    assert "已更换告知单并培训" in told
    assert "139" not in told
    assert "SJ-1" in said(client.get("/desk/ratings/incoming/"))
    assert OutsideOrder.objects.get().due_on == dt.date(2026, 5, 13)


def test_what_comes_in_late_counts_on_its_own_day_unless_that_day_is_shown(hall, platform):
    """Sums of months that are over follow; one more on a day that is shown already would tell whose visit it was."""
    first = DAY.date()
    with clock.pretend(DAY):
        for _visit in range(5):
            ratings.rating(window=hall)
    june = DAY + dt.timedelta(days=30)
    with clock.pretend(june):
        keep_log()
        actions.release()
        assert actions.roll_up() == 1
        given = [
            Incoming(number="SB-5", service=1, level=2, window=hall.code, day=first),
            Incoming(number="SB-6", service=1, level=1, window=hall.code, day=first + dt.timedelta(days=1)),
            Incoming(number="SB-7", service=1, level=4, window=hall.code, day=june.date()),
        ]
        assert actions.take_in(platform, given, actor=SYSTEM).ratings == 3
    days = dict(Rating.objects.filter(channel="import").values_list("level", "day"))
    assert days == {2: june.date(), 1: first + dt.timedelta(days=1), 4: june.date()}
    assert sorted(DayTally.objects.values_list("day", "level", "count")) == [
        (first, 5, 5), (first + dt.timedelta(days=1), 1, 1), (june.date(), 2, 1), (june.date(), 4, 1),
    ]  # fmt: skip
    assert MonthTally.objects.get().levels == [1, 0, 0, 0, 5]
    with clock.pretend(june):
        assert not faults(), "what came in late enters the log tonight"
    with clock.pretend(june + dt.timedelta(days=1)):
        keep_log()
        assert LogLeaf.objects.exclude(rating=None).count() == 8
        assert not faults()


def faults():
    return [fault.text for fault in log_check.faults(log_check.Tally())]


@pytest.mark.requirement("RT-01", "RT-05")
def test_service_is_rated_once_over_all_systems(client, bureau, hall, platform):
    """一件一评、平台外单位自有渠道: in either order the second system is refused; units outside use codes of their own."""
    union = services.window(body=BodyFactory(name="青禾县总工会职工服务中心"))
    assert services.case(window=union, external_number="GH-1", closed=True).invitations.count() == 1
    assert not services.case(window=hall, external_number="SB-1", closed=True).invitations.exists(), "rated there"
    code = services.case(window=hall, closed=True).invitations.get()
    assert Client().post(f"/r/{code.code}", {"level": "5"}).status_code == 302
    second = actions.take_in(platform, [Incoming(number=code.case.number, service=1, level=1)], actor=SYSTEM)
    assert (second.ratings, [str(reason) for _at, reason in second.refused]) == (
        0,
        ["本次服务已在本系统评价；各系统合计只评一次。"],
    )
    other = services.case(window=hall, closed=True).invitations.get()
    first = actions.take_in(platform, [Incoming(number=other.case.number, service=1, level=2)], actor=SYSTEM)
    assert first.ratings == 1
    assert client.post(f"/r/{other.code}", {"level": "5"}).status_code == 410
    with pytest.raises(Conflict):
        actions.rate(other.code, answer=Answer(level=5))
    assert actions.take_in(
        platform, [Incoming(number="SB-9", service=1, level=4, window=hall.code)], actor=SYSTEM
    ).ratings
    UpperPlatform.objects.update(rates_there=False)
    late = services.case(window=hall, external_number="SB-9", closed=True).invitations.get()
    assert late.state == "rated", "registered here later, it is rated already"
    assert client.post(f"/r/{late.code}", {"level": "1"}).status_code == 410
    assert Rating.objects.count() == DayTally.objects.count() == 3
    visit = Client().post(f"/r/w/{union.code}", {"level": "4"})
    assert visit.status_code == 302, "a union outside the platform is rated through its own channels"


@pytest.mark.requirement("RT-03")
def test_workbook_of_the_platform_is_taken_over_whole_or_not_at_all(client, bureau, hall, platform):
    """Excel导入: the form, each row's fault in words, nothing taken while one is wrong, then all of it."""
    unit = signed_in("ratings.import", body=hall.body)[0]
    client.force_login(unit)
    assert "省“好差评”平台" not in said(client.get("/desk/ratings/incoming/load/")), "a rated unit takes nothing over"
    client.force_login(signed_in("ratings.import", body=bureau)[0])
    form = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/desk/ratings/incoming/form/"))))
    heads = [cell.value for line_ in form.worksheets[0].iter_rows() for cell in line_ if cell.value]
    assert any("办件编号" in str(head) or "办件号" in str(head) for head in heads)

    def load(rows, **more):
        book = openpyxl.Workbook()
        book.active.append(["projectNo", "serviceNumber", "satisfaction", "evalDetail", "writingEvaluation", "assessTime",
                            "deptCode", "orderNo", "deadline"])  # fmt: skip
        for one in rows:
            book.active.append(one)
        out = io.BytesIO()
        book.save(out)
        file = SimpleUploadedFile("省平台.xlsx", out.getvalue())
        return client.post("/desk/ratings/incoming/load/", {"platform": platform.pk, "file": file, **more})

    good = ["SB-1", 1, "不满意", "207", "态度差", dt.date(2026, 5, 6), hall.code, "CP-1", dt.date(2026, 5, 13)]
    wrong = [
        good,
        ["SB-2", 1, "很好", "", "", None, hall.code, "", None],
        ["SB-3", 1, "满意", "", "", None, "NIRGENDS", "", None],
    ]
    page = said(load(wrong, apply="1"))
    assert not Rating.objects.exists()
    marked = re.search(r"base64,([^\"]+)", page)[1]
    assert base64.b64decode(marked)
    page = said(load([good, wrong[2]], apply="1"))
    assert "也没有此编号的窗口" in page
    assert not Rating.objects.exists()
    assert "请重新选择文件" in said(load([good])) or "共1行" in said(load([good]))
    assert not Rating.objects.exists(), "only checked"
    assert load([good], apply="1").status_code == 302
    assert Rating.objects.get().level == 2
    assert "CP-1" in said(client.get("/desk/ratings/incoming/"))
    exported = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/desk/ratings/incoming/?export=xlsx"))))
    assert "CP-1" in [cell.value for line_ in exported.active.iter_rows() for cell in line_]


def test_taking_over_is_for_holders_above(client, bureau, hall, platform):
    rows = [Incoming(number="SB-1", service=1, level=4, window=hall.code)]
    assert matrix(lambda actor: actions.take_in(platform, rows, actor=actor), "ratings.import", bureau).ratings == 1
    matrix(lambda actor: actions.fetch(platform, post=Province(), actor=actor), "ratings.import", bureau)
    page_matrix(client, "/desk/ratings/incoming/", "ratings.import", bureau)
    page_matrix(client, "/desk/ratings/incoming/load/", "ratings.import", bureau)


@pytest.mark.parametrize("whose", ["own platform", "own people", "own platform asked by the night"])
def test_rated_unit_takes_its_own_ratings_over_by_no_way(client, bureau, hall, platform, whose):
    """被评单位不得导入本单位评价: neither from a platform of its own, nor as an office of the level above seated in it."""
    own = actions.save_platform(
        body=hall.body, name="中心自建平台", address="https://b.example", rates_there=True, actor=SYSTEM
    )
    other = services.window(body=BodyFactory(name="青禾县不动产登记中心", parent=bureau), name="1号窗口")
    case = services.case(window=hall, closed=True)
    # somebody of the unit whose grant reaches over the whole bureau
    account, seated = signed_in("ratings.import", "ratings.push", body=hall.body, scope=bureau)
    rows = [
        Incoming(number=case.number, service=1, level=5, order="CP-1"),
        Incoming(number="SB-8", service=1, level=5, window=hall.code),
    ]
    if whose == "own people":
        taken = actions.take_in(
            platform, [*rows, Incoming(number="SB-9", service=1, level=3, window=other.code)], actor=seated
        )
        assert Rating.objects.get().body == other.body, "what is not of the own unit is taken over"
        assert [at for at, _reason in taken.refused] == [0, 1]
    elif whose == "own platform":
        taken = actions.take_in(own, rows, actor=signed_in("ratings.import", body=hall.body)[1])
        assert len(taken.refused) == 2
    else:
        taken = actions.fetch(own, post=Province([row(case.number, 5), row("SB-8", 5, deptCode=hall.code)]))
        assert len(taken.refused) == 2
    assert all("应由上级导入" in str(reason) for _at, reason in taken.refused)
    assert not Rating.objects.filter(body=hall.body).exists()
    assert case.invitations.get().state == "invited"
    # taken over from above, the number of the order leads nobody of the unit to the case on the platform
    actions.take_in(platform, [Incoming(number=case.number, service=1, level=1, order="CP-2")], actor=SYSTEM)
    UpperPlatform.objects.filter(pk=platform.pk).update(
        compared_on=clock.today(), differing=[{"number": case.number, "service": "1", "what": "different"}]
    )
    client.force_login(account)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/desk/ratings/incoming/?export=xlsx"))))
    told = said(client.get("/desk/ratings/incoming/")) + said(client.get("/desk/ratings/outward/"))
    told += str([cell.value for line_ in book.active.iter_rows() for cell in line_])
    assert "由上级办理" in told
    assert "本单位办件 满意度不一致" in told
    for way in ("CP-2", case.number):
        assert way not in told
    client.force_login(signed_in("ratings.import", "ratings.push", body=bureau)[0])
    assert "CP-2" in said(client.get("/desk/ratings/incoming/"))
    assert case.number in said(client.get("/desk/ratings/outward/"))


def test_platform_that_does_not_answer_leaves_what_was_taken(platform):
    def silent(_address, _content, _headers):
        raise line.LineProblem("HTTP 503")

    with pytest.raises(line.LineProblem):
        actions.fetch(platform, post=silent)
    assert not Rating.objects.exists()


def test_list_of_orders_costs_the_same_for_one_and_three(client, bureau, hall, platform):
    client.force_login(signed_in("ratings.import", body=bureau)[0])

    def more(first, last):
        rows = [
            Incoming(number=f"SB-{n}", service=1, level=1, window=hall.code, order=f"CP-{n}")
            for n in range(first, last)
        ]
        actions.take_in(platform, rows, actor=SYSTEM)

    more(0, 1)
    client.get("/desk/ratings/incoming/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/ratings/incoming/")
    more(1, 3)
    with CaptureQueriesContext(connection) as three:
        client.get("/desk/ratings/incoming/")
    # a key that the test's own transaction made is read each time, one that is kept is not
    counts = [sum("seal_datakey" not in query["sql"] for query in each.captured_queries) for each in (one, three)]
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_own_code_and_province_at_once_count_one_rating():
    ratings.tag_set()
    bureau = BodyFactory()
    platform = actions.save_platform(body=bureau, name="省平台", address="https://a.example", actor=SYSTEM)
    invitation = ratings.invitation(window=services.window(body=BodyFactory(parent=bureau)))
    row = Incoming(number=invitation.case.number, service=1, level=1)

    def go(place):
        if place:
            return actions.rate(invitation.code, answer=Answer(level=5))
        return actions.take_in(platform, [row], actor=SYSTEM)

    at_once(2, go)
    assert Rating.objects.count() == 1
    assert RatedElsewhere.objects.count() == 0
