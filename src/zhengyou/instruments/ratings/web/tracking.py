"""The story of one rating as its rater reads it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import queries
from zhengyou.instruments.ratings.models import Rating, Tag
from zhengyou.kernel.errors import Sentence
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.enums import State as OrderState

REACHED: dict[str, int] = {
    "": 1,
    OrderState.RECEIVED: 1,
    OrderState.DISPATCHED: 2,
    OrderState.SIGNED: 2,
    OrderState.HANDLING: 2,
    OrderState.RETURNED: 2,
    OrderState.MERGED: 2,
    OrderState.REPLIED: 3,
    OrderState.AUDITED: 3,
    OrderState.CLOSED: 5,
}
"""How many of the rater's five steps are behind an order in each state; whose turn it is inside is not told."""


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


def story(rating: Rating) -> Story:
    """Return the story of ``rating``; the reply of the unit is told once the level above has accepted it."""
    labels = Tag.objects.filter(tag_set=rating.tag_set_id, code__in=rating.tags).values_list("label", flat=True)
    order = rating.order
    closed = order is not None and order.state == OrderState.CLOSED
    return Story(
        level=rating.get_level_display(),
        tags=list(labels),
        text=mask_text(rating.text),
        steps=_steps(rating),
        reply=mask_text(order.reply) if closed and order is not None else "",
        openings=list(queries.openings(rating)),
    )


def _steps(rating: Rating) -> list[Step]:
    if not rating.is_bad:
        return [Step(_("Rating received"), "done"), Step(_("Counted in the results of the window"), "done")]
    state = rating.order.state if rating.order else ""
    words = [
        _("Rating received"),
        _("Handed to the responsible unit") if state else _("To be handed to the responsible unit"),
        _("The unit is putting it right"),
        _("The level above verifies the reply"),
        _("Handling closed"),
    ]
    if state == OrderState.VOID:
        return [Step(words[0], "done"), Step(_("Closed after review; the rating still counts"), "done")]
    at = REACHED[state]
    return [
        Step(word, "done" if number < at else "current" if number == at else "todo")
        for number, word in enumerate(words)
    ]
