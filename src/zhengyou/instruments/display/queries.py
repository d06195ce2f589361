"""Readings of what is shown."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Avg, Count, Model, Q, QuerySet

from zhengyou.instruments.display import policy, rules
from zhengyou.instruments.display.enums import MatterState, PostState, SheetState, State
from zhengyou.instruments.display.models import (
    Area,
    Asset,
    Brand,
    Card,
    Commitment,
    DemonstrationPost,
    DisplayItem,
    Pledge,
    Posting,
    PracticalMatter,
    Remark,
    Spot,
    Standard,
)
from zhengyou.kernel import clock
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.actors import Actor as Hat
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window
from zhengyou.registry.services.queries import open_windows

M = TypeVar("M", bound=Model)


def commitments_shown(body: Body, on: dt.date | None = None) -> QuerySet[Commitment]:
    """Return the promises of ``body`` and its windows that the public sees on a day; not those of single persons."""
    on = on or clock.today()
    return (
        Commitment.objects.filter(body=body, state=State.SHOWN, starts_on__lte=on, pledge__appointment__isnull=True)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .select_related("window", "pledge")
    )


def cards_shown(body: Body, on: dt.date | None = None) -> QuerySet[Card]:
    """Return the cards of those who serve in ``body`` on a day; a card ends with the appointment."""
    on = on or clock.today()
    return (
        Card.objects.filter(appointment__post__body=body, state=State.SHOWN, appointment__starts_on__lte=on)
        .filter(Q(appointment__ends_on__isnull=True) | Q(appointment__ends_on__gt=on))
        .select_related("appointment__person", "appointment__post", "window")
    )


def card_in_force(key: UUID, on: dt.date | None = None) -> Card | None:
    """Return the card with this id, if it is on show and its holder still holds the post."""
    on = on or clock.today()
    return (
        Card.objects.filter(pk=key, state=State.SHOWN)
        .filter(Q(appointment__ends_on__isnull=True) | Q(appointment__ends_on__gt=on))
        .select_related("appointment__person", "appointment__post__body", "window")
        .first()
    )


def pledges_shown(body: Body, on: dt.date | None = None) -> QuerySet[Pledge]:
    """Return the signed sheets of ``body`` and of its people that hold on a day."""
    on = on or clock.today()
    rows = Pledge.objects.filter(body=body, state=SheetState.SHOWN, starts_on__lte=on, ends_on__gte=on)
    return rows.select_related("template", "appointment__person", "appointment__post")


def standards_shown(body: Body, on: dt.date | None = None) -> QuerySet[Standard]:
    """Return the service standards of ``body`` in force on a day, each in its newest version."""
    on = on or clock.today()
    rows = Standard.objects.filter(body=body, state=SheetState.SHOWN, valid_from__lte=on)
    return rows.select_related("item", "window")


def posts_held(body: Body | None = None) -> QuerySet[DemonstrationPost]:
    """Return the demonstration posts whose title is held, of one unit or of all."""
    rows = DemonstrationPost.objects.filter(state=PostState.HELD, ends_on__gte=clock.today())
    rows = rows.select_related("body", "type", "window", "appointment__person")
    return rows if body is None else rows.filter(body=body)


def areas_now(body: Body) -> QuerySet[Area]:
    """Return the areas of ``body`` for which somebody answers today."""
    rows = Area.objects.filter(body=body, ends_on__isnull=True)
    return rows.select_related("appointment__person", "appointment__post").prefetch_related("spots")


def matters_shown(body: Body | None = None) -> QuerySet[PracticalMatter]:
    """Return the practical matters that the public sees: those under way first, by their promised day."""
    rows = PracticalMatter.objects.filter(state__in=[MatterState.SHOWN, MatterState.DONE]).select_related("body")
    rows = rows.order_by("-state", "due_on", "id")
    return rows if body is None else rows.filter(body=body)


def brands_shown(body: Body | None = None) -> QuerySet[Brand]:
    """Return the service brands on show."""
    rows = Brand.objects.filter(state=State.SHOWN).select_related("body").prefetch_related("proofs")
    return rows if body is None else rows.filter(body=body)


def boards_shown(body: Body) -> QuerySet[Posting]:
    """Return what hangs at the places of ``body`` today."""
    return hanging().filter(spot__body=body).order_by("spot__kind", "spot__name", "item__kind", "id")


def hanging(on: dt.date | None = None) -> QuerySet[Posting]:
    """Return what hangs on a day."""
    on = on or clock.today()
    rows = Posting.objects.filter(starts_on__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))
    rows = rows.filter(Q(down_on__isnull=True) | Q(down_on__gt=on))
    return rows.select_related("spot__body", "item", "asset")


def outdated() -> QuerySet[Posting]:
    """Return what hangs longer than it should."""
    rows = Posting.objects.filter(down_on__isnull=True, until__lt=clock.today(), spot__ends_on__isnull=True)
    return rows.select_related("spot__body", "item")


@dataclass(frozen=True, slots=True)
class Voices:
    """How content people are with a practical matter."""

    number: int
    good: int
    mean: float | None

    @property
    def told(self) -> bool:
        """Return whether enough people spoke for the figures to be shown."""
        return self.number >= policy.FEWEST_VOICES


def voices(matters: Iterable[PracticalMatter]) -> dict[object, Voices]:
    """Return how content people are with each of ``matters``, published or not; one query."""
    keys = [matter.pk for matter in matters]
    rows = Remark.objects.filter(matter__in=keys).order_by().values("matter")
    counted = rows.annotate(number=Count("pk"), good=Count("pk", filter=Q(level__gte=3)), mean=Avg("level"))
    found = {row["matter"]: Voices(row["number"], row["good"], row["mean"]) for row in counted}
    return {key: found.get(key, Voices(0, 0, None)) for key in keys}


@dataclass(frozen=True, slots=True)
class Cell:
    """One item at one place: whether it must hang there, and what hangs."""

    item: DisplayItem
    required: bool
    posting: Posting | None

    @property
    def word(self) -> str:
        """Return how the cell stands, as one word."""
        if self.posting is not None:
            return "up"
        return "missing" if self.required else "free"


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A place with every item that may hang there."""

    spot: Spot
    cells: list[Cell]

    @property
    def required(self) -> int:
        """Return how many items must hang here."""
        return sum(cell.required for cell in self.cells)

    @property
    def covered(self) -> int:
        """Return how many of these hang."""
        return sum(cell.required and cell.posting is not None for cell in self.cells)


