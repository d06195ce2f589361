"""How figures and records look on public pages and overviews."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.instruments.display.enums import Keeping
from zhengyou.instruments.ratings.enums import Level
from zhengyou.instruments.ratings.queries import Summary
from zhengyou.kernel import clock
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.scoring import saying
from zhengyou.mechanisms.scoring.catalogue import offered
from zhengyou.mechanisms.scoring.enums import Band, StarReason
from zhengyou.mechanisms.scoring.models import Score
from zhengyou.mechanisms.scoring.policy import FEWEST_OF_A_CASE
from zhengyou.mechanisms.scoring.queries import cases, group_label
from zhengyou.registry.services.enums import Mode
from zhengyou.registry.services.models import ItemVersion
from zhengyou.reports.queries.overview import Lights
from zhengyou.reports.queries.unit import Month, Promise

TONES_OF_KEEPING = {Keeping.KEPT: "success", Keeping.BROKEN: "error", Keeping.UNKNOWN: "neutral"}
TONES_OF_BANDS = {Band.ABOVE: "success", Band.SAME: "info", Band.BELOW: "warning", Band.FEW: "neutral"}
LONGEST_REPLY = 200
DAYS_OF_YELLOW = 3


def levels(summary: Summary) -> list[dict[str, Any]]:
    """Return the five levels, the best first, as `share_bar` draws them."""
    return [
        {"label": level.label, "count": summary.by_level.get(level, 0), "tone": f"level-{level.value}"}
        for level in reversed(Level)
    ]


def chart(rows: Iterable[Month]) -> dict[str, Any]:
    """Return the share of good ratings by month as the chart reads it; months with too few are a gap."""
    rows = list(rows)
    return {
        "labels": [f"{row.first:%Y-%m}" for row in rows],
        "series": [
            {
                "name": _("Share of good ratings"),
                "values": [None if row.share is None else round(row.share * 100, 1) for row in rows],
            }
        ],
        "unit": "%",
        # Not less than twenty points high, so that a change of one point does not look like a fall.
        "min": min(80, *(10 * int(row.share * 10) for row in rows if row.share is not None), 80),
        "max": 100,
    }


def said_of(rows: Iterable[Month]) -> str:
    """Return one sentence about the months: what the chart shows, for those who do not see it."""
    told = [row for row in rows if row.share is not None]
    if not told:
        return _("No month has enough ratings for a share yet.")
    best, worst = max(told, key=lambda row: row.share or 0), min(told, key=lambda row: row.share or 0)
    return _("Latest %(last).1f%% (%(month)s); highest %(best).1f%% (%(best_month)s), lowest %(worst).1f%% (%(worst_month)s).") % {
        "last": 100 * (told[-1].share or 0),
        "month": f"{told[-1].first:%Y-%m}",
        "best": 100 * (best.share or 0),
        "best_month": f"{best.first:%Y-%m}",
        "worst": 100 * (worst.share or 0),
        "worst_month": f"{worst.first:%Y-%m}",
    }  # fmt: skip


def promise(line: Promise) -> dict[str, Any]:
    """Return a promise with its verdict in words and the figures behind it."""
    commitment, kept = line.commitment, line.kept
    if kept.share is not None and kept.record is not None:
        figures = _("%(good)d of %(all)d, %(share).1f%%; promised: at least %(target)d%%") % {
            "good": kept.record.good,
            "all": kept.record.all,
            "share": 100 * kept.share,
            "target": commitment.target or 0,
        }
    elif commitment.target:
        figures = _("Too few records yet; promised: at least %(target)d%%") % {"target": commitment.target}
    else:
        figures = _("No record of the platform measures this promise.")
    return {
        "text": commitment.text,
        "window": str(commitment.window) if commitment.window else "",
        "label": kept.keeping.label,
        "tone": TONES_OF_KEEPING[kept.keeping],
        "figures": figures,
    }


def promised_time(guide: ItemVersion) -> str:
    """Return within what time an item is done."""
    if guide.mode != Mode.COMMITTED or not guide.promise_amount:
        return str(Mode(guide.mode).label)
    return f"{guide.promise_amount} {guide.get_promise_unit_display()}"


def guide(version: ItemVersion) -> dict[str, Any]:
    """Return the guide of an item for the public."""
    return {"guide": version, "family": version.item.get_family_display(), "time": promised_time(version)}


def rectification(order: Order) -> dict[str, Any]:
    """Return a closed order for the public: what the unit did, masked; never what the visitor wrote, and no day."""
    reply = mask_text(order.reply)
    return {
        "unit": order.body,
        "kind": order.get_kind_display(),
        "when": f"{clock.local(order.closed_at):%Y-%m}" if order.closed_at else "",
        "finding": order.get_finding_display(),
        "reply": reply,
        "short": reply if len(reply) <= LONGEST_REPLY else reply[:LONGEST_REPLY] + "…",
    }


def standing(score: Score | None) -> dict[str, Any] | None:
    """Return what a published comparison says of a unit, in a citizen's words."""
    if score is None:
        return None
    band = Band(score.band)
    given = getattr(score, "standing", None)
    return {
        "words": saying.public_words(score),
        "given": given,
        "stars": given.star if given and given.scale else 0,
        "withheld": given is not None and given.reason == StarReason.WITHHELD,
        "changed": saying.public_change(given) if given else "",
        "reasons": reasons(score),
        "tone": TONES_OF_BANDS[band],
        "graded": band != Band.FEW,
        "group": group_label(score.group),
        "score": score,
        "run": score.run,
    }


def reasons(score: Score) -> list[str]:
    """Return three reasons of a score that a citizen understands: how many rated how, with what, and what was put right."""
    run, cells = score.run, cases(score)
    n = sum(cell.n for cell in cells)
    said = []
    if n:
        good = sum(sum(cell.counts[:2]) for cell in cells)
        told = {"n": n, "share": 100 * good / n}
        said.append(_("%(n)d citizens rated; %(share).0f%% were satisfied or very satisfied.") % told)
    known = sorted((cell for cell in cells if cell.n >= FEWEST_OF_A_CASE), key=lambda cell: cell.mean)
    if len(known) > 1:
        label = offered()[run.indicator].case_label
        told_of = {"best": label(known[-1].case), "last": label(known[0].case)}
        said.append(_("Most content with %(best)s; least with %(last)s.") % told_of)
    orders = Order.objects.filter(body=score.body_id, opened_on__gte=run.starts_on, opened_on__lt=run.ends_on)
    number = orders.count()
    if number:
        closed = {"all": number, "closed": orders.filter(state=State.CLOSED).count()}
        said.append(_("Of %(all)d bad ratings handed out, %(closed)d are put right and verified.") % closed)
    else:
        said.append(_("No bad rating had to be put right."))
    return said


def lights(counted: Lights) -> list[dict[str, Any]]:
    """Return the open orders by light, the most pressing first, as `share_bar` draws them."""
    return [
        {"label": _("Overdue by the clock"), "count": counted.red, "tone": "error"},
        {"label": _("Nearly due"), "count": counted.yellow, "tone": "warning"},
        {"label": _("Coming up"), "count": counted.blue, "tone": "info"},
        {"label": _("With time left"), "count": counted.green, "tone": "success"},
        {"label": _("Awaiting verification"), "count": counted.none, "tone": "neutral"},
    ]


def sheet(task: TaskSheet) -> dict[str, Any]:
    """Return a task sheet that is still to do, with its light."""
    left = (task.due_on - clock.today()).days
    return {"sheet": task, "colour": "red" if left < 0 else "yellow" if left <= DAYS_OF_YELLOW else "green"}
