"""Computes an assessment or a comparison again from its snapshot, and shows what differs between two assessments."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhengyou.mechanisms.scoring import comparing, snapshot
from zhengyou.mechanisms.scoring.actions.assessing import results
from zhengyou.mechanisms.scoring.methods import scheme as method
from zhengyou.mechanisms.scoring.models import Assessment, Result, Run, Score
from zhengyou.mechanisms.scoring.queries import key_of
from zhengyou.registry.bodies.models import Body

FIGURES = ("total", "base", "bonus", "deduction", "low", "high", "present", "place", "place_low", "place_high")
OF_A_SCORE = ("n", "raw", "mix", "channels", "shrink", "score", "low", "high", "weight", "mean", "simple")
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a replay gave the stored results: the inputs are those of the hash, and no figure differs by more."""

    inputs_kept: bool
    largest: float
    """The largest difference of any figure."""
    differing: tuple[int, ...]
    """Keys of what is compared whose place, grade or a figure beyond the tolerance differs."""

    @property
    def holds(self) -> bool:
        """Return whether the stored results stand."""
        return self.inputs_kept and not self.differing


def replay(assessment: Assessment) -> Replay:
    """Compute ``assessment`` again from its snapshot and compare; nothing is written."""
    content = snapshot.unpack(assessment.snapshot.content)
    again = {one.body_id: one for one in results(assessment, content, method.reckon(snapshot.inputs(content)))}
    largest, differing = 0.0, []
    for stored in assessment.results.all():
        other = again.pop(stored.body_id, None)
        gap = _gap(stored, other) if other else float("inf")
        largest = max(largest, gap)
        if other is None or gap > TOLERANCE or stored.grade != other.grade:
            differing.append(stored.body_id)
    return Replay(snapshot.digest(content) == assessment.input_hash, largest, (*differing, *again))


def replay_run(run: Run) -> Replay:
    """Compute the comparison ``run`` again from its inputs and compare; nothing is written."""
    content = snapshot.unpack(run.inputs.content)
    again = {key_of(one): one for one in comparing.rows(run, content, comparing.computed(content))}
    largest, differing = 0.0, []
    for stored in run.scores.all():
        other = again.pop(key_of(stored), None)
        gap = _gap(stored, other, OF_A_SCORE) if other else float("inf")
        largest = max(largest, gap)
        if other is None or gap > TOLERANCE or stored.band != other.band:
            differing.append(key_of(stored))
    return Replay(snapshot.digest(content) == run.input_hash, largest, (*differing, *again))


def _gap(left: Result | Score, right: Result | Score, names: tuple[str, ...] = FIGURES) -> float:
    gaps = [0.0]
    for name in names:
        first, second = getattr(left, name), getattr(right, name)
        if (first is None) != (second is None):
            return float("inf")
        if first is not None:
            gaps.append(abs(first - second))
    return max(gaps)


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit in two assessments; None where it stands in one only."""

    body: Body
    left: Result | None
    right: Result | None

    @property
    def moved(self) -> float | None:
        """Return by how many points the total changed."""
        if self.left is None or self.right is None or self.left.total is None or self.right.total is None:
            return None
        return self.right.total - self.left.total

    @property
    def changed(self) -> bool:
        """Return whether anything that is shown differs."""
        if self.left is None or self.right is None:
            return True
        shown = ("place", "grade", "vetoes", "group")
        far = self.moved is None and self.left.total != self.right.total
        return (
            far
            or abs(self.moved or 0.0) > TOLERANCE
            or any(getattr(self.left, name) != getattr(self.right, name) for name in shown)
        )


def differences(left: Assessment, right: Assessment) -> list[Difference]:
    """Return every unit of the two assessments, those that moved most first."""
    sides: list[dict[int, Result]] = [
        {one.body_id: one for one in side.results.select_related("body")} for side in (left, right)
    ]
    bodies: Iterable[Body] = {one.body for side in sides for one in side.values()}
    found = [Difference(body, sides[0].get(body.pk), sides[1].get(body.pk)) for body in bodies]
    return sorted(found, key=lambda one: (-abs(one.moved or 0.0), one.body.sort_path))
