"""Days of the lunar calendar and named feasts: 农历八月十五, 端午节, 清明."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_YEAR = 2000
_YEARS = (
    (205, 0, 0x0693), (124, 4, 0x152B), (212, 0, 0x052B), (201, 0, 0x0A5B), (122, 2, 0x155A), (209, 0, 0x056A),
    (129, 7, 0x1B55), (218, 0, 0x0BA4), (207, 0, 0x0B49), (126, 5, 0x1A93), (214, 0, 0x0A95), (203, 0, 0x052D),
    (123, 4, 0x0A6D), (210, 0, 0x0AB5), (131, 9, 0x15AA), (219, 0, 0x05D2), (208, 0, 0x0DA5), (128, 6, 0x1D4A),
    (216, 0, 0x0E4A), (205, 0, 0x0C95), (125, 4, 0x152E), (212, 0, 0x0556), (201, 0, 0x0AB5), (122, 2, 0x15B2),
    (210, 0, 0x06D2), (129, 6, 0x0EA5), (217, 0, 0x0F25), (207, 0, 0x064A), (126, 5, 0x0C97), (213, 0, 0x04AB),
    (202, 0, 0x055B), (123, 3, 0x0AD6), (211, 0, 0x0B69), (131, 11, 0x1752), (219, 0, 0x0B52), (208, 0, 0x0B25),
    (128, 6, 0x1A4B), (215, 0, 0x0A4B), (204, 0, 0x04AB), (124, 5, 0x055B), (212, 0, 0x05AD), (201, 0, 0x0B6A),
    (122, 2, 0x1B52), (210, 0, 0x0D92), (130, 7, 0x1D25), (217, 0, 0x0D25), (206, 0, 0x0A55), (126, 5, 0x14AD),
    (214, 0, 0x04B6), (202, 0, 0x05B5),
)  # fmt: skip
"""For each year from 2000: the day of lunar new year as month * 100 + day, the leap month or 0, and a bit for each month
in its order (the lowest first) that says whether it has 30 days instead of 29. Source: the Unicode calendar library."""

FEASTS = {
    "元宵": (1, 15), "上元": (1, 15), "龙抬头": (2, 2), "端午": (5, 5), "端阳": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15),
    "重阳": (9, 9), "敬老": (9, 9), "腊八": (12, 8),
}  # fmt: skip
"""Feasts by their lunar month and day; spring festival is a season and no day here (see the conventions of the labels)."""


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The day of a lunar date in the lunar year that begins in ``year``, or None outside the table or the month."""
    if not (0 <= year - _FIRST_YEAR < len(_YEARS) and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    start, leap, lengths = _YEARS[year - _FIRST_YEAR]
    before = month - 1 + (1 if leap and month > leap else 0)
    if day == 30 and not lengths >> before & 1:
        return None
    days = sum(29 + (lengths >> at & 1) for at in range(before))
    return date(year, start // 100, start % 100) + timedelta(days=days + day - 1)


def feast_day(year: int, name: str) -> date | None:
    """The day of a feast in a solar year; 除夕 is the eve of the lunar new year."""
    if name == "清明":
        short = year % 100
        return date(year, 4, int(short * 0.2422 + 4.81) - short // 4) if 2000 <= year <= 2099 else None
    if name == "除夕":
        new_year = lunar_day(year, 1, 1)
        return new_year - timedelta(days=1) if new_year else None
    if name == "腊八":  # the twelfth lunar month mostly falls into January
        of_last = lunar_day(year - 1, 12, 8)
        return of_last if of_last and of_last.year == year else lunar_day(year, 12, 8)
    month, day = FEASTS[name]
    return lunar_day(year, month, day)


_MONTHS = {name: number for number, name in enumerate(
    ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1
)} | {"冬": 11, "腊": 12, "一": 1}  # fmt: skip


def lunar_month(name: str) -> int | None:
    """The number of a lunar month by its name: 正, 八, 冬, 腊."""
    return _MONTHS.get(name)
