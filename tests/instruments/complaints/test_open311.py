"""Open311 GeoReport v2: classes as services, requests in, and nothing out but what was published or is one's own."""

import pytest

from tests.factories import complaints as made
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.enums import Channel
from zhengyou.instruments.complaints.models import Complainant, Complaint
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions as services
from zhengyou.registry.services import policy

pytestmark = pytest.mark.django_db
BASE = "/open311/v2/"
GIVEN = {"service_code": "010204", "description": "路灯坏了，电话13812345678", "lat": "32.52", "long": "108.54",
         "phone": "13812345678", "last_name": "王", "first_name": "五"}  # fmt: skip


@pytest.fixture
def county():
    made.category()
    return BodyFactory(name="青禾县")


@pytest.fixture
def key(county):
    return services.issue_token(body=county, name="城管随手拍", actor=SYSTEM)[1]


def test_services_are_the_classes_of_the_tree(client, county):
    told = client.get(f"{BASE}services.json").json()
    assert {"service_code", "service_name", "metadata", "type", "group"} <= told[0].keys()
    assert any(one["service_code"] == "010204" and one["group"] == "城乡建设" for one in told)
    assert client.get(f"{BASE}services/010204.json").json() == [{"service_code": "010204", "attributes": []}]
    assert client.get(f"{BASE}services/999999.json").status_code == 404


def test_request_comes_in_and_its_bringer_alone_follows_it(client, county, key):
    answer = client.post(f"{BASE}requests.json", GIVEN | {"api_key": key})
    assert answer.status_code == 201, answer.content
    (told,) = answer.json()
    matter = Complaint.objects.get()
    assert (matter.number, matter.channel, matter.category.code) == (
        told["service_request_id"],
        Channel.OPEN311,
        "010204",
    )
    assert (float(matter.latitude), float(matter.longitude)) == (32.52, 108.54)
    assert Complainant.objects.filter(complaint=matter, phone="13812345678").exists()
    assert client.get(f"/m/{matter.number}/{told['account_id']}").status_code == 200
    one = f"{BASE}requests/{matter.number}.json"
    (mine,) = client.get(one, {"api_key": key}).json()
    assert (mine["status"], mine["service_code"], mine["lat"]) == ("open", "010204", 32.52)
    assert "13812345678" not in str(mine)
    assert client.get(one).status_code == 404
    assert client.get(f"{BASE}requests.json").json() == []
    assert len(client.get(f"{BASE}requests.json", {"api_key": key, "status": "open"}).json()) == 1
    assert client.get(f"{BASE}requests.json", {"api_key": key, "status": "closed"}).json() == []


def test_everybody_reads_what_was_published_as_it_was_published(client, county):
    matter = actions.answer(made.matter(county), text="已修复", actor=SYSTEM)
    actions.publish(matter, title="路灯", text="某小区路灯不亮", answer="已修复", actor=SYSTEM)
    made.matter(county)
    (told,) = client.get(f"{BASE}requests.json").json()
    assert (told["service_request_id"], told["status"], told["description"]) == (
        matter.number,
        "closed",
        "某小区路灯不亮",
    )
    assert "T00:00:00" in told["requested_datetime"]
    assert client.get(f"{BASE}requests.json", {"end_date": "2020-01-01T00:00:00Z"}).json() == []


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"api_key": "x"}, 403),
        ({"api_key": ""}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "zz"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "NaN"}, 400),
        ({"lat": "1e40"}, 400),
        ({"description": ""}, 400),
        ({"phone": "1"}, 400),
    ],
)
def test_what_is_wrong_is_told_as_the_specification_wants(client, county, key, wrong, status):
    answer = client.post(f"{BASE}requests.json", GIVEN | {"api_key": key} | wrong)
    assert answer.status_code == status
    assert answer.json()[0]["code"] == status
    assert answer.json()[0]["description"]
    assert not Complaint.objects.exists()


def test_a_key_that_knocks_too_often_is_asked_to_wait(client, county, key, monkeypatch):
    monkeypatch.setattr(policy, "API_REQUESTS", 2)
    with clock.pretend(clock.now()):  # all within one period
        answers = [client.post(f"{BASE}requests.json", GIVEN | {"api_key": key}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()[0]["code"] == 429
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize("query", [{"start_date": "soon"}, {"end_date": "2026-99-99T00:00:00Z"}])
def test_moment_that_is_none_is_refused(client, county, query):
    assert client.get(f"{BASE}requests.json", query).status_code == 400
