import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from tests.factories.access import signed_in
from tests.factories.approvals import appointment_of, office, submitted, task_of
from tests.factories.bodies import AppointmentFactory, PostFactory
from tests.factories.deadlines import moment, running_clock
from tests.factories.people import AccountFactory
from zhengyou.kernel import clock as time
from zhengyou.records.notices import worklist
from zhengyou.registry.approvals import actions
from zhengyou.registry.approvals.enums import DefinitionState, State, TaskState
from zhengyou.registry.approvals.models import Definition, ExtensionRequest
from zhengyou.registry.bodies.models import Leave
from zhengyou.registry.people.models import Account

pytestmark = pytest.mark.django_db


def sign_in(client, actor):
    client.force_login(Account.objects.get(pk=actor.account))


def at(name, *args):
    return reverse(f"approvals:{name}", args=args)


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_submitted_matter_waits_on_the_page_and_in_the_work_queue(client):
    place = office()
    instance = submitted(place)
    sign_in(client, place.leaders[0])
    assert instance.title in text(client.get(at("list")))
    (todo,) = worklist.waiting_for(place.leaders[0])
    assert (todo.title, str(todo.kind), todo.url) == (instance.title, "审核", at("detail", instance.pk))
    assert todo.due is not None
    sign_in(client, place.head)
    assert "暂无待审批事项" in text(client.get(at("list")))
    assert worklist.waiting_for(place.head) == []


def test_matter_is_agreed_to_from_page_to_page(client):
    place = office()
    instance = submitted(place)
    for actor, words in ((place.leaders[0], "内容属实"), (place.head, "同意公开")):
        sign_in(client, actor)
        detail = text(client.get(at("detail", instance.pk)))
        assert "不同意" in detail
        assert client.get(at("approve", task_of(instance, actor).pk)).status_code == 200
        answer = client.post(at("approve", task_of(instance, actor).pk), {"opinion": words})
        assert answer.url == at("detail", instance.pk)
    instance.refresh_from_db()
    assert instance.state == State.APPROVED
    sign_in(client, place.clerk)
    shown = text(client.get(at("detail", instance.pk)))
    assert "内容属实" in shown
    assert "同意公开" in shown
    assert "已通过" in shown


def test_refusal_and_return_ask_for_words_and_keep_what_was_typed(client):
    place = office()
    instance = submitted(place)
    sign_in(client, place.leaders[0])
    task = task_of(instance, place.leaders[0])
    assert client.post(at("reject", task.pk), {"opinion": ""}).status_code == 422
    wrong = client.post(at("return", task.pk), {"opinion": "请补充附件", "step": "9"})
    assert (wrong.status_code, "请补充附件" in wrong.content.decode()) == (422, True)
    assert client.post(at("return", task.pk), {"opinion": "请补充附件", "step": "1"}).status_code == 302
    sign_in(client, place.clerk)
    shown = text(client.get(at("detail", instance.pk)))
    assert "请补充附件" in shown
    assert "重新提交" in shown


def test_verbs_are_closed_to_strangers(client):
    place = office()
    instance = submitted(place)
    task = task_of(instance, place.leaders[0])
    sign_in(client, signed_in("approvals.oversee")[1])
    assert client.get(at("detail", instance.pk)).status_code == 404
    for verb in ("approve", "reject", "return", "add-signer", "hand-over", "sign-for", "replace"):
        assert client.post(at(verb, task.pk), {"opinion": "x"}).status_code == 404
    for verb in ("withdraw", "remind", "copy"):
        assert client.post(at(verb, instance.pk)).status_code == 404
    sign_in(client, place.clerk)
    assert client.post(at("approve", task.pk), {"opinion": "x"}).status_code == 403
    task.refresh_from_db()
    assert task.state == TaskState.WAITING


def test_person_is_chosen_or_found_by_name(client):
    place = office()
    instance = submitted(place)
    sign_in(client, place.leaders[0])
    url = at("hand-over", task_of(instance, place.leaders[0]).pk)
    twin = AppointmentFactory(post=PostFactory(body=place.body), person__name="李测试")
    AppointmentFactory(post=PostFactory(body=place.body), person__name="李测试")
    for data, reason in (({"who": ""}, "请选择人员"), ({"name": "查无此人"}, "未找到"), ({"name": "李测试"}, "同名")):
        answer = client.post(url, data)
        assert (answer.status_code, reason in answer.content.decode()) == (422, True)
    assert client.post(url, {"who": str(twin.pk)}).status_code == 302
    assert instance.tasks.get(state=TaskState.WAITING).appointment == twin


