"""The ladder of an order: papers that go out by themselves, measures that a leader signs, and what lapses."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.concurrency import at_once
from tests.factories import supervision as make
from tests.factories.deadlines import moment
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions, tasks
from zhengyou.mechanisms.orders.enums import MeasureKind, MeasureState, Shade, Sheet, WritState
from zhengyou.mechanisms.orders.models import Measure, Order, Writ
from zhengyou.records.ledger.queries import history
from zhengyou.records.notices.models import Notice
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.enums import State as ApprovalState
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.deadlines import actions as clocks
from zhengyou.registry.deadlines.models import Climb
from zhengyou.registry.papers import actions as papers
from zhengyou.registry.papers.enums import State as PaperState

START = moment("2026-05-11 10:00")
SUPERVISED, TALK, CIRCULAR = moment("2026-05-20 17:31"), moment("2026-05-22 17:31"), moment("2026-05-25 17:31")
DAY = dt.timedelta(days=1)


@pytest.fixture
def place():
    return make.county()


@pytest.fixture
def late(place):
    """An order that has climbed the whole ladder."""
    order = make.matter(place.unit, START)
    make.climb(order, SUPERVISED, TALK, CIRCULAR)
    return order


def text(**facts):
    given = {
        "shade": Shade.YELLOW, "title": "进度滞后", "facts": "截至5月20日完成30%。", "demand": "倒排工期。",
        "due_on": clock.today() + DAY,
    }  # fmt: skip
    return actions.Text(**given | facts)


@pytest.mark.django_db
def test_the_ladder_sends_two_papers_and_only_proposes_the_graver_measures(place, late):
    sheets = list(Writ.objects.order_by("issued_at").values_list("sheet", "shade", "body", "issuer"))
    assert sheets == [
        (Sheet.REMINDER, Shade.RED, place.unit.pk, place.body.pk),
        (Sheet.SUPERVISION, Shade.RED, place.unit.pk, place.body.pk),
    ]
    assert [str(writ.number) for writ in Writ.objects.order_by("issued_at")] == ["催办〔2026〕1号", "督办〔2026〕1号"]
    proposed = list(Measure.objects.order_by("proposed_at").values_list("kind", "state", "signed_by"))
    assert proposed == [("talk", "proposed", ""), ("circular", "proposed", "")]
    assert late.number in Measure.objects.first().facts


@pytest.mark.django_db
def test_an_assisting_unit_is_pressed_by_who_dispatched_the_matter_not_by_the_lead_unit(place):
    part = make.matter(place.unit, START, assistants=[place.other]).parts.get()
    assert part.verifier == place.unit
    make.climb(part, SUPERVISED)
    papers = Writ.objects.filter(body=place.other).values_list("issuer", flat=True)
    assert set(papers) == {place.body.pk}
    assert len(papers) == 2


@pytest.mark.django_db
def test_each_rung_tells_whom_the_rule_names_once(place, late):
    told = Notice.objects.filter(source__startswith="climb:").values_list("recipient_id", flat=True)
    assert list(told).count(place.clerk.person) == 2  # urged and supervised; talk and circular are not the unit's yet
    assert list(told).count(place.officer.person) == 3
    assert Climb.objects.count() == 4


@pytest.mark.django_db
def test_a_finished_order_climbs_no_further_and_its_proposals_lapse(place):
    order = make.matter(place.unit, START)
    make.climb(order, SUPERVISED, TALK)
    with clock.pretend(CIRCULAR - DAY):
        make.close(order, place)
    with clock.pretend(CIRCULAR + 9 * DAY):
        assert clocks.climb(make.handling_clock(order)) is None
    (measure,) = Measure.objects.all()
    assert (measure.kind, measure.state) == (MeasureKind.TALK, MeasureState.DROPPED)
    assert measure.end_reason


@pytest.mark.django_db
def test_a_leader_signs_the_talk_and_its_notice_goes_out(place, late):
    measure = Measure.objects.get(kind=MeasureKind.TALK)
    with pytest.raises(Invalid):
        actions.submit_measure(measure, facts="已核实。", demand=" ", actor=place.officer)
    actions.submit_measure(measure, facts="经核实，超期4个工作日。", demand="主要负责人到会说明。", actor=place.officer)
    with pytest.raises(Conflict):
        actions.carry_out(measure, held_on=clock.today(), words="……", actor=place.officer)
    assert not Writ.objects.filter(sheet=Sheet.TALK).exists()

    make.sign_all(measure, place)

    measure.refresh_from_db()
    writ = Writ.objects.get(sheet=Sheet.TALK)
    assert (measure.state, writ.measure, writ.body) == (MeasureState.SIGNED, measure, place.unit)
    assert place.head.label in measure.signed_by
    done = actions.carry_out(measure, held_on=clock.today(), words="表态月底前完成。", actor=place.officer)
    assert done.state == MeasureState.DONE


@pytest.mark.django_db
def test_a_signed_circular_becomes_a_paper_that_waits_to_be_issued(place, late):
    measure = Measure.objects.get(kind=MeasureKind.CIRCULAR)
    with pytest.raises(Refused) as refusal:
        actions.submit_measure(measure, facts="超期5个工作日。", demand="举一反三。", actor=place.officer)
    assert refusal.value.code == "organ"
    make.may_also(place.officer, "papers.register", "papers.issue")
    issuer = make.signed_in("papers.register", "papers.issue", body=place.body)[1]
    papers.found_organ(place.body, name="青禾县人民政府", code="青政", actor=issuer)
    actions.submit_measure(measure, facts="超期5个工作日。", demand="举一反三。", actor=place.officer)
    make.sign_all(measure, place)

    measure.refresh_from_db()
    assert measure.paper.state == PaperState.APPROVED
    assert measure.paper.title == "关于县住建局有关事项办理情况的通报"
    assert set(measure.paper.recipients.values_list("body", flat=True)) == {place.unit.pk, place.other.pk}
    issued = papers.issue(measure.paper, actor=issuer)
    assert issued.number_text == f"青政〔{clock.today().year}〕1号"


@pytest.mark.django_db
def test_a_refused_measure_comes_back_and_a_dropped_one_leaves_the_tray(place, late, monkeypatch):
    deferred = []
    monkeypatch.setattr("zhengyou.records.jobs.defer", lambda name, **given: deferred.append((name, given)))
    measure = Measure.objects.get(kind=MeasureKind.TALK)
    actions.submit_measure(measure, facts="已核实。", demand="说明情况。", actor=place.officer)
    (task,) = make.tasks_of(measure)
    approvals.reject(task, actor=place.leader, opinion="先督办。")
    measure.refresh_from_db()
    assert measure.state == MeasureState.PROPOSED

    actions.submit_measure(measure, facts="仍未办结。", demand="说明情况。", actor=place.officer)
    measure.refresh_from_db()
    actions.drop_measure(measure, reason="已办结", actor=place.officer)
    approvals.approve(make.tasks_of(measure)[0], actor=place.leader)
    (last,) = make.tasks_of(measure)
    with pytest.raises(Conflict):
        approvals.approve(last, actor=place.head)
    (given,) = [given for name, given in deferred if name == "orders.end_signing"]
    tasks.end_signing(**given)
    assert set(Instance.objects.values_list("state", flat=True)) == {ApprovalState.REJECTED, ApprovalState.WITHDRAWN}


@pytest.mark.django_db
def test_the_database_knows_that_a_talk_is_signed(place, late):
    measure = Measure.objects.get(kind=MeasureKind.TALK)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(state=MeasureState.DONE)


@pytest.mark.django_db
def test_officers_send_notices_and_the_unit_signs_for_them(place):
    order = make.matter(place.unit)

    def send(actor):
        return actions.send_writ(Sheet.RECTIFICATION, place.unit, place.body, text(), order=order, actor=actor)

    writ = matrix(send, "orders.supervise", place.body)
    assert str(writ.number) == f"整改〔{clock.today().year}〕1号"
    signed = matrix(lambda actor: actions.sign_writ(writ, remark="收到", actor=actor), "orders.answer", place.unit)
    assert (signed.state, signed.remark) == (WritState.RECEIVED, "收到")
    assert signed.received_by
    with pytest.raises(Conflict):
        actions.sign_writ(writ, actor=place.clerk)
    gone = matrix(lambda actor: actions.withdraw_writ(writ, reason="误发", actor=actor), "orders.supervise", place.body)
    assert gone.state == WritState.WITHDRAWN
    assert [event.verb for event in history(writ)] == ["orders.send_writ", "orders.sign_writ", "orders.withdraw_writ"]


@pytest.mark.django_db
def test_a_notice_says_everything_and_nothing_secret(place):
    order = make.matter(place.unit)
    wrong = text(shade="green", title="", facts="", demand="", due_on=clock.today() - DAY)
    with pytest.raises(Invalid) as refusal:
        actions.send_writ(Sheet.REMINDER, place.unit, place.body, wrong, order=order, actor=place.officer)
    assert set(refusal.value.errors) == {"shade", "title", "facts", "demand", "due_on"}
    for sheet, body in ((Sheet.TALK, place.unit), (Sheet.REMINDER, place.body)):
        with pytest.raises(Refused):
            actions.send_writ(sheet, body, place.body, text(), order=order, actor=place.officer)
    assert not Writ.objects.exists()


@pytest.mark.django_db
def test_measures_are_for_who_supervises(place, late):
    def propose(actor):
        return actions.propose_measure(MeasureKind.TALK, place.unit, place.body, facts="……", actor=actor)

    measure = matrix(propose, "orders.supervise", place.body)
    dropped = matrix(
        lambda actor: actions.drop_measure(measure, reason="重复", actor=actor), "orders.supervise", place.body
    )
    assert dropped.state == MeasureState.DROPPED
    with pytest.raises(Forbidden):
        actions.submit_measure(
            Measure.objects.filter(state="proposed").first(), facts="x", demand="x", actor=place.clerk
        )
    with pytest.raises(Refused):
        actions.propose_measure(MeasureKind.TALK, place.body, place.body, facts="……", actor=place.officer)


@pytest.mark.django_db
def test_measures_are_submitted_taken_up_and_carried_out_by_who_supervises(place):
    def proposed(kind):
        return actions.propose_measure(kind, place.unit, place.body, facts="……", actor=place.officer)

    talk, meeting = proposed(MeasureKind.TALK), proposed(MeasureKind.MEETING)
    asked = matrix(
        lambda actor: actions.submit_measure(talk, facts="核实", demand="说明", actor=actor),
        "orders.supervise",
        place.body,
    )
    assert str(asked.subject_id) == str(talk.pk)
    due = clock.today() + DAY
    called = matrix(
        lambda actor: actions.accept_measure(meeting, demand="推进", due_on=due, actor=actor),
        "orders.supervise",
        place.body,
    )
    assert called.state == MeasureState.SIGNED
    held = matrix(
        lambda actor: actions.carry_out(called, held_on=clock.today(), words="承诺月底完成", actor=actor),
        "orders.supervise",
        place.body,
    )
    assert (held.state, held.record) == (MeasureState.DONE, "承诺月底完成")


@pytest.mark.django_db(transaction=True)
def test_two_workers_climb_the_same_rung_and_one_paper_goes_out(place):
    order = make.matter(place.unit, START)
    running = make.handling_clock(order)
    with clock.pretend(moment("2026-05-18 17:35")):
        clocks.breach(running)
        results = at_once(4, lambda _: clocks.climb(running))
    assert not [result for result in results if isinstance(result, Exception)]
    assert (Climb.objects.count(), Writ.objects.count()) == (1, 1)
    assert Notice.objects.filter(source__startswith="climb:", recipient_id=place.clerk.person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_rung_comes_while_the_order_is_being_closed(place):
    order = make.matter(place.unit, START)
    make.climb(order, SUPERVISED)
    actions.sign(order, actor=place.clerk)
    running = make.handling_clock(order)
    verbs = (lambda: make.close(order, place), lambda: clocks.climb(running))
    with clock.pretend(TALK):
        results = at_once(2, lambda at: verbs[at]())
    assert not [result for result in results if isinstance(result, Exception)], results
    order.refresh_from_db()
    assert order.state == "closed"
    assert not Measure.objects.filter(state__in=["proposed", "pending"]).exists()


@pytest.mark.django_db(transaction=True)
def test_a_leader_signs_while_the_order_is_closed(place):
    order = make.matter(place.unit, START)
    make.climb(order, SUPERVISED, TALK)
    measure = Measure.objects.get()
    actions.submit_measure(measure, facts="已核实。", demand="说明情况。", actor=place.officer)
    approvals.approve(make.tasks_of(measure)[0], actor=place.leader)
    task = make.tasks_of(measure)[0]
    actions.sign(order, actor=place.clerk)
    order = actions.reply(
        Order.objects.get(pk=order.pk), finding="true", reason="慢", answer="已办。", actor=place.clerk
    )
    verbs = (lambda: actions.verify(order, actor=place.officer), lambda: approvals.approve(task, actor=place.head))

    results = at_once(2, lambda at: verbs[at]())

    order.refresh_from_db()
    measure.refresh_from_db()
    assert order.state == "closed"
    assert isinstance(results[0], Order)
    if isinstance(results[1], Exception):
        assert isinstance(results[1], Conflict)
        assert (measure.state, Writ.objects.filter(sheet=Sheet.TALK).count()) == (MeasureState.DROPPED, 0)
    else:
        assert (measure.state, Writ.objects.filter(sheet=Sheet.TALK).count()) == (MeasureState.SIGNED, 1)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_sign_for_the_same_notice(place):
    order = make.matter(place.unit)
    writ = actions.send_writ(Sheet.REMINDER, place.unit, place.body, text(), order=order, actor=place.officer)
    results = at_once(2, lambda _: actions.sign_writ(writ, actor=place.clerk))
    assert sum(isinstance(result, Writ) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 1
