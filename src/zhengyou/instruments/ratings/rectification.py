"""The one place where a bad rating becomes an order to put things right, and where the order's words are set."""

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings.enums import Pace, TextState
from zhengyou.instruments.ratings.models import Rating, Tag
from zhengyou.kernel import clock
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.actions import open_order, restate
from zhengyou.mechanisms.orders.enums import Kind, Step
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import PUBLIC, Actor
from zhengyou.registry.deadlines.actions.packs import rule_in_force
from zhengyou.registry.deadlines.reckoning import Term

SOURCE = "ratings.rating"
AT_ONCE = "rating.at_once"
"""The rule that says how long something may take that is put right at once."""


def title_of(rating: Rating) -> str:
    """Return the order's title: which window, and nothing about the visitor."""
    return _("Bad rating of window %(window)s") % {"window": rating.window}


def text_of(rating: Rating, words: str = "") -> str:
    """Return what the unit is told: level, reasons, screened ``words``, what was added; neither case nor day nor contact.

    Words that nobody above the unit has screened yet are not told; they follow by `retell`.
    """
    labels = Tag.objects.filter(tag_set=rating.tag_set_id, code__in=rating.tags).order_by("order_number")
    parts = [_("Level: %(level)s") % {"level": rating.get_level_display()}]
    if reasons := "；".join(tag.label for tag in labels):
        parts.append(_("Reasons: %(reasons)s") % {"reasons": reasons})
    if words:
        parts.append(_("Words: %(text)s") % {"text": words})
    addition = getattr(rating, "addition", None)
    if addition is not None:
        parts.append(_("Added later: %(level)s") % {"level": addition.get_level_display()})
        if addition.text_state == TextState.SHOWN:
            parts.append(_("Words: %(text)s") % {"text": mask_text(addition.text)})
    return "\n".join(parts)


def screened_words(rating: Rating) -> str:
    """Return the words that somebody above the unit has let pass, or nothing."""
    handling = getattr(rating, "handling", None)
    if handling is not None and handling.told:
        return str(handling.told)
    return mask_text(rating.text) if rating.text_state == TextState.SHOWN else ""


def open_for(rating: Rating, *, pace: str = "") -> Order:
    """Open the order for the unit that is responsible for the window.

    Opened as the public's, whoever hands it out: the order then keeps its day and no moment. Who left a telephone
    number is called back before it closes; nobody can call back who did not.
    """
    return open_order(
        kind=Kind.RATING,
        body=rating.body,
        title=title_of(rating),
        text=text_of(rating, screened_words(rating)),
        source_kind=SOURCE,
        source_id=str(rating.pk),
        passes=[Step.CALL_BACK] if rating.contact_phone else [],
        term=_at_once(rating) if pace == Pace.AT_ONCE else None,
        actor=PUBLIC,
    )


def _at_once(rating: Rating) -> Term:
    return rule_in_force(AT_ONCE, rating.body, clock.today()).term


def retell(rating: Rating, words: str, *, actor: Actor) -> None:
    """Let the unit read ``words`` in the order of ``rating``, where it has one already and they are new."""
    if rating.order is None:
        return
    text = text_of(rating, words)
    if text != rating.order.text:
        restate(rating.order, text=text, actor=actor)
