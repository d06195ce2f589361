"""Two people compare, freeze, publish, mark, decide and appeal at the same moment, on real connections."""

import pytest

from tests.concurrency import at_once
from tests.factories import access, scoring
from tests.factories.bodies import BodyFactory
from tests.factories.scoring import BEFORE, FIRST, agreed, approvers, computed, frozen, marked, part, released
from tests.mechanisms.scoring import test_standings as standings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import actions
from zhengyou.mechanisms.scoring.enums import FindingState, StarReason, State
from zhengyou.mechanisms.scoring.models import Appeal, Finding, Mark, Objection, Run, Scale, Scheme, Standing
from zhengyou.registry.approvals.models import Instance

pytestmark = pytest.mark.django_db(transaction=True)
ONE, BOTH = 1, 2


@pytest.fixture
def county(monkeypatch):
    place = scoring.county()
    scoring.offered(place, monkeypatch)
    return place


@pytest.fixture
def scheme(county):
    return frozen(county)


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def office(body):
    return access.actor(*standings.OFFICE, body=body)


@pytest.fixture
def run(body, office, monkeypatch):
    """A comparison in which two units stand out: both got forty fives on one day, with the same words."""
    units = [BodyFactory(parent=body, kind="government", name=f"单位{place:02}") for place in range(standings.UNITS)]
    stuffed = [(unit, 5, 40, f"工作人员耐心细致，业务熟练，十分钟办好{unit}") for unit in (5, 9) for _one in range(40)]
    standings.offer(monkeypatch, units, standings.ratings() + stuffed)
    return standings.compute(body, office)


def told(results, wanted):
    """Prove that ``wanted`` went through, and that the others were told why and met no error."""
    assert all(isinstance(one, Refused) for one in results if isinstance(one, Exception)), results
    assert sum(not isinstance(one, Exception) for one in results) == wanted, results


def test_each_step_of_a_comparison_is_taken_once_and_never_over_an_objection(body, office, run):
    approvers(body)
    first, other = (access.actor("scoring.object", body=one.body) for one in run.scores.order_by("body")[:2])
    told(at_once(2, lambda _: actions.preview(run, actor=office)), ONE)
    told(at_once(2, lambda _: actions.object_to(run, body=units(run)[0], text="有误", actor=first)), ONE)
    mine = {"text": "已核", "actor": access.actor("scoring.assess", body=body)}
    objection = Objection.objects.get()
    told(at_once(2, lambda place: actions.answer_objection(objection, upheld=bool(place), **mine)), ONE)
    Run.objects.update(objections_until=None)
    verbs = (
        lambda: actions.object_to(run, body=units(run)[1], text="有误", actor=other),
        lambda: actions.submit_results(run, actor=office),
        lambda: actions.submit_results(run, actor=office),
    )
    told(at_once(3, lambda place: verbs[place]()), ONE)


def test_an_objection_of_the_moment_of_approval_stops_nothing_and_is_lost_to_nobody(body, office, run):
    approvers(body)
    actions.preview(run, actor=office)
    Run.objects.update(objections_until=None)
    instance = actions.submit_results(run, actor=office)
    unit = access.actor("scoring.object", body=units(run)[0])
    verbs = (
        lambda: agreed(instance),
        lambda: actions.object_to(run, body=units(run)[0], text="有误", actor=unit),  # too late: told so
    )
    told(at_once(2, lambda place: verbs[place]()), ONE)
    assert Run.objects.get().state == State.PUBLISHED
    assert not Objection.objects.exists()


def test_of_two_comparisons_of_one_period_one_is_submitted_and_one_stands(body, office, run):
    approvers(body)
    later = standings.compute(body, office)
    Run.objects.update(state=State.PREVIEW)  # as if both had been computed in the same moment
    told(at_once(2, lambda place: actions.submit_results((run, later)[place], actor=office)), ONE)
    Run.objects.filter(state=State.PREVIEW).update(state=State.PUBLISHED)
    agreed(Instance.objects.get())
    assert sorted(Run.objects.values_list("state", flat=True)) == [State.PUBLISHED, State.REPLACED]
    standing = Run.objects.get(state=State.PUBLISHED)
    told(at_once(2, lambda _: actions.correct(standing, reason="漏记", actor=office)), ONE)


def units(run):
    return [one.body for one in run.scores.order_by("body").select_related("body")]


def test_cut_points_are_frozen_once(run, office):
    told(at_once(2, lambda _: actions.freeze_stars(run, actor=office)), ONE)
    assert Scale.objects.count() == 1


