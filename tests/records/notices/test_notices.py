import datetime as dt
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import access
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import actions, channels, wording
from zhengyou.records.notices.actions import Recipient
from zhengyou.records.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db
BROKEN = {
    "commit": (OperationalError, actions, "move"),
    "killed": (SystemExit, channels, "send_mail"),
    "refused": (SMTPException, channels, "send_mail"),
}
"""What breaks: the mark after the mail went, the process once the relay has it, the relay itself."""
TEXT = "请于11月25日前签收《关于开展走访活动的通知》。"


def told(actor, **changes):
    fields = {"text": TEXT, "url": "/desk/papers/", "actor": SYSTEM} | changes
    return actions.tell([Recipient(actor.person, actor.label)], **fields)


def test_a_notice_stands_on_the_desk_until_it_is_read(client):
    account, actor = access.signed_in("papers.read")
    (notice,) = told(actor)
    client.force_login(account)
    desk = client.get(reverse("notices:list")).content.decode()
    assert TEXT in desk
    assert 'class="tool-badge">1<' in desk
    answer = client.post(reverse("notices:open", args=[notice.pk]))
    assert answer.headers["Location"] == "/desk/papers/"
    desk = client.get(reverse("notices:list")).content.decode()
    assert TEXT not in desk
    assert "tool-badge" not in desk
    assert TEXT in client.get(reverse("notices:list"), {"show": "all"}).content.decode()


def test_the_text_for_the_group_has_exactly_one_link(client):
    account, actor = access.signed_in()
    told(actor, text="见 https://example.org/x ，请签收。")
    client.force_login(account)
    desk = client.get(reverse("notices:list")).content.decode()
    copied = desk[desk.index("<textarea") : desk.index("</textarea>")]
    assert copied.count("http") == 1
    assert "http://testserver/desk/papers/" in copied
    assert wording.to_copy("请签收。", "/a/", "https://x.example/") == "请签收。\nhttps://x.example/a/"


def test_nobody_reads_what_another_was_told(client):
    _account, actor = access.signed_in()
    (notice,) = told(actor)
    account, other = access.signed_in()
    client.force_login(account)
    assert TEXT not in client.get(reverse("notices:list"), {"show": "all"}).content.decode()
    assert client.post(reverse("notices:open", args=[notice.pk])).status_code == 404
    with pytest.raises(Forbidden):
        actions.read(notice, actor=other)
    client.logout()
    assert client.get(reverse("notices:list")).status_code == 302


def test_the_same_source_tells_a_person_once():
    _account, actor = access.signed_in()
    assert len(told(actor, source="clock:1:red")) == 1
    assert told(actor, source="clock:1:red") == []
    assert Notice.objects.count() == 1


def test_each_person_is_told_once_and_by_mail_in_a_job():
    _account, actor = access.signed_in()
    twice = [Recipient(actor.person, actor.label)] * 2
    assert len(actions.tell(twice, TEXT, "/desk/", actor=SYSTEM)) == 1
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo").count() == 1


def test_who_has_no_mail_is_skipped_with_the_reason(client):
    account, actor = access.signed_in()
    told(actor)
    delivery = actions.deliver(Delivery.objects.get())
    assert (delivery.state, delivery.reason) == ("skipped", "no_address")
    assert not mail.outbox
    client.force_login(account)
    assert "未登记电子邮箱" in client.get(reverse("notices:list")).content.decode()


def test_mail_goes_once_to_the_address_that_is_known(monkeypatch):
    _account, actor = access.signed_in()
    monkeypatch.setattr(
        channels, "_addresses", [lambda person: "liaison@example.org" if person == actor.person else ""]
    )
    told(actor)
    delivery = Delivery.objects.get()
    for _ in range(2):
        assert actions.deliver(delivery).state == "sent"
    (letter,) = mail.outbox
    assert letter.to == ["liaison@example.org"]
    assert TEXT in letter.body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", BROKEN)
def test_mail_that_broke_off_is_not_sent_twice_and_one_that_was_refused_is_tried_again(monkeypatch, client, broken):
    """ADR 13: that it is begun is committed before the mail goes."""
    account, actor = access.signed_in()
    monkeypatch.setattr(channels, "_addresses", [lambda _person: "liaison@example.org"])
    told(actor)
    delivery = Delivery.objects.get()
    with monkeypatch.context() as patched:
        error, owner, name = BROKEN[broken]
        real = getattr(owner, name)

        def breaking(*args, **_more):
            if broken == "killed":
                real(*args)
            raise error

        patched.setattr(owner, name, breaking)
        with pytest.raises(error):
            actions.deliver(delivery)
    if broken == "refused":
        assert actions.deliver(delivery).state == "sent"
        assert len(mail.outbox) == 1
        return
    with pytest.raises(Conflict):
        actions.deliver(delivery)  # at once nobody knows whether it is still being sent
    with clock.pretend(clock.now() + dt.timedelta(minutes=5)):
        after = actions.deliver(delivery)
        assert (after.state, after.reason) == ("skipped", "unknown")
        actions.deliver(delivery)
    assert len(mail.outbox) == 1
    client.force_login(account)
    assert "是否送达不明" in client.get(reverse("notices:list")).content.decode()


def test_a_later_channel_uses_the_same_door(monkeypatch):
    carried = []
    monkeypatch.setattr(channels, "_carriers", {"sms": carried.append})
    _account, actor = access.signed_in()
    told(actor, through=("sms", "telegraph"))
    states = {one.channel: actions.deliver(one).state for one in Delivery.objects.all()}
    assert states == {"sms": "sent", "telegraph": "skipped"}
    assert carried[0].recipient_id == actor.person


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/"])
def test_notices_lead_nowhere_else(url):
    with pytest.raises(Refused):
        actions.tell([Recipient("1", "甲")], TEXT, url, actor=SYSTEM)
    with pytest.raises(Refused):
        actions.tell([Recipient("1", "甲")], " ", actor=SYSTEM)


def test_the_badge_costs_one_query_and_the_list_no_more_for_more_rows(client):
    account, actor = access.signed_in()
    client.force_login(account)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            told(actor)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("notices:list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_all_are_marked_read_at_once_and_exported(client):
    account, actor = access.signed_in()
    told(actor)
    told(actor)
    client.force_login(account)
    assert client.get(reverse("notices:list"), {"export": "xlsx"}).status_code == 200
    client.post(reverse("notices:read-all"))
    assert not Notice.objects.filter(read_at=None).exists()
