"""Verbs of matters: taking in, answering, dispatching, what the citizen does, and the steps of the order behind."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access
from tests.factories import complaints as made
from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.instruments.complaints import actions, queries
from zhengyou.instruments.complaints.actions import Statement
from zhengyou.instruments.complaints.models import Complainant, Complaint, FollowUp
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.registry.deadlines.queries import clocks_of

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def bureau(county):
    return BodyFactory(name="青禾县住房和城乡建设局", parent=county)


def again(complaint):
    return Complaint.objects.get(pk=complaint.pk)


def reply_and_audit(order, text="路灯已于5月8日修复。"):
    orders.sign(order, actor=SYSTEM)
    orders.contact(Order.objects.get(pk=order.pk), words="已电话联系，约定五日内修复。", actor=SYSTEM)
    orders.reply(order, finding="true", reason="线路老化", answer=text, actor=SYSTEM)
    return orders.verify(order, actor=SYSTEM)


def test_submitted_matter_opens_by_number_and_code_only(county):
    taken = made.taken(county)
    assert queries.by_code(taken.complaint.number, taken.code) == taken.complaint
    assert queries.by_code(taken.complaint.number.lower(), f" {taken.code[:5]}-{taken.code[5:]} ") == taken.complaint
    assert queries.by_code(taken.complaint.number, "0000000000") is None
    assert queries.by_code("AAAAAAAAA", taken.code) is None


def test_who_complains_stays_out_of_the_words_and_of_the_ledger(county):
    complaint = made.matter(
        county,
        text="我叫欧阳某某，电话13912345678，家门口路灯不亮",
        identity="named",
        name="欧阳某某",
        phone="139 1234 5678",
    )
    assert "欧阳某某" not in complaint.text
    assert "13912345678" not in complaint.text
    event = Event.objects.get(object_id=str(complaint.pk), verb="complaints.submit")
    assert (event.actor_id, event.at) == ("", clock.midnight(clock.today()))
    person = Complainant.objects.get(complaint=complaint)
    assert str(person.phone) == "139****5678"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": " "}, "text"),
        ({"kind": "gossip"}, "kind"),
        ({"text": "长" * 4001}, "text"),
        ({"text": "机密★10年 某文件"}, "text"),
        ({"identity": "named"}, "phone"),
        ({"identity": "named", "phone": "12"}, "phone"),
    ],
)
def test_wrong_statement_is_refused_at_its_field(county, facts, field):
    with pytest.raises(Invalid) as refused:
        made.matter(county, **facts)
    assert field in refused.value.errors


def test_unit_concerned_never_keeps_a_matter_about_itself(county, bureau):
    section = BodyFactory(parent=bureau)
    taken = matrix(
        lambda who: actions.receive(
            Statement(kind="complaint", text="窗口态度差", channel="window", about=bureau), body=section, actor=who
        ),
        "complaints.receive",
        section,
    )
    assert taken.complaint.body == county
    insider = actor("complaints.read", body=bureau)
    above = actor("complaints.read", body=county)
    assert not queries.visible(insider, "complaints.read").exists()
    assert queries.visible(above, "complaints.read").get() == taken.complaint


def test_same_number_of_another_system_is_one_matter(county):
    statement = Statement(kind="help", text="停水", channel="upper", outer_system="12345", outer_number="GD-1")
    first = actions.receive(statement, body=county, actor=SYSTEM).complaint
    assert actions.receive(statement, body=county, actor=SYSTEM).complaint == first


def test_consultation_is_answered_at_once_from_the_knowledge_base(county):
    version = actions.write_article(
        actions.Wording(question="社保卡丢了怎么补办？", answer="带身份证到任一合作银行网点，当场补办。"),
        body=county,
        actor=SYSTEM,
    )
    actions.publish_article(version, actor=SYSTEM)
    complaint = made.matter(county, kind="consultation", text="社保卡丢了怎么办")
    answered = matrix(
        lambda who: actions.answer(complaint, text=version.answer, version=version, actor=who),
        "complaints.receive",
        county,
    )
    assert (answered.state, answered.knowledge) == ("answered", version)
    version.article.refresh_from_db()
    assert version.article.uses == 1
    assert clocks_of(answered).get().state == "met"


def test_special_class_is_told_why_and_where(county):
    complaint = made.matter(county, text="法院判决不公")
    told = matrix(
        lambda who: actions.inform(complaint, special="statutory", told="请依法提起上诉。", actor=who),
        "complaints.triage",
        county,
    )
    assert (told.state, told.special, told.answer) == ("informed", "statutory", "请依法提起上诉。")
    with pytest.raises(Conflict):
        actions.inform(complaint, special="statutory", told="再告知一次", actor=SYSTEM)


def test_dispatch_needs_a_class_and_opens_an_order_without_the_complainant(county, bureau):
    complaint = made.matter(
        county,
        text="张三丰反映：路灯坏了，电话13912345678",
        identity="confidential",
        name="张三丰",
        phone="13912345678",
    )
    with pytest.raises(Refused):
        actions.dispatch(complaint, lead=bureau, actor=SYSTEM)
    actions.classify(complaint, category=made.category(), actor=SYSTEM)
    helper = BodyFactory(parent=county)
    moved = actions.dispatch(complaint, lead=bureau, assisting=[helper], actor=SYSTEM)
    order = moved.order
    assert (moved.state, order.kind, order.body, order.verifier) == ("handling", "complaint", bureau, county)
    assert order.parts.get().body == helper
    for hidden in ("张三丰", "13912345678"):
        assert hidden not in order.text + order.title
    assert not order.is_public


def test_report_never_goes_to_the_unit_reported(county, bureau):
    complaint = made.matter(county, kind="report", about=bureau, text="收受礼品")
    actions.classify(complaint, category=made.category("0502"), actor=SYSTEM)
    with pytest.raises(Refused):
        actions.dispatch(complaint, lead=BodyFactory(parent=bureau), actor=SYSTEM)


def test_citizen_side_follows_the_order_from_reply_to_redo_to_close(county, bureau):
    complaint = made.dispatched(county, bureau)
    order = complaint.order
    audited = reply_and_audit(order)
    assert audited.state == "audited"
    complaint = again(complaint)
    assert (complaint.state, complaint.answer, complaint.answered_by) == ("answered", "路灯已于5月8日修复。", bureau)

    complaint = actions.reopen(complaint, reason="又坏了，13912345678")
    order.refresh_from_db()
    assert (complaint.state, complaint.solved, complaint.reopens) == ("handling", False, 1)
    assert (order.state, order.call_backs.get().outcome) == ("handling", "not_solved")
    assert "13912345678" not in order.return_reason

    orders.reply(order, finding="true", reason="更换线路", answer="线路已更换。", actor=SYSTEM)
    orders.verify(order, actor=SYSTEM)
    orders.call_back(order, outcome="solved", satisfaction="satisfied", actor=SYSTEM)
    complaint = again(complaint)
    assert (complaint.state, complaint.solved, complaint.level, complaint.answer) == (
        "answered",
        True,
        4,
        "线路已更换。",
    )


def test_closed_order_is_opened_again_by_the_complainant_within_the_term_only(county, bureau):
    with clock.pretend(DAY):
        complaint = made.dispatched(county, bureau)
        reply_and_audit(complaint.order)
        orders.call_back(complaint.order, outcome="solved", actor=SYSTEM)
    with clock.pretend(DAY + dt.timedelta(days=40)), pytest.raises(Refused):
        actions.reopen(again(complaint), reason="又坏了")
    with clock.pretend(DAY + dt.timedelta(days=3)):
        complaint = actions.reopen(again(complaint), reason="又坏了")
    assert (complaint.state, complaint.order.state) == ("handling", "handling")


def test_answered_question_goes_back_to_the_office_when_not_solved_but_not_for_ever(county):
    complaint = made.matter(county, kind="consultation")
    for _turn in range(2):
        actions.answer(again(complaint), text="请到三号窗口。", actor=SYSTEM)
        assert actions.reopen(again(complaint), reason="没有答到点上").state == "received"
    actions.answer(again(complaint), text="请到三号窗口，带身份证。", actor=SYSTEM)
    with pytest.raises(Refused) as refused:
        actions.reopen(again(complaint), reason="还是不行")
    assert refused.value.code == "often"


def test_withdrawn_order_gives_the_matter_back_to_the_office(county, bureau):
    complaint = made.dispatched(county, bureau)
    orders.withdraw(complaint.order, reason="派错", actor=SYSTEM)
    complaint = again(complaint)
    assert (complaint.state, complaint.order) == ("received", None)
    other = BodyFactory(parent=county)
    assert actions.dispatch(complaint, lead=other, actor=SYSTEM).order.body == other


def test_joined_matter_stands_with_its_main_one(county):
    main, other = made.matter(county), made.matter(county)
    joined = actions.merge(other, into=main, actor=SYSTEM)
    assert (joined.state, joined.merged_into) == ("merged", main)
    third = made.matter(county)
    with pytest.raises(Refused):
        actions.merge(third, into=joined, actor=SYSTEM)
    with pytest.raises(Refused):
        actions.merge(third, into=third, actor=SYSTEM)


def test_identity_opens_above_only_and_the_complainant_can_read_it(county, bureau):
    complaint = made.dispatched(
        county, bureau, about=bureau, identity="confidential", name="欧阳某某", phone="13912345678"
    )
    with pytest.raises(Forbidden):
        actions.open_identity(complaint, purpose="call_back", actor=actor("complaints.identity", body=bureau))
    contact = matrix(
        lambda who: actions.open_identity(complaint, purpose="call_back", actor=who), "complaints.identity", county
    )
    assert (contact.name, contact.phone) == ("欧阳某某", "13912345678")
    assert queries.openings(complaint).get().target == "call_back"
    with pytest.raises(Invalid):
        actions.open_identity(complaint, purpose="curiosity", actor=SYSTEM)
    with pytest.raises(Refused):
        actions.open_identity(made.matter(county), purpose="call_back", actor=SYSTEM)


def test_unit_asks_and_complainant_answers_without_being_known(county, bureau):
    complaint = made.dispatched(county, bureau)
    asked = matrix(lambda who: actions.ask(complaint, text="请问是哪一盏灯？", actor=who), "orders.answer", bureau)
    told = actions.write(complaint, text="东门第二盏，电话13912345678")
    assert (
        [one.place_in_line for one in complaint.messages.all()] == [asked.place_in_line, told.place_in_line] == [1, 2]
    )
    assert "13912345678" not in told.text
    assert actions.read_messages(complaint, actor=SYSTEM) == 1


def test_answer_is_rated_in_five_levels_and_published_masked(county):
    complaint = made.matter(county)
    with pytest.raises(Conflict):
        actions.rate_handling(complaint, level=5)
    actions.answer(complaint, text="请致电13912345678联系。", actor=SYSTEM)
    assert "13912345678" not in again(complaint).answer
    assert actions.rate_handling(complaint, level=2, solved=False, text="没解决").level == 2
    shown = matrix(
        lambda who: actions.publish(
            complaint, title="路灯不亮", text="小区门口路灯不亮，13912345678", answer="已修复。", actor=who
        ),
        "complaints.publish",
        county,
    )
    assert "139****5678" in shown.text
    assert actions.withdraw_publication(shown, actor=SYSTEM).withdrawn_on == clock.today()


def test_neither_reports_nor_private_matters_are_published(county):
    for facts in ({"kind": "report"}, {"may_publish": False}):
        complaint = actions.answer(made.matter(county, **facts), text="已答复。", actor=SYSTEM)
        with pytest.raises(Refused):
            actions.publish(complaint, title="题", text="文", answer="答", actor=SYSTEM)


def test_follow_up_is_planned_after_four_weeks_and_answered_matters_close(county, bureau):
    with clock.pretend(DAY):
        complaint = made.dispatched(county, bureau, identity="confidential", name="李四", phone="13912345678")
        reply_and_audit(complaint.order)
        orders.call_back(complaint.order, outcome="solved", actor=SYSTEM)
        assert actions.plan_follow_ups(actor=SYSTEM) == 1
        assert actions.plan_follow_ups(actor=SYSTEM) == 0
    follow = FollowUp.objects.get()
    assert follow.due_on == dt.date(2026, 6, 3)
    with clock.pretend(DAY + dt.timedelta(days=10)):
        assert actions.close_waiting(actor=SYSTEM) == 0
    with clock.pretend(DAY + dt.timedelta(days=28)):
        assert actions.close_waiting(actor=SYSTEM) == 1
        assert again(complaint).state == "closed"
        done = matrix(
            lambda who: actions.follow_up(follow, lasting=True, note="一直亮着", actor=who),
            "complaints.follow_up",
            county,
        )
    done.refresh_from_db()
    assert (done.state, done.lasting, done.tries) == ("done", True, 1)


def test_what_did_not_last_becomes_a_new_matter_that_both_sides_find(county, bureau, client):
    with clock.pretend(DAY):
        taken = made.taken(county)
        complaint = taken.complaint
        actions.classify(complaint, category=made.category(), actor=SYSTEM)
        actions.dispatch(complaint, lead=bureau, actor=SYSTEM)
        reply_and_audit(Order.objects.get())
        orders.call_back(Order.objects.get(), outcome="solved", actor=SYSTEM)
        follow = FollowUp.objects.create(complaint=complaint, due_on=clock.today())
    account, _actor = access.signed_in("complaints.read", "complaints.follow_up", body=county)
    client.force_login(account)
    page = reverse("complaints:follow-up", args=[follow.pk])
    assert reverse("complaints:detail", args=[complaint.pk]) in client.get(page).content.decode()
    assert client.post(page, {"lasting": "no", "note": ""}).status_code == 422
    answer = client.post(page, {"lasting": "no", "note": "雨后路灯又灭了"})
    follow.refresh_from_db()
    fresh = follow.led_to
    assert (follow.state, follow.lasting, fresh.state) == ("done", False, "received")
    assert (fresh.category, fresh.body) == (complaint.category or made.category(), county)
    assert "雨后路灯又灭了" in fresh.text
    assert answer.url == reverse("complaints:detail", args=[fresh.pk])
    assert complaint.number in client.get(answer.url).content.decode()
    assert fresh.number in client.get(reverse("complaints:detail", args=[complaint.pk])).content.decode()
    told = client.get(reverse("complaints:track", args=[complaint.number, taken.code])).content.decode()
    assert fresh.number in told


def test_lost_code_is_renewed_for_the_number_that_was_left(county):
    taken = made.taken(county, identity="confidential", phone="13912345678")
    with pytest.raises(Refused):
        actions.renew_code(taken.complaint, phone="13900000000", actor=SYSTEM)
    renewed = matrix(
        lambda who: actions.renew_code(taken.complaint, phone="139-1234-5678", actor=who), "complaints.receive", county
    )
    assert queries.by_code(taken.complaint.number, renewed.code) == taken.complaint
    assert queries.by_code(taken.complaint.number, taken.code) is None


def test_hotline_finds_earlier_matters_by_caller_and_by_words(county):
    own = made.matter(county, identity="confidential", phone="13912345678", text="水压低")
    like = made.matter(county, text="东门路灯不亮")
    found = queries.earlier(Complaint.objects.all(), words="路灯不亮", phone="13912345678")
    assert found == [own, like]
    assert queries.earlier(Complaint.objects.all(), words="", phone="139") == []


def test_responsibility_prefers_the_longer_code_and_the_nearer_place(county, bureau):
    town = BodyFactory(name="河西街道", parent=county)
    wide, narrow, here = bureau, BodyFactory(parent=county), BodyFactory(parent=county)
    matrix(
        lambda who: actions.name_responsible(body=county, category=made.category("01"), lead=wide, actor=who),
        "complaints.tables",
        county,
    )
    actions.name_responsible(body=county, category=made.category("0102"), lead=narrow, assisting=[wide], actor=SYSTEM)
    row = actions.name_responsible(body=county, category=made.category("0102"), lead=here, territory=town, actor=SYSTEM)
    category = made.category("010204")
    assert queries.responsible(category, county).lead == narrow
    assert queries.responsible(category, county, town) == row
    assert queries.responsible(made.category("0301"), county) is None
    actions.end_responsibility(row, actor=SYSTEM)
    assert queries.responsible(category, county, town).lead == narrow


def test_staff_may_speak_without_a_name(county, bureau):
    clerk = actor("complaints.speak", body=bureau)
    said = actions.speak(Statement(kind="opinion", channel="staff", text="食堂排队太久"), body=county, actor=clerk)
    event = Event.objects.get(object_id=str(said.complaint.pk), verb="complaints.submit")
    assert (event.actor_id, event.hat_label) == ("", "")
    with pytest.raises(Forbidden):
        actions.speak(Statement(kind="opinion", channel="staff", text="食堂"), body=county, actor=actor(body=bureau))
