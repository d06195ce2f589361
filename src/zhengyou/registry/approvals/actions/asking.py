"""Verbs about who is asked: add a signer, hand over, replace, remind, copy."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused, Sentence
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices import actions as notices
from zhengyou.registry.approvals import approvers, policy, queries, rules
from zhengyou.registry.approvals.actions import steps
from zhengyou.registry.approvals.actions.deciding import lock, lock_task
from zhengyou.registry.approvals.enums import Origin, TaskState
from zhengyou.registry.approvals.machine import TASK
from zhengyou.registry.approvals.models import Copy, Instance, Step, Task
from zhengyou.registry.bodies.models import Appointment


@transaction.atomic
def add_signer(task: Task, appointments: Sequence[Appointment], *, actor: ledger.Actor) -> list[Task]:
    """加签: ask more people in the present step; it cannot pass before each of them has been heard."""
    instance, locked = lock_task(task)
    rules.require_asked(actor, locked)
    step = _step(instance)
    if not appointments:
        raise Refused(_("Choose who else is to sign."), field="appointments")
    return [
        steps.ask(instance, step, _fresh(instance, step, appointment), Origin.ADDED, actor, parent=locked)
        for appointment in appointments
    ]


@transaction.atomic
def hand_over(task: Task, appointment: Appointment, *, actor: ledger.Actor) -> Task:
    """转办: let somebody else decide in one's place; the task says from whom it came."""
    instance, locked = lock_task(task)
    rules.require_asked(actor, locked)
    step = _step(instance)
    fresh = _fresh(instance, step, appointment)
    move(locked, "delegate", TASK, actor=actor)
    return steps.ask(instance, step, fresh, Origin.HANDED, actor, parent=locked)


@transaction.atomic
def replace(task: Task, appointment: Appointment, *, actor: ledger.Actor) -> Task:
    """Put somebody in the place of an approver who left or cannot act, or where nobody was found; for overseers."""
    instance, locked = lock_task(task)
    if not rules.oversees(actor, instance):
        raise Forbidden(_("Only who oversees approvals may replace an approver."))
    step = _step(instance)
    fresh = _fresh(instance, step, appointment)
    move(locked, "delegate", TASK, actor=actor)
    return steps.ask(instance, step, fresh, Origin.REPLACED, actor, parent=locked)


@transaction.atomic
def replace_departed(task: Task, *, actor: ledger.Actor = ledger.SYSTEM) -> Task:
    """Ask the successor where the approver's appointment has ended, or fill a task that asks nobody; else do nothing.

    The post's new holder comes first, then whom the step would ask today, then who oversees approvals.
    """
    instance, locked = lock_task(task)
    if locked.appointment and approvers.current_holders().filter(pk=locked.appointment.pk).exists():
        return locked
    step = _step(instance)
    asked = steps.asked_persons(_present(instance))
    post = locked.appointment.post_id if locked.appointment else None
    excluded = asked | ({str(instance.starter.person_id)} if step.other_than_starter else set())
    holders = [one for one in approvers.current_holders().filter(post=post) if str(one.person_id) not in excluded]
    found = [approvers.Asked(one) for one in holders] or approvers.approvers(step, instance, but=asked)
    if not found and locked.appointment is None:
        return locked
    move(locked, "delegate", TASK, actor=actor)
    if not found:
        return steps.ask(instance, step, None, Origin.REPLACED, actor, parent=locked)
    heir = found[0]
    return steps.ask(
        instance, step, heir.appointment, Origin.REPLACED, actor, parent=locked, instead_of=heir.instead_of
    )


