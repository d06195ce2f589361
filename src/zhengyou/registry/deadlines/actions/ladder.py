"""Verbs of the escalation ladder: an overdue clock climbs rung by rung, each written once.

A climb is one short transaction: the log of the rung, the clock's new standing and whatever the subscribers write
come together or not at all, so a worker may be killed at any point and whoever comes next does what is left.
"""

from django.db import transaction

from zhengyou.kernel import clock as time
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.deadlines import hooks, ladder
from zhengyou.registry.deadlines.enums import State
from zhengyou.registry.deadlines.models import Climb, Clock, Rung, Standing


@transaction.atomic
def climb(clock: Clock, *, actor: ledger.Actor = ledger.SYSTEM) -> Climb | None:
    """Let ``clock`` climb the one rung whose moment has come, and tell the subscribers; None where none has.

    Safe to repeat and to race: the subject is locked first, then the clock; a rung is written once.
    """
    hooks.lock_subject(clock)
    locked = Clock.objects.select_for_update(of=("self",)).select_related("rule__pack", "body").get(pk=clock.pk)
    if locked.state != State.BREACHED or locked.finished_at is not None:
        return None
    rungs = ladder.ladder_of(locked.rule_key, locked.body, time.local(locked.due_at).date())
    standing = _standing(locked, rungs)
    rung = next((one for one in rungs if one.grade == standing.next_grade), None)
    if standing.next_at is None or rung is None or standing.next_at > time.now():
        return None
    climbed = Climb.objects.create(
        clock=locked,
        grade=rung.grade,
        due_at=locked.due_at,
        at=time.now(),
        told=rung.told,
        rule=f"{rung.pack}：{rung.source}"[:500],
    )
    record("deadlines.climb", locked, actor=actor, target=climbed.get_grade_display())
    _stand(standing, locked, rungs, rung, climbed)
    hooks.publish_climb(climbed)
    return climbed


def _standing(clock: Clock, rungs: list[Rung]) -> Standing:
    """Return where a locked clock stands, putting it at the foot of its ladder where it got a new due moment."""
    standing = Standing.objects.filter(pk=clock.pk).first()
    if standing is not None and standing.due_at == clock.due_at:
        return standing
    first = ladder.after_due(rungs, 0)
    standing, _made = Standing.objects.update_or_create(
        clock=clock,
        defaults={
            "due_at": clock.due_at,
            "grade": 0,
            "next_grade": first.grade if first else None,
            "next_at": ladder.climbs_at(clock, first, None, None) if first else None,
        },
    )
    return standing


def _stand(standing: Standing, clock: Clock, rungs: list[Rung], rung: Rung, climbed: Climb) -> None:
    """Keep the new standing of a locked clock and reckon when it climbs next."""
    following = ladder.after_due(rungs, rung.grade)
    standing.grade = rung.grade
    standing.next_grade = following.grade if following else None
    standing.next_at = ladder.climbs_at(clock, following, rung, climbed.at) if following else None
    standing.save(update_fields=["grade", "next_grade", "next_at"])
