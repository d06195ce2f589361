import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access, orders, plans, services
from tests.factories.bodies import BodyFactory
from tests.factories.reports import tallies
from zhengyou.campaign.campaigns import actions as campaigns
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import State
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("A-36")
def test_results_and_rectifications_reach_the_public(client):
    unit = BodyFactory(name="青禾县税务局", kind="government", parent=BodyFactory())
    tallies(services.window(body=unit), l5=9, l1=1)
    one = orders.order(unit, text="等了两个小时，电话13812345678")
    one = actions.reply(one, finding="true", reason="人手不足", answer="已增设窗口。", actor=SYSTEM)
    url = reverse("reports:unit", args=[unit.public_id])
    assert "已增设窗口" not in client.get(url).content.decode()

    one = actions.verify(one, actor=SYSTEM)

    assert one.state == State.CLOSED
    for address in (url, reverse("reports:home")):
        shown = client.get(address).content.decode()
        assert "已增设窗口" in shown
        assert "等了两个小时" not in shown
    assert "90.0%" in client.get(url).content.decode()


@pytest.mark.requirement("A-52", "B-38")
def test_progress_of_an_area_is_computed_from_records_without_a_form(client):
    county = BodyFactory(name="青禾县")
    campaign = plans.campaign(body=county, units=2)
    sheets = TaskSheet.objects.filter(duty__campaign=campaign)
    moment = clock.midnight(sheets.order_by("-due_on").first().due_on + dt.timedelta(days=1))
    client.force_login(access.signed_in("reports.lead", "campaigns.read", "orders.read", body=county)[0])

    with clock.pretend(moment):
        shown = client.get(reverse("reports:county")).content.decode()
        assert f"0/{sheets.count()}" in shown
        campaigns.accept(campaigns.submit(sheets.first(), evidence="已报送活动方案。", actor=SYSTEM), actor=SYSTEM)
        shown = client.get(reverse("reports:county")).content.decode()

    assert f"1/{sheets.count()}" in shown
    assert campaign.title in shown
