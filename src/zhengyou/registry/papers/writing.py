"""Reading what officials type: numbers of documents, lines of basis documents, lists of recipients."""

import re
from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九十"
_NUMBER = re.compile(
    r"(?P<code>[\u3400-\u9fff*×ＸX]{1,20}?)\s*[\[〔【(（［﹝]\s*(?P<year>\d{4})\s*[\]〕】)）］﹞]\s*第?\s*(?P<serial>\d{1,5}|[*×]{1,4})\s*号"
)
_BRACKETED_COUNT = re.compile(r"[(（]\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:份)?\s*[)）]\s*$")
_EDGES = " \t\u3000,，;；、。:：—-《》"


def number_of(code: str, year: int, serial: int) -> str:
    """Return a document number as it is printed: hexagonal brackets, no 第, no leading zero."""
    return f"{code}〔{year}〕{serial}号"


def normalised(number: str) -> str:
    """Return a typed document number with 〔〕 and without 第 and leading zeros; what is no number stays as it is.

    Masked parts of old texts (***〔2011〕*号) stay masked.
    """
    found = _NUMBER.search(number)
    return _printed(found) if found else number.strip()


def _printed(found: re.Match[str]) -> str:
    serial = found["serial"]
    return f"{found['code']}〔{found['year']}〕{serial.lstrip('0') or serial}号"


@dataclass(frozen=True, slots=True)
class Reference:
    """One basis document as it was typed: its number (normalised, may be masked or missing) and its title."""

    number: str
    title: str


def reference(line: str) -> Reference:
    """Read one line: the number wherever it stands, the rest is the title; a line without number is a title alone."""
    found = _NUMBER.search(line)
    if not found:
        return Reference("", line.strip(_EDGES))
    rest = (line[: found.start()] + " " + line[found.end() :].removeprefix("文件")).strip()
    title = re.sub(r"[(（]\s*[)）]", "", rest)
    return Reference(_printed(found), title.strip(_EDGES + "()（）"))


def references(text: str) -> list[Reference]:
    """Read basis documents, one a line."""
    return [read for line in text.splitlines() if line.strip() and ((read := reference(line)).title or read.number)]


@dataclass(frozen=True, slots=True)
class Addressed:
    """One recipient as typed: a name and how many copies."""

    label: str
    copies: int = 1


def addressed(text: str) -> list[Addressed]:
    """Read recipients, one a line or divided by 、，；: "县委创先办、档（二）" is two, the second gets two copies."""
    found: dict[str, Addressed] = {}
    for part in re.split(r"[\n、，,；;。]+", text):
        count = _BRACKETED_COUNT.search(part)
        label = (part[: count.start()] if count else part).strip(_EDGES)
        if label:
            found.setdefault(label, Addressed(label[:120], _figure(count[1]) if count else 1))
    return list(found.values())


def _figure(typed: str) -> int:
    if typed.isdigit():
        return int(typed)
    tens, ten, ones = typed.rpartition("十")
    value = ones or tens if not ten else ""
    if not ten:
        return _DIGITS.index(value[0])
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
