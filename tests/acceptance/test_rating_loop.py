"""The loop of a bad rating: sorted out above the unit, called, put right, called back, appealed, published."""

import datetime as dt

import pytest
from django.test import Client

from tests.factories import ratings, services
from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.instruments.ratings import actions, loop_rules, publication, queries, samples, spending
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import Appeal, Handling, Invitation, Rating, Retaliation, Unsealing
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.deadlines.models import Clock

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)  # a Wednesday, 10:00 in Shanghai
ABOVE = ("ratings.supervise", "ratings.decide_appeal", "orders.read", "orders.verify", "ratings.keep",
         "deadlines.manage", "deadlines.read")  # fmt: skip
UNIT = ("orders.read", "orders.answer", "ratings.read", "ratings.appeal", "ratings.call_back")
REPLY = {"finding": "true", "reason": "叫号系统故障", "answer": "已修复叫号系统并道歉"}


@pytest.fixture
def city():
    return BodyFactory(name="河阳市")


@pytest.fixture
def county(city):
    return BodyFactory(name="青禾县政务服务局", parent=city)


@pytest.fixture
def unit(county):
    return BodyFactory(name="青禾县社会保险中心", parent=county)


def desk(*functions, body):
    account, actor = signed_in(*functions, body=body)
    client = Client()
    client.force_login(account)
    client.actor = actor
    return client


def said(answer):
    return answer.content.decode()


def given(unit, *, level=2, phone="13912345678", text="等了很久，工号0213的张小明态度差", **more):
    """Return a bad rating of the unit and the receipt of its rater."""
    window = services.window(body=unit)
    code = ratings.invitation(window=window).code
    answer = Answer(
        level=level, tags=("207",), text=text, contact_phone=phone, contact_name="李" if phone else "", **more
    )
    return actions.rate(code, answer=answer)


def page_of(submitted, step=""):
    return f"/desk/ratings/bad/{submitted.id}/{step}"


def put_right(order, unit_actor, above_actor):
    orders.sign(order, actor=unit_actor)
    orders.reply(order, **REPLY, actor=unit_actor)
    return orders.verify(order, actor=above_actor)


@pytest.mark.requirement("RT-44", "RT-45", "RT-46")
def test_bad_rating_is_sorted_out_called_and_put_right_at_once(county, unit):
    """差评分流、联系核实、即时整改: the level above sorts it out, calls, and the unit has one working day."""
    with clock.pretend(DAY):
        submitted = given(unit)
        above = desk(*ABOVE, body=county)
        assert "待分流" in said(above.get("/desk/ratings/bad/"))
        missing = above.post(page_of(submitted, "triage/"), {"verdict": "valid"})
        assert missing.status_code == 422, "at once or by term must be said"
        above.post(page_of(submitted, "triage/"), {"verdict": "valid", "pace": "at_once"})
        contacting = Clock.objects.get(rule_key="rating.contact")
        assert contacting.body == county
        assert clock.local(contacting.due_at).date() == dt.date(2026, 5, 7)
        above.post(page_of(submitted, "contacted/"), {"result": "reached", "words": "情况属实，希望道歉"})
    contacting.refresh_from_db()
    assert contacting.state == "met"
    order = Order.objects.get()
    handling = Clock.objects.get(subject_id=str(order.pk), stage="handling")
    assert (handling.amount, handling.unit) == (1, "working_day"), "at once: the rule pack's one working day"
    with clock.pretend(DAY):
        unit_desk = desk(*UNIT, body=unit)
        page = said(unit_desk.get(f"/desk/orders/{order.pk}/"))
        assert "希望道歉" not in page, "what the rater said stays above the unit"
        assert "工号0213" not in page, "unscreened words stay above the unit"
        put_right(order, unit_desk.actor, above.actor)
        assert "上级单位回访您" in said(Client().get(f"/t/{submitted.receipt}"))


