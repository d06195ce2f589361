"""Verbs of what a rater adds later (追评): both are kept, the first alone is counted."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import answers, policy, rules
from zhengyou.instruments.ratings.actions.loop import held
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import TextState
from zhengyou.instruments.ratings.models import Addition, Rating
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.records.ledger.actions import record


def may_add(rating: Rating) -> bool:
    """Return whether the rater may still add to ``rating``: once, within `policy.ADDITION_DAYS`."""
    if clock.today() > rating.day + dt.timedelta(days=policy.ADDITION_DAYS):
        return False
    return not Addition.objects.filter(rating=rating).exists()


@transaction.atomic
def add(rating: Rating, *, level: int, text: str = "", keep_private: bool = False, actor: Actor = PUBLIC) -> Addition:
    """Keep what the rater adds; of two at the same moment one is kept. Raises Conflict once it is too late."""
    del actor
    if wrong := answers.faults(Answer(level=level, text=text)):
        raise Invalid(wrong)
    locked = held(rating)
    if not may_add(locked):
        raise Conflict(_("A rating can be added to once, within thirty days."), code="state")
    words = text.strip()
    state = TextState.PRIVATE if keep_private else TextState.PENDING
    addition = Addition.objects.create(
        rating=locked, body=locked.body, level=level, text=words, text_state=state if words else TextState.NONE,
        day=clock.today(),
    )  # fmt: skip
    record("ratings.add", addition, actor=PUBLIC)
    return addition


@transaction.atomic
def review_addition(addition: Addition, *, shown: bool, actor: Actor) -> Addition:
    """Let the words of an addition be read by the unit and the public (masked), or withhold them."""
    rules.require_supervision(actor, addition)
    locked = Addition.objects.select_for_update(of=("self",)).select_related("body").get(pk=addition.pk)
    if locked.text_state not in {TextState.PENDING, TextState.SHOWN, TextState.HIDDEN}:
        raise Refused(_("The rater does not want this text to be published."))
    locked.text_state = TextState.SHOWN if shown else TextState.HIDDEN
    locked.save(update_fields=["text_state"])
    record("ratings.review_addition", locked, actor=actor, fields=["text_state"], target=locked.text_state)
    return locked
