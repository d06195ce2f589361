"""Placing the scores of a run, freezing cut points, and giving stars."""

from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.mechanisms.scoring import comparing, policy, queries, rules, snapshot
from zhengyou.mechanisms.scoring.enums import FindingState, StarReason, State
from zhengyou.mechanisms.scoring.methods import ranks, stars
from zhengyou.mechanisms.scoring.methods.types import Floats, Whole, generator
from zhengyou.mechanisms.scoring.models import Inputs, Run, Scale, Score, Standing
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body

Z90 = 1.6448536269514722


def place_scores(run: Run, draws: Floats) -> None:
    """Write the standing of each score of ``run``: place with interval, group and star; part of computing it.

    ``draws`` are the joint draws (draws, scores) of the scores in the order in which they were written.
    """
    rows = list(run.scores.order_by("pk"))
    standings = {score.pk: Standing(score=score, peers=0) for score in rows}
    for group in sorted({score.group for score in rows}):
        member = [place for place, score in enumerate(rows) if score.group == group and score.n >= run.minimum]
        if member:
            _place_group([rows[place] for place in member], draws[:, member], standings)
    Standing.objects.bulk_create(standings.values(), batch_size=2000)
    give_stars(run)


def _place_group(graded: list[Score], draws: Floats, standings: dict[int, Standing]) -> None:
    places = ranks.ranks(draws)
    tiers = ranks.groups(draws, order=places.order)
    alike = _alike(graded, draws)
    for place, score in enumerate(graded):
        standing = standings[score.pk]
        standing.peers, standing.place = len(graded), float(places.mean[place])
        standing.place_low, standing.place_high = int(places.low[place]), int(places.high[place])
        standing.tier, standing.alike = int(tiers[place]), int(alike[place])


def _alike(graded: list[Score], draws: Floats) -> Whole:
    """Return from how many others each cannot be told: by the joint draws, in large groups by their normal approximation."""
    if len(graded) > policy.PAIRED_BY_DRAWS:
        return ranks.alike(np.array([score.score for score in graded]), _spreads(graded))
    sure = [ranks.better(draws, unit) for unit in range(len(graded))]
    open_pairs = [(chance > 1 - policy.SURE) & (chance < policy.SURE) for chance in sure]
    return np.array([int(np.delete(pairs, unit).sum()) for unit, pairs in enumerate(open_pairs)], dtype=np.int64)


def draws_of(scores: list[Score], *, seed: int = 0) -> Floats:
    """Return draws of the true values of ``scores``, in the normal approximation of their intervals."""
    centre = np.array([score.score for score in scores])
    drawn = generator(seed).normal(centre, _spreads(scores), (policy.DRAWS, len(scores)))
    return drawn.clip(0, 100)


def _spreads(scores: list[Score]) -> Floats:
    return np.array([max(score.high - score.low, 1e-6) / (2 * Z90) for score in scores])


@transaction.atomic
def freeze_stars(run: Run, *, actor: Actor) -> Scale:
    """Derive the cut points of the stars from ``run`` and freeze them for years; the run itself gets its stars.

    Raises Refused while older cut points hold, or where too few are eligible to part them into stars.
    """
    require(actor, rules.FREEZE, run.body)
    if run.state == State.REPLACED:
        raise Refused(_("This comparison was replaced by a later one."))
    if run.state == State.COLLECTED:
        raise Refused(_("The comparison is still being computed."))
    hold_question(run)
    today = clock.today()
    old = queries.scale_in_force(run)
    if old and today < old.holds_until:
        raise Refused(
            _("The cut points hold until %(day)s; until then nobody moves them.") % {"day": f"{old.last_day:%Y-%m-%d}"}
        )
    eligible = [score for score in run.scores.order_by("pk") if _eligible(score)]
    if len(eligible) < policy.FEWEST_FOR_CUTS:
        raise Refused(
            _("Only %(found)d have ratings enough; %(needed)d are needed to part them into stars.")
            % {"found": len(eligible), "needed": policy.FEWEST_FOR_CUTS}
        )
    try:
        cuts = stars.cut_points(
            np.array([score.score for score in eligible]),
            stars=policy.STARS,
            previous=np.array(old.cuts) if old else None,
        )
    except ValueError as error:
        raise Refused(_("The scores lie too close together to be parted into stars.")) from error
    now = clock.now()
    if old:
        Scale.objects.filter(pk=old.pk).update(replaced_at=now)
    scale = Scale.objects.create(
        body=run.body,
        subject=run.subject,
        indicator=run.indicator,
        cuts=[round(float(cut), 1) for cut in cuts],
        reference=_mix(run),
        run=run,
        units=len(eligible),
        fixed_at=now,
        holds_until=today.replace(year=today.year + policy.YEARS_FROZEN, day=min(today.day, 28)),
    )
    record("scoring.freeze_stars", scale, actor=actor)
    give_stars(run)
    return scale


