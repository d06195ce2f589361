"""Every verb of an order done by two officers at the same moment: one goes through, the other is told, nothing breaks."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.concurrency import at_once
from tests.factories import supervision as make
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from tests.mechanisms.orders.test_problems import listed, planned, problem
from tests.mechanisms.orders.test_rights import (
    ANSWER,
    audited,
    closed,
    contacted,
    fresh,
    merged,
    paused,
    received,
    replied,
    returned,
    signed,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import actions, policy
from zhengyou.mechanisms.orders.enums import Kind, MeasureKind, Outcome, Shade, Sheet
from zhengyou.mechanisms.orders.models import Profile, Template, Trigger
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.registry.deadlines.enums import PauseReason

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
HEARING = {"reason": PauseReason.HEARING, "notice": "1号"}
PLAN = {"measures": "轮训", "responsible": "王某"}

ONE, BOTH = 1, 2
"""How many of two go through: of a step only the first; what may be said twice is said twice."""

OF_ORDERS = {
    "sign": (fresh, ONE, lambda one, _: actions.sign(one, actor=SYSTEM)),
    "contact": (contacted, ONE, lambda one, _: actions.contact(one, words="已联系", actor=SYSTEM)),
    "plan": (signed, BOTH, lambda one, _: actions.plan(one, limit_on=clock.today(), **PLAN, actor=SYSTEM)),
    "tick": (fresh, BOTH, lambda one, _: actions.tick(one.items.get(), actor=SYSTEM)),
    "write_note": (signed, BOTH, lambda one, _: actions.write_note(one, text="x", actor=SYSTEM)),
    "reply": (signed, ONE, lambda one, _: actions.reply(one, **ANSWER, actor=SYSTEM)),
    "return_order": (signed, ONE, lambda one, _: actions.return_order(one, reason="x", actor=SYSTEM)),
    "pause": (signed, ONE, lambda one, _: actions.pause(one, **HEARING, actor=SYSTEM)),
    "resume": (paused, ONE, lambda one, _: actions.resume(one, actor=SYSTEM)),
    "dispatch": (received, ONE, lambda one, other: actions.dispatch(one, body=other, actor=SYSTEM)),
    "hand_over": (signed, ONE, lambda one, other: actions.hand_over(one, body=other, actor=SYSTEM)),
    "assist": (signed, ONE, lambda one, other: actions.assist(one, body=other, actor=SYSTEM)),
    "verify": (replied, ONE, lambda one, _: actions.verify(one, actor=SYSTEM)),
    "send_back": (replied, ONE, lambda one, _: actions.send_back(one, reason="x", actor=SYSTEM)),
    "withdraw": (fresh, ONE, lambda one, _: actions.withdraw(one, reason="x", actor=SYSTEM)),
    "unmerge": (merged, ONE, lambda one, _: actions.unmerge(one, actor=SYSTEM)),
    "uphold": (returned, ONE, lambda one, _: actions.uphold(one, words="x", actor=SYSTEM)),
    "redirect": (returned, ONE, lambda one, other: actions.redirect(one, body=other, words="x", actor=SYSTEM)),
    "designate": (fresh, ONE, lambda one, _: actions.designate(one, actor=SYSTEM)),
    "call_back": (audited, ONE, lambda one, _: actions.call_back(one, outcome=Outcome.SOLVED, actor=SYSTEM)),
    "reopen": (closed, ONE, lambda one, _: actions.reopen(one, reason="又犯", actor=SYSTEM)),
}


@pytest.mark.parametrize("verb", OF_ORDERS)
def test_two_officers_do_a_verb_at_once(verb):
    made, wanted, act = OF_ORDERS[verb]
    unit = BodyFactory(parent=BodyFactory())
    one, other = made(unit), BodyFactory(parent=unit)
    before = [event.verb for event in history(one)].count(f"orders.{verb}")

    results = at_once(2, lambda _: act(one, other))

    went = [result for result in results if not isinstance(result, Exception)]
    assert all(isinstance(result, Refused) for result in results if isinstance(result, Exception)), results
    assert len(went) == wanted, results
    events = [event.verb for event in history(one)]
    if wanted == ONE and verb not in {"assist", "call_back"}:  # these two are written down on what they make
        assert events.count(f"orders.{verb}") - before <= ONE
    one.refresh_from_db()
    running = one.clock
    assert running is None or running.finished_at is None, "the clock shown is one that runs"


def measure(place, kind="supervision"):
    return actions.propose_measure(kind, place.unit, place.body, facts="三次超期", actor=place.officer)


def writ(place):
    text = actions.Text(
        shade=Shade.YELLOW, title="滞后", facts="完成30%。", demand="倒排。", due_on=clock.today() + DAY
    )
    return actions.send_writ(Sheet.SUPERVISION, place.unit, place.body, text, order=order(place.unit), actor=SYSTEM)


def case(place):
    return actions.open_case(place.body, body=place.unit, fault="slow", facts="……", post="科长", actor=SYSTEM)


def asked(place):
    return actions.ask_statement(case(place), actor=SYSTEM)


def violation(place):
    found = {"kind": "fee", "title": "违规收费", "facts": "……", "found_on": clock.today(), "body": place.unit}
    return actions.find_violation(place.body, **found, actor=SYSTEM)


def lettered(place):
    return actions.send_letter(violation(place), **LETTER, actor=SYSTEM)


def tour(place):
    today = clock.today()
    visit = {"word": "guidance", "title": "调研指导", "starts_on": today, "ends_on": today, "purpose": "了解"}
    return actions.plan_tour(place.body, units=[place.unit], **visit, actor=SYSTEM)


def proposal(place):
    words = {"title": "x", "problem": "x", "change": "x"}
    return actions.propose(body=place.unit, orders=[order(place.unit), order(place.unit)], **words, actor=SYSTEM)


def handed_in(place):
    return actions.submit(proposal(place), actor=SYSTEM)


def solved(place):
    return actions.solve(planned(place), solution="已解决", actor=SYSTEM)


def called(place):
    meeting = measure(place, MeasureKind.MEETING)
    return actions.accept_measure(meeting, demand="现场推进", due_on=clock.today() + DAY, actor=SYSTEM)


def heard(place):
    return actions.hear(asked(place), statement="属实", actor=SYSTEM)


def handed_over(place):
    return actions.hand_over_case(heard(place), **ORGAN, actor=SYSTEM)


def reported(place):
    return actions.answer_letter(lettered(place), answer="已退", actor=SYSTEM)


def triggered(place, title="超期"):
    facts = {"metric": "overdue", "below": False, "line": Decimal(40), "least": 1, "days": 30, "kind": "supervision"}
    return actions.set_trigger(place.body, title=title, source="文", **facts, actor=SYSTEM)


def template(place):
    facts = {"name": "模板", "kind": Kind.MATTER, "title": "x", "text": "", "topic": "", "items": [], "days": None}
    return actions.save_template(None, facts, body=place.body, actor=SYSTEM)


def drawn(place):
    closed(place.unit)
    today = clock.today()
    sample = actions.draw_sample(body=place.body, title="抽查", starts_on=today, ends_on=today + DAY, actor=SYSTEM)
    return sample.checks.get()


LETTER = {"demand": "退还", "due_on": clock.today() + 9 * DAY}
ORGAN = {"organ": "县纪委监委", "proposal": "移送核查", "handed_over_on": clock.today()}
OF_SUPERVISION = {
    "plan_problem": (
        problem,
        BOTH,
        lambda one: actions.plan_problem(
            one, owner="科长", measures="增窗", due_on=clock.today() + DAY, priority=1, actor=SYSTEM
        ),
    ),
    "solve": (planned, ONE, lambda one: actions.solve(one, solution="已解决", actor=SYSTEM)),
    "drop_problem": (problem, ONE, lambda one: actions.drop_problem(one, reason="重复", actor=SYSTEM)),
    "change_list": (listed, ONE, lambda one: actions.close_list(one, actor=SYSTEM)),
    "accept_measure": (
        measure,
        ONE,
        lambda one: actions.accept_measure(one, demand="整改", due_on=clock.today() + DAY, actor=SYSTEM),
    ),
    "drop_measure": (measure, ONE, lambda one: actions.drop_measure(one, reason="已办", actor=SYSTEM)),
    "sign_writ": (writ, ONE, lambda one: actions.sign_writ(one, remark="收到", actor=SYSTEM)),
    "withdraw_writ": (writ, ONE, lambda one: actions.withdraw_writ(one, reason="误发", actor=SYSTEM)),
    "ask_statement": (case, BOTH, lambda one: actions.ask_statement(one, actor=SYSTEM)),
    "hear": (asked, ONE, lambda one: actions.hear(one, statement="属实", actor=SYSTEM)),
    "end_case": (asked, ONE, lambda one: actions.end_case(one, reason="查无实据", actor=SYSTEM)),
    "send_letter": (violation, ONE, lambda one: actions.send_letter(one, **LETTER, actor=SYSTEM)),
    "answer_letter": (lettered, ONE, lambda one: actions.answer_letter(one, answer="已退", actor=SYSTEM)),
    "dismiss": (violation, ONE, lambda one: actions.dismiss(one, reason="不属实", actor=SYSTEM)),
    "conclude_tour": (tour, ONE, lambda one: actions.conclude_tour(one, found="良好", actor=SYSTEM)),
    "cancel_tour": (tour, ONE, lambda one: actions.cancel_tour(one, reason="改期", actor=SYSTEM)),
    "hand_out": (planned, ONE, lambda one: actions.hand_out(one, actor=SYSTEM)),
    "show_highlight": (solved, BOTH, lambda one: actions.show_highlight(one, line="立行立改", actor=SYSTEM)),
    "carry_out": (
        called,
        ONE,
        lambda one: actions.carry_out(one, held_on=clock.today(), words="承诺月底前完成", actor=SYSTEM),
    ),
    "hand_over_case": (heard, ONE, lambda one: actions.hand_over_case(one, **ORGAN, actor=SYSTEM)),
    "note_outcome": (
        handed_over,
        BOTH,
        lambda one: actions.note_outcome(one, outcome="已谈话提醒", outcome_on=clock.today(), actor=SYSTEM),
    ),
    "insist": (reported, ONE, lambda one: actions.insist(one, **LETTER, actor=SYSTEM)),
    "correct": (
        reported,
        ONE,
        lambda one: actions.correct(one, result="已退还", corrected_on=clock.today(), actor=SYSTEM),
    ),
    "retire_trigger": (triggered, ONE, lambda one: actions.retire_trigger(one, actor=SYSTEM)),
    "drop_template": (template, ONE, lambda one: actions.drop_template(one, actor=SYSTEM)),
    "answer_check": (drawn, ONE, lambda one: actions.answer_check(one, outcome=Outcome.SOLVED, actor=SYSTEM)),
    "submit": (proposal, ONE, lambda one: actions.submit(one, actor=SYSTEM)),
    "take_back": (handed_in, ONE, lambda one: actions.take_back(one, actor=SYSTEM)),
    "accept": (handed_in, ONE, lambda one: actions.accept(one, words="同意", actor=SYSTEM)),
    "reject": (handed_in, ONE, lambda one: actions.reject(one, words="已有", actor=SYSTEM)),
}


@pytest.mark.parametrize("verb", OF_SUPERVISION)
def test_two_officers_supervise_at_once(verb):
    made, wanted, act = OF_SUPERVISION[verb]
    one = made(make.county())

    results = at_once(2, lambda _: act(one))

    assert all(isinstance(result, Refused) for result in results if isinstance(result, Exception)), results
    assert sum(not isinstance(result, Exception) for result in results) == wanted, results
    assert [event.verb for event in history(one)].count(f"orders.{verb}") == wanted


def test_one_order_comes_of_a_measure_that_two_take_up():
    place = make.county()
    one = measure(place)
    at_once(2, lambda _: actions.accept_measure(one, demand="整改", due_on=clock.today() + DAY, actor=SYSTEM))
    one.refresh_from_db()
    assert one.order is not None
    assert type(one.order).objects.filter(kind=Kind.MATTER).count() == 1
    assert one.writs.count() == 1


def test_more_time_is_asked_for_once_while_a_request_waits():
    place = make.county()
    clerk = signed_in("orders.answer", "deadlines.read", body=place.unit)[1]
    signed_in("orders.read", body=place.unit, duty="head")
    one = signed(place.unit)

    results = at_once(2, lambda _: actions.ask_extension(one, amount=2, reason="需要鉴定", actor=clerk))

    assert all(isinstance(result, Refused) for result in results if isinstance(result, Exception)), results
    assert [event.verb for event in history(one)].count("orders.ask_extension") == ONE, results


def test_a_talk_is_submitted_once_and_waits_for_one_signature():
    place = make.county()
    one = measure(place, MeasureKind.TALK)

    results = at_once(2, lambda _: actions.submit_measure(one, facts="核实", demand="说明", actor=place.officer))

    assert sum(isinstance(result, Refused) for result in results) == ONE, results
    assert len(make.tasks_of(one)) == ONE
    assert [event.verb for event in history(one)].count("orders.submit_measure") == ONE


def test_rules_set_by_two_stand_once():
    place = make.county()

    at_once(2, lambda _: triggered(place, "超期办理"))
    begun = at_once(2, lambda _: actions.begin_with_shipped(place.body, actor=SYSTEM))

    assert not [found for found in begun if isinstance(found, Exception)], begun
    titles = list(Trigger.objects.filter(is_active=True).values_list("title", flat=True))
    assert len(titles) == len(set(titles)) == len(policy.TRIGGERS)


def test_templates_and_profiles_saved_by_two_stand_once():
    place = make.county()

    saved = at_once(2, lambda _: template(place))
    at_once(2, lambda _: actions.set_profile(Kind.MATTER, body=place.body, passes=[], source="x", actor=SYSTEM))

    assert sum(isinstance(found, Template) for found in saved) == ONE, saved
    assert sum(isinstance(found, Refused) for found in saved) == ONE
    assert Profile.objects.get(body=place.body).passes == []
