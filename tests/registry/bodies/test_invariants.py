"""What holds for the tree whatever is done to it."""

import datetime as dt
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.actions import tree
from zhengyou.registry.bodies.changes import Founding
from zhengyou.registry.bodies.models import Body, BodyVersion

pytestmark = pytest.mark.django_db
START = dt.date(2026, 1, 1)
NOW = START + dt.timedelta(days=30)

place = st.integers(0, 8)
step = st.one_of(
    st.tuples(st.just("found"), place, place),
    st.tuples(st.just("rename"), place, place),
    st.tuples(st.just("move"), place, place),
    st.tuples(st.just("reorder"), place, place),
    st.tuples(st.just("merge"), place, place),
    st.tuples(st.just("split"), place, st.booleans()),
    st.tuples(st.just("dissolve"), place, st.none() | place),
)
history = st.lists(st.tuples(step, st.integers(0, 30)), min_size=1, max_size=14)


def shape(day):
    return {(v.body_id, v.name, v.parent_id, v.order_number) for v in queries.as_of(day)}


def take(step, day):
    """Do one step with effect from ``day``, on whichever bodies there are; True where it was not refused."""
    kind, at, other = step
    bodies = list(Body.objects.order_by("pk"))
    body = bodies[at % len(bodies)]
    second = bodies[other % len(bodies)] if isinstance(other, int) else None
    try:
        with transaction.atomic():
            match kind:
                case "found":
                    tree.found(Founding(name=f"新{len(bodies)}"), parent=body, on=day, actor=ledger.SYSTEM)
                case "rename":
                    tree.rename(body, name=f"名{day}", on=day, actor=ledger.SYSTEM)
                case "move":
                    tree.move(body, parent=second, on=day, actor=ledger.SYSTEM)
                case "reorder":
                    tree.reorder(body, order_number=at * 9, on=day, actor=ledger.SYSTEM)
                case "merge":
                    tree.merge([body], into=second, on=day, actor=ledger.SYSTEM)
                case "split":
                    parts = [Founding(name="甲"), Founding(name="乙")]
                    tree.split(body, parts=parts, keep=bool(other), on=day, actor=ledger.SYSTEM)
                case "dissolve":
                    tree.dissolve(body, heir=second, on=day, actor=ledger.SYSTEM)
    except Refused:
        return False
    return True


def check_versions_partition_time():
    for body in Body.objects.all():
        spans = [version.during for version in body.versions.order_by("during")]
        assert spans, "a body without a version"
        assert spans[-1].upper == body.dissolved_on
        for earlier, later in itertools.pairwise(spans):
            assert earlier.upper == later.lower, "a day without a version, or with two"


def check_the_row_of_today_is_the_last_version():
    for body in Body.objects.filter(dissolved_on=None):
        last = body.versions.order_by("during").last()
        for name in ("name", "short_name", "kind", "level", "parent_id", "order_number"):
            assert getattr(body, name) == getattr(last, name), name
        above = f"{body.parent.path}" if body.parent else ""
        assert body.path == f"{above}{body.pk}."
        assert body.parent is None or body.parent.dissolved_on is None


def check_no_day_has_a_circle_or_an_orphan(days):
    for day in days:
        versions = list(queries.as_of(day))
        assert len(queries.tree_as_of(day)) == len(versions), f"{day}: a circle, or a body under one that did not stand"


def check_official_order():
    rows = list(queries.standing())
    listed = [standing.version.body_id for standing in queries.tree_as_of(NOW)]
    assert [row.pk for row in rows] == listed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history)
def test_no_history_of_verbs_breaks_the_tree(steps):
    with transaction.atomic(), clock.pretend(clock.midnight(NOW)):
        root = BodyFactory(name="根", order_number=1)
        for number in (10, 20):
            BodyFactory(parent=root, order_number=number)
        days = [START + dt.timedelta(days=number) for number in range(31)]
        for step, number in steps:
            day = days[number]
            before = {one: shape(one) for one in days[:number]}
            subtree = {body.pk: set(queries.subtree(body).values_list("pk", flat=True)) for body in queries.standing()}
            done = take(step, day)
            assert {one: shape(one) for one in days[:number]} == before, "a change touched the days before it"
            if done and step[0] == "move":
                moved = list(Body.objects.order_by("pk"))[step[1] % Body.objects.count()]
                assert set(queries.subtree(moved).values_list("pk", flat=True)) == subtree[moved.pk]
        check_versions_partition_time()
        check_the_row_of_today_is_the_last_version()
        check_no_day_has_a_circle_or_an_orphan(days)
        check_official_order()
        assert BodyVersion.objects.filter(during__isempty=True).count() == 0
        transaction.set_rollback(True)