def hold_question(run: Run) -> None:
    """Let what is done to the comparisons of one body be done one after the other: publishing, freezing, replacing."""
    Body.objects.select_for_update(no_key=True).only("pk").get(pk=run.body_id)
    hold(run)


def hold(run: Run) -> None:
    """Let the stars of one run be given by one at a time: each reading must see what the other has decided."""
    Run.objects.select_for_update(of=("self",)).only("pk").get(pk=run.pk)


def _mix(run: Run) -> dict[str, Any]:
    """Return the mix on which ``run`` was judged, to hold as long as the cut points."""
    kept = Inputs.objects.filter(run=run).first()
    if kept is None:
        return {}
    found = snapshot.unpack(kept.content)
    return found["mix"] or comparing.mix_of(found)


def give_stars(run: Run) -> None:
    """Give the stars of ``run`` by the cut points in force; none where none are frozen."""
    scale = queries.scale_in_force(run)
    if scale is None:
        return
    rows = list(run.scores.order_by("pk").select_related("standing"))
    before = queries.stars_before(run)
    old: Whole = np.array([before.get(queries.key_of(score), 0) for score in rows], dtype=np.int64)
    held = set(run.findings.filter(state=FindingState.QUARANTINED).values_list("score_id", flat=True))
    given = stars.give(
        draws_of(rows),
        np.array(scale.cuts),
        before=old,
        eligible=np.array([_eligible(score) for score in rows]),
        withheld=np.array([score.pk in held for score in rows]),
    )
    changed = []
    for row, score in enumerate(rows):
        standing = score.standing
        if standing.reason == StarReason.CORRECTED:
            continue
        standing.scale, standing.star, standing.before = scale, int(given.star[row]), int(old[row])
        standing.reason = StarReason(given.why[row].value)
        standing.chance = float(given.chance[row, standing.star - 1]) if standing.star else 0.0
        changed.append(standing)
    Standing.objects.bulk_update(changed, ["scale", "star", "before", "reason", "chance"], batch_size=2000)


def _eligible(score: Score) -> bool:
    found = stars.eligible(np.array([score.n]), np.array([score.weight]), fewest=score.run.minimum)
    return bool(found[0])


@transaction.atomic
def correct_star(standing: Standing, *, star: int, actor: Actor) -> Standing:
    """Set a star after an appeal was upheld; called by the answer to the appeal, never by itself."""
    require(actor, rules.DECIDE, standing.score.run.body)
    if standing.scale is None or not 1 <= star <= standing.scale.stars:
        raise Invalid({"star": _("There is no such star on this scale.")})
    hold(standing.score.run)
    locked = Standing.objects.select_for_update().get(pk=standing.pk)
    locked.star, locked.reason = star, StarReason.CORRECTED
    locked.save(update_fields=["star", "reason"])
    record("scoring.correct_star", locked, actor=actor, fields=["star"])
    return locked
