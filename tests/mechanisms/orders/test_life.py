"""The whole life of orders: dispatch, returns, parts, merging, call-back, redo, samples, proposals."""

import datetime as dt

import pytest

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from zhengyou.kernel import clock, moves
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions, hooks, queries
from zhengyou.mechanisms.orders.enums import Decision, Finding, Kind, Outcome, Role, State, Step
from zhengyou.mechanisms.orders.machine import CONTACTING, MOVES
from zhengyou.mechanisms.orders.models import CallBack, Order
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.records.notices.models import Notice
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.enums import State as ClockState
from zhengyou.registry.deadlines.queries import clocks_of
from zhengyou.registry.deadlines.reckoning import Term, Unit

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 5, 11, 2, 30, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
ANSWER = {"finding": Finding.TRUE, "reason": "排班不足", "answer": "已增开一个窗口。"}
ABOVE = (
    "orders.open",
    "orders.dispatch",
    "orders.verify",
    "orders.check",
    "orders.read",
    "orders.propose",
    "orders.decide",
)


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def unit(county):
    return BodyFactory(name="住建局", parent=county)


@pytest.fixture
def other(county):
    return BodyFactory(name="城管局", parent=county)


@pytest.fixture
def office(county):
    return access.actor(*ABOVE, body=county)


def clerk_of(body):
    return access.actor("orders.read", "orders.answer", "orders.pause", body=body)


def complaint(county, **facts):
    return actions.receive(actions.Matter(Kind.COMPLAINT, "路灯不亮", **facts), body=county, actor=SYSTEM)


def stages(one):
    return {running.stage: running.state for running in clocks_of(one)}


def verbs(one):
    return [event.verb.partition(".")[2] for event in history(one)]


def test_no_state_is_an_island():
    assert moves.reachable(CONTACTING, State.RECEIVED) == set(State.values)
    assert moves.reachable(MOVES, State.RECEIVED) == set(State.values) - {State.SIGNED}


def test_a_complaint_passes_every_stage_with_a_clock_each(county, unit, office):
    clerk = clerk_of(unit)
    one = complaint(county)
    assert (one.state, one.owner, stages(one)) == (State.RECEIVED, county, {"dispatching": "running"})
    one = actions.dispatch(one, body=unit, actor=office)
    one = actions.sign(one, actor=clerk)
    assert (one.state, one.first_body) == (State.SIGNED, unit)
    with pytest.raises(Refused):
        actions.reply(one, **ANSWER, actor=clerk)
    one = actions.contact(one, words="约定现场查看", actor=clerk)
    one = actions.reply(one, **ANSWER, actor=clerk)
    assert one.owner == county
    one = actions.verify(one, actor=office)
    assert (one.state, one.caller) == (State.AUDITED, county)
    one = actions.call_back(one, outcome=Outcome.SOLVED, satisfaction="satisfied", actor=office)
    assert (one.state, one.owner) == (State.CLOSED, None)
    assert stages(one) == dict.fromkeys(
        ("dispatching", "signing", "contact", "handling", "audit", "call_back"), ClockState.MET
    )
    assert verbs(one) == ["receive", "dispatch", "sign", "contact", "reply", "audit", "finish"]
    assert one.clock is None


def test_received_twice_from_one_source_is_one_order(county):
    assert complaint(county, source_kind="x", source_id="1") == complaint(county, source_kind="x", source_id="1")


def test_call_back_not_solved_is_redone_with_a_new_clock(county, unit, office):
    clerk = clerk_of(unit)
    one = actions.contact(
        actions.sign(actions.dispatch(complaint(county), body=unit, actor=office), actor=clerk), words="x", actor=clerk
    )
    one = actions.verify(actions.reply(one, **ANSWER, actor=clerk), actor=office)
    with pytest.raises(Invalid):
        actions.call_back(one, outcome=Outcome.NOT_SOLVED, actor=office)
    one = actions.call_back(one, outcome=Outcome.NOT_SOLVED, words="还是不亮", actor=office)
    assert (one.state, one.returns, one.return_reason) == (State.HANDLING, 1, "还是不亮")
    assert stages(one)["handling-2"] == ClockState.RUNNING
    one = actions.verify(actions.reply(one, **ANSWER, actor=clerk), actor=office)
    one = actions.call_back(one, outcome=Outcome.NOT_SOLVED, words="要求无依据，已解释", settled=True, actor=office)
    assert one.state == State.CLOSED
    assert [check.turn for check in one.call_backs.all()] == [1, 2]


