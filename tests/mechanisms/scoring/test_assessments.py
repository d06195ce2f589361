import datetime as dt
import time

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.concurrency import at_once
from tests.factories import scoring
from tests.factories.scoring import AFTER, BEFORE, FIRST, LATER, NEXT, computed, frozen, marked, part, published, work
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import actions, snapshot
from zhengyou.mechanisms.scoring.enums import AssessmentState, MarkState, ObjectionState
from zhengyou.mechanisms.scoring.methods import scheme as method
from zhengyou.mechanisms.scoring.methods.ordinal import Reference
from zhengyou.mechanisms.scoring.methods.types import Cells
from zhengyou.mechanisms.scoring.models import Assessment, Mark, Result, Use
from zhengyou.mechanisms.scoring.replaying import differences, replay
from zhengyou.mechanisms.scoring.worklist import waiting
from zhengyou.records.ledger.models import Event
from zhengyou.records.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(monkeypatch):
    place = scoring.county()
    scoring.offered(place, monkeypatch)
    return place


@pytest.fixture
def scheme(county):
    return frozen(county)


def note(county, scheme, name, unit, event, points=1.0):
    given = {"body": unit, "starts_on": FIRST, "event": event, "points": points, "evidence": "文件"}
    return actions.note_event(part(scheme, name), **given, actor=county.office)


def test_points_are_put_together_by_the_rules_of_the_scheme(county, scheme):
    marked(county, scheme, 90, 90, 90, 90, 50, 90)
    note(county, scheme, "通报表扬", county.units[0], "表扬1号", 2)
    note(county, scheme, "通报批评", county.units[1], "批评1号", 5)
    assessment = computed(county, scheme)

    found = {result.body: result for result in assessment.results.select_related("body")}
    assert assessment.progress == 100
    assert assessment.units == 6
    assert "scheme/2" in assessment.code_version
    for result in found.values():
        points = {entry["name"]: entry["points"] for entry in result.parts}
        base = 0.6 * points["群众满意度"] + 0.4 * points["内务管理"]
        assert result.base == pytest.approx(base, abs=1e-4)
        assert result.total == pytest.approx(base + result.bonus - result.deduction, abs=1e-4)
        assert result.low <= result.total <= result.high
        assert result.place_low <= result.place <= result.place_high
    assert found[county.units[0]].bonus == 2
    assert found[county.units[1]].deduction == 5
    assert found[county.units[5]].place == 1
    assert found[county.units[4]].place == 6
    assert {result.grade for result in found.values()} <= {"优秀", "合格", ""}
    assert assessment.firmness["kept"] <= 1
    assert sum(share for _name, share in assessment.firmness["decides"]) == pytest.approx(1, abs=0.01)


def test_a_veto_is_a_status_and_takes_no_points(county, scheme):
    marked(county, scheme, *[90] * 6)
    mark = note(county, scheme, "欠薪", county.units[5], "劳监〔2026〕3号")
    barred = computed(county, scheme).results.get(body=county.units[5])
    assert barred.vetoes == [["欠薪", "劳监〔2026〕3号"]]
    assert barred.total > 80
    assert barred.place == 1
    assert barred.grade == ""

    actions.drop(barred.assessment, actor=county.office)
    actions.lift(mark, reason="复核属实结清", actor=county.office)
    cleared = computed(county, scheme).results.get(body=county.units[5])
    assert cleared.vetoes == []
    assert cleared.grade == "优秀"
    assert cleared.total == barred.total


def test_a_missing_part_is_spread_and_too_much_missing_is_not_ranked(county, scheme):
    marked(county, scheme, 90, 90, 90, 90, 90)
    del county.ratings[county.units[0].pk]
    found = {result.body: result for result in computed(county, scheme).results.select_related("body")}

    without_check, without_public = found[county.units[5]], found[county.units[0]]
    assert without_check.present == pytest.approx(0.6)
    assert not without_check.eligible
    assert without_check.place is None
    assert without_check.total is not None
    assert not without_public.eligible  # satisfaction is mandatory
    assert without_public.place is None
    assert sorted(found[unit].place for unit in county.units[1:5]) == [1, 2, 3, 4]


def test_few_ratings_count_as_missing(county, scheme):
    marked(county, scheme, *[90] * 6)
    county.ratings[county.units[2].pk] = [[0, 0, 0, 0, 29], [0, 0, 0, 0, 0]]
    few = computed(county, scheme).results.get(body=county.units[2])
    entry = next(entry for entry in few.parts if entry["name"] == "群众满意度")
    assert entry["n"] == 29
    assert entry["points"] is None
    assert few.place is None


