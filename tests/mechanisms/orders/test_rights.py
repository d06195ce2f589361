"""The permission matrix of every verb: nobody, outsider, insider without, insider with."""

import pytest

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Kind, Outcome, Step
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.deadlines.enums import PauseReason

pytestmark = pytest.mark.django_db
ANSWER = {"finding": "true", "reason": "排班不足", "answer": "已增开一个窗口。"}
TODAY = {"measures": "轮训", "responsible": "王某"}


@pytest.fixture
def unit():
    return BodyFactory(parent=BodyFactory())


def fresh(unit):
    return order(unit, items=["一"], actor=SYSTEM)


def signed(unit):
    return actions.sign(order(unit, actor=SYSTEM), actor=SYSTEM)


def contacted(unit):
    return actions.sign(order(unit, kind=Kind.COMPLAINT, actor=SYSTEM), actor=SYSTEM)


def returned(unit):
    return actions.return_order(order(unit, actor=SYSTEM), reason="不属本单位", actor=SYSTEM)


def replied(unit):
    return actions.reply(order(unit, actor=SYSTEM), **ANSWER, actor=SYSTEM)


def closed(unit):
    return actions.verify(replied(unit), actor=SYSTEM)


def audited(unit):
    actions.set_profile(Kind.RATING, body=unit, passes=[Step.CALL_BACK], source="x", actor=SYSTEM)
    return closed(unit)


def paused(unit):
    return actions.pause(signed(unit), reason=PauseReason.HEARING, notice="1号", actor=SYSTEM)


def merged(unit):
    return actions.merge(fresh(unit), main=order(unit, actor=SYSTEM), actor=SYSTEM)


def received(unit):
    return actions.receive(actions.Matter(Kind.COMPLAINT, "路灯"), body=unit, actor=SYSTEM)


def batched(batch):
    """Return what a batch did; one that could do nothing says so as the verb alone would."""
    if not batch.done:
        raise Forbidden(batch.refused[0][1])
    return batch.done


OF_UNIT = {
    "sign": (fresh, "orders.answer", lambda one, actor: actions.sign(one, actor=actor)),
    "contact": (contacted, "orders.answer", lambda one, actor: actions.contact(one, words="x", actor=actor)),
    "plan": (
        signed,
        "orders.answer",
        lambda one, actor: actions.plan(one, limit_on=clock.today(), **TODAY, actor=actor),
    ),
    "tick": (fresh, "orders.answer", lambda one, actor: actions.tick(one.items.get(), actor=actor)),
    "reply": (signed, "orders.answer", lambda one, actor: actions.reply(one, **ANSWER, actor=actor)),
    "return_order": (signed, "orders.answer", lambda one, actor: actions.return_order(one, reason="x", actor=actor)),
    "hand_over": (
        signed,
        "orders.answer",
        lambda one, actor: actions.hand_over(one, body=BodyFactory(parent=one.body), actor=actor),
    ),
    "pause": (
        signed,
        "orders.pause",
        lambda one, actor: actions.pause(one, reason=PauseReason.HEARING, notice="1", actor=actor),
    ),
    "resume": (paused, "orders.pause", lambda one, actor: actions.resume(one, actor=actor)),
    "dispatch": (
        received,
        "orders.dispatch",
        lambda one, actor: actions.dispatch(one, body=BodyFactory(parent=one.body), actor=actor),
    ),
    "assist": (
        signed,
        "orders.answer",
        lambda one, actor: actions.assist(one, body=BodyFactory(parent=one.verifier), actor=actor),
    ),
    "sign_all": (fresh, "orders.answer", lambda one, actor: batched(actions.sign_all([one], actor=actor))),
    "dispatch_all": (
        received,
        "orders.dispatch",
        lambda one, actor: batched(actions.dispatch_all([one], body=BodyFactory(parent=one.body), actor=actor)),
    ),
    "write_note": (signed, "orders.read", lambda one, actor: actions.write_note(one, text="x", actor=actor)),
}
OF_VERIFIER = {
    "verify": (replied, "orders.verify", lambda one, actor: actions.verify(one, actor=actor)),
    "send_back": (replied, "orders.verify", lambda one, actor: actions.send_back(one, reason="x", actor=actor)),
    "withdraw": (fresh, "orders.verify", lambda one, actor: actions.withdraw(one, reason="x", actor=actor)),
    "unmerge": (merged, "orders.verify", lambda one, actor: actions.unmerge(one, actor=actor)),
    "merge": (
        fresh,
        "orders.verify",
        lambda one, actor: actions.merge(one, main=order(one.body, actor=SYSTEM), actor=actor),
    ),
    "uphold": (returned, "orders.dispatch", lambda one, actor: actions.uphold(one, words="x", actor=actor)),
    "redirect": (
        returned,
        "orders.dispatch",
        lambda one, actor: actions.redirect(one, body=BodyFactory(parent=one.verifier), words="x", actor=actor),
    ),
    "assist": (
        signed,
        "orders.verify",
        lambda one, actor: actions.assist(one, body=BodyFactory(parent=one.verifier), actor=actor),
    ),
    "designate": (fresh, "orders.dispatch", lambda one, actor: actions.designate(one, actor=actor)),
    "call_back": (
        audited,
        "orders.check",
        lambda one, actor: actions.call_back(one, outcome=Outcome.SOLVED, actor=actor),
    ),
}


