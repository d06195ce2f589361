"""Verbs of identity cards: what stands on a card beside name and post stands there by the person's consent only."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules, walls
from zhengyou.instruments.display.enums import ConsentForm, State
from zhengyou.instruments.display.models import Card
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid
from zhengyou.records.files import actions as files
from zhengyou.records.files import owner_of
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.services.models import Window


@transaction.atomic
def draft_card(
    *,
    appointment: Appointment,
    window: Window | None = None,
    motto: str = "",
    badge: str = "",
    emblem: bool = False,
    consent: bool = False,
    photo_consent: bool = False,
    actor: Actor,
) -> Card:
    """Draft the card of somebody who serves; ``badge``, ``emblem`` and a photograph need the consent of that person.

    The consent is recorded with its day; here it is one on paper. The person may take it back at any time.
    """
    require(actor, rules.DRAFT, appointment.post.body)
    if (badge.strip() or emblem) and not consent:
        raise Invalid({"consent": _("A party or union identity is shown only with the person's consent.")})
    given = bool(badge.strip() or emblem)
    try:
        with transaction.atomic():
            card = Card.objects.create(
                appointment=appointment,
                window=window,
                motto=motto.strip(),
                badge=badge.strip(),
                emblem=emblem,
                consented_on=clock.today() if given else None,
                photo_consented_on=clock.today() if photo_consent else None,
                consent_form=ConsentForm.PAPER if given or photo_consent else "",
                drafted_by=actor.id,
            )
    except IntegrityError as error:
        raise Conflict(_("This person already has a card for this window.")) from error
    record("display.draft", card, actor=actor)
    return card


@transaction.atomic
def consent(card: Card, *, badge: str = "", emblem: bool = False, photo: bool = False, actor: Actor) -> Card:
    """Let the person agree, signed in, to show an identity or a photograph; the card is reviewed again with it."""
    card = _own(card, actor)
    if card.state == State.WITHDRAWN:
        raise Conflict(_("This card was taken down."))
    fields = ["badge", "emblem", "consented_on", "photo_consented_on", "consent_form", "state"]
    card.badge, card.emblem = badge.strip(), emblem
    card.consented_on = clock.today() if card.badge or emblem else None
    card.photo_consented_on = clock.today() if photo else None
    card.consent_form = ConsentForm.OWN if card.consented_on or photo else ""
    source, card.state = card.state, State.SUBMITTED
    card.drafted_by = actor.id
    card.save(update_fields=[*fields, "drafted_by"])
    walls.tell(card.appointment.post.body)
    record("display.consent", card, actor=actor, fields=fields, source=source, target=card.state)
    return card


@transaction.atomic
def withdraw_consent(card: Card, *, actor: Actor) -> Card:
    """Take identity, place of the emblem and photograph off a card at once, whatever its state; no review delays it."""
    if not rules.is_person(actor, card.appointment):
        require(actor, rules.DRAFT, card.appointment.post.body)
    card = Card.objects.select_for_update(of=("self",)).select_related("appointment").get(pk=card.pk)
    card.badge, card.emblem, card.consented_on, card.photo_consented_on = "", False, None, None
    card.consent_form = ""
    fields = ["badge", "emblem", "consented_on", "photo_consented_on", "consent_form"]
    card.save(update_fields=fields)
    files.erase_of(owner_of(card), actor=actor)
    walls.tell(card.appointment.post.body)
    record("display.withdraw_consent", card, actor=actor, fields=fields)
    return card


def _own(card: Card, actor: Actor) -> Card:
    """Return the card, locked, for the person whose it is."""
    if getattr(actor, "person", "") != str(card.appointment.person_id):
        raise Forbidden(_("Only the person whose card it is agrees in this way."))
    return Card.objects.select_for_update(of=("self",)).select_related("appointment__post__body").get(pk=card.pk)
