"""Whatever officers do in whatever order: what must hold of orders holds (domain survey 11.3)."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Kind, State, Step
from zhengyou.mechanisms.orders.machine import ENDED
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import kind_of
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.models import Clock

pytestmark = pytest.mark.django_db
BEGUN = dt.datetime(2026, 5, 11, 2, 30, tzinfo=dt.UTC)
ANSWER = {"finding": "true", "reason": "排班不足", "answer": "已整改"}
PLACE = st.integers(min_value=0, max_value=30)
STAGE_OF = {
    State.RECEIVED: "dispatching",
    State.DISPATCHED: "signing",
    State.SIGNED: "contact",
    State.HANDLING: "handling",
    State.RETURNED: "deciding",
    State.REPLIED: "audit",
    State.AUDITED: "call_back",
}
OPENERS = {"open", "receive", "assist"}


class Office(RuleBasedStateMachine):
    """Officers who may do everything, and do it at random; refusals are part of the game."""

    @initialize()
    def found(self):
        self.now = BEGUN
        self.county = BodyFactory()
        self.units = [BodyFactory(parent=self.county) for _ in range(3)]
        self.dues: dict[str, dt.datetime] = {}

    def do(self, act, *args, **facts):
        with clock.pretend(self.now), contextlib.suppress(Refused):
            act(*args, **facts, actor=SYSTEM)

    def pick(self, place):
        orders = list(Order.objects.order_by("opened_on", "number"))
        return orders[place % len(orders)]

    @rule(hours=st.integers(min_value=1, max_value=60))
    def time_passes(self, hours):
        self.now += dt.timedelta(hours=hours)

    @rule(unit=st.integers(0, 2), kind=st.sampled_from([Kind.RATING, Kind.SUGGESTION]), helper=st.integers(0, 2))
    def open(self, unit, kind, helper):
        self.do(actions.open_order, kind=kind, body=self.units[unit], title="x", assistants=[self.units[helper]])

    @rule()
    def receive(self):
        self.do(actions.receive, actions.Matter(Kind.COMPLAINT, "x"), body=self.county)

    @precondition(lambda self: Order.objects.exists())
    @rule(place=PLACE, unit=st.integers(0, 2), verb=st.sampled_from(["dispatch", "redirect", "assist", "return_order"]))
    def move_about(self, place, unit, verb):
        words = {"redirect": {"words": "x"}, "return_order": {"reason": "x"}}.get(verb, {})
        body = {"proposed" if verb == "return_order" else "body": self.units[unit]}
        self.do(getattr(actions, verb), self.pick(place), **words, **body)

    @precondition(lambda self: Order.objects.exists())
    @rule(
        place=PLACE,
        verb=st.sampled_from(
            ["sign", "verify", "designate", "unmerge", "resume", "contact", "uphold", "reply", "pause"]
        ),
    )
    def work(self, place, verb):
        words = {
            "contact": {"words": "x"},
            "uphold": {"words": "x"},
            "reply": ANSWER,
            "pause": {"reason": PauseReason.HEARING, "notice": "1号"},
        }.get(verb, {})
        self.do(getattr(actions, verb), self.pick(place), **words)

    @precondition(lambda self: Order.objects.exists())
    @rule(place=PLACE, verb=st.sampled_from(["send_back", "reopen", "withdraw"]))
    def undo(self, place, verb):
        self.do(getattr(actions, verb), self.pick(place), reason="x")

    @precondition(lambda self: Order.objects.exists())
    @rule(place=PLACE, outcome=st.sampled_from(["solved", "not_solved", "unreached"]))
    def call(self, place, outcome):
        self.do(actions.call_back, self.pick(place), outcome=outcome, words="x")

    @precondition(lambda self: Order.objects.exists())
    @rule(one=PLACE, other=PLACE)
    def merge(self, one, other):
        self.do(actions.merge, self.pick(one), main=self.pick(other))

    @invariant()
    def every_order_has_an_owner_and_the_clock_of_its_state(self):
        for order in Order.objects.select_related("body", "verifier", "caller", "merged_into__body", "clock"):
            open_clocks = Clock.objects.filter(
                subject_id=str(order.pk), finished_at=None, state__in=["running", "paused", "breached"]
            )
            if order.state in ENDED | {State.MERGED}:
                assert not open_clocks.exists()
                assert order.clock is None
            else:
                assert order.owner is not None
                stages = {one.stage.partition("-")[0]: one for one in open_clocks}
                assert STAGE_OF[order.state] in stages
                assert stages[STAGE_OF[order.state]].body_id == order.owner.pk
                assert order.clock == open_clocks.order_by("due_at", "id").first()
            if order.state == State.MERGED:
                assert order.merged_into.state not in ENDED

    @invariant()
    def no_order_is_closed_before_its_parts(self):
        assert not Order.objects.filter(state=State.CLOSED, parts__state__in=set(State.values) - ENDED).exists()

    @invariant()
    def pausing_never_shortens(self):
        for row in Clock.objects.all():
            assert row.due_at >= self.dues.get(str(row.pk), row.due_at)
            self.dues[str(row.pk)] = row.due_at

    @invariant()
    def the_ledger_rebuilds_every_state(self):
        states: dict[str, str] = {}
        for event in Event.objects.filter(object_kind=kind_of(Order)).order_by("at", "id"):
            verb = event.verb.partition(".")[2]
            if verb in OPENERS:
                assert event.object_id not in states
                states[event.object_id] = event.target or State.DISPATCHED
            elif event.source or event.target:
                assert states[event.object_id] == event.source, verb
                states[event.object_id] = event.target
        assert states == {str(pk): state for pk, state in Order.objects.values_list("pk", "state")}

    @invariant()
    def who_handled_never_calls_back_or_verifies_what_is_not_its_own(self):
        for order in Order.objects.filter(state=State.AUDITED).select_related("caller", "body"):
            assert Step.CALL_BACK in order.passes
            assert order.caller_id != order.body_id
        assert not Clock.objects.filter(state=ClockState.MET, finished_at=None).exists()


class FromNothing(Office):
    """Each run starts from nothing and leaves nothing."""

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()

    def teardown(self):
        transaction.savepoint_rollback(self.point)


@pytest.mark.parametrize(("runs", "steps"), [(10, 25), pytest.param(150, 40, marks=pytest.mark.soak)])
def test_whatever_officers_do_the_invariants_hold(runs, steps):
    wanted = settings(
        max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(FromNothing, settings=wanted)