@pytest.mark.requirement("RT-46", "RT-54", "RT-50")
def test_term_comes_from_the_rule_pack_and_the_rater_is_called_back_above_the_unit(county, unit):
    """限期整改、规则包、回访: fifteen working days by the sample of a Sichuan city, and the call-back is not the unit's."""
    with clock.pretend(DAY):
        above = desk(*ABOVE, body=county)
        page = said(above.get("/desk/ratings/loop/"))
        assert "四川某市" in page
        above.post("/desk/ratings/loop/", {"sample": "sichuan_city"})
        draft = loop_rules.LoopRule.objects.get(pack__body=county).pack
        assert loop_rules.loop_of(unit).caller == "supervisor", "a draft holds for nobody"
        packs.publish_pack(draft, actor=above.actor)
        assert loop_rules.loop_of(unit).caller == "unit_person"
        submitted = given(unit)
        assert actions.dispatch_waiting(actor=SYSTEM) == 0
    with clock.pretend(DAY + dt.timedelta(days=1)):
        assert actions.dispatch_waiting(actor=SYSTEM) == 0, "the pack leaves one working day for sorting out"
        above.post(page_of(submitted, "triage/"), {"verdict": "valid", "pace": "term", "reason": "涉及两个股室"})
        order = Order.objects.get()
        running = Clock.objects.get(subject_id=str(order.pk), stage="handling")
        assert (running.amount, running.unit) == (15, "working_day")
        clerk, caller = desk(*UNIT, body=unit), desk(*UNIT, body=unit)
        put_right(order, clerk.actor, above.actor)
        rating = Rating.objects.get()
        for nobody in (clerk, caller):
            assert order.number not in said(nobody.get("/desk/ratings/calls/"))
            with pytest.raises(Forbidden):
                actions.call_back(rating, outcome="solved", actor=nobody.actor)
        held = caller.actor.hat_id
        appointment = loop_rules.Body.objects.get(pk=unit.pk).posts.get(appointments__public_id=held).appointments.get()
        actions.designate_caller(unit, appointment, actor=above.actor)
        assert order.number in said(caller.get("/desk/ratings/calls/"))
        assert order.number not in said(clerk.get("/desk/ratings/calls/"))
        opened = said(caller.post(f"/desk/ratings/calls/{order.number}/open/", {"reason": "整改后回访"}))
        assert "13912345678" in opened
        caller.post(f"/desk/ratings/calls/{order.number}/note/", {"outcome": "solved", "satisfaction": "satisfied"})
    order.refresh_from_db()
    assert order.state == "closed"
    assert "整改后回访" in said(Client().get(f"/t/{submitted.receipt}")), "the rater reads who opened it and why"


def test_rated_person_is_never_designated_to_call_back(county, unit):
    window = services.window(body=unit)
    handler = AppointmentFactory(post=PostFactory(body=unit))
    services.case(window=window, handler=handler)
    above = desk(*ABOVE, body=county).actor
    with pytest.raises(Refused):
        actions.designate_caller(unit, handler, actor=above)
    other, own = AppointmentFactory(post=PostFactory(body=unit)), desk(*ABOVE, body=unit).actor
    with pytest.raises(Forbidden):
        actions.designate_caller(unit, other, actor=own)


@pytest.mark.requirement("RT-47")
def test_what_has_no_legal_basis_is_explained_and_the_rater_may_object(county, unit):
    """无法律依据的解释说明: the rater reads the explanation, the rating counts, and one objection hands it to the unit."""
    with clock.pretend(DAY):
        submitted = given(unit)
        above = desk(*ABOVE, body=county)
        assert above.post(page_of(submitted, "triage/"), {"verdict": "no_basis"}).status_code == 422
        above.post(
            page_of(submitted, "triage/"), {"verdict": "no_basis", "reason": "补贴条件由省级文件规定，本中心无权放宽。"}
        )
        rater = Client()
        assert "本中心无权放宽" in said(rater.get(f"/t/{submitted.receipt}"))
        assert not Order.objects.exists()
        assert Handling.objects.get().state == "explained"
        assert rater.post(f"/t/{submitted.receipt}/again", {"text": ""}).status_code == 422
        rater.post(f"/t/{submitted.receipt}/again", {"text": "文件里没有这一条"})
    order = Order.objects.get()
    assert "文件里没有这一条" not in order.text
    assert Handling.objects.get().state == "ordered"


