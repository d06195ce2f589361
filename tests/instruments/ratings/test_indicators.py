import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import orders, ratings, services
from tests.factories.bodies import BodyFactory
from tests.factories.reports import tallies
from zhengyou.instruments.ratings import actions as ratings_actions
from zhengyou.instruments.ratings.indicators import evidence, read
from zhengyou.instruments.ratings.models import DayTally, MonthTally
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import actions as order_actions
from zhengyou.mechanisms.orders.indicators import read as read_orders
from zhengyou.mechanisms.scoring import actions as scoring
from zhengyou.mechanisms.scoring.catalogue import offered
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
FIRST, END = dt.date(2026, 7, 1), dt.date(2026, 10, 1)
INSIDE = dt.date(2026, 8, 3)


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


def unit_below(county):
    return BodyFactory(parent=county, kind="government")


def test_the_table_equals_counts_made_by_hand(county):
    first, second = unit_below(county), unit_below(county)
    one, other = services.window(body=first), services.window(body=first)
    tallies(one, day=INSIDE, l5=4, l1=1)
    tallies(one, day=dt.date(2026, 9, 30), shown=False, l5=2)
    tallies(other, day=FIRST, l4=3)
    tallies(one, day=END, l1=50)
    tallies(one, day=dt.date(2026, 6, 30), l1=50)
    tallies(services.window(body=second), day=INSIDE, l3=7)
    tallies(services.window(body=unit_below(BodyFactory())), day=INSIDE, l5=99)
    DayTally.objects.create(window=one, body=first, family="licence", channel="sms", day=INSIDE, level=2, count=6)

    cells = read(Subject.UNIT, county, FIRST, END)

    assert cells.keys == cells.bodies == (first.pk, second.pk)
    assert cells.cases == ("licence|sms", "public|code")
    assert cells.counts.tolist() == [
        [[0, 6, 0, 0, 0], [1, 0, 0, 3, 6]],
        [[0, 0, 0, 0, 0], [0, 0, 7, 0, 0]],
    ]

    windows = read(Subject.WINDOW, county, FIRST, END)
    assert windows.keys[:2] == (one.pk, other.pk)
    assert windows.bodies[:2] == (first.pk, first.pk)
    assert windows.counts.sum() == cells.counts.sum()


def test_nothing_rated_gives_an_empty_table(county):
    assert read(Subject.UNIT, county, FIRST, END).counts.sum() == 0


def test_ratings_given_by_citizens_reach_the_league_table(county):
    units = [unit_below(county) for _ in range(2)]
    for unit, levels in zip(units, ((5, 5, 4), (1, 3)), strict=True):
        window = services.window(body=unit)
        for level in levels:
            ratings.rating(level=level, window=window)
    today = clock.today()

    run = scoring.compute(
        body=county, subject=Subject.UNIT, starts_on=today, ends_on=today + dt.timedelta(days=1), actor=SYSTEM
    )

    raw = {score.body: (score.n, round(score.raw, 4)) for score in run.scores.all()}
    assert raw == {units[0]: (3, round((100 + 100 + 75) / 3, 4)), units[1]: (2, 25.0)}
    assert run.ratings == 5


@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_of_months_say_what_the_days_say(county, chance):
    """Whatever was counted, and whichever days are asked for: months that are summed, and days around them."""
    MonthTally.objects.all().delete()
    DayTally.objects.all().delete()
    windows = [services.window(body=unit_below(county)) for _unit in range(2)]
    with clock.pretend(dt.datetime(2026, 8, 9, 4, tzinfo=dt.UTC)):
        for _count in range(40):
            day = dt.date(2026, 4, 25) + dt.timedelta(days=chance.randrange(105))
            window, family, channel = (
                chance.choice(windows),
                chance.choice(["public", ""]),
                chance.choice(["code", "sms"]),
            )
            where = {"window": window, "body": window.body, "family": family, "channel": channel, "day": day}
            DayTally.objects.update_or_create(
                **where, level=chance.randint(1, 5), defaults={"count": chance.randint(1, 9)}
            )
        asked = sorted(chance.sample(range(110), 2))
        starts, ends = (dt.date(2026, 4, 25) + dt.timedelta(days=number) for number in asked)
        before = told(read(Subject.UNIT, county, starts, ends))
        months = {day.replace(day=1) for day in DayTally.objects.values_list("day", flat=True)} - {dt.date(2026, 8, 1)}
        assert ratings_actions.roll_up() == len(months)
        assert ratings_actions.roll_up() == 0  # safe to repeat
        assert set(MonthTally.objects.values_list("month", flat=True)) == months
        assert told(read(Subject.UNIT, county, starts, ends)) == before
    for summed in MonthTally.objects.all():
        assert np.array(list(summed.cells.values())).sum(axis=0).tolist() == summed.levels


