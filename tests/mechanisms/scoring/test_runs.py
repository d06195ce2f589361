import datetime as dt

import numpy as np
import pytest
from django.urls import reverse

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.mechanisms.scoring import actions, catalogue, saying, tasks
from zhengyou.mechanisms.scoring.enums import Band, State, Subject
from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.mechanisms.scoring.replaying import replay_run

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
OFFICE = ("scoring.read", "scoring.run")


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def units(county):
    return [BodyFactory(parent=county, kind="government", name=f"单位{place}") for place in range(6)]


@pytest.fixture
def counts(units, monkeypatch):
    """Six units: the first clearly better, the last clearly worse, the fifth with few ratings."""
    table = np.array([[[1, 1, 5, 30, 200]], *[[[5, 8, 30, 90, 120]]] * 3, [[0, 0, 0, 0, 6]], [[60, 50, 60, 50, 30]]])
    cells = catalogue.Cells(
        keys=tuple(unit.pk for unit in units),
        bodies=tuple(unit.pk for unit in units),
        cases=("public|code",),
        counts=table,
    )
    indicator = catalogue.Indicator("satisfaction", "群众满意度", "分", "五级评价的平均分", lambda *asked: cells)
    monkeypatch.setattr(catalogue, "_offered", {"satisfaction": indicator})
    return table


def compute(county, actor, **facts):
    given = {"body": county, "subject": Subject.UNIT, "starts_on": FIRST, "ends_on": LAST, "actor": actor}
    return actions.compute(**given | facts)


def test_a_run_says_only_what_the_intervals_allow(county, units, counts):
    run = compute(county, access.actor(*OFFICE, body=county))

    bands = {score.body: score.band for score in run.scores.all()}
    assert bands[units[0]] == Band.ABOVE
    assert bands[units[5]] == Band.BELOW
    assert bands[units[4]] == Band.FEW
    assert {bands[unit] for unit in units[1:4]} == {Band.SAME}
    few = run.scores.get(body=units[4])
    assert few.raw == 100
    assert few.score < 100  # six fives are no proof
    assert few.score == pytest.approx(few.raw + few.mix + few.channels + few.shrink)
    assert run.ratings == counts.sum()


def test_the_same_inputs_give_the_same_run(county, units, counts):
    office = access.actor(*OFFICE, body=county)
    first, second = compute(county, office), compute(county, office)

    assert first.input_hash == second.input_hash
    figures = ("body_id", "n", "raw", "score", "low", "high", "band")
    assert list(first.scores.order_by("body").values_list(*figures)) == list(
        second.scores.order_by("body").values_list(*figures)
    )
    first.refresh_from_db()
    assert first.state == State.REPLACED


def test_a_run_is_asked_for_computed_by_a_job_and_computed_again_to_the_last_digit(client, county, units, counts):
    account, office = access.signed_in(*OFFICE, body=county)
    client.force_login(account)
    asked = actions.ask(body=county, subject=Subject.UNIT, starts_on=FIRST, ends_on=LAST, actor=office)
    league = reverse("scoring:league", args=[asked.pk])
    assert asked.state == State.COLLECTED
    assert not asked.scores.exists()
    assert "正在计算" in client.get(league).content.decode()
    for refused in (actions.preview, actions.freeze_stars):
        with pytest.raises(Refused):
            refused(asked, actor=access.actor(*OFFICE, "scoring.freeze", body=county))

    counts += 7  # what comes in later changes nothing: the inputs are frozen
    tasks.compare(str(asked.pk))
    tasks.compare(str(asked.pk))  # once more: nothing is left to do
    run = Run.objects.get(pk=asked.pk)
    assert (run.state, run.progress) == (State.COMPUTED, 100)
    assert "ordinal/2" in run.code_version
    assert run.ratings == counts.sum() - 7 * counts.size
    found = replay_run(run)
    assert found.holds
    assert found.largest == 0.0
    assert "各项数值完全一致" in client.post(reverse("scoring:replay", args=[run.pk]), follow=True).content.decode()

    Score.objects.filter(run=run, body=units[0]).update(score=1.0, low=0.5)
    assert replay_run(run).differing == (units[0].pk,)


def test_harder_cases_and_stricter_channels_are_given_back_step_by_step(county, units, monkeypatch):
    """Units of one quality: half of them have hard cases only by a strict channel, a few of each elsewhere."""
    easy, hard = [2, 4, 14, 40, 140], [14, 16, 40, 70, 60]
    table = np.array(
        [[[0] * 5, easy, hard, [0] * 5]] * 2 + [[easy, easy, hard, hard]] * 2 + [[easy, [0] * 5, [0] * 5, hard]] * 2
    )
    keys = tuple(unit.pk for unit in units)
    cells = catalogue.Cells(keys, keys, ("a|code", "a|desk", "b|code", "b|desk"), table)
    monkeypatch.setattr(
        catalogue, "_offered", {"satisfaction": catalogue.Indicator("satisfaction", "", "", "", lambda *asked: cells)}
    )
    run = compute(county, access.actor(*OFFICE, body=county))
    for score in run.scores.all():
        assert score.raw + score.mix + score.channels + score.shrink == pytest.approx(score.score)
        assert abs(score.simple - score.score) < 3
        assert sum(step.points for step in saying.steps(score)[:-1]) == pytest.approx(score.score)


def test_only_the_office_computes(county, units, counts):
    matrix(lambda actor: compute(county, actor), "scoring.run", county)


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"ends_on": FIRST}, "ends_on"),
        ({"starts_on": dt.date(2999, 1, 1), "ends_on": dt.date(2999, 2, 1)}, "starts_on"),
    ],
)
def test_a_period_that_is_none_is_told(county, units, counts, dates, field):
    with pytest.raises(Invalid) as refusal:
        compute(county, access.actor(*OFFICE, body=county), **dates)
    assert field in refusal.value.errors


def test_nothing_to_compare_is_told(county, units, counts, monkeypatch):
    counts[:] = 0
    with pytest.raises(Refused):
        compute(county, access.actor(*OFFICE, body=county))
    assert not Run.objects.exists()


def test_pages_show_interval_groups_and_steps(client, county, units, counts):
    account, office = access.signed_in(*OFFICE, body=county)
    run = compute(county, office)
    league = reverse("scoring:league", args=[run.pk])
    page_matrix(client, league, "scoring.read", county, outsider=404)

    client.force_login(account)
    shown = client.get(league).content.decode()
    assert "明显高于同类" in shown
    assert "样本不足，不评等" in shown
    assert "单位5" not in client.get(league, {"band": "above"}).content.decode().split("<tbody>")[1]
    steps = client.get(reverse("scoring:explain", args=[run.pk, units[4].public_id])).content.decode()
    assert "原始均分" in steps
    assert client.get(league, {"export": "xlsx"})["Content-Type"].startswith("application/vnd")


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, county, units, counts):
    client.force_login(access.signed_in(*OFFICE, body=county)[0])
    answer = client.post(
        reverse("scoring:compute"),
        {"body": county.public_id, "subject": "unit", "starts_on": "2026-09-01", "ends_on": "2026-08-01"},
    )
    assert answer.status_code == 422
    assert "结束日期不得早于开始日期" in answer.content.decode()
    assert "2026-09-01" in answer.content.decode()
    done = client.post(
        reverse("scoring:compute"),
        {"body": county.public_id, "subject": "unit", "starts_on": "2026-07-01", "ends_on": "2026-09-30"},
    )
    assert done.status_code == 302
    assert Run.objects.get().ends_on == dt.date(2026, 10, 1)
