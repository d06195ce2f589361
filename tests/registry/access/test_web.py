import datetime as dt
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from tests.factories.access import actor, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory, PersonFactory
from tests.permissions import page_matrix
from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.registry.access import actions, policy
from zhengyou.registry.access.models import Grant, Role
from zhengyou.registry.access.queries import default_role
from zhengyou.registry.people import actions as people
from zhengyou.registry.people.models import Account, Person

pytestmark = pytest.mark.django_db
PASSWORD = r"(?:[A-Z][a-z][2-9][A-Za-z]-?){3}"


def in_post(body, **given) -> Person:
    person = PersonFactory(**given)
    AppointmentFactory(person=person, post=PostFactory(body=body))
    return person


def administrator(client, body=None, *more):
    account, who = signed_in("people.manage", "people.accounts", *more, body=body)
    client.force_login(account)
    return who


@pytest.mark.parametrize(
    ("page", "function"),
    [
        ("access:people", "people.manage"),
        ("access:enrol", "people.manage"),
        ("access:grants", "access.read"),
        ("access:roles", "access.read"),
        ("access:matrix", "access.read"),
        ("access:who", "access.read"),
        ("access:add-role", "access.manage"),
        ("access:ledger", "ledger.read"),
    ],
)
def test_pages_open_to_holders_only(client, page, function):
    page_matrix(client, reverse(page), function, BodyFactory())


@pytest.mark.parametrize(
    ("page", "function"),
    [
        ("access:rename", "people.manage"),
        ("access:change-phone", "people.manage"),
        ("access:leave", "people.manage"),
        ("access:open-account", "people.accounts"),
    ],
)
def test_pages_of_a_person_open_to_holders_in_scope_only(client, page, function):
    body = BodyFactory()

    page_matrix(client, reverse(page, args=[in_post(body).pk]), function, body, outsider=404)


def test_person_of_another_tree_is_not_found(client):
    administrator(client)

    assert client.get(reverse("access:person", args=[in_post(BodyFactory()).pk])).status_code == 404


def test_person_is_enrolled_and_gets_an_account_whose_password_is_shown_once(client):
    administrator(client)
    answer = client.post(reverse("access:enrol"), {"name": "苏小禾", "phone": "13800001111"})
    person = Person.objects.get(name="苏小禾")
    assert answer["Location"] == reverse("access:person", args=[person.pk])

    wrong = client.post(reverse("access:open-account", args=[person.pk]), {"username": "admin"})
    assert wrong.status_code == 422
    assert 'value="admin"' in wrong.content.decode()
    shown = client.post(reverse("access:open-account", args=[person.pk]), {"username": "su.xh"}).content.decode()

    password = re.search(PASSWORD, shown)[0]
    assert people.authenticate("su.xh", password).person == person
    page = client.get(reverse("access:person", args=[person.pk])).content.decode()
    assert password not in page
    assert "138****1111" in page
    assert "13800001111" not in page


def test_enrol_keeps_what_was_typed(client):
    administrator(client)

    answer = client.post(reverse("access:enrol"), {"name": "苏小禾", "phone": "no number"})

    assert answer.status_code == 422
    assert "苏小禾" in answer.content.decode()
    assert "no number" in answer.content.decode()


def test_account_is_administered_from_the_page(client):
    body = BodyFactory()
    administrator(client, body)
    account = AccountFactory(person=in_post(body), locked_until=clock.now() + dt.timedelta(minutes=9))
    page = reverse("access:person", args=[account.person.pk])
    assert "已锁定" in client.get(page).content.decode()

    client.post(reverse("access:unlock-account", args=[account.person.pk]))
    assert "正常" in client.get(page).content.decode()
    client.post(reverse("access:close-account", args=[account.person.pk]))
    assert "已停用" in client.get(page).content.decode()
    shown = client.post(reverse("access:reopen-account", args=[account.person.pk])).content.decode()
    assert people.authenticate(account.username, re.search(PASSWORD, shown)[0])
    shown = client.post(reverse("access:reset-password", args=[account.person.pk])).content.decode()
    assert people.authenticate(account.username, re.search(PASSWORD, shown)[0])
    assert client.post(reverse("access:reset-second-factor", args=[account.person.pk])).status_code == 302
    assert client.get(reverse("access:close-account", args=[account.person.pk])).status_code == 405


