"""Bars, charts and QR codes: drawn as SVG without a style attribute, with the figures beside them as text."""

from collections.abc import Iterable
from typing import Any

import segno
from django.template import Library
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhengyou.site.components import render, tone_of

register = Library()

CHARTS = ("caterpillar", "funnel", "waterfall", "trend", "bars", "calendar", "share")
WIDTH = 100.0
"""Bars are drawn in a box of this width and stretched by the page."""


def position(value: float, minimum: float, maximum: float) -> float:
    """Return where ``value`` stands on an axis from 0 to 100, kept inside it."""
    share = (value - minimum) / (maximum - minimum) if maximum > minimum else 0.0
    return round(min(max(share, 0.0), 1.0) * WIDTH, 2)


@register.simple_tag
def interval_bar(
    score: float, low: float, high: float, minimum: float = 0, maximum: float = 100, mean: float | None = None
) -> SafeString:
    """Draw a score with its 90% interval on an axis, and the mean of the group as a thin line."""
    left, right = position(low, minimum, maximum), position(high, minimum, maximum)
    text = _("%(score).1f, 90%% interval %(low).1f to %(high).1f") % {"score": score, "low": low, "high": high}
    return render(
        "interval_bar",
        text=text,
        score=f"{score:.1f}",
        low=f"{low:.1f}",
        high=f"{high:.1f}",
        left=str(left),
        width=str(round(max(right - left, 0.6), 2)),
        point=str(round(position(score, minimum, maximum) - 0.7, 2)),
        mean="" if mean is None else str(position(mean, minimum, maximum)),
    )


@register.simple_tag
def share_bar(parts: Iterable[Any]) -> SafeString:
    """Draw the shares of a whole as one bar with a legend; a part has `label`, `count`, `tone`."""
    rows = [part if isinstance(part, dict) else vars_of(part) for part in parts]
    total = sum(float(row["count"]) for row in rows)
    left, drawn = 0.0, []
    for row in rows:
        share = float(row["count"]) / total if total else 0.0
        width = share * WIDTH
        drawn.append(
            {
                "label": row["label"],
                "count": row["count"],
                "tone": tone_or_level(row.get("tone")),
                "share": f"{share:.1%}",
                "left": f"{left:.2f}",
                "width": f"{width:.2f}",
            }
        )
        left += width
    text = _(", ").join(f"{row['label']} {row['share']}" for row in drawn)
    return render("share_bar", parts=drawn, text=text, total=total)


def vars_of(part: object) -> dict[str, Any]:
    """Return a part given as an object in the shape of a dictionary."""
    return {name: getattr(part, name, None) for name in ("label", "count", "tone")}


@register.simple_block_tag
def chart(content: str, kind: str, data: dict[str, Any], id: str, title: str, summary: str) -> SafeString:  # noqa: A002  named like the attribute
    """Draw a chart: title, one sentence that says what it shows, the picture, and its figures as a folded table."""
    if kind not in CHARTS:
        raise ValueError(f"Unknown chart {kind!r}; choose one of {', '.join(CHARTS)}.")
    source = json_script(data, f"{id}-data")
    return render("chart", content=content, kind=kind, source=source, id=id, title=title, summary=summary)


@register.simple_tag
def qr(text: str, alt: str = "") -> SafeString:
    """Draw ``text`` as a QR code of level Q on a white ground."""
    code = segno.make(text, error="q", micro=False, boost_error=False)
    size = code.symbol_size(border=4)[0]
    rows = "".join(
        f"M{start + 4} {line + 4}h{length}v1h-{length}z"
        for line, row in enumerate(code.matrix)
        for start, length in runs(row)
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        size,
        alt or _("QR code of %(text)s") % {"text": text},
        mark_safe(rows),  # noqa: S308  figures only
    )


def runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Return start and length of every run of dark modules in a row."""
    found: list[tuple[int, int]] = []
    start = -1
    cells = [*row, 0]
    for place, dark in enumerate(cells):
        if dark and start < 0:
            start = place
        elif not dark and start >= 0:
            found.append((start, place - start))
            start = -1
    return found


FACES = {
    5: "M7.5 13.5a4.8 4.8 0 0 0 9 0z",
    4: "M8 14a4.6 4.6 0 0 0 8 0",
    3: "M8 15h8",
    2: "M8 16.2a4.6 4.6 0 0 1 8 0",
    1: "M7.5 17a4.8 4.8 0 0 1 9 0z",
}
"""The mouth of the five faces of the national rating scale, from 非常满意 (5) to 非常不满意 (1)."""


@register.simple_tag
def face(level: int) -> SafeString:
    """Draw the face of a rating level; all five have the same colour and size, so that none is suggested."""
    return format_html(
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/>'
        '<path d="M8.7 9.2v.6M15.3 9.2v.6" stroke-width="2.2"/><path d="{}"/></svg>',
        FACES[int(level)],
    )


def tone_or_level(word: object) -> str:
    """Return the class word of a part: a tone, or `level-1` to `level-5` for the five rating levels."""
    text = str(word or "neutral")
    return text if text.startswith("level-") else tone_of(text)
