"""Pages of the upper platform, of figures, of the classifier, and of what is proposed for a matter."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import complaints as made
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.instruments.complaints.test_upper import HEAD, ROW, workbook
from tests.permissions import page_matrix
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions.upper import Connection
from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.models import Complaint, Likeness, MassEvent, RateFormula
from zhengyou.instruments.complaints.queries import figures
from zhengyou.instruments.complaints.upper import layout
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.deadlines.models import Clock

pytestmark = pytest.mark.django_db
ALL = ("complaints.read", "complaints.triage", "complaints.exchange", "complaints.tables", "complaints.teach")


@pytest.fixture
def county():
    made.category()
    return BodyFactory(name="青禾县")


@pytest.fixture
def desk(client, county):
    client.force_login(signed_in(*ALL, body=county)[0])
    return client


@pytest.fixture
def platform(county):
    return actions.save_platform(Connection(name="市12345平台", code="sz"), body=county, actor=SYSTEM)


def get(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"complaints:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize(
    ("name", "function"),
    [("board", "complaints.read"), ("statistics", "complaints.read"), ("platforms", "complaints.exchange"),
     ("lessons", "complaints.teach"), ("take-register", "complaints.tables"), ("formula", "complaints.tables"),
     ("new-platform", "complaints.tables")],
)  # fmt: skip
def test_pages_are_for_their_people(client, county, name, function):
    page_matrix(client, reverse(f"complaints:{name}"), function, county)


def test_page_of_a_platform_is_for_its_department(client, platform):
    page_matrix(
        client, reverse("complaints:platform", args=[platform.pk]), "complaints.exchange", platform.body, outsider=404
    )


def upload(client, url, content, name="工单.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post(url, {"file": file})


def test_workbook_goes_in_and_replies_come_out_by_the_page(desk, platform):
    url = reverse("complaints:platform", args=[platform.pk])
    assert upload(desk, url, workbook(ROW)).status_code == 302
    assert ROW[0] in get(desk, "platform", platform.pk)
    assert ROW[0] in get(desk, "board")
    matter = Complaint.objects.get()
    assert ROW[0] in get(desk, "detail", matter.pk)
    actions.answer(matter, text="已修复", actor=SYSTEM)
    answer = desk.post(reverse("complaints:replies", args=[platform.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [sheet.cell(2, 1).value, sheet.cell(2, 5).value] == [ROW[0], "已修复"]


def test_refused_rows_are_shown_with_the_marked_workbook(desk, platform):
    bad = [*ROW]
    bad[3] = "随手拍"
    answer = upload(desk, reverse("complaints:platform", args=[platform.pk]), workbook(bad))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "随手拍" in page
    assert "base64," in page


@pytest.mark.parametrize("content", [b"", b"not a workbook", workbook(head=["甲", "乙"])])
def test_what_is_no_workbook_is_refused_on_the_page(desk, platform, content):
    assert upload(desk, reverse("complaints:platform", args=[platform.pk]), content).status_code in {200, 422}


def test_columns_are_mended_on_their_page(desk, platform):
    url = reverse("complaints:columns", args=[platform.pk, "in"])
    shown = desk.get(url).context["form"].initial["columns"]
    assert "工单编号" in shown
    assert desk.post(url, {"columns": shown.replace(" | 工单编号 | ", " | 流水号 | ")}).status_code == 302
    assert platform.fields.filter(heading="流水号").exists()
    for wrong in ("胡写 | 甲", "number | 甲", "", "number|甲\nnumber|乙\ntext|丙"):
        assert desk.post(url, {"columns": wrong}).status_code == 422


def test_platform_is_entered_and_mended(desk, county):
    url = reverse("complaints:new-platform")
    given = {
        "name": "省平台",
        "code": "prov",
        "address": "https://12345.example.cn/api",
        "token": "t",
        "reply_path": "r",
    }
    assert desk.post(url, given).status_code == 422
    assert desk.post(url, given | {"reply_path": "r/{number}", "is_open": "on"}).status_code == 302
    made_one = county.upper_platforms.get(code="prov")
    mend = reverse("complaints:mend-platform", args=[made_one.pk])
    assert "https://12345.example.cn/api" in desk.get(mend).content.decode()
    desk.post(mend, given | {"name": "省12345", "token": "", "reply_path": "r/{number}"})
    made_one.refresh_from_db()
    assert made_one.name == "省12345"
    assert made_one.token


def test_statistics_show_rates_with_denominators_and_export(desk, county):
    unit = BodyFactory(name="青禾县城管局", parent=county)
    received = clock.now() - dt.timedelta(days=40)
    for number in range(40):
        matter = made.matter(county)
        Complaint.objects.filter(pk=matter.pk).update(
            received_at=received, answered_at=received + dt.timedelta(days=3), answer="办", answered_by=unit,
            state=State.CLOSED, closed_at=clock.now(), solved=number % 4 > 0, level=5 if number % 2 else 1,
        )  # fmt: skip
    for by in ("", "unit", "peers", "category", "territory", "month"):
        page = get(desk, "statistics", by=by)
        assert "30/40" in page
    shown = get(desk, "statistics")
    assert "青禾县城管局" in shown
    assert f"按单位：{unit.get_level_display()}·{unit.get_kind_display()}" in shown
    answer = desk.get(reverse("complaints:statistics"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.cell(4, 1).value == "青禾县城管局"
    assert [sheet.cell(4, at).value for at in (9, 10, 11)] == [30, 40, 0.75]
    heads = [cell.value for row in sheet.iter_rows(max_row=3) for cell in row if cell.value]
    assert "解决率" in heads
    assert "单位类别" in heads
    assert get(desk, "statistics", since="2099-01-01")
    assert get(desk, "statistics", since="何时", by="胡写", category="9999")


def test_formula_is_entered_on_its_page(desk, county):
    url = reverse("complaints:formula")
    begun = dict(desk.get(url).context["form"].initial)
    given = begun | {
        "name": "县办法",
        "source": "县文",
        "enough": "0.7",
        "answer_days": 10,
        "least": 5,
        "list_length": 3,
    }
    assert desk.post(url, given | {"rates": "{"}).status_code == 422
    assert desk.post(url, given | {"rates": '[{"name": "x"}]'}).status_code == 422
    assert desk.post(url, given).status_code == 302
    assert RateFormula.objects.get(body=county).answer_days == 10
    assert desk.post(url, given).status_code == 422


def test_matter_shows_proposed_classes_units_and_alike_matters(desk, county):
    bureau = BodyFactory(name="青禾县人社局", parent=county)
    actions.learn(actor=SYSTEM)
    actions.name_responsible(body=county, category=made.category("15"), lead=bureau, basis="三定方案", actor=SYSTEM)
    text = "工地老板拖欠农民工工资半年不发，我们十几个人多次讨要没有结果"
    first, second = made.matter(county, text=text), made.matter(county, text=text + "，请帮助")
    for one in (first, second):
        actions.compare(one, actor=SYSTEM)
    page = get(desk, "detail", second.pk)
    assert "工资" in page
    assert "青禾县人社局" in page
    assert first.number in page
    taken = made.category("1503")
    assert desk.post(reverse("complaints:classify-as", args=[second.pk, taken.code])).status_code == 302
    second.refresh_from_db()
    assert second.category == taken
    lead = desk.get(reverse("complaints:dispatch", args=[second.pk]), {"lead": str(bureau.public_id)})
    assert lead.status_code == 200
    found = Likeness.objects.get()
    assert desk.post(reverse("complaints:join-alike", args=[found.pk])).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == first
    assert desk.post(reverse("complaints:tell-apart", args=[found.pk])).status_code == 302


def test_mass_matter_stands_on_the_board_until_it_is_settled(desk, county):
    for number in range(5):
        matter = made.matter(
            county, text=f"东湖花园旁的烧烤店每晚油烟直排扰民，老人孩子睡不着，多次反映没有结果{number}"
        )
        actions.compare(matter, actor=SYSTEM)
    event = MassEvent.objects.get()
    assert event.first.title in get(desk, "board")
    url = reverse("complaints:settle-mass", args=[event.pk])
    assert desk.post(url, {"text": ""}).status_code == 422
    assert desk.post(url, {"text": "已联合执法"}).status_code == 302
    assert event.first.number not in get(desk, "board")


def test_register_is_taken_over_by_the_page(desk, county):
    url = reverse("complaints:take-register")
    bad = "number,received_at,text\n1,何时,路灯坏了\n".encode()
    answer = upload(desk, url, bad, "a.csv")
    assert answer.status_code == 422
    assert "base64," in answer.content.decode()
    good = "number,received_at,subject,text\n1,2026/5/1 9:00,路灯,路灯坏了\n".encode()
    assert upload(desk, url, good, "a.csv").status_code == 302
    assert Complaint.objects.filter(body=county).count() == 1
    assert upload(desk, url, b"\x00\x01", "a.csv").status_code == 422
    assert desk.get(reverse("complaints:register-form")).status_code == 200


def test_classifier_is_taught_on_its_page(desk, county):
    url = reverse("complaints:lessons")
    get(desk, "lessons")
    assert desk.post(url, {"learn": "1"}).status_code == 302
    rows = "".join(f"城乡建设,路灯坏了{number}\n" for number in range(6))
    assert upload(desk, url, f"level1,text\n{rows}不存在,甲\n".encode(), "a.csv").status_code == 302
    assert upload(desk, url, "甲,乙\n1,2\n".encode(), "a.csv").status_code == 422
    actions.learn(actor=SYSTEM)
    assert "%" in get(desk, "lessons")


@pytest.mark.parametrize("name", ["board", "platforms", "statistics"])
def test_lists_take_no_more_queries_for_more_rows(desk, county, platform, name):
    counts = []
    for _round in range(2):
        for number in range(1 if not counts else 2):
            row = [*ROW]
            row[0] = f"SZ{len(counts)}-{number}"
            row[2] = f"第{len(counts)}{number}件完全不同的事情{number * 77}"
            actions.take_over_orders(
                platform, layout.read_workbook(platform, workbook(row, head=HEAD)), actor=SYSTEM,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            get(desk, name)
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1


def test_board_counts_each_matter_in_its_state_day_and_unit(county):
    bureau, other = BodyFactory(parent=county), BodyFactory(parent=county)
    now, today = clock.now(), clock.today()
    days = [today - dt.timedelta(days=back) for back in reversed(range(31))]
    moments = (
        clock.midnight(today), clock.midnight(days[0]), clock.midnight(days[0]) - dt.timedelta(seconds=1),
        clock.midnight(days[1]) - dt.timedelta(seconds=1),
    )  # fmt: skip
    for moment in moments:
        Complaint.objects.filter(pk=made.matter(county).pk).update(received_at=moment)
    Complaint.objects.filter(received_at=moments[0]).update(promised_on=today - dt.timedelta(days=2))
    orders = [made.dispatched(county, unit).order for unit in (bureau, bureau, other)]
    Clock.objects.filter(pk=orders[0].clock_id).update(due_at=now - dt.timedelta(days=1))
    Clock.objects.filter(pk=orders[2].clock_id).update(yellow_at=now - dt.timedelta(hours=1))
    Complaint.objects.filter(order=orders[1]).update(solved=False, answered_at=now, answer="已办", state=State.ANSWERED)
    matters = Complaint.objects.filter(body=county)
    found = figures.standing(matters, now, days)
    assert (found.waiting, found.handling, found.answered, found.not_solved) == (4, 2, 1, 1)
    assert found.came == 4
    assert [found.days[0], found.days[1], found.days[-1]] == [(days[0], 2), (days[1], 0), (today, 4)]
    units, overdue = figures.in_hand(matters, now)
    assert [(one.unit, one.number, one.overdue, one.pressing) for one in units] == [(bureau, 1, 1, 0), (other, 1, 0, 1)]
    assert overdue == 2
    assert figures.in_hand(matters, now, most=1)[0] == units[:1]
    assert figures.standing(matters.none(), now, days).days == [(day, 0) for day in days]