def test_person_leaves_from_the_page(client):
    body = BodyFactory()
    administrator(client, body)
    person = in_post(body)

    client.post(reverse("access:leave", args=[person.pk]), {"on": "2026-03-02"})

    assert Person.objects.get(pk=person.pk).left_on == dt.date(2026, 3, 2)


def test_list_finds_by_name_pinyin_phone_and_state(client):
    body = BodyFactory()
    administrator(client, body)
    for name, phone in (("王小明", "13800001111"), ("李四", "13800002222")):
        person = people.enrol(name, phone=phone, actor=ledger.SYSTEM)
        AppointmentFactory(person=person, post=PostFactory(body=body))
    people.open_account(person, "li.si", actor=ledger.SYSTEM)

    def found(**query) -> str:
        return client.get(reverse("access:people"), query).content.decode()

    assert "王小明" in found(q="小明")
    assert "李四" not in found(q="小明")
    assert "李四" in found(q="lisi")
    assert "李四" in found(q="ls")
    assert "王小明" not in found(q="lisi")
    assert "李四" in found(q="138-0000-2222")
    assert "王小明" not in found(state="initial")
    assert "李四" in found(state="initial")
    assert "李四" not in found(state="none")


def test_list_costs_the_same_for_one_row_and_three(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    body = BodyFactory()
    administrator(client, body, "access.read")
    auditor, _who = signed_in("ledger.read", body=body)
    role = Role.objects.create(code="own", functions=["bodies.read"])

    def cost(page: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(page)).status_code == 200
        return len(queries)

    pages = ("access:people", "access:grants", "access:roles")
    before = [cost(page) for page in pages]
    for _place in range(2):
        person = in_post(body)
        AccountFactory(person=person)
        actions.grant(person.appointments.get(), role, body, actor=ledger.SYSTEM)
    assert [cost(page) for page in pages] == before
    client.force_login(auditor)
    cost("access:ledger")
    before = cost("access:ledger")
    for _place in range(3):
        people.enrol("某", actor=ledger.SYSTEM)
    assert cost("access:ledger") == before


def test_role_is_granted_and_withdrawn_from_the_page(client):
    county = BodyFactory()
    account, _who = signed_in("access.manage", "access.read", body=county)
    client.force_login(account)
    body = BodyFactory(parent=county)
    person = in_post(body)
    hat = person.appointments.get()
    role = default_role("campaign_office")
    url = reverse("access:grant", args=[person.pk])
    assert body.name in client.get(url).content.decode()

    answer = client.post(url, {"appointment": hat.pk, "role": role.code, "body": county.pk})

    assert answer["Location"] == reverse("access:person", args=[person.pk])
    given = Grant.objects.get(appointment=hat)
    assert (given.scope.body, given.ends_on) == (county, None)
    assert "活动办公室" in client.get(reverse("access:person", args=[person.pk])).content.decode()
    again = client.post(url, {"appointment": hat.pk, "role": role.code, "body": county.pk})
    assert again.status_code == 422
    client.post(reverse("access:revoke", args=[given.public_id]))
    given.refresh_from_db()
    assert given.ends_on == clock.today()


def test_second_office_is_refused_at_the_field(client):
    account, _who = signed_in("access.manage", "access.read")
    client.force_login(account)
    body = account.person.appointments.get().post.body
    person = in_post(body)
    hat = person.appointments.get()
    actions.grant(hat, default_role("system_admin"), body, actor=ledger.SYSTEM)
    default_role("auditor")

    answer = client.post(
        reverse("access:grant", args=[person.pk]), {"appointment": hat.pk, "role": "auditor", "body": body.pk}
    )

    assert answer.status_code == 422
    assert "不得由一人兼任" in answer.content.decode()


def test_delegate_is_offered_only_own_roles(client):
    account, _who = signed_in("access.delegate", "access.read")
    client.force_login(account)
    body = account.person.appointments.get().post.body
    Role.objects.create(code="small", title="小角色", functions=["access.read"])
    Role.objects.create(code="large", title="大角色", functions=["access.read", "people.accounts"])
    person = in_post(body)

    page = client.get(reverse("access:grant", args=[person.pk])).content.decode()

    assert "小角色" in page
    assert "大角色" not in page


def test_roles_are_added_changed_and_restored(client):
    account, _who = signed_in("access.manage", "access.read")
    client.force_login(account)
    form = {"code": "desk-clerk", "title": "收发员", "functions": ["bodies.read"]}
    assert client.post(reverse("access:add-role"), form).status_code == 302
    assert client.post(reverse("access:add-role"), form).status_code == 422
    mixed = {**form, "code": "mixed", "functions": ["ledger.read", "access.manage"]}
    assert "相互分离" in client.post(reverse("access:add-role"), mixed).content.decode()
    role = default_role("leader")
    change = {"title": "县领导", "functions": ["bodies.read"], "needs_second_factor": "on"}
    client.post(reverse("access:change-role", args=["leader"]), change)
    role.refresh_from_db()
    assert (role.label, role.held, role.needs_second_factor) == ("县领导", {"bodies.read"}, True)
    client.post(reverse("access:restore-role", args=["leader"]))
    role.refresh_from_db()
    assert "bodies.read" in role.held
    assert len(role.held) > 1


def test_matrix_and_who_may_what(client):
    actions.install_roles()
    body = BodyFactory()
    account, _who = signed_in("access.read", body=body)
    keeper = actor("bodies.manage", body=body)
    client.force_login(account)

    page = client.get(reverse("access:matrix")).content.decode()
    assert "审计员" in page
    assert "查阅业务日志" in page
    answer = client.get(reverse("access:who"), {"function": "bodies.manage"}).content.decode()
    assert keeper.label in answer
    workbook = client.get(reverse("access:matrix"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.content)).active
    assert len(sheet[3]) == 2 + Role.objects.count()


def test_auditor_reads_finds_and_exports(client):
    account, _who = signed_in("ledger.read")
    client.force_login(account)
    people.enrol("苏小禾", actor=ledger.SYSTEM)
    people.enrol("白杨", actor=ledger.SYSTEM)

    page = client.get(reverse("access:ledger"), {"q": "苏小禾", "verb": "people.enrol"}).content.decode()
    assert "苏小禾" in page
    assert "登记人员" in page
    assert "白杨" not in page
    past = client.get(reverse("access:ledger"), {"until": "2020-01-01"}).content.decode()
    assert "苏小禾" not in past
    answer = client.get(reverse("access:ledger"), {"q": "白杨", "export": "xlsx"})
    values = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.values for cell in row]
    assert "白杨" in values
    assert "苏小禾" not in values


