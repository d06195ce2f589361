"""Verbs of alike matters: compare new ones, join, tell apart, settle a matter of many people."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy, rules
from zhengyou.instruments.complaints.actions.triage import merge
from zhengyou.instruments.complaints.classify import resemblance
from zhengyou.instruments.complaints.enums import LikenessState, MassState
from zhengyou.instruments.complaints.models import Complaint, Fingerprint, Likeness, MassEvent
from zhengyou.instruments.complaints.queries import likeness as readings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import record
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.queries import responsible_for


def compare_new(*, most: int = 200) -> int:
    """Compare up to ``most`` matters that were never compared; return how many. Safe to repeat."""
    rows = list(readings.without_keys(most).select_related("body"))
    for complaint in rows:
        compare(complaint, actor=SYSTEM)
    return len(rows)


@transaction.atomic
def compare(complaint: Complaint, *, actor: Actor) -> list[Likeness]:
    """Keep the keys of a matter, propose to join it with those that are alike, and notice a matter of many people."""
    keys = resemblance.keys(readings.words_of(complaint))
    Fingerprint.objects.update_or_create(complaint=complaint, defaults={"keys": keys})
    near = readings.nearest(complaint, keys)
    now = clock.now()
    made = Likeness.objects.bulk_create(
        [
            Likeness(
                earlier=one.complaint,
                later=complaint,
                share=Decimal(str(round(one.share, 3))),
                same_place=one.same_place,
                days_between=(complaint.received_at - one.complaint.received_at).days,
                found_at=now,
            )
            for one in near[: policy.LIKENESS_MOST]
        ],
        ignore_conflicts=True,
    )
    window = complaint.received_at - dt.timedelta(days=policy.MASS_DAYS)
    crowd = [one.complaint for one in near if one.complaint.received_at > window]
    if len(crowd) + 1 >= policy.MASS_LEAST:
        _notice(complaint, crowd, actor)
    return made


def _notice(complaint: Complaint, crowd: list[Complaint], actor: Actor) -> MassEvent:
    """Keep the matter of many people to which ``complaint`` belongs, and tell the office when it is new."""
    members = [*crowd, complaint]
    event = MassEvent.objects.filter(state=MassState.OPEN, matters__in=crowd).order_by("first_at").first()
    new = event is None
    if event is None:
        first = min(members, key=lambda one: (one.received_at, one.number))
        event = MassEvent.objects.filter(first=first).first() or MassEvent.objects.create(
            body=complaint.body,
            first=first,
            category=first.category,
            territory=first.territory,
            count=0,
            first_at=first.received_at,
            last_at=complaint.received_at,
        )
        if event.state == MassState.SETTLED:
            event.state, event.settled_at = MassState.OPEN, None
    event.matters.add(*members)
    event.count = event.matters.count()
    event.last_at = max(event.last_at, complaint.received_at)
    event.save(update_fields=["state", "settled_at", "count", "last_at"])
    if new:
        _tell(event, actor)
    return event


def _tell(event: MassEvent, actor: Actor) -> None:
    text = str(
        _("%(count)d people bring the same matter within %(days)d days: %(number)s. Please look at it together.")
    )
    words = text % {"count": event.count, "days": policy.MASS_DAYS, "number": event.first.number}
    told = [responsible_for(event.body, duty) for duty in (Duty.LIAISON, Duty.HEAD)]
    people = [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in told if one]
    notices.tell(people, words, reverse("complaints:board"), actor=actor, source=f"mass:{event.pk}")


@transaction.atomic
def join_alike(likeness: Likeness, *, actor: Actor) -> Complaint:
    """Join the later matter to the earlier one, as was proposed."""
    locked = _locked(likeness, actor)
    joined = merge(locked.later, into=locked.earlier, actor=actor)
    locked.state, locked.decided_at = LikenessState.JOINED, clock.now()
    locked.save(update_fields=["state", "decided_at"])
    return joined


@transaction.atomic
def tell_apart(likeness: Likeness, *, actor: Actor) -> Likeness:
    """Note that two matters differ; they are not proposed again."""
    locked = _locked(likeness, actor)
    locked.state, locked.decided_at = LikenessState.DIFFERENT, clock.now()
    locked.save(update_fields=["state", "decided_at"])
    record("complaints.tell_apart", locked.later, actor=actor)
    return locked


def _locked(likeness: Likeness, actor: Actor) -> Likeness:
    require(actor, rules.TRIAGE, likeness.later.body)
    locked = Likeness.objects.select_for_update(of=("self",)).select_related("later__body", "earlier__body").get(
        pk=likeness.pk
    )  # fmt: skip
    if locked.state != LikenessState.PROPOSED:
        raise Conflict(_("Somebody has decided this already."), code="state")
    return locked


@transaction.atomic
def settle_mass(event: MassEvent, *, result: str, actor: Actor) -> MassEvent:
    """Note how a matter of many people was settled; the alert leaves the board."""
    require(actor, rules.TRIAGE, event.body)
    if not result.strip():
        raise Invalid({"result": _("Say how it was settled.")})
    locked = MassEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if locked.state != MassState.OPEN:
        raise Conflict(_("Somebody has decided this already."), code="state")
    locked.state, locked.settled_at, locked.result = MassState.SETTLED, clock.now(), result.strip()
    locked.save(update_fields=["state", "settled_at", "result"])
    record("complaints.settle_mass", locked, actor=actor, source=MassState.OPEN, target=MassState.SETTLED)
    return locked
