"""Verbs after the answer: follow up, close."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy, queries, rules
from zhengyou.instruments.complaints.actions.intake import Statement, receive
from zhengyou.instruments.complaints.enums import Channel, CheckState
from zhengyou.instruments.complaints.machine import CHECK, MOVES
from zhengyou.instruments.complaints.models import Complaint, FollowUp
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.deadlines.actions import due_by

LARGEST_BATCH = 500


@transaction.atomic
def close(complaint: Complaint, *, actor: Actor) -> Complaint:
    """Close an answered matter for good, because it is solved or its time to be handled again is over."""
    require(actor, rules.TRIAGE, complaint.body)
    return move(complaint, "close", MOVES, actor=actor, closed_at=clock.now())


def close_waiting(*, actor: Actor = SYSTEM, limit: int = LARGEST_BATCH) -> int:
    """Close the matters whose time to be handled again is over; return how many. Safe to repeat."""
    now, done = clock.now(), 0
    for complaint in queries.to_close(now)[: 4 * limit]:
        ends = queries.reopening_ends(complaint)
        if ends is None or now <= ends:
            continue
        try:
            close(complaint, actor=actor)
        except Conflict:
            continue  # the complainant was quicker
        done += 1
        if done >= limit:
            break
    return done


def plan_follow_ups(*, actor: Actor = SYSTEM, limit: int = LARGEST_BATCH) -> int:
    """Plan to ask again, some weeks after the answer, where somebody can be asked; return how many. Safe to repeat."""
    now, made = clock.now(), 0
    for complaint in queries.to_follow_up(now)[:limit]:
        if complaint.answered_at is None:
            continue
        due = due_by(policy.RULE_OF_FOLLOW_UP, complaint.body, complaint.answered_at)
        made += _plan(complaint, clock.local(due).date(), actor=actor)
    return made


@transaction.atomic
def _plan(complaint: Complaint, day: dt.date, *, actor: Actor) -> bool:
    _follow, new = FollowUp.objects.get_or_create(complaint=complaint, defaults={"due_on": day})
    if new:
        record("complaints.plan_follow_up", complaint, actor=actor)
    return new


@transaction.atomic
def follow_up(follow: FollowUp, *, lasting: bool | None, note: str = "", actor: Actor) -> FollowUp:
    """Note what came of asking again; what did not last becomes a new matter, for the old one stays closed."""
    require(actor, rules.FOLLOW_UP, follow.complaint.body)
    if lasting is None:
        raise Invalid({"lasting": _("Say whether it is still solved.")})
    told = mask_text(note.strip())
    if not lasting and not told:
        raise Invalid({"note": _("Say what is not solved.")})
    locked = FollowUp.objects.select_for_update(of=("self",)).select_related("complaint__body").get(pk=follow.pk)
    again = _taken_up_again(locked.complaint, told) if not lasting and locked.state != CheckState.DONE else None
    return move(
        locked,
        "follow_up",
        CHECK,
        actor=actor,
        lasting=lasting,
        led_to=again,
        note=told,
        tries=F("tries") + 1,
        done_on=clock.today(),
        done_by=actor.hat_label or actor.label,
    )


def _taken_up_again(earlier: Complaint, told: str) -> Complaint:
    """Return the new matter: the same class, place and words; who brought it stays with the earlier number."""
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        head = str(_("Did not last (earlier number %(number)s): %(told)s")) % {"number": earlier.number, "told": told}
    statement = Statement(
        kind=earlier.kind,
        title=earlier.title,
        text=f"{head}\n{earlier.text}"[: policy.TEXT_LENGTH],
        channel=Channel.PHONE,
        about=earlier.about,
        item=earlier.item,
        category=earlier.category,
        place=earlier.place,
        territory=earlier.territory,
        may_publish=earlier.may_publish,
    )
    return receive(statement, body=earlier.body, actor=SYSTEM).complaint


@transaction.atomic
def miss(follow: FollowUp, *, note: str = "", actor: Actor) -> FollowUp:
    """Note that nobody could be reached."""
    require(actor, rules.FOLLOW_UP, follow.complaint.body)
    return move(follow, "miss", CHECK, actor=actor, note=mask_text(note.strip()), tries=F("tries") + 1)
