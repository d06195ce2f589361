"""The one door through which anybody is told anything."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import jobs
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record, record_each
from zhengyou.records.notices import channels, policy, queries, wording
from zhengyou.records.notices.enums import State
from zhengyou.records.notices.machine import MOVES
from zhengyou.records.notices.models import Delivery, Notice, Preference


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell: the person's public id, and name and post as they are now."""

    id: str
    label: str


@transaction.atomic
def tell(
    recipients: Iterable[Recipient],
    text: str,
    url: str = "",
    *,
    actor: Actor,
    through: Sequence[str] = (channels.MAIL,),
    source: str = "",
) -> list[Notice]:
    """Tell ``recipients`` the ``text``, with one page of this site to open; return the notices that are new.

    The desk shows each at once; every way of ``through`` follows as a job in the same transaction. Each person is told
    once, and of the same ``source`` never twice.
    """
    words = " ".join(text.split())
    if not words:
        raise Refused(_("Say what there is to tell."), field="text")
    if url and (not url.startswith("/") or url.startswith("//")):
        raise Refused(_("A notice links to a page of this site only."), field="url")
    wanted = {one.id: one for one in recipients if one.id}
    made = _fresh([_notice(one, words, url, source, actor) for one in wanted.values()], source)
    record_each("notices.tell", made, actor=actor)
    sent = [Delivery(notice=notice, channel=channel) for notice in made for channel in dict.fromkeys(through)]
    Delivery.objects.bulk_create(sent)
    jobs.defer_each("notices.deliver", [{"delivery": str(delivery.pk)} for delivery in sent])
    return made


def _notice(recipient: Recipient, text: str, url: str, source: str, actor: Actor) -> Notice:
    by = " · ".join(filter(None, [actor.label, actor.hat_label])) if actor.kind == "account" else ""
    return Notice(
        recipient_id=recipient.id,
        recipient_label=recipient.label[:200],
        text=text[:500],
        url=url,
        source=source[:120],
        told_by=by[:200],
        created_at=clock.now(),
    )


def _fresh(notices: Sequence[Notice], source: str) -> list[Notice]:
    """Keep those notices whose person was not told of the same source before, also not by somebody at the same time."""
    if not source:
        return Notice.objects.bulk_create(notices)
    told = Notice.objects.filter(source=source[:120], recipient_id__in=[one.recipient_id for one in notices])
    known = set(told.values_list("recipient_id", flat=True))
    new = [one for one in notices if one.recipient_id not in known]
    if not new:
        return []
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    kept = set(Notice.objects.filter(pk__in=[one.pk for one in new]).values_list("pk", flat=True))
    return [one for one in new if one.pk in kept]


@transaction.atomic
def read(notice: Notice, *, actor: Actor) -> Notice:
    """Note that the person told has opened the notice."""
    if notice.recipient_id != queries.person_of(actor):
        raise Forbidden(_("This notice is for somebody else."))
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def read_all(*, actor: Actor) -> int:
    """Mark everything that ``actor`` was told as read; return how many were not."""
    return queries.unread(actor).update(read_at=clock.now())


@transaction.atomic
def choose_channels(wanted: Iterable[str], *, actor: Actor) -> Preference:
    """Choose on which ways besides the desk one wants to be told."""
    person = queries.person_of(actor)
    if not person:
        raise Forbidden(_("Only persons choose how they are told."))
    without = sorted({name for name, _label in channels.offered()} - set(wanted))
    chosen, _new = Preference.objects.update_or_create(recipient_id=person, defaults={"without": without})
    record("notices.choose", chosen, actor=actor, fields=["without"])
    return chosen


def deliver(delivery: Delivery, *, actor: Actor = SYSTEM) -> Delivery:
    """Carry one notice on its way. What was sent is never sent again; who cannot be reached is noted with the reason.

    That it is begun is committed before, and what became of it after (ADR 13). Where the channel itself refuses, the
    error goes on and the job tries again; where the sending broke off, nobody knows, and it is not sent twice: the
    notice stands on the desk in any case.
    """
    begun = _begin(delivery, actor)
    if begun is None:
        return Delivery.objects.get(pk=delivery.pk)
    notice = begun.notice
    message = channels.Message(notice.recipient_id, notice.text, wording.absolute(notice.url))
    try:
        channels.carry(begun.channel, message, without=queries.without(notice.recipient_id))
    except channels.Skip as skip:
        return _settle(begun, "skip", actor, reason=skip.reason)
    except Exception:
        Delivery.objects.filter(pk=begun.pk).update(begun_at=None)
        raise
    return _settle(begun, "send", actor)


@transaction.atomic
def _settle(delivery: Delivery, verb: str, actor: Actor, **changes: Any) -> Delivery:
    return move(delivery, verb, MOVES, actor=actor, settled_at=clock.now(), **changes)


@transaction.atomic(durable=True)
def _begin(delivery: Delivery, actor: Actor) -> Delivery | None:
    """Claim ``delivery`` for this sending, or return nothing where it is settled, or was begun and broke off."""
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("notice").get(pk=delivery.pk)
    if locked.state in {State.SENT, State.SKIPPED}:
        return None
    if locked.begun_at is None:
        locked.begun_at = clock.now()
        locked.save(update_fields=["begun_at"])
        return locked
    if locked.begun_at > clock.now() - policy.SENDING_FOR:
        raise Conflict(_("This notice is just being sent."))
    move(locked, "skip", MOVES, actor=actor, reason="unknown", settled_at=clock.now())
    return None


@transaction.atomic
def drop_outdated(*, actor: Actor = SYSTEM) -> int:
    """Take away notices that were read long ago."""
    del actor  # what they told of stays on record where it belongs
    gone, _each = queries.outdated(clock.now() - dt.timedelta(days=policy.KEPT_DAYS)).delete()
    return gone
