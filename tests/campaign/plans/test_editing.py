import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.campaign.plans import actions
from zhengyou.campaign.plans.enums import Kind, State
from zhengyou.campaign.plans.models import Element, Plan
from zhengyou.campaign.plans.queries import pieces
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger.models import Event

pytestmark = pytest.mark.django_db

TEXT = plans.TEXT.replace(
    "一、活动内容",
    """一、活动主题
以“为民服务”为主题，创建满意窗口。
二、参加对象
各窗口单位全体职工。
三、目标任务
1.群众满意率达到95%以上。
2.形成便民措施100件。
四、活动内容""",
).replace("二、实施步骤", "五、实施步骤")
TEXT = TEXT.replace(
    "\n青禾县总工会\n2026年2月20日",
    "六、工作要求\n1.加强领导。\n七、保障措施\n1.落实经费。\n\n青禾县总工会\n2026年2月20日",
)


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def office(county):
    return access.actor(*plans.OFFICE, body=county)


@pytest.fixture
def plan(county, office):
    return actions.take_in(body=county, text=TEXT, actor=office)[0]


def state(plan: Plan) -> list[tuple[object, ...]]:
    columns = ("pk", "name", "starts_on", "ends_on", "rhythm", "amount", "target", "parent", "origin", "is_removed")
    return list(plan.elements.order_by("pk").values_list(*columns))


def test_the_draft_keeps_why_for_whom_and_by_which_means(plan):
    def said(kind):
        return [(one.name, one.target or one.mechanism) for one in plan.elements.filter(kind=kind)]

    assert said(Kind.THEME) == [("为民服务", "")]
    assert said(Kind.SCOPE) == [("各窗口单位全体职工", "")]
    assert said(Kind.GOAL) == [("群众满意率达到95%以上", "95%以上"), ("形成便民措施100件", "100件")]
    assert said(Kind.DEMAND) == [("加强领导", "")]
    assert said(Kind.SAFEGUARD) == [("落实经费", "")]
    asked = {one.mechanism for one in plan.elements.filter(kind=Kind.ASK)}
    assert {"display", "commitment", "contest", "filing"} <= asked
    for one in plan.elements.filter(kind__in=(Kind.GOAL, Kind.ASK)):
        assert one.name[:6] in plan.text[one.span_start : one.span_end]
        assert 0 < one.confidence <= 1


def test_every_thing_has_a_place_to_which_its_link_leads(client, plan, county):
    account, _actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    shown = client.get(reverse("plans:bench", args=[plan.pk])).content.decode()
    for element in plan.elements.exclude(span_start=None):
        assert f'id="t-{element.pk}"' in shown, element.kind
        assert f'id="e-{element.pk}"' in shown, element.kind
    remarks = list(plan.remarks.all())
    put_together = "".join(piece.text for piece in pieces(plan, list(plan.elements.all()), remarks))
    assert "".join(put_together.split()) == "".join(plan.excerpt.split())


def test_each_step_is_undone_in_turn_and_nothing_else_changes(plan, office):
    road = [state(plan)]
    phase, other = plan.elements.filter(kind=Kind.PHASE)[:2]
    actions.correct(phase, name="动员", starts_on=dt.date(2026, 3, 2), ends_on=dt.date(2026, 3, 20), actor=office)
    road.append(state(plan))
    actions.merge(other, others=[phase], name="组织实施", actor=office)
    road.append(state(plan))
    dimension = plan.elements.filter(kind=Kind.DIMENSION).first()
    actions.remove(dimension, actor=office)
    road.append(state(plan))
    actions.undo(plan, actor=office)
    assert state(plan) == road[2]
    actions.undo(plan, actor=office)
    assert state(plan) == road[1]
    actions.undo(plan, actor=office)
    assert state(plan) == road[0]
    with pytest.raises(Conflict):
        actions.undo(plan, actor=office)
    added = actions.add(plan, kind=Kind.DUTY, name="报送照片", ends_on=dt.date(2026, 5, 1), actor=office)
    actions.undo(plan, actor=office)
    added.refresh_from_db()
    assert added.is_removed
    assert Event.objects.filter(verb="plans.undo").count() == 4


