"""Clocks and rules as workbooks."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.records.sheets import Column, Format, export
from zhengyou.registry.deadlines.enums import Colour
from zhengyou.registry.deadlines.models import Clock, Rule
from zhengyou.registry.deadlines.queries import colour_of, times

HOUR = 3600


def clocks_workbook(clocks: QuerySet[Clock], filters: str = "") -> bytes:
    """Return ``clocks`` as the list shows them, with the times granted, paused and taken in hours."""
    columns = [
        Column(_("Matter"), width=40),
        Column(_("Stage")),
        Column(_("Responsible unit"), width=24),
        Column(_("Time limit")),
        Column(_("Started"), Format.MOMENT),
        Column(_("Due moment"), Format.MOMENT),
        Column(_("Provisional")),
        Column(_("State")),
        Column(_("Warning light")),
        Column(_("Finished"), Format.MOMENT),
        Column(_("Granted (hours)"), Format.DECIMAL, decimals=1),
        Column(_("Paused (hours)"), Format.DECIMAL, decimals=1),
        Column(_("Taken in all (hours)"), Format.DECIMAL, decimals=1),
        Column(_("Rule pack"), width=24),
    ]
    return export(_("Deadlines"), columns, _clock_rows(clocks), filters=filters)


def _clock_rows(clocks: QuerySet[Clock]) -> Iterator[list[Any]]:
    for clock in clocks.prefetch_related("pauses").iterator(chunk_size=1000):
        took = times(clock)
        yield [
            clock.subject_label,
            clock.rule_title,
            clock.body.name,
            clock.length,
            clock.started_at,
            clock.due_at,
            clock.provisional,
            clock.get_state_display(),
            str(Colour(colour_of(clock)).label),
            clock.finished_at,
            took.granted.total_seconds() / HOUR,
            took.paused.total_seconds() / HOUR,
            took.total.total_seconds() / HOUR,
            clock.pack_label,
        ]


def rules_workbook(title: str, rules: Iterable[Rule]) -> bytes:
    """Return the rules of a pack."""
    columns = [
        Column(_("Key")),
        Column(_("Name")),
        Column(_("Limit"), Format.INT),
        Column(_("Unit of time")),
        Column(_("The last day ends")),
        Column(_("Extension at most"), Format.INT),
        Column(_("Basis"), width=50),
        Column(_("The basis has been verified")),
        Column(_("Remark"), width=30),
    ]
    rows = (
        [
            rule.key,
            rule.title,
            rule.amount,
            rule.get_unit_display(),
            rule.get_ending_display(),
            rule.most_extension,
            rule.source,
            rule.verified,
            rule.note,
        ]
        for rule in rules
    )
    return export(title, columns, rows)