def test_overseer_fills_a_step_without_anybody(client):
    lone = signed_in()[1]
    instance = actions.submit("publish", lone.body, title="无人审批的事项", body=lone.body, actor=lone)
    overseer = signed_in("approvals.oversee", body=lone.body)[1]
    sign_in(client, overseer)
    assert "暂无审批人" in text(client.get(at("list"), {"show": "all"}))
    assert [str(todo.kind) for todo in worklist.waiting_for(overseer)] == ["指定审批人"]
    leader = AppointmentFactory(post=PostFactory(body=lone.body), person__name="王替补")
    task = instance.tasks.get(state=TaskState.WAITING)
    assert client.post(at("replace", task.pk), {"name": "王替补"}).status_code == 302
    assert instance.tasks.get(state=TaskState.WAITING).appointment == leader


def test_starter_reminds_copies_and_withdraws(client):
    place, reader = office(), AppointmentFactory(person__name="赵知会")
    with time.pretend(moment("2026-05-11 09:00")):
        instance = submitted(place)
    sign_in(client, place.clerk)
    with time.pretend(moment("2026-05-11 15:00")):
        assert "已催办" in text(client.post(at("remind", instance.pk), follow=True))
        reader.post.body = place.body
        reader.post.save()
        assert client.post(at("copy", instance.pk), {"name": "赵知会"}).status_code == 302
        assert client.post(at("withdraw", instance.pk)).status_code == 302
    account = AccountFactory(person=reader.person)
    client.force_login(account)
    assert instance.title in text(client.get(at("list"), {"show": "copies"}))
    text(client.get(at("detail", instance.pk)))
    assert instance.copies.get().read_at is not None
    instance.refresh_from_db()
    assert instance.state == State.WITHDRAWN


