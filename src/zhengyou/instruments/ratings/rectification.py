"""The one place where a bad rating becomes an order to put things right."""

from django.utils.translation import gettext as _

from zhengyou.instruments.ratings.models import Rating, Tag
from zhengyou.kernel.masking import mask_text
from zhengyou.records.ledger import Actor

SOURCE = "ratings.rating"
RULE = "ratings.rectify"
"""The key of the time limit in the rule packs."""


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


def open_for(rating: Rating, actor: Actor) -> None:
    """Open the order for the unit that is responsible for the window."""
