import datetime as dt
import threading

import pytest
from django.db import connection

from tests.factories.access import actor, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access import actions, functions, policy, rules
from zhengyou.registry.access.models import Grant, Role, Scope
from zhengyou.registry.access.queries import (
    actor_for,
    default_role,
    events_within,
    holders,
    open_appointments,
    people_within,
)
from zhengyou.registry.people import actions as people
from zhengyou.registry.people import functions as declared
from zhengyou.registry.people.models import Person

pytestmark = pytest.mark.django_db


def appointed(body=None, **given):
    return AppointmentFactory(post=PostFactory(body=body or BodyFactory()), **given)


def test_granted_role_gives_its_functions_in_the_subtree():
    county = BodyFactory()
    bureau = BodyFactory(parent=county)
    account, _bare = signed_in(body=bureau)
    hat = account.person.appointments.get()

    given = actions.grant(hat, default_role("campaign_office"), county, actor=ledger.SYSTEM)

    who = actor_for(account, hat)
    assert rules.may(who, "access.delegate", bureau)
    assert not rules.may(who, "access.delegate", BodyFactory())
    assert history(given).get().object_label.startswith(account.person.name)


def test_grant_is_for_role_managers_in_scope():
    body = BodyFactory()
    role = Role.objects.create(code="own", functions=["bodies.read"])
    given = matrix(lambda who: actions.grant(appointed(body), role, body, actor=who), "access.manage", body)
    matrix(lambda who: actions.revoke(given, actor=who), "access.manage", body)


def test_holder_passes_on_only_what_is_held_and_only_inside():
    county = BodyFactory()
    bureau = BodyFactory(parent=county)
    head = actor("access.delegate", "bodies.read", body=bureau)
    reading = Role.objects.create(code="reading", functions=["bodies.read"])
    more = Role.objects.create(code="more", functions=["bodies.read", "bodies.manage"])

    assert actions.grant(appointed(bureau), reading, bureau, actor=head)
    for hat, role, body in (
        (appointed(bureau), more, bureau),
        (appointed(bureau), reading, county),
        (appointed(county), reading, bureau),
    ):
        with pytest.raises(Forbidden):
            actions.grant(hat, role, body, actor=head)


def test_right_for_a_campaign_is_passed_on_only_for_this_campaign():
    body = BodyFactory()
    account, _bare = signed_in(body=body)
    hat = account.person.appointments.get()
    role = Role.objects.create(code="own", functions=["access.delegate", "bodies.read"])
    here = Scope.objects.create(body=body, for_campaign=True, label="为民服务活动")
    actions.grant(hat, role, here, actor=ledger.SYSTEM)
    head = actor_for(account, hat)

    assert actions.grant(appointed(body), role, here, actor=head)
    for scope in (Scope.objects.create(body=body, for_campaign=True, label="另一项活动"), body):
        with pytest.raises(Forbidden):
            actions.grant(appointed(body), role, scope, actor=head)


def test_nobody_grants_or_withdraws_their_own():
    account, manager = signed_in("access.manage")
    hat = account.person.appointments.get()
    role = Role.objects.create(code="own", functions=["bodies.read"])

    with pytest.raises(Forbidden):
        actions.grant(hat, role, hat.post.body, actor=manager)
    with pytest.raises(Forbidden):
        actions.revoke(hat.grants.get(), actor=manager)


@pytest.mark.parametrize("one", sorted(policy.EXCLUSIVE))
@pytest.mark.parametrize("other", sorted(policy.EXCLUSIVE))
def test_nobody_is_two_of_the_three_administrators(one, other):
    body = BodyFactory()
    first = appointed(body)
    second = appointed(body, person=first.person)
    actions.grant(first, default_role(one), body, actor=ledger.SYSTEM)

    if one == other:
        actions.grant(second, default_role(other), body, actor=ledger.SYSTEM)
        return
    with pytest.raises(Refused) as refusal:
        actions.grant(second, default_role(other), body, actor=ledger.SYSTEM)
    assert refusal.value.code == "three_offices"


def test_own_role_with_an_administrators_function_counts_as_this_administrator():
    hat = appointed()
    role = Role.objects.create(code="own", functions=["ledger.read"])
    actions.grant(hat, default_role("security_admin"), hat.post.body, actor=ledger.SYSTEM)

    with pytest.raises(Refused):
        actions.grant(hat, role, hat.post.body, actor=ledger.SYSTEM)


