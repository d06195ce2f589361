import datetime as dt

import numpy as np
import pytest

from tests.factories import access
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.scoring import released
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.scoring import actions, catalogue
from zhengyou.mechanisms.scoring.enums import AppealState, FindingState, StarReason, State, Subject
from zhengyou.mechanisms.scoring.models import Appeal, Finding, Run, Scale, Standing
from zhengyou.mechanisms.scoring.queries import appeals_to_answer, findings_for
from zhengyou.records.notices.models import Notice

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
OFFICE = ("scoring.read", "scoring.run", "scoring.freeze", "scoring.decide")
UNITS = 24


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def units(county):
    return [BodyFactory(parent=county, kind="government", name=f"单位{place:02}") for place in range(UNITS)]


@pytest.fixture
def office(county):
    return access.actor(*OFFICE, body=county)


def ratings(seed=1, n=160):
    """The single ratings of all units: better and worse ones, spread evenly over the days; unit 3 has six only."""
    rng = np.random.default_rng(seed)
    rows = []
    for unit in range(UNITS):
        share = 0.55 + 0.4 * unit / UNITS
        number = 6 if unit == 3 else n
        rows += [(unit, 1 + int(rng.binomial(4, share)), int(rng.integers(0, 92)), "") for _one in range(number)]
    return rows


def offer(monkeypatch, units, rows):
    table = np.zeros((len(units), 1, 5), dtype=np.int64)
    for unit, level, _day, _text in rows:
        table[unit, 0, level - 1] += 1
    keys = tuple(unit.pk for unit in units)
    cells = catalogue.Cells(keys=keys, bodies=keys, cases=("public|code",), counts=table)
    column = [np.array([row[place] for row in rows], dtype=np.int64) for place in range(3)]
    evidence = catalogue.Evidence(
        keys, cells.cases, column[0], np.zeros(len(rows), dtype=np.int64), column[1], column[2], 92,
        tuple(row[3] for row in rows),
    )  # fmt: skip
    indicator = catalogue.Indicator(
        "satisfaction", "群众满意度", "分", "五级评价的平均分", lambda *asked: cells, lambda *asked: evidence
    )
    monkeypatch.setattr(catalogue, "_offered", {"satisfaction": indicator})


@pytest.fixture
def plain(units, monkeypatch):
    offer(monkeypatch, units, ratings())


@pytest.fixture
def stuffed(units, monkeypatch):
    """Unit 5 got forty fives on one day, with the same words."""
    offer(monkeypatch, units, ratings() + [(5, 5, 40, "工作人员耐心细致，业务熟练，十分钟办好")] * 40)


def compute(county, office, **facts):
    given = {"body": county, "subject": Subject.UNIT, "starts_on": FIRST, "ends_on": LAST, "actor": office}
    return actions.compute(**given | facts)


def test_places_have_intervals_and_groups_and_few_ratings_have_none(county, units, plain, office):
    run = compute(county, office)

    few = Standing.objects.get(score__body=units[3], score__run=run)
    assert few.place is None
    assert few.star == 0
    placed = list(Standing.objects.filter(score__run=run, place__isnull=False).order_by("place"))
    assert len(placed) == UNITS - 1
    assert all(1 <= one.place_low <= one.place_high <= UNITS - 1 for one in placed)
    assert max(one.place_high - one.place_low for one in placed) >= 3
    assert all(one.peers == UNITS - 1 for one in placed)
    assert placed[0].tier == 1
    assert [one.tier for one in placed] == sorted(one.tier for one in placed)
    assert placed[-1].tier > 1
    assert all(0 <= one.alike < UNITS - 1 for one in placed)
    assert placed[0].score.score > placed[-1].score.score


def test_frozen_cut_points_give_stars_and_hold_for_years(county, units, plain, office):
    run = compute(county, office)
    scale = actions.freeze_stars(run, actor=office)

    assert scale.cuts == sorted(scale.cuts)
    assert len(scale.cuts) == 4
    given = dict(Standing.objects.filter(score__run=run).values_list("score__body__name", "star"))
    assert given["单位23"] == 5
    assert given["单位00"] == 1
    assert given["单位03"] == 0
    assert Standing.objects.get(score__run=run, score__body=units[3]).reason == StarReason.FEW
    with pytest.raises(Refused, match="保持不变"):
        actions.freeze_stars(run, actor=office)
    with clock.pretend(clock.now() + dt.timedelta(days=3 * 366)):
        renewed = actions.freeze_stars(run, actor=office)
    assert Scale.objects.filter(replaced_at=None).get() == renewed
    assert max(abs(new - old) for new, old in zip(renewed.cuts, scale.cuts, strict=True)) <= 5.1


