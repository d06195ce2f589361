import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import access
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import actions, channels, wording
from zhengyou.records.notices.actions import Recipient
from zhengyou.records.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db
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
