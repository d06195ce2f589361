"""Leading groups, supervisors and places: who may, and what is refused."""

import datetime as dt

import pytest

from tests.factories.bodies import BodyFactory
from tests.factories.people import PersonFactory
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.actions import groups, places

pytestmark = pytest.mark.django_db
TODAY, LATER, NEXT_YEAR = dt.date(2026, 6, 15), dt.date(2026, 7, 1), dt.date(2027, 6, 15)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(clock.midnight(TODAY)):
        yield


@pytest.fixture
def body():
    return BodyFactory(name="青禾县")


@pytest.fixture
def group(body):
    return groups.form_group(body, name="领导小组", starts_on=TODAY, actor=ledger.SYSTEM)


def take(group, role, **given):
    person = given.pop("person", None) or PersonFactory()
    return groups.seat(group, person, role=role, starts_on=TODAY, actor=ledger.SYSTEM, **given)


def test_group_verbs_are_for_managers(body):
    group = matrix(lambda who: groups.form_group(body, name="组", starts_on=TODAY, actor=who), "bodies.manage", body)
    person = PersonFactory()
    seat = matrix(
        lambda who: groups.seat(group, person, role="member", starts_on=TODAY, actor=who), "bodies.manage", body
    )
    matrix(lambda who: groups.end_seat(seat, on=LATER, actor=who), "bodies.manage", body)
    matrix(lambda who: groups.end_group(group, on=LATER, actor=who), "bodies.manage", body)


def test_roster_stands_in_the_order_of_roles_and_of_entry(group):
    for role in ("office_staff", "member", "chief", "deputy", "member"):
        take(group, role)
    assert [part.role for part in queries.group_roster(group)] == ["chief", "deputy", "member", "office_staff"]
    members = queries.group_roster(group)[2].seats
    assert [one.order_number for one in members] == [10, 20]


def test_group_has_one_chief_at_a_time(group):
    chief = take(group, "chief")
    with pytest.raises(Refused) as refusal:
        take(group, "chief")
    assert refusal.value.code == "chief"
    groups.end_seat(chief, on=TODAY, actor=ledger.SYSTEM)
    assert take(group, "chief")


def test_staff_called_from_elsewhere_comes_for_a_term(group):
    home = BodyFactory()
    with pytest.raises(Refused) as refusal:
        take(group, "office_staff", seconded_from=home)
    assert refusal.value.field == "ends_on"
    take(group, "office_staff", seconded_from=home, ends_on=LATER)
    assert queries.group_roster(group)
    assert not queries.group_roster(group, LATER)


def test_ended_group_keeps_the_roster_of_earlier_days(group):
    take(group, "chief")
    groups.end_group(group, on=LATER, actor=ledger.SYSTEM)
    assert queries.group_roster(group, TODAY)
    assert not queries.group_roster(group, LATER)


def test_supervisor_verbs_are_for_managers(body):
    bureau = BodyFactory(parent=body)
    term = {"starts_on": TODAY, "ends_on": NEXT_YEAR, "capacity": "served"}
    person = PersonFactory()
    one = matrix(lambda who: groups.invite_supervisor(body, person, actor=who, **term), "bodies.manage", body)
    with pytest.raises(Refused):
        groups.invite_supervisor(body, person, actor=ledger.SYSTEM, **term)
    told = matrix(lambda who: groups.report(one, about=bureau, on=TODAY, text="无人", actor=who), "bodies.manage", body)
    matrix(lambda who: groups.answer_report(told, answer="已改", on=TODAY, actor=who), "bodies.manage", bureau)
    matrix(lambda who: groups.end_supervision(one, on=LATER, actor=who), "bodies.manage", body)


def test_supervisor_reports_only_within_the_charge_and_the_term(body):
    term = {"starts_on": TODAY, "ends_on": NEXT_YEAR, "capacity": "served"}
    one = groups.invite_supervisor(body, PersonFactory(), actor=ledger.SYSTEM, **term)
    for about, day, field in ((BodyFactory(), TODAY, "about"), (body, NEXT_YEAR, "on")):
        with pytest.raises(Refused) as refusal:
            groups.report(one, about=about, on=day, text="x", actor=ledger.SYSTEM)
        assert refusal.value.field == field


def test_place_verbs_are_for_managers(body):
    place = matrix(
        lambda who: places.register_place(body, name="园区", kind="park", starts_on=TODAY, actor=who),
        "bodies.manage",
        body,
    )
    firm = BodyFactory(kind="enterprise")
    inside = matrix(lambda who: places.take_in(place, firm, starts_on=TODAY, actor=who), "bodies.manage", body)
    with pytest.raises(Refused):
        places.take_in(place, firm, starts_on=TODAY, actor=ledger.SYSTEM)
    matrix(
        lambda who: places.hold_activity(place, title="比武", on=TODAY, participants=9, actor=who),
        "bodies.manage",
        body,
    )
    assert queries.participants(place) == 9
    matrix(lambda who: places.move_out(inside, on=LATER, actor=who), "bodies.manage", body)
    matrix(lambda who: places.close_place(place, on=LATER, actor=who), "bodies.manage", body)
    place.refresh_from_db()
    with pytest.raises(Refused):
        places.hold_activity(place, title="比武", on=LATER, actor=ledger.SYSTEM)