def test_call_back_in_vain_closes_after_three_times(county, unit, office):
    one = actions.verify(actions.reply(handled(county, unit, office), **ANSWER, actor=clerk_of(unit)), actor=office)
    for _ in range(2):
        one = actions.call_back(one, outcome=Outcome.UNREACHED, actor=office)
        assert one.state == State.AUDITED
    assert actions.call_back(one, outcome=Outcome.UNREACHED, actor=office).state == State.CLOSED


def handled(county, unit, office):
    clerk = clerk_of(unit)
    one = actions.sign(actions.dispatch(complaint(county), body=unit, actor=office), actor=clerk)
    return actions.contact(one, words="已联系", actor=clerk)


def test_the_handling_unit_never_calls_back(county, unit, office):
    one = actions.verify(actions.reply(handled(county, unit, office), **ANSWER, actor=clerk_of(unit)), actor=office)
    account, _actor = access.signed_in(body=unit)
    appointment = account.person.appointments.get()
    access.grant(appointment, "orders.check", body=county)
    from zhengyou.registry.access.queries import actor_for

    with pytest.raises(Refused):
        actions.call_back(one, outcome=Outcome.SOLVED, actor=actor_for(account, appointment))
    assert CallBack.objects.count() == 0


def test_a_return_is_asked_in_time_and_decided_above(county, unit, other, office):
    clerk = clerk_of(unit)
    with clock.pretend(MONDAY):
        one = actions.dispatch(complaint(county), body=unit, actor=office)
        with pytest.raises(Invalid):
            actions.return_order(one, reason=" ", actor=clerk)
    with clock.pretend(MONDAY + 23 * HOUR):
        one = actions.return_order(one, reason="属城管局职责", proposed=other, actor=clerk)
        assert (one.state, one.owner) == (State.RETURNED, county)
        assert stages(one)["handling"] == ClockState.RUNNING  # a return gains no time
        with pytest.raises(Forbidden):
            actions.redirect(one, body=other, words="x", actor=clerk)
        one = actions.redirect(one, body=other, words="职责清单第五项", actor=office)
    asked = one.unit_returns.get()
    assert (one.state, one.body, one.verifier) == (State.DISPATCHED, other, county)
    assert (asked.decision, asked.target, asked.body) == (Decision.REDIRECTED, other, unit)
    running = {clock.stage for clock in clocks_of(one).filter(state=ClockState.RUNNING)}
    assert running == {"signing", "handling"}
    assert {row.body for row in clocks_of(one).filter(state=ClockState.RUNNING)} == {other}


def test_after_its_limit_nothing_is_returned(county, unit, office):
    with clock.pretend(MONDAY):
        one = actions.dispatch(complaint(county), body=unit, actor=office)
    with clock.pretend(MONDAY + 25 * HOUR), pytest.raises(Refused) as refusal:
        actions.return_order(one, reason="不属我局职责", actor=clerk_of(unit))
    assert refusal.value.code == "late"


def test_a_refused_return_is_final(county, unit, office):
    clerk = clerk_of(unit)
    one = actions.return_order(order(unit), reason="不属我局职责", actor=clerk)
    with pytest.raises(Invalid):
        actions.uphold(one, words="", actor=office)
    one = actions.uphold(one, words="三定规定", actor=office)
    assert (one.state, one.designated, one.first_body) == (State.HANDLING, True, unit)
    with pytest.raises(Refused):
        actions.return_order(one, reason="再退", actor=clerk)


def test_a_designated_order_cannot_be_returned(county, unit, office):
    one = actions.designate(order(unit), actor=office)
    with pytest.raises(Refused):
        actions.return_order(one, reason="不属我局职责", actor=clerk_of(unit))
    with pytest.raises(Refused):
        actions.designate(one, actor=office)


