"""Line and place, and whose word counts."""

import datetime as dt

import pytest

from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.actions import relations

pytestmark = pytest.mark.django_db
TODAY, LATER = dt.date(2026, 6, 15), dt.date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(clock.midnight(TODAY)):
        yield


@pytest.fixture
def station():
    """A station under the county's traffic bureau, on the land of a town."""
    county = BodyFactory(name="县")
    bureau, town = BodyFactory(parent=county, name="交通局"), BodyFactory(parent=county, name="镇")
    station = BodyFactory(parent=bureau, name="收费站")
    for kind, other in (("line", bureau), ("place", town)):
        relations.relate(station, kind=kind, other=other, starts_on=TODAY, actor=ledger.SYSTEM)
    return station


def test_relate_gives_each_body_one_parent_of_a_kind(station):
    assert queries.above(station, "line").name == "交通局"
    assert queries.above(station, "place").name == "镇"
    assert [one.name for one in queries.below(queries.above(station, "place"), "place")] == ["收费站"]
    with pytest.raises(Refused) as refusal:
        relations.relate(station, kind="line", other=BodyFactory(), starts_on=LATER, actor=ledger.SYSTEM)
    assert refusal.value.code == "taken"


def test_ended_relation_makes_room_for_the_next(station):
    relation = queries.relations(station).get(kind="line")
    matrix(lambda who: relations.end_relation(relation, on=LATER, actor=who), "bodies.manage", station)
    new = BodyFactory(name="高速公司")
    relations.relate(station, kind="line", other=new, starts_on=LATER, actor=ledger.SYSTEM)
    assert queries.above(station, "line", TODAY).name == "交通局"
    assert queries.above(station, "line", LATER) == new


def test_several_partners_work_together(station):
    for other in BodyFactory.create_batch(2):
        relations.relate(station, kind="joint", other=other, starts_on=TODAY, actor=ledger.SYSTEM)
        with pytest.raises(Refused):
            relations.relate(station, kind="joint", other=other, starts_on=LATER, actor=ledger.SYSTEM)
    assert queries.relations(station).filter(kind="joint").count() == 2


def test_line_leads_and_place_accepts_unless_a_rule_says_otherwise(station):
    assert queries.authority(station, "lead").name == "交通局"
    assert queries.authority(station, "accept").name == "镇"
    county = station.parent.parent
    matrix(
        lambda who: relations.set_authority(county, matter="accept", leads="line", starts_on=TODAY, actor=who),
        "bodies.manage",
        county,
    )
    assert queries.authority(station, "accept").name == "交通局"
    relations.set_authority(station, matter="accept", leads="place", starts_on=TODAY, actor=ledger.SYSTEM)
    assert queries.authority(station, "accept").name == "镇"


def test_without_relations_the_body_above_decides():
    county = BodyFactory(name="县")
    assert queries.authority(BodyFactory(parent=county), "lead") == county


def test_relate_is_for_managers(station):
    matrix(
        lambda who: relations.relate(station, kind="party", other=station.parent, starts_on=TODAY, actor=who),
        "bodies.manage",
        station,
    )