def test_what_a_review_left_out_is_taken_off_whole_months_and_single_days(county):
    """Sums of months hold every rating; one that an appeal excluded later counts nowhere, before and after the roll-up."""
    unit, other = unit_below(county), unit_below(county)
    window = services.window(body=unit)
    bad = []
    for month in (5, 6, 7):
        with clock.pretend(dt.datetime(2026, month, 10, 4, tzinfo=dt.UTC)):
            bad.append(ratings.rating(level=1, window=window))
            ratings.rating(level=5, window=window)
            ratings.rating(level=4, window=services.window(body=other))
            if month == 5:
                alone = services.window(body=unit_below(county))
                bad.append(ratings.rating(level=2, window=alone))

    def levels(starts, ends):
        found = {}
        for subject in (Subject.UNIT, Subject.WINDOW):
            cells = read(subject, county, starts, ends)
            assert (cells.counts >= 0).all()
            assert cells.counts.any(axis=(1, 2)).all()
            assert cells.counts.any(axis=(0, 2)).all()
            for body, table in zip(cells.bodies, cells.counts, strict=True):
                found.setdefault(body, np.zeros(5, dtype=int))
                found[body] += table.sum(axis=0)
        return {body: (table // 2).tolist() for body, table in found.items()}

    periods = {
        (dt.date(2026, 5, 1), dt.date(2026, 8, 1)): ([1, 0, 0, 0, 3], [0, 0, 0, 3, 0]),
        (dt.date(2026, 5, 1), dt.date(2026, 6, 1)): ([0, 0, 0, 0, 1], [0, 0, 0, 1, 0]),
        (dt.date(2026, 5, 5), dt.date(2026, 7, 1)): ([0, 0, 0, 0, 2], [0, 0, 0, 2, 0]),
        (dt.date(2026, 6, 1), dt.date(2026, 7, 11)): ([1, 0, 0, 0, 2], [0, 0, 0, 2, 0]),
    }
    with clock.pretend(dt.datetime(2026, 8, 2, 4, tzinfo=dt.UTC)):
        assert levels(*next(iter(periods)))[unit.pk] == [3, 0, 0, 0, 3]
        for one in (bad[0], bad[1], bad[2]):
            ratings_actions.triage(one, verdict="mistaken", reason="评错窗口", actor=SYSTEM)
            ratings_actions.decide_appeal(one.handling.appeals.get(), allowed=True, words="监控有据", actor=SYSTEM)
        days = {period: levels(*period) for period in periods}
        assert ratings_actions.roll_up() == 3
        for period, (own, others) in periods.items():
            assert levels(*period) == {unit.pk: own, other.pk: others} == days[period]
        seen = evidence(Subject.UNIT, county, *next(iter(periods)))
        assert sorted(seen.level.tolist()) == [1, 4, 4, 4, 5, 5, 5]


def told(cells):
    return {
        (key, case): counts.tolist()
        for key, table in zip(cells.keys, cells.counts, strict=True)
        for case, counts in zip(cells.cases, table, strict=True)
        if counts.any()
    }


def test_the_table_takes_two_queries(county, django_assert_num_queries):
    for _ in range(3):
        tallies(services.window(body=unit_below(county)), day=INSIDE, l5=1)
    with django_assert_num_queries(2):
        cells = read(Subject.UNIT, county, FIRST, END)
    assert np.array_equal(cells.counts.sum(axis=(1, 2)), [1, 1, 1])


def test_rectification_reads_the_share_of_closed_orders(county):
    good, bad = unit_below(county), unit_below(county)
    for number in range(3):
        one = orders.order(good, source_id=f"good{number}")
        order_actions.verify(
            order_actions.reply(one, finding="true", reason="人手", answer="已整改", actor=SYSTEM), actor=SYSTEM
        )
    orders.order(bad, source_id="bad")
    today = clock.today()

    cells = read_orders(Subject.UNIT, county, today, today + dt.timedelta(days=1))

    assert dict(zip(cells.keys, cells.counts[:, 0].tolist(), strict=True)) == {
        good.pk: [0, 3],
        bad.pk: [1, 0],
    }
    with pytest.raises(Refused):
        read_orders(Subject.WINDOW, county, today, today + dt.timedelta(days=1))


def test_both_are_offered_to_scoring():
    assert {"satisfaction", "rectification"} <= set(offered())
