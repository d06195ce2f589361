"""Verbs of the tree that race, with real connections."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from tests.factories.bodies import BodyFactory
from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.registry.bodies import queries
from zhengyou.registry.bodies.actions import changes, posts, relations, tree
from zhengyou.registry.bodies.changes import Rename
from zhengyou.registry.bodies.models import Body, PlannedChange, Relation

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2026, 6, 1)


def at_once(*works: Callable[[], object]) -> list[Exception | None]:
    """Do all ``works`` at the same moment, each on a connection of its own; return what each raised."""
    barrier = threading.Barrier(len(works))
    raised: list[Exception | None] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            work()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            raised[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


@pytest.mark.parametrize("_round", range(5))
def test_two_moves_at_once_never_make_a_circle(_round):
    root = BodyFactory(name="根")
    first, second = BodyFactory.create_batch(2, parent=root)
    low_first, low_second = BodyFactory(parent=first), BodyFactory(parent=second)

    raised = at_once(
        lambda: tree.move(first, parent=low_second, on=DAY, actor=ledger.SYSTEM),
        lambda: tree.move(second, parent=low_first, on=DAY, actor=ledger.SYSTEM),
    )

    assert sum(error is None for error in raised) == 1
    assert next(error for error in raised if error).code == "circle"
    assert queries.subtree(root).count() == 5
    assert len(queries.tree_as_of(DAY)) == 5


def test_many_changes_at_once_leave_whole_paths():
    root = BodyFactory(name="根")
    bodies = BodyFactory.create_batch(6, parent=root)
    raised = at_once(
        *(
            lambda body=body, to=bodies[5 - place]: tree.move(body, parent=to, on=DAY, actor=ledger.SYSTEM)
            for place, body in enumerate(bodies)
        ),
        lambda: tree.shift(bodies[0], upwards=False, on=DAY, actor=ledger.SYSTEM),
        lambda: tree.rename(bodies[1], name="更名", on=DAY, actor=ledger.SYSTEM),
    )
    assert all(error is None or isinstance(error, Refused) for error in raised)
    for body in Body.objects.select_related("parent"):
        assert body.path == (body.parent.path if body.parent else "") + f"{body.pk}."
    assert queries.subtree(root).count() == 7


def test_two_workers_make_a_planned_change_once():
    root = BodyFactory(name="根")
    planned = PlannedChange.objects.create(
        body=root, kind="rename", change={"body": root.pk, "name": "新", "short_name": ""}, on=DAY
    )
    assert Rename.kind == planned.kind
    at_once(*[lambda: changes.apply_due(actor=ledger.SYSTEM)] * 3)
    planned.refresh_from_db()
    assert planned.state == "applied"
    assert queries.successions(root).count() == 1


def test_two_line_parents_at_once_leave_one():
    body, first, second = BodyFactory.create_batch(3)
    raised = at_once(
        *(
            lambda other=other: relations.relate(body, kind="line", other=other, starts_on=DAY, actor=ledger.SYSTEM)
            for other in (first, second)
        )
    )
    assert sum(error is None for error in raised) == 1
    assert Relation.objects.count() == 1


def test_two_appointments_of_one_person_at_once_leave_one():
    from tests.factories.bodies import PostFactory
    from tests.factories.people import PersonFactory

    post, person = PostFactory(), PersonFactory()
    raised = at_once(*[lambda: posts.appoint(person, post=post, starts_on=DAY, actor=ledger.SYSTEM)] * 2)
    assert sum(error is None for error in raised) == 1
    assert post.appointments.count() == 1
    assert connection.is_usable()