@pytest.mark.parametrize("verb", OF_UNIT)
def test_verbs_of_the_unit_are_for_its_people(unit, verb):
    make, function, act = OF_UNIT[verb]
    one = make(unit)
    assert matrix(lambda actor: act(one, actor), function, unit)


@pytest.mark.parametrize("verb", OF_VERIFIER)
def test_verbs_from_above_are_for_the_body_above(unit, verb):
    make, function, act = OF_VERIFIER[verb]
    one = make(unit)
    assert matrix(lambda actor: act(one, actor), function, unit.parent)


def test_a_closed_order_is_opened_again_from_above_or_by_whoever_raised_it(unit):
    one = closed(unit)
    for actor in (access.actor("orders.verify"), access.actor("orders.answer", body=unit)):
        with pytest.raises(Forbidden):
            actions.reopen(one, reason="x", actor=actor)
    assert actions.reopen(one, reason="x", actor=access.actor("orders.verify", body=unit.parent)).returns == 1


def test_keeping_drawing_and_proposing_need_their_functions(unit):
    facts = {"name": "模板", "kind": Kind.MATTER, "title": "x", "text": "", "topic": "", "items": [], "days": None}
    template = matrix(lambda actor: actions.save_template(None, facts, body=unit, actor=actor), "orders.keep", unit)
    matrix(lambda actor: actions.drop_template(template, actor=actor), "orders.keep", unit)
    matrix(
        lambda actor: actions.set_profile(Kind.MATTER, body=unit, passes=[], source="x", actor=actor),
        "orders.keep",
        unit,
    )
    done = closed(unit)
    today = clock.today()
    sample = matrix(
        lambda actor: actions.draw_sample(
            body=unit.parent, title="x", starts_on=today, ends_on=today.replace(year=today.year + 1), actor=actor
        ),
        "orders.check",
        unit.parent,
    )
    matrix(
        lambda actor: actions.answer_check(sample.checks.get(), outcome=Outcome.SOLVED, actor=actor),
        "orders.check",
        unit.parent,
    )
    words = {"title": "x", "problem": "x", "change": "x"}
    made = matrix(
        lambda actor: actions.propose(body=unit, orders=[done, fresh(unit)], **words, actor=actor),
        "orders.propose",
        unit,
    )
    matrix(lambda actor: actions.revise(made, **words, actor=actor), "orders.propose", unit)
    matrix(lambda actor: actions.submit(made, actor=actor), "orders.propose", unit)
    matrix(lambda actor: actions.take_back(made, actor=actor), "orders.propose", unit)
    made = actions.submit(made, actor=SYSTEM)
    matrix(lambda actor: actions.accept(made, words="同意", actor=actor), "orders.decide", unit)
    other = actions.propose(body=unit, orders=[done, fresh(unit)], **words, actor=SYSTEM)
    other = actions.submit(other, actor=SYSTEM)
    matrix(lambda actor: actions.reject(other, words="已有规定", actor=actor), "orders.decide", unit)


def test_officials_open_orders_by_function_the_public_and_the_night_by_what_they_do(unit):
    matter = actions.Matter(Kind.COMPLAINT, "井盖")
    verbs = (
        lambda actor: actions.receive(matter, body=unit, actor=actor),
        lambda actor: actions.open_order(kind=Kind.MATTER, body=unit, title="井盖", text="x", actor=actor),
    )
    for verb in verbs:
        for actor in (access.actor("orders.open"), access.actor("orders.answer", body=unit)):
            with pytest.raises(Forbidden):
                verb(actor)
        assert verb(access.actor("orders.open", body=unit)).body == unit
        assert verb(SYSTEM).body == unit


def test_more_time_is_asked_for_by_the_unit_that_may_read_its_deadlines(unit):
    one = signed(unit)
    ask = {"amount": 2, "reason": "需要鉴定"}
    for actor in (
        access.actor("orders.answer", "deadlines.read"),
        access.actor("deadlines.read", body=unit),
        access.actor("orders.answer", body=unit),
    ):
        with pytest.raises(Forbidden):
            actions.ask_extension(one, **ask, actor=actor)
    assert actions.ask_extension(one, **ask, actor=access.actor("orders.answer", "deadlines.read", body=unit))
