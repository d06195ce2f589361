import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.deadlines import moment
from zhengyou.kernel import clock
from zhengyou.registry.deadlines import queries
from zhengyou.registry.deadlines.reckoning import (
    Calendar,
    Ending,
    Ground,
    OfficeHours,
    Span,
    Term,
    Unit,
    due,
    one_working_day_before,
    used_up,
    working_days_between,
)

YEARS = range(2023, 2028)
CHINA = Calendar(
    {day: kind != "holiday" for year in YEARS for day, kind, _ in queries.packaged_days(year)},
    frozenset({2023, 2024, 2025, 2026}),
)
WD, ND, WH, H = Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.WORKING_HOUR, Unit.HOUR
moments = st.integers(0, 1000 * 24 * 60).map(lambda n: moment("2024-01-01 00:00") + n * dt.timedelta(minutes=1))
units = st.sampled_from(list(Unit))
endings = st.sampled_from(list(Ending))


@st.composite
def terms(draw):
    unit = draw(units)
    return Term(draw(st.integers(0 if unit.counts_days else 1, 40)), unit, draw(endings))


@st.composite
def spans(draw, around=moments):
    begins = draw(around)
    return Span(begins, begins + draw(st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=20))))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "ending", "expected"),
    [
        # 元旦 2024 (Mon 1 Jan off): two working days from Friday
        ("2023-12-29 10:00", 2, WD, Ending.CLOSING, "2024-01-03 17:30"),
        # 春节 2024: 10–17 Feb off, Sundays 4 and 18 Feb worked
        ("2024-02-08 10:00", 1, WD, Ending.CLOSING, "2024-02-09 17:30"),
        ("2024-02-09 10:00", 1, WD, Ending.CLOSING, "2024-02-18 17:30"),
        # 春节 2025: 28 Jan – 4 Feb off, Sunday 26 Jan and Saturday 8 Feb worked
        ("2025-01-24 16:00", 2, WD, Ending.CLOSING, "2025-01-27 17:30"),
        ("2025-01-27 16:00", 4, WD, Ending.CLOSING, "2025-02-08 17:30"),
        # 国庆 2025: 1–8 Oct off, Sunday 28 Sep and Saturday 11 Oct worked
        ("2025-09-26 09:00", 5, WD, Ending.CLOSING, "2025-10-10 17:30"),
        # 春节 2026: 15–23 Feb off, Saturdays 14 and 28 Feb worked
        ("2026-02-13 09:00", 2, WD, Ending.CLOSING, "2026-02-24 17:30"),
        ("2026-02-27 09:00", 1, WD, Ending.CLOSING, "2026-02-28 17:30"),
        # 元旦 2026: 1–3 Jan off, Sunday 4 Jan worked
        ("2025-12-31 09:00", 1, WD, Ending.MIDNIGHT, "2026-01-04 23:59:59.999999"),
        # natural days: the last one is a day off, so the next working day (民法典 art. 203)
        ("2026-04-29 09:00", 5, ND, Ending.MIDNIGHT, "2026-05-06 23:59:59.999999"),
        ("2026-05-06 09:00", 7, ND, Ending.MIDNIGHT, "2026-05-13 23:59:59.999999"),
        # the same day, or the next working day where the office has closed
        ("2026-05-11 09:00", 0, WD, Ending.CLOSING, "2026-05-11 17:30"),
        ("2026-05-15 18:00", 0, WD, Ending.CLOSING, "2026-05-18 17:30"),
        ("2026-05-16 09:00", 0, WD, Ending.CLOSING, "2026-05-18 17:30"),
        # working hours: 09–12 and 14–17.30
        ("2026-05-11 11:00", 2, WH, Ending.CLOSING, "2026-05-11 15:00"),
        ("2026-05-15 17:00", 1, WH, Ending.CLOSING, "2026-05-18 09:30"),
        ("2026-05-16 12:00", 7, WH, Ending.CLOSING, "2026-05-19 09:30"),
        # plain hours know no day off
        ("2026-05-01 08:15", 24, H, Ending.CLOSING, "2026-05-02 08:15"),
    ],
)
def test_due_on_the_chinese_calendar(start, amount, unit, ending, expected):
    reckoned = due(moment(start), Term(amount, unit, ending), Ground(CHINA))

    assert (reckoned.at, reckoned.provisional) == (moment(expected), False)