@pytest.mark.requirement("RT-48", "RT-49")
def test_appeal_is_decided_one_level_up_and_the_exclusion_stays_visible(county, unit):
    """申诉复核、不予统计: the unit appeals, somebody above who did not sort it out decides, both totals stay published."""
    with clock.pretend(DAY):
        submitted = given(unit)
        for _ in range(4):
            ratings.rating(window=Rating.objects.get(pk=submitted.id).window, level=5)
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        actions.dispatch_waiting(actor=SYSTEM)
        order = Order.objects.get()
        unit_desk = desk(*UNIT, "ratings.decide_appeal", body=unit)
        assert f"/desk/ratings/appeals/new/{order.number}/" in said(unit_desk.get(f"/desk/orders/{order.pk}/"))
        unit_desk.post(f"/desk/ratings/appeals/new/{order.number}/", {"ground": "mistaken", "words": "评的是隔壁窗口"})
        filed = Appeal.objects.get()
        assert (filed.reviewer, filed.filed_by) == (county, unit)
        assert Clock.objects.get(rule_key="rating.appeal").body == county
        with pytest.raises(Forbidden):
            actions.decide_appeal(filed, allowed=True, words="同意", actor=unit_desk.actor)
        above = desk(*ABOVE, body=county)
        assert "评的是隔壁窗口" in said(above.get(f"/desk/ratings/appeals/{filed.number}/"))
        above.post(
            f"/desk/ratings/appeals/{filed.number}/",
            {"allowed": "yes", "words": "监控和叫号记录显示评价对象为隔壁窗口"},
        )
        order.refresh_from_db()
        assert order.state == "void"
        assert "监控和叫号记录" in said(Client().get(f"/t/{submitted.receipt}"))
        total = queries.summary(queries.released_tallies(DAY.date(), DAY.date()))
        assert (total.total, total.good) == (4, 4), "counted without it"
        assert (total.given.total, total.given.good) == (5, 4), "and with it"
    with clock.pretend(DAY + dt.timedelta(days=40)):
        page = said(Client().get(f"/ratings/{unit.public_id}/"))
    assert "监控和叫号记录显示评价对象为隔壁窗口" in page
    assert "不予统计" in page


def test_contested_by_who_sorted_it_out_goes_up_to_somebody_else(city, county, unit):
    submitted = given(unit)
    above = desk(*ABOVE, body=county)
    above.post(page_of(submitted, "triage/"), {"verdict": "malicious", "reason": "同一来源反复差评"})
    filed = Appeal.objects.get()
    assert filed.reviewer == city
    with pytest.raises(Forbidden):
        actions.decide_appeal(filed, allowed=True, words="同意", actor=above.actor)
    actions.decide_appeal(filed, allowed=False, words="证据不足", actor=desk(*ABOVE, body=city).actor)
    assert Handling.objects.get().verdict == "valid"
    assert Order.objects.get().body == unit, "dismissed: the unit puts it right"