def test_the_lead_waits_for_its_assisting_units(county, unit, other, office):
    lead = order(unit, assistants=[other], actor=SYSTEM)
    part = lead.parts.get()
    assert (part.role, part.verifier, part.is_public) == (Role.ASSIST, unit, False)
    with pytest.raises(Refused):
        actions.reply(lead, **ANSWER, actor=clerk_of(unit))
    part = actions.reply(part, **ANSWER, actor=clerk_of(other))
    with pytest.raises(Forbidden):
        actions.verify(part, actor=clerk_of(other))
    actions.verify(part, actor=clerk_of(unit))  # the lead unit takes the result in
    lead = actions.reply(lead, **ANSWER, actor=clerk_of(unit))
    with pytest.raises(Refused) as refusal:
        actions.reopen(part, reason="不全", actor=office)
    assert refusal.value.code == "parent"
    assert actions.verify(lead, actor=office).state == State.CLOSED


def test_assisting_units_are_added_once_and_not_to_parts(county, unit, other, office):
    lead = order(unit)
    part = actions.assist(lead, body=other, text="提供监控", actor=clerk_of(unit))
    assert part.text == "提供监控"
    for body, one in ((other, lead), (unit, lead), (unit, part)):
        with pytest.raises(Refused):
            actions.assist(one, body=body, actor=office)
    with pytest.raises(Refused):
        actions.assist(lead, body=BodyFactory(), actor=office)  # another place
    with pytest.raises(Forbidden):
        actions.assist(lead, body=BodyFactory(parent=county), actor=clerk_of(other))


def test_withdrawing_the_lead_withdraws_its_parts_and_frees_what_followed(county, unit, other, office):
    lead, same = order(unit, assistants=[other], actor=SYSTEM), order(unit)
    actions.merge(same, main=lead, actor=office)
    actions.withdraw(lead, reason="重复立项", actor=office)
    assert lead.parts.get().state == State.VOID
    same.refresh_from_db()
    assert (same.state, same.merged_into) == (State.DISPATCHED, None)
    assert set(stages(lead).values()) == {ClockState.VOID}


def test_parts_deliver_to_whoever_leads_now(county, unit, other, office):
    lead, third = order(unit, assistants=[other], actor=SYSTEM), BodyFactory(parent=county)
    part = actions.reply(lead.parts.get(), **ANSWER, actor=clerk_of(other))
    actions.redirect(lead, body=third, words="属其职责", actor=office)
    part.refresh_from_db()
    assert (part.verifier, clocks_of(part).get(stage="audit").body) == (third, third)
    assert actions.verify(part, actor=clerk_of(third)).state == State.CLOSED


def test_merged_orders_are_closed_and_opened_again_with_their_main_one(county, unit, office, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "_closed", [heard.append])
    main, same = order(unit), order(unit)
    same = actions.merge(same, main=main, actor=office)
    assert (same.state, same.owner) == (State.MERGED, unit)
    assert set(stages(same).values()) == {ClockState.VOID}
    for one, target in ((main, main), (order(unit), same), (main, order(unit))):
        with pytest.raises(Refused):
            actions.merge(one, main=target, actor=office)
    main = actions.verify(actions.reply(main, **ANSWER, actor=clerk_of(unit)), actor=office)
    same.refresh_from_db()
    assert (same.state, same.reply, same.closed_at) == (State.CLOSED, main.reply, main.closed_at)
    assert heard == [main, same]
    with pytest.raises(Refused):
        actions.reopen(same, reason="x", actor=office)
    actions.reopen(main, reason="又犯", actor=office)
    same.refresh_from_db()
    assert same.state == State.MERGED


def test_merging_is_undone_with_new_clocks(county, unit, office):
    main, same = order(unit), actions.sign(order(unit), actor=clerk_of(unit))
    same = actions.unmerge(actions.merge(same, main=main, actor=office), actor=office)
    assert (same.state, same.signed_at) == (State.DISPATCHED, None)
    assert same.clock.stage == "signing"