def test_lists_and_workbook(client, django_assert_max_num_queries):
    place = office()
    instance = submitted(place)
    sign_in(client, place.clerk)
    for show in ("waiting", "done", "mine", "copies", "all", "nonsense"):
        assert client.get(at("list"), {"show": show, "page": "7", "state": "?"}).status_code == 200
    response = client.get(at("list"), {"show": "mine", "export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet["A4"].value == instance.title
    with django_assert_max_num_queries(40) as one:
        client.get(at("list"), {"show": "mine"})
    for code in ("extension", "honours"):
        submitted(place, code)
    with django_assert_max_num_queries(len(one)):
        client.get(at("list"), {"show": "mine"})


def test_procedure_is_revised_without_touching_what_is_under_way(client):
    place = office()
    instance = submitted(place)
    sign_in(client, place.overseer)
    assert "公开发布审批" in text(client.get(at("definitions")))
    shipped = instance.definition
    assert client.post(at("publish-definition", shipped.pk), HTTP_REFERER="http://testserver/").status_code == 302
    client.post(at("revise-definition", shipped.pk))
    own = Definition.objects.get(shipped=False)
    assert (own.state, own.steps.count()) == (DefinitionState.DRAFT, 3)
    step = {
        "order_number": "4", "name": "会签", "who": "duty", "duty": "", "relation": "own", "mode": "all", "needed": "1",
        "refusal": "counts", "returns_to": ["1"], "rule_key": "",
    }  # fmt: skip
    url = at("set-step", own.pk)
    wrong = client.post(url, step)
    assert wrong.status_code == 422
    assert "须全部同意的环节不能按票数计" in wrong.content.decode()
    assert client.post(url, step | {"duty": "leader", "refusal": "ends"}).status_code == 302
    assert client.post(url + "?place=4", step | {"duty": "head", "refusal": "ends"}).status_code == 302
    assert own.steps.get(order_number=4).duty == "head"
    client.post(at("drop-step", own.pk, own.steps.get(order_number=2).pk))
    assert own.steps.get(order_number=4).returns_to == [1]
    assert client.post(at("publish-definition", own.pk)).status_code == 302
    own.refresh_from_db()
    instance.refresh_from_db()
    assert (own.state, instance.definition) == (DefinitionState.IN_FORCE, shipped)
    actions.withdraw(instance, actor=place.clerk)
    assert submitted(place).definition == own
    client.post(at("retire-definition", own.pk))
    assert client.post(at("set-step", own.pk), step | {"duty": "leader", "refusal": "ends"}).status_code == 422


def test_procedure_without_an_approver_is_not_put_into_use(client):
    place = office()
    sign_in(client, place.overseer)
    made = client.post(at("new-definition"), {"title": "试", "code": "try", "body": str(place.body.pk), "note": ""})
    definition = Definition.objects.get(code="try")
    assert made.url == at("definition", definition.pk)
    assert "至少应有一个" in text(client.get(at("definition", definition.pk)))
    client.post(at("publish-definition", definition.pk), HTTP_REFERER="http://testserver/")
    definition.refresh_from_db()
    assert definition.state == DefinitionState.DRAFT


def test_procedures_are_closed_to_those_without_the_function(client):
    sign_in(client, signed_in("approvals.oversee")[1])
    assert client.get(at("definitions")).status_code == 403
    assert client.post(at("new-definition"), {}).status_code == 403


@pytest.mark.parametrize("may", [True, False])
def test_extension_is_asked_for_approved_and_granted(client, may):
    place = office()
    account, head = signed_in(*(["deadlines.extend"] if may else ["deadlines.read"]), body=place.body, duty="head")
    clerk = signed_in("deadlines.read", body=place.body)[1]
    clock = running_clock(at="2026-05-11 10:00", body=place.body)
    with time.pretend(moment("2026-05-12 10:00")):
        sign_in(client, clerk)
        assert at("extend", clock.pk) in text(client.get(reverse("deadlines:clock", args=[clock.pk])))
        assert client.post(at("extend", clock.pk), {"amount": "0", "reason": ""}).status_code == 422
        answer = client.post(at("extend", clock.pk), {"amount": "3", "reason": "需会同现场核查"})
        instance = ExtensionRequest.objects.get(clock=clock).instance
        assert answer.url == at("detail", instance.pk)
        task = instance.tasks.get(state=TaskState.WAITING)
        if str(task.appointment.public_id) != head.hat_id:
            task = actions.hand_over(task, appointment_of(head), actor=place.head)
        client.force_login(account)
        status = client.post(at("approve", task.pk), {"opinion": "同意延期"}).status_code
    clock.refresh_from_db()
    instance.refresh_from_db()
    if may:
        assert (status, instance.state, clock.extended_by) == (302, State.APPROVED, 3)
        assert head.label in clock.extensions.get().granted_by
    else:
        assert (status, instance.state, clock.extended_by) == (403, State.RUNNING, 0)


def test_stand_in_sees_and_signs_what_waits_for_who_went_on_leave(client):
    place, colleague = office(), signed_in()[1]
    instance = submitted(place)
    sign_in(client, colleague)
    assert client.get(at("detail", instance.pk)).status_code == 404
    assert worklist.waiting_for(colleague) == []
    Leave.objects.create(
        appointment=appointment_of(place.leaders[0]),
        kind="sick",
        starts_on=time.today(),
        ends_on=time.today() + dt.timedelta(days=2),
        stand_in_id=colleague.person,
    )
    (todo,) = worklist.waiting_for(colleague)
    assert str(todo.kind).startswith("代签")
    task = task_of(instance, place.leaders[0])
    assert at("sign-for", task.pk) in text(client.get(todo.url))
    given = {"decision": "approved", "opinion": "同意", "authority": "请假期间委托"}
    assert client.post(at("sign-for", task.pk), given | {"authority": ""}).status_code == 422
    assert client.post(at("sign-for", task.pk), given).status_code == 302
    assert "请假期间委托" in text(client.get(at("detail", instance.pk)))
    assert instance.title in text(client.get(at("list"), {"show": "done"}))
    sign_in(client, place.clerk)
    assert "请假期间委托" in text(client.get(at("detail", instance.pk)))


def test_procedures_are_found_by_name_and_state(client):
    client.force_login(signed_in("approvals.define")[0])
    url = reverse("approvals:definitions")
    assert "没有符合条件的审批程序" not in client.get(url).content.decode()
    for nothing in ({"q": "没有这个"}, {"state": "withdrawn"}):
        assert "没有符合条件的审批程序" in client.get(url, nothing).content.decode()
