"""Readings of complaints."""

from zhengyou.instruments.complaints.queries.finding import earlier, found, of_phone
from zhengyou.instruments.complaints.queries.matters import (
    by_code,
    digest,
    openings,
    reopening_ends,
    to_close,
    to_follow_up,
    to_triage,
    visible,
    waiting_messages,
)
from zhengyou.instruments.complaints.queries.tables import (
    categories,
    lines_of,
    offices,
    responsible,
    sector_of,
    subcategories,
)

__all__ = [
    "by_code",
    "categories",
    "digest",
    "earlier",
    "found",
    "lines_of",
    "of_phone",
    "offices",
    "openings",
    "reopening_ends",
    "responsible",
    "sector_of",
    "subcategories",
    "to_close",
    "to_follow_up",
    "to_triage",
    "visible",
    "waiting_messages",
]
