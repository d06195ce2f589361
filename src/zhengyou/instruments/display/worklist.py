"""What waits for a hat among the cards and commitments: reviews."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.records.ledger import Actor
from zhengyou.records.notices.worklist import Todo
from zhengyou.registry.access.queries import within

MOST = 50


def waiting(actor: Actor) -> Iterable[Todo]:
    """Return what others handed in for review in the scope of ``actor``."""
    commitments = within(Commitment.objects.filter(state=State.SUBMITTED), actor, rules.PUBLISH)
    for one in commitments.exclude(drafted_by=actor.id).select_related("body")[:MOST]:
        url = reverse("display:commitment", args=[one.pk])
        yield Todo(title=one.text, kind=_("Review a commitment"), url=url, body=one.body.name)
    cards = within(Card.objects.filter(state=State.SUBMITTED), actor, rules.PUBLISH)
    for card in cards.exclude(drafted_by=actor.id).select_related("appointment__person", "appointment__post__body")[
        :MOST
    ]:
        url = reverse("display:card", args=[card.pk])
        held = card.appointment
        yield Todo(title=held.person.name, kind=_("Review an identity card"), url=url, body=held.post.body.name)
