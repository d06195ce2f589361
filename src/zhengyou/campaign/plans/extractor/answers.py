"""From the model's words to a draft: what is not well-formed or not literally in the text is dropped."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhengyou.campaign.plans.compiler.draft import (
    Ask,
    Deadline,
    Dimension,
    Goal,
    Label,
    Mechanism,
    Phase,
    PlanDraft,
    Quota,
    Recurrence,
    Requirement,
    Span,
    Unit,
    Weight,
)
from zhengyou.campaign.plans.extractor.parts import Part
from zhengyou.campaign.plans.extractor.veil import HIDDEN

MOST = 300
"""Findings of one answer that are looked at."""
CEILING = 0.55
"""No finding of a model is surer than this: below 0.6 a person should look twice."""
LONGEST_QUOTE = 600
LONGEST_NAME = 200
_LARGEST = 1_000_000
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_BLANK = re.compile(r"\s+")
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Found:
    """One finding that stands in the text: its kind, its words (the text's own), its place, and what was said of it."""

    kind: str
    name: str
    span: Span
    confidence: float
    said: dict[str, Any] = field(default_factory=dict)


def findings(words: str, part: Part) -> tuple[Found, ...] | None:
    """Return what an answer holds of ``part``, or None where it is not the JSON that was asked for."""
    listed = _listed(_THOUGHTS.sub("", words))
    if listed is None:
        return None
    place = _Places(part)
    found = [one for row in listed[:MOST] if isinstance(row, dict) and (one := _finding(row, place)) is not None]
    return tuple(_distinct(found))


def _distinct(found: list[Found]) -> Iterator[Found]:
    seen: set[tuple[str, str, Span]] = set()
    for one in found:
        key = (one.kind, one.name, one.span)
        if key not in seen:
            seen.add(key)
            yield one


def _listed(words: str) -> list[Any] | None:
    """Return the list of findings in an answer, whatever stands around its JSON."""
    decoder = json.JSONDecoder()
    for begin in [found.start() for found in re.finditer(r"[{\[]", words)][:50]:
        try:
            value, _end = decoder.raw_decode(words, begin)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get("findings"), list):
            return list(value["findings"])
        if isinstance(value, list) and (not value or isinstance(value[0], dict)):
            return value
    return None


class _Places:
    """Where words stand in a part, white space left aside: a quotation may run over the end of a line."""

    def __init__(self, part: Part) -> None:
        kept = [(place, sign) for place, sign in enumerate(part.text) if not sign.isspace()]
        self.start = part.start
        self.text = "".join(sign for _place, sign in kept)
        self.places = [place for place, _sign in kept]

    def find(self, words: str, before: int | None = None) -> Span | None:
        """Return where ``words`` stand: at first, or for the last time before the place ``before`` of the whole text."""
        wanted = _BLANK.sub("", words)
        at = self.text.find(wanted) if wanted else -1
        if before is not None and at >= 0:
            places = [found.start() for found in re.finditer(re.escape(wanted), self.text)]
            at = max((one for one in places if self.start + self.places[one] < before), default=at)
        if at < 0:
            return None
        return Span(self.start + self.places[at], self.start + self.places[at + len(wanted) - 1] + 1)


def _finding(row: dict[str, Any], places: _Places) -> Found | None:
    kind, quote, name = (_text(row.get(key)) for key in ("kind", "quote", "name"))
    span = places.find(quote) if 2 <= len(quote) <= LONGEST_QUOTE else None
    if kind not in _KINDS or span is None or HIDDEN in quote:
        return None
    plain = _BLANK.sub("", quote)
    name = name if name and _BLANK.sub("", name) in plain else plain
    sure = row.get("confidence")
    confidence = float(sure) if isinstance(sure, int | float) and not isinstance(sure, bool) and 0 <= sure <= 1 else 0.5
    said = {key: row[key] for key in _SAID if row.get(key) not in (None, "")}
    said = {key: value for key, value in said.items() if key not in _QUOTED or _BLANK.sub("", _text(value)) in plain}
    return Found(kind, name[:LONGEST_NAME], span, round(min(confidence, CEILING), 2), said | _under(row, span, places))


