"""Readings of scope: which units the rules name, and who takes part because of a post."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from zhengyou.campaign.campaigns.models import Campaign, ParticipantClass, ScopeRule, Sector
from zhengyou.campaign.campaigns.queries.boards import top_of
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.queries import below, held_on, leaves_on


@dataclass(frozen=True, slots=True)
class Terms:
    """What a scope rule asks of a unit; whatever is filled must hold."""

    sector: Sector | None = None
    kinds: Sequence[str] = ()
    level: str = ""
    under: Body | None = None
    relation: str = ""
    related: Body | None = None
    leaves_out: bool = False


def standing_below(body: Body) -> QuerySet[Body]:
    """Return the bodies below ``body`` that stand today, in official order."""
    stands = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=clock.today())
    return Body.objects.filter(stands, path__startswith=body.path).exclude(pk=body.pk).order_by("sort_path")


def ground(campaign: Campaign) -> QuerySet[Body]:
    """Return the bodies from which a campaign's units come: those below the body under which they all stand."""
    return standing_below(top_of(campaign))


def candidates(sector: Sector) -> QuerySet[Body]:
    """Return the units whose names hold one of the sector's words."""
    words = [word.strip() for word in sector.words.split("、") if word.strip()]
    units = standing_below(sector.body)
    if not words:
        return units.none()
    named = Q()
    for word in words:
        named |= Q(name__contains=word)
    return units.filter(named)


def sectors(body: Body) -> QuerySet[Sector]:
    """Return the sectors on the registers of ``body`` and of the bodies above it."""
    keys = [int(key) for key in body.path.split(".") if key]
    return Sector.objects.filter(body__in=keys)


def fitting(terms: Any, universe: QuerySet[Body]) -> QuerySet[Body]:
    """Return those units of ``universe`` that fit ``terms``: a scope rule, or the terms of one not yet kept."""
    units = universe
    if terms.sector:
        units = units.filter(in_sectors=terms.sector)
    if terms.kinds:
        units = units.filter(kind__in=list(terms.kinds))
    if terms.level:
        units = units.filter(level=terms.level)
    if terms.under:
        units = units.filter(path__startswith=terms.under.path).exclude(pk=terms.under.pk)
    if terms.relation and terms.related:
        units = units.filter(pk__in=below(terms.related, terms.relation).order_by().values("pk"))
    return units


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom the rules of a campaign name: not yet in it, in it, and those in it whom no rule names."""

    to_take_in: list[Body]
    inside: list[Body]
    unnamed: list[Body]


def preview(campaign: Campaign) -> Preview:
    """Return what the rules of ``campaign`` would change."""
    named: dict[int, Body] = {}
    universe = ground(campaign)
    kept: Iterable[ScopeRule] = campaign.scope_rules.select_related("sector", "under", "related")
    rules = list(kept)
    for rule in rules:
        if not rule.leaves_out:
            named |= {unit.pk: unit for unit in fitting(rule, universe)}
    for rule in rules:
        if rule.leaves_out:
            for unit in fitting(rule, universe):
                named.pop(unit.pk, None)
    inside = {unit.pk: unit for unit in campaign.units.order_by("sort_path")}
    return Preview(
        to_take_in=sorted((unit for key, unit in named.items() if key not in inside), key=lambda unit: unit.sort_path),
        inside=[unit for key, unit in inside.items() if key in named],
        unnamed=[unit for key, unit in inside.items() if key not in named] if rules else [],
    )


def named_only_by(rule: ScopeRule) -> list[Body]:
    """Return the units in the campaign that this rule names and no other one does."""
    others = rule.campaign.scope_rules.filter(leaves_out=False).exclude(pk=rule.pk)
    universe = ground(rule.campaign)
    kept = {unit.pk for other in others for unit in fitting(other, universe)}
    inside = set(rule.campaign.units.values_list("pk", flat=True)) - kept
    return [unit for unit in fitting(rule, universe) if unit.pk in inside]


@dataclass(slots=True)
class Enrolment:
    """The participants of one unit: how many of each class (by key), and how many of all are away today."""

    body: Body
    counts: Counter[object] = field(default_factory=Counter)
    everybody: set[object] = field(default_factory=set)
    staff: int = 0
    away: int = 0

    @property
    def share(self) -> float | None:
        """Return which part of the unit's people takes part, or None where it has none."""
        return len(self.everybody) / self.staff if self.staff else None


def belongs(one: Appointment, participants: ParticipantClass) -> bool:
    """Return whether the holder of a post belongs to a class."""
    if participants.duties and one.post.duty not in participants.duties:
        return False
    words = [word.strip() for word in participants.title_words.split("、") if word.strip()]
    return not words or any(word in one.post.title for word in words)


def enrolments(campaign: Campaign) -> list[Enrolment]:
    """Return for every unit who takes part because of a post held today; each person counts once in a class."""
    units = list(campaign.units.order_by("sort_path"))
    classes = list(campaign.participant_classes.all())
    lines = {unit.pk: Enrolment(unit) for unit in units}
    away = set(leaves_on(clock.today()).values_list("appointment__person", flat=True))
    seen: set[tuple[int, object, object]] = set()
    staff: dict[int, set[object]] = {unit.pk: set() for unit in units}
    for one in held_on(clock.today()).filter(post__body__in=units):
        line = lines[one.post.body_id]
        staff[one.post.body_id].add(one.person_id)
        for participants in classes:
            if belongs(one, participants) and (one.post.body_id, participants.pk, one.person_id) not in seen:
                seen.add((one.post.body_id, participants.pk, one.person_id))
                line.counts[participants.pk] += 1
                line.everybody.add(one.person_id)
    for key, line in lines.items():
        line.staff, line.away = len(staff[key]), len(line.everybody & away)
    return list(lines.values())


def may_plan(campaign: Campaign, appointment: Appointment) -> bool:
    """Return whether the holder of a post is a participant: of any class, or anybody of a unit where none is defined."""
    if not campaign.units.filter(pk=appointment.post.body_id).exists():
        return False
    classes = list(campaign.participant_classes.all())
    return not classes or any(belongs(appointment, one) for one in classes)
