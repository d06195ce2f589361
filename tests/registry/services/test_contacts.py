"""首问负责、一次性告知、容缺和告知承诺: the verbs, their refusals, and who may."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.concurrency import at_once
from tests.factories import access, services
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.records.notices import worklist
from zhengyou.records.notices.models import Notice
from zhengyou.registry.deadlines.models import Rule, RulePack
from zhengyou.registry.services import actions, promises, queries
from zhengyou.registry.services.enums import ContactState, Duty, Mode, State, UndertakingKind, UndertakingState
from zhengyou.registry.services.models import Distrust, FirstContact, TellingSlip, Undertaking

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)
FORM, LICENCE, PLAN = "申请表", "营业执照", "平面布局图"
CODE = "91610101MA6TXYZW0X"


@pytest.fixture
def case():
    """A case with a promise of five working days, under a guide by which the plan may follow."""
    item = services.item(
        mode=Mode.COMMITTED, promise_amount=5, materials=(FORM, LICENCE, PLAN), deferrable=(PLAN,), by_promise=True
    )
    return services.case(window=services.window(body=item.body, items=[item]))


def told(body, **fields):
    return actions.take_down(body=body, matter="老年证怎么办", actor=SYSTEM, **fields)


def test_first_contact_is_followed_to_the_end_by_whoever_was_asked():
    county = BodyFactory()
    hall, civil = BodyFactory(parent=county), BodyFactory(parent=county)
    clerk, taker = access.actor("services.register", body=hall), access.actor("services.register", body=civil)
    with clock.pretend(WEDNESDAY):
        contact = actions.take_down(body=hall, matter="老年证怎么办", duty=Duty.OTHER_UNIT, actor=clerk, days=2)
        assert clock.local(contact.clock.due_at).date() == dt.date(2026, 5, 8)
        contact = actions.hand_over_contact(contact, taker=civil, actor=clerk)
        assert contact.number in [one.text.split("：")[-1] for one in Notice.objects.all()]
        contact = actions.take_contact(contact, actor=taker)
        assert [todo.title for todo in worklist.waiting_for(clerk)] == ["老年证怎么办"], "the first asked still answers"
        contact = actions.answer_contact(contact, result="已告知到二楼5号窗口办理", actor=taker)
    contact.clock.refresh_from_db()
    assert (contact.state, contact.clock.state) == (ContactState.ENDED, "met")
    assert [event.verb for event in history(contact)] == [
        "services.take_down", "services.hand_over_contact", "services.take_contact", "services.answer_contact",
    ]  # fmt: skip
    assert not list(worklist.waiting_for(clerk))


def test_own_duty_is_not_handed_over_and_an_end_needs_words():
    hall = BodyFactory(parent=BodyFactory())
    own = told(hall)
    with pytest.raises(Refused) as refusal:
        actions.hand_over_contact(own, taker=BodyFactory(parent=hall), actor=SYSTEM)
    assert refusal.value.code == "own_duty"
    with pytest.raises(Refused):
        actions.hand_over_contact(told(hall, duty=Duty.OTHER_UNIT), taker=hall, actor=SYSTEM)
    with pytest.raises(Refused):
        actions.answer_contact(own, result=" ", actor=SYSTEM)
    ended = actions.answer_contact(own, result="当场办结", actor=SYSTEM)
    with pytest.raises(Conflict):
        actions.answer_contact(ended, result="再答", actor=SYSTEM)


def test_a_unit_that_was_not_led_to_sees_and_answers_nothing():
    county = BodyFactory()
    hall, civil, other = (BodyFactory(parent=county) for _ in range(3))
    contact = told(hall, duty=Duty.OTHER_UNIT)
    actions.hand_over_contact(contact, taker=civil, actor=SYSTEM)
    contact.refresh_from_db()
    for body, count in ((hall, 1), (civil, 1), (other, 0)):
        assert queries.contacts(access.actor("services.read", body=body), "services.read").count() == count
    with pytest.raises(Forbidden):
        actions.take_contact(contact, actor=access.actor("services.register", body=other))


def test_slip_halts_the_promise_by_its_number_and_all_come_lets_it_run(case):
    slip = actions.tell_once(case=case, missing=[LICENCE, " "], actor=SYSTEM)
    case.clock.refresh_from_db()
    assert (case.clock.state, slip.missing, slip.ordinal) == ("paused", [LICENCE], 1)
    assert case.clock.pauses.get().notice == f"一次性告知书{slip.number}"
    actions.complete_slip(slip, actor=SYSTEM)
    case.clock.refresh_from_db()
    assert case.clock.state == "running"
    with pytest.raises(Conflict):
        actions.complete_slip(slip, actor=SYSTEM)


def test_second_slip_needs_new_facts_and_the_promise_waits_for_both(case):
    first = actions.tell_once(case=case, missing=[LICENCE], actor=SYSTEM)
    with pytest.raises(Conflict) as refusal:
        actions.tell_once(case=case, missing=[PLAN], actor=SYSTEM)
    assert (refusal.value.field, refusal.value.code) == ("new_facts", "told_once")
    again = actions.tell_once(case=case, missing=[PLAN], new_facts="现场核查发现布局已改", actor=SYSTEM)
    assert (again.ordinal, again.new_facts) == (2, "现场核查发现布局已改")
    actions.complete_slip(first, actor=SYSTEM)
    case.clock.refresh_from_db()
    assert case.clock.state == "paused"
    actions.complete_slip(again, actor=SYSTEM)
    case.clock.refresh_from_db()
    assert case.clock.state == "running"


def test_slip_needs_something_missing_and_an_open_matter(case):
    with pytest.raises(Refused) as refusal:
        actions.tell_once(case=case, missing=[" "], actor=SYSTEM)
    assert refusal.value.field == "missing"
    with pytest.raises(Refused):
        actions.tell_once(missing=[FORM], actor=SYSTEM)
    question = told(case.body)
    assert actions.tell_once(question=question, version=case.version, missing=[FORM], actor=SYSTEM).case is None
    actions.close_case(case, actor=SYSTEM)
    with pytest.raises(Conflict):
        actions.tell_once(case=case, missing=[FORM], actor=SYSTEM)


def lenient(case, **fields):
    given = {"kind": UndertakingKind.LENIENT, "lacking": [PLAN], "consequence": "视为撤回申请", "days": 5} | fields
    return actions.accept_undertaking(case, actor=SYSTEM, **given)


def by_promise(case, **fields):
    given = {"lacking": ["经营场所符合条件"], "consequence": "撤销决定", "applicant_code": CODE} | fields
    return lenient(case, kind=UndertakingKind.BY_PROMISE, **given)


def test_terms_come_from_the_rule_packs_with_their_source(client, case):
    with clock.pretend(WEDNESDAY):
        case = services.case(window=case.window, item=case.item)
        shipped = (
            (told(case.body).clock, "service.first_asked", 3),
            (lenient(case, days=None).clock, "service.lenient", 10),
            (by_promise(case, days=None).clock, "service.promise_check", 60),
        )
        for running, key, amount in shipped:
            assert (running.rule_key, running.amount, running.unit) == (key, amount, "working_day")
            assert running.rule.source
            assert not running.rule.verified, "no rule of the state names the days"
        client.force_login(access.signed_in("services.read", body=case.body)[0])
        asked = Client().get(f"/follow/{shipped[0][0].subject_label}/")
        pages = [client.get(f"/desk/services/{path}").content.decode() for path in _pages()]
        for page in (asked.content.decode(), *pages):
            assert "依据" in page
            assert "（待当地核定）" in page
        for page, (running, _key, amount) in zip(pages, shipped, strict=True):
            assert f"{running.rule_title}{amount}个工作日：{escape(running.rule.source)}" in page
            assert running.pack_label in page
        _own_pack(case.body, "service.first_asked", 1)
        own = told(case.body, days=5).clock
        assert promises.basis(own) == "首问1个工作日：本地文件；本件由窗口定为5个工作日 · 本地时限 v1"
        assert told(case.body).clock.amount == 1
        assert told(case.body, days=5).clock.amount == 5


def _pages():
    """Return the desk pages of the contact, the promise that materials follow, and the promise that is checked."""
    contact = FirstContact.objects.order_by("pk").first()
    return [f"contacts/{contact.pk}/", *(f"promises/{one.pk}/" for one in Undertaking.objects.order_by("pk"))]


def _own_pack(body, key, amount):
    """Let a place of its own set ``key`` to so many working days."""
    pack = RulePack.objects.create(
        code="local", title="本地时限", body=body, valid_from=dt.date(2026, 1, 1), source="本地文件", state="in_force"
    )
    Rule.objects.create(pack=pack, key=key, title="首问", amount=amount, unit="working_day", source="本地文件")


def test_a_bad_credit_record_bars_promises_until_it_is_repaired(case):
    with pytest.raises(Refused) as refusal:
        by_promise(case, applicant_code=" ")
    assert refusal.value.field == "applicant_code"
    made = by_promise(case)
    actions.find_broken(made, finding="现场与承诺不符", actor=access.actor("services.register", body=case.body))
    noted = Distrust.objects.get()
    assert (noted.undertaking, noted.basis) == (made, f"告知承诺（{made.number}）经核查未履行")
    elsewhere = BodyFactory(parent=case.body)
    item = services.item(body=elsewhere, by_promise=True)
    again = services.case(window=services.window(body=elsewhere, items=[item]))
    with pytest.raises(Refused) as refusal:
        by_promise(again, applicant_code=f" {CODE.lower()} ")
    assert (refusal.value.code, made.number in str(refusal.value)) == ("bad_credit", True)
    lenient_item = services.case(window=case.window, item=case.item)
    assert lenient(lenient_item).state == "open", "what may follow later is no promise that stands in for proof"
    with pytest.raises(Refused):
        actions.repair_credit(noted, basis=" ", actor=SYSTEM)
    actions.repair_credit(noted, basis="信用修复决定书1号", actor=SYSTEM)
    with pytest.raises(Conflict):
        actions.repair_credit(noted, basis="信用修复决定书1号", actor=SYSTEM)
    assert by_promise(again).state == "open"
    (event,) = [one for one in history(noted) if one.verb == "services.repair_credit"]
    assert CODE not in str(event.fields)


def test_bad_credit_is_noted_by_decision_and_seen_without_the_number(client, case):
    account, _keeper = access.signed_in("services.read", "services.manage", "services.register", body=case.body)
    client.force_login(account)
    new = reverse("services:distrust-new")
    wrong = client.post(new, {"name": "何某贸易公司", "code": CODE, "basis": ""})
    assert wrong.status_code == 422
    assert "何某贸易公司" in wrong.content.decode()
    given = {"name": "何某贸易公司", "code": CODE, "basis": "县发改局失信认定决定2号"}
    assert client.post(new, given).status_code == 302
    assert client.post(new, given).status_code == 422
    one = Distrust.objects.get()
    page = client.get(reverse("services:distrusts"), {"state": "stands"}).content.decode()
    assert "县发改局失信认定决定2号" in page
    assert CODE not in page
    assert (
        "县发改局失信认定决定2号"
        not in client.get(reverse("services:distrusts"), {"state": "repaired"}).content.decode()
    )
    barred = client.post(
        reverse("services:case-promise", args=[case.pk]),
        {
            "kind": "by_promise",
            "lacking": "场所符合条件",
            "days": "",
            "consequence": "撤销决定",
            "applicant_code": CODE,
        },
    )
    assert barred.status_code == 422
    assert "不适用告知承诺" in barred.content.decode()
    assert client.post(reverse("services:distrust-repair", args=[one.pk]), {"basis": "修复决定"}).status_code == 302
    assert "修复决定" in client.get(reverse("services:distrust", args=[one.pk])).content.decode()
    for name, function, args, outsider in (
        ("distrusts", "services.read", [], 200), ("distrust", "services.read", [one.pk], 404),
        ("distrust-new", "services.manage", [], 200), ("distrust-repair", "services.manage", [one.pk], 404),
    ):  # fmt: skip
        page_matrix(client, reverse(f"services:{name}", args=args), function, case.body, outsider=outsider)


@pytest.mark.parametrize("verb", ["note_distrust", "repair_credit"])
def test_credit_is_kept_by_who_manages(verb, case):
    def act(actor):
        if verb == "note_distrust":
            return _noted(case, actor)
        return actions.repair_credit(_noted(case, SYSTEM), basis="修复", actor=actor)

    matrix(act, "services.manage", case.body)


def _noted(case, actor):
    return actions.note_distrust(body=case.body, name="甲", code=ids.short_code(12), basis="决定", actor=actor)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_note_the_same_at_once_one_does(case):
    results = at_once(
        3, lambda _n: actions.note_distrust(body=case.body, name="甲", code=CODE, basis="决定", actor=SYSTEM)
    )
    assert sum(isinstance(one, Distrust) for one in results) == 1
    assert all(isinstance(one, (Distrust, Conflict)) for one in results)


def test_only_what_the_public_guide_lists_may_follow_later(case):
    with pytest.raises(Refused) as refusal:
        lenient(case, lacking=[LICENCE])
    assert refusal.value.field == "lacking"
    for field, value in (("lacking", [" "]), ("consequence", " "), ("days", 0)):
        with pytest.raises(Refused) as refusal:
            lenient(case, **{field: value})
        assert refusal.value.field == field
    strict = services.case()
    with pytest.raises(Refused) as refusal:
        lenient(strict, kind=UndertakingKind.BY_PROMISE, lacking=["场所符合条件"], applicant_code=CODE)
    assert refusal.value.field == "kind"
    with pytest.raises(Refused) as refusal:
        services.item(materials=(FORM,), deferrable=("不存在的材料",))
    assert refusal.value.field == "deferrable"


def test_what_does_not_follow_in_time_counts_as_withdrawn(case):
    with clock.pretend(WEDNESDAY):
        item = case.item
        case = services.case(window=case.window, item=item)
        made = lenient(case)
        assert clock.local(made.clock.due_at).date() == dt.date(2026, 5, 12), "9 May is worked"
    with pytest.raises(Conflict):
        lenient(case)
    made = actions.find_broken(made, finding="逾期未补", actor=SYSTEM)
    case.refresh_from_db()
    assert (made.state, case.state) == (UndertakingState.BROKEN, State.WITHDRAWN)
    made.clock.refresh_from_db()
    assert made.clock.state == "breached"
    with pytest.raises(Conflict):
        actions.find_kept(made, finding="补了", actor=SYSTEM)


def test_what_was_promised_is_checked_by_somebody_else(case):
    handler = access.actor("services.register", body=case.body)
    case.handler = queries.post_of(handler)
    case.save(update_fields=["handler"])
    made = by_promise(case)
    with pytest.raises(Refused) as refusal:
        actions.find_kept(made, finding="属实", actor=handler)
    assert refusal.value.code == "own_case"
    checker = access.actor("services.register", body=case.body)
    made = actions.find_broken(made, finding="现场与承诺不符", actor=checker)
    case.refresh_from_db()
    assert (made.state, made.judged_by, case.state) == (
        UndertakingState.BROKEN, queries.post_of(checker), State.ACCEPTED,
    )  # fmt: skip


VERBS = {
    "take_down": lambda case, actor: actions.take_down(body=case.body, matter="问", actor=actor),
    "hand_over_contact": lambda case, actor: actions.hand_over_contact(
        told(case.body, duty=Duty.SAME_UNIT), taker=case.body, actor=actor
    ),
    "answer_contact": lambda case, actor: actions.answer_contact(told(case.body), result="答", actor=actor),
    "tell_once": lambda case, actor: actions.tell_once(case=case, missing=[FORM], actor=actor),
    "complete_slip": lambda case, actor: actions.complete_slip(
        actions.tell_once(question=told(case.body), version=case.version, missing=[FORM], actor=SYSTEM), actor=actor
    ),
    "accept_undertaking": lambda case, actor: actions.accept_undertaking(
        case, kind="lenient", lacking=[PLAN], consequence="撤回", days=3, actor=actor
    ),
    "find_kept": lambda case, actor: actions.find_kept(lenient(case), finding="补齐", actor=actor),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_are_for_holders_in_scope(verb, case):
    matrix(lambda actor: VERBS[verb](case, actor), "services.register", case.body)


def test_taking_over_is_for_the_unit_that_was_led_to():
    hall = BodyFactory()
    civil = BodyFactory(parent=hall)
    contact = actions.hand_over_contact(told(hall, duty=Duty.SAME_UNIT), taker=civil, actor=SYSTEM)
    matrix(lambda actor: actions.take_contact(contact, actor=actor), "services.register", civil)


@pytest.mark.django_db(transaction=True)
def test_telling_at_the_same_moment_tells_once(case):
    results = at_once(4, lambda _n: actions.tell_once(case=case, missing=[FORM], actor=SYSTEM))
    assert sum(isinstance(one, TellingSlip) for one in results) == 1
    assert sum(isinstance(one, Conflict) for one in results) == 3
