"""Readings by which promises are judged and that need two instruments: display knows nothing of ratings."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from zhengyou.instruments.display.keeping import Record, period_of
from zhengyou.instruments.display.models import Commitment
from zhengyou.instruments.ratings import queries as ratings


def satisfaction(commitments: Sequence[Commitment], today: dt.date) -> dict[UUID, Record]:
    """Count of the ratings that may be shown how many are good (levels 3 to 5)."""
    found: dict[UUID, Record] = {}
    for commitment in commitments:
        first, end = period_of(commitment, today)
        counts = ratings.released_tallies(first, end - dt.timedelta(days=1)).filter(body=commitment.body_id)
        if commitment.window_id:
            counts = counts.filter(window=commitment.window_id)
        counted = ratings.summary(counts)
        found[commitment.pk] = Record(counted.good, counted.total)
    return found
