"""Schemes, results and their uses as workbooks."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring.models import Assessment, Result, Scheme, Use
from zhengyou.records.sheets import Column, Format, export


def schemes(found: QuerySet[Scheme]) -> bytes:
    """Return the schemes as their list shows them."""
    columns = [
        Column(_("Scheme"), width=30),
        Column(_("Version"), Format.INT),
        Column(_("Period of assessment")),
        Column(_("First day"), Format.DATE),
        Column(_("State")),
        Column(_("Basis"), width=50),
    ]
    rows = (
        [one.title, one.version, one.get_rhythm_display(), one.starts_on, one.get_state_display(), one.basis]
        for one in found
    )
    return export(_("Assessment schemes"), columns, rows)


def results(assessment: Assessment, found: QuerySet[Result], groups: Callable[[str], str]) -> bytes:
    """Return the results of ``assessment`` as their reader sees them, every part in its own column."""
    first = found.first()
    names = [part["name"] for part in first.parts] if first else []
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Peer group")),
        Column(_("Place reached"), Format.INT),
        Column(_("Place from"), Format.INT),
        Column(_("Place to"), Format.INT),
        Column(_("Total"), Format.DECIMAL, decimals=1),
        *(Column(name, Format.DECIMAL, decimals=1) for name in names),
        Column(_("Bonus"), Format.DECIMAL, decimals=1),
        Column(_("Deduction"), Format.DECIMAL, decimals=1),
        Column(_("Grade")),
        Column(_("Veto"), width=24),
    ]
    rows = (
        [
            one.body.name,
            groups(one.group),
            one.place,
            one.place_low,
            one.place_high,
            one.total,
            *(part["points"] for part in one.parts),
            one.bonus,
            one.deduction,
            one.grade,
            "；".join(f"{part} {event}" for part, event in one.vetoes),
        ]
        for one in found.iterator(chunk_size=2000)
    )
    notes = [
        _("Parts stand in points of 100 before weighting; places hold nine times in ten."),
        _("Method %(method)s, inputs %(hash)s")
        % {"method": assessment.code_version, "hash": assessment.input_hash[:16]},
    ]
    return export(str(assessment), columns, rows, footnotes=notes)


def uses(found: QuerySet[Use]) -> bytes:
    """Return where published results are used."""
    columns = [
        Column(_("Results"), width=36),
        Column(_("Purpose")),
        Column(_("Paper or matter"), width=36),
        Column(_("Share there, in per cent"), Format.DECIMAL, decimals=1),
        Column(_("Used on"), Format.DATE),
        Column(_("State")),
    ]
    rows = (
        [
            str(one.assessment),
            one.get_purpose_display(),
            one.name,
            one.weight,
            one.used_on,
            _("Corrected since: look again") if one.doubtful else _("Holds"),
        ]
        for one in found
    )
    return export(_("Where results are used"), columns, rows)
