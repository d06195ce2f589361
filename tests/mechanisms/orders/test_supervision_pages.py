"""The desk pages of supervision: who may open them, what they ask, and that a figure leads to its orders."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import supervision as make
from tests.factories.deadlines import moment
from tests.permissions import page_matrix
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import MeasureKind, Shade, Sheet
from zhengyou.mechanisms.orders.models import (
    AccountabilityCase,
    Measure,
    Order,
    PlanEntry,
    Problem,
    ProblemList,
    Tour,
    Trigger,
    Violation,
    Writ,
)
from zhengyou.mechanisms.orders.web import supervision
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.enums import Grade

pytestmark = pytest.mark.django_db
START, SUPERVISED, TALK = moment("2026-05-11 10:00"), moment("2026-05-20 17:31"), moment("2026-05-22 17:31")
NOW = moment("2026-05-22 18:00")
DAY = dt.timedelta(days=1)
LISTS = {
    "board": "orders.read", "levels": "orders.read", "times": "orders.read", "times-orders": "orders.read",
    "writs": "orders.read", "measures": "orders.supervise", "triggers": "orders.trigger", "lists": "orders.read",
    "violations": "orders.read", "cases": "orders.account", "tours": "orders.read", "plan-entries": "orders.tours",
}  # fmt: skip


@pytest.fixture
def place(client):
    made = make.county()
    client.force_login(made.account)
    return made


def text_of(answer):
    return answer.content.decode()


def workbook_of(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_holders_empty_at_first_and_give_a_workbook(client, name):
    body = make.BodyFactory()
    url = reverse(f"orders:{name}")
    answer = page_matrix(client, url, LISTS[name], body)
    assert "empty" in text_of(answer)
    book = client.get(url, {"export": "xlsx"})
    assert book.status_code == 200
    assert workbook_of(book).max_row >= 2


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_any_query(client, place, name):
    words = {
        "q": "〔号",
        "level": "9x",
        "kind": "?",
        "state": "?",
        "starts": "never",
        "body": "no",
        "page": "-1",
        "theme": "1",
    }
    assert client.get(reverse(f"orders:{name}"), words).status_code == 200


def test_board_counts_by_level_unit_and_kind_and_leads_to_the_orders(client, place):
    late = make.matter(place.unit, START)
    make.climb(late, SUPERVISED, TALK)
    make.matter(place.other, START)  # overdue, yet no sweep has seen it
    make.matter(place.unit, NOW)
    with clock.pretend(NOW):
        page = client.get(reverse("orders:board"))
        cells = {line["label"]: [cell["number"] for cell in line["cells"]] for line in page.context["units"]}
        assert cells == {"县住建局": [0, 0, 1, 0, 0, 1, 0], "县民政局": [0, 0, 0, 1, 0, 0, 0]}
        (url,) = [
            cell["url"] for cell in page.context["units"][0]["cells"] if cell["tone"] == "error" and cell["number"]
        ]
        behind = text_of(client.get(url))
        assert late.number in behind
        assert behind.count(f"{reverse('orders:list')}") >= 1
        assert Order.objects.exclude(pk=late.pk).filter(body=place.unit).get().number not in behind
        only = client.get(reverse("orders:board"), {"kind": "rating"})
        assert only.context["total"] == 0
        below = client.get(reverse("orders:board"), {"body": str(place.other.public_id)})
        assert below.context["total"] == 1
        sheet = workbook_of(client.get(reverse("orders:board"), {"export": "xlsx"}))
        assert "县住建局" in [row[0].value for row in sheet.iter_rows()]


def test_board_asks_the_same_queries_for_one_and_for_three_orders(client, place):
    def count():
        with CaptureQueriesContext(connection) as caught:
            for name in ("board", "levels", "times", "times-orders", "writs"):
                assert client.get(reverse(f"orders:{name}")).status_code == 200
        return len(caught)

    make.climb(make.matter(place.unit, START), SUPERVISED)
    count()
    one = count()
    for unit in (place.unit, place.other):
        make.climb(make.matter(unit, START), SUPERVISED)
    assert count() == one


def test_times_show_what_was_paused_so_that_no_pause_hides_anything(client, place):
    quick, slow = make.matter(place.other, START), make.matter(place.unit, START)
    for order, days in ((quick, 2), (slow, 10)):
        running = make.handling_clock(order)
        if order is slow:
            with clock.pretend(START + DAY):
                clocks.pause(running, "hearing", notice="听证通知书1号", actor=place.officer)
            with clock.pretend(START + 9 * DAY):
                clocks.resume(running, actor=place.officer)
        with clock.pretend(START + days * DAY):
            clocks.meet(running, actor=place.officer)
    with clock.pretend(NOW):
        page = client.get(reverse("orders:times"))
        rows = {row["unit"].name: row for row in page.context["rows"]}
        one = rows["县住建局"]
        assert (round(one["paused"], 1), round(one["total"], 1), round(one["worked"], 1)) == (8.0, 10.0, 2.0)
        assert round(one["share"], 2) == 0.8
        assert next(iter(rows)) == "县住建局"  # the largest share of paused time first
        assert rows["县民政局"]["paused"] == 0
        assert rows["县民政局"]["granted"] == pytest.approx(one["granted"], abs=3)
        paused = client.get(reverse("orders:times-orders"), {"show": "paused"})
        assert [row["number"] for row in paused.context["rows"]] == [slow.number]
        every = client.get(reverse("orders:times-orders"))
        assert [row["number"] for row in every.context["rows"]] == [slow.number, quick.number]
        later = client.get(reverse("orders:times"), {"starts": "2026-05-12"})
        assert later.context["rows"] == []
        sheet = workbook_of(client.get(reverse("orders:times"), {"export": "xlsx"}))
        assert [row[0].value for row in sheet.iter_rows()].count("县住建局") == 1


def test_a_notice_is_sent_read_printed_and_signed_for(client, place):
    order = make.matter(place.unit)
    given = {
        "sheet": Sheet.RECTIFICATION, "shade": Shade.YELLOW, "title": "进度滞后", "facts": "截至5月20日完成30%。",
        "demand": "", "due_on": f"{clock.today() + 5 * DAY}",
    }  # fmt: skip
    url = reverse("orders:writ-new", args=[order.pk])
    wrong = client.post(url, given)
    assert wrong.status_code == 422
    assert "demand" in wrong.context["form"].errors
    assert "截至5月20日" in text_of(wrong)
    assert client.post(url, given | {"demand": "倒排工期。"}).status_code == 302
    writ = Writ.objects.get()

    client.force_login(place.unit_account)
    page = reverse("orders:writ", args=[writ.pk])
    assert "倒排工期" in text_of(client.get(page))
    assert client.post(reverse("orders:writ-withdraw", args=[writ.pk])).status_code == 403
    assert client.post(reverse("orders:writ-sign", args=[writ.pk]), {"remark": "收到"}).status_code == 302
    assert "已签收" in text_of(client.get(page))
    assert client.get(reverse("orders:writ-file", args=[writ.pk, "exe"])).status_code == 404
    for extension, mark in (("pdf", b"%PDF"), ("docx", b"PK")):
        made = client.get(reverse("orders:writ-file", args=[writ.pk, extension]))
        assert b"".join(made.streaming_content if made.streaming else [made.content]).startswith(mark)


def test_measures_and_rules_go_through_their_pages(client, place):
    client.post(
        reverse("orders:measure-new"), {"kind": MeasureKind.TALK, "body": place.unit.pk, "facts": "连续两次超期。"}
    )
    talk = Measure.objects.get()
    assert (talk.issuer, talk.state) == (place.body, "proposed")
    wrong = client.post(reverse("orders:measure-submit", args=[talk.pk]), {"facts": "连续两次超期。"})
    assert wrong.context["form"].errors.keys() == {"demand"}
    client.post(reverse("orders:measure-submit", args=[talk.pk]), {"facts": "连续两次超期。", "demand": "说明情况。"})
    make.sign_all(talk, place)
    client.post(
        reverse("orders:measure-carry", args=[talk.pk]), {"held_on": f"{clock.today()}", "words": "承诺月底前办结。"}
    )
    page = text_of(client.get(reverse("orders:measure", args=[talk.pk])))
    assert "承诺月底前办结" in page
    assert "约谈〔" in page

    form = {
        "body": place.body.pk, "title": "超期办理", "metric": "overdue", "below": "above", "line": "40", "least": "1",
        "days": "30", "kind": "supervision", "source": "督查办法第五条",
    }  # fmt: skip
    assert "source" in client.post(reverse("orders:trigger-new"), form | {"source": ""}).context["form"].errors
    client.post(reverse("orders:trigger-new"), form)
    rule = Trigger.objects.get()
    with clock.pretend(moment("2026-05-11 10:00")):
        make.matter(place.unit)
    assert "县住建局" in text_of(client.get(reverse("orders:trigger", args=[rule.pk])))
    client.post(reverse("orders:trigger-weigh", args=[rule.pk]))
    one = Measure.objects.get(trigger=rule)
    client.post(
        reverse("orders:measure-accept", args=[one.pk]), {"demand": "限期办结。", "due_on": f"{clock.today() + DAY}"}
    )
    one.refresh_from_db()
    assert (one.state, one.order.kind) == ("done", "matter")
    assert Writ.objects.filter(measure=one, sheet=Sheet.SUPERVISION).exists()
    client.post(reverse("orders:trigger-retire", args=[rule.pk]))
    assert "停用" in text_of(client.get(reverse("orders:triggers")))


def test_problems_go_through_their_pages(client, place):
    today = clock.today()
    client.post(
        reverse("orders:list-new"),
        {
            "body": place.body.pk, "title": "作风问题清单", "theme": "style", "starts_on": f"{today}",
            "ends_on": f"{today + 60 * DAY}", "by_aspects": "on",
        },
    )  # fmt: skip
    listed = ProblemList.objects.get()
    form = {
        "body": place.unit.pk,
        "title": "窗口推诿",
        "facts": "3月2日群众跑了三次。",
        "origin": "public",
        "priority": "1",
    }
    url = reverse("orders:problem-new", args=[listed.pk])
    assert client.post(url, form).context["form"].errors.keys() == {"aspect"}
    client.post(url, form | {"aspect": "attitude"})
    one = Problem.objects.get()
    plan = {"owner": "窗口科科长", "measures": "推行首问负责。", "due_on": f"{today + 9 * DAY}", "priority": "1"}
    client.post(reverse("orders:problem-plan", args=[one.pk]), plan)
    client.post(reverse("orders:problem-order", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, one.order.body) == ("working", place.unit)
    page = client.get(reverse("orders:problems", args=[listed.pk]))
    assert [row["number"] for row in page.context["aspects"]] == [0, 1, 0, 0]
    assert "窗口推诿" in text_of(page)
    sheet = workbook_of(client.get(reverse("orders:problems", args=[listed.pk]), {"export": "xlsx"}))
    assert "窗口推诿" in [row[0].value for row in sheet.iter_rows()]
    assert client.get(reverse("orders:problem", args=[one.pk])).status_code == 200


def test_only_shown_solutions_stand_on_the_public_page(client, place):
    listed = actions.begin_list(
        place.body,
        title="清单",
        theme="service",
        starts_on=clock.today(),
        ends_on=clock.today() + DAY,
        actor=place.officer,
    )
    for title in ("排队时间长", "内部考勤松"):
        one = actions.find_problem(listed, body=place.body, title=title, facts="……", origin="self", actor=place.officer)
        actions.plan_problem(
            one, owner="科长", measures="增开窗口", due_on=clock.today() + DAY, priority=1, actor=place.officer
        )
        client.post(reverse("orders:problem-solve", args=[one.pk]), {"solution": "已增开两个窗口。"})
    one = Problem.objects.get(title="排队时间长")
    client.post(reverse("orders:problem-highlight", args=[one.pk]), {"line": "弹性窗口"})
    client.logout()
    page = text_of(client.get(reverse("orders:highlights")))
    assert "弹性窗口" in page
    assert "内部考勤松" not in page


def test_a_case_goes_through_its_pages_and_the_name_stays_sealed(client, place):
    form = {
        "keeper": place.body.pk, "body": place.unit.pk, "fault": "undone", "post": "副局长", "person": "王小明",
        "facts": "2026年3月任务未完成，见督办〔2026〕3号。",
    }  # fmt: skip
    assert client.post(reverse("orders:case-new"), form | {"facts": ""}).context["form"].errors.keys() == {"facts"}
    client.post(reverse("orders:case-new"), form)
    case = AccountabilityCase.objects.get()
    page = reverse("orders:case", args=[case.pk])
    assert "王小明" not in text_of(client.get(page))
    hand_over = reverse("orders:case-hand-over", args=[case.pk])
    client.post(reverse("orders:case-ask", args=[case.pk]))
    silent = client.post(reverse("orders:case-hear", args=[case.pk]), {"is_silent": "on"})
    assert "is_silent" in silent.context["form"].errors
    client.post(reverse("orders:case-hear", args=[case.pk]), {"statement": "因人手不足，已补救。"})
    goods = {"organ": "县纪委监委", "proposal": "任务逾期60天未完成。", "handed_over_on": f"{clock.today()}"}
    wrong = client.post(hand_over, goods | {"proposal": "建议给予记过处分"})
    assert "proposal" in wrong.context["form"].errors
    client.post(hand_over, goods)
    client.post(
        reverse("orders:case-outcome", args=[case.pk]), {"outcome": "已受理。", "outcome_on": f"{clock.today()}"}
    )
    shown = text_of(client.get(page))
    assert "县纪委监委" in shown
    assert "已补救" not in shown
    opened = client.post(reverse("orders:case-read", args=[case.pk]))
    assert "王小明" in text_of(opened)
    assert "已补救" in text_of(opened)
    assert opened["Cache-Control"] == "no-store"
    assert "王小明" not in str(
        [
            cell.value
            for row in workbook_of(client.get(reverse("orders:cases"), {"export": "xlsx"})).iter_rows()
            for cell in row
        ]
    )


def test_a_violation_goes_through_its_pages(client, place):
    form = {
        "keeper": place.body.pk, "kind": "union", "title": "撤并乡镇工会", "body": place.unit.pk,
        "found_on": f"{clock.today()}", "facts": "将工会并入党政办。",
    }  # fmt: skip
    assert client.post(reverse("orders:violation-new"), form | {"body": ""}).context["form"].errors.keys() == {
        "unit_name"
    }
    client.post(reverse("orders:violation-new"), form)
    one = Violation.objects.get()
    assert "工会法" in one.basis
    client.post(
        reverse("orders:violation-letter", args=[one.pk]), {"demand": "恢复工会。", "due_on": f"{clock.today() + DAY}"}
    )
    client.force_login(place.unit_account)
    client.post(reverse("orders:violation-answer", args=[one.pk]), {"answer": "已恢复。"})
    assert client.post(reverse("orders:violation-correct", args=[one.pk])).status_code == 403
    client.force_login(place.account)
    client.post(
        reverse("orders:violation-correct", args=[one.pk]),
        {"result": "现场核实已挂牌。", "corrected_on": f"{clock.today()}"},
    )
    page = text_of(client.get(reverse("orders:violation", args=[one.pk])))
    assert "已纠正" in page
    assert "意见〔" in page


def test_a_visit_without_basis_is_called_study_and_guidance(client, place):
    form = {
        "body": place.body.pk, "word": "inspection", "title": "窗口服务专项检查", "units": [place.unit.pk],
        "starts_on": f"{clock.today()}", "ends_on": f"{clock.today() + DAY}", "purpose": "了解窗口服务情况。",
    }  # fmt: skip
    url = reverse("orders:tour-new")
    refused = client.post(url, form)
    assert refused.status_code == 422
    assert "调研指导" in str(refused.context["form"].errors["word"])
    softer = client.post(url, form | {"word": "guidance"})
    assert "调研指导" in str(softer.context["form"].errors["title"])
    client.post(url, form | {"word": "guidance", "title": "窗口服务调研指导"})
    assert Tour.objects.get().word == "guidance"

    entry = {
        "body": place.body.pk,
        "year": f"{clock.today().year}",
        "title": "窗口服务检查",
        "document": "青办〔2026〕2号",
        "most": "1",
    }
    client.post(reverse("orders:plan-entry-new"), entry)
    chosen = form | {"entry": str(PlanEntry.objects.get().pk)}
    assert client.post(url, chosen).status_code == 302
    assert "用完" in str(client.post(url, chosen).context["form"].errors["word"])
    tour = Tour.objects.get(word="inspection")
    client.post(reverse("orders:tour-cancel", args=[tour.pk]), {"reason": "雨天"})
    assert client.post(url, chosen).status_code == 302
    client.force_login(place.unit_account)
    assert "窗口服务专项检查" in text_of(client.get(reverse("orders:tours")))


def test_levels_of_the_board_are_those_of_the_ladder():
    assert (0, *Grade.values) == supervision.LEVELS


def test_the_page_of_an_order_shows_its_notices_and_offers_another(client, place):
    order = make.matter(place.unit, START)
    make.climb(order)
    url = reverse("orders:detail", args=[order.pk])
    new = reverse("orders:writ-new", args=[order.pk])
    page = text_of(client.get(url))
    assert str(Writ.objects.get().number) in page
    assert new in page
    client.force_login(place.unit_account)
    assert new not in text_of(client.get(url))
