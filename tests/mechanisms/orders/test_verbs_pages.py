"""Every verb of an order as a page: what it asks, what is typed stays, refusals stand at their field."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from tests.permissions import page_matrix
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Finding, Kind, Outcome, Role, State
from zhengyou.mechanisms.orders.models import Order, Profile, Proposal, Sample, Template
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
ALL = ("orders.read", "orders.answer", "orders.open", "orders.dispatch", "orders.verify", "orders.check", "orders.keep")
ABOVE = (*ALL, "orders.pause", "orders.propose", "orders.decide", "deadlines.read")
UNIT = ("orders.read", "orders.answer", "orders.pause", "deadlines.read")
ANSWER = {"finding": Finding.TRUE, "reason": "排班不足", "answer": "已增开一个窗口。"}
PLAN = {"measures": "增开窗口", "limit_on": "2030-01-01", "responsible": "王某"}


def photo():
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(held, "PNG")
    return SimpleUploadedFile("现场.png", held.getvalue())


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def unit(county):
    return BodyFactory(name="青禾县市场监管局", parent=county)


@pytest.fixture
def other(county):
    return BodyFactory(name="青禾县交通运输局", parent=county)


@pytest.fixture
def office(client, county):
    account, actor = access.signed_in(*ABOVE, body=county)
    client.force_login(account)
    return actor


@pytest.fixture
def clerk(unit):
    return access.signed_in(*UNIT, body=unit)


def page(one, verb):
    return reverse(f"orders:{verb}", args=[one.pk])


def told(client, one):
    return client.get(reverse("orders:detail", args=[one.pk])).content.decode()


def test_a_new_order_from_a_template_with_assisting_units(client, county, unit, other, office):
    template = actions.save_template(
        None,
        {"name": "明察暗访问题", "kind": Kind.INSPECTION, "title": "窗口脱岗", "items": ["调取监控", "约谈本人"], "text": "",
         "topic": "脱岗", "days": 3, "assistants": [other]},
        body=county,
        actor=office,
    )  # fmt: skip
    asked = client.get(reverse("orders:new"), {"template": template.pk}).content.decode()
    assert "窗口脱岗" in asked
    assert "调取监控\n约谈本人" in asked
    wrong = client.post(reverse("orders:new"), {"title": "窗口脱岗", "kind": "inspection", "body": "没有这个单位"})
    assert wrong.status_code == 422
    assert "窗口脱岗" in wrong.content.decode()
    given = {"kind": "inspection", "title": "窗口脱岗", "body": unit.name, "assistants": other.name, "days": "3",
             "items": "调取监控\n约谈本人", "topic": "脱岗", "text": "9点无人在岗"}  # fmt: skip
    answer = client.post(reverse("orders:new"), given)
    lead = Order.objects.get(role=Role.LEAD)
    assert answer["Location"] == reverse("orders:detail", args=[lead.pk])
    part = lead.parts.get()
    assert (part.body, part.verifier, lead.items.count()) == (other, unit, 2)
    assert lead.clock is not None
    shown = told(client, lead)
    assert part.number in shown
    assert "整改措施" in shown


def test_the_list_signs_and_dispatches_several_at_once(client, county, unit, clerk, office):
    came = [actions.receive(actions.Matter(Kind.COMPLAINT, f"诉求{n}"), body=county, actor=SYSTEM) for n in range(3)]
    listed = client.get(reverse("orders:list")).content.decode()
    assert 'name="do" value="dispatch"' in listed
    keys = [str(one.pk) for one in came]
    wrong = client.post(reverse("orders:batch"), {"orders": keys, "do": "dispatch", "body": "无此单位"}, follow=True)
    assert "无此单位" in wrong.content.decode() or wrong.status_code == 200
    assert set(Order.objects.values_list("state", flat=True)) == {State.RECEIVED}
    client.post(reverse("orders:batch"), {"orders": [*keys, "x"], "do": "dispatch", "body": unit.name})
    assert set(Order.objects.values_list("state", "body")) == {(State.DISPATCHED, unit.pk)}
    client.force_login(clerk[0])
    actions.sign(came[0], actor=clerk[1])
    answer = client.post(reverse("orders:batch"), {"orders": keys, "do": "sign"}, follow=True).content.decode()
    assert set(Order.objects.values_list("state", flat=True)) == {State.SIGNED}
    assert came[0].number in answer  # the one that had moved on is named with the reason


def test_filters_by_part_and_lateness(client, unit, other, office, clerk):
    with clock.pretend(dt.datetime(2026, 5, 11, 2, 30, tzinfo=dt.UTC)):
        late = order(unit, title="很久以前")
    fresh = order(other, title="刚刚交办")
    actions.assist(fresh, body=unit, actor=office)
    client.force_login(clerk[0])
    url = reverse("orders:list")
    assert "刚刚交办" in client.get(url, {"part": "assist"}).content.decode()
    led = client.get(url, {"part": "lead"}).content.decode()
    assert late.number in led
    assert fresh.number not in led
    overdue = client.get(url, {"due": "overdue"}).content.decode()
    assert late.number in overdue
    assert "刚刚交办" not in overdue
    assert client.get(url, {"part": "supervise", "due": "soon"}).status_code == 200


def test_return_refused_then_no_return_is_offered(client, unit, other, office, clerk):
    one = order(unit)
    client.force_login(clerk[0])
    answer = client.post(page(one, "return"), {"reason": "", "proposed": other.name})
    assert answer.status_code == 422
    assert other.name in answer.content.decode()
    client.post(page(one, "return"), {"reason": "属交通部门职责", "proposed": other.name})
    client.force_login(access.signed_in(*ABOVE, body=unit.parent)[0])
    assert "属交通部门职责" in told(client, one)
    assert client.post(page(one, "uphold"), {"words": ""}).status_code == 422
    client.post(page(one, "uphold"), {"words": "“三定”规定第三条"})
    one.refresh_from_db()
    assert (one.state, one.designated) == (State.HANDLING, True)
    client.force_login(clerk[0])
    assert page(one, "return") not in told(client, one)
    assert client.post(page(one, "return"), {"reason": "再退一次"}).status_code == 422


def test_redirect_gives_new_clocks_to_the_other_unit(client, unit, other, office):
    one = order(unit)
    assert client.post(page(one, "redirect"), {"body": unit.name, "words": "x"}).status_code == 422
    client.post(page(one, "redirect"), {"body": other.name, "words": "属其职责"})
    one.refresh_from_db()
    assert (one.state, one.body) == (State.DISPATCHED, other)


def test_plan_items_and_evidence_come_before_the_reply(client, unit, office, clerk):
    one = order(unit, kind=Kind.INSPECTION, items=["调取监控"], actor=SYSTEM)
    client.force_login(clerk[0])
    client.post(page(one, "sign"))
    missing = client.post(page(one, "plan"), {"measures": "增开窗口", "limit_on": "", "responsible": ""})
    assert missing.status_code == 422
    assert "增开窗口" in missing.content.decode()
    assert client.post(page(one, "plan"), PLAN).status_code == 422  # after the limit of the clock
    client.post(page(one, "plan"), PLAN | {"limit_on": f"{clock.today():%Y-%m-%d}"})
    given = {"finding": "true", "reason": "排班不足", "reply": "已增开窗口"}
    answer = client.post(page(one, "reply"), given)
    assert answer.status_code == 422
    assert "佐证" in answer.content.decode()
    answer = client.post(page(one, "reply"), given | {"evidence": photo()})
    assert "检查清单尚有未完成" in answer.content.decode()
    client.post(reverse("orders:tick", args=[one.items.get().pk]), {"done": "1"})
    assert client.post(page(one, "reply"), given).status_code == 302  # the file had stayed
    one.refresh_from_db()
    assert one.state == State.REPLIED
    assert "增开窗口" in told(client, one)


def test_the_road_of_a_complaint_with_call_back_and_redo(client, county, unit, office, clerk):
    one = actions.receive(actions.Matter(Kind.COMPLAINT, "路灯不亮"), body=county, actor=SYSTEM)
    client.post(page(one, "dispatch"), {"body": unit.name})
    client.force_login(clerk[0])
    client.post(page(one, "sign"))
    client.post(page(one, "contact"), {"words": "已电话约定周三现场查看"})
    assert "已电话约定周三现场查看" in told(client, one)
    client.post(page(one, "reply"), {"finding": "true", "reason": "线路老化", "reply": "已更换"})
    chief = access.signed_in(*ABOVE, body=county)[0]
    client.force_login(chief)
    client.post(page(one, "verify"))
    assert page(one, "call-back") in told(client, one)
    assert client.post(page(one, "call-back"), {"outcome": "not_solved"}).status_code == 422
    client.post(page(one, "call-back"), {"outcome": "not_solved", "words": "仍有两盏不亮", "was_contacted": "true"})
    one.refresh_from_db()
    assert (one.state, one.returns) == (State.HANDLING, 1)
    actions.reply(one, **ANSWER, actor=clerk[1])
    client.post(page(one, "verify"))
    client.post(page(one, "call-back"), {"outcome": "solved", "satisfaction": "satisfied"})
    one.refresh_from_db()
    assert one.state == State.CLOSED
    assert "仍有两盏不亮" in told(client, one)
    client.post(page(one, "reopen"), {"reason": "再次损坏"})
    one.refresh_from_db()
    assert one.state == State.HANDLING


def test_pause_resume_extension_hand_over_and_notes(client, unit, clerk, office):
    below = BodyFactory(name="青禾县市场监管局第一分局", parent=unit)
    one = actions.sign(order(unit), actor=clerk[1])
    client.force_login(clerk[0])
    assert client.post(page(one, "pause"), {"reason": "hearing", "notice": ""}).status_code == 422
    client.post(page(one, "pause"), {"reason": "hearing", "notice": "青听〔2026〕1号"})
    shown = told(client, one)
    assert "青听〔2026〕1号" in shown
    assert page(one, "resume") in shown
    client.post(page(one, "resume"))
    assert client.post(page(one, "extend"), {"amount": "0", "reason": ""}).status_code == 422
    client.post(page(one, "note"), {"text": "只有本单位可见"})
    client.post(page(one, "note"), {"text": "大家可见", "shared": "on"})
    assert "只有本单位可见" in told(client, one)
    assert client.post(page(one, "hand-over"), {}).status_code == 422
    client.post(page(one, "hand-over"), {"body": below.name})
    one.refresh_from_db()
    assert (one.body, one.first_body) == (below, unit)
    assert one.clock.body == below


def test_merge_by_number_and_back(client, unit, office):
    main, same = order(unit, title="主单"), order(unit, title="重复")
    assert client.post(page(same, "merge"), {"main": "XXXX"}).status_code == 422
    assert client.post(page(same, "merge"), {"main": same.number}).status_code == 422
    client.post(page(same, "merge"), {"main": main.number.lower()})
    assert "主单" in told(client, same)
    assert same.number in told(client, main)
    client.post(page(same, "unmerge"))
    same.refresh_from_db()
    assert same.state == State.DISPATCHED


def test_samples_are_drawn_answered_and_exported(client, county, unit, clerk, office):
    for _ in range(3):
        actions.verify(actions.reply(order(unit), **ANSWER, actor=clerk[1]), actor=SYSTEM)
    assert "尚未抽查" in client.get(reverse("orders:samples")).content.decode()
    assert client.get(reverse("orders:draw")).status_code == 200
    period = {"starts_on": "2020-01-01", "ends_on": "2035-01-01", "body": county.name}
    assert client.post(reverse("orders:draw"), period | {"share": "0", "title": "一季度"}).status_code == 422
    client.post(reverse("orders:draw"), period | {"share": "50", "title": "一季度抽查"})
    sample = Sample.objects.get()
    assert (sample.population, sample.checks.count()) == (3, 2)
    check = sample.checks.first()
    answer_url = reverse("orders:answer-check", args=[check.pk])
    assert client.post(answer_url, {"outcome": ""}).status_code == 422
    client.post(answer_url, {"outcome": "not_solved", "words": "没有解决", "satisfaction": "dissatisfied"})
    assert client.post(answer_url, {"outcome": "solved"}).status_code == 409
    shown = client.get(reverse("orders:sample", args=[sample.pk])).content.decode()
    assert "未解决" in shown
    assert reverse("orders:reopen", args=[check.order_id]) in shown
    for url in (reverse("orders:samples"), reverse("orders:sample", args=[sample.pk])):
        book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(url, {"export": "xlsx"}).streaming_content)))
        assert book.active.max_row >= 2


def test_recurring_problems_become_a_proposal_that_a_leader_decides(client, county, unit, office):
    for _ in range(3):
        order(unit, topic="等候过长", actor=SYSTEM, kind=Kind.MATTER)
    listed = client.get(reverse("orders:proposals")).content.decode()
    assert "等候过长" in listed
    ask = reverse("orders:propose") + f"?unit={unit.public_id}&kind=matter&about=等候过长"
    assert client.post(ask, {"title": "建立预约制度", "problem": "", "change": "修订服务规范"}).status_code == 422
    client.post(ask, {"title": "建立预约制度", "problem": "月末集中", "change": "修订服务规范"})
    made = Proposal.objects.get()
    assert (made.orders.count(), made.body) == (3, county)
    client.post(reverse("orders:submit-proposal", args=[made.pk]))
    accept = reverse("orders:accept-proposal", args=[made.pk])
    assert client.post(accept, {"words": ""}).status_code == 422
    client.post(accept, {"words": "由局办公室一个月内修订"})
    made.refresh_from_db()
    assert made.state == "accepted"
    shown = client.get(reverse("orders:proposal", args=[made.pk])).content.decode()
    assert "由局办公室一个月内修订" in shown
    assert client.get(reverse("orders:proposals"), {"export": "xlsx"}).status_code == 200
    assert client.get(reverse("orders:propose"), {"unit": "x"}).status_code == 404


def test_templates_and_profiles_are_kept(client, county, unit, office):
    assert "通报批评" in client.get(reverse("orders:templates")).content.decode()
    given = {
        "body": county.name,
        "name": "批评整改",
        "kind": "criticism",
        "title": "通报批评整改",
        "items": "查原因\n定措施",
    }
    assert client.post(reverse("orders:new-template"), given | {"name": ""}).status_code == 422
    client.post(reverse("orders:new-template"), given)
    kept = Template.objects.get()
    assert kept.items == ["查原因", "定措施"]
    edit = reverse("orders:template", args=[kept.pk])
    assert "批评整改" in client.get(edit).content.decode()
    client.post(edit, given | {"title": "改过的"})
    kept.refresh_from_db()
    assert kept.title == "改过的"
    client.post(reverse("orders:drop-template", args=[kept.pk]))
    assert not Template.objects.get().is_open
    profile = {"body": county.name, "kind": "rating", "passes": ["call_back"], "source": ""}
    assert client.post(reverse("orders:profile"), profile).status_code == 422
    client.post(reverse("orders:profile"), profile | {"source": "县好差评办法第八条"})
    assert Profile.objects.get().passes == ["call_back"]
    assert order(unit).passes == ["call_back"]
    assert "县好差评办法第八条" in client.get(reverse("orders:templates")).content.decode()


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("new", "orders.open"),
        ("samples", "orders.check"),
        ("draw", "orders.check"),
        ("proposals", "orders.read"),
        ("templates", "orders.keep"),
        ("new-template", "orders.keep"),
        ("profile", "orders.keep"),
    ],
)
def test_pages_are_for_holders(client, unit, name, function):
    page_matrix(client, reverse(f"orders:{name}"), function, unit)


def test_every_verb_page_opens_and_is_closed_to_outsiders(client, unit, office):
    from zhengyou.mechanisms.orders.web.asking import ASKS

    one = order(unit)
    for verb in ASKS:
        assert client.get(page(one, verb)).status_code == 200, verb
    client.force_login(access.signed_in(*ABOVE)[0])
    for verb in ASKS:
        assert client.get(page(one, verb)).status_code == 404, verb
        assert client.post(page(one, verb)).status_code == 404, verb


def test_outcome_words_stay_inside_the_choices(client, unit, office, clerk):
    one = actions.verify(
        actions.reply(order(unit, kind=Kind.SUGGESTION, actor=SYSTEM), **ANSWER, actor=clerk[1]), actor=SYSTEM
    )
    assert client.post(page(one, "call-back"), {"outcome": "perhaps"}).status_code == 422
    assert client.post(page(one, "call-back"), {"outcome": Outcome.SOLVED}).status_code == 409