def test_a_star_moves_only_where_it_is_probable_enough(county, units, plain, office, monkeypatch):
    run = compute(county, office)
    actions.freeze_stars(run, actor=office)
    released(run)
    first = dict(Standing.objects.filter(score__run=run).values_list("score__body", "star"))

    better = [row if row[0] != 0 else (0, 5, row[2], "") for row in ratings(seed=2)]
    offer(monkeypatch, units, better)
    later = compute(county, office, starts_on=LAST, ends_on=dt.date(2026, 11, 1))
    standings = {one.score.body_id: one for one in Standing.objects.filter(score__run=later)}
    assert standings[units[0].pk].reason == StarReason.UP
    assert standings[units[0].pk].star > first[units[0].pk]
    kept = [one for key, one in standings.items() if first[key] and one.star == first[key]]
    assert all(one.reason == StarReason.KEPT for one in kept)
    assert len(kept) > UNITS / 2  # other chance, same quality: most stars stay
    assert all(one.before == first[key] for key, one in standings.items())


def test_too_few_to_part_are_refused(county, units, office, monkeypatch):
    offer(monkeypatch, units, [row for row in ratings() if row[0] < 8])
    with pytest.raises(Refused, match="15"):
        actions.freeze_stars(compute(county, office), actor=office)


def test_a_stuffed_unit_is_found_with_reasons_and_a_second_score(county, units, stuffed, office):
    run = compute(county, office)
    finding = Finding.objects.get(run=run)

    assert finding.score.body == units[5]
    tests = {reason["test"] for reason in finding.reasons}
    assert {"burst", "text"} <= tests
    burst = next(reason for reason in finding.reasons if reason["test"] == "burst")
    assert burst["day"] == "2026-08-10"
    assert burst["count"] >= 40
    assert finding.suspicious >= 40
    assert finding.without < finding.score.score - 1
    assert finding.state == FindingState.OPEN


def test_honest_ratings_give_no_finding(county, units, plain, office):
    assert not Finding.objects.filter(run=compute(county, office)).exists()


def test_only_a_person_decides_and_the_star_is_withheld_not_lowered(county, units, stuffed, office):
    run = compute(county, office)
    actions.freeze_stars(run, actor=office)
    finding = Finding.objects.get(run=run)
    standing = Standing.objects.get(score=finding.score)
    assert standing.star > 0  # nothing falls by itself

    with pytest.raises(Invalid):
        actions.decide(finding, quarantine=True, reason=" ", actor=office)
    decided = matrix(
        lambda actor: actions.decide(finding, quarantine=True, reason="四十条好评文字相同", actor=actor),
        "scoring.decide",
        county,
    )
    standing.refresh_from_db()
    assert decided.state == FindingState.QUARANTINED
    assert (standing.star, standing.reason) == (0, StarReason.WITHHELD)
    assert Standing.objects.filter(score__run=run, star__gt=0).count() == UNITS - 2
    with pytest.raises(Conflict):
        actions.decide(decided, quarantine=True, reason="再次", actor=office)

    actions.decide(decided, quarantine=False, reason="系统故障重复提交", actor=office)
    standing.refresh_from_db()
    assert standing.star > 0


