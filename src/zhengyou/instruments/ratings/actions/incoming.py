"""Verbs of what comes in from platforms above: ratings, and orders for bad ones; never a second rating of a service."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import elsewhere, incoming, intake, line, mapping, rules, spending
from zhengyou.instruments.ratings.actions.loop import handling_of
from zhengyou.instruments.ratings.actions.outward import headers_of
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Stage, State
from zhengyou.instruments.ratings.incoming import Incoming
from zhengyou.instruments.ratings.intake import Place, Submission
from zhengyou.instruments.ratings.models import Invitation, OutsideOrder, RatedElsewhere, Rating, UpperPlatform
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Refused, Sentence
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.services.models import Case, Window

MOST = 50
"""So many pages are asked for at once; the next fetch goes on where this one ended."""


@dataclass(slots=True)
class TakenIn:
    """What became of the rows of a platform: new ratings and orders, what was here already, and what was refused."""

    ratings: int = 0
    orders: int = 0
    known: int = 0
    refused: list[tuple[int, Sentence | str]] = field(default_factory=list)
    """The place of each refused row, from 0, with the reason."""


@transaction.atomic
def take_in(platform: UpperPlatform, rows: Sequence[Incoming], *, actor: Actor) -> TakenIn:
    """Take over what ``platform`` tells; a refused row hinders no other. Safe to repeat."""
    require(actor, rules.IMPORT, platform.body)
    done = TakenIn()
    for place, row in enumerate(rows):
        try:
            with transaction.atomic():
                _take_one(platform, row, done, actor)
        except Refused as refusal:
            done.refused.append((place, refusal.reason))
    record("ratings.take_in", platform, actor=actor)
    return done


def _take_one(platform: UpperPlatform, row: Incoming, done: TakenIn, actor: Actor) -> None:
    elsewhere.hold(row.number)
    case = _case(platform, row.number)
    window = case.window if case else _window(platform, row.window)
    rules.require_taker(actor, platform.body, case.body if case else window.body)
    source, is_new = _rate(platform, row, case, window)
    order_is_new = False
    if row.order:
        _order, order_is_new = OutsideOrder.objects.get_or_create(
            platform=platform, number=row.order,
            defaults={"source": source, "due_on": row.due, "taken_on": clock.today()},
        )  # fmt: skip
        if order_is_new:
            _begin(source)
    done.ratings += is_new
    done.orders += order_is_new
    done.known += not is_new and not order_is_new


def _case(platform: UpperPlatform, number: str) -> Case | None:
    below = Case.objects.filter(body__path__startswith=platform.body.path)
    typed = ids.read_code(number)
    ours = Q(number=typed) if ids.code_holds(typed) else Q(pk__in=[])
    return below.filter(Q(external_number=number) | ours).select_related("item", "window__body", "body").first()


def _rate(platform: UpperPlatform, row: Incoming, case: Case | None, window: Window) -> tuple[UUID, bool]:
    """Count the rating unless it is here already, and return what stands for its invitation, and whether it is new."""
    invitation = case.invitations.filter(service_number=row.service).first() if case else None
    answer = Answer(level=row.level, tags=row.tags, text=row.text)
    if invitation is not None:
        if invitation.state == State.RATED:
            return _known(invitation, row), False
        given = Submission(
            answer=answer, code=invitation.code, channel=Channel.IMPORT, given_on=row.day or clock.today()
        )  # fmt: skip
        _count(given)
        return invitation.pk, True
    marker, new = RatedElsewhere.objects.get_or_create(
        body=platform.body, number=row.number, service_number=row.service, defaults={"platform": platform}
    )
    if not new:
        return marker.pk, False
    place = _place(case, window)
    _count(Submission(answer=answer, channel=Channel.IMPORT, given_on=row.day, elsewhere=marker.pk, place=place))
    return marker.pk, True


def _known(invitation: Invitation, row: Incoming) -> UUID:
    """Return the used ``invitation`` where this row tells no second rating of it; raise Conflict where it does."""
    rating = Rating.objects.filter(spent=spending.mark(invitation.pk)).first()
    if row.order or rating is None or rating.channel == Channel.IMPORT:
        marker = elsewhere.taken(elsewhere.above(invitation.body), row.number).filter(service_number=row.service)
        return marker.values_list("pk", flat=True).first() or invitation.pk
    raise Conflict(_("This service has been rated here already; each is rated once over all systems."), code="rated")


def _window(platform: UpperPlatform, word: str) -> Window:
    """Return the window that a row names whose case is not registered here. Raises Refused where there is none."""
    windows = Window.objects.filter(body__path__startswith=platform.body.path).select_related("body")
    window = windows.filter(Q(code=ids.read_code(word)) | Q(number=word)).order_by("pk").first()
    if window is None:
        raise Refused(_("Neither this case nor a window with this code is known here."), code="unknown")
    return window


def _place(case: Case | None, window: Window) -> Place:
    """Return where a rating was given whose service has no invitation here."""
    item, family = (case.item_id, case.item.family) if case else (None, "")
    label = f"{window.number} {window.name}"
    return Place(
        None, "", str(State.INVITED), clock.today().max, str(Stage.DONE), item, family, window.pk, label,
        window.body_id, window.closed_on, case.handler_id if case else None,
    )  # fmt: skip


def _count(given: Submission) -> None:
    (outcome,) = intake.take([given])
    if isinstance(outcome, Refused):
        raise outcome


def _begin(source: UUID) -> None:
    """Let the level above sort the bad rating out: it is on its list now, and goes to the unit like every other."""
    rating = Rating.objects.select_related("body__parent", "order").filter(spent=spending.mark(source)).first()
    if rating is None:
        raise Refused(_("There is no rating to this order."), code="unknown")
    if rating.is_bad:
        handling_of(rating)


def fetch(platform: UpperPlatform, *, post: line.Post = line.post, actor: Actor = SYSTEM) -> TakenIn:
    """Ask ``platform`` for what is new and take it over, page by page. Raises LineProblem; what was taken stays."""
    require(actor, rules.IMPORT, platform.body)
    done = TakenIn()
    path = platform.paths.get(incoming.IN) or mapping.PATHS[incoming.IN]
    for _page in range(MOST):
        address = f"{platform.address}/{path}?since={quote(platform.fetched_until)}"
        told = post(address, None, headers_of(platform))
        items = told.get("items", []) if isinstance(told, dict) else told
        _add(done, _take_page(platform, items if isinstance(items, list) else [], actor))
        following = str(told.get("next") or "")[:60] if isinstance(told, dict) else ""
        if not following or following == platform.fetched_until:
            break
        platform.fetched_until = following
        platform.save(update_fields=["fetched_until"])
    return done


def _take_page(platform: UpperPlatform, items: Iterable[Any], actor: Actor) -> TakenIn:
    names, rows, wrong = incoming.names_of(platform), [], []
    for place, item in enumerate(items):
        try:
            rows.append(incoming.read(item if isinstance(item, Mapping) else {}, names))
        except Refused as refusal:
            wrong.append((place, refusal.reason))
    taken = take_in(platform, rows, actor=actor)
    taken.refused += wrong
    return taken


def _add(done: TakenIn, more: TakenIn) -> None:
    done.ratings += more.ratings
    done.orders += more.orders
    done.known += more.known
    done.refused += more.refused