@pytest.mark.requirement("RT-51", "RT-53")
def test_anonymous_bad_rating_is_put_right_and_published_without_a_call_back(county, unit):
    """匿名差评: verified above and published, and no call-back stands in its way or in the denominator."""
    with clock.pretend(DAY):
        submitted = given(unit, phone="", text="叫号机坏了没人管")
        above = desk(*ABOVE, body=county)
        above.post(page_of(submitted, "triage/"), {"verdict": "valid", "pace": "at_once"})
        above.post(page_of(submitted, "screen/"), {"words": "叫号机坏了没人管"})
        actions.review_text(Rating.objects.get(), shown=True, actor=above.actor)
        named = given(unit)
        above.post(page_of(named, "triage/"), {"verdict": "valid", "pace": "at_once"})
        unit_actor = desk(*UNIT, body=unit).actor
        for order in Order.objects.all():
            put_right(order, unit_actor, above.actor)
    states = dict(Order.objects.values_list("source_id", "state"))
    assert states == {str(submitted.id): "closed", str(named.id): "audited"}
    nameless = Rating.objects.get(pk=submitted.id)
    with pytest.raises(Refused):
        actions.contact(nameless, result="reached", words="x", actor=above.actor)
    with clock.pretend(DAY + dt.timedelta(days=100)):
        actions.release()
        page = said(Client().get(f"/ratings/{unit.public_id}/bad/"))
        figures = publication.loop_figures(unit, DAY.date(), DAY.date() + dt.timedelta(days=1))
    assert "叫号机坏了没人管" in page
    assert "已修复叫号系统并道歉" in page
    assert (figures.bad, figures.to_call, figures.called) == (2, 1, 0)


@pytest.mark.requirement("RT-52", "RT-55")
def test_not_satisfied_takes_it_up_again_as_often_as_the_rule_pack_says(county, unit):
    """回访不满意重新办理: by the call-back and by the rater, until the number of the rule pack is reached."""
    assert {"《安阳市政务服务条例》第五十二条：实名差评一个工作日内联系"} <= {
        rule["source"] for one in samples.shipped() for rule in one.rules
    }
    assert len(samples.shipped()) == 7
    assert all(one.source and one.loop_source and rule["source"] for one in samples.shipped() for rule in one.rules)
    submitted = given(unit)
    above, unit_actor = desk(*ABOVE, body=county), desk(*UNIT, body=unit).actor
    above.post(page_of(submitted, "triage/"), {"verdict": "valid", "pace": "at_once"})
    order = put_right(Order.objects.get(), unit_actor, above.actor)
    above.post(page_of(submitted, "call-back/"), {"outcome": "not_solved", "words": "还是要排队"})
    order.refresh_from_db()
    assert (order.state, order.returns) == ("handling", 1)
    rater = Client()
    for time in (1, 2):
        orders.reply(order, **REPLY, actor=unit_actor)
        orders.verify(order, actor=above.actor)
        above.post(page_of(submitted, "call-back/"), {"outcome": "solved", "satisfaction": "satisfied"})
        order.refresh_from_db()
        assert order.state == "closed"
        assert "问题没有解决" in said(rater.get(f"/t/{submitted.receipt}"))
        rater.post(f"/t/{submitted.receipt}/again", {"text": f"第{time}次又不行了"})
        order.refresh_from_db()
        assert order.state == "handling"
    orders.reply(order, **REPLY, actor=unit_actor)
    orders.verify(order, actor=above.actor)
    above.post(page_of(submitted, "call-back/"), {"outcome": "solved"})
    page = said(rater.get(f"/t/{submitted.receipt}"))
    assert "问题没有解决" not in page, "twice is the most that the rule pack allows"
    assert "第1次又不行了" not in said(desk(*UNIT, body=unit).get(f"/desk/orders/{order.pk}/"))


@pytest.mark.requirement("RT-31", "RT-32")
def test_contact_is_sealed_and_every_opening_is_told_to_the_rater(county, unit):
    """联系方式封存: only the level above opens it, with a reason, and the rater reads when, who and why."""
    submitted = given(unit)
    above, own = desk(*ABOVE, body=county), desk(*ABOVE, body=unit)
    assert own.post(page_of(submitted, "contact/"), {"reason": "想知道是谁"}).status_code == 403
    assert above.post(page_of(submitted, "contact/"), {"reason": ""}).status_code == 422
    assert "13912345678" in said(above.post(page_of(submitted, "contact/"), {"reason": "核实差评情况"}))
    page = said(Client().get(f"/t/{submitted.receipt}"))
    assert above.actor.hat_label in page
    assert "核实差评情况" in page
    assert Unsealing.objects.count() == 1
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_phone FROM ratings_rating")
        (token,) = cursor.fetchone()
    assert b"13912345678" not in bytes(token), "the key is not in the database"