def test_the_unit_is_told_sees_the_finding_once_published_and_appeals(county, units, stuffed, office):
    head = access.signed_in("scoring.read", "scoring.appeal", body=units[5], duty="head")[1]
    run = compute(county, office)
    assert not findings_for(head).exists()
    released(run)
    finding = findings_for(head).get()
    assert Notice.objects.filter(recipient_id=head.person, text__contains="单位05").exists()

    with pytest.raises(Refused):
        actions.appeal(finding=finding, text="我们没有刷", actor=head)
    actions.decide(finding, quarantine=True, reason="文字相同", actor=office)
    finding.refresh_from_db()
    lodged = matrix(
        lambda actor: actions.appeal(finding=finding, text="当天是集中办理日", actor=actor), "scoring.appeal", units[5]
    )
    with pytest.raises(Refused):
        actions.appeal(finding=finding, text="再说一次", actor=head)
    assert list(appeals_to_answer(office)) == [lodged]

    with pytest.raises(Invalid):
        actions.answer(lodged, uphold=True, text="", actor=office)
    actions.answer(lodged, uphold=True, text="核实属实", actor=office)
    finding.refresh_from_db()
    assert finding.state == FindingState.CLEARED
    assert finding.decision == "核实属实"
    assert not appeals_to_answer(office).exists()
    with pytest.raises(Conflict):
        actions.answer(lodged, uphold=False, text="又改", actor=office)


def test_an_upheld_appeal_corrects_a_star_and_later_stars_do_not_undo_it(county, units, plain, office):
    run = compute(county, office)
    actions.freeze_stars(run, actor=office)
    standing = Standing.objects.get(score__run=run, score__body=units[10])
    head = access.actor("scoring.appeal", body=units[10])
    with pytest.raises(Refused):
        actions.appeal(standing=standing, text="有误", actor=head)  # not published yet
    released(run)
    lodged = actions.appeal(standing=standing, text="两天停电", actor=head)

    with pytest.raises(Invalid):
        actions.answer(lodged, uphold=True, text="核实", actor=office)
    with pytest.raises(Invalid):
        actions.answer(lodged, uphold=True, star=9, text="核实", actor=office)
    matrix(
        lambda actor: actions.answer(
            Appeal.objects.get(pk=lodged.pk), uphold=True, star=4, text="停电属实", actor=actor
        ),
        "scoring.decide",
        county,
    )
    standing.refresh_from_db()
    assert (standing.star, standing.reason) == (4, StarReason.CORRECTED)
    assert Appeal.objects.get().state == AppealState.UPHELD
    from zhengyou.mechanisms.scoring.actions.standings import give_stars

    give_stars(run)
    standing.refresh_from_db()
    assert standing.star == 4


def test_a_person_alone_appeals_against_the_own_star(county, units, office, monkeypatch):
    """Persons are compared by the sums of the cases they handled; a colleague cannot appeal for another."""
    unit = units[0]
    people = [AppointmentFactory(post=PostFactory(body=unit, duty="clerk")) for _clerk in range(UNITS)]
    offer(monkeypatch, units, ratings())
    read = catalogue.offered()["satisfaction"].read
    by_person = read(Subject.UNIT, county, FIRST, LAST)
    cells = catalogue.Cells(tuple(one.pk for one in people), (unit.pk,) * UNITS, by_person.cases, by_person.counts)
    indicator = catalogue.Indicator("satisfaction", "群众满意度", "分", "均分", lambda *asked: cells)
    monkeypatch.setattr(catalogue, "_offered", {"satisfaction": indicator})
    run = compute(county, office, subject=Subject.PERSON)
    actions.freeze_stars(run, actor=office)
    released(run)
    own = Standing.objects.get(score__run=run, score__appointment=people[7])
    assert own.star > 0
    access.grant(people[7], "scoring.appeal", body=unit)
    access.grant(people[8], "scoring.appeal", body=unit)
    from tests.factories.people import AccountFactory
    from zhengyou.registry.access.queries import actor_for

    self_, colleague = (actor_for(AccountFactory(person=one.person), one) for one in people[7:9])
    with pytest.raises(Forbidden):
        actions.appeal(standing=own, text="替他说", actor=colleague)
    assert actions.appeal(standing=own, text="漏计了两周", actor=self_).state == AppealState.OPEN


def test_only_the_office_freezes(county, units, plain, office):
    run = compute(county, office)
    matrix(lambda actor: actions.freeze_stars(Run.objects.get(pk=run.pk), actor=actor), "scoring.freeze", county)


def test_a_replaced_run_freezes_nothing(county, units, plain, office):
    run = compute(county, office)
    compute(county, office)
    run.refresh_from_db()
    assert run.state == State.REPLACED
    with pytest.raises(Refused):
        actions.freeze_stars(run, actor=office)