def spots_now(spots: QuerySet[Spot] | None = None) -> QuerySet[Spot]:
    """Return the places in use."""
    rows = Spot.objects.all() if spots is None else spots
    return rows.filter(ends_on__isnull=True).select_related("body", "window")


def coverage(spots: Iterable[Spot]) -> list[SpotLine]:
    """Return for each of ``spots`` what must hang there and what hangs; two queries however many there are."""
    spots = list(spots)
    items = list(DisplayItem.objects.filter(is_active=True).select_related("body"))
    found = {(one.spot_id, one.item_id): one for one in hanging().filter(spot__in=spots)}
    return [
        SpotLine(
            spot,
            [
                Cell(item, spot.kind in item.required_at, found.get((spot.pk, item.pk)))
                for item in items
                if spot.body.path.startswith(item.body.path)
            ],
        )
        for spot in spots
    ]


def covering(model: type[M], body: Body) -> QuerySet[M]:
    """Return the active rows of a catalogue (templates, kinds of posts, items) that serve ``body``: of it or above it."""
    return model._default_manager.filter(body__in=_upwards(body), is_active=True)


def library(body: Body) -> QuerySet[Asset]:
    """Return the reviewed material that ``body`` may use: of it or of a body above."""
    return Asset.objects.filter(body__in=_upwards(body), state=State.SHOWN)


def _upwards(body: Body) -> list[int]:
    """Return the keys of ``body`` and of every body above it."""
    return [int(key) for key in body.path.rstrip(".").split(".")]


def commitments_for(actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments that ``actor`` may read, in official order; those on signed sheets stand there."""
    rows = Commitment.objects.filter(pledge__isnull=True).select_related("body", "window")
    return within(rows, actor, rules.READ)


def cards_for(actor: Actor) -> QuerySet[Card]:
    """Return the identity cards that ``actor`` may read, in official order."""
    cards = Card.objects.select_related("appointment__person", "appointment__post__body", "window")
    return within(cards, actor, rules.READ).order_by(
        "appointment__post__body__sort_path", "appointment__post__order_number", "id"
    )


def cards_of_person(actor: Actor) -> QuerySet[Card]:
    """Return the cards of the person who is signed in, those taken down left out."""
    cards = Card.objects.select_related("appointment__person", "appointment__post__body", "window")
    return cards.filter(of_person(actor)).exclude(state=State.WITHDRAWN)


def of_person(actor: Actor) -> Q:
    """Return the condition that a card or sheet is that of the person who is signed in; nobody has none."""
    person: str = getattr(actor, "person", "")
    return Q(appointment__person_id=person) if person else Q(pk__in=[])


def windows_for(actor: Actor) -> QuerySet[Window]:
    """Return the open windows whose codes ``actor`` may print, in official order."""
    return within(open_windows().select_related("body"), actor, rules.READ).order_by(
        "body__sort_path", "order_number", "id"
    )


def asked_of(rows: QuerySet[M], actor: Hat) -> QuerySet[M]:
    """Return those items or kinds of posts that concern ``actor``: of the bodies in scope, and of those above the own."""
    above = [int(key) for key in actor.body.path.rstrip(".").split(".")] if actor.body else []
    return within(rows, actor, rules.READ) | rows.filter(body__in=above)