def test_administrators_post_holds_no_business():
    hat = appointed()
    actions.grant(hat, default_role("system_admin"), hat.post.body, actor=ledger.SYSTEM)

    with pytest.raises(Refused) as refusal:
        actions.grant(hat, default_role("window_staff"), hat.post.body, actor=ledger.SYSTEM)
    assert refusal.value.code == "mixed_post"
    other = appointed(person=hat.person)
    assert actions.grant(other, default_role("window_staff"), other.post.body, actor=ledger.SYSTEM)


def test_ended_grants_keep_nobody_apart():
    hat = appointed()
    given = actions.grant(hat, default_role("system_admin"), hat.post.body, actor=ledger.SYSTEM)
    actions.revoke(given, actor=ledger.SYSTEM)

    assert actions.grant(hat, default_role("auditor"), hat.post.body, actor=ledger.SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_two_offices_given_at_the_same_moment_exclude_each_other():
    body = BodyFactory()
    first = appointed(body)
    hats = [first, appointed(body, person=first.person), appointed(body, person=first.person)]
    roles = [default_role(code) for code in sorted(policy.EXCLUSIVE)]
    actions.scope_of(body)
    barrier, refused = threading.Barrier(3), []

    def give(hat, role) -> None:
        barrier.wait()
        try:
            actions.grant(hat, role, body, actor=ledger.SYSTEM)
        except Refused as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=pair) for pair in zip(hats, roles, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["three_offices"] * 2
    assert Grant.objects.count() == 1


def test_same_grant_twice_is_a_conflict():
    hat = appointed()
    role = default_role("window_staff")
    actions.grant(hat, role, hat.post.body, actor=ledger.SYSTEM)

    with pytest.raises(Conflict):
        actions.grant(hat, role, hat.post.body, actor=ledger.SYSTEM)


def test_grant_ends_by_itself_and_with_the_appointment():
    account, _bare = signed_in()
    hat = account.person.appointments.get()
    today = clock.today()
    role = Role.objects.create(code="own", functions=["bodies.read"])
    actions.grant(hat, role, hat.post.body, ends_on=today + dt.timedelta(days=2), actor=ledger.SYSTEM)

    assert actor_for(account, hat).holds("bodies.read")
    with clock.pretend(clock.midnight(today + dt.timedelta(days=2))):
        assert not actor_for(account, hat).holds("bodies.read")
    hat.ends_on = today
    hat.save()
    assert not open_appointments(account)
    with pytest.raises(Conflict):
        actions.grant(hat, default_role("leader"), hat.post.body, actor=ledger.SYSTEM)
    with pytest.raises(Refused):
        actions.grant(appointed(), role, BodyFactory(), ends_on=today, actor=ledger.SYSTEM)


def test_leaving_ends_every_grant():
    hat = appointed()
    given = actions.grant(hat, default_role("leader"), hat.post.body, actor=ledger.SYSTEM)

    people.leave(hat.person, clock.today(), actor=ledger.SYSTEM)

    given.refresh_from_db()
    hat.refresh_from_db()
    assert given.ends_on == hat.ends_on == clock.today()
    with pytest.raises(Conflict):
        actions.revoke(given, actor=ledger.SYSTEM)


def test_roles_are_kept_by_role_managers():
    role = actions.add_role("desk-clerk", "收发员", ["bodies.read"], actor=actor("access.manage"))
    for who in (actor("access.read"), ledger.PUBLIC):
        for attempt in (
            lambda who: actions.add_role("x", "x", [], actor=who),
            lambda who: actions.change_role(role, title="x", held=[], needs_second_factor=False, actor=who),
            lambda who: actions.restore_role(default_role("leader"), actor=who),
        ):
            with pytest.raises(Forbidden):
                attempt(who)


def test_default_role_follows_new_rooms_until_it_is_changed():
    role = default_role("leader")
    held = role.held
    assert "bodies.read" in held
    name = functions.define("reports.tomorrow", "明日报表")
    try:
        assert name in default_role("leader").held
        changed = actions.change_role(role, title="", held=held, needs_second_factor=True, actor=ledger.SYSTEM)
        assert (changed.held, changed.follows_default, changed.needs_second_factor) == (held, False, True)
        assert actions.restore_role(changed, actor=ledger.SYSTEM).held == held | {name}
    finally:
        declared._known.pop(name)


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (["ledger.read", "access.manage"], "office"),
        (["people.accounts", "bodies.read", "orders.read"], "office"),
        (["nothing.at_all"], "unknown"),
    ],
)
def test_roles_that_join_what_must_be_apart_are_refused(held, code):
    with pytest.raises(Refused) as refusal:
        actions.add_role("own", "自定义", held, actor=ledger.SYSTEM)
    assert refusal.value.code == code


