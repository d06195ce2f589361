import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories.access import actor, signed_in
from tests.factories.approvals import appointment_of, definition, office, submitted, task_of
from tests.factories.bodies import AppointmentFactory, BodyFactory
from tests.factories.deadlines import moment, running_clock
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import history
from zhengyou.records.notices.models import Notice
from zhengyou.registry.approvals import actions, hooks, queries, tasks
from zhengyou.registry.approvals.enums import Decision, Origin, State, TaskState
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.bodies.models import Leave
from zhengyou.registry.deadlines.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcomes(monkeypatch):
    """What subscribers to bodies as subjects were told."""
    heard = []
    for name in ("_approved", "_rejected", "_withdrawn"):
        calls = {"bodies.body": [lambda instance, actor: heard.append((instance.state, actor.label))]}
        monkeypatch.setattr(hooks, name, calls)
    return heard


def test_submission_passes_review_and_signature(outcomes):
    place = office()
    instance = submitted(place)
    assert [task.state for task in instance.tasks.all()] == [TaskState.DONE, TaskState.WAITING]
    actions.approve(task_of(instance, place.leaders[0]), actor=place.leaders[0], opinion="同意，请签发")
    instance = actions.approve(task_of(instance, place.head), actor=place.head, opinion="同意")

    assert (instance.state, outcomes) == (State.APPROVED, [("approved", place.head.label)])
    assert list(instance.tasks.values_list("step_name", "decision", "opinion")) == [
        ("经办", "submitted", ""),
        ("审核", "approved", "同意，请签发"),
        ("签发", "approved", "同意"),
    ]
    assert history(instance).first().verb == "approvals.submit"
    assert set(Clock.objects.values_list("state", flat=True)) == {"met"}


def test_submission_twice_is_refused_while_it_runs():
    place = office()
    first = submitted(place)
    with pytest.raises(Conflict):
        submitted(place)
    actions.withdraw(first, actor=place.clerk)
    assert submitted(place).pk != first.pk


def test_submission_needs_a_hat_and_a_procedure():
    place = office()
    with pytest.raises(Forbidden):
        actions.submit("publish", place.body, title="x", body=place.body, actor=ledger.SYSTEM)
    with pytest.raises(Refused, match="no-such"):
        actions.submit("no-such", place.body, title="x", body=place.body, actor=place.clerk)


def test_refusal_needs_a_reason_and_ends_it(outcomes):
    place = office()
    instance = submitted(place)
    task = task_of(instance, place.leaders[0])
    with pytest.raises(Refused):
        actions.reject(task, actor=place.leaders[0], opinion=" ")
    instance = actions.reject(task, actor=place.leaders[0], opinion="依据不足")
    assert (instance.state, outcomes) == (State.REJECTED, [("rejected", place.leaders[0].label)])
    with pytest.raises(Conflict):
        actions.approve(task, actor=place.leaders[0])


def test_returned_matter_comes_back_and_goes_all_the_way_again():
    place = office()
    instance = submitted(place)
    actions.approve(task_of(instance, place.leaders[0]), actor=place.leaders[0])
    instance = actions.return_to(task_of(instance, place.head), 1, actor=place.head, opinion="补充附件")
    mended = task_of(instance, place.clerk)
    with pytest.raises(Refused):
        actions.reject(mended, actor=place.clerk, opinion="不改了")
    instance = actions.approve(mended, actor=place.clerk, opinion="已补充")
    assert Task.objects.get(pk=mended.pk).decision == Decision.SUBMITTED
    actions.approve(task_of(instance, place.leaders[0]), actor=place.leaders[0])
    instance = actions.approve(task_of(instance, place.head), actor=place.head)
    assert (instance.state, instance.turn) == (State.APPROVED, 6)


def test_return_only_where_the_procedure_allows():
    place = office()
    definition("strict", {"returns_to": []}, {"duty": "head", "returns_to": [2]})
    instance = submitted(place, "strict")
    with pytest.raises(Refused):
        actions.return_to(task_of(instance, place.leaders[0]), 1, actor=place.leaders[0], opinion="x")
    actions.approve(task_of(instance, place.leaders[0]), actor=place.leaders[0])
    instance = actions.return_to(task_of(instance, place.head), 2, actor=place.head, opinion="再核")
    assert (instance.step, task_of(instance, place.leaders[0]).turn) == (2, 4)


