"""League tables, changes and findings as workbooks and on paper, as the reader's page shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring import saying
from zhengyou.mechanisms.scoring.catalogue import indicator_label
from zhengyou.mechanisms.scoring.models import Finding, Run, Score, Standing
from zhengyou.mechanisms.scoring.queries import Change, group_label
from zhengyou.mechanisms.scoring.tables import MOST_ON_PAPER, Listing
from zhengyou.records.sheets import Column, Format


def league(run: Run, scores: QuerySet[Score]) -> Listing:
    """Return ``scores`` of ``run`` as the page shows them, with the figures behind each step."""
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Window"), width=20),
        Column(_("Name of the person"), width=10),
        Column(_("Peer group")),
        Column(_("Place among peers"), width=14),
        Column(_("Group that cannot be told apart"), Format.INT),
        Column(_("Star"), Format.INT),
        Column(_("Number of ratings"), Format.INT),
        Column(_("Raw mean"), Format.DECIMAL, decimals=1),
        Column(_("Kind of cases"), Format.DECIMAL, decimals=1),
        Column(_("Channel"), Format.DECIMAL, decimals=1),
        Column(_("Correction for few ratings"), Format.DECIMAL, decimals=1),
        Column(_("Score"), Format.DECIMAL, decimals=1),
        Column(_("Interval from"), Format.DECIMAL, decimals=1),
        Column(_("Interval to"), Format.DECIMAL, decimals=1),
        Column(_("Mean of peers"), Format.DECIMAL, decimals=1),
        Column(_("Beside its peers")),
    ]
    rows = (_line(score, run) for score in scores.iterator(chunk_size=2000))
    return Listing(_("Comparison of units"), columns, rows, _period(run), _notes(run))


def _line(score: Score, run: Run) -> list[Any]:
    standing = getattr(score, "standing", None)
    # Of persons with few ratings no figure leaves the house.
    shown = score.n >= run.minimum or score.appointment_id is None
    figures = [score.raw, score.mix, score.channels, score.shrink, score.score, score.low, score.high, score.mean]
    return [
        score.body.name,
        score.window.name if score.window else "",
        score.appointment.person.name if score.appointment else "",
        str(group_label(score.group)),
        _place(score),
        standing.tier if standing else None,
        standing.star or None if standing else None,
        score.n,
        *(figures if shown else [None] * len(figures)),
        score.get_band_display(),
    ]


def _place(score: Score) -> str:
    standing = getattr(score, "standing", None)
    if standing is None or standing.place_low is None:
        return "—"
    return f"{standing.place_low}–{standing.place_high} / {standing.peers}"


def _notes(run: Run) -> list[str]:
    return [
        _(
            "The score is raw mean + kind of cases + channel + number of ratings; the interval holds the true value nine times in ten."
        ),
        _("Method %(method)s, inputs %(hash)s") % {"method": run.method, "hash": run.input_hash[:16]},
    ]


def _period(run: Run) -> str:
    return f"{run.body.name} · {indicator_label(run.indicator)} · {run.starts_on:%Y-%m-%d} – {run.last_day:%Y-%m-%d}"


def paper(run: Run, scores: QuerySet[Score]) -> Listing:
    """Return ``scores`` of ``run`` as the page shows them: fewer columns than the workbook."""
    columns = [
        Column(run.get_subject_display(), width=36),
        Column(_("Peer group")),
        Column(_("Place among peers"), width=12),
        Column(_("Score"), Format.DECIMAL, decimals=1),
        Column(_("Interval")),
        Column(_("Star"), Format.INT),
        Column(_("Number of ratings"), Format.INT),
        Column(_("Beside its peers"), width=24),
    ]
    rows = (_row(score, run) for score in scores[: MOST_ON_PAPER + 1])
    return Listing(_("Comparison of units"), columns, rows, _period(run), _notes(run))


def _row(score: Score, run: Run) -> list[Any]:
    shown = score.n >= run.minimum or score.appointment_id is None
    standing = getattr(score, "standing", None)
    return [
        score.body.name if run.subject == "unit" else f"{score.body.name} · {score.name}",
        str(group_label(score.group)),
        _place(score),
        score.score if shown else None,
        f"{score.low:.1f}–{score.high:.1f}" if shown else "",
        standing.star or None if standing else None,
        score.n,
        score.get_band_display(),
    ]


def steps(score: Score) -> Listing:
    """Return how one score came about, one sentence a step."""
    columns = [
        Column(_("Step"), width=24),
        Column(_("In words"), width=72),
        Column(_("Points"), Format.DECIMAL, decimals=1),
    ]
    rows: list[list[Any]] = [[step.name, step.text, step.points] for step in saying.steps(score)]
    rows.append([_("Interval"), f"{score.low:.1f}–{score.high:.1f}", None])
    if score.simple is not None:
        rows.append([_("Check by the simple formula"), "", score.simple])
    return Listing(score.name, columns, rows, _period(score.run), _notes(score.run))


def runs(found: QuerySet[Run]) -> Listing:
    """Return the comparisons as their list shows them."""
    columns = [
        Column(_("Period compared"), width=24),
        Column(_("Who is compared")),
        Column(_("By what"), width=24),
        Column(_("Range"), width=24),
        Column(_("How many"), Format.INT),
        Column(_("Number of ratings"), Format.INT),
        Column(_("State")),
    ]
    rows = (
        [
            f"{run.starts_on} – {run.last_day}", run.get_subject_display(), str(indicator_label(run.indicator)),
            run.body.name, run.units, run.ratings, run.get_state_display(),
        ]
        for run in found
    )  # fmt: skip
    return Listing(_("Comparison of units"), columns, rows)


def changes(lines: Sequence[Change], run: Run, earlier: Run) -> Listing:
    """Return how scores changed from ``earlier`` to ``run``."""
    columns = [
        Column(_("Unit"), width=28),
        Column(run.get_subject_display(), width=20),
        Column(_("Earlier period"), Format.DECIMAL, decimals=1),
        Column(_("Later period"), Format.DECIMAL, decimals=1),
        Column(_("Change in points"), Format.DECIMAL, decimals=1),
        Column(_("More than chance?")),
    ]
    rows = (
        [
            line.score.body.name,
            line.score.name,
            line.earlier.score,
            line.score.score,
            line.by,
            (_("Risen") if line.by > 0 else _("Fallen")) if line.sure else _("Cannot be told from chance"),
        ]
        for line in lines
    )
    said = f"{earlier.starts_on} – {earlier.last_day} / {run.starts_on} – {run.last_day}"
    return Listing(_("Two periods side by side"), columns, rows, said)


def stars(found: Iterable[Standing]) -> Listing:
    """Return the own stars as their page shows them, with the reason and how the appeal stands."""
    columns = [
        Column(_("Compared"), width=28),
        Column(_("Period compared"), width=24),
        Column(_("Star"), Format.INT),
        Column(_("Why"), width=60),
        Column(_("Appeal"), width=30),
    ]
    rows = ([one.score.name, _days(one.score.run), one.star or None, why(one), _appealed(one)] for one in found)
    return Listing(_("My stars"), columns, rows)


def why(standing: Standing) -> str:
    """Return in words why a star is what it is."""
    found = (saying.public_words(standing.score), saying.star(standing), saying.to_next(standing))
    return " ".join(word for word in found if word)


def _appealed(standing: Standing) -> str:
    found = next(iter(standing.appeals.all()), None)
    return " ".join(filter(None, [str(found.get_state_display()), found.answer])) if found else ""


def _days(run: Run) -> str:
    return f"{run.starts_on} – {run.last_day}"


def findings(found: QuerySet[Finding]) -> Listing:
    """Return findings with every reason in words."""
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Compared"), width=20),
        Column(_("Period compared"), width=24),
        Column(_("What stands out"), width=60),
        Column(_("With all"), Format.DECIMAL, decimals=1),
        Column(_("Without"), Format.DECIMAL, decimals=1),
        Column(_("State")),
        Column(_("Reason"), width=40),
    ]
    rows = (
        [
            one.score.body.name,
            one.score.name,
            f"{one.run.starts_on} – {one.run.last_day}",
            " ".join(saying.reason(reason) for reason in one.reasons),
            one.score.score,
            one.without,
            one.get_state_display(),
            one.decision,
        ]
        for one in found
    )
    return Listing(_("Suspicious ratings"), columns, rows)
