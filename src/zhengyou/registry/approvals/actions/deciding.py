"""Verbs that move an approval on: submit, approve, reject, return, sign for somebody, withdraw.

Each locks the approval first and its tasks after it, so that two approvers at the same moment are heard in turn.
"""

from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.ledger.queries import kind_of, public_id
from zhengyou.registry.approvals import approvers, flow, hooks, policy, queries, rules
from zhengyou.registry.approvals.actions import definitions, steps
from zhengyou.registry.approvals.enums import Decision, State, TaskState, Who
from zhengyou.registry.approvals.machine import INSTANCE, TASK
from zhengyou.registry.approvals.models import Instance, Step, Task
from zhengyou.registry.bodies.models import Appointment, Body


@transaction.atomic
def submit(
    code: str,
    subject: models.Model,
    *,
    title: str,
    body: Body,
    actor: ledger.Actor,
    opinion: str = "",
    label: str = "",
) -> Instance:
    """Submit ``subject`` for approval by the procedure ``code`` that holds for ``body``; returns the approval.

    The procedure's present version is pinned. ``title`` and ``label`` are what lists show and hold no personal data.
    Raises Conflict where the matter is under approval already.
    """
    definition = definitions.definition_in_use(code, body)
    starter = _starter(actor)
    try:
        with transaction.atomic():
            instance = Instance.objects.create(
                definition=definition,
                code=code,
                subject_kind=kind_of(subject),
                subject_id=public_id(subject),
                subject_label=(label or getattr(subject, "ledger_label", None) or str(subject))[:200],
                title=title[:200],
                body=body,
                starter=starter,
                starter_label=steps.label(starter),
                started_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict(_("This is under approval already."), code="running") from error
    record("approvals.submit", instance, actor=actor, target=State.RUNNING)
    first = definition.steps.first()
    if first is None:
        raise Refused(_("The procedure has no steps."))
    tasks = steps.enter(instance, first, actor)
    if first.who == Who.STARTER:
        _finish(tasks[0], Decision.SUBMITTED, opinion, actor)
        steps.settle_clock(instance, first, actor)
        _advance(instance, first, actor)
    return instance


@transaction.atomic
def approve(task: Task, *, actor: ledger.Actor, opinion: str = "") -> Instance:
    """Agree to a task that asks the hat of ``actor``; the step passes when enough have."""
    instance, locked = lock_task(task)
    rules.require_asked(actor, locked)
    return _decide(instance, locked, Decision.APPROVED, opinion, actor)


@transaction.atomic
def reject(task: Task, *, actor: ledger.Actor, opinion: str) -> Instance:
    """Refuse with a reason; the step says whether that ends the matter, is counted, or returns it."""
    instance, locked = lock_task(task)
    rules.require_asked(actor, locked)
    if _step(instance).who == Who.STARTER:
        raise Refused(_("What you submitted yourself you mend and submit again, or withdraw."))
    return _decide(instance, locked, Decision.REJECTED, opinion, actor)


@transaction.atomic
def sign_for(
    task: Task, decision: Decision | str, *, authority: str, actor: ledger.Actor, opinion: str = ""
) -> Instance:
    """代签: give the opinion of whoever is asked, on a stated authority; for stand-ins and those who oversee."""
    instance, locked = lock_task(task)
    if decision not in (Decision.APPROVED, Decision.REJECTED):
        raise Refused(_("Signing for somebody means to agree or to refuse."), field="decision")
    if not authority.strip():
        raise Refused(_("State the authority on which you sign for somebody else."), field="authority")
    if not (rules.oversees(actor, instance) or queries.stands_in(actor, locked)):
        raise Forbidden(_("Only a stand-in of the approver, or who oversees approvals, may sign for somebody else."))
    if rules.is_starter(actor, instance) and not rules.is_asked(actor, locked) and _excludes_starter(instance, locked):
        raise Forbidden(_("Nobody approves what they submitted themselves."))
    return _decide(instance, locked, Decision(decision), opinion, actor, authority=authority)


@transaction.atomic
def return_to(task: Task, order_number: int, *, actor: ledger.Actor, opinion: str) -> Instance:
    """退回: send the matter back to an earlier step that this step allows, with what has to be mended."""
    instance, locked = lock_task(task)
    rules.require_asked(actor, locked)
    step = _step(instance)
    if order_number not in step.returns_to or order_number >= step.order_number:
        raise Refused(_("From here the matter cannot be returned to that step."), field="step")
    target = instance.definition.steps.get(order_number=order_number)
    _require_opinion(opinion)
    _finish(locked, Decision.RETURNED, opinion, actor)
    _leave(instance, step, actor)
    record("approvals.return", instance, actor=actor, fields=["step"])
    steps.enter(instance, target, actor)
    return instance


@transaction.atomic
def withdraw(instance: Instance, *, actor: ledger.Actor) -> Instance:
    """撤回: the person who submitted the matter takes it back; the system does where the matter itself is gone."""
    locked = lock(instance)
    if actor.kind != "system" and not rules.is_starter(actor, locked):
        raise Forbidden(_("Only the person who submitted this may withdraw it."))
    return _end(locked, "withdraw", actor)


def _decide(
    instance: Instance, task: Task, decision: Decision, opinion: str, actor: ledger.Actor, authority: str = ""
) -> Instance:
    """Note one opinion of a locked approval, then let its step pass, wait or be refused."""
    if decision == Decision.REJECTED:
        _require_opinion(opinion)
    step = _step(instance)
    if decision == Decision.APPROVED and step.who == Who.STARTER:
        decision = Decision.SUBMITTED
    _finish(task, decision, opinion, actor, authority)
    tasks = instance.tasks.filter(turn=instance.turn).select_related("parent__parent__parent")
    standing = flow.outcome(flow.Mode(step.mode), step.needed, flow.Refusal(step.refusal), queries.voices(tasks))
    if standing is flow.Outcome.WAITING:
        return instance
    _leave(instance, step, actor)
    if standing is flow.Outcome.PASSED:
        return _advance(instance, step, actor)
    if flow.Refusal(step.refusal) is flow.Refusal.RETURNS:
        first = instance.definition.steps.all()[0]
        if first.order_number < step.order_number:
            steps.enter(instance, first, actor)
            return instance
    return _end(instance, "reject", actor)


def _advance(instance: Instance, step: Step, actor: ledger.Actor) -> Instance:
    """Enter the step after ``step``, or approve where it was the last."""
    following = instance.definition.steps.filter(order_number__gt=step.order_number).first()
    if following is None:
        return _end(instance, "approve", actor)
    steps.enter(instance, following, actor)
    return instance


def _leave(instance: Instance, step: Step, actor: ledger.Actor) -> None:
    """Close what is still open in the present step: other tasks need no answer, the step's clock is met."""
    _skip(instance.tasks.filter(state=TaskState.WAITING), actor)
    steps.settle_clock(instance, step, actor)


def _end(instance: Instance, verb: str, actor: ledger.Actor) -> Instance:
    """End an approval, close its tasks and tell the subscribers."""
    _skip(instance.tasks.filter(state=TaskState.WAITING), actor)
    steps.drop_clocks(instance, actor)
    ended = move(instance, verb, INSTANCE, actor=actor, finished_at=clock.now())
    hooks.publish(ended, actor)
    return ended


def _skip(tasks: Iterable[Task], actor: ledger.Actor) -> None:
    for task in tasks:
        move(task, "skip", TASK, actor=actor)


def _finish(task: Task, decision: Decision, opinion: str, actor: ledger.Actor, authority: str = "") -> None:
    """Write one opinion down."""
    move(
        task,
        "finish",
        TASK,
        actor=actor,
        decision=decision,
        opinion=opinion.strip()[: policy.OPINION_LIMIT],
        signed_by=" · ".join(filter(None, [actor.label, actor.hat_label]))[:200],
        signer=Appointment.objects.filter(public_id=actor.hat_id).first() if actor.hat_id else None,
        authority=authority.strip()[:200],
        done_at=clock.now(),
    )


def lock(instance: Instance) -> Instance:
    """Return the approval locked, if it is still under way."""
    locked = (
        Instance.objects.select_for_update(of=("self",))
        .select_related("definition", "body", "starter")
        .get(pk=instance.pk)
    )
    if locked.state != State.RUNNING:
        raise Conflict(_("This approval has ended."), code="state")
    return locked


def lock_task(task: Task) -> tuple[Instance, Task]:
    """Return the approval of a task and the task, both locked, if the task still waits."""
    instance = lock(Instance(pk=task.instance_id))
    locked = Task.objects.select_for_update(of=("self",)).select_related("appointment").get(pk=task.pk)
    if locked.state != TaskState.WAITING:
        raise Conflict(_("This step needs no answer any more. Reload the page to see where it stands."), code="state")
    locked.instance = instance
    return instance, locked


def _step(instance: Instance) -> Step:
    return instance.definition.steps.get(order_number=instance.step)


def _excludes_starter(instance: Instance, task: Task) -> bool:
    return instance.definition.steps.get(order_number=task.step).other_than_starter


def _require_opinion(opinion: str) -> None:
    if not opinion.strip():
        raise Refused(_("Say why, so that it can be mended."), field="opinion")


def _starter(actor: ledger.Actor) -> Appointment:
    """Return the hat under which ``actor`` submits."""
    starter = approvers.current_holders().filter(public_id=actor.hat_id).first() if actor.hat_id else None
    if starter is None:
        raise Forbidden(_("Choose an identity (a post) before you submit for approval."))
    return starter
