"""Connected systems bring matters and ask how they stand; scoring reads the three rates."""

import datetime as dt

import pytest

from tests.factories import complaints as made
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.complaints import actions, indicators
from zhengyou.instruments.complaints.enums import Channel, State
from zhengyou.instruments.complaints.models import Complainant, Complaint
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring.catalogue import offered
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions as services

pytestmark = pytest.mark.django_db
GIVEN = {"external_number": "OA-7", "kind": "complaint", "text": "路灯坏了，我是王五，电话13812345678",
         "caller_name": "王五", "caller_phone": "13812345678", "received_at": "2026-05-06T09:30:00+08:00"}  # fmt: skip


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def call(client, county):
    _integration, token = services.issue_token(body=county, name="智慧城管", actor=SYSTEM)
    return _caller(client, token)


def _caller(client, token):
    def send(method, path, key="key-000001", **given):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        return getattr(client, method)(
            f"/api/v1{path}", content_type="application/json", headers=headers, **({"data": given} if given else {})
        )

    return send


def test_matter_comes_by_program_once_and_its_answer_can_be_asked_for(call):
    answer = call("post", "/matters", **GIVEN)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    matter = Complaint.objects.get()
    assert (matter.channel, matter.outer_number) == (Channel.API, "OA-7")
    assert clock.local(matter.received_at).hour == 9
    assert Complainant.objects.filter(complaint=matter, phone="13812345678").exists()
    assert "13812345678" not in answer.content.decode()
    assert call("post", "/matters", **GIVEN).json() == told
    assert call("post", "/matters", key="key-000002", **GIVEN).json()["number"] == told["number"]
    assert Complaint.objects.count() == 1
    assert call("post", "/matters", **(GIVEN | {"text": "另一件事"})).status_code == 409
    actions.answer(matter, text="已修复", actor=SYSTEM)
    for number in (told["number"], "OA-7"):
        held = call("get", f"/matters/{number}").json()
        assert (held["state"], held["answer"]) == (State.ANSWERED, "已修复")


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"kind": "x"}, {"received_at": "2099-01-01T00:00:00+08:00"}, {"received_at": "2026-05-06"},
     {"caller_phone": "12"}, {"text": "\x00"}],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(call, wrong):
    assert call("post", "/matters", **(GIVEN | wrong)).status_code == 422
    assert Complaint.objects.count() == 0


def test_matters_of_others_are_unknown(call, client, county):
    other = made.matter(county)
    assert call("get", f"/matters/{other.number}").status_code == 404
    call("post", "/matters", **GIVEN)
    _integration, token = services.issue_token(body=county, name="另一系统", actor=SYSTEM)
    assert _caller(client, token)("get", "/matters/OA-7").status_code == 404
    assert _caller(client, "wrong")("get", "/matters/OA-7").status_code == 401


def test_scoring_reads_the_three_rates_by_class(county):
    made.category()
    unit = BodyFactory(parent=county)
    received = clock.now() - dt.timedelta(days=40)
    for number in range(4):
        matter = made.matter(county)
        Complaint.objects.filter(pk=matter.pk).update(
            received_at=received, answered_at=received + dt.timedelta(days=3 if number else 30), answer="办",
            answered_by=unit, state=State.CLOSED, closed_at=clock.now(), solved=number > 1, level=number + 1,
            category=made.category(),
        )  # fmt: skip
    starts, ends = clock.today() - dt.timedelta(days=60), clock.today()
    response, resolution, satisfaction = (one.read(Subject.UNIT, county, starts, ends) for one in indicators.RATES)
    for cells in (response, resolution, satisfaction):
        assert (cells.keys, cells.bodies, cells.cases) == ((unit.pk,), (unit.pk,), ("01",))
    assert response.counts.tolist() == [[[1, 3]]]
    assert resolution.counts.tolist() == [[[2, 2]]]
    assert satisfaction.counts.tolist() == [[[1, 1, 1, 1, 0]]]
    assert indicators.case_label("01") == "城乡建设"
    assert {one.name for one in indicators.RATES} <= set(offered())
    with pytest.raises(Refused):
        indicators.RATES[0].read(Subject.WINDOW, county, starts, ends)
    assert indicators.RATES[0].read(Subject.UNIT, BodyFactory(), starts, ends).keys == ()