def test_a_rectification_states_measures_limit_and_responsible_person(unit):
    clerk = clerk_of(unit)
    one = actions.sign(order(unit, kind=Kind.CRITICISM, actor=SYSTEM), actor=clerk)
    with pytest.raises(Refused):
        actions.reply(one, **ANSWER, actor=clerk)
    with pytest.raises(Invalid) as refusal:
        actions.plan(one, measures=" ", limit_on=None, responsible="", actor=clerk)
    assert set(refusal.value.errors) == {"measures", "limit_on", "responsible"}
    for day in (clock.today() - DAY, clock.today() + 300 * DAY):
        with pytest.raises(Invalid) as refusal:
            actions.plan(one, measures="轮训", limit_on=day, responsible="王某", actor=clerk)
        assert set(refusal.value.errors) == {"limit_on"}
    actions.plan(one, measures="轮训", limit_on=clock.today(), responsible="王某", actor=clerk)
    assert actions.reply(one, **ANSWER, actor=clerk).state == State.REPLIED


def test_every_item_of_the_check_list_is_ticked_before_the_reply(unit):
    clerk = clerk_of(unit)
    one = order(unit, items=["调取监控", " ", "约谈本人"], actor=SYSTEM)
    first, second = one.items.all()
    actions.tick(first, actor=clerk)
    with pytest.raises(Refused):
        actions.reply(one, **ANSWER, actor=clerk)
    actions.tick(actions.tick(second, actor=clerk), done=False, actor=clerk)
    assert second.ticked_by == ""
    actions.tick(second, actor=clerk)
    actions.reply(one, **ANSWER, actor=clerk)
    with pytest.raises(Conflict):
        actions.tick(first, done=False, actor=clerk)


def test_the_first_unit_stays_named_when_the_order_moves(county, unit, other, office):
    below = BodyFactory(parent=unit)
    one = actions.hand_over(actions.sign(order(unit), actor=clerk_of(unit)), body=below, actor=clerk_of(unit))
    assert (one.body, one.first_body, one.verifier) == (below, unit, county)
    assert {row.body for row in clocks_of(one).filter(finished_at=None)} == {below}
    one = actions.redirect(one, body=other, words="属其职责", actor=office)
    assert one.first_body == unit
    assert one in queries.seen_by(clerk_of(unit))
    with pytest.raises(Refused):
        actions.hand_over(one, body=unit, actor=clerk_of(other))


def test_a_person_of_the_unit_gets_the_order(unit, other):
    clerk, colleague = access.signed_in("orders.answer", body=unit)[1], access.signed_in(body=unit)[0]
    stranger = access.signed_in(body=other)[0].person.appointments.get()
    mine = colleague.person.appointments.get()
    one = actions.hand_over(order(unit), handler=mine, reason="专人办理", actor=clerk)
    assert one.handler == mine
    assert one.notes.get().text == "专人办理"
    with pytest.raises(Refused):
        actions.hand_over(one, handler=stranger, actor=clerk)
    with pytest.raises(Invalid):
        actions.hand_over(one, actor=clerk)


def test_pausing_needs_a_notice_and_never_shortens(unit):
    clerk = clerk_of(unit)
    with clock.pretend(MONDAY):
        one = actions.sign(order(unit, actor=SYSTEM), actor=clerk)
        due = one.clock.due_at
        with pytest.raises(Refused):
            actions.pause(one, reason=PauseReason.HEARING, notice=" ", actor=clerk)
        one = actions.pause(one, reason=PauseReason.HEARING, notice="听证通知1号", actor=clerk)
        assert actions.is_paused(one)
    with clock.pretend(MONDAY + 3 * DAY):
        one = actions.resume(one, actor=clerk)
    assert one.clock.due_at > due
    with pytest.raises(Forbidden):
        actions.pause(one, reason=PauseReason.HEARING, notice="x", actor=access.actor("orders.answer", body=unit))


def test_reopening_ends_with_its_term(county, unit, office):
    with clock.pretend(MONDAY):
        one = actions.verify(actions.reply(order(unit), **ANSWER, actor=clerk_of(unit)), actor=office)
    with clock.pretend(MONDAY + 14 * DAY):
        again = actions.reopen(one, reason="又犯", actor=PUBLIC)  # whoever raised it, through an upper room
        assert again.state == State.HANDLING
        again = actions.verify(actions.reply(again, **ANSWER, actor=clerk_of(unit)), actor=office)
    with clock.pretend(MONDAY + 31 * DAY), pytest.raises(Refused) as refusal:
        actions.reopen(again, reason="又犯", actor=office)
    assert refusal.value.code == "late"