def test_a_replay_gives_the_same_results_to_the_last_digit(county, scheme):
    marked(county, scheme, 90, 80, 70, 60, 50, 40)
    assessment = computed(county, scheme)
    county.ratings.clear()
    Mark.objects.all().delete()  # what happens to the records later does not matter

    found = replay(Assessment.objects.get(pk=assessment.pk))
    assert found.holds
    assert found.largest == 0  # the same lock on the same machine; elsewhere it holds within TOLERANCE
    assert snapshot.digest(snapshot.unpack(assessment.snapshot.content)) == assessment.input_hash


def test_a_replay_notices_a_stored_figure_or_input_that_was_changed(county, scheme):
    marked(county, scheme, *[90] * 6)
    assessment = computed(county, scheme)
    changed = assessment.results.first()
    Result.objects.filter(pk=changed.pk).update(total=changed.total + 0.001)
    assert replay(assessment).differing == (changed.body_id,)

    content = snapshot.unpack(assessment.snapshot.content)
    content["leaves"][1]["values"][0][1] = 10
    assessment.snapshot.content = snapshot.pack(content)
    assert not replay(assessment).inputs_kept


def test_the_order_of_units_and_keys_does_not_change_the_hash(county, scheme):
    marked(county, scheme, *[90] * 6)
    first = computed(county, scheme)
    actions.drop(first, actor=county.office)
    second = computed(county, scheme)
    assert first.input_hash == second.input_hash
    assert list(first.results.values_list("body", "total", "low", "place")) == list(
        second.results.values_list("body", "total", "low", "place")
    )


def test_units_see_object_and_are_answered_before_anything_is_published(county, scheme):
    marked(county, scheme, *[90] * 6)
    unit = county.units[0]
    _account, liaison = county.member(unit)
    assessment = computed(county, scheme)
    with clock.pretend(AFTER):
        assessment = actions.preview(assessment, actor=county.office)
        assert assessment.objections_until == dt.date(2026, 7, 10)  # five working days are free
        assert Notice.objects.filter(url__contains=str(assessment.pk)).count() == 1
        objection = actions.object_to(assessment, body=unit, text="6月检查扣分有误", actor=liaison)
        with pytest.raises(Conflict):
            actions.object_to(assessment, body=unit, text="再提一次", actor=liaison)
        with pytest.raises(Refused):
            actions.submit_results(assessment, actor=county.office)
        assert [todo.title for todo in waiting(county.office)] == [str(assessment)]
    with clock.pretend(LATER):
        with pytest.raises(Refused):
            actions.object_to(assessment, body=county.units[1], text="太晚了", actor=county.member(county.units[1])[1])
        with pytest.raises(Refused):
            actions.submit_results(assessment, actor=county.office)
        answered = actions.answer_objection(objection, upheld=False, text="检查记录无误", actor=county.office)
        assert answered.state == ObjectionState.DISMISSED
        county.approve(actions.submit_results(assessment, actor=county.office))
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.PUBLISHED
    with pytest.raises(Conflict):
        actions.begin(scheme, starts_on=FIRST, actor=county.office)