@pytest.mark.parametrize(
    ("mode", "needed", "refusal", "said", "expected"),
    [
        ("all", 1, "ends", "yyy", State.APPROVED),
        ("all", 1, "ends", "yn", State.REJECTED),
        ("any", 1, "counts", "nny", State.APPROVED),
        ("any", 1, "counts", "nnn", State.REJECTED),
        ("any", 1, "ends", "n", State.REJECTED),
        ("n_of_m", 2, "counts", "yny", State.APPROVED),
        ("n_of_m", 2, "counts", "ynn", State.REJECTED),
        ("n_of_m", 2, "counts", "yn", State.RUNNING),
    ],
)
def test_countersigning_follows_the_policy_of_the_step(mode, needed, refusal, said, expected):
    place = office(leaders=3)
    definition("counter", {"mode": mode, "needed": needed, "refusal": refusal})
    instance = submitted(place, "counter")
    for leader, word in zip(place.leaders, said, strict=False):
        task = task_of(instance, leader)
        instance = (
            actions.approve(task, actor=leader) if word == "y" else actions.reject(task, actor=leader, opinion="不同意")
        )
    assert instance.state == expected
    assert instance.tasks.filter(state=TaskState.WAITING).exists() == (expected == State.RUNNING)


def test_refusal_may_return_to_the_first_step():
    place = office(leaders=2)
    definition("back", {"mode": "all", "refusal": "returns"})
    instance = submitted(place, "back")
    instance = actions.reject(task_of(instance, place.leaders[1]), actor=place.leaders[1], opinion="请修改")
    assert (instance.state, instance.step) == (State.RUNNING, 1)
    assert instance.tasks.get(turn=2, appointment=appointment_of(place.leaders[0])).state == TaskState.SKIPPED


def test_added_signer_must_be_heard():
    place, expert = office(), signed_in()[1]
    instance = submitted(place)
    mine = task_of(instance, place.leaders[0])
    actions.add_signer(mine, [appointment_of(expert)], actor=place.leaders[0])
    with pytest.raises(Refused):
        actions.add_signer(mine, [appointment_of(expert)], actor=place.leaders[0])
    instance = actions.approve(mine, actor=place.leaders[0])
    assert instance.step == 2
    instance = actions.approve(task_of(instance, expert), actor=expert, opinion="无意见")
    assert instance.step == 3


def test_handed_over_task_asks_the_other_one_instead():
    place, other = office(), signed_in()[1]
    instance = submitted(place)
    mine = task_of(instance, place.leaders[0])
    theirs = actions.hand_over(mine, appointment_of(other), actor=place.leaders[0])
    assert (theirs.origin, theirs.parent_id) == (Origin.HANDED, mine.pk)
    with pytest.raises(Conflict):
        actions.approve(mine, actor=place.leaders[0])
    assert actions.approve(theirs, actor=other).step == 3


def test_nobody_is_asked_about_what_they_submitted():
    place = office()
    instance = actions.submit("publish", place.body, title="x", body=place.body, actor=place.leaders[0])
    assert {task.appointment for task in instance.tasks.filter(step=2)} == {appointment_of(place.head)}
    with pytest.raises(Refused):
        actions.hand_over(task_of(instance, place.head), appointment_of(place.leaders[0]), actor=place.head)


def test_what_the_head_submits_goes_to_the_body_above_or_to_the_overseer():
    above, below = office(), BodyFactory()
    below.parent, below.path = above.body, f"{above.body.path}{below.pk}."
    below.save()
    head = signed_in(body=below, duty="head")[1]
    instance = actions.submit("extension", below, title="x", body=below, actor=head)
    assert task_of(instance, above.head).step_name == "审批"
    alone = office()
    instance = actions.submit("extension", alone.body, title="x", body=alone.body, actor=alone.head)
    assert task_of(instance, alone.overseer).step_name == "审批"


def test_what_the_only_overseer_submits_goes_to_the_overseer_above():
    above, below = office(), BodyFactory()
    below.parent, below.path = above.body, f"{above.body.path}{below.pk}."
    below.save()
    alone = signed_in("approvals.oversee", body=below)[1]
    definition("try", {"who": "role", "role": "nobody"})
    instance = actions.submit("try", below, title="x", body=below, actor=alone)
    assert task_of(instance, above.overseer)


