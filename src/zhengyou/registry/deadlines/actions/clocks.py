"""Verbs of clocks: start, pause, resume, extend, meet, breach, void and recompute.

A clock belongs to a matter of an upper room. Whether somebody may do a verb to that matter, and so start, stop or end
its clock, that room asks; only more time is granted by a function of this room.
"""

import datetime as dt

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Conflict, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of, public_id
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import hooks, queries, reckoning, rules
from zhengyou.registry.deadlines.actions.limits import Limits, Moments
from zhengyou.registry.deadlines.enums import Cause, Colour, PauseReason, State
from zhengyou.registry.deadlines.machine import CLOCK
from zhengyou.registry.deadlines.models import Clock, Extension, Pause, Reckoning, Rule


def start(
    subject: models.Model,
    rule_key: str,
    body: Body,
    *,
    actor: ledger.Actor,
    stage: str = "",
    label: str = "",
    started_at: dt.datetime | None = None,
    promised: reckoning.Term | None = None,
) -> Clock:
    """Start the clock of one stage of ``subject``, for which ``body`` answers, by the rule that holds for it.

    ``stage`` is the rule's key unless named. ``label`` is what lists show; it must not hold personal data.
    ``promised`` takes the place of the rule's limit (承诺时限 of a guide, a limit set in the order itself); warnings,
    extensions and office hours stay those of the rule. Raises Refused where no rule pack in force has the key, and
    Conflict where the stage's clock is running already.
    """
    limits = Limits(body, started_at or time.now())
    limits.rule(rule_key)
    try:
        with transaction.atomic():
            return start_held(subject, rule_key, limits, actor=actor, stage=stage, label=label, promised=promised)
    except IntegrityError as error:
        raise Conflict(_("The clock of this stage is running already."), code="running") from error


def start_held(
    subject: models.Model,
    rule_key: str,
    limits: Limits,
    *,
    actor: ledger.Actor,
    stage: str = "",
    label: str = "",
    promised: reckoning.Term | None = None,
) -> Clock:
    """Start a clock as `start` does, for the body and from the moment of ``limits``.

    Callers hold the transaction and the lock of the subject, and know that the stage's clock does not run.
    """
    rule = limits.rule(rule_key)
    term = promised or rule.term
    clock = Clock.objects.create(
        subject_kind=kind_of(subject),
        subject_id=public_id(subject),
        subject_label=(label or getattr(subject, "ledger_label", None) or str(subject))[:200],
        stage=stage or rule_key,
        body=limits.body,
        rule=rule,
        rule_key=rule_key,
        rule_title=rule.title,
        pack_label=str(rule.pack),
        amount=term.amount,
        unit=term.unit.value,
        ending=term.ending.value,
        started_at=limits.at,
        **limits.moments(rule, term),
    )
    Reckoning.objects.create(
        clock=clock, at=limits.at, cause=Cause.STARTED, due_at=clock.due_at, provisional=clock.provisional
    )
    record("deadlines.start", clock, actor=actor, target=State.RUNNING)
    return clock


def due_by(rule_key: str, body: Body, started_at: dt.datetime) -> dt.datetime:
    """Return when the limit of a rule that begins at a moment runs out, without a clock: until when a right lasts."""
    return Limits(body, started_at).due_by(rule_key)


@transaction.atomic
def pause(clock: Clock, reason: PauseReason | str, *, notice: str, actor: ledger.Actor) -> Clock:
    """Let the clock stand still from now on, for an enumerated reason and by a written notice."""
    if reason not in PauseReason.values:
        raise Refused(_("Time stands still only for the reasons of the list."), field="reason")
    if not notice.strip():
        raise Refused(_("State the number or title of the written notice."), field="notice")
    locked = _locked(clock)
    _require_in_time(locked)
    now = time.now()
    locked = move(locked, "pause", CLOCK, actor=actor, held=True)
    Pause.objects.create(clock=locked, reason=reason, notice=notice.strip()[:120], starts_at=now)
    return locked


@transaction.atomic
def resume(clock: Clock, *, actor: ledger.Actor) -> Clock:
    """Let the clock run again; the time it stood still does not count."""
    locked = _locked(clock)
    if locked.state != State.PAUSED:
        raise Conflict(_("This clock is not paused."), code="state")
    return _resumed(locked, actor)


