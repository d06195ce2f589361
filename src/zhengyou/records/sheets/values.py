"""From what Excel holds in a cell to what a field means: numbers that are text, dates in six spellings, wide digits."""

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Sentence
from zhengyou.records.sheets.fields import Field, Kind, Value

LANGUAGES = ("zh-hans", "en")
"""The languages in which headings and labels are understood."""
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|_x000[DdAa]_")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_WIDE = {
    wide: wide - 0xFEE0
    for start, end in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for wide in range(ord(start), ord(end) + 1)
}
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)"
)
_TIME = re.compile(r"(?<=[\d日 ])\s*(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})(?:\.\d+)?秒?)?\s*$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d+(\.\d*)?")
_EXACT = 10**15
"""From here on Excel has rounded a number: it keeps 15 digits."""
_YEARS = range(1900, 2101)
_SERIALS = range(10_000, 73_051)
"""Excel's day numbers from 1927 to 2099; smaller numbers are no dates that anybody means."""
_YES = {"是", "有", "√", "✓", "y", "yes", "true", "1"}
_NO = {"否", "无", "×", "✗", "n", "no", "false", "0"}


class Wrong(Exception):
    """A cell cannot be read as its field asks; ``reason`` says why and what to write instead."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Raw:
    """A cell as Excel holds it: its value, whether it is a formula or an error, its number format, the file's epoch."""

    value: object = None
    kind: str = "n"
    number_format: str = "General"
    epoch: dt.datetime = WINDOWS_EPOCH


def read_cell(raw: Raw, field: Field) -> Value:
    """Return the value of a cell for ``field``; raises Wrong with a sentence for the person who filled it in."""
    if raw.kind == "f":
        raise Wrong(_("The cell holds a formula. Copy it and paste it as a value."))
    if raw.kind == "e":
        raise Wrong(format_lazy(_("The cell holds Excel's error {error}."), error=str(raw.value)[:20]))
    value = None if raw.value is None or as_text(raw) == "" else _READERS[field.kind](raw, field)
    if value is None:
        if field.required:
            raise Wrong(_("This field is required."))
        return None
    _within(value, field)
    if field.check and (reason := field.check(value)):
        raise Wrong(reason)
    return value


def tidy(text: str) -> str:
    """Return typed text without invisible characters, with single blanks and ordinary letters and digits."""
    lines = (_BLANKS.sub(" ", line).strip() for line in _INVISIBLE.sub("", text).translate(_WIDE).splitlines())
    return unicodedata.normalize("NFC", "\n".join(lines).strip())


def as_text(raw: Raw) -> str:
    """Return a cell as the text that Excel shows, as far as it can be known."""
    value = raw.value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, int | float):
        return _number_text(value, raw.number_format)
    return tidy(str(value)) if value is not None else ""