def test_an_error_found_late_is_corrected_in_the_open_and_all_that_rests_on_it_is_redone(county, scheme):
    """002-4: wrong figures of a person reset the station and the office."""
    with clock.pretend(BEFORE):
        yearly = actions.design(body=county.body, code="year", title="半年考核", rhythm="half",
                                starts_on=FIRST.replace(month=4), actor=county.office)  # fmt: skip
        own = {"scheme": yearly, "actor": county.office}
        actions.add_part(name="季度评比", weight=50, source="scheme", feeds="pingbi", **own)
        actions.add_part(name="群众满意度", weight=50, source="indicator", indicator="satisfaction",
                         mandatory=True, voice="public", **own)  # fmt: skip
        county.approve(actions.submit(yearly, actor=county.office))
    yearly.refresh_from_db()
    marked(county, scheme, 90, 80, 70, 60, 50, 40)
    quarter = published(county, computed(county, scheme))
    october = dt.datetime(2026, 10, 9, 2, tzinfo=dt.UTC)
    with clock.pretend(october):
        half = work(actions.begin(yearly, starts_on=FIRST, actor=county.office))
        actions.preview(half, actor=county.office)
    with clock.pretend(october + dt.timedelta(days=20)):
        county.approve(actions.submit_results(half, actor=county.office))
        use = actions.note_use(quarter, purpose="annual", name="2026年度目标考核", weight=15, actor=county.office)
        marked(county, scheme, 40)  # the first unit's mark was wrong
        correction = work(actions.correct(quarter, reason="抄录错误", actor=county.office))
        moved = {one.body: one for one in differences(quarter, correction)}
        assert moved[county.units[0]].moved == pytest.approx(-20, abs=0.01)
        assert moved[county.units[0]].changed
        assert moved[county.units[3]].moved == pytest.approx(0)
        actions.preview(correction, actor=county.office)
    with clock.pretend(october + dt.timedelta(days=40)):
        county.approve(actions.submit_results(correction, actor=county.office))

    quarter.refresh_from_db()
    use.refresh_from_db()
    assert quarter.state == AssessmentState.REPLACED
    assert use.doubtful
    redone = Assessment.objects.get(corrects=half)
    assert redone.state == AssessmentState.QUEUED
    redone = work(redone)
    before, after = (one.results.get(body=county.units[0]).total for one in (half, redone))
    assert after == pytest.approx(before - 10, abs=0.01)
    assert not actions.settle_use(use, actor=county.office).doubtful


def test_grades_rise_by_one_at_a_time_and_fall_at_once(county):
    scheme = frozen(county, climb=1, grades=[["五星", 85], ["四星", 75], ["三星", 60]])
    for unit in county.units:
        county.ratings[unit.pk] = [[1, 1, 2, 40, 300], [1, 1, 2, 20, 100]]
    marked(county, scheme, 0, 100, 30)
    for unit in county.units[3:]:
        marked_ = {"body": unit, "starts_on": FIRST, "value": 60.0, "evidence": "记录", "actor": county.office}
        actions.assess(part(scheme, "内务管理"), **marked_)
    first = published(county, computed(county, scheme))
    grades = {result.body: result.grade for result in first.results.select_related("body")}
    assert grades[county.units[1]] == "五星"
    assert grades[county.units[2]] == "三星"
    marked(county, scheme, 100, 0, 100, 60, 60, 60, starts_on=NEXT)
    with clock.pretend(dt.datetime(2026, 10, 9, 2, tzinfo=dt.UTC)):
        second = work(actions.begin(scheme, starts_on=NEXT, actor=county.office))
    now = {result.body: result for result in second.results.select_related("body")}
    assert now[county.units[2]].total > 85
    assert now[county.units[2]].grade == "四星"  # three would be two steps up
    assert now[county.units[2]].before == "三星"
    assert now[county.units[1]].grade != "五星"


def test_only_an_elapsed_period_of_the_scheme_is_assessed_once(county, scheme):
    with clock.pretend(AFTER):
        for day in (NEXT, FIRST.replace(month=5), FIRST.replace(year=2025)):
            with pytest.raises(Refused):
                actions.begin(scheme, starts_on=day, actor=county.office)
        actions.begin(scheme, starts_on=FIRST, actor=county.office)
        with pytest.raises(Conflict):
            actions.begin(scheme, starts_on=FIRST, actor=county.office)


def test_marks_rest_on_evidence_within_the_goalposts_and_an_event_counts_once(county, scheme):
    checked, unit = part(scheme, "内务管理"), county.units[0]
    _account, liaison = county.member(unit)
    own = {"body": unit, "starts_on": FIRST}
    claimed = actions.self_check(checked, **own, own=95, note="已整改", actor=liaison)
    assert claimed.state == MarkState.CLAIMED
    with pytest.raises(Invalid):
        actions.self_check(checked, **own, own=120, actor=liaison)
    with pytest.raises(Invalid):
        actions.assess(checked, **own, value=80, evidence=" ", actor=county.office)
    marked(county, scheme, 80)
    mark = Mark.objects.get(pk=claimed.pk)
    assert (mark.own, mark.value, mark.state) == (95, 80, MarkState.ASSESSED)
    with pytest.raises(Conflict):
        actions.self_check(checked, **own, own=99, actor=liaison)
    note(county, scheme, "通报表扬", unit, "表扬1号")
    with pytest.raises(Refused) as twice:
        note(county, scheme, "通报批评", unit, "表扬1号")
    assert twice.value.code == "twice"
    with pytest.raises(Refused):
        actions.assess(checked, body=county.body, starts_on=FIRST, value=1, evidence="无", actor=county.office)
    with pytest.raises(Refused):
        actions.assess(part(scheme, "群众满意度"), **own, value=1, evidence="无", actor=county.office)


