import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyou.campaign.campaigns.policy import MONTHS
from zhengyou.campaign.campaigns.rhythms import first_day, occurrences

days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("rhythm", "words", "first"),
    [
        ("monthly", "每月5日前报送", dt.date(2026, 4, 5)),
        ("monthly", "每月25号前", dt.date(2026, 3, 25)),
        ("monthly", "每月报送一次", dt.date(2026, 3, 31)),
        ("quarterly", "每季度集中点评一次", dt.date(2026, 5, 31)),
        ("weekly", "每周", dt.date(2026, 3, 16)),
        ("ten-day", "每旬报送一次", dt.date(2026, 3, 10)),
    ],
)
def test_first_day_follows_the_words_or_ends_the_first_period(rhythm, words, first):
    assert first_day(dt.date(2026, 3, 10), rhythm, words) == first


def test_the_end_of_a_month_stays_the_end_of_every_month():
    found = list(occurrences(dt.date(2026, 1, 31), "monthly", dt.date(2026, 6, 30)))
    assert [day.day for day in found] == [31, 28, 31, 30, 31, 30]


@pytest.mark.parametrize(
    ("first", "days"),
    [(dt.date(2026, 1, 31), [31, 10, 20, 28, 10, 20, 31, 10]), (dt.date(2026, 2, 19), [19, 28, 9, 19, 29, 9, 19, 29])],
)
def test_ten_day_periods_are_those_of_the_calendar(first, days):
    found = list(occurrences(first, "ten-day", dt.date(2026, 12, 31)))[:8]
    assert [day.day for day in found] == days
    assert {abs((b - a).days - 10) <= 2 for a, b in itertools.pairwise(found)} == {True}


@given(days, st.sampled_from([*MONTHS, "weekly", "ten-day", "once"]), st.integers(0, 800))
def test_occurrences_begin_with_the_first_rise_and_stay_inside(first, rhythm, length):
    last = first + dt.timedelta(days=length)
    found = list(occurrences(first, rhythm, last))

    assert found[0] == first
    assert found == sorted(set(found))
    assert found[-1] <= last
    if rhythm == "once":
        assert found == [first]


@given(days, st.sampled_from([*MONTHS, "weekly", "ten-day"]))
def test_first_day_never_lies_before_the_start(start, rhythm):
    assert first_day(start, rhythm) >= start
    assert first_day(start, rhythm, "每月5日前") >= start
