"""How ratings look on desk pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import queries
from zhengyou.instruments.ratings.enums import Channel, Display, Level, TextState
from zhengyou.instruments.ratings.models import Addition, DayTally, Rating, Tag
from zhengyou.instruments.ratings.queries import Summary
from zhengyou.kernel.masking import mask_text

TONES = {5: "success", 4: "success", 3: "info", 2: "warning", 1: "error"}


@dataclass(frozen=True, slots=True)
class Comment:
    """The words of one rating as a page shows them: no day, no case, no full name."""

    rating: Rating
    level: str
    tone: str
    tags: str
    text: str
    who: str
    month: str
    later: str = ""
    """What the rater added later, in a sentence."""


def comments(ratings: Iterable[Rating], *, above: bool = False) -> list[Comment]:
    """Return ``ratings`` for a page, with the labels of all tags in one query.

    ``above``: for the level above, which reads what was added at once and before its words were reviewed.
    """
    found = list(ratings)
    added = queries.additions_to(found, above=above)
    labels = {
        (tag.tag_set_id, tag.code): tag.label
        for tag in Tag.objects.filter(tag_set__in={rating.tag_set_id for rating in found})
    }
    return [
        Comment(
            rating=rating,
            level=rating.get_level_display(),
            tone=TONES[rating.level],
            tags="；".join(labels.get((rating.tag_set_id or 0, code), code) for code in rating.tags),
            text=mask_text(rating.text),
            who=who(rating),
            month=f"{rating.day:%Y-%m}",
            later=later(added[rating.pk], above=above) if rating.pk in added else "",
        )
        for rating in found
    ]


def who(rating: Rating) -> str:
    """Return how the rater wants to be shown: by the whole name, by the family name, or not at all."""
    if rating.display == Display.NAMED and rating.shown_name:
        return rating.shown_name
    return _("Anonymous") if rating.display == Display.ANONYMOUS else str(rating.contact_name)


def later(addition: Addition, *, above: bool = False) -> str:
    """Return what was added later: the level, and the words once they were reviewed, or for the level ``above``."""
    words = mask_text(addition.text) if above or addition.text_state == TextState.SHOWN else ""
    return "：".join(filter(None, [addition.get_level_display(), words]))


def parts(total: Summary) -> list[dict[str, object]]:
    """Return the five levels for a stacked bar, the best first."""
    return [
        {"label": Level(level).label, "count": total.by_level.get(level, 0), "tone": f"level-{level}"}
        for level in reversed(Level.values)
    ]


def channels(counts: QuerySet[DayTally]) -> list[tuple[str, Summary]]:
    """Return the ratings of each channel, the most first; they are never added up unseen."""
    found = queries.summaries(counts, "channel")
    return [(str(Channel(name).label), found[name]) for name in sorted(found, key=lambda one: -found[one].given.total)]
