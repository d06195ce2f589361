"""Ratings as workbooks: what the pages show, no more."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings.channels import Line
from zhengyou.instruments.ratings.enums import Level
from zhengyou.instruments.ratings.models import Appeal, Judgement, Rating, Retaliation
from zhengyou.instruments.ratings.queries import Summary, WindowRow
from zhengyou.kernel.masking import mask_text
from zhengyou.records.sheets import Column, Format, export


def both_columns() -> list[Column]:
    """Return the columns of the second of both totals: with what a review left out."""
    return [
        Column(_("Not counted after review"), Format.INT),
        Column(_("Ratings with those not counted"), Format.INT),
        Column(_("Share of good ratings with those not counted"), Format.PERCENT, decimals=1),
    ]


def both(summary: Summary) -> list[float | None]:
    """Return the cells of `both_columns`."""
    return [summary.not_counted, summary.given.total, summary.given.good_share]


def summary(rows: Iterable[WindowRow], filters: str) -> bytes:
    """Return the summary by window."""
    columns = [
        Column(_("Unit"), width=24),
        Column(_("Window"), width=24),
        *(Column(Level(level).label, Format.INT) for level in reversed(Level.values)),
        Column(_("Ratings in all"), Format.INT),
        Column(_("Share of good ratings"), Format.PERCENT, decimals=1),
        *both_columns(),
    ]
    lines = (
        [
            row.unit,
            row.window,
            *(row.summary.by_level.get(level, 0) for level in reversed(Level.values)),
            row.summary.total,
            row.summary.good_share,
            *both(row.summary),
        ]
        for row in rows
    )
    notes = [
        _("Good ratings are levels 3 to 5. Unrated cases are unrated and count as nothing else."),
        _("Shown are batches of at least five ratings; later ones follow."),
    ]
    return export(_("Rating summary"), columns, lines, filters=filters, footnotes=notes)


def comments(rows: Iterable[Any]) -> bytes:
    """Return the released comments, masked, without a day."""
    columns = [
        Column(_("Unit"), width=24),
        Column(_("Window"), width=24),
        Column(_("Month")),
        Column(_("Satisfaction")),
        Column(_("Reasons"), width=30),
        Column(_("What was said"), width=60),
        Column(_("Rater")),
        Column(_("Added later"), width=40),
    ]
    lines = (
        [row.rating.body.name, str(row.rating.window), row.month, row.level, row.tags, row.text, row.who, row.later]
        for row in rows
    )
    return export(_("Visitors' comments"), columns, lines)


def channels(rows: Iterable[Line], filters: str) -> bytes:
    """Return the ratings by channel and hand."""
    columns = [
        Column(_("Channel"), width=24),
        Column(_("By whose hand"), width=24),
        *(Column(Level(level).label, Format.INT) for level in reversed(Level.values)),
        Column(_("Ratings in all"), Format.INT),
        Column(_("Share of good ratings"), Format.PERCENT, decimals=1),
        *both_columns(),
        Column(_("How firm"), width=40),
    ]
    lines = (
        [
            str(row.channel), str(row.hand), *row.counts, row.summary.total, row.summary.good_share, *both(row.summary),
            row.good.words,
        ]
        for row in rows
    )  # fmt: skip
    return export(_("Ratings by channel"), columns, lines, filters=filters)


def kiosks(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the terminals as listed."""
    columns = [
        Column(_("Unit"), width=24),
        Column(_("Window"), width=24),
        Column(_("Terminal"), width=20),
        Column(_("How it stands")),
        Column(_("Last heard"), Format.MOMENT),
        Column(_("Ratings held"), Format.INT),
    ]
    lines = (
        [
            row["kiosk"].body.name,
            str(row["kiosk"].window),
            row["kiosk"].name,
            row["standing"][0],
            row["kiosk"].heard_at,
            row["kiosk"].queued,
        ]
        for row in rows
    )
    return export(_("Rating terminals"), columns, lines)