@transaction.atomic
def extend(
    clock: Clock, amount: int, *, reason: str, actor: ledger.Actor, notice: str = "", granted_by: str = ""
) -> Clock:
    """Grant ``amount`` more of the rule's unit, before the clock has run out; needs the function deadlines.extend."""
    locked = _locked(clock)
    rules.require_approver(actor, locked)
    if not reason.strip():
        raise Refused(_("Say why more time is needed."), field="reason")
    _require_in_time(locked)
    _require_within_limit(locked, amount)
    extended = locked.extended_by + amount
    locked.extended_by = extended
    moments = _reckon(locked.rule, locked.term, locked.body, locked.started_at, _spans(locked))
    before = locked.due_at
    locked = move(locked, "extend", CLOCK, actor=actor, held=True, extended_by=extended, warned=Colour.NONE, **moments)
    Extension.objects.create(
        clock=locked,
        amount=amount,
        reason=reason.strip()[:200],
        notice=notice.strip()[:120],
        granted_at=time.now(),
        granted_by=(granted_by or " · ".join(filter(None, [actor.label, actor.hat_label])))[:200],
    )
    _keep(locked, Cause.EXTENDED, before)
    return locked


@transaction.atomic
def hand_over(clock: Clock, body: Body, *, actor: ledger.Actor) -> Clock:
    """Let ``body`` answer for the clock from now on; nothing else about it changes."""
    locked = _locked(clock)
    locked.body = body
    locked.save(update_fields=["body"])
    record("deadlines.hand_over", locked, actor=actor, fields=["body"])
    return locked


@transaction.atomic
def meet(clock: Clock, *, actor: ledger.Actor, at: dt.datetime | None = None) -> Clock:
    """Note that the stage is finished: in time, or late where the due moment has passed. A pause ends with it.

    ``at`` dates it back, as for what is registered later than it was done: a breach that the sweep noted meanwhile is
    taken back where it was done in time.
    """
    return meet_held(_held(clock), actor=actor, at=at)


def meet_held(clock: Clock, *, actor: ledger.Actor, at: dt.datetime | None = None) -> Clock:
    """Finish a stage as `meet` does; callers hold the transaction and have read ``clock`` under its lock."""
    at = at or time.now()
    if clock.state == State.PAUSED:
        clock = _resumed(clock, actor, at)
    if clock.state == State.RUNNING and at > clock.due_at:
        clock = _breach(clock, actor)
        hooks.publish(hooks.breached, clock)
    if clock.state == State.BREACHED and clock.finished_at is not None:
        raise Conflict(_("This stage was finished already."), code="state")
    if clock.state == State.BREACHED and at <= clock.due_at:
        taken_back = {"breached_at": None, "warned": Colour.NONE, "finished_at": at}
        return move(clock, "reinstate_as_met", CLOCK, actor=actor, held=True, **taken_back)
    verb = "finish_late" if clock.state == State.BREACHED else "meet"
    return move(clock, verb, CLOCK, actor=actor, held=True, finished_at=at)


@transaction.atomic
def breach(clock: Clock, *, actor: ledger.Actor = ledger.SYSTEM) -> Clock:
    """Mark a running clock whose due moment has passed and tell the subscribers; does nothing where that is done."""
    locked = _held(clock)
    if locked.state != State.RUNNING or time.now() <= locked.due_at:
        return locked
    locked = _breach(locked, actor)
    hooks.publish(hooks.breached, locked)
    return locked


@transaction.atomic
def warn(clock: Clock, *, actor: ledger.Actor = ledger.SYSTEM) -> Clock:
    """Tell the subscribers that a clock turned blue or yellow; does nothing where they know."""
    locked = _held(clock)
    colour = queries.colour_of(locked)
    if colour not in (Colour.BLUE, Colour.YELLOW) or locked.warned in (colour, Colour.YELLOW):
        return locked
    locked.warned = colour
    locked.save(update_fields=["warned"])
    record("deadlines.warn", locked, actor=actor, fields=["warned"])
    hooks.publish(hooks.warned, locked)
    return locked


@transaction.atomic
def void(clock: Clock, *, actor: ledger.Actor) -> Clock:
    """Take the clock out of account: the matter ended otherwise. An open pause ends."""
    return void_held(_held(clock), actor=actor)


def void_held(clock: Clock, *, actor: ledger.Actor) -> Clock:
    """Take a clock out of account as `void` does; callers hold the transaction and have read it under its lock."""
    if clock.finished_at is not None:
        raise Conflict(_("This stage was finished already."), code="state")
    if clock.state == State.PAUSED:
        clock.pauses.filter(ends_at__isnull=True).update(ends_at=time.now())
    return move(clock, "void", CLOCK, actor=actor, held=True)


