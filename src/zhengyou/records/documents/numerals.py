"""Numbers as official documents write them: 一、 （一） 1. （1） for heads, 2026年5月4日 for days."""

import datetime as dt

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return ``number`` from 1 to 99 in Chinese numerals: 7 → 七, 12 → 十二, 30 → 三十."""
    if not 1 <= number <= 99:
        raise ValueError(f"Official heads are numbered from 1 to 99, not {number}.")
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def head_number(level: int, number: int) -> str:
    """Return what stands before the ``number``-th head of ``level`` 1 to 4 (GB/T 9704-2012, 7.3.3)."""
    match level:
        case 1:
            return f"{chinese(number)}、"
        case 2:
            return f"（{chinese(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
    raise ValueError(f"Official documents have four levels of heads, not {level}.")


def official_date(day: dt.date) -> str:
    """Return ``day`` as official documents write it: Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
