"""Readings of matters that are alike."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.classify import resemblance
from zhengyou.instruments.complaints.enums import LikenessState, MassState, State
from zhengyou.instruments.complaints.models import Complaint, Fingerprint, Likeness, MassEvent


@dataclass(frozen=True, slots=True)
class Near:
    """A matter that is like another: resemblance of the words, whether the place is the same."""

    complaint: Complaint
    share: float
    same_place: bool


def words_of(complaint: Complaint) -> str:
    """Return the text of a matter by which it is compared."""
    return f"{complaint.title}\n{complaint.text}"


def without_keys(most: int) -> QuerySet[Complaint]:
    """Return matters that were never compared, the earliest first."""
    return Complaint.objects.filter(fingerprint__isnull=True).exclude(text="").order_by("received_at")[:most]


def nearest(complaint: Complaint, keys: Iterable[int]) -> list[Near]:
    """Return the matters of the same place taken in within the window before, that are alike, the likest first."""
    window = dt.timedelta(days=policy.LIKENESS_DAYS)
    root = complaint.body.path.split(".")[0]
    prints = (
        Fingerprint.objects.filter(
            keys__overlap=list(keys),
            complaint__received_at__gt=complaint.received_at - window,
            complaint__received_at__lte=complaint.received_at,
            complaint__body__path__startswith=root,
        )
        .exclude(complaint=complaint)
        .exclude(complaint__state=State.MERGED)
        .select_related("complaint__body")
        .order_by("-complaint__received_at")[: policy.LIKENESS_CANDIDATES]
    )
    own = resemblance.pairs(words_of(complaint))
    found = []
    for one in prints:
        other = one.complaint
        if other.body.path.split(".")[0] != root:
            continue
        same_place = same_places(complaint, other)
        share = resemblance.resemblance(own, resemblance.pairs(words_of(other)))
        least = policy.LIKENESS_HERE if same_place else policy.LIKENESS_ELSEWHERE
        if share >= least:
            found.append(Near(other, share, same_place))
    return sorted(found, key=lambda near: -near.share)


def same_places(one: Complaint, other: Complaint) -> bool:
    """Whether two matters name the same place: near each other on the map, or the same words, or the same town."""
    if None not in (one.longitude, other.longitude, one.latitude, other.latitude):
        apart = max(
            abs(float(one.longitude or 0) - float(other.longitude or 0)),
            abs(float(one.latitude or 0) - float(other.latitude or 0)),
        )
        return apart < policy.LIKENESS_DEGREES
    if one.place and other.place:
        there = resemblance.resemblance(resemblance.pairs(one.place), resemblance.pairs(other.place))
        return there >= policy.LIKENESS_PLACE
    return one.territory_id is not None and one.territory_id == other.territory_id


def to_decide(matters: QuerySet[Complaint]) -> QuerySet[Likeness]:
    """Return the open proposals whose later matter is among ``matters`` and still waits for the office."""
    return (
        Likeness.objects.filter(
            later__in=matters.filter(state__in=(State.RECEIVED, State.HANDLING), order__isnull=True),
            state=LikenessState.PROPOSED,
        )
        .exclude(earlier__state=State.MERGED)
        .select_related("earlier__order__body", "earlier__body", "later__body")
    )


def of_matter(complaint: Complaint) -> QuerySet[Likeness]:
    """Return the open proposals for one matter, the likest first."""
    return to_decide(Complaint.objects.filter(pk=complaint.pk)).order_by("-share")


def open_mass_events(matters: QuerySet[Complaint]) -> QuerySet[MassEvent]:
    """Return the matters of many people that are not settled and whose first matter is among ``matters``."""
    return (
        MassEvent.objects.filter(state=MassState.OPEN, first__in=matters)
        .select_related("first", "body", "category", "territory")
        .order_by("-last_at")
    )
