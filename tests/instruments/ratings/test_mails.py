"""What a bad rating makes go out by mail names neither the rater nor what was said."""

import datetime as dt

import pytest
from django.core import mail

from tests.factories import access, ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.notices import actions as notices
from zhengyou.records.notices.models import Delivery
from zhengyou.registry.deadlines import ladder
from zhengyou.registry.deadlines.tasks import climb_one, sweep
from zhengyou.registry.people.actions import change_email

pytestmark = pytest.mark.django_db
SECRETS = ("欧阳某某", "13912345678", "13977776666", "态度很差", "柜台催好评的暗语")


def test_a_mail_about_a_bad_rating_names_no_person():
    unit = BodyFactory(name="青禾县政务服务中心", parent=BodyFactory())
    account, _liaison = access.signed_in("orders.answer", body=unit, duty="liaison")
    change_email(account.person, "liaison@example.org", actor=SYSTEM)
    answer = Answer(
        level=1, tags=("106",), text="态度很差，我的电话13977776666", contact_name="欧阳某某",
        contact_phone="13912345678", praise_demanded=True, praise_text="柜台催好评的暗语",
    )  # fmt: skip
    actions.rate(ratings.invitation(window=services.window(body=unit)).code, answer=answer)
    with clock.pretend(clock.now() + dt.timedelta(days=1)):
        actions.dispatch_waiting(actor=SYSTEM)
    order = Order.objects.get()
    with clock.pretend(clock.now() + dt.timedelta(days=40)):
        sweep()
        for late in ladder.to_climb():
            climb_one(str(late.pk))
        for delivery in Delivery.objects.all():
            notices.deliver(delivery)
    assert mail.outbox, "the liaison officer was told by mail that the order is overdue"
    for letter in mail.outbox:
        assert letter.to == ["liaison@example.org"]
        assert order.number in letter.body
        assert not [secret for secret in SECRETS if secret in letter.subject + letter.body]
