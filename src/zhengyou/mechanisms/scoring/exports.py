"""A league table as a workbook."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.mechanisms.scoring.queries import group_label
from zhengyou.records.sheets import Column, Format, export


def workbook(run: Run, scores: QuerySet[Score], filters: str = "") -> bytes:
    """Return ``scores`` of ``run`` as the page shows them, with the figures behind each step."""
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Window"), width=20),
        Column(_("Peer group")),
        Column(_("Number of ratings"), Format.INT),
        Column(_("Raw mean"), Format.DECIMAL, decimals=1),
        Column(_("Kind of cases"), Format.DECIMAL, decimals=1),
        Column(_("Correction for few ratings"), Format.DECIMAL, decimals=1),
        Column(_("Score"), Format.DECIMAL, decimals=1),
        Column(_("Interval from"), Format.DECIMAL, decimals=1),
        Column(_("Interval to"), Format.DECIMAL, decimals=1),
        Column(_("Mean of peers"), Format.DECIMAL, decimals=1),
        Column(_("Beside its peers")),
    ]
    rows = (
        [
            score.body.name,
            score.window.name if score.window else "",
            str(group_label(score.group)),
            score.n,
            score.raw,
            score.mix,
            score.shrink,
            score.score,
            score.low,
            score.high,
            score.mean,
            score.get_band_display(),
        ]
        for score in scores.iterator(chunk_size=2000)
    )
    notes = [
        _(
            "The score is raw mean + kind of cases + number of ratings; the interval holds the true value nine times in ten."
        ),
        _("Method %(method)s, inputs %(hash)s") % {"method": run.method, "hash": run.input_hash[:16]},
    ]
    return export(_("Comparison of units"), columns, rows, filters=filters, footnotes=notes)
