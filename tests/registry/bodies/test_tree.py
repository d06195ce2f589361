"""The dated tree through its verbs."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories.access import actor as signed_in
from tests.factories.access import grant
from tests.factories.access import signed_in as signed_in_account
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access import actions as access
from zhengyou.registry.access.models import Grant, Scope
from zhengyou.registry.access.queries import actor_for, default_role
from zhengyou.registry.bodies import choosing, queries
from zhengyou.registry.bodies.actions import tree
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.models import Body, Relation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 15)
MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)
YESTERDAY = dt.date(2026, 6, 14)


@pytest.fixture(autouse=True)
def _today():
    with clock.pretend(clock.midnight(TODAY)):
        yield


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", order_number=1)


def names(day, root=None):
    return [(one.depth, one.name) for one in queries.tree_as_of(day, root)]


def under(parent, *numbers):
    return [BodyFactory(parent=parent, order_number=number, name=f"{parent.name}{number}") for number in numbers]


def test_found_puts_a_body_behind_its_siblings_and_into_the_ledger(county):
    under(county, 10, 20)
    body = tree.found(Founding(name="新设局", code="X1"), parent=county, on=JUNE, actor=ledger.SYSTEM)

    assert (body.order_number, body.path, body.founded_on) == (30, f"{county.path}{body.pk}.", JUNE)
    assert [one.name for one in queries.subtree(county)] == ["青禾县", "青禾县10", "青禾县20", "新设局"]
    assert names(MAY, county) == [(0, "青禾县"), (1, "青禾县10"), (1, "青禾县20")]
    assert history(body).get().verb == "bodies.found"


def test_found_without_a_day_stands_since_ever(county):
    body = tree.found(Founding(name="老局"), parent=county, on=None, actor=ledger.SYSTEM)
    assert (1, body.name) in names(dt.date(1990, 1, 1), county)


def test_found_refuses_a_code_that_is_taken(county):
    tree.found(Founding(name="甲", code="91X"), parent=county, on=JUNE, actor=ledger.SYSTEM)
    with pytest.raises(Refused) as refusal:
        tree.found(Founding(name="乙", code="91X"), parent=county, on=JUNE, actor=ledger.SYSTEM)
    assert refusal.value.field == "code"


def test_found_is_for_managers_and_at_the_top_for_the_system(county):
    made = matrix(
        lambda actor: tree.found(Founding(name="局"), parent=county, on=JUNE, actor=actor), "bodies.manage", county
    )
    assert made.parent == county
    with pytest.raises(Forbidden):
        tree.found(Founding(name="又一县"), parent=None, on=JUNE, actor=signed_in("bodies.manage"))


def test_root_bodies_are_founded_by_the_administrator_of_a_root_body(county):
    def founding(actor):
        return tree.found(Founding(name="又一县"), parent=None, on=JUNE, actor=actor)

    town = BodyFactory(parent=county)
    refused = {
        "nobody": ledger.PUBLIC,
        "insider without": signed_in("bodies.manage", "bodies.read", body=county),
        "insider of a part": signed_in("bodies.roots", body=town),
        "insider for one campaign": for_one_campaign("bodies.roots", county),
    }
    for actor in refused.values():
        with pytest.raises(Forbidden):
            founding(actor)
    assert not Body.objects.filter(name="又一县").exists()
    made = founding(signed_in("bodies.roots", body=county))
    assert (made.parent, made.depth, made.founded_on) == (None, 0, JUNE)
    assert history(made).get().verb == "bodies.found"
    with pytest.raises(Refused) as refusal:
        founding(ledger.SYSTEM)
    assert (refusal.value.field, refusal.value.code) == ("name", "name_taken")


def for_one_campaign(function, body):
    account, _without = signed_in_account(body=body)
    hat = account.person.appointments.get()
    given = grant(hat, function, body=body)
    given.scope = Scope.objects.create(body=body, for_campaign=True)
    given.save(update_fields=["scope"])
    return actor_for(account, hat)


def test_the_three_administrators_of_the_founder_look_after_the_new_root(county):
    def office(code, body):
        account, _without = signed_in_account(body=body)
        hat = account.person.appointments.get()
        access.grant(hat, default_role(code), body, actor=ledger.SYSTEM)
        return account, hat

    operator, security, auditor = (office(code, county) for code in ("system_admin", "security_admin", "auditor"))
    office("campaign_office", county)
    office("auditor", BodyFactory())
    made = tree.found(Founding(name="又一县"), parent=None, on=JUNE, actor=actor_for(*operator))
    given = Grant.objects.filter(scope__body=made)
    assert {one.appointment: one.role_id for one in given} == {
        operator[1]: "system_admin",
        security[1]: "security_admin",
        auditor[1]: "auditor",
    }
    assert all(history(one).get().verb == "access.grant" for one in given)
    assert tree.found(Founding(name="甲局"), parent=made, on=JUNE, actor=actor_for(*operator)).parent == made


@pytest.mark.django_db(transaction=True)
def test_a_root_sent_twice_at_once_is_founded_once():
    county = BodyFactory()
    operator = signed_in("bodies.roots", body=county)
    results = at_once(2, lambda _: tree.found(Founding(name="又一县"), parent=None, on=None, actor=operator))
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert Body.objects.filter(name="又一县").count() == 1


def test_rename_keeps_the_old_name_for_the_days_before(county):
    (body,) = under(county, 10)
    tree.rename(
        body, name="市场监督管理局", short_name="市监局", on=JUNE, document="青编发〔2026〕3号", actor=ledger.SYSTEM
    )

    body.refresh_from_db()
    assert (body.name, body.short_name) == ("市场监督管理局", "市监局")
    assert queries.version_of(body, MAY).name == "青禾县10"
    assert queries.version_of(body, JUNE).name == "市场监督管理局"
    told = queries.successions(body).get()
    assert (told.kind, told.was, told.document) == ("rename", "青禾县10", "青编发〔2026〕3号")


def test_second_change_on_one_day_amends_the_first(county):
    (body,) = under(county, 10)
    tree.rename(body, name="甲局", on=JUNE, actor=ledger.SYSTEM)
    tree.rename(body, name="乙局", on=JUNE, actor=ledger.SYSTEM)
    assert [one.name for one in queries.versions(body)] == ["青禾县10", "乙局"]


def test_change_before_the_last_one_is_refused(county):
    (body,) = under(county, 10)
    tree.rename(body, name="甲局", on=JUNE, actor=ledger.SYSTEM)
    with pytest.raises(Refused) as refusal:
        tree.rename(body, name="乙局", on=MAY, actor=ledger.SYSTEM)
    assert refusal.value.field == "on"


def test_change_of_a_day_ahead_is_refused(county):
    with pytest.raises(Refused) as refusal:
        tree.rename(county, name="青禾市", on=TODAY + dt.timedelta(days=1), actor=ledger.SYSTEM)
    assert refusal.value.code == "ahead"


def test_move_takes_the_subtree_along_and_leaves_the_past(county):
    first, second = under(county, 10, 20)
    office, other = under(first, 1, 2)
    (desk,) = under(office, 1)
    before = names(MAY, county)

    tree.move(office, parent=second, on=JUNE, actor=ledger.SYSTEM)

    desk.refresh_from_db()
    assert [one.pk for one in queries.ancestors(desk)] == [county.pk, second.pk, office.pk]
    assert [one.pk for one in queries.subtree(second)] == [second.pk, office.pk, desk.pk]
    assert [one.pk for one in queries.subtree(first)] == [first.pk, other.pk]
    assert names(MAY, county) == before
    assert names(JUNE, county) == [(one.depth, one.name) for one in queries.subtree(county)]


def test_move_below_itself_is_refused(county):
    (office,) = under(county, 10)
    (desk,) = under(office, 1)
    for target in (office, desk):
        with pytest.raises(Refused) as refusal:
            tree.move(office, parent=target, on=JUNE, actor=ledger.SYSTEM)
        assert refusal.value.code == "circle"


def test_move_that_would_make_a_circle_in_the_past_is_refused(county):
    first, second = under(county, 10, 20)
    (child,) = under(first, 1)
    tree.move(child, parent=second, on=YESTERDAY, actor=ledger.SYSTEM)
    with pytest.raises(Refused) as refusal:  # on 1 June the child still stood below the first
        tree.move(first, parent=child, on=JUNE, actor=ledger.SYSTEM)
    assert refusal.value.code == "circle"
    tree.move(first, parent=child, on=TODAY, actor=ledger.SYSTEM)


def test_equal_order_numbers_never_mix_two_subtrees(county):
    first, second = under(county, 10, 10)
    for body in (first, second, first):
        tree.found(Founding(name="科", order_number=5), parent=body, on=JUNE, actor=ledger.SYSTEM)
    assert [one.parent_id for one in queries.subtree(county)] == [
        None,
        county.pk,
        first.pk,
        first.pk,
        county.pk,
        second.pk,
    ]


def test_shift_changes_places_and_parts_equal_numbers(county):
    first, second, third = under(county, 10, 10, 30)
    tree.shift(second, upwards=True, on=TODAY, actor=ledger.SYSTEM)
    assert list(queries.children(county)) == [second, first, third]
    tree.shift(second, upwards=False, on=TODAY, actor=ledger.SYSTEM)
    tree.shift(third, upwards=True, on=TODAY, actor=ledger.SYSTEM)
    assert list(queries.children(county)) == [first, third, second]
    assert [one.version.body_id for one in queries.tree_as_of(MAY, county)] == [
        county.pk,
        first.pk,
        second.pk,
        third.pk,
    ]


def test_merge_carries_children_posts_and_relations_end(county):
    first, second, third = under(county, 10, 20, 30)
    (office,) = under(first, 1)
    (old,) = under(third, 1)
    held = AppointmentFactory(post=PostFactory(body=first, title="局长", duty="head"))
    relation = Relation.objects.create(body=first, other=county, kind="line", during=(None, None))

    tree.merge([first, second], into=third, on=JUNE, document="青编发〔2026〕5号", actor=ledger.SYSTEM)

    assert [one.pk for one in queries.subtree(county)] == [county.pk, third.pk, old.pk, office.pk]
    assert queries.as_today([first, second, office]) == {first.pk: [third], second.pk: [third], office.pk: [office]}
    held.refresh_from_db()
    relation.refresh_from_db()
    assert (held.ends_on, relation.during.upper) == (JUNE, JUNE)
    new = third.posts.get()
    assert (new.title, new.appointments.get().person, new.appointments.get().starts_on) == ("局长", held.person, JUNE)
    assert (1, first.name) in names(MAY, county)
    assert (1, first.name) not in names(JUNE, county)
    first.refresh_from_db()
    assert first.dissolved_on == JUNE
    with pytest.raises(Refused):
        tree.rename(first, name="x", on=TODAY, actor=ledger.SYSTEM)


def test_split_keeps_or_ends_the_body(county):
    first, second = under(county, 10, 20)
    (office,) = under(second, 1)
    kept = tree.split(first, parts=[Founding(name="分局")], on=JUNE, actor=ledger.SYSTEM)
    made = tree.split(
        second, parts=[Founding(name="甲局"), Founding(name="乙局")], on=JUNE, keep=False, actor=ledger.SYSTEM
    )
    assert queries.as_today([first, second]) == {first.pk: [first], second.pk: made}
    assert list(queries.children(made[0])) == [office]
    assert kept[0].parent == county


def test_dissolve_gives_the_children_up_and_ends_the_posts(county):
    (first,) = under(county, 10)
    (office,) = under(first, 1)
    held = AppointmentFactory(post=PostFactory(body=first))
    tree.dissolve(first, on=JUNE, document="青编发〔2026〕6号", actor=ledger.SYSTEM)
    held.refresh_from_db()
    assert held.ends_on == JUNE
    assert list(queries.children(county)) == [office]
    assert queries.as_today([first]) == {first.pk: []}
    assert Body.objects.filter(pk=first.pk).exists()


def test_dissolve_refuses_a_root_with_children(county):
    under(county, 10)
    with pytest.raises(Refused):
        tree.dissolve(county, on=JUNE, actor=ledger.SYSTEM)


def test_tree_changes_are_for_managers_of_the_body_above(county):
    first, second = under(county, 10, 20)
    matrix(lambda actor: tree.rename(first, name="改名", on=JUNE, actor=actor), "bodies.manage", county)
    matrix(lambda actor: tree.reorder(first, order_number=7, on=JUNE, actor=actor), "bodies.manage", county)
    matrix(lambda actor: tree.move(first, parent=second, on=JUNE, actor=actor), "bodies.manage", county)
    matrix(lambda actor: tree.split(second, parts=[Founding(name="分")], on=JUNE, actor=actor), "bodies.manage", county)
    matrix(lambda actor: tree.merge([first], into=second, on=TODAY, actor=actor), "bodies.manage", county)
    matrix(lambda actor: tree.dissolve(second, on=TODAY, actor=actor), "bodies.manage", county)


def test_nobody_dissolves_the_body_of_their_own_scope(county):
    (first,) = under(county, 10)
    with pytest.raises(Forbidden):
        tree.dissolve(first, on=JUNE, actor=signed_in("bodies.manage", body=first))


def test_dissolve_on_a_day_on_which_a_child_still_stood_below_is_refused(county):
    first, second = under(county, 10, 20)
    (child,) = under(first, 1)
    tree.move(child, parent=second, on=YESTERDAY, actor=ledger.SYSTEM)
    with pytest.raises(Refused) as refusal:
        tree.dissolve(first, on=JUNE, actor=ledger.SYSTEM)
    assert (refusal.value.field, child.name in str(refusal.value)) == ("on", True)
    tree.dissolve(first, on=YESTERDAY, actor=ledger.SYSTEM)


@pytest.mark.django_db
def test_a_tree_with_very_many_siblings_draws_the_first_and_the_chosen_one(monkeypatch):
    monkeypatch.setattr(choosing, "MOST", 3)
    root = BodyFactory()
    rows = [BodyFactory(parent=root, name=f"分支{place}", order_number=place) for place in range(6)]

    nodes = choosing.tree((root.path,), rows[5], "/desk/orders/")[0].children
    assert [node.label for node in nodes[:4]] == ["分支0", "分支1", "分支2", "分支5"]
    assert "查询" in nodes[4].label
    assert len(choosing.children(root, "/desk/orders/")) == 4