def test_merging_brings_together_what_stands_below_and_the_days_of_phases(plan, office):
    first, second = plan.elements.filter(kind=Kind.PHASE)[:2]
    kept = actions.merge(first, others=[second], name="发动实施", actor=office)
    assert (kept.starts_on, kept.ends_on) == (dt.date(2026, 3, 1), dt.date(2026, 10, 31))
    one, two = plan.elements.filter(kind=Kind.DIMENSION)[:2]
    actions.merge(one, others=[two], name="三亮三比", actor=office)
    items = Element.objects.filter(parent=one, is_removed=False)
    assert {item.name for item in items} >= {"亮身份", "比业绩"}
    two.refresh_from_db()
    assert two.is_removed


def test_only_things_of_one_kind_that_stand_can_be_merged(plan, office):
    phase = plan.elements.filter(kind=Kind.PHASE).first()
    duty = plan.elements.filter(kind=Kind.DUTY).first()
    with pytest.raises(Invalid):
        actions.merge(phase, others=[duty], name="x", actor=office)
    with pytest.raises(Invalid):
        actions.merge(phase, others=[], name="x", actor=office)
    with pytest.raises(Invalid):
        actions.merge(phase, others=[phase], name="x", actor=office)


def test_an_officer_merges_and_undoes_on_the_page(client, plan, county):
    account, _actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    one, two = plan.elements.filter(kind=Kind.DUTY)[:2]
    page = client.get(reverse("plans:merge", args=[one.pk])).content.decode()
    assert two.name in page
    refused = client.post(reverse("plans:merge", args=[one.pk]), {"name": one.name})
    assert refused.status_code == 422
    client.post(reverse("plans:merge", args=[one.pk]), {"name": "报送方案和信息", "others": [str(two.pk)]})
    shown = client.get(reverse("plans:bench", args=[plan.pk])).content.decode()
    assert "报送方案和信息" in shown
    assert "撤销：草稿条目合并" in shown
    client.post(reverse("plans:undo", args=[plan.pk]))
    two.refresh_from_db()
    assert not two.is_removed
    again = client.post(reverse("plans:undo", args=[plan.pk]), follow=True).content.decode()
    assert "没有可以撤销的修改" in again


def test_an_amended_text_keeps_what_people_decided_on_the_first(plan, office):
    duty = plan.elements.filter(kind=Kind.DUTY, name__contains="方案").get()
    actions.correct(duty, name="报送本单位方案", ends_on=dt.date(2026, 3, 25), actor=office)
    gone = plan.elements.filter(kind=Kind.ITEM, name="比作风").get()
    actions.remove(gone, actor=office)
    above = plan.elements.filter(kind=Kind.DIMENSION).first()
    actions.add(plan, kind=Kind.ITEM, name="亮业绩", parent=above, actor=office)
    with pytest.raises(Conflict):
        actions.take_in_amended(plan, text=TEXT + "附件另发。", actor=office)
    Plan.objects.filter(pk=plan.pk).update(state=State.LAUNCHED)
    plan.refresh_from_db()
    with pytest.raises(Invalid):
        actions.take_in_amended(plan, text=TEXT, actor=office)
    amended = actions.take_in_amended(plan, text=TEXT.replace("11月20日前", "11月25日前"), actor=office)
    assert amended.amends == plan
    kept = amended.elements.get(name="报送本单位方案")
    assert (kept.ends_on, kept.origin) == (dt.date(2026, 3, 25), "corrected")
    assert amended.text[kept.span_start : kept.span_end]
    assert amended.elements.get(name="比作风").is_removed
    assert amended.elements.get(name="亮业绩").parent.name == "三亮"
    assert amended.elements.filter(kind=Kind.DUTY, ends_on=dt.date(2026, 11, 25)).exists()


VERBS = {
    "merge": lambda plan, actor: actions.merge(
        plan.elements.filter(kind=Kind.DUTY)[0], others=plan.elements.filter(kind=Kind.DUTY)[1:2], name="x", actor=actor
    ),
    "undo": lambda plan, actor: actions.undo(plan, actor=actor),
    "draw_up": lambda plan, actor: actions.draw_up(body=plan.body, title="x", lines=[], actor=actor),
    "amended": lambda plan, actor: actions.take_in_amended(plan, text="关于活动的实施方案\n一、亮身份", actor=actor),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_change_drafts(plan, office, county, verb):
    actions.remove(plan.elements.filter(kind=Kind.DUTY).last(), actor=office)
    if verb == "amended":
        Plan.objects.filter(pk=plan.pk).update(state=State.LAUNCHED)
        plan.refresh_from_db()
    matrix(lambda actor: VERBS[verb](plan, actor), "plans.manage", county)
