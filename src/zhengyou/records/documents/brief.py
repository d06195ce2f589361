"""One page for a leader: how far it is, three problems, three decisions wanted; it never runs over."""

from dataclasses import dataclass

from zhengyou.records.documents.pdf import render
from zhengyou.records.documents.rendered import Rendered
from zhengyou.records.documents.title import title_lines


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the page."""

    title: str
    source: str
    """Who reports, and on which day."""
    figures: tuple[tuple[str, str, str], ...]
    """Value, unit and label of up to six figures."""
    progress: tuple[tuple[str, int, int], ...]
    """Names with what was done of what was due."""
    text: str
    problems: tuple[str, ...]
    wanted: tuple[tuple[str, str], ...]
    """What is to be decided, and what was decided."""


def brief_pdf(brief: Brief) -> Rendered:
    """Return the page on A4; the text gives way where there is too much of it."""
    return render(
        "brief.typ",
        {
            "title": title_lines(brief.title),
            "source": brief.source,
            "figures": [list(one) for one in brief.figures[:6]],
            "progress": [[name, done, due] for name, done, due in brief.progress[:12]],
            "text": brief.text,
            "problems": list(brief.problems[:3]),
            "wanted": [list(pair) for pair in brief.wanted[:3]],
        },
    )