def away(actor, stand_in=None):
    return Leave.objects.create(
        appointment=appointment_of(actor),
        kind="sick",
        starts_on=clock.today(),
        ends_on=clock.today() + dt.timedelta(days=3),
        stand_in=stand_in and appointment_of(stand_in).person,
    )


def test_absent_approver_leads_to_the_stand_in():
    place, colleague = office(), signed_in()[1]
    away(place.leaders[0], colleague)
    task = submitted(place).tasks.get(state=TaskState.WAITING)
    assert (task.appointment, task.origin) == (appointment_of(colleague), Origin.STAND_IN)
    assert place.leaders[0].label in task.label
    assert actions.approve(task, actor=colleague).step == 3


def test_absent_approver_without_stand_in_leads_to_the_ab_post_then_to_the_next_one_up():
    place = office()
    away(place.leaders[0])
    task = submitted(place).tasks.get(state=TaskState.WAITING)
    assert task.appointment == appointment_of(place.head)
    other = office()
    away(other.leaders[0])
    reserve = AppointmentFactory(post=appointment_of(other.leaders[0]).post, seat="stand_in")
    task = submitted(other).tasks.get(state=TaskState.WAITING)
    assert (task.appointment, task.origin) == (reserve, Origin.STAND_IN)


def test_absent_head_is_waited_for_where_nobody_stands_in():
    place = office()
    away(place.head)
    instance = submitted(place)
    actions.approve(task_of(instance, place.leaders[0]), actor=place.leaders[0])
    assert task_of(instance, place.head).origin == Origin.STEP


def test_ab_post_is_not_asked_beside_a_present_holder():
    place = office(leaders=2)
    AppointmentFactory(post=appointment_of(place.leaders[0]).post, seat="stand_in")
    definition("counter", {"mode": "all"})
    instance = submitted(place, "counter")
    asked = {task.appointment for task in instance.tasks.filter(state=TaskState.WAITING)}
    assert asked == {appointment_of(leader) for leader in place.leaders}


def test_body_without_a_leader_asks_the_body_above():
    above = office()
    below = BodyFactory(parent=above.body)
    clerk = signed_in(body=below)[1]
    instance = actions.submit("publish", below, title="x", body=below, actor=clerk)
    assert task_of(instance, above.leaders[0]).step_name == "审核"


def test_matter_without_any_approver_stands_on_the_overseers_list_until_filled():
    lone = signed_in()[1]
    instance = actions.submit("publish", lone.body, title="x", body=lone.body, actor=lone)
    task = instance.tasks.get(state=TaskState.WAITING)
    assert task.appointment is None
    tasks.replace_departed()
    assert instance.tasks.get(state=TaskState.WAITING).pk == task.pk
    overseer, leader = actor("approvals.oversee", body=lone.body), signed_in()[1]
    assert list(queries.unfilled_tasks(overseer)) == [task]
    filled = actions.replace(task, appointment_of(leader), actor=overseer)
    assert actions.approve(filled, actor=leader).step == 3


def test_successor_is_asked_when_the_approver_leaves():
    place = office()
    instance = submitted(place)
    left = appointment_of(place.leaders[0])
    left.ends_on = clock.today()
    left.save()
    heir = AppointmentFactory(post=left.post)
    for _ in range(2):
        tasks.replace_departed()
    task = instance.tasks.get(state=TaskState.WAITING)
    assert (task.appointment, task.origin, task.parent.state) == (heir, Origin.REPLACED, TaskState.DELEGATED)