def _number_text(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if abs(value) >= _EXACT:
        raise Wrong(_("Excel has rounded this long number. Format the column as text and type it again."))
    zeros = number_format.split(";")[0].strip('"')
    width = len(zeros) if zeros and set(zeros) == {"0"} else 0
    return str(int(value)).zfill(width)


def _text(raw: Raw, _field: Field) -> str:
    return as_text(raw)


def _code(raw: Raw, _field: Field) -> str:
    text = unicodedata.normalize("NFKC", as_text(raw))
    return re.sub(r"\s", "", re.sub("[‐‑‒–—−－]", "-", text))


def _decimal(raw: Raw, _field: Field) -> Decimal:
    if isinstance(raw.value, int | float) and not isinstance(raw.value, bool):
        if raw.value != raw.value or abs(raw.value) == float("inf"):
            raise Wrong(_("Write a number."))
        return Decimal(repr(raw.value))
    text = unicodedata.normalize("NFKC", as_text(raw)).replace(" ", "").replace("−", "-")
    if not _NUMBER.fullmatch(text):
        raise Wrong(_("Write a number."))
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise Wrong(_("Write a number.")) from None


def _int(raw: Raw, field: Field) -> int:
    number = _decimal(raw, field)
    if number.adjusted() > 15:
        raise Wrong(_("This number is too large."))
    if number != number.to_integral_value():
        raise Wrong(_("Write a whole number."))
    return int(number)


def _date(raw: Raw, _field: Field) -> dt.date:
    value = raw.value
    if isinstance(value, dt.datetime):
        return _sensible(value.date())
    if isinstance(value, dt.date):
        return _sensible(value)
    text = unicodedata.normalize("NFKC", as_text(raw)).replace(" ", "")
    found = _DATE.match(text) or _COMPACT.fullmatch(text)
    if found and (found.end() == len(text) or re.fullmatch(r"T?[\d:.]+", text[found.end() :])):
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            return _sensible(dt.date(year, month, day))
        except ValueError:
            raise Wrong(_("There is no such day.")) from None
    if text.isdecimal() and int(text) in _SERIALS:  # a date whose cell lost its format
        moment = from_excel(int(text), raw.epoch)
        if isinstance(moment, dt.datetime):
            return _sensible(moment.date())
    raise Wrong(_("Write a date as 2026-05-04."))


def _moment(raw: Raw, field: Field) -> dt.datetime:
    value = raw.value
    if isinstance(value, dt.datetime):
        return _on(_sensible(value.date()), value.time())
    text = unicodedata.normalize("NFKC", as_text(raw)).replace("T", " ")
    found = _TIME.search(text)
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIALS:
        moment = from_excel(value, raw.epoch)
        if isinstance(moment, dt.datetime):
            return _on(_sensible(moment.date()), moment.time())
    day = _date(Raw(text[: found.start()] if found else text, "s", epoch=raw.epoch), field)
    if found is None:
        return _on(day, dt.time())
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return _on(day, dt.time(hour, minute, second))
    except ValueError:
        raise Wrong(_("There is no such time of day.")) from None


def _on(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time.replace(microsecond=0, tzinfo=None), clock.SHANGHAI)


def _sensible(day: dt.date) -> dt.date:
    if day.year not in _YEARS:
        raise Wrong(_("Write a date as 2026-05-04."))
    return day


def _choice(raw: Raw, field: Field) -> str:
    typed = folded(as_text(raw))
    known = {folded(word): word for word, _label in field.choices}
    for language in LANGUAGES:
        with override(language):
            known |= {folded(str(label)): word for word, label in field.choices}
    if typed in known:
        return known[typed]
    labels = [str(label) for _word, label in field.choices]
    near = difflib.get_close_matches(as_text(raw), labels, n=1)
    if near:
        raise Wrong(format_lazy(_("This is not in the list. Did you mean “{near}”?"), near=near[0]))
    shown = "、".join(labels[:10]) + ("…" if len(labels) > 10 else "")
    raise Wrong(format_lazy(_("Choose one of: {choices}"), choices=shown))


def _yes_no(raw: Raw, _field: Field) -> bool:
    typed = folded(as_text(raw))
    if typed in _YES:
        return True
    if typed in _NO:
        return False
    raise Wrong(_("Write yes or no."))


def folded(text: str) -> str:
    """Return ``text`` as headings and labels are compared: without blanks, marks of required fields, width and case."""
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", tidy(text))).casefold()


def _within(value: Value, field: Field) -> None:
    if isinstance(value, str) and len(value) > field.longest:
        raise Wrong(format_lazy(_("At most {longest} characters."), longest=field.longest))
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if field.least is not None and value < field.least:  # type: ignore[operator]  # limits are of the kind of the field
        raise Wrong(format_lazy(_("Not below {least}."), least=str(field.least)))
    if field.most is not None and value > field.most:  # type: ignore[operator]  # limits are of the kind of the field
        raise Wrong(format_lazy(_("Not above {most}."), most=str(field.most)))


_READERS: dict[Kind, Callable[[Raw, Field], Value]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.INT: _int,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
}
