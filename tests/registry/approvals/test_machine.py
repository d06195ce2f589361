"""The whole engine as a state machine: random people do random verbs to one approval at a time."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.access import signed_in
from tests.factories.approvals import appointment_of, definition, office
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.registry.approvals import actions, hooks, tasks
from zhengyou.registry.approvals.actions import definitions
from zhengyou.registry.approvals.enums import Mode, Refusal, State, TaskState
from zhengyou.registry.approvals.models import Instance, Step, Task

COMBINATIONS = [
    (mode, refusal)
    for mode in Mode.values
    for refusal in Refusal.values
    if not (mode in ("single", "all") and refusal == "counts")
]


class Approving(RuleBasedStateMachine):
    """One office, one approval with two steps of any kind; each example is rolled back."""

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.told = []
        self.ended = None
        self.place = office(leaders=3)
        self.others = [signed_in()[1] for _ in range(2)]
        self.calls = {"bodies.body": [lambda instance, actor: self.told.append(instance.state)]}
        self.kept = (hooks._approved, hooks._rejected, hooks._withdrawn)
        hooks._approved = hooks._rejected = hooks._withdrawn = self.calls

    def teardown(self):
        hooks._approved, hooks._rejected, hooks._withdrawn = self.kept
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    @initialize(first=st.sampled_from(COMBINATIONS), second=st.sampled_from(COMBINATIONS), needed=st.integers(1, 4))
    def submit(self, first, second, needed):
        definition(
            "machine",
            {"mode": first[0], "refusal": first[1], "needed": needed},
            {"mode": second[0], "refusal": second[1], "needed": needed},
        )
        self.instance = actions.submit(
            "machine", self.place.body, title="x", body=self.place.body, actor=self.place.clerk
        )
        self.pinned = self.instance.definition_id
        self.steps = list(Step.objects.filter(definition=self.pinned).values_list("order_number", "mode", "refusal"))

    @property
    def people(self):
        return [self.place.clerk, *self.place.leaders, self.place.head, self.place.overseer, *self.others]

    def waiting(self, place):
        found = list(Task.objects.filter(instance=self.instance, state=TaskState.WAITING).order_by("pk"))
        return found[place % len(found)] if found else None

    def asked(self, task):
        """Whoever the task asks, or the overseer for a task that asks nobody."""
        return next((one for one in self.people if task.appointment == appointment_of(one)), self.place.overseer)

    def attempt(self, verb, *args, **named):
        try:
            with transaction.atomic():
                return verb(*args, **named)
        except Refused:
            return None

    running = precondition(lambda self: self.waiting(0) is not None)

    @running
    @rule(place=st.integers(0, 5), yes=st.integers(0, 3))
    def decide(self, place, yes):
        task = self.waiting(place)
        verb = actions.approve if yes else actions.reject
        self.attempt(verb, task, actor=self.asked(task), opinion="意见")

    @running
    @rule(place=st.integers(0, 5), step=st.integers(1, 3))
    def send_back(self, place, step):
        task = self.waiting(place)
        self.attempt(actions.return_to, task, step, actor=self.asked(task), opinion="退回")

    @running
    @rule(place=st.integers(0, 5), whom=st.integers(0, 7))
    def add_signer(self, place, whom):
        task = self.waiting(place)
        self.attempt(actions.add_signer, task, [appointment_of(self.people[whom])], actor=self.asked(task))

    @running
    @rule(place=st.integers(0, 5), whom=st.integers(0, 7))
    def hand_over(self, place, whom):
        task = self.waiting(place)
        self.attempt(actions.hand_over, task, appointment_of(self.people[whom]), actor=self.asked(task))

    @running
    @rule(place=st.integers(0, 5), yes=st.booleans())
    def sign_for(self, place, yes):
        decision = "approved" if yes else "rejected"
        self.attempt(
            actions.sign_for, self.waiting(place), decision, authority="授权", actor=self.place.overseer, opinion="代"
        )

    @running
    @rule(place=st.integers(0, 5))
    def leave_office(self, place):
        task = self.waiting(place)
        if task.appointment and task.appointment != appointment_of(self.place.overseer):
            task.appointment.ends_on = clock.today()
            task.appointment.save()
        tasks.replace_departed()
        assert not Task.objects.filter(
            instance=self.instance, state=TaskState.WAITING, appointment__ends_on__lte=clock.today()
        ).exists()

    @rule(mode=st.sampled_from(COMBINATIONS))
    def edit_definition(self, mode):
        """A new version, or an attempt on the pinned one, never touches what is under way."""
        pinned = self.instance.definition
        self.attempt(
            definitions.set_step,
            pinned,
            {"order_number": 2, "name": "改", "mode": mode[0], "refusal": mode[1]},
            actor=self.place.overseer,
        )
        if revised := self.attempt(definitions.revise, pinned, actor=self.place.overseer):
            self.attempt(definitions.drop_step, revised.steps.last(), actor=self.place.overseer)
            self.attempt(definitions.publish, revised, actor=self.place.overseer)

    @running
    @rule(sure=st.integers(0, 9))
    def withdraw(self, sure):
        if not sure:
            self.attempt(actions.withdraw, self.instance, actor=self.place.clerk)

    @invariant()
    def ends_once(self):
        if not hasattr(self, "instance"):
            return
        now = Instance.objects.get(pk=self.instance.pk)
        if self.ended:
            assert now.state == self.ended
        if now.state != State.RUNNING:
            self.ended = now.state
        assert self.told == ([] if now.state == State.RUNNING else [now.state])

    @invariant()
    def runs_while_somebody_is_asked_and_only_then(self):
        if not hasattr(self, "instance"):
            return
        now = Instance.objects.get(pk=self.instance.pk)
        waiting = Task.objects.filter(instance=now, state=TaskState.WAITING)
        assert (now.state == State.RUNNING) == waiting.exists()
        assert not waiting.exclude(turn=now.turn).exists()

    @invariant()
    def keeps_its_definition(self):
        if not hasattr(self, "instance"):
            return
        now = Instance.objects.get(pk=self.instance.pk)
        steps = list(Step.objects.filter(definition=self.pinned).values_list("order_number", "mode", "refusal"))
        assert (now.definition_id, steps) == (self.pinned, self.steps)

    @invariant()
    def nobody_approves_what_they_submitted(self):
        if not hasattr(self, "instance"):
            return
        own = Task.objects.filter(instance=self.instance, step__gt=1, decision="approved", authority="")
        assert not own.filter(appointment__person=self.instance.starter.person_id).exists()


@pytest.mark.django_db
def test_engine_keeps_its_invariants_whatever_people_do():
    run_state_machine_as_test(Approving, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))