@pytest.mark.parametrize("who", ["stranger", "starter", "overseer", "stand_in", "deputy"])
def test_sign_for_is_for_stand_ins_and_overseers_with_an_authority(who):
    place = office()
    instance = submitted(place)
    task = task_of(instance, place.leaders[0])
    stand_in, deputy = signed_in(), signed_in()
    Leave.objects.create(
        appointment=task.appointment,
        kind="sick",
        starts_on=clock.today(),
        ends_on=clock.today() + dt.timedelta(days=3),
        stand_in=stand_in[0].person,
    )
    AppointmentFactory(person=deputy[0].person, post=task.appointment.post, seat="stand_in")
    actors = {
        "stranger": actor("approvals.oversee"),
        "starter": place.clerk,
        "overseer": place.overseer,
        "stand_in": stand_in[1],
        "deputy": deputy[1],
    }
    with pytest.raises(Refused):
        actions.sign_for(task, "approved", authority=" ", actor=actors[who])
    if who in ("stranger", "starter"):
        with pytest.raises(Forbidden):
            actions.sign_for(task, "approved", authority="口头授权", actor=actors[who])
        return
    instance = actions.sign_for(task, "approved", authority="授权书〔2026〕1号", actor=actors[who], opinion="同意")
    task.refresh_from_db()
    assert (instance.step, task.authority) == (3, "授权书〔2026〕1号")
    assert actors[who].label in task.signed_by


def test_only_the_asked_hat_decides():
    place = office()
    instance = submitted(place)
    task = task_of(instance, place.leaders[0])
    for stranger in (place.clerk, place.head, place.overseer, ledger.PUBLIC):
        with pytest.raises(Forbidden):
            actions.approve(task, actor=stranger)
    with pytest.raises(Forbidden):
        actions.withdraw(instance, actor=place.head)


def test_reminder_waits_some_hours():
    place = office()
    with clock.pretend(moment("2026-05-11 09:00")):
        instance = submitted(place)
        with pytest.raises(Conflict):
            actions.remind(instance, actor=place.clerk)
    with clock.pretend(moment("2026-05-11 14:00")):
        with pytest.raises(Forbidden):
            actions.remind(instance, actor=place.head)
        (task,) = actions.remind(instance, actor=place.clerk)
    assert (task.reminders, task.reminded_at) == (1, moment("2026-05-11 14:00"))
    told = Notice.objects.get()
    assert (told.recipient_id, told.url) == (place.leaders[0].person, reverse("approvals:detail", args=[instance.pk]))
    assert instance.title in told.text


def test_copies_are_sent_once_by_those_who_take_part():
    place, reader = office(), signed_in()[1]
    instance = submitted(place)
    with pytest.raises(Forbidden):
        actions.copy_to(instance, [appointment_of(reader)], actor=reader)
    assert len(actions.copy_to(instance, [appointment_of(reader)], actor=place.clerk)) == 1
    assert actions.copy_to(instance, [appointment_of(reader)], actor=place.clerk) == []
    assert Notice.objects.get().recipient_id == reader.person
    assert instance in queries.visible_to(reader)
    assert instance not in queries.visible_to(signed_in()[1])


@pytest.mark.parametrize(("mode", "states"), [("any", {"approved"}), ("all", {"approved"})])
@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_decide_once(mode, states, outcomes):
    place = office(leaders=2)
    definition("both", {"mode": mode, "refusal": "ends"})
    instance = submitted(place, "both")
    barrier, results = threading.Barrier(2), []

    def race(leader, task):
        try:
            barrier.wait()
            results.append(actions.approve(task, actor=leader).state)
        except Conflict:
            results.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(leader, task_of(instance, leader))) for leader in place.leaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    instance.refresh_from_db()
    assert instance.state in states
    assert len(outcomes) == 1
    assert sorted(results) == (["approved", "conflict"] if mode == "any" else ["approved", "running"])


def test_only_who_is_asked_decides_asks_others_or_gives_back():
    place = office(leaders=2)
    instance = submitted(place)
    task = task_of(instance, place.leaders[0])
    attempts = (
        lambda who: actions.approve(task, actor=who),
        lambda who: actions.reject(task, actor=who, opinion="不同意"),
        lambda who: actions.return_to(task, 1, actor=who, opinion="退回"),
        lambda who: actions.add_signer(task, [appointment_of(place.head)], actor=who),
    )
    for attempt in attempts:
        for who in (actor("approvals.read", body=place.body), place.clerk, place.head, ledger.PUBLIC):
            with pytest.raises(Forbidden):
                attempt(who)


def test_more_time_is_asked_for_by_those_who_see_the_clock():
    clock_ = running_clock()
    for who in (actor("deadlines.read"), actor("nothing.at_all", body=clock_.body), ledger.PUBLIC):
        with pytest.raises(Forbidden):
            actions.request_extension(clock_, 2, reason="等待鉴定", actor=who)