def test_who_may_do_what(county, scheme):
    unit = county.units[0]
    checked, bonus = part(scheme, "内务管理"), part(scheme, "通报表扬")
    own = {"body": unit, "starts_on": FIRST}
    matrix(lambda actor: actions.self_check(checked, **own, own=9, actor=actor), "scoring.self_check", unit)
    matrix(lambda actor: actions.assess(checked, **own, value=90, evidence="有", actor=actor), "scoring.assess", unit)
    given = own | {"event": "一号", "evidence": "有"}
    mark = matrix(lambda actor: actions.note_event(bonus, **given, actor=actor), "scoring.assess", unit)
    matrix(lambda actor: actions.lift(mark, reason="误记", actor=actor), "scoring.assess", unit)
    marked(county, scheme, *[90] * 6)
    with clock.pretend(AFTER):
        asked = matrix(lambda actor: actions.begin(scheme, starts_on=FIRST, actor=actor), "scoring.run", county.body)
        dropped = matrix(lambda actor: actions.drop(asked, actor=actor), "scoring.run", county.body)
        assert dropped.state == AssessmentState.DROPPED
        shown = computed(county, scheme)
        shown = matrix(lambda actor: actions.preview(shown, actor=actor), "scoring.run", county.body)
        text = {"body": unit, "text": "有误"}
        objection = matrix(lambda actor: actions.object_to(shown, **text, actor=actor), "scoring.object", unit)
        reply = {"upheld": True, "text": "属实"}
        matrix(lambda actor: actions.answer_objection(objection, **reply, actor=actor), "scoring.assess", unit)
    with clock.pretend(LATER):
        instance = matrix(lambda actor: actions.submit_results(shown, actor=actor), "scoring.run", county.body)
        county.approve(instance)
        shown.refresh_from_db()
        used = {"purpose": "party", "name": "党建考核"}
        use = matrix(lambda actor: actions.note_use(shown, **used, actor=actor), "scoring.use", county.body)
        Use.objects.update(doubtful=True)
        matrix(lambda actor: actions.settle_use(use, actor=actor), "scoring.use", county.body)
        matrix(lambda actor: actions.correct(shown, reason="错", actor=actor), "scoring.run", county.body)


def test_the_ledger_names_every_step_once(county, scheme):
    marked(county, scheme, *[90] * 6)
    assessment = published(county, computed(county, scheme))
    verbs = list(Event.objects.filter(object_id=str(assessment.pk)).order_by("id").values_list("verb", flat=True))
    assert verbs == [
        f"scoring.{verb}"
        for verb in ("begin", "collect", "reckon", "preview_results", "submit_results", "publish_results")
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_the_same_moment_begin_once(county, scheme):
    def begin(_place):
        with clock.pretend(AFTER):
            return actions.begin(scheme, starts_on=FIRST, actor=county.office)

    answers = at_once(2, begin)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert Assessment.objects.count() == 1


def test_collecting_asks_no_more_for_more_units(monkeypatch):
    counts = []
    for number in (4, 12):
        place = scoring.county(units=number)
        scoring.offered(place, monkeypatch)
        made = frozen(place, code=f"n{number}")
        with clock.pretend(AFTER):
            asked = actions.begin(made, starts_on=FIRST, actor=place.office)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                work(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_ten_thousand_units_are_reckoned_in_seconds():
    """The method alone: 10,000 units with ratings and two checked parts; the room is told in `docs/methods.md`."""
    source, units = np.random.default_rng(1), 10_000
    cells = Cells(source.multinomial(60, [0.02, 0.03, 0.1, 0.35, 0.5], (units, 2, 2)))
    leaves = tuple(
        method.Leaf(str(key), weight, 0.0, 100.0, False, source.uniform(60, 100, units), counts)
        for key, weight, counts in (
            (0, 60.0, method.Counts(cells, Reference.of(cells))),
            (1, 20.0, None),
            (2, 20.0, None),
        )
    )
    nothing = np.zeros(units)
    began = time.process_time()
    found = method.reckon(
        method.Inputs(leaves, source.integers(0, 12, units), nothing, nothing, nothing > 0, (None,) * units, draws=200)
    )
    assert time.process_time() - began < 40
    assert np.nanmin(found.place) == 1
