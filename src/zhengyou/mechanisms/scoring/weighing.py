"""What would become of an order under other weights: the places under weights that somebody tries."""

from collections.abc import Mapping, Sequence

import numpy as np

from zhengyou.mechanisms.scoring.methods import composite
from zhengyou.mechanisms.scoring.methods.composite import Form
from zhengyou.mechanisms.scoring.models import Assessment, Result


def weights_in(results: Sequence[Result]) -> dict[str, tuple[str, float]]:
    """Return name and weight of each part by its key."""
    return {part["key"]: (part["name"], part["weight"]) for part in (results[0].parts if results else [])}


def tried(assessment: Assessment, results: Sequence[Result], weights: Mapping[str, float]) -> list[int | None]:
    """Return the place of each of ``results`` in its group under ``weights`` (by key of the part); nothing is stored.

    Who was not ranked has no place. Raises ValueError where no weight is above nought.
    """
    keys = list(weights_in(results))
    chosen = np.array([weights[key] for key in keys])
    if not (chosen >= 0).all() or chosen.sum() <= 0:
        raise ValueError("some weight must be above nought")
    points = np.array(
        [[np.nan if part["points"] is None else part["points"] for part in one.parts] for one in results], dtype=float
    )
    extra = np.array([one.bonus - one.deduction for one in results])
    totals = np.round(composite.aggregate(points, chosen, form=Form(assessment.scheme.form)).total + extra, 6)
    places: list[int | None] = [None] * len(results)
    for group in {one.group for one in results}:
        member = [at for at, one in enumerate(results) if one.group == group and one.place is not None]
        for at, place in zip(member, composite.placed(totals[member]) if member else [], strict=True):
            places[at] = None if np.isnan(place) else int(place)
    return places
