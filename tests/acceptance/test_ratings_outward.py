"""What goes outward: pushed to the platform above with receipts and reconciled, and told to webhooks, signed."""

import datetime as dt
import json

import pytest
from django.test import Client
from standardwebhooks import Webhook as Verifier

from tests.factories import ratings, services
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, line
from zhengyou.instruments.ratings.models import Delivery, Push, Rating, UpperPlatform
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


class Above:
    """A platform above that keeps what it was sent; it fails as often as it is told to."""

    def __init__(self, failures=0):
        self.failures, self.rows, self.keys = failures, [], []

    def __call__(self, address, content, headers):
        if self.failures:
            self.failures -= 1
            raise line.LineProblem("HTTP 503")
        if content is None:
            return {"items": [row for path, row in self.rows if path == "ratings"]}
        self.keys.append(headers["Idempotency-Key"])
        self.rows.append((address.rsplit("/", 1)[1], json.loads(content)))
        return {"receipt": f"HZ-{len(self.rows)}"}


@pytest.fixture
def county():
    return BodyFactory(name="青禾县政务服务局")


def year(county):
    """Five ratings of one window, one of them bad with a contact, released the next day."""
    window = services.window(body=BodyFactory(name="青禾县社会保险中心", parent=county))
    for level in (5, 5, 4, 3):
        ratings.rating(window=window, level=level)
    return ratings.rating(window=window, level=2, text="等了很久", contact_name="欧阳某", contact_phone="13912345678")


@pytest.mark.requirement("RT-61", "RT-62", "RT-63")
def test_cases_ratings_and_rectifications_reach_the_platform_above(client, county):
    """推送、重试、回执、对账: by the platform's own names, again until there is a receipt, and compared afterwards."""
    account, office = signed_in("ratings.push", body=county)
    client.force_login(account)
    with clock.pretend(DAY):
        data = {"name": "省政务服务“好差评”平台", "address": "https://hcp.example.gov.cn/api", "token": "geheim"}
        assert client.post("/desk/ratings/outward/new/", data).status_code == 302
        platform = UpperPlatform.objects.get()
        bad = year(county)
        actions.collect(platform)
        assert set(Push.objects.values_list("subject", flat=True)) == {"case"}, "ratings go with their finished batch"
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        actions.triage(bad, verdict="no_basis", reason="按省级文件办理", actor=SYSTEM)
        assert actions.collect(platform) == 6
        assert actions.collect(platform) == 0
        above = Above(failures=1)
        for push in Push.objects.all():
            actions.send_push(push, post=above)
        waiting = Push.objects.get(state="waiting")
        assert (waiting.tries, waiting.problem) == (1, "HTTP 503")
        assert waiting.next_at > clock.now()
        actions.send_push(waiting, post=above)
        assert Push.objects.filter(state="sent", receipt__startswith="HZ-").count() == 11
    assert len(set(above.keys)) == len(above.keys) == 11
    sent = dict(above.rows)
    assert {"projectNo", "serviceNumber", "satisfaction", "assessTime"} <= sent["ratings"].keys()
    assert sent["rectifications"]["reason"] == "按省级文件办理"
    told = json.dumps(above.rows, ensure_ascii=False)
    for hidden in ("13912345678", "欧阳", "等了很久"):
        assert hidden not in told
    assert "10:00" not in json.dumps([row for path, row in above.rows if path == "ratings"]), (
        "a rating tells its day only"
    )
    gone = next(row for path, row in above.rows if path == "ratings")
    above.rows.remove(("ratings", gone))
    above.rows.append(("ratings", {"projectNo": "FREMD", "serviceNumber": 1, "satisfaction": 5}))
    found = actions.reconcile(platform, post=above, actor=office)
    assert {(one["number"], one["what"]) for one in found} == {(gone["projectNo"], "missing"), ("FREMD", "unknown")}
    assert Push.objects.filter(state="waiting").count() == 1, "what is missing there is sent again"
    page = client.get("/desk/ratings/outward/").content.decode()
    assert gone["projectNo"] in page
    for push in Push.objects.filter(state="waiting"):
        Push.objects.filter(pk=push.pk).update(tries=7)
        failed = actions.send_push(push, post=Above(failures=1))
        assert failed.state == "failed"
        assert "HTTP 503" in client.get("/desk/ratings/outward/").content.decode()
        client.post(f"/desk/ratings/outward/pushes/{push.pk}/again/")
    assert Push.objects.filter(state="waiting").count() == 1


@pytest.mark.requirement("RT-64")
def test_webhooks_are_signed_by_the_standard_and_verified_by_its_own_package(client, county):
    """标准化事件推送: the public `standardwebhooks` package accepts the message and refuses an altered one."""
    account, _office = signed_in("ratings.push", body=county)
    client.force_login(account)
    page = client.post("/desk/ratings/outward/webhooks/new/", {"address": "https://city.example.gov.cn/hook"})
    secret = page.content.decode().split("whsec_")[1].split("<")[0].strip()
    with clock.pretend(DAY):
        year(county)
    got = []

    def hear(address, content, headers):
        got.append((address, content, headers))
        if len(got) == 1:
            raise line.LineProblem("HTTP 500")
        return {}

    actions.release()
    hook = Delivery._meta.get_field("webhook").related_model.objects.get()
    assert actions.announce(hook) == 1
    assert actions.announce(hook) == 0
    delivery = Delivery.objects.get()
    assert actions.deliver(delivery, post=hear).state == "waiting"
    assert actions.deliver(delivery, post=hear).state == "sent"
    (address, content, headers), (_again, _content, second) = got
    assert headers["webhook-id"] == second["webhook-id"], "the same message keeps its id"
    told = Verifier(f"whsec_{secret}").verify(content, headers)
    assert told["type"] == "ratings.released"
    assert told["data"]["levels"] == {"2": 1, "3": 1, "4": 1, "5": 2}
    with pytest.raises(Exception, match="signature"):
        Verifier(f"whsec_{secret}").verify(content.replace(b'"5": 2', b'"5": 9'), headers)
    assert address == "https://city.example.gov.cn/hook"
    assert "13912345678" not in content.decode()


def test_what_is_pushed_is_for_the_level_above_only(county):
    with clock.pretend(DAY):
        year(county)
    unit = Rating.objects.first().body
    platform = actions.save_platform(body=county, name="省平台", address="https://a.example", actor=SYSTEM)
    account, _actor = signed_in("ratings.push", body=unit)
    client = Client()
    client.force_login(account)
    assert platform.name not in client.get("/desk/ratings/outward/").content.decode()
    assert client.get(f"/desk/ratings/outward/{platform.pk}/").status_code == 404
