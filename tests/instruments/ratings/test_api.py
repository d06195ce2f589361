import json

import pytest
from django.test import Client

from tests.factories import ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, queries
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import Rating
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions as cases
from zhengyou.registry.services.models import KeptAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    return ratings.invitation()


@pytest.fixture
def system(invitation):
    _integration, token = cases.issue_token(body=invitation.body, name="评价器", actor=SYSTEM)
    return Client(headers={"Authorization": f"Bearer {token}"})


def deliver(system, **data):
    return system.post("/api/v1/ratings", json.dumps(data), content_type="application/json")


def test_terminal_delivers_a_rating_once_under_its_own_channel(system, invitation):
    data = {"code": invitation.code, "level": 4, "device": "terminal", "tags": ["401"], "text": "快"}
    answer = deliver(system, **data)
    rating = Rating.objects.get()
    assert answer.status_code == 201
    assert (rating.level, rating.channel, rating.tags) == (4, "terminal", ["401"])
    assert queries.rating_for(answer.json()["receipt"]) == rating
    again = deliver(system, **data)
    assert (again.status_code, again.json()["code"]) == (409, "rated")
    assert not KeptAnswer.objects.exists(), "a kept answer would hold the receipt and the moment"


def test_terminal_of_another_unit_delivers_nothing(system):
    other = ratings.invitation()
    assert deliver(system, code=other.code, level=5, device="terminal").status_code == 404
    assert deliver(system, code="0000000000", level=5, device="terminal").status_code == 404
    assert not Rating.objects.exists()


def test_system_of_the_rated_unit_delivers_nothing_as_taken_by_another_platform():
    """A root has nobody above it; below one, only the system of the level above delivers what a platform took."""
    unit = BodyFactory(parent=BodyFactory())
    invitation = ratings.invitation(window=services.window(body=unit))

    def system_of(body):
        token = cases.issue_token(body=body, name="业务系统", actor=SYSTEM)[1]
        return Client(headers={"Authorization": f"Bearer {token}"})

    told = {"code": invitation.code, "level": 5, "device": "import"}
    assert deliver(system_of(unit), **told).status_code == 403
    assert not Rating.objects.exists()
    assert deliver(system_of(unit.parent), **told).status_code == 201
    assert Rating.objects.get().channel == "import"


@pytest.mark.parametrize("wrong", [{"level": 6}, {"device": "code"}, {"tags": ["x" * 9]}, {"text": "长" * 501}])
def test_wrong_fields_are_named(system, invitation, wrong):
    answer = deliver(system, **{"code": invitation.code, "level": 4, "device": "terminal", **wrong})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(next(iter(wrong)))


def test_codes_of_a_case_look_alike_whether_used_or_not(system, invitation, settings):
    settings.RATING_BASE_URL = "https://pj.example"
    address = f"/api/v1/cases/{invitation.case.number}/codes"
    before = system.get(address).json()
    assert before["items"][0]["url"] == f"https://pj.example/r/{invitation.code}"
    actions.rate(invitation.code, answer=Answer(level=1))
    assert system.get(address).json() == before
    assert system.get(f"/api/v1/cases/{services.case().number}/codes").status_code == 404
