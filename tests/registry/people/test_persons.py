import datetime as dt

import pytest

from tests.factories.access import actor
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory, PersonFactory, own
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.records.seal import actions as seal
from zhengyou.registry.people import actions
from zhengyou.registry.people.models import Account, Person
from zhengyou.registry.people.pinyin import sort_key

pytestmark = pytest.mark.django_db


def in_post(body, **given) -> Person:
    person = PersonFactory(**given)
    AppointmentFactory(person=person, post=PostFactory(body=body))
    return person


def test_enrol_sorts_by_pinyin_and_writes_names_of_fields_only():
    person = actions.enrol(" 单  小禾 ", phone="138 0000 1111", actor=actor("people.manage"))

    assert (person.name, person.sort_key) == ("单 小禾", "shan4 xiao3 he2")
    event = history(person).get()
    assert (event.verb, event.fields) == ("people.enrol", ["name", "phone"])
    assert "0000" not in str(list(Event.objects.values_list("object_label", "fields", "target")))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("王小明", "wang2 xiao3 ming2"),
        ("尉迟恭", "yu4 chi2 gong1"),
        ("任重", "ren2 zhong4"),
        ("欧阳娜娜", "ou1 yang2 na4 na4"),
        ("Li Lei", "lilei"),
        ("阿不都·热依木", sort_key("阿不都热依木")),
    ],
)
def test_sort_key_speaks_family_names_right(name, key):
    assert sort_key(name) == key


def test_persons_are_listed_by_pinyin():
    for name in ("周一", "安二", "曾三", "李四"):
        actions.enrol(name, actor=ledger.SYSTEM)

    assert [person.name for person in Person.objects.all()] == ["安二", "李四", "曾三", "周一"]


def test_enrol_refuses_a_number_that_somebody_has():
    actions.enrol("甲", phone="13800001111", actor=ledger.SYSTEM)

    with pytest.raises(Refused) as refusal:
        actions.enrol("乙", phone="138-0000-1111", actor=ledger.SYSTEM)
    assert (refusal.value.field, refusal.value.code) == ("phone", "phone_taken")


@pytest.mark.parametrize(
    ("name", "phone", "field"), [("", "", "name"), ("甲" * 61, "", "name"), ("甲", "abc", "phone")]
)
def test_enrol_names_the_wrong_field(name, phone, field):
    with pytest.raises(Refused) as refusal:
        actions.enrol(name, phone=phone, actor=ledger.SYSTEM)
    assert refusal.value.field == field


def test_verbs_on_persons_are_for_holders_in_scope():
    body = BodyFactory()
    person = in_post(body)
    matrix(lambda who: actions.rename(person, "新名", actor=who), "people.manage", body)
    matrix(lambda who: actions.change_phone(person, "13800001111", actor=who), "people.manage", body)
    matrix(lambda who: actions.leave(person, clock.today(), actor=who), "people.manage", body)
    assert Person.objects.get(pk=person.pk).name == "新名"


def test_everybody_changes_their_own_number():
    account = AccountFactory()

    actions.change_phone(account.person, "13900002222", actor=own(account))

    assert Person.objects.get(phone="13900002222") == account.person
    with pytest.raises(Forbidden):
        actions.change_phone(account.person, "13900003333", actor=own(AccountFactory()))


def test_nobody_leaves_before_the_day():
    with pytest.raises(Refused) as refusal:
        actions.leave(PersonFactory(), clock.today() + dt.timedelta(days=1), actor=ledger.SYSTEM)
    assert refusal.value.field == "on"


def test_leave_closes_the_account_and_lets_the_terms_run():
    account = AccountFactory(person=PersonFactory(name="张三丰", sort_key="zhang1 san1 feng1", phone="13800001111"))
    person = account.person
    day = dt.date(2026, 3, 2)

    actions.leave(person, day, actor=ledger.SYSTEM)

    assert not Account.objects.get(pk=account.pk).is_active
    with pytest.raises(Conflict):
        actions.leave(person, day, actor=ledger.SYSTEM)
    with clock.pretend(clock.midnight(day + dt.timedelta(days=180))):
        assert seal.erase_expired() == 0
    with clock.pretend(clock.midnight(day + dt.timedelta(days=181))):
        assert seal.erase_expired() == 1
        assert seal.erase_expired() == 0
    assert not Person.objects.get(pk=person.pk).phone
    with clock.pretend(clock.midnight(day + dt.timedelta(days=3651))):
        while seal.erase_expired():
            pass
    person.refresh_from_db()
    assert (person.name, person.sort_key) == ("张**", "")
    assert Account.objects.get(pk=account.pk).username.startswith("erased-")
    assert [event.fields for event in history(person) if event.verb == "seal.erase"] == [
        ["phone"],
        ["name"],
        ["sort_key"],
    ]
