"""What the pages of schemes and assessments show: tones, trees, workbooks."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import catalogue
from zhengyou.mechanisms.scoring.enums import AssessmentState, Rhythm, Role, SchemeState, Source
from zhengyou.mechanisms.scoring.models import Assessment, Part, Result, Scheme
from zhengyou.mechanisms.scoring.periods import later, period_of
from zhengyou.mechanisms.scoring.queries import group_label
from zhengyou.registry.bodies.enums import Kind, Level

PAGE = 30
MOST_NAMED = 10
SCHEME_TONES = {
    SchemeState.DRAFT: "neutral",
    SchemeState.APPROVING: "info",
    SchemeState.FROZEN: "success",
    SchemeState.RETIRED: "neutral",
}
ASSESSMENT_TONES = {
    AssessmentState.QUEUED: "neutral",
    AssessmentState.COLLECTED: "neutral",
    AssessmentState.COMPUTED: "info",
    AssessmentState.PREVIEW: "warning",
    AssessmentState.APPROVING: "info",
    AssessmentState.PUBLISHED: "success",
    AssessmentState.REPLACED: "neutral",
    AssessmentState.DROPPED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a scheme's tree."""

    part: Part
    depth: int
    indent: str
    goalposts: str


def tree(scheme: Scheme) -> list[Row]:
    """Return the tree of ``scheme`` line by line, what lies below a group right after it."""
    parts = list(scheme.parts.all())
    rows: list[Row] = []

    def walk(parent: Part | None, depth: int) -> None:
        for part in parts:
            if part.parent_id == (parent.pk if parent else None):
                own = f"{part.worst:g} → {part.target:g}" if _has_goalposts(part) else ""
                rows.append(Row(part, depth, "　" * depth, own))
                walk(part, depth + 1)

    walk(None, 0)
    return rows


def _has_goalposts(part: Part) -> bool:
    return part.role == Role.PART and part.source != Source.GROUP


def mixes(scheme: Scheme) -> list[dict[str, Any]]:
    """Return the frozen mix on which the units are judged, by indicator: shares of the kinds of cases and channels."""
    return [
        {
            "label": _("Frozen mix: %(indicator)s") % {"indicator": catalogue.indicator_label(name)},
            "said": "、".join(_shares(name, mix)),
        }
        for name, mix in scheme.reference.items()
    ]


def _shares(indicator: str, mix: dict[str, dict[str, float]]) -> list[str]:
    """Return the share of each kind of cases by each channel, the largest first."""
    offered = catalogue.offered().get(indicator)
    label = offered.case_label if offered else str
    found = {
        f"{case}|{channel}" if channel else case: share * part
        for case, share in mix.get("cases", {}).items()
        for channel, part in mix.get("channels", {}).items()
    }
    named = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    told = [f"{label(case)} {100 * share:.0f}%" for case, share in named[:MOST_NAMED]]
    rest = sum(share for _case, share in named[MOST_NAMED:])
    if rest:
        others = {"number": len(named) - MOST_NAMED, "share": 100 * rest}
        told.append(_("%(number)d others %(share).0f%%") % others)
    return told


def kinds(scheme: Scheme) -> str:
    """Return the kinds of bodies to which ``scheme`` applies, in words."""
    named = dict(Kind.choices)
    return "、".join(str(named.get(kind, kind)) for kind in scheme.kinds) or _("All units")


def group_name(group: str) -> str:
    """Return what people call a peer group of an assessment."""
    words = dict(Level.choices) | {"all": _("All units together"), "ungrouped": _("No peer group")}
    return str(words[group]) if group in words and group not in dict(Kind.choices) else str(group_label_or(group))


def group_label_or(group: str) -> Any:
    """Return the label of a kind or of the mixed group, or a named group as it is."""
    return group_label(group) if group in (*dict(Kind.choices), "mixed") else group


def running_period(first: dt.date, rhythm: Rhythm) -> dt.date:
    """Return the first day of the period that holds today."""
    return max(period_of(first, rhythm, clock.today())[0], first)


def past_periods(scheme: Scheme, *, running: bool = False) -> list[tuple[dt.date, str]]:
    """Return the periods of ``scheme`` that are over (with ``running`` also the present one), the latest first."""
    found, start, months = [], scheme.starts_on, Rhythm(scheme.rhythm).months
    today = clock.today()
    while (start if running else later(start, months) - dt.timedelta(days=1)) < today:
        if scheme.ends_on and start >= scheme.ends_on:
            break
        last = later(start, months) - dt.timedelta(days=1)
        if not running and last >= today:
            break
        found.append((start, f"{start} – {last}"))
        start = later(start, months)
    return found[::-1][:24]


def rows(results: Any, assessment: Assessment) -> list[dict[str, Any]]:
    """Return results as the table shows them."""
    shown = assessment.state in (AssessmentState.PUBLISHED, AssessmentState.REPLACED)
    return [
        {"result": one, "group": group_name(one.group), "places": places(one), "published": shown} for one in results
    ]


def places(result: Result) -> str:
    """Return the place with the interval that holds it nine times in ten."""
    if result.place is None:
        return _("Not ranked")
    if result.place_low == result.place_high:
        return str(result.place)
    return _("%(place)d (%(low)d–%(high)d)") % {
        "place": result.place,
        "low": result.place_low or result.place,
        "high": result.place_high or result.place,
    }
