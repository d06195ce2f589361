"""The one place where a bad rating becomes an order to put things right."""

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings.models import Rating, Tag
from zhengyou.kernel.masking import mask_text
from zhengyou.mechanisms.orders.actions import open_order
from zhengyou.mechanisms.orders.enums import Kind
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import PUBLIC

SOURCE = "ratings.rating"


def title_of(rating: Rating) -> str:
    """Return the order's title: which window, and nothing about the visitor."""
    return _("Bad rating of window %(window)s") % {"window": rating.window}


def text_of(rating: Rating) -> str:
    """Return what the unit is told: level, reasons, masked words; neither case nor day nor contact."""
    labels = Tag.objects.filter(tag_set=rating.tag_set_id, code__in=rating.tags).order_by("order_number")
    parts = [_("Level: %(level)s") % {"level": rating.get_level_display()}]
    if reasons := "；".join(tag.label for tag in labels):
        parts.append(_("Reasons: %(reasons)s") % {"reasons": reasons})
    if rating.text:
        parts.append(_("Words: %(text)s") % {"text": mask_text(rating.text)})
    return "\n".join(parts)


def open_for(rating: Rating) -> Order:
    """Open the order for the unit that is responsible for the window.

    Opened as the public's, whoever hands it out: the order then keeps its day and no moment.
    """
    return open_order(
        kind=Kind.RATING,
        body=rating.body,
        title=title_of(rating),
        text=text_of(rating),
        source_kind=SOURCE,
        source_id=str(rating.pk),
        actor=PUBLIC,
    )
