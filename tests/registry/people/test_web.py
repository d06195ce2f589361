import datetime as dt
import re

import pyotp
import pytest
from django.urls import reverse

from tests.factories.access import signed_in
from tests.factories.people import AccountFactory, own
from zhengyou.kernel import clock
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.seal.models import Attempt
from zhengyou.registry.access.models import Role
from zhengyou.registry.people import actions, policy
from zhengyou.registry.people.models import Account, Visit

pytestmark = pytest.mark.django_db
PASSWORD = "Correct-Horse-9"
SIGN_IN = "/sign-in/"


def enter(client, account, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": account.username, "password": password, **more})


def test_sign_in_leads_to_the_page_that_was_wanted(client):
    account, _actor = signed_in()
    answer = client.get(reverse("people:account"))
    assert answer["Location"] == f"{SIGN_IN}?next={reverse('people:account')}"

    answer = enter(client, account, next=reverse("people:account"))

    assert answer["Location"] == reverse("people:account")
    page = client.get(reverse("people:account"), headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Edg/120"})
    assert account.person.name in page.content.decode()
    assert Visit.objects.get().account == account
    assert Event.objects.filter(verb="people.sign_in", actor_id=str(account.pk)).exists()


def test_sign_in_goes_nowhere_else(client):
    account, _actor = signed_in()

    assert enter(client, account, next="https://elsewhere.example/")["Location"] == reverse("desk")


def test_wrong_password_keeps_the_user_name_and_says_nothing_more(client):
    account, _actor = signed_in()

    wrong = enter(client, account, password="wrong")
    unknown = client.post(SIGN_IN, {"username": account.username + "x", "password": "wrong"})

    assert wrong.status_code == unknown.status_code == 422
    said = [re.search(r"用户名或密码不正确[^<]*", page.content.decode()) for page in (wrong, unknown)]
    assert said[0]
    assert said[0][0] == said[1][0]
    assert f'value="{account.username}"' in wrong.content.decode()
    assert "wrong" not in re.findall(r'value="([^"]*)"', wrong.content.decode())


def test_one_network_cannot_try_for_ever_and_leaves_no_address(client):
    Attempt.objects.all().delete()
    account, _actor = signed_in()
    for place in range(policy.ATTEMPTS_PER_NETWORK):
        client.post(SIGN_IN, {"username": f"nobody{place}", "password": "x"}, REMOTE_ADDR="203.0.113.7")

    answer = client.post(SIGN_IN, {"username": account.username, "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")

    assert answer.status_code == 429
    assert enter(client, account).status_code == 302
    assert "203.0.113" not in str(list(Attempt.objects.values()))


def test_initial_password_must_be_changed_first(client):
    account, _actor = signed_in()
    opened = actions.reset_password(account, actor=ledger.SYSTEM)
    enter(client, account, password=opened.password)

    assert client.get(reverse("people:account"))["Location"] == reverse("people:change-password")
    page = client.get(reverse("people:change-password"))
    assert page.status_code == 200
    form = {"old_password": opened.password, "new_password": "Brand-New-77", "repeated": "Brand-New-78"}
    assert client.post(reverse("people:change-password"), form).status_code == 422
    form["repeated"] = "Brand-New-77"
    assert client.post(reverse("people:change-password"), form)["Location"] == reverse("desk")
    assert client.get(reverse("people:account")).status_code == 200


def test_silence_ends_the_stay(client):
    account, _actor = signed_in()
    enter(client, account)
    later = clock.now() + dt.timedelta(minutes=policy.IDLE_MINUTES, seconds=1)

    with clock.pretend(later):
        answer = client.get(reverse("people:account"))

    assert answer.status_code == 302
    assert Visit.objects.get().end == "idle"
    assert Event.objects.filter(verb="people.time_out").exists()


def test_work_keeps_the_stay_alive(client):
    account, _actor = signed_in()
    enter(client, account)
    start = clock.now()
    for minutes in (20, 40, 60):
        with clock.pretend(start + dt.timedelta(minutes=minutes)):
            assert client.get(reverse("people:account")).status_code == 200


def test_stay_ended_elsewhere_is_over_here(client, django_user_model):
    from django.test import Client

    account, _actor = signed_in()
    elsewhere = Client()
    enter(client, account)
    enter(elsewhere, account)
    visit = Visit.objects.exclude(pk=client.session["visit"]).get()

    assert "Edge" not in visit.device
    client.post(reverse("people:revoke-visit", args=[visit.pk]))

    assert elsewhere.get(reverse("people:account")).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200


def test_nobody_ends_a_stay_of_somebody_else(client):
    other = actions.begin_visit(account := AccountFactory(), actor=own(account))
    client.force_login(signed_in()[0])

    assert client.post(reverse("people:revoke-visit", args=[other.pk])).status_code == 404


def test_sign_out_ends_the_stay(client):
    account, _actor = signed_in()
    enter(client, account)

    assert client.post(reverse("people:sign-out"))["Location"] == SIGN_IN
    assert Visit.objects.get().end == "signed_out"
    assert client.get(reverse("people:sign-out")).status_code == 405
    assert client.get(reverse("people:account")).status_code == 302


def test_second_factor_from_the_qr_code_to_the_next_sign_in(client):
    account, _actor = signed_in()
    enter(client, account)
    before = Event.objects.count()
    assert "<code>" not in client.get(reverse("people:second-factor")).content.decode()
    assert Event.objects.count() == before, "looking at the page writes nothing"
    page = client.post(reverse("people:second-factor"), {"begin": "yes"}).content.decode()
    assert 'src="data:image/svg+xml' in page
    totp = pyotp.TOTP(re.search(r"<code>([A-Z2-7]{32})</code>", page)[1])
    assert client.post(reverse("people:second-factor"), {"code": "000000"}).status_code == 422

    done = client.post(reverse("people:second-factor"), {"code": totp.at(clock.now())})
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.content.decode())
    assert len(codes) == policy.RECOVERY_CODES
    client.post(reverse("people:sign-out"))

    assert enter(client, account)["Location"] == reverse("people:second-step")
    assert client.get(reverse("people:account")).status_code == 302
    assert client.post(reverse("people:second-step"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("people:second-step"), {"code": codes[0]})["Location"] == reverse("desk")
    assert client.get(reverse("people:account")).status_code == 200


def test_second_step_must_follow_the_password_soon(client):
    account, _actor = signed_in()
    address = actions.prepare_second_factor(account, actor=own(account))
    totp = pyotp.parse_uri(address)
    actions.confirm_second_factor(account, totp.at(clock.now()), actor=own(account))
    assert client.get(reverse("people:second-step"))["Location"] == SIGN_IN
    enter(client, account)

    with clock.pretend(clock.now() + dt.timedelta(minutes=policy.CODE_MINUTES, seconds=1)):
        answer = client.post(reverse("people:second-step"), {"code": totp.at(clock.now())})

    assert answer["Location"] == SIGN_IN


def test_role_may_demand_a_second_factor(client):
    account, _actor = signed_in("x.y")
    Role.objects.update(needs_second_factor=True)
    enter(client, account)

    assert client.get(reverse("people:account"))["Location"] == reverse("people:second-factor")
    page = client.post(reverse("people:second-factor"), {"begin": "yes"}).content.decode()
    totp = pyotp.TOTP(re.search(r"<code>([A-Z2-7]{32})</code>", page)[1])
    client.post(reverse("people:second-factor"), {"code": totp.at(clock.now())})
    assert client.get(reverse("people:account")).status_code == 200


def test_own_number_is_changed_and_shown_masked(client):
    account, _actor = signed_in()
    client.force_login(account)

    assert client.post(reverse("people:change-phone"), {"phone": "abc"}).status_code == 422
    client.post(reverse("people:change-phone"), {"phone": "13800001111"})

    page = client.get(reverse("people:account")).content.decode()
    assert "138****1111" in page
    assert "13800001111" not in page


def test_closed_account_is_out_at_once(client):
    account, _actor = signed_in()
    enter(client, account)

    actions.close_account(Account.objects.get(pk=account.pk), actor=ledger.SYSTEM)

    assert client.get(reverse("people:account")).status_code == 302
