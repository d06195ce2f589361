"""Posts, leave and who acts today."""

import datetime as dt

import pytest

from tests.factories.access import actor, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.actions import posts
from zhengyou.registry.bodies.models import Appointment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 15)
BACK = dt.date(2026, 6, 20)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(clock.midnight(TODAY)):
        yield


@pytest.fixture
def body():
    return BodyFactory(name="市场监管局")


def holder(body, duty="liaison", seat="full", **values):
    post = values.pop("post", None) or PostFactory(body=body, duty=duty)
    return AppointmentFactory(post=post, seat=seat, **values)


def away(appointment, stand_in=None, until=BACK):
    return posts.take_leave(
        appointment.person,
        kind="annual",
        starts_on=TODAY,
        ends_on=until,
        stand_ins={appointment.pk: stand_in},
        actor=ledger.SYSTEM,
    )


def acts(body, duty="liaison", on=TODAY):
    found = queries.responsible_for(body, duty, on)
    return found and found.person


def test_the_holder_acts(body):
    deputy = holder(body, seat="deputy")
    full = holder(body, post=deputy.post)
    assert acts(body) == full.person


def test_leave_leads_to_the_stand_in_until_the_day_back(body):
    full, other = holder(body), PersonFactory()
    away(full, other)
    found = queries.responsible_for(body, "liaison")
    assert (found.person, found.instead_of, found.appointment) == (other, full.person, full)
    assert acts(body, on=BACK) == full.person


def test_stand_in_who_is_away_too_leads_on_and_a_circle_ends_at_the_head(body):
    first, second, third = holder(body), holder(body, duty="clerk"), PersonFactory()
    head = holder(body, duty="head")
    away(first, second.person)
    away(second, third)
    assert acts(body) == third
    posts.return_early(second.leaves.get(), on=TODAY, actor=ledger.SYSTEM)
    assert acts(body) == second.person
    away(second, first.person)
    assert acts(body) == head.person


def test_leave_without_stand_in_leads_to_the_ab_post_then_the_deputy_then_the_leader(body):
    full = holder(body)
    deputy = holder(body, seat="deputy", post=full.post)
    b_post = holder(body, seat="stand_in", post=full.post)
    leader = holder(body, duty="leader")
    away(full)
    found = queries.responsible_for(body, "liaison")
    assert (found.person, found.instead_of) == (b_post.person, full.person)
    away(b_post)
    assert acts(body) == deputy.person
    away(deputy)
    found = queries.responsible_for(body, "liaison")
    assert (found.person, found.duty) == (leader.person, "leader")


def test_away_from_one_post_is_away_from_all(body):
    full, elsewhere = holder(body), BodyFactory()
    second = holder(elsewhere, person=full.person)
    deputy = holder(elsewhere, seat="deputy", post=second.post)
    away(full, PersonFactory())
    assert acts(elsewhere) == deputy.person


def test_nobody_is_left(body):
    away(holder(body))
    assert queries.responsible_for(body, "liaison") is None


def test_leave_is_refused_twice_and_backwards(body):
    full = holder(body)
    away(full)
    with pytest.raises(Refused):
        away(full)
    with pytest.raises(Refused) as refusal:
        away(full, until=TODAY)
    assert refusal.value.field == "ends_on"
    another = holder(body)
    with pytest.raises(Refused):
        away(another, another.person)


def test_leave_is_for_the_person_and_for_managers(body):
    account, own = signed_in(body=body)
    mine = Appointment.objects.get(person=account.person)
    posts.take_leave(account.person, kind="sick", starts_on=TODAY, ends_on=BACK, stand_ins={mine.pk: None}, actor=own)
    other = holder(body)
    with pytest.raises(Forbidden):
        posts.take_leave(
            other.person, kind="sick", starts_on=TODAY, ends_on=BACK, stand_ins={other.pk: None}, actor=own
        )
    matrix(
        lambda who: posts.take_leave(
            other.person, kind="sick", starts_on=TODAY, ends_on=BACK, stand_ins={other.pk: None}, actor=who
        ),
        "bodies.manage",
        body,
    )


def test_appoint_secondment_needs_home_and_term(body):
    post, person = PostFactory(body=body), PersonFactory()
    for given, field in (({}, "ends_on"), ({"ends_on": BACK}, "seconded_from")):
        with pytest.raises(Refused) as refusal:
            posts.appoint(person, post=post, starts_on=TODAY, seat="seconded", actor=ledger.SYSTEM, **given)
        assert refusal.value.field == field
    made = posts.appoint(
        person,
        post=post,
        starts_on=TODAY,
        seat="seconded",
        ends_on=BACK,
        seconded_from=BodyFactory(),
        actor=ledger.SYSTEM,
    )
    assert acts(body, post.duty) == person
    assert acts(body, post.duty, BACK) is None
    assert made.seconded_from


def test_hand_over_ends_one_and_begins_the_other(body):
    full, to = holder(body), PersonFactory()
    handed = matrix(
        lambda who: posts.hand_over(full, to=to, on=TODAY, matters="公章一枚\n台账三册", actor=who),
        "bodies.manage",
        body,
    )
    full.refresh_from_db()
    assert (full.ends_on, handed.target.person, handed.target.starts_on) == (TODAY, to, TODAY)
    assert acts(body) == to
    assert acts(body, on=TODAY - dt.timedelta(days=1)) == full.person


def test_post_is_closed_only_when_nobody_holds_it(body):
    full = holder(body)
    with pytest.raises(Refused):
        posts.close_post(full.post, on=TODAY, actor=ledger.SYSTEM)
    posts.end_appointment(full, on=TODAY, actor=ledger.SYSTEM)
    closed = matrix(lambda who: posts.close_post(full.post, on=TODAY, actor=who), "bodies.manage", body)
    assert closed not in queries.posts(body, TODAY)
    with pytest.raises(Refused):
        posts.appoint(full.person, post=full.post, starts_on=TODAY, actor=ledger.SYSTEM)


def test_post_verbs_are_for_managers(body):
    post = matrix(
        lambda who: posts.define_post(body, title="联络员", duty="liaison", responsibilities="上传下达", actor=who),
        "bodies.manage",
        body,
    )
    matrix(
        lambda who: posts.amend_post(
            post, title="首席联络员", duty="liaison", responsibilities="", order_number=5, actor=who
        ),
        "bodies.manage",
        body,
    )
    held = matrix(
        lambda who: posts.appoint(PersonFactory(), post=post, starts_on=TODAY, actor=who), "bodies.manage", body
    )
    matrix(lambda who: posts.end_appointment(held, on=BACK, actor=who), "bodies.manage", body)


@pytest.mark.parametrize("count", [1, 3])
def test_contacts_stand_in_official_order_in_a_fixed_number_of_queries(count, django_assert_num_queries):
    root = BodyFactory(name="县", order_number=1)
    bodies = [BodyFactory(parent=root, order_number=number, name=f"局{number}") for number in range(count, 0, -1)]
    for body in bodies:
        holder(body)
    leader = holder(bodies[0], duty="leader")
    away(Appointment.objects.get(post__body=bodies[-1], post__duty="liaison"), PersonFactory(name="代某"))
    rows = queries.standing().exclude(pk=root.pk)
    with django_assert_num_queries(3):
        found = queries.contacts(rows)
    assert [one.body.name for one in found] == [f"局{number}" for number in range(1, count + 1)]
    assert found[0].acting.person.name == "代某"
    assert found[-1].leader == leader
    assert not found[0].missing
    assert actor().kind == "account"