def test_ledger_page_changes_nothing(client):
    account, _who = signed_in("ledger.read")
    client.force_login(account)
    before = Event.objects.count()

    assert client.get(reverse("access:ledger"), {"since": "not a day", "verb": "nothing"}).status_code == 200
    client.post(reverse("access:ledger"), {"q": "x"})

    assert Event.objects.count() == before


def test_hat_is_switched_logged_and_taken_off_after_silence(client):
    account, _who = signed_in("access.read")
    first = account.person.appointments.get()
    other = AppointmentFactory(person=account.person, post=PostFactory(body=BodyFactory(), title="督查员"))
    client.force_login(account)
    client.post(reverse("access:switch-hat"), {"hat": other.public_id, "next": reverse("access:switch-hat")})
    assert client.get(reverse("access:grants")).status_code == 403
    assert Event.objects.get(verb="access.switch_hat").hat_id == str(other.public_id)

    start = clock.now()
    for minutes in (15, 30):
        with clock.pretend(start + dt.timedelta(minutes=minutes)):
            assert client.get(reverse("access:grants")).status_code == 403
    with clock.pretend(start + dt.timedelta(minutes=31 + policy.HAT_IDLE_MINUTES)):
        assert client.get(reverse("access:grants")).status_code == 200
    event = Event.objects.get(verb="access.time_out_hat")
    assert (event.hat_id, event.actor_id) == (str(other.public_id), str(account.pk))
    assert first.public_id != other.public_id


def test_hat_that_one_does_not_hold_is_refused(client):
    account, _who = signed_in()
    client.force_login(account)
    foreign = AppointmentFactory()

    assert client.post(reverse("access:switch-hat"), {"hat": foreign.public_id}).status_code == 422
    assert client.post(reverse("access:switch-hat"), {"hat": "nonsense"}).status_code == 422


def test_nobody_resets_themselves(client):
    account, _who = signed_in("people.manage", "people.accounts")
    client.force_login(account)

    assert client.post(reverse("access:reset-password", args=[account.person.pk])).status_code == 403
    assert Account.objects.get(pk=account.pk).check_password("Correct-Horse-9")
