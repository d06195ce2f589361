"""The five levels with their reasons, as the rating page asks for them."""

from collections.abc import Collection
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhengyou.instruments.ratings import queries
from zhengyou.instruments.ratings.enums import Level
from zhengyou.instruments.ratings.models import TagSet


def asked(tag_set: TagSet | None, chosen: str = "", ticked: Collection[str] = ()) -> SafeString:
    """Return the levels with the reasons of ``tag_set`` as HTML, with what was chosen and ticked before.

    Untouched they are the same for everybody and take half of the page's time, so they are drawn once.
    """
    if chosen or ticked:
        return _draw(tag_set, chosen, ticked)
    return _untouched(tag_set.pk if tag_set else 0, get_language() or "")


@lru_cache(maxsize=16)
def _untouched(tag_set: int, language: str) -> SafeString:
    del language  # the one that is active; here only to tell the drawings apart
    return _draw(TagSet.objects.filter(pk=tag_set).first())


def _draw(tag_set: TagSet | None, chosen: str = "", ticked: Collection[str] = ()) -> SafeString:
    levels = [
        {"value": level, "label": Level(level).label, "tags": tags, "good": level > Level.BAD}
        for level, tags in queries.tags_by_level(tag_set).items()
    ]
    return render_to_string("ratings/levels.html", {"levels": levels, "chosen": chosen, "ticked": ticked})
