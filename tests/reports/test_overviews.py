import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access, orders, plans, services
from tests.factories.bodies import BodyFactory
from tests.factories.reports import tallies
from tests.factories.scoring import released
from zhengyou.instruments.display import actions as display
from zhengyou.instruments.display.enums import Measure
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.orders.queries import still_open, with_due
from zhengyou.mechanisms.scoring import actions as scoring
from zhengyou.mechanisms.scoring import moving
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.queries import latest_published
from zhengyou.records.ledger import SYSTEM
from zhengyou.reports.queries import overview

pytestmark = pytest.mark.django_db
READS = ("reports.read", "reports.lead", "orders.read", "campaigns.read")


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", kind="government")


@pytest.fixture
def unit(county):
    return BodyFactory(name="青禾县税务局", kind="government", parent=county)


def desk(client, body, *functions):
    account, actor = access.signed_in(*(functions or READS), body=body)
    client.force_login(account)
    return actor


def page(client, name, **query):
    answer = client.get(reverse(f"reports:{name}"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_head_sees_ratings_orders_and_broken_promises_of_the_own_unit_only(client, county, unit):
    other = BodyFactory(name="别的局", parent=county)
    tallies(services.window(body=unit), l5=16, l1=4)
    tallies(services.window(body=other), l1=100)
    own = orders.order(unit)
    foreign = orders.order(other, source_id="foreign")
    drafted = display.draft_commitment(
        body=unit,
        text="好评率不低于九成五",
        measure=Measure.SATISFACTION,
        target=95,
        starts_on=clock.today() - dt.timedelta(days=100),
        actor=SYSTEM,
    )
    display.show(display.submit(drafted, actor=SYSTEM), actor=SYSTEM)
    desk(client, unit)

    shown = page(client, "own")

    assert "20条中16条" in shown
    assert own.number in shown
    assert foreign.number not in shown
    assert "好评率不低于九成五" in shown
    assert "20件中16件达到" in shown


def test_the_lights_count_every_open_order_once(county, unit):
    today = clock.now()
    for days in (60, 6, 1):
        with clock.pretend(today - dt.timedelta(days=days)):
            orders.order(unit, source_id=f"order{days}")
    found = list(overview.open_orders(county))
    counted = overview.lights(found)
    assert counted.all == 3
    assert counted.red >= 1
    assert len(list(with_due(still_open(Order.objects.all())))) == 3
    assert overview.urgent(found)[0].opened_on == min(order.opened_on for order in found)


def test_a_leader_sees_campaigns_orders_and_units_in_official_order(client, county):
    campaign = plans.campaign(body=county, units=2)
    member = campaign.units.order_by("sort_path").first()
    with clock.pretend(clock.now() - dt.timedelta(days=60)):
        late = orders.order(member)
    tallies(services.window(body=member), l5=9, l2=1)
    desk(client, county)

    for shown in (page(client, "county"), page(client, "county", paper="1")):
        assert campaign.title in shown
        assert late.title in shown

    units = list(overview.units(county))
    assert units == sorted(units, key=lambda body: body.sort_path)
    answer = client.get(reverse("reports:county"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == member.name)
    assert row[2:9] == (10, 0.9, 0, 10, 0.9, 1, 1)


def test_what_lies_outside_the_scope_cannot_be_chosen(client, county, unit):
    other = BodyFactory(name="邻县")
    desk(client, unit)
    assert "邻县" not in page(client, "own", body=str(other.public_id))
    assert "邻县" not in page(client, "county", body=str(other.public_id))


def test_overviews_need_their_function(client, unit):
    desk(client, unit, "orders.read")
    assert client.get(reverse("reports:own")).status_code == 403
    assert client.get(reverse("reports:county")).status_code == 403
    desk(client, unit, "reports.read")
    assert client.get(reverse("reports:own")).status_code == 200
    assert client.get(reverse("reports:county")).status_code == 403


def test_gaps_name_the_case_type_in_which_a_unit_lies_behind(client, county):
    units = [BodyFactory(parent=county, kind="government") for _ in range(5)]
    weak = units[0]
    for body in units:
        window = services.window(body=body)
        tallies(window, **({"l5": 20, "l1": 30} if body == weak else {"l5": 45, "l1": 5}))
    today = clock.today()
    run = scoring.compute(
        body=county,
        subject=Subject.UNIT,
        starts_on=today - dt.timedelta(days=30),
        ends_on=today + dt.timedelta(days=1),
        actor=SYSTEM,
    )
    released(run)
    score = latest_published(weak)

    gap = moving.gaps(score)[0]

    assert (gap.case, gap.n, gap.own, gap.peers) == ("public|code", 50, 40.0, 90.0)
    assert gap.gain == pytest.approx(50 * score.weight)
    assert moving.gaps(latest_published(units[1])) == []
    assert moving.more_ratings(score) == max(0, _needed(score))
    desk(client, weak)
    assert "同类单位90.0分" in page(client, "own")
    assert "低于多数同类单位" in client.get(f"/units/{weak.public_id}/").content.decode()


def _needed(score):
    m = score.n * (1 - score.weight) / score.weight
    return int(-(-m * 0.9 // 0.1)) - score.n if score.weight < 0.9 else 0


@pytest.mark.parametrize("name", ["own", "county"])
def test_overviews_ask_as_much_for_three_units_as_for_one(client, county, name):
    desk(client, county)

    def add(number):
        body = BodyFactory(parent=county)
        tallies(services.window(body=body), l5=5)
        orders.order(body, source_id=f"more{number}")

    def ask():
        with CaptureQueriesContext(connection) as asked:
            page(client, name)
        return len(asked)

    add(0)
    ask()
    one = ask()
    add(1)
    add(2)
    assert ask() == one


def test_empty_overviews_say_the_next_step(client, county):
    desk(client, county)
    assert "尚无开设窗口或承担任务的单位" in page(client, "county")
    assert "没有在办整改单" in page(client, "own")
