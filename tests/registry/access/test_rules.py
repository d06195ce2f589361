import pytest

from tests.factories.access import actor, grant, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.permissions import matrix
from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger
from zhengyou.registry.access import rules
from zhengyou.registry.access.models import Scope
from zhengyou.registry.access.queries import actor_for
from zhengyou.registry.people import guards

pytestmark = pytest.mark.django_db


def test_right_holds_in_the_whole_subtree_and_nowhere_else():
    county = BodyFactory()
    bureau, neighbour = BodyFactory(parent=county), BodyFactory()

    matrix(lambda who: rules.require(who, "x.y", bureau), "x.y", county)
    assert not rules.may(actor("x.y", body=bureau), "x.y", county)
    assert not rules.may(actor("x.y", body=county), "x.y", neighbour)


def test_right_for_one_campaign_holds_only_there():
    body = BodyFactory()
    account, _actor = signed_in(body=body)
    appointment = account.person.appointments.get()
    scope = Scope.objects.create(body=body, for_campaign=True, label="为民服务活动")
    given = grant(appointment, "x.y")
    given.scope = scope
    given.save()
    who = actor_for(account, appointment)

    assert rules.may(who, "x.y", body, campaign_scope=scope.pk)
    assert not rules.may(who, "x.y", body, campaign_scope=scope.pk + 1)
    assert not rules.may(who, "x.y", body)


def test_system_may_do_all_and_the_public_nothing():
    assert rules.may(ledger.SYSTEM, "x.y", BodyFactory())
    assert not rules.may(ledger.PUBLIC, "x.y", None)


def test_person_is_administered_from_all_of_their_bodies():
    one, other = BodyFactory(), BodyFactory()
    person = PersonFactory()
    for body in (one, other):
        AppointmentFactory(person=person, post=PostFactory(body=body))

    with pytest.raises(Forbidden):
        guards.require(actor("people.manage", body=one), "people.manage", person)
    AppointmentFactory(post=PostFactory(body=one))
    guards.require(actor("people.manage", body=one), "people.manage", PersonFactory())


def test_lower_rooms_may_nothing_while_nobody_answers(monkeypatch):
    monkeypatch.setattr(guards, "_guards", [])

    with pytest.raises(Forbidden):
        guards.require(actor("people.manage"), "people.manage", None)
    guards.require(ledger.SYSTEM, "people.manage", None)