def test_role_that_people_hold_does_not_become_an_administrators():
    hat = appointed()
    role = Role.objects.create(code="own", functions=["bodies.read"])
    actions.grant(hat, role, hat.post.body, actor=ledger.SYSTEM)

    with pytest.raises(Refused):
        actions.change_role(role, title="", held=["ledger.read"], needs_second_factor=False, actor=ledger.SYSTEM)


def test_install_roles_can_be_repeated():
    actions.install_roles()
    assert [role.code for role in actions.install_roles()] == list(policy.ROLES)
    assert Role.objects.count() == len(policy.ROLES)


def test_holders_tells_who_may_what_to_a_body():
    county = BodyFactory()
    bureau = BodyFactory(parent=county)
    _account, _actor = signed_in("bodies.read", body=county)
    signed_in("bodies.read", body=BodyFactory())
    signed_in("people.manage", body=county)

    assert [given.appointment.person.name for given in holders("bodies.read", bureau)] == [_actor.label]


def test_people_within_are_those_in_posts_below_and_newcomers():
    county, elsewhere = BodyFactory(), BodyFactory()
    inside = appointed(BodyFactory(parent=county)).person
    outside = appointed(elsewhere).person
    newcomer = people.enrol("新人", actor=ledger.SYSTEM)
    gone = people.enrol("离人", actor=ledger.SYSTEM)
    people.leave(gone, clock.today(), actor=ledger.SYSTEM)
    keeper = actor("people.manage", body=county)

    found = set(people_within(keeper, "people.manage"))

    assert {inside, newcomer} <= found
    assert not {outside, gone} & found
    assert not people_within(actor("bodies.read", body=county), "people.manage").exists()
    assert not people_within(ledger.PUBLIC, "people.manage").exists()
    assert people_within(ledger.SYSTEM, "people.manage").count() == Person.objects.count()


def test_auditor_reads_the_events_of_the_own_tree_only():
    ours, theirs = BodyFactory(), BodyFactory()
    _account, auditor = signed_in("ledger.read", body=ours)
    _other, stranger = signed_in("people.manage", body=theirs)
    mine, worker = signed_in("people.manage", body=BodyFactory(parent=ours))
    people.enrol("甲", actor=worker)
    people.enrol("乙", actor=stranger)
    people.enrol("丙", actor=ledger.SYSTEM)
    people.begin_visit(mine, actor=ledger.Actor(kind="account", id=str(mine.pk), label="x"))

    labels = set(events_within(auditor).values_list("object_label", flat=True))

    assert {"甲", "丙", mine.username} <= labels
    assert "乙" not in labels
    assert not events_within(worker).exists()
    assert not events_within(ledger.PUBLIC).exists()


def test_hat_of_somebody_else_is_not_put_on():
    _account, who = signed_in()

    with pytest.raises(Forbidden):
        actions.switch_hat(appointed(), actor=who)


def test_the_three_administrators_need_a_second_factor_unless_somebody_decides_otherwise():
    roles = {role.code: role for role in actions.install_roles()}
    demanding = {code for code, role in roles.items() if role.needs_second_factor}
    assert demanding == {"system_admin", "security_admin", "auditor"}
    actions.change_role(
        roles["auditor"], title="", held=roles["auditor"].held, needs_second_factor=False, actor=ledger.SYSTEM
    )
    assert not {role.code: role for role in actions.install_roles()}["auditor"].needs_second_factor


def test_the_first_hat_is_the_main_post_not_an_office_held_aside():
    body, above = BodyFactory(name="乙中心"), BodyFactory(name="甲工会", order_number=1)
    account = AccountFactory()
    AppointmentFactory(person=account.person, post=PostFactory(body=above, duty="other", title="兼职副主席"))
    main = AppointmentFactory(person=account.person, post=PostFactory(body=body, duty="head"))
    assert open_appointments(account).first() == main
