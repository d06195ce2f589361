import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.reports import tallies
from zhengyou.instruments.display.enums import State
from zhengyou.instruments.display.models import Card, Commitment
from zhengyou.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县税务局", kind="government")


def sign_in(client, unit, *functions):
    client.force_login(access.signed_in("display.read", *functions, body=unit)[0])


def public(client, unit):
    return client.get(reverse("reports:unit", args=[unit.public_id])).content.decode()


@pytest.mark.requirement("A-28", "C3-04", "E-07")
def test_a_commitment_is_written_reviewed_published_for_its_days_and_followed_up(client, unit):
    tallies(services.window(body=unit), l5=19, l1=1)
    first = clock.today() - dt.timedelta(days=30)
    last = clock.today() + dt.timedelta(days=30)
    sign_in(client, unit, "display.manage")
    client.post(
        reverse("display:draft-commitment"),
        {"text": "好评率不低于95%", "measure": "satisfaction", "target": "95", "starts_on": first, "ends_on": last},
    )
    promise = Commitment.objects.get()
    client.post(reverse("display:act-commitment", args=[promise.pk, "submit"]))
    assert promise.text not in public(client, unit)

    sign_in(client, unit, "display.publish")
    client.post(reverse("display:act-commitment", args=[promise.pk, "show"]))

    promise.refresh_from_db()
    assert (promise.state, promise.starts_on, promise.ends_on) == (State.SHOWN, first, last)
    shown = public(client, unit)
    assert promise.text in shown
    assert "20件中19件达到，占95.0%" in shown
    assert "已兑现" in shown
    with clock.pretend(clock.now() + dt.timedelta(days=40)):
        assert promise.text not in public(client, unit)


@pytest.mark.requirement("A-27", "C2-09", "C3-07")
def test_an_identity_card_stands_on_the_page_and_is_printed_as_work_card_and_desk_plate(client, unit):
    post = PostFactory(body=unit, title="综合受理岗", responsibilities="一次性告知\n限时办结")
    held = AppointmentFactory(post=post, person__name="示例甲")
    window = services.window(body=unit, name="办税窗口")
    sign_in(client, unit, "display.manage")
    given = {
        "appointment": str(held.public_id),
        "window": str(window.public_id),
        "badge": "共产党员",
        "consent": "on",
        "motto": "让群众少跑一趟",
    }
    client.post(reverse("display:draft-card"), given)
    card = Card.objects.get()
    plate = reverse("display:plate", args=[card.pk])
    assert client.get(plate).status_code == 409
    client.post(reverse("display:act-card", args=[card.pk, "submit"]))
    sign_in(client, unit, "display.publish")
    client.post(reverse("display:act-card", args=[card.pk, "show"]))

    card.refresh_from_db()
    assert (card.state, card.consented_on) == (State.SHOWN, clock.today())
    shown = public(client, unit)
    assert "示例甲" in shown
    assert "共产党员" in shown
    printed = client.get(plate).content.decode()
    for text in ("示例甲", "综合受理岗", "办税窗口", "共产党员", "限时办结", window.code):
        assert text in printed