def test_a_term_set_in_the_order_goes_before_the_rule(unit):
    with clock.pretend(MONDAY):
        one = order(unit, term=Term(2, Unit.WORKING_DAY), actor=SYSTEM)
    due = clocks_of(one).get(stage="handling").due_at
    assert clock.local(due).date() == dt.date(2026, 5, 13)


def test_a_profile_of_the_nearest_body_holds_from_its_day(county, unit):
    keeper = access.actor("orders.keep", body=county)
    before = order(unit)
    actions.set_profile(Kind.RATING, body=county, passes=[Step.CALL_BACK], source="县办法", actor=keeper)
    actions.set_profile(Kind.RATING, body=unit, passes=[], source="局办法", actor=keeper)
    assert before.passes == []
    assert order(unit).passes == []
    assert order(BodyFactory(parent=county)).passes == [Step.CALL_BACK]
    with pytest.raises(Invalid):
        actions.set_profile(Kind.RATING, body=county, passes=[], source="", actor=keeper)


def test_a_sample_is_drawn_again_by_its_seed(county, unit, other, office):
    for body in (unit, unit, unit, other):
        actions.verify(actions.reply(order(body), **ANSWER, actor=SYSTEM), actor=SYSTEM)
    today = clock.today()
    period = {"starts_on": today, "ends_on": today + DAY}
    one = actions.draw_sample(body=county, title="抽查", share=34, **period, actor=office)
    drawn = set(one.checks.values_list("order", flat=True))
    again = actions.draw_sample(body=county, title="抽查", share=34, seed=one.seed, **period, actor=office)
    assert set(again.checks.values_list("order", flat=True)) == drawn
    assert (one.population, len(drawn)) == (4, 3)  # two of three, and one of one
    with pytest.raises(Refused):
        actions.draw_sample(body=county, title="空", starts_on=today - 9 * DAY, ends_on=today - 8 * DAY, actor=office)


def test_figures_of_a_sample(county, unit, office):
    for _ in range(3):
        actions.verify(actions.reply(order(unit), **ANSWER, actor=SYSTEM), actor=SYSTEM)
    today = clock.today()
    one = actions.draw_sample(
        body=county,
        title="三方核查",
        share=100,
        starts_on=today,
        ends_on=today + DAY,
        third_party="某调查公司",
        actor=office,
    )
    answers = (("solved", "satisfied"), ("not_solved", "dissatisfied"), ("unreached", ""))
    for check, (outcome, content) in zip(one.checks.all(), answers, strict=True):
        actions.answer_check(check, outcome=outcome, satisfaction=content, words="说明", actor=office)
    found = queries.figures_of(one.checks.all())
    assert (found.drawn, found.asked, found.reached, found.solved_share, found.content_share) == (3, 3, 2, 0.5, 0.5)
    assert one.purpose == "third_party"


def test_a_proposal_rests_on_several_orders_and_is_decided_in_words(county, unit, office):
    orders = [order(unit) for _ in range(2)]
    words = {"title": "建立预约制度", "problem": "月末集中", "change": "修订服务规范"}
    with pytest.raises(Invalid) as refusal:
        actions.propose(body=county, orders=orders[:1], **words | {"title": ""}, actor=office)
    assert set(refusal.value.errors) == {"title", "orders"}
    made = actions.propose(body=county, orders=orders, **words, actor=office)
    made = actions.submit(made, actor=office)
    with pytest.raises(Refused):
        actions.revise(made, **words, actor=office)
    made = actions.submit(actions.revise(actions.take_back(made, actor=office), **words, actor=office), actor=office)
    with pytest.raises(Invalid):
        actions.reject(made, words="", actor=office)
    assert actions.reject(made, words="已有规定", actor=office).decision == "已有规定"


