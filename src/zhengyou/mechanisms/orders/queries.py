"""Readings of orders."""

import datetime as dt
import functools
import operator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.db.models.functions import Length

from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import policy, rules
from zhengyou.mechanisms.orders.enums import Kind, Outcome, Role, Satisfaction, State
from zhengyou.mechanisms.orders.machine import AT_WORK
from zhengyou.mechanisms.orders.models import CallBack, Note, Order, Profile, Template
from zhengyou.records.ledger import Actor as LedgerActor
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.bodies.models import Body

OPEN_STATES = (
    State.RECEIVED,
    State.DISPATCHED,
    State.SIGNED,
    State.HANDLING,
    State.RETURNED,
    State.REPLIED,
    State.AUDITED,
)
"""States in which somebody has to do something; a merged order follows its main one."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What orders of a kind must pass below a body, and who calls back."""

    passes: tuple[str, ...]
    caller: Body | None
    source: str


def profile_of(kind: Kind, body: Body, on: dt.date | None = None) -> Passing:
    """Return what holds for orders of ``kind`` that ``body`` gets: the nearest profile above it, or the default."""
    above = [int(key) for key in body.path.split(".") if key]
    found = (
        Profile.objects.filter(kind=kind, body__in=above, valid_from__lte=on or clock.today())
        .select_related("caller")
        .order_by(Length("body__path").desc(), "-valid_from")
        .first()
    )
    if found is not None:
        return Passing(tuple(found.passes), found.caller, found.source)
    default = policy.PROFILES[kind]
    return Passing(default.passes, None, default.source)


def closed_between(body: Body, starts: dt.date, ends: dt.date, kind: str = "") -> QuerySet[Order]:
    """Return the orders of ``body`` and the units below it that were closed in [starts, ends), lead units' only."""
    found = Order.objects.filter(
        body__path__startswith=body.path,
        role=Role.LEAD,
        merged_into__isnull=True,
        state=State.CLOSED,
        closed_at__gte=clock.midnight(starts),
        closed_at__lt=clock.midnight(ends),
    )
    return found.filter(kind=kind) if kind else found


SEEN_BY = ("body", "verifier", "receiver", "first_body", "caller", "parent__body")
"""The bodies that read an order: whoever handles, verifies, received, signed first, calls back, or leads it."""


def reaching(actor: LedgerActor, function: str, *paths: str) -> Q:
    """Return the condition that one of the bodies at ``paths`` lies where ``actor`` may do ``function``.

    A path through another order is asked for by the keys of such orders: a join would be made for every row, also
    where an earlier path decides.
    """
    if actor.kind == "system":
        return Q()
    inside = Q(pk__in=[])
    if isinstance(actor, Actor):
        for right in actor.rights_for(function):
            if not right.campaign:
                inside |= Q(path__startswith=right.path)
    bodies = Body.objects.filter(inside).values("pk")
    return functools.reduce(operator.or_, (_inside(path, bodies) for path in paths))


def _inside(path: str, bodies: QuerySet[Body, Any]) -> Q:
    order, _through, body = path.rpartition("__")
    if not order:
        return Q(**{f"{body}__in": bodies})
    return Q(**{f"{order}__in": Order.objects.filter(**{f"{body}__in": bodies}).values("pk")})


def seen_by(actor: LedgerActor) -> QuerySet[Order]:
    """Return the orders that ``actor`` may read: those of the own scope, and those in which a body of it takes part."""
    return Order.objects.filter(reaching(actor, rules.READ, *SEEN_BY))


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for one hat, by what is to be done."""

    to_dispatch: QuerySet[Order]
    to_handle: QuerySet[Order]
    to_decide: QuerySet[Order]
    to_verify: QuerySet[Order]
    to_call: QuerySet[Order]


def desk_of(actor: LedgerActor) -> Desk:
    """Return the orders that wait for ``actor``."""
    lead, part = Q(role=Role.LEAD), Q(role=Role.ASSIST)
    decides = (lead & reaching(actor, rules.DISPATCH, "verifier")) | (
        part & reaching(actor, rules.DISPATCH, "parent__verifier")
    )
    verifies = reaching(actor, rules.VERIFY, "verifier") | (part & reaching(actor, rules.ANSWER, "verifier"))
    own = getattr(actor, "body", None)
    others = ~Q(body=own) | Q(verifier=own) if own is not None else Q()
    orders = Order.objects.all()
    return Desk(
        to_dispatch=orders.filter(reaching(actor, rules.DISPATCH, "body"), state=State.RECEIVED),
        to_handle=orders.filter(reaching(actor, rules.ANSWER, "body"), state__in=AT_WORK),
        to_decide=orders.filter(decides, others, state=State.RETURNED),
        to_verify=orders.filter(verifies, others, state=State.REPLIED),
        to_call=orders.filter(reaching(actor, rules.CHECK, "caller"), state=State.AUDITED),
    )


def notes_for(order: Order, actor: LedgerActor) -> QuerySet[Note]:
    """Return the internal notes of ``order`` that ``actor`` reads: shared ones, and those of units in the own scope."""
    return order.notes.filter(Q(shared=True) | reaching(actor, rules.READ, "body")).select_related("body")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Orders about the same at one unit that keep coming back."""

    body: Body
    kind: str
    about: str
    number: int
    latest: dt.date

    @property
    def kind_label(self) -> str:
        """Return the kind in words."""
        return str(Kind(self.kind).label)


def alike(orders: QuerySet[Order], body: Body, kind: str, about: str) -> QuerySet[Order]:
    """Return those of ``orders`` at ``body`` that are about the same: of one topic, or without one of one title."""
    return orders.filter(Q(topic=about) | Q(topic="", title=about), body=body, kind=kind)


