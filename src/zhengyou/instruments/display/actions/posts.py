"""Verbs of demonstration posts and of areas of responsibility."""

import calendar
import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import policy, rules, walls
from zhengyou.instruments.display.enums import PostState
from zhengyou.instruments.display.machine import POST_MOVES
from zhengyou.instruments.display.models import Area, DemonstrationPost, PostType, Spot
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Window


@transaction.atomic
def add_post_type(*, body: Body, name: str, conditions: str, term_months: int, actor: Actor) -> PostType:
    """Add a kind of demonstration post for ``body`` and everything below it."""
    require(actor, rules.KEEP, body)
    if not 1 <= term_months <= 60:
        raise Invalid({"term_months": _("A term lasts between 1 and 60 months.")})
    try:
        with transaction.atomic():
            made = PostType.objects.create(
                body=body, name=name.strip(), conditions=conditions.strip(), term_months=term_months
            )
    except IntegrityError as error:
        raise Conflict(_("There is a kind of this name already."), field="name") from error
    record("display.add_post_type", made, actor=actor)
    return made


@transaction.atomic
def close_post_type(kind: PostType, *, actor: Actor) -> PostType:
    """Let nobody apply for this kind any more; titles that are held run to their end."""
    require(actor, rules.KEEP, kind.body)
    kind.is_active = False
    kind.save(update_fields=["is_active"])
    record("display.close_post_type", kind, actor=actor, fields=["is_active"])
    return kind


@transaction.atomic
def apply_for_post(
    *,
    kind: PostType,
    body: Body,
    name: str,
    deeds: str,
    window: Window | None = None,
    appointment: Appointment | None = None,
    actor: Actor,
) -> DemonstrationPost:
    """Write an application; it is handed in with `submit_post`."""
    require(actor, rules.DRAFT, body)
    if not kind.is_active or not body.path.startswith(kind.body.path):
        raise Conflict(_("This kind of post is not open to the unit."), field="kind")
    if not name.strip() or not deeds.strip():
        raise Invalid({"deeds": _("Say which post applies and what it has done.")})
    if window is not None and window.body_id != body.pk:
        raise Invalid({"window": _("This window belongs to another unit.")})
    try:
        with transaction.atomic():
            post = DemonstrationPost.objects.create(
                body=body, type=kind, name=name.strip(), deeds=deeds.strip(), window=window, appointment=appointment,
                drafted_by=actor.id,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(_("This post holds the title, or its application is under way."), field="name") from error
    record("display.draft", post, actor=actor)
    return post


@transaction.atomic
def submit_post(post: DemonstrationPost, *, actor: Actor) -> DemonstrationPost:
    """Hand an application in."""
    require(actor, rules.DRAFT, post.body)
    return move(post, "submit", POST_MOVES, actor=actor)


@transaction.atomic
def award(post: DemonstrationPost, *, starts_on: dt.date | None = None, actor: Actor) -> DemonstrationPost:
    """Award the title for the term of its kind; whoever applied does not award."""
    require(actor, rules.AWARD, post.body)
    if actor.kind == "account" and post.drafted_by == actor.id:
        raise Refused(_("Somebody else must decide what you applied for."))
    starts_on = starts_on or clock.today()
    ends_on = months_later(starts_on, post.type.term_months) - dt.timedelta(days=1)
    walls.tell(post.body)
    return move(post, "award", POST_MOVES, actor=actor, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def decline(post: DemonstrationPost, *, reason: str, actor: Actor) -> DemonstrationPost:
    """Do not award the title; the applicant reads why."""
    require(actor, rules.AWARD, post.body)
    return move(post, "decline", POST_MOVES, actor=actor, reason=_given(reason))


@transaction.atomic
def renew(post: DemonstrationPost, *, actor: Actor) -> DemonstrationPost:
    """Let the title run for another term after a review; only in the last weeks of the present one."""
    require(actor, rules.AWARD, post.body)
    post = DemonstrationPost.objects.select_for_update(of=("self",)).select_related("type", "body").get(pk=post.pk)
    if post.state != PostState.HELD or post.ends_on is None:
        raise Conflict(_("Only a title that is held is renewed."))
    if post.ends_on - clock.today() > dt.timedelta(days=policy.RENEWAL_DAYS):
        raise Refused(_("It is renewed in the last 60 days of its term."))
    post.ends_on = months_later(post.ends_on, post.type.term_months)
    post.save(update_fields=["ends_on"])
    record("display.renew", post, actor=actor, fields=["ends_on"])
    return post


@transaction.atomic
def remove(post: DemonstrationPost, *, reason: str, actor: Actor) -> DemonstrationPost:
    """Take the title back before its term is over (摘牌), with the reason in public."""
    require(actor, rules.AWARD, post.body)
    walls.tell(post.body)
    return move(post, "remove", POST_MOVES, actor=actor, reason=_given(reason), ends_on=clock.today())


@transaction.atomic
def expire_posts(*, actor: Actor = SYSTEM) -> list[DemonstrationPost]:
    """End the titles whose term is over; safe to repeat."""
    over = DemonstrationPost.objects.filter(state=PostState.HELD, ends_on__lt=clock.today()).order_by("pk")
    return [move(post, "expire", POST_MOVES, actor=actor) for post in over.select_for_update()]


@transaction.atomic
def mark_area(
    *, body: Body, name: str, appointment: Appointment, duties: str, spots: Iterable[Spot], actor: Actor
) -> Area:
    """Mark the places for which a party member answers."""
    require(actor, rules.DRAFT, body)
    spots = list(spots)
    if not spots or any(not spot.body.path.startswith(body.path) for spot in spots):
        raise Invalid({"spots": _("Choose at least one place of the unit.")})
    try:
        with transaction.atomic():
            area = Area.objects.create(
                body=body, name=name.strip(), appointment=appointment, duties=duties.strip(), starts_on=clock.today()
            )
    except IntegrityError as error:
        raise Conflict(_("There is an area of this name already."), field="name") from error
    area.spots.set(spots)
    record("display.mark_area", area, actor=actor)
    return area


@transaction.atomic
def end_area(area: Area, *, actor: Actor) -> Area:
    """End an area; it stays on record."""
    require(actor, rules.DRAFT, area.body)
    area = Area.objects.select_for_update().get(pk=area.pk)
    if area.ends_on is not None:
        raise Conflict(_("This area has ended already."))
    area.ends_on = clock.today()
    area.save(update_fields=["ends_on"])
    record("display.end_area", area, actor=actor, fields=["ends_on"])
    return area


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": _("Give a reason; the public reads it.")})
    return reason.strip()
