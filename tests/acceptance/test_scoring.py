"""Schemes and assessments, by the requirements they answer: each through a verb and on a page."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import scoring
from tests.factories.bodies import BodyFactory
from tests.factories.scoring import AFTER, BEFORE, FIRST, NEXT, computed, drafted, frozen, marked, part, published, work
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.collecting import units_of
from zhengyou.mechanisms.scoring.models import Scheme

pytestmark = pytest.mark.django_db
AUTUMN = dt.datetime(2026, 10, 9, 2, tzinfo=dt.UTC)


@pytest.fixture
def county(monkeypatch):
    place = scoring.county()
    scoring.offered(place, monkeypatch)
    return place


def seen(client, county, name, *args):
    client.force_login(county.account)
    answer = client.get(reverse(f"scoring:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def adopted(county, code, *, starts_on=FIRST):
    """Return a preset that was approved before its first period began."""
    with clock.pretend(BEFORE):
        scheme = actions.adopt(code, body=county.body, starts_on=starts_on, actor=county.office)
        county.approve(actions.submit(scheme, actor=county.office))
    scheme.refresh_from_db()
    return scheme


def mark_all(county, scheme, value=85.0):
    """Mark every part that is marked by hand, of every unit."""
    for one in scheme.parts.filter(role="part", source="check"):
        marked(county, scheme, *[value] * len(county.units), name=one.name)


def assessed(county, scheme, moment=AUTUMN):
    with clock.pretend(moment):
        return work(actions.begin(scheme, starts_on=FIRST, actor=county.office))


@pytest.mark.requirement("A-09")
def test_no_scheme_without_the_satisfaction_of_the_people(client, county):
    scheme = drafted(county)
    actions.set_part(part(scheme, "群众满意度"), mandatory=False, actor=county.office)
    with clock.pretend(BEFORE), pytest.raises(Refused):
        actions.submit(scheme, actor=county.office)
    scheme.refresh_from_db()
    assert scheme.state == "draft"
    assert "必备的群众满意度指标" in seen(client, county, "scheme", scheme.pk)


@pytest.mark.requirement("A-26", "C4-67")
def test_a_unit_checks_its_window_goals_and_is_assessed(client, county):
    scheme, unit = adopted(county, "window-goals"), county.units[0]
    liaison, actor = county.member(unit)
    goal = part(scheme, "便民窗口")
    actions.self_check(goal, body=unit, starts_on=FIRST, own=92, note="设无障碍通道", actor=actor)
    mark_all(county, scheme)
    assessment = assessed(county, scheme)
    result = assessment.results.get(body=unit)
    assert next(entry for entry in result.parts if entry["name"] == "便民窗口")["points"] == 85
    client.force_login(liaison)
    page = client.get(reverse("scoring:mark-unit", args=[scheme.pk, unit.public_id]) + "?period=2026-04-01")
    assert "设无障碍通道" in page.content.decode()
    assert "发展窗口" in seen(client, county, "result", assessment.pk, unit.public_id)


@pytest.mark.requirement("A-32", "C5-23")
def test_performance_is_evidence_and_is_adjusted_for_volume(client, county):
    scheme = adopted(county, "performance")
    few, many = county.units[0], county.units[1]
    county.ratings[few.pk] = [[0, 0, 0, 0, 31], [0] * 5]
    county.ratings[many.pk] = [[0, 0, 0, 0, 3000], [0] * 5]
    mark_all(county, scheme)
    assessment = assessed(county, scheme)
    points = {
        result.body: next(entry["points"] for entry in result.parts if entry["name"] == "群众满意度")
        for result in assessment.results.select_related("body")
    }
    assert points[few] < points[many] <= 100
    page = seen(client, county, "result", assessment.pk, few.public_id)
    assert "业务实绩" in page
    assert "6月检查记录" in page


@pytest.mark.requirement("B-36", "B-37")
def test_the_four_gains_are_reviewed_each_quarter_before_and_after(client, county):
    scheme = adopted(county, "four-gains")
    mark_all(county, scheme, 60.0)
    before = published(county, computed(county, scheme))
    for one in scheme.parts.filter(role="part", source="check"):
        marked(county, scheme, *[85.0] * 6, name=one.name, starts_on=NEXT)
    with clock.pretend(AUTUMN):
        after = work(actions.begin(scheme, starts_on=NEXT, actor=county.office))
    for unit in county.units:
        assert after.results.get(body=unit).total > before.results.get(body=unit).total + 15
    assert "作风明显转变" in seen(client, county, "result", after.pk, county.units[0].public_id)
    shown = seen(client, county, "scheme", scheme.pk)
    assert "4月1日" in shown or "2026-04-01" in shown


@pytest.mark.requirement("B-47")
def test_units_are_compared_by_type_of_area(client, county):
    scheme = drafted(county, grouping="named")
    for name, members in (("企业密集区", county.units[:3]), ("工会基础薄弱区", county.units[3:])):
        actions.name_group(scheme, name=name, members=members, actor=county.office)
    with clock.pretend(BEFORE):
        county.approve(actions.submit(scheme, actor=county.office))
    scheme.refresh_from_db()
    marked(county, scheme, *[80] * 6)
    assessment = assessed(county, scheme)
    places = sorted(assessment.results.values_list("group", "place"))
    assert [place for _group, place in places] == [1, 2, 3, 1, 2, 3]
    assert "工会基础薄弱区" in seen(client, county, "assessment", assessment.pk)


@pytest.mark.requirement("C1-03", "C2-36")
def test_three_satisfactions_stand_apart_beside_four_groups(client, county):
    scheme = adopted(county, "four-goods")
    mark_all(county, scheme)
    marked(county, scheme, 40, name="社会满意度")
    assessment = assessed(county, scheme)
    result = assessment.results.get(body=county.units[0])
    voices = {entry["voice"]: entry["points"] for entry in result.parts if entry["voice"] != "none"}
    assert set(voices) == {"public", "society", "superior"}
    assert (voices["society"], voices["superior"]) == (40, 85)
    page = seen(client, county, "result", assessment.pk, county.units[0].public_id)
    assert "分别列示，互不替代" in page
    for name in ("文明服务", "诚信服务", "廉洁服务", "优质服务"):
        assert name in page


@pytest.mark.requirement("C3-20")
def test_results_of_the_quarters_feed_the_later_selection_by_formula(client, county):
    quarterly = frozen(county)
    with clock.pretend(BEFORE):
        yearly = actions.design(
            body=county.body, code="select", title="年度评选", rhythm="half", starts_on=FIRST, actor=county.office
        )
        add = {"scheme": yearly, "actor": county.office}
        actions.add_part(name="季度评比平均分", weight=40, source="scheme", feeds="pingbi", **add)
        public = {"source": "indicator", "indicator": "satisfaction", "mandatory": True, "voice": "public"}
        actions.add_part(name="群众满意度", weight=60, **public, **add)
        county.approve(actions.submit(yearly, actor=county.office))
    yearly.refresh_from_db()
    marked(county, quarterly, *[80] * 6)
    quarter = published(county, computed(county, quarterly))
    half = assessed(county, yearly)
    for result in half.results.select_related("body"):
        fed = next(entry for entry in result.parts if entry["name"] == "季度评比平均分")
        assert fed["points"] == pytest.approx(quarter.results.get(body=result.body).total, abs=1e-5)
    assert "季度评比平均分" in seen(client, county, "result", half.pk, county.units[0].public_id)


@pytest.mark.requirement("C3-24", "C4-65", "E-51")
def test_each_use_of_results_is_confirmed_by_a_person_and_kept(client, county):
    scheme = frozen(county)
    marked(county, scheme, *[80] * 6)
    assessment = published(county, computed(county, scheme))
    client.force_login(county.account)
    address = reverse("scoring:note-use", args=[assessment.pk])
    for purpose, name, weight in (
        ("staff", "教职工年度考核", "20"), ("leaders", "班子和干部考核", ""), ("annual", "年度目标责任考核", "15"),
    ):  # fmt: skip
        given = {"purpose": purpose, "name": name, "weight": weight}
        assert client.post(address, given).status_code == 422
        assert client.post(address, given | {"confirmed": "on"}).status_code == 302
    assert dict(assessment.uses.values_list("purpose", "weight")) == {"staff": 20, "leaders": None, "annual": 15}
    page = seen(client, county, "uses")
    for name in ("教职工年度考核", "班子和干部考核", "年度目标责任考核"):
        assert name in page
    book = client.get(reverse("scoring:uses"), {"export": "xlsx"})
    assert book["Content-Type"].startswith("application/vnd")


@pytest.mark.requirement("C4-05", "E-37")
def test_units_rise_step_by_step_and_fall_at_once(client, county):
    scheme = frozen(county, climb=1, grades=[["五星", 85], ["四星", 75], ["三星", 60]])
    for unit in county.units:
        county.ratings[unit.pk] = [[1, 1, 2, 40, 300], [1, 1, 2, 20, 100]]
    marked(county, scheme, 30, 100, 60, 60, 60, 60)
    published(county, computed(county, scheme))
    marked(county, scheme, 100, 0, 60, 60, 60, 60, starts_on=NEXT)
    with clock.pretend(AUTUMN):
        later = work(actions.begin(scheme, starts_on=NEXT, actor=county.office))
    risen, fallen = (later.results.get(body=unit) for unit in county.units[:2])
    assert (risen.before, risen.grade) == ("三星", "四星")
    assert risen.total > 85
    assert fallen.before == "五星"
    assert fallen.grade != "五星"
    page = seen(client, county, "result", later.pk, county.units[0].public_id)
    assert "四星" in page
    assert "三星" in page


@pytest.mark.requirement("C4-49", "C4-64", "E-47")
def test_a_rating_run_is_frozen_computed_reviewed_published_and_appealed(client, county):
    scheme = frozen(county)
    marked(county, scheme, *[80] * 6)
    assessment = computed(county, scheme)
    unit = county.units[0]
    account, _liaison = county.member(unit)
    with clock.pretend(AFTER):
        actions.preview(assessment, actor=county.office)
        client.force_login(account)
        address = reverse("scoring:object", args=[assessment.pk, unit.public_id])
        assert client.post(address, {"text": "检查记录有误"}).status_code == 302
    objection = assessment.objections.get()
    with clock.pretend(AUTUMN):
        with pytest.raises(Refused):
            actions.submit_results(assessment, actor=county.office)
        actions.answer_objection(objection, upheld=False, text="记录无误", actor=county.office)
        county.approve(actions.submit_results(assessment, actor=county.office))
    assessment.refresh_from_db()
    assert assessment.state == "published"
    assert scheme.frozen_at < assessment.computed_at < assessment.published_at
    client.force_login(account)
    page = client.get(reverse("scoring:assessment", args=[assessment.pk])).content.decode()
    assert "已发布" in page
    assert "单位1" in page


@pytest.mark.requirement("C5-08", "E-22")
@pytest.mark.parametrize(("code", "names"), [("ethics", "救死扶伤|廉洁行医"), ("five-builds", "思想建设|廉政建设")])
def test_sector_schemes_are_applied_year_by_year(client, county, code, names):
    for unit in county.units:
        type(unit).objects.filter(pk=unit.pk).update(kind="hospital")
    scheme = adopted(county, code)
    mark_all(county, scheme)
    with clock.pretend(dt.datetime(2027, 4, 6, 2, tzinfo=dt.UTC)):
        assessment = work(actions.begin(scheme, starts_on=FIRST, actor=county.office))
    assert assessment.results.filter(place__isnull=False).count() == 6
    page = seen(client, county, "result", assessment.pk, county.units[0].public_id)
    for name in names.split("|"):
        assert name in page


@pytest.mark.requirement("D-23", "D-24")
def test_the_five_goods_apply_to_grass_roots_unions(client, county):
    union = BodyFactory(parent=county.body, kind="union", name="城关镇总工会")
    scheme = adopted(county, "wuhao")
    assert units_of(scheme) == [union]
    county.units = [union]
    mark_all(county, scheme, 92.0)
    with clock.pretend(dt.datetime(2027, 4, 6, 2, tzinfo=dt.UTC)):
        assessment = work(actions.begin(scheme, starts_on=FIRST, actor=county.office))
    assert assessment.results.get(body=union).grade == "优秀"
    page = seen(client, county, "result", assessment.pk, union.public_id)
    for name in ("组织健全，班子建设形象好", "履行职能，维护职工权益好"):
        assert name in page


@pytest.mark.requirement("D-28", "D-29")
@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [("wuyou-have", "enterprise", "有阵地、活动"), ("wuyou-best", "institution", "工作环境优良")],
)
def test_each_kind_of_union_has_its_own_template(client, county, code, kind, name):
    other = BodyFactory(parent=county.body, kind=kind, name="青禾单位")
    Scheme.objects.all().delete()
    scheme = adopted(county, code)
    assert other in units_of(scheme)
    assert {unit.kind for unit in units_of(scheme)} <= set(scheme.kinds)
    county.units = [other]
    mark_all(county, scheme, 80.0)
    with clock.pretend(dt.datetime(2027, 4, 6, 2, tzinfo=dt.UTC)):
        assessment = work(actions.begin(scheme, starts_on=FIRST, actor=county.office))
    assert assessment.results.get(body=other).total == pytest.approx(80)
    assert name in seen(client, county, "result", assessment.pk, other.public_id)


@pytest.mark.requirement("D-11", "D-73", "D-40")
@pytest.mark.parametrize(
    ("code", "kind", "name", "weight"),
    [
        ("federation-norms", "federation", "制度建设规范", 20),
        ("workers-rights", "enterprise", "知情权", 30),
        ("conduct-window", "government", "服务态度", 20),
    ],
)
def test_norms_rights_and_conduct_are_checked_unit_by_unit(client, county, code, kind, name, weight):
    unit = BodyFactory(parent=county.body, kind=kind, name="受评单位")
    scheme = adopted(county, code)
    account, actor = county.member(unit)
    actions.self_check(part(scheme, name), body=unit, starts_on=FIRST, own=70, note="自查记录", actor=actor)
    actions.assess(part(scheme, name), body=unit, starts_on=FIRST, value=65, evidence="现场查阅", actor=county.office)
    assert part(scheme, name).weight == weight
    mark = part(scheme, name).marks.get()
    assert (mark.own, mark.value) == (70, 65)
    client.force_login(account)
    page = client.get(reverse("scoring:mark-unit", args=[scheme.pk, unit.public_id]) + "?period=2026-04-01")
    assert "现场查阅" in page.content.decode()


@pytest.mark.requirement("D-63")
def test_arrears_of_wages_bar_an_enterprise_whatever_its_points(client, county):
    enterprise = BodyFactory(parent=county.body, kind="enterprise", name="青禾纺织")
    county.units = [enterprise]
    scheme = adopted(county, "harmony")
    mark_all(county, scheme, 95.0)
    actions.note_event(
        part(scheme, "拖欠职工工资"), body=enterprise, starts_on=FIRST, event="劳监〔2026〕3号", evidence="处理决定",
        actor=county.office,
    )  # fmt: skip
    with clock.pretend(dt.datetime(2027, 4, 6, 2, tzinfo=dt.UTC)):
        assessment = work(actions.begin(scheme, starts_on=FIRST, actor=county.office))
    result = assessment.results.get(body=enterprise)
    assert result.total == pytest.approx(95)
    assert result.grade == ""
    assert "核查中，暂停评先资格" in seen(client, county, "assessment", assessment.pk)


@pytest.mark.requirement("D-04")
def test_union_results_are_shared_with_the_party_scheme(client, county):
    scheme = adopted(county, "party-shared")
    mark_all(county, scheme)
    with clock.pretend(dt.datetime(2027, 4, 6, 2, tzinfo=dt.UTC)):
        assessment = work(actions.begin(scheme, starts_on=FIRST, actor=county.office))
        actions.preview(assessment, actor=county.office)
    with clock.pretend(dt.datetime(2027, 5, 6, 2, tzinfo=dt.UTC)):
        county.approve(actions.submit_results(assessment, actor=county.office))
        assessment.refresh_from_db()
        use = actions.note_use(assessment, purpose="party", name="党建目标考核", weight=10, actor=county.office)
    assert use.weight == 10
    assert "党建目标考核" in seen(client, county, "assessment", assessment.pk)


@pytest.mark.requirement("E-12", "E-14", "E-28")
def test_eight_improvements_punctuality_and_closure_are_indicators(client, county):
    scheme = adopted(county, "eight-improvements")
    listed = set(scheme.parts.values_list("name", flat=True))
    assert {"公正", "廉洁", "态度", "技能", "规范", "质量", "效率", "承诺兑现率"} <= listed
    mark_all(county, scheme, 80.0)
    marked(county, scheme, 90, name="正点发车率")
    assessment = assessed(county, scheme)
    points = {entry["name"]: entry["points"] for entry in assessment.results.get(body=county.units[0]).parts}
    assert points["正点发车率"] == pytest.approx(75)  # between the goalposts 60 and 100
    page = seen(client, county, "result", assessment.pk, county.units[0].public_id)
    for name in ("承诺兑现率", "正点发车率", "群众反映问题办结率"):
        assert name in page


@pytest.mark.requirement("E-65")
def test_satisfaction_carries_its_interval_and_too_few_ratings_force_nobody(client, county):
    scheme = frozen(county)
    marked(county, scheme, *[80] * 6)
    county.ratings[county.units[0].pk] = [[0, 0, 0, 0, 12], [0] * 5]
    assessment = assessed(county, scheme)
    few, other = (assessment.results.get(body=unit) for unit in (county.units[0], county.units[3]))
    assert next(entry["points"] for entry in few.parts if entry["name"] == "群众满意度") is None
    assert few.place is None
    assert other.low < other.total < other.high
    assert "缺项：群众满意度" in seen(client, county, "result", assessment.pk, county.units[0].public_id)
