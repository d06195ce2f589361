"""Schemes, results, their differences and uses, as workbooks and on paper."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.mechanisms.scoring.models import Assessment, Mark, Result, Scheme, Use
from zhengyou.mechanisms.scoring.replaying import Difference
from zhengyou.mechanisms.scoring.tables import Listing
from zhengyou.records.sheets import Column, Format
from zhengyou.registry.bodies.models import Body


def schemes(found: QuerySet[Scheme]) -> Listing:
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
    return Listing(_("Assessment schemes"), columns, rows)


def tree(scheme: Scheme, lines: Iterable[Any]) -> Listing:
    """Return the tree of ``scheme`` as its page shows it."""
    columns = [
        Column(_("Part of the scheme"), width=30),
        Column(_("Points"), Format.DECIMAL, decimals=1),
        Column(_("What it does")),
        Column(_("Where its points come from"), width=20),
        Column(_("Goalposts")),
        Column(_("Standard"), width=40),
    ]
    rows = (
        [
            f"{line.indent}{line.part.name}", line.part.weight, line.part.get_role_display(),
            line.part.get_source_display(), line.goalposts, line.part.standard,
        ]
        for line in lines
    )  # fmt: skip
    return Listing(_("Parts and weights"), columns, rows, str(scheme))


def results(assessment: Assessment, found: QuerySet[Result], groups: Callable[[str], str]) -> Listing:
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
    return Listing(assessment.scheme.title, columns, rows, _period(assessment), notes)


def _period(assessment: Assessment) -> str:
    return f"{assessment.body.name} · {assessment.starts_on} – {assessment.last_day}"


def part_by_part(result: Result) -> Listing:
    """Return how the points of one unit came about."""
    columns = [
        Column(_("Part of the scheme"), width=30),
        Column(_("Weight"), Format.DECIMAL, decimals=1),
        Column(_("Points of 100"), Format.DECIMAL, decimals=1),
        Column(_("Brought"), Format.DECIMAL, decimals=1),
        Column(_("Number of ratings"), Format.INT),
    ]
    rows = [[part["name"], part["weight"], part["points"], part["contribution"], part["n"]] for part in result.parts]
    rows += [
        [_("Bonus"), None, None, result.bonus, None],
        [_("Deduction"), None, None, -result.deduction, None],
        [_("Total"), None, None, result.total, None],
    ]
    said = f"{result.assessment.scheme.title} · {_period(result.assessment)}"
    return Listing(result.body.name, columns, rows, said)


def differences(found: Iterable[Difference], earlier: Assessment, later: Assessment) -> Listing:
    """Return unit by unit what a correction changed, or what differs between two periods."""
    corrected = later.corrects_id == earlier.pk
    points = (_("Before"), _("After")) if corrected else (_("Earlier period"), _("Later period"))
    places = (_("Place before"), _("Place after")) if corrected else (_("Earlier place"), _("Later place"))
    columns = [
        Column(_("Unit"), width=28),
        *(Column(name, Format.DECIMAL, decimals=1) for name in points),
        Column(_("Difference"), Format.DECIMAL, decimals=1),
        *(Column(name, Format.INT) for name in places),
        Column(_("Grade")),
    ]
    rows = (
        [
            one.body.name,
            one.left.total if one.left else None,
            one.right.total if one.right else None,
            one.moved,
            one.left.place if one.left else None,
            one.right.place if one.right else None,
            f"{one.left.grade if one.left else '—'} → {one.right.grade if one.right else '—'}",
        ]
        for one in found
    )
    title = _("What the correction changed") if corrected else _("Two periods side by side")
    notes = [
        later.reason if corrected else "",
        _("Check sums of the inputs: %(old)s, %(new)s")
        % {"old": earlier.input_hash[:16], "new": later.input_hash[:16]},
    ]
    return Listing(title, columns, rows, f"{later.scheme.title} · {_period(later)}", notes)


def firmness(
    results: Iterable[Result], assessment: Assessment, groups: Callable[[str], str], trial: Sequence[int | None]
) -> Listing:
    """Return the places under other weights; ``trial`` are those under the weights that were tried, if any."""
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Peer group")),
        Column(_("Total"), Format.DECIMAL, decimals=1),
        Column(_("Place reached"), Format.INT),
        Column(_("Place by chance, from"), Format.INT),
        Column(_("Place by chance, to"), Format.INT),
        Column(_("Place by weights, from"), Format.INT),
        Column(_("Place by weights, to"), Format.INT),
        Column(_("Place under the trial weights"), Format.INT),
    ]
    rows = (
        [
            one.body.name, groups(one.group), one.total, one.place, one.place_low, one.place_high, one.firm_low,
            one.firm_high, tried,
        ]
        for one, tried in zip(results, trial, strict=True)
    )  # fmt: skip
    notes = [_("By weights: nine of ten sets of weights within 25% of those of the scheme.")]
    return Listing(
        _("Sensitivity to the weights"), columns, rows, f"{assessment.scheme.title} · {_period(assessment)}", notes
    )


def marks(scheme: Scheme, rows: Iterable[Mapping[str, Any]], starts_on: dt.date) -> Listing:
    """Return how far the units of ``scheme`` are marked, as their list shows it."""
    columns = [
        Column(_("Unit"), width=28),
        Column(_("Self-checked"), Format.INT),
        Column(_("Marked"), Format.INT),
        Column(_("Parts"), Format.INT),
        Column(_("Events"), Format.INT),
    ]
    lines = ([row["unit"].name, row["own"], row["done"], row["whole"], row["events"]] for row in rows)
    return Listing(_("Self-check and marks"), columns, lines, f"{scheme.title} · {_from(starts_on)}")


def marked(scheme: Scheme, unit: Body, starts_on: dt.date, lines: Iterable[Any], events: Iterable[Mark]) -> Listing:
    """Return what ``unit`` found of itself and what the assessor found, part by part, and the events that count."""
    columns = [
        Column(_("Part of the scheme"), width=30),
        Column(_("Self-check"), Format.DECIMAL, decimals=1),
        Column(_("What was done"), width=40),
        Column(_("Mark of the assessor"), Format.DECIMAL, decimals=1),
        Column(_("What it rests on"), width=40),
        Column(_("State")),
    ]
    rows: list[list[Any]] = [
        [line.part.name, _figure(line.own), line.own_note, _figure(line.value), line.evidence, line.state]
        for line in lines
    ]
    rows += [
        [f"{mark.part.name} · {mark.event}", None, "", mark.value, mark.evidence, mark.get_state_display()]
        for mark in events
    ]
    return Listing(unit.name, columns, rows, f"{scheme.title} · {_from(starts_on)}")


def _figure(typed: str) -> float | None:
    return float(typed) if typed else None


def _from(starts_on: dt.date) -> str:
    return _("Period from %(from)s") % {"from": f"{starts_on:%Y-%m-%d}"}


def uses(found: QuerySet[Use]) -> Listing:
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
    return Listing(_("Where results are used"), columns, rows)
