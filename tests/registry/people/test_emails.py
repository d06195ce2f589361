"""A person's e-mail address: given, proved by a code, used for notices, erased in time; a mail really goes out."""

import datetime as dt
import re
import socketserver
import threading
from email import message_from_bytes
from email import policy as email_policy

import pytest
from django.core import mail
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import access
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory, PersonFactory, own
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused, TooMany
from zhengyou.records import ledger
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.records.notices import actions as notices
from zhengyou.records.notices.models import Delivery
from zhengyou.records.seal import actions as seal
from zhengyou.registry.people import actions, policy
from zhengyou.registry.people.models import EmailProof, Person
from zhengyou.registry.people.queries import address_of
from zhengyou.registry.people.tasks import send_email_code

pytestmark = pytest.mark.django_db
ADDRESS = "hexiaoqing@example.org"


@pytest.fixture
def account():
    return AccountFactory()


def mailed_code() -> str:
    """Return the code in the last mail."""
    found = re.search(r"[0-9A-Z]{8}", mail.outbox[-1].body)
    assert found
    return found[0]


def test_ones_own_address_is_used_only_after_the_code(account):
    person = actions.change_email(account.person, f" {ADDRESS} ", actor=own(account))
    job = ProcrastinateJob.objects.get(task_name="people.send_email_code")
    assert job.args == {"person": str(person.pk)}, "the code lies nowhere in clear"
    assert address_of(str(person.pk)) == ""

    send_email_code(str(person.pk))

    assert mail.outbox[-1].to == [ADDRESS]
    with pytest.raises(Refused) as refusal:
        actions.confirm_email(person, "00000000", actor=own(account))
    assert refusal.value.field == "code"
    person = actions.confirm_email(person, mailed_code().lower(), actor=own(account))
    assert person.email_confirmed_at
    assert address_of(str(person.pk)) == ADDRESS
    assert not EmailProof.objects.exists()
    assert all(ADDRESS not in str(vars(event)) for event in Event.objects.all())


def test_too_many_or_too_late_codes_open_nothing(account):
    person = actions.change_email(account.person, ADDRESS, actor=own(account))
    actions.send_email_code(person)
    code = mailed_code()
    with clock.pretend(clock.now() + dt.timedelta(hours=policy.EMAIL_CODE_HOURS, seconds=1)), pytest.raises(Refused):
        actions.confirm_email(person, code, actor=own(account))
    for _ in range(policy.EMAIL_CODE_ATTEMPTS):
        with pytest.raises(Refused):
            actions.confirm_email(person, "00000000", actor=own(account))
    with pytest.raises(Refused):
        actions.confirm_email(person, code, actor=own(account))
    actions.send_email_code(person)
    assert actions.confirm_email(person, mailed_code(), actor=own(account)).email_confirmed_at


def test_an_old_code_does_not_confirm_another_address(account):
    person = actions.change_email(account.person, ADDRESS, actor=own(account))
    actions.send_email_code(person)
    code = mailed_code()
    person = actions.change_email(person, "other@example.org", actor=own(account))
    with pytest.raises(Refused):
        actions.confirm_email(person, code, actor=own(account))


def test_nobodys_mailbox_is_filled_from_here(account):
    person = actions.change_email(account.person, ADDRESS, actor=own(account))
    for _ in range(policy.EMAIL_CODES_PER_DAY - 1):
        actions.repeat_email_code(person, actor=own(account))
    with pytest.raises(TooMany):
        actions.repeat_email_code(person, actor=own(account))
    with pytest.raises(Forbidden):
        actions.repeat_email_code(person, actor=own(AccountFactory()))


def test_the_administration_answers_for_what_it_enters():
    body = BodyFactory()
    person = AppointmentFactory(post=PostFactory(body=body)).person
    person = matrix(lambda who: actions.change_email(person, ADDRESS, actor=who), "people.manage", body)
    assert address_of(str(person.pk)) == ADDRESS
    enrolled = actions.enrol("甲", email=ADDRESS, actor=ledger.SYSTEM)
    assert address_of(str(enrolled.pk)) == ADDRESS
    assert history(enrolled)[0].fields == ["email", "name"]
    with pytest.raises(Conflict):
        actions.confirm_email(person, "00000000", actor=own(AccountFactory(person=person)))


@pytest.mark.parametrize("wrong", ["abc", "a@b", "a@@b.org", "a b@example.org", "x" * 120 + "@example.org", "甲@例"])
def test_a_wrong_address_is_named_at_its_field(account, wrong):
    with pytest.raises(Refused) as refusal:
        actions.change_email(account.person, wrong, actor=own(account))
    assert refusal.value.field == "email"


