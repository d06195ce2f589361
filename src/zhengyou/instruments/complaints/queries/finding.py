"""Finding matters and articles by words, and earlier matters by telephone."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from zhengyou.instruments.complaints.grams import grams_of
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.kernel import ids

M = TypeVar("M", bound=models.Model)


def found(rows: QuerySet[M], words: str) -> QuerySet[M]:
    """Return those ``rows`` that hold all pairs of ``words``; nothing asked leaves all."""
    wanted = grams_of(words)
    return rows.filter(grams__contains=wanted) if wanted else rows


def by_words_or_number(matters: QuerySet[Complaint], words: str) -> QuerySet[Complaint]:
    """Return the matters with this number, or that hold these words."""
    words = words.strip()
    if not words:
        return matters
    wanted: Any = Q(number=ids.read_code(words)[:12]) | Q(outer_number=words[:64])
    if grams := grams_of(words):
        wanted |= Q(grams__contains=grams)
    return matters.filter(wanted)


def of_phone(matters: QuerySet[Complaint], phone: str) -> QuerySet[Complaint]:
    """Return the matters of whoever left this telephone number, found by its blind index."""
    return matters.filter(complainant__phone=phone)


def earlier(matters: QuerySet[Complaint], *, words: str = "", phone: str = "", most: int = 8) -> list[Complaint]:
    """Return earlier matters for the hotline desk: those of the caller first, then those with like words."""
    chosen = matters.select_related("category", "about").order_by("-received_at")
    rows = list(of_phone(chosen, phone)[:most]) if len([one for one in phone if one.isdigit()]) >= 7 else []
    if len(words.strip()) >= 2 and len(rows) < most:
        known = {one.pk for one in rows}
        rows += [one for one in found(chosen, words)[: most + len(known)] if one.pk not in known]
    return rows[:most]
