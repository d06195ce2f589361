from datetime import date

import pytest

from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.compiler.dates import Years, whens


def read(text: str, issued: tuple[int, int] = (2011, 9)) -> tuple[date | None, date | None]:
    (found,) = whens(text, Years(issued, None, []))
    return found.first, found.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("5月上旬-中旬", date(2011, 5, 1), date(2011, 5, 20)),
        ("5月下旬—9月", date(2011, 5, 21), date(2011, 9, 30)),
        ("2011年11月一一2011年12月", date(2011, 11, 1), date(2011, 12, 31)),
        ("2011年12至2012年5月", date(2011, 12, 1), date(2012, 5, 31)),
        ("2026年9-10月", date(2026, 9, 1), date(2026, 10, 31)),
        ("6月1日至15日", date(2011, 6, 1), date(2011, 6, 15)),
        ("2015年7月上、中旬", date(2015, 7, 1), date(2015, 7, 20)),
        ("2015年7月下旬至2017年底", date(2015, 7, 21), date(2017, 12, 31)),
        ("二〇一一年九月二十二日", date(2011, 9, 22), date(2011, 9, 22)),
        ("0一一年十一月十五日", date(2011, 11, 15), date(2011, 11, 15)),
        ("2019.12.16", date(2019, 12, 16), date(2019, 12, 16)),
        ("“七一”前", date(2011, 7, 1), date(2011, 7, 1)),
        ("今年10月底", date(2011, 10, 31), date(2011, 10, 31)),
        ("明年上半年", date(2012, 1, 1), date(2012, 6, 30)),
        ("年初至春节前", None, None),
        ("端午节前", date(2011, 6, 6), date(2011, 6, 6)),
        ("中秋节前", date(2011, 9, 12), date(2011, 9, 12)),
        ("农历九月初九", date(2011, 10, 5), date(2011, 10, 5)),
        ("清明节前", date(2011, 4, 5), date(2011, 4, 5)),
        ("2011年第三季度", date(2011, 7, 1), date(2011, 9, 30)),
    ],
)
def test_dates_are_read_as_officials_write_them(text: str, first: date | None, last: date | None) -> None:
    assert read(text.replace("\u2014", "-")) == (first, last)


def test_unwritten_year_after_a_december_signature_is_the_next() -> None:
    assert read("1月3日", (2019, 12)) == (date(2020, 1, 3), date(2020, 1, 3))


def test_impossible_day_is_no_date() -> None:
    assert read("2月30日") == (None, None)


def test_days_that_hang_on_the_signature_need_it() -> None:
    years = Years((2024, 2), None, [], date(2024, 2, 19))
    (found,) = whens("即日起至3月15日", years)
    assert (found.first, found.last) == (date(2024, 2, 19), date(2024, 3, 15))
    (found,) = whens("下月底前", years)
    assert found.last == date(2024, 3, 31)
    assert [found.last for found in whens("下月底前", Years(None, None, []))] == [None]


@pytest.mark.parametrize(
    ("text", "due", "event"),
    [
        ("各单位自本方案印发之日起10个工作日内制定具体方案。", date(2024, 3, 15), "本方案印发"),
        ("各单位收到通知后一个月内完成自查。", date(2024, 4, 1), "各单位收到通知"),
        ("活动结束后3日内上交活动小结。", None, "活动结束"),
    ],
)
def test_times_counted_from_an_event(text: str, due: date | None, event: str) -> None:
    (draft,) = compile_text(f"某县活动方案\n一、要求\n{text}\n青禾县总工会\n2024年3月1日\n")
    (duty,) = draft.deadlines
    assert duty.due == due
    assert duty.within is not None
    assert duty.within.event == event