@transaction.atomic
def recompute(clock: Clock, *, actor: ledger.Actor = ledger.SYSTEM, note: str = "") -> Clock:
    """Reckon the due moment again on the present calendar; keeps the old one and writes nothing where none changes.

    A breach by a provisional calendar that turns out to have been in time is taken back.
    """
    locked = _locked(clock)
    if not (locked.state in (State.RUNNING, State.PAUSED) or (locked.state == State.BREACHED and locked.provisional)):
        return locked
    moments = _reckon(locked.rule, locked.term, locked.body, locked.started_at, _spans(locked))
    if all(getattr(locked, name) == value for name, value in moments.items()):
        return locked
    before = locked.due_at
    for name, value in moments.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(moments))
    record("deadlines.recompute", locked, actor=actor, fields=list(moments))
    _keep(locked, Cause.CALENDAR, before, note)
    if locked.state == State.BREACHED and locked.due_at >= (locked.finished_at or time.now()):
        verb = "reinstate" if locked.finished_at is None else "reinstate_as_met"
        locked = move(locked, verb, CLOCK, actor=actor, held=True, breached_at=None, warned=Colour.NONE)
    return locked


def _locked(clock: Clock) -> Clock:
    """Return the clock as it stands, locked, with its rule and body."""
    # Locked without joins: a clock that was handed over while we waited would no longer match the joined body.
    Clock.objects.select_for_update().only("pk").get(pk=clock.pk)
    return Clock.objects.select_related("rule__pack", "body").get(pk=clock.pk)


def _held(clock: Clock) -> Clock:
    """Return the clock as it stands, locked; what hangs on it is read when it is asked for."""
    return Clock.objects.select_for_update().get(pk=clock.pk)


def _reckon(
    rule: Rule, term: reckoning.Term, body: Body, started_at: dt.datetime, pauses: tuple[reckoning.Span, ...]
) -> Moments:
    """Return due, blue and yellow moments of a term and whether they are provisional."""
    return Limits(body, started_at).moments(rule, term, pauses)


def _spans(clock: Clock) -> tuple[reckoning.Span, ...]:
    """Return the pauses that have ended; an open one is reckoned when the clock runs again."""
    return tuple(
        reckoning.Span(pause.starts_at, pause.ends_at) for pause in clock.pauses.all() if pause.ends_at is not None
    )


def _resumed(clock: Clock, actor: ledger.Actor, at: dt.datetime | None = None) -> Clock:
    """End the open pause of a locked clock and reckon again."""
    clock.pauses.filter(ends_at__isnull=True).update(ends_at=Greatest(F("starts_at"), at or time.now()))
    moments = _reckon(clock.rule, clock.term, clock.body, clock.started_at, _spans(clock))
    before = clock.due_at
    clock = move(clock, "resume", CLOCK, actor=actor, held=True, warned=Colour.NONE, **moments)
    _keep(clock, Cause.RESUMED, before)
    return clock


def _breach(clock: Clock, actor: ledger.Actor) -> Clock:
    """Mark a locked clock as overdue since its due moment."""
    return move(clock, "breach", CLOCK, actor=actor, held=True, breached_at=clock.due_at, warned=Colour.RED)


def _keep(clock: Clock, cause: Cause, before: dt.datetime, note: str = "") -> None:
    """Write the due moment that holds from now on beside the earlier ones."""
    Reckoning.objects.create(
        clock=clock,
        at=time.now(),
        cause=cause,
        before=before,
        due_at=clock.due_at,
        provisional=clock.provisional,
        note=note[:200],
    )


def _require_in_time(clock: Clock) -> None:
    """Raise Refused where the clock has run out: from then on it is judged by the old moment."""
    if clock.state == State.RUNNING and time.now() > clock.due_at:
        raise Refused(_("The deadline has passed; it can be neither paused nor extended any more."), code="overdue")


def _require_within_limit(clock: Clock, amount: int) -> None:
    """Raise Refused where an extension is not positive or more than the rule allows."""
    reason: Sentence = ""
    most = clock.rule.most_extension
    if amount <= 0:
        reason = _("An extension adds at least one.")
    elif most == 0:
        reason = _("The rule allows no extension.")
    elif most is not None and clock.extended_by + amount > most:
        reason = _("The rule allows extensions of %(most)d %(unit)s altogether.") % {
            "most": most,
            "unit": clock.get_unit_display(),
        }
    if reason:
        raise Refused(reason, field="amount")
