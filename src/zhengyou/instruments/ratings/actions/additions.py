"""Verbs of what a rater adds later (追评): both are kept, the first alone is counted."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import answers, policy, rectification, rules
from zhengyou.instruments.ratings.actions.loop import held
from zhengyou.instruments.ratings.actions.raters import may_object, object_to
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import BAD, TextState
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
    """Keep what the rater adds; of two at the same moment one is kept. Raises Conflict once it is too late.

    What is bad comes before the level above like a bad rating; where one was settled already, it is taken up again.
    """
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
    locked.addition = addition
    if level in BAD and locked.is_bad and may_object(locked):
        object_to(locked, words=words or str(_("Added later: %(level)s")) % {"level": addition.get_level_display()})
    return addition


@transaction.atomic
def review_addition(addition: Addition, *, shown: bool, actor: Actor) -> Addition:
    """Let the words of an addition be read by the unit and the public (masked), or withhold them."""
    rules.require_supervision(actor, addition)
    rules.require_from_above(actor, addition.body)
    locked = Addition.objects.select_for_update(of=("self",)).select_related("body").get(pk=addition.pk)
    if locked.text_state not in {TextState.PENDING, TextState.SHOWN, TextState.HIDDEN}:
        raise Refused(_("The rater does not want this text to be published."))
    locked.text_state = TextState.SHOWN if shown else TextState.HIDDEN
    locked.save(update_fields=["text_state"])
    record("ratings.review_addition", locked, actor=actor, fields=["text_state"], target=locked.text_state)
    rating = held(locked.rating)
    rectification.retell(rating, rectification.screened_words(rating), actor=actor)
    return locked
