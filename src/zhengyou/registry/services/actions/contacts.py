"""Verbs of the first contact: taken down, handed over with the visitor, taken over, answered (首问负责)."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.reckoning import Term, Unit
from zhengyou.registry.services import promises, queries, rules
from zhengyou.registry.services.enums import Duty, FirstChannel
from zhengyou.registry.services.machine import CONTACT
from zhengyou.registry.services.models import Case, FirstContact, Window


@transaction.atomic
def take_down(
    *,
    body: Body,
    matter: str,
    actor: Actor,
    window: Window | None = None,
    channel: str = FirstChannel.VISIT,
    duty: str = Duty.OWN,
    visitor_name: str = "",
    visitor_phone: str = "",
    materials: Sequence[str] = (),
    signed: bool = False,
    days: int | None = None,
) -> FirstContact:
    """Register who asked what; whoever ``actor`` is was asked first and answers in time.

    In time is within ``days`` working days, where none are named within the limit of the rule packs.
    """
    require(actor, rules.REGISTER, body)
    if not matter.strip():
        raise Refused(_("Write down what the visitor asked."), field="matter")
    if window is not None and window.body_id != body.pk:
        raise Refused(_("This window belongs to another unit."), field="window")
    contact = FirstContact.objects.create(
        body=body,
        window=window,
        received_by=queries.post_of(actor),
        channel=channel,
        duty=duty,
        visitor_name=visitor_name.strip(),
        visitor_phone=visitor_phone.strip(),
        matter=matter.strip(),
        materials=[line.strip() for line in materials if line.strip()],
        signed=signed,
        asked_at=clock.now(),
    )
    term = Term(days, Unit.WORKING_DAY) if days is not None else None
    contact.clock = deadlines.start(
        contact,
        promises.FIRST_ASKED,
        body,
        actor=actor,
        stage="service.first_asked",
        label=contact.number,
        promised=term,
    )
    contact.save(update_fields=["clock"])
    record("services.take_down", contact, actor=actor)
    return contact


@transaction.atomic
def hand_over_contact(contact: FirstContact, *, taker: Body, actor: Actor) -> FirstContact:
    """Lead the visitor to ``taker``, which is told; whoever was asked first goes on answering for the matter."""
    require(actor, rules.REGISTER, contact.body)
    if contact.duty == Duty.OWN:
        raise Refused(_("This is your own duty and is not handed over."), field="taker", code="own_duty")
    if (contact.duty == Duty.SAME_UNIT) != taker.path.startswith(contact.body.path):
        raise Refused(_("The unit does not fit whose duty the matter is."), field="taker")
    moved = move(contact, "hand_over_contact", CONTACT, actor=actor, taker=taker, handed_at=clock.now())
    with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the language of the house
        text = str(_("A visitor was led to you; please take the first contact over: %(number)s"))
    text %= {"number": contact.number}
    told = [notices.Recipient(str(one.person_id), str(one.person)) for one in queries.liaisons_of(taker)]
    notices.tell(told, text, queries.contact_page(moved), actor=actor, source=f"contact:{contact.pk}:{taker.pk}")
    return moved


@transaction.atomic
def take_contact(contact: FirstContact, *, actor: Actor) -> FirstContact:
    """Take over, as the unit to which the visitor was led."""
    require(actor, rules.REGISTER, contact.taker or contact.body)
    return move(contact, "take_contact", CONTACT, actor=actor, taken_at=clock.now(), taken_by=queries.post_of(actor))


@transaction.atomic
def answer_contact(contact: FirstContact, *, result: str, actor: Actor, case: Case | None = None) -> FirstContact:
    """End the matter with what the visitor was told, by whoever was asked first or by who took it over."""
    if not (contact.taker is not None and may(actor, rules.REGISTER, contact.taker)):
        require(actor, rules.REGISTER, contact.body)
    if not result.strip():
        raise Refused(_("Write down what the visitor was told."), field="result")
    if case is not None and case.body_id not in {contact.body_id, contact.taker_id}:
        raise Refused(_("This case belongs to a unit that had nothing to do with the matter."), field="case")
    ended = move(
        contact, "answer_contact", CONTACT, actor=actor, result=result.strip(), case=case, ended_at=clock.now()
    )
    if ended.clock is not None:
        deadlines.meet(ended.clock, actor=actor)
    return ended
