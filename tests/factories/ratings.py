"""Invitations and ratings, made by the verbs."""

from tests.factories import services
from zhengyou.instruments.ratings import actions, tagsets
from zhengyou.instruments.ratings.actions import Submitted
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import Invitation, Rating, TagSet
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services.models import Window


def tag_set() -> TagSet:
    """Return the tags that come with the platform; a flushed test database has lost them."""
    return actions.issue_tag_set(tagsets.shipped(), actor=SYSTEM)


def invitation(*, window: Window | None = None) -> Invitation:
    """Return the open invitation of a closed case."""
    tag_set()
    return services.case(window=window, closed=True).invitations.get()


def submitted(*, level: int = 5, window: Window | None = None, **answer) -> Submitted:
    """Return what the rater keeps of a rating given by the code of a case: the receipt too."""
    return actions.rate(invitation(window=window).code, answer=Answer(level=level, **answer))


def rating(*, level: int = 5, window: Window | None = None, **answer) -> Rating:
    """Return a rating given by the code of a case."""
    return submitted(level=level, window=window, **answer).rating
