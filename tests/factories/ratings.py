"""Invitations and ratings, made by the verbs."""

from collections.abc import Sequence

from tests.factories import services
from zhengyou.instruments.ratings import actions, tagsets
from zhengyou.instruments.ratings.actions import Submitted
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import Invitation, Rating, TagSet
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.bodies.models import Body
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


def panel(body: Body, units: Sequence[Body], *, seats: int = 3) -> list[str]:
    """Return the codes of the seats of a panel that judges ``units`` today."""
    made = actions.convene(
        body=body, title="社会各界综合点评", composition="人大代表、企业代表", units=units, seats=seats,
        opens_on=clock.today(), closes_on=clock.today(), actor=SYSTEM,
    )  # fmt: skip
    return [seat.code for seat in made.seats.all()]