def test_the_address_is_erased_soon_after_leaving(account):
    person = actions.change_email(account.person, ADDRESS, actor=ledger.SYSTEM)
    day = dt.date(2026, 3, 2)
    actions.leave(person, day, actor=ledger.SYSTEM)
    assert address_of(str(person.pk)) == "", "who left is not told any more"
    with clock.pretend(clock.midnight(day + dt.timedelta(days=31))):
        assert seal.erase_expired() == 1
    assert not Person.objects.get(pk=person.pk).email


def test_ones_own_pages(client, account):
    client.force_login(account)
    assert client.post(reverse("people:change-email"), {"email": "abc"}).status_code == 422
    answer = client.post(reverse("people:change-email"), {"email": ADDRESS})
    assert answer["Location"] == reverse("people:confirm-email")
    assert "h***@example.org" in client.get(reverse("people:confirm-email")).content.decode()
    assert "待验证" in client.get(reverse("people:account")).content.decode()
    assert client.post(reverse("people:repeat-email-code")).status_code == 302
    actions.send_email_code(account.person)
    assert client.post(reverse("people:confirm-email"), {"code": "1"}).status_code == 422
    assert client.post(reverse("people:confirm-email"), {"code": mailed_code()}).status_code == 302
    shown = client.get(reverse("people:account")).content.decode()
    assert "h***@example.org" in shown
    assert ADDRESS not in shown
    client.post(reverse("people:change-email"), {"email": ""})
    assert not Person.objects.get(pk=account.person_id).email


def test_without_a_relay_the_form_says_so(client, account, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    client.force_login(account)
    answer = client.post(reverse("people:change-email"), {"email": ADDRESS})
    assert answer.status_code == 422
    assert "尚未配置邮件服务" in answer.content.decode()


def test_page_of_the_administration(client):
    administrator, _actor = access.signed_in("people.manage", body=(body := BodyFactory()))
    person = AppointmentFactory(post=PostFactory(body=body)).person
    client.force_login(administrator)
    url = reverse("access:change-email", args=[person.pk])
    assert client.post(url, {"email": "abc"}).status_code == 422
    assert client.post(url, {"email": ADDRESS}).status_code == 302
    assert "h***@example.org" in client.get(reverse("access:person", args=[person.pk])).content.decode()


class Relay(socketserver.ThreadingTCPServer):
    """The least of a mail relay (RFC 5321) on the loopback: keeps what it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Line)
        self.letters = []


class Line(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 relay")
        to = []
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT":
                to.append(line.split("<")[1].split(">")[0])
            if word == "DATA":
                self.say("354 go on")
                self.server.letters.append((to, self.content()))
            self.say("221 bye" if word == "QUIT" else "250 ok")
            if word == "QUIT":
                return

    def content(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=email_policy.default)

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def relay(settings):
    with Relay() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server.letters
        server.shutdown()


def test_a_notice_really_goes_out_by_smtp(relay, settings):
    settings.RATING_BASE_URL = "https://fuwu.example.org"
    person = PersonFactory(email=ADDRESS, email_confirmed_at=clock.now())
    notices.tell(
        [notices.Recipient(str(person.pk), person.name)],
        "请于11月25日前签收通知。",
        "/desk/papers/",
        actor=ledger.SYSTEM,
    )
    assert notices.deliver(Delivery.objects.get()).state == "sent"
    ((to, letter),) = relay
    assert to == [ADDRESS]
    assert letter["Subject"] == "请于11月25日前签收通知。"
    assert "https://fuwu.example.org/desk/papers/" in letter.get_content()
    opened = Event.objects.get(verb="seal.open")
    assert (opened.object_label, opened.fields, opened.target) == (person.name, ["email"], "notify")


def test_who_does_not_want_mail_gets_none(client):
    account, actor = access.signed_in()
    actions.change_email(account.person, ADDRESS, actor=ledger.SYSTEM)
    client.force_login(account)
    url = reverse("notices:channels")
    assert "checked" in client.get(url).content.decode()
    client.post(url, {"kept": "yes"})
    assert "checked" not in client.get(url).content.decode()
    notices.tell([notices.Recipient(actor.person, actor.label)], "一", actor=ledger.SYSTEM)
    delivery = notices.deliver(Delivery.objects.get())
    assert (delivery.state, delivery.reason) == ("skipped", "unwanted")
    assert not mail.outbox
    client.post(url, {"kept": "yes", "channels": ["mail"]})
    notices.tell([notices.Recipient(actor.person, actor.label)], "二", actor=ledger.SYSTEM)
    assert notices.deliver(Delivery.objects.get(state="waiting")).state == "sent"
    assert mail.outbox[-1].to == [ADDRESS]
    with pytest.raises(Forbidden):
        notices.choose_channels([], actor=ledger.SYSTEM)
