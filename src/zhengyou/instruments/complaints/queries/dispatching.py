"""Which unit should handle a matter: the responsibility table first, then what the platform named and what went before."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.models import Category, Complaint, Responsibility, UpperOrder
from zhengyou.instruments.complaints.queries.learning import CategoryProposal
from zhengyou.instruments.complaints.queries.tables import responsible
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Return
from zhengyou.registry.bodies.models import Body


@dataclass(slots=True)
class UnitProposal:
    """A unit that may lead, the points by which it is ranked, why, and who assists by the table."""

    body: Body
    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    assisting: tuple[Body, ...] = ()


def units_for(complaint: Complaint, proposals: Sequence[CategoryProposal] = (), most: int = 3) -> list[UnitProposal]:
    """Return the units that may lead a matter, the likeliest first, each with its reasons; an officer decides.

    The class that an officer chose counts in full, proposed classes by their share.
    """
    chosen: list[tuple[Category, float]] = (
        [(complaint.category, 1.0)] if complaint.category else [(one.category, one.share) for one in proposals]
    )
    found: dict[int, UnitProposal] = {}
    for category, share in chosen:
        row = responsible(category, complaint.body, complaint.territory)
        if row is not None:
            _by_table(found, row, category, share)
        _by_precedent(found, complaint, category, share)
    _by_platform(found, complaint)
    _against_returned(found, [category for category, _share in chosen])
    ranked = sorted(found.values(), key=lambda one: (-one.points, one.body.sort_path))
    return [one for one in ranked if one.points > 0 and not _concerned(one.body, complaint)][:most]


def _proposal(found: dict[int, UnitProposal], body: Body) -> UnitProposal:
    return found.setdefault(body.pk, UnitProposal(body))


def _by_table(found: dict[int, UnitProposal], row: Responsibility, category: Category, share: float) -> None:
    one = _proposal(found, row.lead)
    one.points += policy.POINTS_TABLE * share
    words = _("Responsibility table: %(category)s") % {"category": category.name}
    if row.territory is not None:
        words += f" · {row.territory.name}"
    one.reasons.append(f"{words}（{row.basis}）" if row.basis else words)
    one.assisting = tuple(row.assisting.all())


def _by_precedent(found: dict[int, UnitProposal], complaint: Complaint, category: Category, share: float) -> None:
    """Let units speak that handled such matters of the last months."""
    since = clock.now() - dt.timedelta(days=policy.PRECEDENT_DAYS)
    rows = list(
        Complaint.objects.filter(category=category, body=complaint.body, received_at__gte=since, order__isnull=False)
        .order_by()
        .values("order__body")
        .annotate(number=Count("pk"))
        .order_by("-number", "order__body")[:3]
    )
    total = sum(row["number"] for row in rows)
    bodies = Body.objects.in_bulk([row["order__body"] for row in rows])
    for row in rows:
        one = _proposal(found, bodies[row["order__body"]])
        one.points += policy.POINTS_PRECEDENT * share * row["number"] / total
        one.reasons.append(
            _("%(number)d such matters in the last %(days)d days")
            % {"number": row["number"], "days": policy.PRECEDENT_DAYS}
        )


def _by_platform(found: dict[int, UnitProposal], complaint: Complaint) -> None:
    """Let the unit speak that the upper platform named, where one of ours has that name."""
    upper = UpperOrder.objects.filter(complaint=complaint).first()
    if upper is None or not upper.their_unit:
        return
    root = complaint.body.path.split(".")[0]
    body = Body.objects.filter(name=upper.their_unit, path__startswith=root, dissolved_on__isnull=True).first()
    if body is not None and body.path.split(".")[0] == root:
        one = _proposal(found, body)
        one.points += policy.POINTS_PLATFORM
        one.reasons.append(_("Named by the upper platform"))


def _against_returned(found: dict[int, UnitProposal], categories: Iterable[Category]) -> None:
    """Lower units that returned such matters, and were found right."""
    names = [category.name for category in categories]
    since = clock.now() - dt.timedelta(days=policy.PRECEDENT_DAYS)
    rows = (
        Return.objects.filter(
            body__in=list(found), order__topic__in=names, decision="redirected", decided_at__gte=since
        )
        .order_by()
        .values_list("body")
        .annotate(number=Count("pk"))
    )
    for body, number in rows:
        found[body].points -= policy.POINTS_RETURNED * min(number, 3)
        found[body].reasons.append(_("Returned %(number)d such matters with good reason") % {"number": number})


def _concerned(body: Body, complaint: Complaint) -> bool:
    """Whether a report would go to the unit it is about."""
    return complaint.kind == "report" and complaint.about is not None and body.path.startswith(complaint.about.path)