@transaction.atomic
def remind(instance: Instance, *, actor: ledger.Actor) -> list[Task]:
    """催办: ask those who have not answered again, each at most once in some hours."""
    locked = lock(instance)
    if not (rules.is_starter(actor, locked) or rules.oversees(actor, locked)):
        raise Forbidden(_("Only the person who submitted this, or who oversees approvals, may remind."))
    now = clock.now()
    since = now - dt.timedelta(hours=policy.REMIND_AFTER_HOURS)
    waiting = list(locked.tasks.filter(state=TaskState.WAITING, appointment__isnull=False))
    due = [task for task in waiting if (task.reminded_at or task.asked_at) <= since]
    if not due:
        reason = _("Everybody was asked within the last %(hours)d hours. Please wait a little.")
        raise Conflict(reason % {"hours": policy.REMIND_AFTER_HOURS}, code="too_soon")
    for task in due:
        task.reminded_at, task.reminders = now, task.reminders + 1
        task.save(update_fields=["reminded_at", "reminders"])
        if task.appointment is not None:
            text = _("Please give your opinion on “%(title)s”; it has waited for you since %(day)s.")
            words = {"title": locked.title, "day": f"{clock.local(task.asked_at):%Y-%m-%d}"}
            _tell(locked, task.appointment, text, words, f"remind:{task.pk}:{task.reminders}", actor)
    record("approvals.remind", locked, actor=actor)
    return due


@transaction.atomic
def copy_to(instance: Instance, appointments: Iterable[Appointment], *, actor: ledger.Actor) -> list[Copy]:
    """抄送: let others read along; those who have a copy already keep the one they have."""
    if not queries.visible_to(actor).filter(pk=instance.pk).exists():
        raise Forbidden(_("Only those who take part in an approval may send copies of it."))
    copies = []
    for appointment in appointments:
        copy, made = Copy.objects.get_or_create(
            instance=instance,
            appointment=appointment,
            defaults={
                "label": steps.label(appointment),
                "sent_at": clock.now(),
                "sent_by": " · ".join(filter(None, [actor.label, actor.hat_label]))[:200],
            },
        )
        if made:
            copies.append(copy)
            text = _("You got a copy of “%(title)s” for information.")
            _tell(instance, appointment, text, {"title": instance.title}, f"copy:{copy.pk}", actor)
    if copies:
        record("approvals.copy", instance, actor=actor, fields=["copies"])
    return copies


@transaction.atomic
def read_copy(copy: Copy, *, actor: ledger.Actor) -> Copy:
    """Note that somebody has read their copy."""
    if copy.read_at is None and str(copy.appointment.public_id) == actor.hat_id:
        copy.read_at = clock.now()
        copy.save(update_fields=["read_at"])
        record("approvals.read_copy", copy, actor=actor, fields=["read_at"])
    return copy


def _step(instance: Instance) -> Step:
    return instance.definition.steps.get(order_number=instance.step)


def _present(instance: Instance) -> Iterable[Task]:
    """Return the tasks of the present turn that count."""
    counted = [TaskState.WAITING, TaskState.DONE]
    return instance.tasks.filter(turn=instance.turn, state__in=counted).select_related("appointment")


def _fresh(instance: Instance, step: Step, appointment: Appointment) -> Appointment:
    """Return ``appointment`` if it may be asked in this turn: in office, not asked yet, not excluded."""
    held = approvers.current_holders().filter(pk=appointment.pk).first()
    if held is None:
        raise Refused(_("%(who)s does not hold that post any more.") % {"who": appointment.person.name})
    if str(held.person_id) in steps.asked_persons(_present(instance)):
        raise Refused(_("%(who)s is asked in this step already.") % {"who": held.person.name})
    if step.other_than_starter and held.person_id == instance.starter.person_id:
        raise Refused(_("Nobody approves what they submitted themselves."))
    return held


def _tell(
    instance: Instance, who: Appointment, text: Sentence, words: Mapping[str, str], source: str, actor: ledger.Actor
) -> None:
    """Tell the holder of an appointment, in the language of the house; the same thing never twice."""
    with translation.override(settings.LANGUAGE_CODE):
        said = str(text) % words
    to = notices.Recipient(str(who.person_id), steps.label(who))
    notices.tell([to], said, reverse("approvals:detail", args=[instance.pk]), actor=actor, source=source)