def outside_orders(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the orders of platforms above as listed."""
    columns = [
        Column(_("Order number of the platform"), width=24),
        Column(_("Platform"), width=24),
        Column(_("Unit"), width=24),
        Column(_("Taken over on"), Format.DATE),
        Column(_("Answer wanted by"), Format.DATE),
        Column(_("Where it stands"), width=16),
        Column(_("Reply"), width=16),
    ]
    lines = (
        [
            str(_("Led by the level above")) if row["withheld"] else row["order"].number, str(row["order"].platform), row["rating"].body.name if row["rating"] else "",
            row["order"].taken_on, row["order"].due_on, str(row["stage"].label) if row["stage"] else "",
            str(row["reply"].get_state_display()) if row["reply"] else "",
        ]
        for row in rows
    )  # fmt: skip
    return export(_("Orders of platforms above"), columns, lines)


def judgements(rows: Iterable[tuple[Judgement, str, str]]) -> bytes:
    """Return judgements of units as a whole as listed."""
    columns = [
        Column(_("Unit"), width=24),
        Column(_("Kind of judgement"), width=20),
        Column(_("Satisfaction")),
        Column(_("What was said"), width=60),
        Column(_("Day"), Format.DATE),
        Column(_("Checked under the hat of"), width=30),
    ]
    lines = (
        [one.body.name, one.get_kind_display(), one.get_level_display(), text, one.day, one.checked_by]
        for one, _tone, text in rows
    )
    return export(_("Judged as a whole"), columns, lines)


def bad(rows: Iterable[tuple[Any, Any]]) -> bytes:
    """Return the bad ratings as the level above lists them."""
    columns = [
        Column(_("Window"), width=24),
        Column(_("Unit"), width=24),
        Column(_("Satisfaction")),
        Column(_("Reasons"), width=30),
        Column(_("What was said"), width=60),
        Column(_("Where it stands"), width=16),
        Column(_("Order number"), width=16),
    ]
    lines = (
        [
            str(row.rating.window), row.rating.body.name, row.level, row.tags, row.text, str(stage.label),
            row.rating.order.number if row.rating.order else "",
        ]
        for row, stage in rows
    )  # fmt: skip
    return export(_("Handling of bad ratings"), columns, lines)


def calls(rows: Iterable[Rating]) -> bytes:
    """Return whom the designated person has to call back, as listed: by orders, never with a contact."""
    columns = [Column(_("Order number"), width=16), Column(_("Window"), width=24)]
    return export(
        _("Raters to call back"), columns, ([one.order.number if one.order else "", str(one.window)] for one in rows)
    )


def retaliations(rows: Iterable[Retaliation]) -> bytes:
    """Return the reports of retaliation as listed, with personal data masked, for they leave the desk with the file."""
    columns = [
        Column(_("Unit"), width=24),
        Column(_("Day"), Format.DATE),
        Column(_("What happened"), width=60),
        Column(_("State of the report"), width=16),
        Column(_("Answer to the report"), width=60),
    ]
    lines = (
        [one.body.name, one.day, mask_text(one.text), one.get_state_display(), mask_text(one.answer)] for one in rows
    )
    return export(_("Retaliation against raters"), columns, lines)


def appeals(rows: Iterable[Appeal]) -> bytes:
    """Return the appeals as listed."""
    columns = [
        Column(_("Number"), width=16),
        Column(_("Unit"), width=24),
        Column(_("Filed by"), width=24),
        Column(_("Ground of the appeal"), width=16),
        Column(_("Decided by"), width=24),
        Column(_("Decision"), width=24),
        Column(_("Reason"), width=60),
    ]
    lines = (
        [
            one.number, one.body.name, one.filed_by.name, one.get_ground_display(), one.reviewer.name,
            one.get_decision_display() if one.decision else _("To be decided"), one.decision_words,
        ]
        for one in rows
    )  # fmt: skip
    return export(_("Appeals against bad ratings"), columns, lines)
