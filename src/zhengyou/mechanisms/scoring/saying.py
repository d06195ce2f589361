"""What figures mean, one sentence each: steps of a score, stars, places, and reasons of a finding."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhengyou.mechanisms.scoring.enums import Band, StarReason
from zhengyou.mechanisms.scoring.methods.stars import distance
from zhengyou.mechanisms.scoring.models import Score, Standing

FEWEST_TO_NAME_A_DAY = 5
"""A day with fewer of the ratings in question is not named: nobody should guess who gave them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the raw mean to the score: its name, what it means, its points, and where it begins and ends."""

    name: str
    text: str
    points: float
    start: float
    end: float

    @property
    def signed(self) -> str:
        """Return the points with their sign."""
        return f"{self.points:+.1f}".replace("-", "−")


def steps(score: Score) -> list[Step]:
    """Return the waterfall from raw to final."""
    told = [
        (_("Kind of cases"), _kind_of_cases(score.mix), score.mix),
        (_("Channel"), _channel(score.channels), score.channels),
        (_("Correction for few ratings"), _few(score), score.shrink),
    ]
    counted = ngettext("The mean of the one rating.", "The mean of all %(n)d ratings.", score.n) % {"n": score.n}
    found, at = [Step(_("Raw mean"), counted, score.raw, 0.0, score.raw)], score.raw
    for name, text, points in told:
        found.append(Step(name, text, points, at, at + points))
        at += points
    found.append(Step(_("Score"), _("This is compared with the peers."), score.score, 0.0, score.score))
    return found


def in_one(score: Score) -> str:
    """Return the waterfall in one sentence."""
    kind, channel, few = (f"{points:+.1f}".replace("-", "−") for points in (score.mix, score.channels, score.shrink))
    told = {"raw": score.raw, "mix": kind, "channel": channel, "few": few, "score": score.score}
    return (
        _("Raw mean %(raw).1f; kind of cases %(mix)s, channel %(channel)s, few ratings %(few)s: %(score).1f points.")
        % told
    )


LITTLE = 0.05
"""A step of fewer points is shown as none."""


def _kind_of_cases(points: float) -> str:
    if abs(points) < LITTLE:
        return _("The cases were like those of the peers.")
    if points > 0:
        return _("The cases were harder than those of the peers; this is given back.")
    return _("The cases were easier than those of the peers; this is taken into account.")


def _channel(points: float) -> str:
    if abs(points) < LITTLE:
        return _("The ratings came by the same channels as those of the peers.")
    if points > 0:
        return _("More ratings came by channels where people are stricter; this is given back.")
    return _("More ratings came by channels where people are milder; this is taken into account.")


def _few(score: Score) -> str:
    return _("The own record counts %(own)d%%, the mean of the peers the rest: chance moves small numbers.") % {
        "own": round(100 * score.weight)
    }


def place(standing: Standing | None) -> str:
    """Return where a score stands among its peers, in one sentence."""
    if standing is None or standing.place is None:
        return _("Too few ratings: no place is given.")
    told = {"low": standing.place_low, "high": standing.place_high, "peers": standing.peers}
    said = (
        _("Place %(low)d of %(peers)d.") % told
        if standing.place_low == standing.place_high
        else _("Place between %(low)d and %(high)d of %(peers)d.") % told
    )
    if not standing.alike:
        return said + _("It can be told from every other.")
    return said + _("It cannot be told apart from %(alike)d others.") % {"alike": standing.alike}


def star(standing: Standing) -> str:
    """Return why a star is what it is, in one sentence."""
    reason = StarReason(standing.reason)
    words = {
        StarReason.NONE: _("No cut points are frozen yet, so no star is given."),
        StarReason.FEW: _("A star needs at least %(fewest)d ratings and a firm record.")
        % {"fewest": standing.score.run.minimum},
        StarReason.WITHHELD: _("The star is withheld until the check is over; it is not lowered."),
        StarReason.CORRECTED: _("Corrected after an appeal was upheld."),
        StarReason.FIRST: _("Given for the first time by the frozen cut points."),
        StarReason.KEPT: _("Unchanged: a star moves only where the true score has left its band with 80% certainty."),
        StarReason.UP: _("Raised from %(before)d: the true score has left the old band with at least 80%% certainty.")
        % {"before": standing.before},
        StarReason.DOWN: _(
            "Lowered from %(before)d: the true score has left the old band with at least 80%% certainty."
        )
        % {"before": standing.before},
    }
    return str(words[reason])


def to_next(standing: Standing) -> str:
    """Return how far the next star is, empty where there is none above or none at all."""
    if not standing.star or standing.scale is None or standing.star >= standing.scale.stars:
        return ""
    away = distance(np.array([standing.score.score]), np.array([standing.star]), np.array(standing.scale.cuts))[0]
    if away <= 0:
        return _("The score lies beyond the next cut point already; more ratings make it certain.")
    return _("%(points).1f points to the next star.") % {"points": away}


def public_words(score: Score) -> str:
    """Return what citizens read of a score."""
    words = {
        Band.ABOVE: _("Better than most of its kind"),
        Band.SAME: _("Like most of its kind"),
        Band.BELOW: _("Below most of its kind"),
        Band.FEW: _("Too few ratings to be graded yet"),
    }
    return str(words[Band(score.band)])


def reason(found: Mapping[str, Any]) -> str:
    """Return one reason of a finding in words; the days of few ratings are not named."""
    day = _day(found)
    figures = {key: round(value) for key, value in found.items() if isinstance(value, int | float) and key != "p"}
    match found["test"]:
        case "burst":
            told = {"count": figures["count"], "usual": max(figures["usual"], 1), "day": day}
            return _("%(count)d ratings on %(day)s; usual on such a day: %(usual)d.") % told
        case "low_day" if figures["count"] >= FEWEST_TO_NAME_A_DAY:
            return _("%(count)d of %(all)d low ratings came on one day, %(day)s.") % {**figures, "day": day}
        case "low_day":
            return _("Most of the few low ratings came on one day.")
        case "text":
            return _("%(most)d of %(all)d comments are near-identical.") % figures
        case "device":
            return _("%(most)d of %(all)d ratings came from one device.") % figures
        case "regularity":
            return _("%(times)d ratings came every %(seconds)d seconds, as by a clock.") % figures
        case "dwell":
            return _("%(count)d of %(all)d were answered in under three seconds.") % figures
        case "streak":
            return _("%(longest)d fives in a row.") % figures
        case "graph":
            return _("%(raters)d raters rated one and the same clerk alone.") % figures
    return _("The ratings differ from those of the peers.")


def _day(found: Mapping[str, Any]) -> str:
    return f"{dt.date.fromisoformat(found['day']):%Y-%m-%d}" if "day" in found else ""


def public_change(standing: Standing) -> str:
    """Return how a star changed since the last time, in a citizen's words; empty where there is no star."""
    if not standing.star:
        return ""
    if not standing.before or standing.reason == StarReason.FIRST:
        return _("Given for the first time.")
    if standing.before == standing.star:
        return _("Unchanged since the last time.")
    return _("Last time %(before)d, now %(star)d stars.") % {"before": standing.before, "star": standing.star}