def _under(row: dict[str, Any], span: Span, places: _Places) -> dict[str, Any]:
    """Return the dimension that an item is said to belong to and its place, where the text names it."""
    name = _text(row.get("under"))
    place = places.find(name, before=span.start) if name and HIDDEN not in name else None
    return {"under": (name[:LONGEST_NAME], place)} if place is not None else {}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        day = date.fromisoformat(_text(value))
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _number(value: object) -> float | None:
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if 0 < number < _LARGEST else None


def draft_of(found: tuple[Found, ...], span: Span) -> PlanDraft:
    """Return findings as a draft of the same shape as the compiler's."""
    by = {kind: [one for one in found if one.kind == kind] for kind in _KINDS}
    return PlanDraft(
        span=span,
        title=None,
        issuer=None,
        document_number=None,
        issued_on=None,
        theme=next((_label(one) for one in by["theme"]), None),
        scope=tuple(_label(one) for one in by["scope"]),
        goals=tuple(Goal(one.name, _text(one.said.get("target")), one.span, one.confidence) for one in by["goal"]),
        dimensions=_dimensions(by["dimension"], by["item"]),
        phases=tuple(_phase(one) for one in by["phase"]),
        deadlines=tuple(_duty(one) for one in by["duty"]),
        quotas=tuple(quota for one in by["quota"] if (quota := _quota(one))),
        weights=tuple(
            Weight(one.name, number, one.span, one.confidence)
            for one in by["weight"]
            if (number := _number(one.said.get("amount"))) is not None
        ),
        requirements=tuple(
            Requirement(one.kind == "safeguard", one.name, one.span, one.confidence)
            for one in (*by["demand"], *by["safeguard"])
        ),
        bodies=tuple(_label(one) for one in by["body"]),
        recipients=tuple(_label(one) for one in by["recipient"]),
        asks=tuple(
            Ask(Mechanism(one.said["mechanism"]), one.name, one.span, one.confidence)
            for one in by["ask"]
            if _text(one.said.get("mechanism")) in set(Mechanism)
        ),
    )


def _label(one: Found) -> Label:
    return Label(one.name, one.span, one.confidence)


def _dimensions(dimensions: list[Found], items: list[Found]) -> tuple[Dimension, ...]:
    """Return the dimensions with their items; one that only its items name stands where the text names it."""
    known = {one.name: one for one in dimensions}
    below: dict[str, list[Label]] = {name: [] for name in known}
    for item in items:
        if "under" not in item.said:
            continue
        name, place = item.said["under"]
        known.setdefault(name, Found("dimension", name, place, item.confidence))
        below.setdefault(name, []).append(_label(item))
    return tuple(
        Dimension(name, len(below[name]), tuple(below[name]), one.span, one.confidence) for name, one in known.items()
    )


def _phase(one: Found) -> Phase:
    starts, ends = _day(one.said.get("starts_on")), _day(one.said.get("ends_on"))
    if starts and ends and ends < starts:
        starts = ends = None
    return Phase(one.name, starts, ends, one.span, one.confidence)


def _duty(one: Found) -> Deadline:
    said = _text(one.said.get("recurrence"))
    recurrence = Recurrence(said) if said in set(Recurrence) else None
    return Deadline(_day(one.said.get("ends_on")), recurrence, one.name, one.span, one.confidence)


def _quota(one: Found) -> Quota | None:
    number, unit = _number(one.said.get("amount")), _text(one.said.get("unit"))
    if number is None or number != int(number):
        return None
    return Quota(one.name, int(number), unit if unit in set(Unit) or len(unit) <= 2 else "", one.span, one.confidence)


_KINDS = (
    "theme", "scope", "goal", "dimension", "item", "phase", "duty", "quota", "weight", "demand", "safeguard", "body",
    "recipient", "ask",
)  # fmt: skip
_SAID = ("starts_on", "ends_on", "recurrence", "amount", "unit", "target", "mechanism")
_QUOTED = frozenset({"target"})
"""What must stand in the quotation itself."""
