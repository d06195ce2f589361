"""Looking for manipulated ratings, deciding on what was found, and appeals."""

import datetime as dt
from typing import Any

import numpy as np
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Invalid, Refused
from zhengyou.mechanisms.scoring import policy, rules
from zhengyou.mechanisms.scoring.actions.standings import correct_star, give_stars, hold
from zhengyou.mechanisms.scoring.catalogue import Evidence
from zhengyou.mechanisms.scoring.enums import AppealState, FindingState, State
from zhengyou.mechanisms.scoring.machine import APPEALS, FINDINGS
from zhengyou.mechanisms.scoring.methods import integrity, suspicion
from zhengyou.mechanisms.scoring.models import Appeal, Finding, Run, Score, Standing
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices import actions as notices
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.queries import responsible_for


def look(run: Run, evidence: Evidence) -> list[tuple[int, dict[str, Any]]]:
    """Return for each suspicious unit its place in ``evidence`` and what speaks against it; part of computing a run.

    The period is cut into windows of equal length, 28 days at most; each is judged by its own peers.
    """
    windows = max(1, -(-evidence.days // policy.DAYS_OF_A_WINDOW))
    length = max(1, -(-evidence.days // windows))
    rows = [np.flatnonzero(evidence.day // length == window) for window in range(windows)]
    assessed = integrity.assess_all([_stream(evidence, chosen, length) for chosen in rows], q=policy.FALSE_ALARMS)
    told: dict[int, dict[str, Any]] = {}
    for window, (chosen, found) in enumerate(zip(rows, assessed, strict=True)):
        begins = run.starts_on + dt.timedelta(days=window * length)
        for unit, names in found.reasons.items():
            own = chosen[found.suspicious & (evidence.unit[chosen] == unit)]
            if names and len(own):
                empty = {"p": 1.0, "reasons": [], "rows": np.zeros(0, dtype=np.int64)}
                entry = told.setdefault(unit, empty)
                entry["p"] = min(entry["p"], float(found.p[unit]))
                entry["rows"] = np.concatenate([entry["rows"], own])
                entry["reasons"] += [_reason(name, found.tests[name], unit, begins) for name in names]
    return sorted(told.items())


def _stream(evidence: Evidence, rows: NDArray[np.int64], length: int) -> suspicion.Stream:
    """Return the ratings ``rows`` of one window of days."""
    unit = evidence.unit[rows]
    return suspicion.Stream(
        unit=unit,
        level=evidence.level[rows],
        day=evidence.day[rows] % length,
        units=len(evidence.keys),
        days=length,
        text=suspicion.same_texts([evidence.texts[row] for row in rows], unit) if evidence.texts else None,
    )


def _reason(name: str, test: suspicion.Suspicion, unit: int, begins: dt.date) -> dict[str, Any]:
    figures = {key: round(float(values[unit]), 2) for key, values in test.facts.items() if key != "day"}
    reason: dict[str, Any] = {"test": name, "p": float(test.p[unit]), "from": begins.isoformat(), **figures}
    if "day" in test.facts:
        reason["day"] = (begins + dt.timedelta(days=int(test.facts["day"][unit]))).isoformat()
    return reason


@transaction.atomic
def decide(finding: Finding, *, quarantine: bool, reason: str, actor: Actor) -> Finding:
    """Set the suspicious ratings apart (the star is withheld), or clear the unit; the unit is told with the reason."""
    require(actor, rules.DECIDE, finding.run.body)
    if not reason.strip():
        raise Invalid({"reason": _("Say why; the unit reads it.")})
    hold(finding.run)
    verb = "quarantine" if quarantine else "clear"
    done = move(finding, verb, FINDINGS, actor=actor, decided_at=clock.now(), decision=reason.strip())
    give_stars(done.run)
    text = (
        _("Ratings of %(unit)s were set apart after a check: %(reason)s. You may appeal.")
        if quarantine
        else _("The check of ratings of %(unit)s found nothing to object to: %(reason)s")
    )
    tell(done.score, text % {"unit": done.score, "reason": done.decision}, f"finding:{done.pk}:{done.decided_at}")
    return done


@transaction.atomic
def appeal(*, text: str, actor: Actor, standing: Standing | None = None, finding: Finding | None = None) -> Appeal:
    """Object to a star or to a finding; only the unit or the person it is about may, once at a time."""
    about = standing.score if standing else finding.score if finding else None
    if about is None or (standing and finding):
        raise ValueError("an appeal is against one thing")
    _require_own(about, actor)
    run = Run.objects.select_for_update().get(pk=about.run_id)
    if run.state != State.PUBLISHED and standing:
        raise Refused(_("A star can be objected to once it is published."))
    if finding and finding.state == FindingState.OPEN:
        raise Refused(_("Nothing has been decided yet that could be objected to."))
    if not text.strip():
        raise Invalid({"text": _("Say what is wrong, and what proves it.")})
    if Appeal.objects.filter(standing=standing, finding=finding, state=AppealState.OPEN).exists():
        raise Refused(_("An appeal on this is under way already."))
    made = Appeal.objects.create(
        run=run,
        standing=standing,
        finding=finding,
        text=text.strip(),
        lodged_at=clock.now(),
        by_id=actor.id,
        by_label=f"{actor.label} · {actor.hat_label}"[:200],
    )
    record("scoring.appeal", made, actor=actor)
    return made


def _require_own(score: Score, actor: Actor) -> None:
    """Refuse whoever is neither the person compared nor acts for the unit compared."""
    if score.appointment and str(score.appointment.person_id) != getattr(actor, "person", ""):
        raise Forbidden(_("Only the person it is about may appeal."))
    require(actor, rules.APPEAL, score.body)


@transaction.atomic
def answer(appeal: Appeal, *, uphold: bool, text: str, actor: Actor, star: int | None = None) -> Appeal:
    """Answer an appeal with a reason: uphold it (the star is corrected, or the unit cleared) or reject it."""
    require(actor, rules.DECIDE, appeal.run.body)
    if not text.strip():
        raise Invalid({"text": _("Say why; whoever appealed reads it.")})
    hold(appeal.run)
    if uphold and appeal.standing:
        if star is None:
            raise Invalid({"star": _("Name the star that is right.")})
        correct_star(appeal.standing, star=star, actor=actor)
    done = move(
        appeal,
        "uphold" if uphold else "reject",
        APPEALS,
        actor=actor,
        answered_at=clock.now(),
        answer=text.strip(),
    )
    if uphold and done.finding and done.finding.state == FindingState.QUARANTINED:
        decide(done.finding, quarantine=False, reason=done.answer, actor=actor)
    said = _("Your appeal was upheld: %(text)s") if uphold else _("Your appeal was rejected: %(text)s")
    tell(done.score, said % {"text": done.answer}, f"appeal:{done.pk}")
    return done


def tell_found(run: Run) -> None:
    """Tell the units of a published run what looks suspicious in their ratings; they may explain it before a decision."""
    for finding in run.findings.filter(state=FindingState.OPEN).select_related(
        "score__body", "score__window", "score__appointment__person", "score__run"
    ):
        text = _("Some ratings of %(unit)s stand out and are being checked. You see the reasons and may explain them.")
        tell(finding.score, text % {"unit": finding.score.name}, f"finding:{finding.pk}")


def tell(score: Score, text: str, source: str) -> None:
    """Tell whoever a score is about: the person, or head and liaison officer of the unit."""
    if score.appointment:
        person = score.appointment.person
        told = [notices.Recipient(str(person.pk), f"{person.name} · {score.appointment}")]
    else:
        found = [responsible_for(score.body, duty) for duty in (Duty.HEAD, Duty.LIAISON)]
        told = [notices.Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in found if one]
    notices.tell(
        told, text, reverse("scoring:explain", args=[score.run_id, score.unit_id]), actor=SYSTEM, source=source
    )
