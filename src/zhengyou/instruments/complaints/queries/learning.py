"""Readings of what the classifier learned, and what it proposes for a matter."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from zhengyou.instruments.complaints.classify.classifier import Classifier, Proposal, load
from zhengyou.instruments.complaints.classify.training import Report
from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.models import Category, Complaint, Lesson
from zhengyou.instruments.complaints.queries.upper import category_named

__all__ = ["CategoryProposal", "as_rows", "category_named", "decided", "lesson_in_use", "proposed", "text_of"]

BROAD_MOST, FINE_MOST = 3, 40


@dataclass(frozen=True, slots=True)
class CategoryProposal:
    """A class that a matter may belong to, the share of belief, and the words of the matter that speak for it."""

    category: Category
    share: float
    words: tuple[str, ...]


def text_of(title: str, text: str) -> str:
    """Return a matter as the classifier reads it; the title says most and counts twice."""
    return f"{title}\n{title}\n{text}"


def decided(most: int) -> list[tuple[str, str]]:
    """Return code and text of the latest matters whose class an officer has settled by seeing to them."""
    rows = (
        Complaint.objects.filter(category__isnull=False)
        .exclude(state__in=(State.RECEIVED, State.MERGED))
        .order_by("-received_at")
        .values_list("category__code", "title", "text")
    )
    return [(code, text_of(title, text)) for code, title, text in rows[:most]]


def as_rows(report: Report) -> dict[str, Any]:
    """Return a report as it is kept."""
    return asdict(report)


def lesson_in_use() -> Lesson | None:
    """Return the version by which is proposed, without its arrays."""
    return Lesson.objects.filter(in_use=True).defer("broad", "fine").first()


@lru_cache(maxsize=2)
def _held(lesson: int) -> tuple[Classifier, Classifier]:
    """Return the two classifiers of a version; a version never changes."""
    held = Lesson.objects.get(pk=lesson)
    return load(bytes(held.broad)), load(bytes(held.fine))


def _reasons(first: Proposal, second: Proposal) -> tuple[str, ...]:
    """Return the words that speak for the second level, then those for the first, without repeating any."""
    words: list[str] = []
    for word in (*second.words[:3], *first.words):
        if not any(word in known or known in word for known in words):
            words.append(word)
    return tuple(words[:5])


def proposed(title: str, text: str, most: int = 3) -> list[CategoryProposal]:
    """Return the likeliest classes of the second level, or of the first where nothing finer was learned."""
    lesson = lesson_in_use()
    if lesson is None:
        return []
    broad, fine = _held(lesson.pk)
    words = text_of(title, text)
    firsts, seconds = broad.propose(words, BROAD_MOST), fine.propose(words, FINE_MOST)
    found: list[tuple[str, float, tuple[str, ...]]] = []
    for first in firsts:
        below = [second for second in seconds if second.label.startswith(first.label)]
        whole = sum(second.share for second in below)
        if not below:
            found.append((first.label, first.share, first.words))
        found += [(second.label, first.share * second.share / whole, _reasons(first, second)) for second in below[:2]]
    found.sort(key=lambda one: -one[1])
    known = Category.objects.in_bulk([code for code, _share, _words in found], field_name="code")
    return [
        CategoryProposal(known[code], share, reasons)
        for code, share, reasons in found
        if code in known and known[code].is_active
    ][:most]