@pytest.mark.requirement("RT-33")
def test_retaliation_is_reported_with_one_tap_and_answered_to_the_rater(county, unit):
    """打击报复举报: from the receipt page, read by supervision above the unit only, answered there."""
    submitted = given(unit)
    rater = Client()
    assert f"/t/{submitted.receipt}/retaliation" in said(rater.get(f"/t/{submitted.receipt}"))
    rater.post(f"/t/{submitted.receipt}/retaliation", {"text": "他们打电话让我改评价", "phone": "13900001111"})
    report = Retaliation.objects.get()
    own = desk("ratings.protect", body=unit)
    assert "让我改评价" not in said(own.get("/desk/ratings/retaliation/"))
    with pytest.raises(Forbidden):
        actions.take_up_retaliation(report, actor=own.actor)
    above = desk("ratings.protect", body=county)
    assert "让我改评价" in said(above.get("/desk/ratings/retaliation/"))
    above.post(f"/desk/ratings/retaliation/{report.pk}/take-up/")
    above.post(f"/desk/ratings/retaliation/{report.pk}/answer/", {"answer": "已约谈当事人并通报批评"})
    assert "已约谈当事人并通报批评" in said(rater.get(f"/t/{submitted.receipt}"))


@pytest.mark.requirement("RT-34")
def test_words_are_screened_before_the_unit_reads_them(county, unit):
    """评价文字先审后读: handed out, the unit reads level and reasons; the words come once somebody above screened them."""
    with clock.pretend(DAY):
        submitted = given(unit)
    above, unit_desk = desk(*ABOVE, body=county), desk(*UNIT, body=unit)
    actions.dispatch_waiting(actor=SYSTEM)
    order = Order.objects.get()
    page = said(unit_desk.get(f"/desk/orders/{order.pk}/"))
    assert "不满意" in page
    assert "张小明" not in page
    assert "尚未脱敏审核" in said(above.get(page_of(submitted)))
    assert above.post(page_of(submitted, "screen/"), {"words": " "}).status_code == 422
    above.post(page_of(submitted, "screen/"), {"words": "等了很久，窗口人员态度差，电话13800002222"})
    page = said(unit_desk.get(f"/desk/orders/{order.pk}/"))
    assert "窗口人员态度差" in page
    assert "13800002222" not in page
    assert "张小明" not in page


@pytest.mark.requirement("RT-30", "RT-35", "RT-29")
def test_used_codes_stand_apart_from_what_was_said(county, unit):
    """已用评价码与评价内容分离: no key joins a rating to its invitation, case or person, and only the day is kept."""
    with clock.pretend(DAY):
        submitted = given(unit)
    rating = Rating.objects.get(pk=submitted.id)
    invitation = Invitation.objects.get()
    targets = {field.related_model.__name__ for field in Rating._meta.concrete_fields if field.is_relation}
    assert not targets & {"Invitation", "Case", "Person", "Account"}
    whole = " ".join(str(value) for value in vars(rating).values())
    for way in (str(invitation.pk), invitation.code, str(invitation.case_id), invitation.case.number):
        assert way not in whole
    assert bytes(rating.spent) == spending.mark(invitation.pk), "only who holds the key can tell that it was used here"
    assert invitation.state == "rated"
    assert rating.day == dt.date(2026, 5, 6)
    page = said(desk(*ABOVE, body=county).get(page_of(submitted)))
    for hidden in ("10:00", "2026-05-06", invitation.code, invitation.case.number):
        assert hidden not in page
