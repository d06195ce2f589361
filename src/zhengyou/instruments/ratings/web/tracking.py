"""The story of one rating as its rater reads it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import actions, queries, standing
from zhengyou.instruments.ratings.enums import HandlingState
from zhengyou.instruments.ratings.models import Handling, Rating, Tag
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.enums import State as OrderState
from zhengyou.mechanisms.orders.enums import Step as OrderStep

REACHED: dict[str, int] = {
    "": 1,
    OrderState.RECEIVED: 1,
    OrderState.DISPATCHED: 2,
    OrderState.SIGNED: 2,
    OrderState.HANDLING: 2,
    OrderState.RETURNED: 2,
    OrderState.MERGED: 2,
    OrderState.REPLIED: 3,
    OrderState.AUDITED: 4,
    OrderState.CLOSED: 9,
}
"""How many of the rater's steps are behind an order in each state; whose turn it is inside is not told."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the handling: done, current or still to come."""

    label: Sentence
    state: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a rater may know: the own words, the steps, the published reply, and who opened the contact."""

    level: str
    tags: list[str]
    text: str
    steps: list[Step]
    reply: str
    openings: list[Any]
    explanation: str = ""
    exclusion: str = ""
    again: bool = False
    retaliations: list[Any] = field(default_factory=list)
    addition: Any = None
    may_add: bool = False


def story(rating: Rating) -> Story:
    """Return the story of ``rating``; the reply of the unit is told once the level above has accepted it."""
    labels = Tag.objects.filter(tag_set=rating.tag_set_id, code__in=rating.tags).values_list("label", flat=True)
    order, handling = rating.order, Handling.objects.filter(rating=rating).first()
    closed = order is not None and order.state == OrderState.CLOSED
    state = handling.state if handling else ""
    return Story(
        level=rating.get_level_display(),
        tags=list(labels),
        text=mask_text(rating.text),
        steps=_steps(rating, handling),
        reply=mask_text(order.reply) if closed and order is not None else "",
        openings=list(queries.openings(rating)),
        explanation=mask_text(handling.reason) if handling and state == HandlingState.EXPLAINED else "",
        exclusion=mask_text(handling.reason) if handling and state == HandlingState.EXCLUDED else "",
        again=rating.is_to_be_mended and actions.may_object(rating),
        retaliations=list(rating.retaliations.order_by("day", "id")),
        addition=getattr(rating, "addition", None),
        may_add=actions.may_add(rating),
    )


def _steps(rating: Rating, handling: Handling | None) -> list[Step]:
    if not rating.is_to_be_mended:
        return [Step(_("Rating received"), "done"), Step(_("Counted in the results of the window"), "done")]
    received = Step(_("Rating received"), "done")
    stage = standing.of(rating).code
    if stage == "explained":
        return [received, Step(_("Looked into by the level above"), "done"), Step(_("Explained below"), "done")]
    if stage == "excluded":
        return [received, Step(_("Reviewed one level up"), "done"), Step(_("Not counted; the reason is below"), "done")]
    if stage == "withdrawn":
        return [received, Step(_("Closed after review; the rating still counts"), "done")]
    state = rating.order.state if rating.order else ""
    words: list[Sentence] = [
        _("Rating received"),
        _("Handed to the responsible unit") if state else _("To be handed to the responsible unit"),
        _("The unit is putting it right"),
        _("The level above verifies the reply"),
    ]
    if rating.order is not None and OrderStep.CALL_BACK in rating.order.passes:
        words.append(_("The level above calls you back"))
    words.append(_("Handling closed"))
    if handling is not None and handling.state == HandlingState.APPEALED:
        words.insert(2, _("The unit has appealed; somebody one level up decides"))
    at = REACHED[state]
    return [
        Step(word, "done" if number < at else "current" if number == at else "todo")
        for number, word in enumerate(words)
    ]