def recurring(orders: QuerySet[Order], on: dt.date | None = None) -> list[Recurrence]:
    """Return what came back so often as the policy says among ``orders`` of the last days, the most frequent first."""
    since = (on or clock.today()) - dt.timedelta(days=policy.RECURRING_DAYS)
    about = Case(When(topic="", then=F("title")), default=F("topic"))
    groups = list(
        orders.filter(role=Role.LEAD, opened_on__gt=since)
        .exclude(state=State.VOID)
        .order_by()
        .annotate(about=about)
        .values_list("body_id", "kind", "about")
        .annotate(number=Count("pk"), latest=Max("opened_on"))
        .filter(number__gte=policy.RECURRING)
        .order_by("-number", "-latest", "about")[: policy.BATCH]
    )
    bodies = Body.objects.in_bulk({group[0] for group in groups})
    return [Recurrence(bodies[body], kind, about, number, latest) for body, kind, about, number, latest in groups]


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """What a sample found: how many were drawn, asked, reached and solved, and how many are content."""

    drawn: int
    asked: int
    reached: int
    solved: int
    content: int
    rated: int

    @property
    def solved_share(self) -> float | None:
        """Return the share of solved ones among those reached."""
        return self.solved / self.reached if self.reached else None

    @property
    def content_share(self) -> float | None:
        """Return the share of satisfied and fairly satisfied ones among those who said."""
        return self.content / self.rated if self.rated else None


def figures_of(checks: QuerySet[CallBack]) -> SampleFigures:
    """Return the figures of ``checks`` in one query."""
    content = Q(satisfaction__in=[Satisfaction.SATISFIED, Satisfaction.FAIR])
    return SampleFigures(
        **checks.order_by().aggregate(
            drawn=Count("pk"),
            asked=Count("pk", filter=~Q(outcome="")),
            reached=Count("pk", filter=Q(outcome__in=[Outcome.SOLVED, Outcome.NOT_SOLVED])),
            solved=Count("pk", filter=Q(outcome=Outcome.SOLVED)),
            content=Count("pk", filter=content),
            rated=Count("pk", filter=~Q(satisfaction="")),
        )
    )


def templates_for(actor: LedgerActor, function: str) -> QuerySet[Template]:
    """Return the templates that ``actor`` may use: kept for a body above or inside the own scope."""
    found = Template.objects.filter(is_open=True).select_related("body")
    if not isinstance(actor, Actor):
        return found if actor.kind == "system" else found.none()
    above = [int(key) for right in actor.rights_for(function) for key in right.path.split(".") if key]
    return found.filter(Q(body__in=above) | reaching(actor, function, "body"))


def still_open(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return the orders that are neither closed nor withdrawn."""
    return orders.filter(state__in=OPEN_STATES)


def owed_by(body: Body) -> QuerySet[Order]:
    """Return the orders that the unit ``body`` or a unit below it must still sign for or answer."""
    return Order.objects.filter(body__path__startswith=body.path, state__in=AT_WORK).select_related("body")


def to_verify_by(body: Body) -> QuerySet[Order]:
    """Return the replies that wait for the verification of ``body`` or of a unit below it."""
    return Order.objects.filter(verifier__path__startswith=body.path, state=State.REPLIED).select_related("body")


def published(body: Body) -> QuerySet[Order]:
    """Return the closed orders of ``body`` and the units below it that the public may read, the newest first."""
    return (
        Order.objects.filter(body__path__startswith=body.path, state=State.CLOSED, is_public=True)
        .select_related("body")
        .order_by("-closed_at")
    )


def with_due(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return ``orders`` with ``due_at`` of the earliest clock that still runs, that day first, those without last.

    Each order names that clock itself, so that this is one join and no question for every order.
    """
    return (
        orders.select_related("body")
        .annotate(
            due_at=F("clock__due_at"),
            clock_state=F("clock__state"),
            yellow_at=F("clock__yellow_at"),
            blue_at=F("clock__blue_at"),
        )
        .order_by(F("clock__due_at").asc(nulls_last=True), "-opened_on", "number")
    )


def colour(order: Order, now: dt.datetime) -> str:
    """Return the light of an order that `with_due` read: red, yellow or blue, empty where no clock runs."""
    due: dt.datetime | None = getattr(order, "due_at", None)
    if due is None:
        return ""
    if now > due:
        return "red"
    if now >= order.yellow_at:  # type: ignore[attr-defined]  # annotated by with_due
        return "yellow"
    return "blue" if now >= order.blue_at else "green"  # type: ignore[attr-defined]  # annotated by with_due


def counts(orders: QuerySet[Order]) -> dict[str, int]:
    """Return how many of ``orders`` stand in each state, with every state named."""
    found = dict(orders.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def rectified(
    bodies: QuerySet[Body], starts: dt.date, ends: dt.date, kind: str = Kind.RATING
) -> dict[int, tuple[int, int]]:
    """Return for each of ``bodies`` how many orders opened in [starts, ends) are closed, and how many there are.

    Withdrawn orders do not count. Keys are the bodies' keys; bodies without orders are absent.
    """
    rows = (
        Order.objects.filter(body__in=bodies, kind=kind, opened_on__gte=starts, opened_on__lt=ends)
        .exclude(state=State.VOID)
        .order_by()
        .values_list("body_id")
        .annotate(closed=Count("pk", filter=Q(state=State.CLOSED)), all=Count("pk"))
    )
    return {body: (closed, number) for body, closed, number in rows}
