"""首问负责、一次性告知、容缺承诺、代办委托, from the register to what the visitor holds in hand."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.models import Case, FirstContact, Mandate, TellingSlip, Undertaking, Window

pytestmark = pytest.mark.django_db
DESK = "/desk/services"


def at_desk(body, *functions):
    account, actor = signed_in(*(functions or ("services.read", "services.register")), body=body)
    client = Client()
    client.force_login(account)
    return client, actor


def text(answer):
    return answer.content.decode()


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def hall(county):
    return BodyFactory(name="青禾县政务服务中心", parent=county)


@pytest.fixture
def window(hall):
    """A window with an item by which a material may follow later."""
    guide = Guide(
        name="老年人优待证", mode="committed", promise_amount=5, materials=("申请表", "身份证", "近期照片"),
        deferrable=("近期照片",), by_promise=True,
    )  # fmt: skip
    item = actions.open_item(body=hall, code="LN-1", family="agency", guide=guide, actor=SYSTEM)
    return actions.open_window(body=hall, number="6", name="老年服务窗口", items=[item], actor=SYSTEM)


@pytest.mark.requirement("C1-06", "D-42")
def test_first_asked_registers_hands_over_gives_a_receipt_and_follows_to_the_end(county, hall, window):
    """首问负责: who is asked first answers, whoever's duty it is, and the visitor sees it by the receipt."""
    civil = BodyFactory(name="青禾县民政局", parent=county)
    clerk, _actor = at_desk(hall)
    taker, _other = at_desk(civil)
    asked = {
        "matter": "高龄津贴到哪里办", "duty": "other_unit", "channel": "visit", "window": window.public_id, "days": "2",
        "materials": "户口簿\n身份证复印件", "visitor_name": "赵钱孙", "visitor_phone": "13800001234", "signed": "on",
    }  # fmt: skip
    assert clerk.post(f"{DESK}/contacts/new/?body={hall.public_id}", asked).status_code == 302
    contact = FirstContact.objects.get()
    page = f"{DESK}/contacts/{contact.pk}/"
    assert b"".join(clerk.get(f"{page}receipt.pdf"))[:5] == b"%PDF-"
    assert clerk.post(f"{page}hand/", {"taker": civil.public_id}).status_code == 302
    assert "已移交，待接办" in text(Client().get(f"/follow/{contact.number}/"))
    assert taker.post(f"{page}take/").status_code == 302
    assert taker.post(f"{page}answer/", {"result": "已在民政局2号窗口受理"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.state, contact.taker, contact.signed, len(contact.materials)) == ("ended", civil, True, 2)
    assert (contact.clock.state, contact.received_by is not None) == ("met", True)
    shown = text(clerk.get(page))
    for told in ("赵**", "已在民政局2号窗口受理", "青禾县民政局", "户口簿"):
        assert told in shown
    assert "13800001234" not in shown
    public = text(Client().get(f"/follow/{contact.number}/"))
    assert "已答复" in public
    assert "高龄津贴" not in public, "the number on a receipt tells nobody what was asked"


@pytest.mark.requirement("C2-32", "D-50")
def test_a_case_is_done_for_somebody_who_cannot_come(hall, window):
    """帮助办理老年证、全程代办: the unit's staff act, step by step, and the principal reads how far it is."""
    clerk, actor = at_desk(hall)
    item = window.items.get()
    own = str(actor.hat_id)
    given = {
        "kind": "agency", "principal_name": "钱奶奶", "principal_phone": "13900005678", "agent": own,
        "items": [str(item.public_id)], "scope": "上门收取材料、代为提交、领证送达", "proof": "at_home",
        "expires_on": str(clock.today() + dt.timedelta(days=30)),
    }  # fmt: skip
    assert clerk.post(f"{DESK}/mandates/new/?body={hall.public_id}", given).status_code == 302
    mandate = Mandate.objects.get()
    page = f"{DESK}/mandates/{mandate.pk}/"
    assert clerk.post(f"{page}step/", {"words": "已上门收取照片和申请表"}).status_code == 302
    register = f"{DESK}/register/?window={window.code}"
    assert clerk.post(register, {"item": item.pk, "mandate": mandate.number, "accept": "1"}).status_code == 302
    case = Case.objects.get()
    assert case.mandate == mandate
    assert "尚有未办结的办件" in text(clerk.post(f"{page}finish/", {"result": "证件已送到家"}))
    mandate.refresh_from_db()
    assert mandate.state == "active", "a case is still open"
    clerk.post(f"{DESK}/cases/{case.pk}/close/")
    assert clerk.post(f"{page}finish/", {"result": "证件已送到家"}).status_code == 302
    mandate.refresh_from_db()
    assert (mandate.state, mandate.result) == ("done", "证件已送到家")
    shown = text(clerk.get(page))
    assert case.number in shown
    assert "钱**" in shown
    public = text(Client().get(f"/follow/{mandate.number}/"))
    assert "已上门收取照片和申请表" in public
    assert "钱" not in public.replace("收费", "")


@pytest.mark.requirement("C4-61", "D-52")
def test_mandate_has_scope_expiry_an_identity_check_and_is_handed_over(hall, window):
    """代理服务、委托服务: only in the named items, only until the day named, only after both identities were checked."""
    clerk, actor = at_desk(hall)
    _other, second = at_desk(hall)
    item = window.items.get()
    beyond = actions.open_item(body=hall, code="X-1", family="public", guide=Guide(name="别的事项"), actor=SYSTEM)
    Window.objects.get(pk=window.pk).items.add(beyond)
    given = {
        "kind": "agency", "principal_name": "孙李", "agent": str(actor.hat_id), "items": [str(item.public_id)],
        "scope": "代为提交", "expires_on": str(clock.today() + dt.timedelta(days=3)),
    }  # fmt: skip
    unchecked = clerk.post(f"{DESK}/mandates/new/?body={hall.public_id}", given)
    assert (unchecked.status_code, Mandate.objects.count()) == (422, 0)
    assert "孙李" in text(unchecked), "nothing typed is lost"
    clerk.post(f"{DESK}/mandates/new/?body={hall.public_id}", given | {"proof": "originals"})
    mandate = Mandate.objects.get()
    register = f"{DESK}/register/?window={window.code}"
    outside = clerk.post(register, {"item": beyond.pk, "mandate": mandate.number, "accept": "1"})
    assert "不在委托范围内" in text(outside)
    with clock.pretend(clock.now() + dt.timedelta(days=3)):
        late = clerk.post(register, {"item": item.pk, "mandate": mandate.number, "accept": "1"})
        assert "该委托已到期" in text(late)
        assert "已到期" in text(clerk.get(f"{DESK}/mandates/"))
    assert not Case.objects.exists()
    page = f"{DESK}/mandates/{mandate.pk}/"
    words = {"agent": str(second.hat_id), "words": "材料已齐，待提交"}
    assert clerk.post(f"{page}hand/", words).status_code == 302
    mandate.refresh_from_db()
    assert str(mandate.agent.public_id) == str(second.hat_id)
    assert "材料已齐，待提交" in text(clerk.get(page))
    assert b"".join(clerk.get(f"{page}letter.pdf"))[:5] == b"%PDF-"
    clerk.post(f"{page}revoke/", {"result": "委托人改为本人办理"})
    refused = clerk.post(register, {"item": item.pk, "mandate": mandate.number, "accept": "1"})
    assert "该委托已终止" in text(refused)


def test_everything_missing_is_told_once_and_the_promise_waits(hall, window):
    """一次性告知: one slip for all; a second is refused at the field unless new facts are written down."""
    clerk, _actor = at_desk(hall)
    clerk.post(f"{DESK}/register/?window={window.code}", {"item": window.items.get().pk, "accept": "1"})
    case = Case.objects.get()
    tell = f"{DESK}/cases/{case.pk}/tell/"
    assert clerk.post(tell, {"ticked": ["身份证"], "more": "申请表未签字"}).status_code == 302
    slip = TellingSlip.objects.get()
    assert slip.missing == ["身份证", "申请表未签字"]
    assert "".join(map(chr, b"".join(clerk.get(f"{DESK}/slips/{slip.pk}/slip.pdf"))[:5])) == "%PDF-"
    again = clerk.post(tell, {"ticked": ["申请表"], "new_facts": ""})
    assert again.status_code == 422
    assert "已一次性告知（1次）" in text(again)
    case.clock.refresh_from_db()
    assert case.clock.state == "paused"
    assert f"一次性告知书{slip.number}" in text(clerk.get(f"{DESK}/cases/{case.pk}/"))
    clerk.post(f"{DESK}/slips/{slip.pk}/complete/")
    case.clock.refresh_from_db()
    assert case.clock.state == "running"


def test_what_may_follow_is_public_and_binds_the_window(hall, window):
    """容缺受理: by the public list only, with a term and a consequence that follows."""
    public = text(Client().get(reverse("services:lenient")))
    assert "老年人优待证" in public
    assert "近期照片" in public
    clerk, _actor = at_desk(hall)
    clerk.post(f"{DESK}/register/?window={window.code}", {"item": window.items.get().pk, "accept": "1"})
    case = Case.objects.get()
    promise = {"kind": "lenient", "lacking": "身份证", "days": "5", "consequence": "视为撤回申请"}
    assert "不可容缺" in text(clerk.post(f"{DESK}/cases/{case.pk}/promise/", promise))
    clerk.post(f"{DESK}/cases/{case.pk}/promise/", promise | {"lacking": "近期照片"})
    made = Undertaking.objects.get()
    assert b"".join(clerk.get(f"{DESK}/promises/{made.pk}/promise.pdf"))[:5] == b"%PDF-"
    assert clerk.post(f"{DESK}/promises/{made.pk}/broken/", {"finding": ""}).status_code == 422
    clerk.post(f"{DESK}/promises/{made.pk}/broken/", {"finding": "逾期未补正"})
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert "逾期未补正" in text(clerk.get(f"{DESK}/promises/{made.pk}/"))