def test_recurring_problems_are_counted_by_topic_or_title(unit, other):
    for _ in range(3):
        order(unit, title="同一标题")
    for number in range(4):
        order(other, title=f"第{number}件", topic="等候过长")
    order(unit, title="只有一次")
    found = queries.recurring(Order.objects.all())
    assert [(one.body, one.about, one.number) for one in found] == [(other, "等候过长", 4), (unit, "同一标题", 3)]
    assert queries.alike(Order.objects.all(), other, "rating", "等候过长").count() == 4


def test_each_desk_shows_what_waits_for_it(county, unit, other, office):
    clerk, helper = clerk_of(unit), clerk_of(other)
    received = complaint(county)
    lead = order(unit, assistants=[other], actor=SYSTEM)
    part = actions.reply(lead.parts.get(), **ANSWER, actor=helper)
    returned = actions.return_order(order(unit), reason="不属我局", actor=clerk)
    above, mine = queries.desk_of(office), queries.desk_of(clerk)
    assert list(above.to_dispatch) == [received]
    assert list(above.to_decide) == [returned]
    assert list(mine.to_verify) == [part]
    assert list(mine.to_handle) == [lead]
    assert not queries.desk_of(helper).to_verify.exists()


def test_units_and_superiors_are_told_of_each_step(county, unit, other, office):
    people = {
        body: access.signed_in("orders.answer", body=body, duty="liaison")[1].person for body in (county, unit, other)
    }

    def told(body):
        return list(
            Notice.objects.filter(recipient_id=people[body]).order_by("created_at").values_list("text", flat=True)
        )

    one = actions.dispatch(complaint(county), body=unit, assistants=[other], actor=office)
    assert "请及时分办" in told(county)[0]
    assert "请及时签收" in told(unit)[0]
    assert "请协办" in told(other)[0]
    one = actions.return_order(one, reason="不属我局", actor=clerk_of(unit))
    assert "申请退回" in told(county)[-1]
    actions.uphold(one, words="职责清单", actor=office)
    assert "不予退回" in told(unit)[-1]


def test_notes_of_a_unit_stay_with_it_and_those_above(county, unit, other, office):
    lead = order(unit, assistants=[other], actor=SYSTEM)
    own, helper = clerk_of(unit), clerk_of(other)
    actions.write_note(lead, text="内部", shared=False, actor=own)
    actions.write_note(lead, text="通报", actor=own)
    assert queries.notes_for(lead, own).count() == 2
    assert queries.notes_for(lead, office).count() == 2
    assert [note.text for note in queries.notes_for(lead, helper)] == ["通报"]
    with pytest.raises(Invalid):
        actions.write_note(lead, text=" ", actor=own)


def test_an_old_copy_gives_nobody_a_right(county, unit, other, office):
    one, stale = order(unit), Order.objects.select_related("body").get()
    actions.redirect(one, body=other, words="属其职责", actor=office)
    assert stale.body == unit
    with pytest.raises(Forbidden):
        actions.sign(stale, actor=clerk_of(unit))


def test_a_batch_names_what_it_could_not_do(unit):
    clerk = clerk_of(unit)
    orders = [order(unit), actions.sign(order(unit), actor=clerk), order(BodyFactory())]
    came = actions.sign_all(orders, actor=clerk)
    assert [one.pk for one in came.done] == [orders[0].pk]
    assert {number for number, _reason in came.refused} == {orders[1].number, orders[2].number}


def test_an_extension_is_asked_before_the_deadline_and_granted_by_a_role(unit):
    clerk = access.actor("orders.answer", "deadlines.read", body=unit)
    with clock.pretend(MONDAY):
        one = actions.sign(order(unit, actor=SYSTEM), actor=clerk)
        due = one.clock.due_at
    with clock.pretend(MONDAY + 30 * DAY), pytest.raises(Refused):
        actions.ask_extension(one, amount=2, reason="需要鉴定", actor=clerk)
    with clock.pretend(MONDAY):
        with pytest.raises(Forbidden):
            clocks.extend(one.clock, 2, reason="需要鉴定", actor=clerk)
        approver = access.actor("deadlines.extend", body=unit.parent)
        assert clocks.extend(one.clock, 2, reason="需要鉴定", actor=approver).due_at > due