def test_due_after_the_loaded_years_is_provisional():
    assert due(moment("2026-12-30 09:00"), Term(1, WD), Ground(CHINA)).provisional is False
    assert due(moment("2026-12-30 09:00"), Term(2, WD), Ground(CHINA)) == due(
        moment("2026-12-30 10:00"), Term(2, WD), Ground(CHINA)
    )
    assert due(moment("2026-12-30 09:00"), Term(2, WD), Ground(CHINA)).provisional is True
    assert due(moment("2026-12-31 17:00"), Term(1, WH), Ground(CHINA)).provisional is True
    assert due(moment("2026-12-31 17:00"), Term(40, H), Ground(CHINA)).provisional is False


def test_due_stands_still_in_a_pause():
    pause = Span(moment("2026-05-12 10:00"), moment("2026-05-14 15:00"))

    assert due(moment("2026-05-11 09:00"), Term(2, WD), Ground(CHINA, pauses=(pause,))).at == moment("2026-05-18 17:30")
    assert due(moment("2026-05-12 09:00"), Term(2, WH), Ground(CHINA, pauses=(pause,))).at == moment("2026-05-14 16:00")
    assert due(moment("2026-05-12 09:00"), Term(2, H), Ground(CHINA, pauses=(pause,))).at == moment("2026-05-14 16:00")


def test_calendar_without_working_days_is_an_error_instead_of_a_loop():
    idle = Calendar({dt.date(2026, 1, 1) + dt.timedelta(days=n): False for n in range(800)})
    for unit in (WD, ND, WH):
        with pytest.raises(ValueError, match="no working day"):
            due(moment("2026-01-01 09:00"), Term(1, unit), Ground(idle))


@given(moments, terms(), st.lists(spans(), max_size=3))
def test_due_in_days_is_on_a_working_day(start, term, pauses):
    ground = Ground(CHINA, pauses=tuple(pauses))
    day = clock.local(due(start, term, ground).at).date()
    if term.unit is not H:
        assert CHINA.is_worked(day)
    if term.unit.counts_days:
        assert not ground.stands_still_on(day)


@given(moments, terms())
def test_due_is_never_before_the_start(start, term):
    assert due(start, term, Ground(CHINA)).at > start


@given(moments, terms(), st.lists(spans(), max_size=3), spans())
def test_pausing_never_shortens(start, term, pauses, another):
    without = due(start, term, Ground(CHINA, pauses=tuple(pauses))).at
    assert due(start, term, Ground(CHINA, pauses=(*pauses, another))).at >= without


@given(moments, terms(), st.integers(1, 10), st.lists(spans(), max_size=2))
def test_due_is_monotone_in_the_amount(start, term, more, pauses):
    ground = Ground(CHINA, pauses=tuple(pauses))
    longer = Term(term.amount + more, term.unit, term.ending)
    assert due(start, longer, ground).at >= due(start, term, ground).at
    if term.unit is not ND and term.amount:  # the same day of a day off is the next working day, too
        assert due(start, longer, ground).at > due(start, term, ground).at


@given(moments, st.timedeltas(dt.timedelta(0), dt.timedelta(days=30)), terms())
def test_due_is_monotone_in_the_start(start, later, term):
    assert due(start + later, term, Ground(CHINA)).at >= due(start, term, Ground(CHINA)).at


@given(moments, st.integers(1, 40))
def test_working_days_are_as_many_as_granted(start, amount):
    day = clock.local(due(start, Term(amount, WD), Ground(CHINA)).at).date()
    assert working_days_between(start.date(), day, CHINA) == amount


@given(moments, terms(), st.integers(0, 100))
def test_part_of_a_term_is_used_up_before_the_whole(start, term, percent):
    assert used_up(start, term, Ground(CHINA), percent) <= due(start, term, Ground(CHINA)).at


@given(moments)
def test_one_working_day_before_is_a_working_day_at_the_same_time(start):
    before = one_working_day_before(start, CHINA)
    assert CHINA.is_worked(before.date())
    assert (before.time(), before < start) == (start.time(), True)


def test_office_hours_are_in_order():
    with pytest.raises(ValueError, match="in order"):
        OfficeHours(((dt.time(14), dt.time(17)), (dt.time(9), dt.time(12))))
    with pytest.raises(ValueError, match="in order"):
        OfficeHours(())
