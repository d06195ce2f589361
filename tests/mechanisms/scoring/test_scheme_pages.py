import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import scoring
from tests.factories.scoring import AFTER, BEFORE, LATER, NEXT, computed, drafted, frozen, marked, part, published
from tests.mechanisms.scoring.test_pages import lines
from tests.permissions import page_matrix
from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import actions, catalogue
from zhengyou.mechanisms.scoring.models import Assessment, Mark, Scheme, Use
from zhengyou.registry.approvals.queries import running_approval

pytestmark = pytest.mark.django_db
AUTUMN = dt.datetime(2026, 10, 12, 2, tzinfo=dt.UTC)


@pytest.fixture
def county(monkeypatch):
    place = scoring.county()
    scoring.offered(place, monkeypatch)
    return place


def opened(client, account, name, *args, query=""):
    client.force_login(account)
    answer = client.get(reverse(f"scoring:{name}", args=args) + query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_an_office_adopts_changes_and_submits_a_scheme(client, county):
    client.force_login(county.account)
    with clock.pretend(BEFORE):
        page = client.get(reverse("scoring:scheme-new")).content.decode()
        assert "红旗窗口评选" in page
        given = {"body": county.body.public_id, "preset": "red-flag", "starts_on": "2026-04-02"}
        wrong = client.post(reverse("scoring:scheme-new"), given)
        assert wrong.status_code == 422
        assert "某月1日" in wrong.content.decode()
        made = client.post(reverse("scoring:scheme-new"), given | {"starts_on": "2026-04-01"})
        scheme = Scheme.objects.get(code="red-flag")
        assert made["Location"] == reverse("scoring:scheme", args=[scheme.pk])
        shown = opened(client, county.account, "scheme", scheme.pk)
        assert "服务对象评议" in shown
        assert "一票否决" in shown

        rules = opened(client, county.account, "scheme-rules", scheme.pk)
        assert "优秀 90" in rules
        same = {
            "title": scheme.title, "basis": "", "rhythm": "month", "starts_on": "2026-04-01", "grouping": "all",
            "form": "mean", "tie": "share", "needed": "0.7", "minimum": "20", "bonus_cap": "5", "deduction_cap": "100",
            "grades": "好 90\n中 95", "climb": "0",
        }  # fmt: skip
        answer = client.post(reverse("scoring:scheme-rules", args=[scheme.pk]), same)
        assert answer.status_code == 422
        assert "最高等次写起" in answer.content.decode()
        client.post(reverse("scoring:scheme-rules", args=[scheme.pk]), same | {"grades": "好 95\n中 90"})
        scheme.refresh_from_db()
        assert (scheme.grades, scheme.minimum) == ([["好", 95.0], ["中", 90.0]], 20)

        duty = part(scheme, "窗口办件效率")
        fields = {
            "name": duty.name, "role": "part", "source": "check", "weight": "30", "worst": "50", "target": "50",
            "voice": "none", "standard": "", "order_number": "",
        }  # fmt: skip
        bad = client.post(reverse("scoring:part", args=[duty.pk]), fields)
        assert bad.status_code == 422
        client.post(reverse("scoring:part", args=[duty.pk]), fields | {"target": "100"})
        duty.refresh_from_db()
        assert (duty.worst, duty.target) == (50, 100)
        add = fields | {"name": "考勤", "weight": "10", "worst": "0", "target": "100"}
        client.post(reverse("scoring:part-new", args=[scheme.pk]), add)
        assert "合计为 110" in opened(client, county.account, "scheme", scheme.pk)
        refused = client.post(reverse("scoring:scheme-submit", args=[scheme.pk]), {})
        assert refused.status_code == 422
        client.post(reverse("scoring:part-drop", args=[part(scheme, "考勤").pk]))
        client.post(reverse("scoring:scheme-submit", args=[scheme.pk]), {})
    scheme.refresh_from_db()
    assert scheme.state == "approving"
    assert "审批中" in opened(client, county.account, "schemes")


def test_a_period_is_marked_assessed_shown_and_published_on_pages(client, county):
    scheme, unit = frozen(county), county.units[0]
    liaison, _actor = county.member(unit)
    checked = part(scheme, "内务管理")
    marks = reverse("scoring:mark-unit", args=[scheme.pk, unit.public_id]) + "?period=2026-04-01"
    client.force_login(liaison)
    assert "单位1" not in opened(client, liaison, "marks", scheme.pk)
    typed = {f"own-{checked.pk}": "九十", f"own_note-{checked.pk}": "已整改"}
    wrong = client.post(marks, typed)
    assert wrong.status_code == 422
    assert "九十" in wrong.content.decode()
    assert client.post(marks, typed | {f"own-{checked.pk}": "90"}).status_code == 302
    assert Mark.objects.get().own == 90

    client.force_login(county.account)
    assert "已整改" in client.get(marks).content.decode()
    client.post(marks, {f"value-{checked.pk}": "85", f"evidence-{checked.pk}": "6月检查"})
    marked(county, scheme, 85, 80, 80, 80, 80, 80)
    event = reverse("scoring:note-event", args=[scheme.pk, unit.public_id]) + "?period=2026-04-01"
    assert client.get(event).status_code == 200
    veto = {"part": part(scheme, "欠薪").pk, "event": "劳监1号", "points": "1", "evidence": "处罚决定书"}
    assert client.post(event, veto).status_code == 302
    assert "劳监1号" in client.get(marks).content.decode()
    with clock.pretend(AFTER):
        assert client.get(reverse("scoring:begin", args=[scheme.pk])).status_code == 200
        asked = client.post(reverse("scoring:begin", args=[scheme.pk]), {"starts_on": "2026-04-01"})
        assessment = Assessment.objects.get()
        assert asked["Location"] == reverse("scoring:assessment", args=[assessment.pk])
        assert "等待计算" in opened(client, county.account, "assessment", assessment.pk)
        scoring.work(assessment)
        assert client.get(reverse("scoring:assessment", args=[assessment.pk])).status_code == 200
        client.force_login(liaison)
        hidden = reverse("scoring:assessment", args=[assessment.pk])
        assert "单位1" not in client.get(hidden).content.decode()
        client.force_login(county.account)
        client.post(reverse("scoring:assessment-preview", args=[assessment.pk]))
        own = opened(client, liaison, "result", assessment.pk, unit.public_id)
        assert "核查中，暂停评先资格" in own
        assert "内务管理" in own
        other = reverse("scoring:result", args=[assessment.pk, county.units[1].public_id])
        assert client.get(other).status_code == 404
        client.post(reverse("scoring:object", args=[assessment.pk, unit.public_id]), {"text": "已结清工资"})
    objection = assessment.objections.get()
    client.force_login(county.account)
    client.post(reverse("scoring:objection-answer", args=[objection.pk]), {"upheld": "no", "answer": "尚未结清"})
    with clock.pretend(LATER):
        client.post(reverse("scoring:assessment-submit", args=[assessment.pk]))
        assessment.refresh_from_db()
        assert assessment.state == "approving"
        county.approve(running_approval(assessment))
    page = opened(client, liaison, "assessment", assessment.pk)
    assert "单位1" in page
    assert "实际决定名次的指标" in page
    client.force_login(county.account)
    book = client.get(reverse("scoring:assessment", args=[assessment.pk]), {"export": "xlsx"})
    assert book["Content-Type"].startswith("application/vnd")
    client.post(reverse("scoring:assessment-replay", args=[assessment.pk]))
    assert "完全一致" in client.get(reverse("scoring:assessment", args=[assessment.pk])).content.decode()


def test_a_correction_shows_its_difference_and_doubts_its_uses(client, county):
    scheme = frozen(county)
    marked(county, scheme, *[80] * 6)
    quarter = published(county, computed(county, scheme))
    client.force_login(county.account)
    use = {"purpose": "annual", "name": "年度目标考核", "weight": "15"}
    address = reverse("scoring:note-use", args=[quarter.pk])
    assert client.post(address, use).status_code == 422  # nobody confirmed it
    client.post(address, use | {"confirmed": "on"})
    assert Use.objects.get().weight == 15
    marked(county, scheme, 30)
    with clock.pretend(LATER):
        client.post(reverse("scoring:assessment-correct", args=[quarter.pk]), {"reason": "抄录错误"})
        correction = scoring.work(Assessment.objects.get(corrects=quarter))
        changed = opened(client, county.account, "assessment-changes", correction.pk)
        assert "单位0" in changed
        assert "单位5" not in changed
        assert "-20.0" in changed
        actions.preview(correction, actor=county.office)
    with clock.pretend(LATER + dt.timedelta(days=20)):
        county.approve(actions.submit_results(correction, actor=county.office))
    assert "结果已更正，待复核" in opened(client, county.account, "uses")
    client.post(reverse("scoring:settle-use", args=[Use.objects.get().pk]))
    assert not Use.objects.get().doubtful
    assert client.get(reverse("scoring:uses"), {"export": "xlsx"}).status_code == 200
    assert client.get(reverse("scoring:schemes"), {"export": "xlsx"}).status_code == 200


def test_two_periods_of_a_scheme_stand_side_by_side(client, county):
    scheme = frozen(county)
    marked(county, scheme, *[80] * 6)
    second = published(county, computed(county, scheme))
    with clock.pretend(AUTUMN):
        marked(county, scheme, 90, *[80] * 5, starts_on=NEXT)
        third = scoring.work(actions.begin(scheme, starts_on=NEXT, actor=county.office))
        pages = [
            opened(client, county.account, "assessment-beside", *keys)
            for keys in ((third.pk, second.pk), (second.pk, third.pk))
        ]
        for page in pages:  # the earlier one stands first, whichever was asked for
            assert "两期对比" in page
            assert "2026-04-01至2026-06-30" in page.replace(" ", "")
            assert "单位0" in page
            assert "+4.0" in page
            assert "单位5" not in page
        beside = reverse("scoring:assessment-beside", args=[third.pk, second.pk])
        assert beside in opened(client, county.account, "assessment", third.pk)
        assert lines(client.get(beside, {"export": "xlsx"}))
        actions.preview(third, actor=county.office)
        own = opened(client, county.member(county.units[1])[0], "assessment-beside", third.pk, second.pk)
        assert "单位0" not in own  # until it is published nobody sees the third quarter of others


def test_points_of_a_result_add_up_in_its_waterfall_and_lead_to_their_records(client, county, monkeypatch):
    scheme, unit = frozen(county), county.units[0]
    marked(county, scheme, *[80] * 6)
    with clock.pretend(AFTER):
        for name, role in (("通报表扬", "2"), ("通报批评", "5")):
            given = {"body": unit, "starts_on": scheme.starts_on, "event": name, "evidence": "通报"}
            actions.note_event(part(scheme, name), points=float(role), actor=county.office, **given)
    assessment = computed(county, scheme)
    offered = catalogue.offered()["satisfaction"]
    monkeypatch.setattr(
        catalogue, "_offered", {"satisfaction": replace(offered, drill=lambda body, first, last: f"/{first}/{last}")}
    )
    client.force_login(county.account)
    answer = client.get(reverse("scoring:result", args=[assessment.pk, unit.public_id]))
    steps = {step["name"]: step for step in answer.context["chart"]["steps"]}
    assert list(steps) == ["群众满意度", "内务管理", "加分", "扣分", "总分"]
    assert steps["扣分"]["end"] == pytest.approx(steps["总分"]["end"], abs=0.02)
    assert steps["扣分"]["start"] - steps["扣分"]["end"] == pytest.approx(5)
    assert '<a href="/2026-04-01/2026-06-30">群众满意度</a>' in answer.content.decode()
    whole = client.get(reverse("scoring:assessment", args=[assessment.pk]))
    assert {row["href"] for row in whole.context["chart"]["rows"]} >= {answer.wsgi_request.path}


def test_a_scheme_leaves_as_its_reader_sees_it_and_shows_what_was_frozen(client, county):
    scheme = frozen(county, deduction_cap=15, climb=1)
    page = opened(client, county.account, "scheme", scheme.pk)
    assert "15" in page.split("扣分上限")[1][:80]
    assert "固定的事项构成：群众满意度" in page
    assert "越高越好" in page
    tree = reverse("scoring:scheme", args=[scheme.pk])
    rows = {row[0]: row[1:] for row in lines(client.get(tree, {"export": "xlsx"})) if row}
    assert rows["群众满意度"][0] == 60
    assert b"".join(client.get(tree, {"export": "pdf"}).streaming_content).startswith(b"%PDF")


def test_a_change_within_a_period_says_how_many_would_move(client, county):
    scheme = frozen(county)
    with clock.pretend(dt.datetime(2026, 5, 11, 2, tzinfo=dt.UTC)):
        marked(county, scheme, 100, 80, 60, 40, 20, 0)
        client.force_login(county.account)
        client.post(reverse("scoring:scheme-revise", args=[scheme.pk]), {"now": "1"})
        draft = Scheme.objects.get(version=2)
        assert "请先测算变更影响的单位" in opened(client, county.account, "scheme", draft.pk)
        for name, weight in (("群众满意度", 90), ("内务管理", 10)):
            actions.set_part(part(draft, name), weight=weight, actor=county.office)
        client.post(reverse("scoring:scheme-impact", args=[draft.pk]))
        assert "6个单位中有" in opened(client, county.account, "scheme", draft.pk)
        undecided = client.post(reverse("scoring:scheme-submit", args=[draft.pk]), {})
        assert undecided.status_code == 422
        given = {"decision": "县活动办7号", "decided_on": "2026-05-10"}
        assert client.post(reverse("scoring:scheme-submit", args=[draft.pk]), given).status_code == 302


def test_peer_groups_are_named_on_a_page(client, county):
    scheme = drafted(county, grouping="named")
    client.force_login(county.account)
    members = [unit.public_id for unit in county.units[:3]]
    client.post(reverse("scoring:scheme-group", args=[scheme.pk]), {"name": "企业密集区", "members": members})
    assert "企业密集区" in opened(client, county.account, "scheme", scheme.pk)


def test_who_may_open_which_page(client, county):
    scheme = frozen(county)
    marked(county, scheme, *[80] * 6)
    assessment = published(county, computed(county, scheme))
    for name, function, args, outsider in (
        ("schemes", "scoring.read", [], 200),
        ("scheme", "scoring.read", [scheme.pk], 404),
        ("uses", "scoring.read", [], 200),
        ("scheme-new", "scoring.design", [], 200),
        ("assessment", "scoring.read", [assessment.pk], 404),
        ("result", "scoring.read", [assessment.pk, county.units[0].public_id], 404),
        ("assessment-changes", "scoring.read", [assessment.pk], 404),
        ("assessment-beside", "scoring.read", [assessment.pk, assessment.pk], 404),
        ("marks", "scoring.read", [scheme.pk], 404),
    ):
        page_matrix(client, reverse(f"scoring:{name}", args=args), function, county.body, outsider=outsider)


def test_lists_ask_no_more_for_more_rows(client, county):
    client.force_login(county.account)
    counts = []
    for number in range(3):
        frozen(county, code=f"n{number}")
        if number in (0, 2):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("scoring:schemes"))
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_marks_leave_as_workbook_and_paper_the_list_and_one_unit(client, county):
    scheme, unit = frozen(county), county.units[1]
    marked(county, scheme, 90, 70)
    with clock.pretend(AFTER):
        actions.self_check(
            part(scheme, "内务管理"), body=county.units[2], starts_on=scheme.starts_on, own=88, note="已自查",
            actor=county.office,
        )  # fmt: skip
        note = {"event": "表扬1号", "points": 2, "evidence": "县办通报", "actor": county.office}
        actions.note_event(part(scheme, "通报表扬"), body=unit, starts_on=scheme.starts_on, **note)
        client.force_login(county.account)
        where = {"period": str(scheme.starts_on)}
        whole = reverse("scoring:marks", args=[scheme.pk])
        assert "export=xlsx" in client.get(whole, where).content.decode()
        rows = {row[0]: row[1:] for row in lines(client.get(whole, where | {"export": "xlsx"})) if row}
        assert rows["单位1"] == [0, 1, 1, 1]
        assert rows["单位2"] == [1, 0, 1, 0]
        one = reverse("scoring:mark-unit", args=[scheme.pk, unit.public_id])
        rows = {row[0]: row[1:] for row in lines(client.get(one, where | {"export": "xlsx"})) if row}
        assert 70 in rows["内务管理"]
        assert {2, "县办通报"} <= set(rows["通报表扬 · 表扬1号"])
        for page in (whole, one):
            paper = client.get(page, where | {"export": "pdf"})
            assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_the_page_of_an_assessment_asks_until_it_is_computed(client, county):
    scheme = frozen(county)
    with clock.pretend(AFTER):
        queued = actions.begin(scheme, starts_on=scheme.starts_on, actor=county.office)
        client.force_login(county.account)
        progress = reverse("scoring:assessment-progress", args=[queued.pk])
        assert f'hx-get="{progress}"' in client.get(reverse("scoring:assessment", args=[queued.pk])).content.decode()
        assert "HX-Refresh" not in client.get(progress)
        scoring.work(queued)
        assert client.get(progress)["HX-Refresh"] == "true"
        assert progress not in client.get(reverse("scoring:assessment", args=[queued.pk])).content.decode()
        page_matrix(client, progress, "scoring.read", county.body, outsider=404)