def test_two_findings_decided_at_once_withhold_both_stars(run, office):
    actions.freeze_stars(run, actor=office)
    findings = list(Finding.objects.filter(run=run).order_by("pk"))
    assert len(findings) == 2
    for _turn in range(3):
        told(
            at_once(2, lambda place: actions.decide(findings[place], quarantine=True, reason="雷同", actor=office)),
            BOTH,
        )
        stars = Standing.objects.filter(score__in=[one.score_id for one in findings])
        assert set(stars.values_list("reason", flat=True)) == {StarReason.WITHHELD}
        Finding.objects.update(state=FindingState.OPEN, decided_at=None, decision="")
        stars.update(reason=StarReason.KEPT, star=3)
    told(
        at_once(2, lambda place: actions.decide(findings[0], quarantine=bool(place), reason="雷同", actor=office)), BOTH
    )
    last = Finding.objects.get(pk=findings[0].pk)  # a decision may be changed: what was said last holds for the star
    withheld = Standing.objects.get(score=last.score_id).reason == StarReason.WITHHELD
    assert withheld == (last.state == FindingState.QUARANTINED)


def test_a_unit_appeals_once_and_is_answered_once(run, office):
    actions.freeze_stars(run, actor=office)
    released(run)
    standing = Standing.objects.get(score__body__name="单位12")
    unit = access.actor("scoring.appeal", body=standing.score.body)
    told(at_once(2, lambda _: actions.appeal(standing=standing, text="停电两天", actor=unit)), ONE)
    one = Appeal.objects.get()
    told(at_once(2, lambda place: actions.answer(
        one, uphold=bool(place), text="经核实", star=5, actor=office
    )), ONE)  # fmt: skip


def test_the_first_marks_of_a_unit_come_from_two_at_once(county, scheme):
    duty, unit = part(scheme, "内务管理"), county.units[0]
    given = {"body": unit, "starts_on": FIRST, "actor": county.office}
    verbs = (
        lambda: actions.self_check(duty, own=80, **given),
        lambda: actions.self_check(duty, own=85, **given),
        lambda: actions.assess(duty, value=90, evidence="检查记录", **given),
    )
    results = at_once(3, lambda place: verbs[place]())
    assert all(isinstance(one, Mark | Conflict) for one in results), results
    mark = Mark.objects.get(part=duty, body=unit)
    assert (mark.value, mark.state) == (90, "assessed")


def test_one_event_counts_once_however_many_record_it(county, scheme):
    praise, unit = part(scheme, "通报表扬"), county.units[0]
    given = {"body": unit, "starts_on": FIRST, "points": 2, "evidence": "文件", "actor": county.office}
    told(at_once(4, lambda _: actions.note_event(praise, event="表扬1号", **given)), ONE)
    mark = Mark.objects.get(event="表扬1号")
    told(at_once(2, lambda _: actions.lift(mark, reason="误记", actor=county.office)), ONE)


def test_two_who_design_the_same_scheme_make_one(county):
    given = {"body": county.body, "code": "same", "title": "同名", "starts_on": FIRST, "actor": county.office}
    with clock.pretend(BEFORE):
        results = at_once(2, lambda _: actions.design(**given))
    told(results, ONE)
    assert sum(isinstance(one, Invalid) for one in results) == 1
    assert Scheme.objects.filter(code="same").count() == 1


def test_a_scheme_is_revised_once(county, scheme):
    told(at_once(2, lambda _: actions.revise(scheme, actor=county.office)), ONE)
    draft = Scheme.objects.get(state="draft")
    told(at_once(2, lambda place: actions.set_rules(draft, title=f"评比{place}", actor=county.office)), BOTH)


def test_each_step_of_an_assessment_is_taken_once(county, scheme):
    marked(county, scheme, 90, 80, 70, 60, 50, 40)
    assessment = computed(county, scheme)
    unit, other = county.units[:2]
    member, another = (county.member(one)[1] for one in (unit, other))
    told(at_once(2, lambda _: actions.preview(assessment, actor=county.office)), ONE)
    told(at_once(2, lambda _: actions.object_to(assessment, body=unit, text="有误", actor=member)), ONE)
    objection = Objection.objects.get()
    told(
        at_once(
            2, lambda place: actions.answer_objection(objection, upheld=bool(place), text="已核", actor=county.office)
        ),
        ONE,
    )
    type(assessment).objects.filter(pk=assessment.pk).update(objections_until=None)
    verbs = (
        lambda: actions.object_to(assessment, body=other, text="有误", actor=another),
        lambda: actions.submit_results(assessment, actor=county.office),
        lambda: actions.submit_results(assessment, actor=county.office),
    )
    told(at_once(3, lambda place: verbs[place]()), ONE)  # never submitted over an objection of the same moment


def test_a_published_result_is_corrected_once_at_a_time(county, scheme):
    marked(county, scheme, 90, 80, 70, 60, 50, 40)
    assessment = scoring.published(county, computed(county, scheme))
    told(at_once(2, lambda _: actions.correct(assessment, reason="漏记", actor=county.office)), ONE)
    told(at_once(2, lambda _: actions.drop(assessment.corrections.get(), actor=county.office)), ONE)
