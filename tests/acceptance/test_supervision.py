"""督办与问责: problems with owner and limit, notices with receipts, trigger rules, violations, accountability cases."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import supervision as make
from tests.factories.deadlines import moment
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict
from zhengyou.mechanisms.orders import actions, tasks
from zhengyou.mechanisms.orders.enums import CaseState, ProblemState, Sheet, ViolationState, WritState
from zhengyou.mechanisms.orders.models import AccountabilityCase, Measure, Problem, ProblemList, Violation, Writ
from zhengyou.records.ledger.queries import history

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def place(client):
    made = make.county()
    client.force_login(made.account)
    return made


def text_of(answer):
    return answer.content.decode()


def begin(client, place, theme, *, by_aspects=False):
    """Begin a list of problems through its page."""
    today = clock.today()
    given = {
        "body": place.body.pk, "title": f"清单 {theme}", "theme": theme, "starts_on": f"{today}",
        "ends_on": f"{today + 60 * DAY}", "by_aspects": "on" if by_aspects else "",
    }  # fmt: skip
    client.post(reverse("orders:list-new"), given)
    return ProblemList.objects.get(theme=theme)


def enter(client, listed, place, title, **facts):
    """Enter a problem through its page and settle measures for it."""
    given = {
        "body": place.unit.pk,
        "title": title,
        "facts": "群众反映三次。",
        "origin": "public",
        "priority": "2",
    } | facts
    client.post(reverse("orders:problem-new", args=[listed.pk]), given)
    one = Problem.objects.get(title=title)
    plan = {
        "owner": "窗口科科长", "measures": "增开弹性窗口。", "due_on": f"{clock.today() + 10 * DAY}",
        "priority": str(one.priority),
    }  # fmt: skip
    client.post(reverse("orders:problem-plan", args=[one.pk]), plan)
    return Problem.objects.get(pk=one.pk)


def put_right(client, one, place):
    """Make an order of a problem through its page, let the unit answer it and the county verify."""
    client.post(reverse("orders:problem-order", args=[one.pk]))
    one.refresh_from_db()
    order = one.order
    actions.plan(order, measures="增开窗口", limit_on=clock.today() + DAY, responsible="窗口科科长", actor=place.clerk)
    make.close(order, place)
    one.refresh_from_db()
    return one


@pytest.mark.requirement("C1-05", "C4-28")
def test_a_discipline_campaign_finds_problems_and_has_them_put_right(client, place):
    """机关作风纪律整顿、集中抓整改: each problem becomes an order; the list shows the share solved."""
    listed = begin(client, place, "style")
    one, other = enter(client, listed, place, "窗口推诿扯皮"), enter(client, listed, place, "会风不实")
    one = put_right(client, one, place)
    assert (one.state, one.solution, one.verified_by) == (ProblemState.SOLVED, "已全部整改到位。", place.body.name)
    page = client.get(reverse("orders:problems", args=[listed.pk]))
    assert "50.0%" in text_of(page)
    assert other.title in text_of(page)
    assert "50.0%" in text_of(client.get(reverse("orders:lists")))


@pytest.mark.requirement("C1-12", "E-11")
def test_a_solved_problem_is_shown_as_an_example(client, place):
    """破解难题、打造亮点: the solution of a verified problem stands on a public page; an open one never does."""
    one = enter(client, begin(client, place, "service"), place, "排队时间长")
    url = reverse("orders:problem-highlight", args=[one.pk])
    refused = client.post(url, {"line": "弹性窗口"})
    assert refused.status_code == 422
    one = put_right(client, one, place)
    client.post(url, {"line": "弹性窗口，随到随办"})
    client.logout()
    page = text_of(client.get(reverse("orders:highlights")))
    assert "弹性窗口，随到随办" in page
    assert place.unit.name in page
    one.refresh_from_db()
    assert one.is_highlight


@pytest.mark.requirement("C2-42")
def test_problems_are_ranked_and_the_most_pressing_stands_first(client, place):
    """查找突出问题、确定着力点: the list is ordered by priority and limit, and can be filtered by it."""
    listed = begin(client, place, "campaign")
    for title, priority in (("一般", "3"), ("突出", "1"), ("其次", "2")):
        enter(client, listed, place, title, priority=priority)
    page = client.get(reverse("orders:problems", args=[listed.pk]))
    assert [line["head"] for line in page.context["lines"]] == ["突出", "其次", "一般"]
    only = client.get(reverse("orders:problems", args=[listed.pk]), {"priority": "1"})
    assert [line["head"] for line in only.context["lines"]] == ["突出"]
    assert list(listed.problems.values_list("owner", flat=True)) == ["窗口科科长"] * 3


@pytest.mark.requirement("C5-04")
def test_problems_are_looked_for_by_four_aspects(client, place):
    """对照意识、态度、本领、效能: such a list refuses a problem without its aspect and counts by aspects."""
    listed = begin(client, place, "style", by_aspects=True)
    url = reverse("orders:problem-new", args=[listed.pk])
    given = {"body": place.unit.pk, "title": "主动服务不够", "facts": "……", "origin": "self", "priority": "2"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "aspect" in refused.context["form"].errors
    for aspect in ("awareness", "ability", "ability"):
        client.post(url, given | {"aspect": aspect})
    page = client.get(reverse("orders:problems", args=[listed.pk]))
    assert [row["number"] for row in page.context["aspects"]] == [1, 0, 2, 0]
    assert "本领" in text_of(page)


@pytest.mark.requirement("D-64")
def test_conflicts_of_labour_relations_are_tracked_to_their_end(client, place):
    """及时解决劳动关系突出矛盾: an overdue conflict shows as overdue until it is solved."""
    listed = begin(client, place, "labour")
    one = enter(client, listed, place, "欠薪纠纷")
    with clock.pretend(clock.now() + 20 * DAY):
        client.force_login(place.account)
        late = client.get(reverse("orders:lists")).context["page"].object_list[0]
        assert (late.number, late.late) == (1, 1)
    client.post(reverse("orders:problem-solve", args=[one.pk]), {"solution": "工资已全额支付。"})
    one.refresh_from_db()
    assert one.state == ProblemState.SOLVED
    assert [event.verb for event in history(one)] == ["orders.find_problem", "orders.plan_problem", "orders.solve"]
    assert "工资已全额支付" in text_of(client.get(reverse("orders:problem", args=[one.pk])))


@pytest.mark.requirement("C4-41")
def test_rules_on_real_figures_propose_supervision_once_a_month(client, place):
    """查摆不深入、整改不到位、成效不明显: the shipped rules weigh real figures and propose; nobody is punished by a rule."""
    make.may_also(place.officer, "orders.trigger")
    rules = {rule.title: rule for rule in actions.begin_with_shipped(place.body, actor=place.officer)}
    assert {"查摆问题不深入", "整改落实不到位", "争创成效不明显"} <= rules.keys()
    listed = begin(client, place, "style")
    for number in range(3):
        enter(client, listed, place, f"问题{number}")
    with clock.pretend(clock.now() + 15 * DAY):  # all three are overdue, none is solved
        tasks.weigh()
        tasks.weigh()
        client.force_login(place.account)
        shown = text_of(client.get(reverse("orders:measures")))
    one = Measure.objects.get(trigger=rules["整改落实不到位"])
    assert (one.kind, one.state, one.body, one.issuer) == ("supervision", "proposed", place.unit, place.body)
    assert "整改落实不到位" in one.facts
    assert "问题销号率" in one.facts
    assert one.facts.split("。")[0] in shown
    given = {"demand": "七日内拿出整改方案。", "due_on": f"{clock.today() + 7 * DAY}"}
    client.force_login(place.account)
    client.post(reverse("orders:measure-accept", args=[one.pk]), given)
    one.refresh_from_db()
    assert (one.state, one.order.body, one.order.kind) == ("done", place.unit, "matter")


@pytest.mark.requirement("C4-43")
def test_a_notice_of_supervision_has_a_number_a_colour_and_a_receipt(client, place):
    """下发督办通知: the ladder sends it in red, the unit signs for it, and both see the receipt."""
    order = make.matter(place.unit, moment("2026-05-11 10:00"))
    make.climb(order, moment("2026-05-20 17:31"))
    writ = Writ.objects.get(sheet=Sheet.SUPERVISION)
    assert (writ.shade, str(writ.number), writ.state) == ("red", "督办〔2026〕1号", WritState.ISSUED)
    client.force_login(place.unit_account)
    listed = text_of(client.get(reverse("orders:writs")))
    assert "督办〔2026〕1号" in listed
    assert "红色" in listed
    client.post(reverse("orders:writ-sign", args=[writ.pk]), {"remark": "立即整改"})
    client.force_login(place.account)
    page = text_of(client.get(reverse("orders:writ", args=[writ.pk])))
    assert "立即整改" in page
    assert place.clerk.label in page
    made = client.get(reverse("orders:writ-file", args=[writ.pk, "pdf"]))
    assert (made.content if not made.streaming else b"".join(made.streaming_content)).startswith(b"%PDF")


def case_of(client, place, **facts):
    """Open an accountability case through its page."""
    given = {
        "keeper": place.body.pk, "body": place.unit.pk, "fault": "slow", "post": "窗口科科员", "person": "赵晓东",
        "facts": "2026年4月8日至20日，三件申请无故未受理，见督办〔2026〕1号。",
    }  # fmt: skip
    client.post(reverse("orders:case-new"), given | facts)
    return AccountabilityCase.objects.get()


@pytest.mark.requirement("C1-10", "C4-63")
def test_a_case_holds_facts_hears_the_person_and_is_handed_over(client, place):
    """服务差、效率低: facts are established, the person is heard, the competent organ decides and tells."""
    case = case_of(client, place)
    goods = {"organ": "县纪委监委", "proposal": "三件申请未按期受理。", "handed_over_on": f"{clock.today()}"}
    with pytest.raises(Conflict):
        actions.hand_over_case(
            case, organ="县纪委监委", proposal="x", handed_over_on=clock.today(), actor=place.officer
        )
    client.post(reverse("orders:case-hear", args=[case.pk]), {"statement": "当时系统停机，已补办。"})
    client.post(reverse("orders:case-hand-over", args=[case.pk]), goods)
    client.post(
        reverse("orders:case-outcome", args=[case.pk]), {"outcome": "已批评教育。", "outcome_on": f"{clock.today()}"}
    )
    case.refresh_from_db()
    assert (case.state, case.organ) == (CaseState.HANDED_OVER, "县纪委监委")
    page = text_of(client.get(reverse("orders:case", args=[case.pk])))
    assert "已批评教育" in page
    assert "赵晓东" not in page


@pytest.mark.requirement("D-44")
def test_the_platform_refuses_to_write_a_sanction(client, place):
    """责任追究: a hand-over that proposes a punishment is refused at its field."""
    case = case_of(client, place)
    client.post(reverse("orders:case-hear", args=[case.pk]), {"statement": "认可事实。"})
    url = reverse("orders:case-hand-over", args=[case.pk])
    given = {"organ": "县纪委监委", "proposal": "建议给予警告。", "handed_over_on": f"{clock.today()}"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "警告" in str(refused.context["form"].errors["proposal"])
    case.refresh_from_db()
    assert case.state == CaseState.HEARD


@pytest.mark.requirement("E-53")
def test_tasks_left_undone_are_put_to_leader_and_worker_with_facts_and_reply(client, place):
    """工作不力、完不成任务: responsibility of a leader is named as such; silence counts only after its day."""
    case = case_of(client, place, fault="undone", is_leader="on", post="分管副局长")
    assert case.is_leader
    client.post(reverse("orders:case-ask", args=[case.pk]))
    url = reverse("orders:case-hear", args=[case.pk])
    assert client.post(url, {"is_silent": "on"}).status_code == 422
    with clock.pretend(clock.now() + 20 * DAY):
        client.force_login(place.account)
        assert client.post(url, {"is_silent": "on"}).status_code == 302
    client.force_login(place.account)
    shown = text_of(client.get(reverse("orders:cases")))
    assert "领导责任" in shown
    client.post(reverse("orders:case-end", args=[case.pk]), {"reason": "属容错情形，任务已补齐。"})
    case.refresh_from_db()
    assert case.state == CaseState.ENDED


def violation_of(client, county, **facts):
    """Record a violation through its page and send the letter."""
    given = {
        "keeper": county.body.pk, "title": "……", "found_on": f"{clock.today()}", "facts": "……", "body": county.unit.pk,
    } | facts  # fmt: skip
    client.post(reverse("orders:violation-new"), given)
    one = Violation.objects.get()
    client.post(
        reverse("orders:violation-letter", args=[one.pk]),
        {"demand": "限期纠正。", "due_on": f"{clock.today() + 10 * DAY}"},
    )
    return one


@pytest.mark.requirement("D-14")
def test_a_union_dissolved_at_will_gets_a_letter_and_is_restored(client, place):
    """纠正撤并工会组织的做法: discovered, letter of opinion with the law, corrected and verified."""
    one = violation_of(client, place, kind="union", title="撤并乡镇工会", facts="将工会并入党政办。")
    letter = Writ.objects.get(violation=one)
    assert (letter.sheet, letter.body) == (Sheet.OPINION, place.unit)
    assert "工会法" in letter.basis
    client.force_login(place.unit_account)
    client.post(reverse("orders:writ-sign", args=[letter.pk]), {"remark": ""})
    client.post(reverse("orders:violation-answer", args=[one.pk]), {"answer": "工会已恢复单设。"})
    client.force_login(place.account)
    client.post(
        reverse("orders:violation-correct", args=[one.pk]), {"result": "已挂牌。", "corrected_on": f"{clock.today()}"}
    )
    one.refresh_from_db()
    assert one.state == ViolationState.CORRECTED
    page = text_of(client.get(reverse("orders:violation", args=[one.pk])))
    assert "工会已恢复单设" in page
    assert str(letter.number) in page


@pytest.mark.requirement("E-57")
def test_unlawful_charges_on_roads_are_recorded_and_followed_up(client, place):
    """治理公路“三乱”: a unit outside of the platform is recorded too; a weak correction gets a second letter."""
    one = violation_of(
        client, place, kind="road_fee", title="违规收取通行费", place="县道X203线", body="", unit_name="某养护公司"
    )
    client.post(reverse("orders:violation-answer", args=[one.pk]), {"answer": "已停收。"})
    client.post(
        reverse("orders:violation-insist", args=[one.pk]),
        {"demand": "退还多收费用。", "due_on": f"{clock.today() + 5 * DAY}"},
    )
    one.refresh_from_db()
    assert (one.state, one.body, one.writs.count()) == (ViolationState.LETTER, None, 2)
    shown = text_of(client.get(reverse("orders:violations"), {"kind": "road_fee"}))
    assert "某养护公司" in shown
    assert "县道X203线" in shown
