"""Changes that are planned and made on their day."""

import datetime as dt

import pytest

from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records import ledger
from zhengyou.registry.bodies import changes as values
from zhengyou.registry.bodies import hooks, queries
from zhengyou.registry.bodies.actions import changes, tree
from zhengyou.registry.bodies.enums import ChangeState
from zhengyou.registry.bodies.models import Body, PlannedChange

pytestmark = pytest.mark.django_db
TODAY, JULY = dt.date(2026, 6, 15), dt.date(2026, 7, 1)


@pytest.fixture
def county():
    with clock.pretend(clock.midnight(TODAY)):
        yield BodyFactory(name="青禾县")


def on(day):
    return clock.pretend(clock.midnight(day))


def test_planned_change_waits_for_its_day_and_is_made_once(county):
    body = BodyFactory(parent=county, name="旧名")
    planned = changes.plan(values.Rename(body=body.pk, name="新名"), on=JULY, actor=ledger.SYSTEM)
    body.refresh_from_db()
    assert (body.name, planned.state) == ("旧名", ChangeState.PLANNED)
    assert changes.apply_due(actor=ledger.SYSTEM) == []

    with on(JULY):
        assert [one.state for one in changes.apply_due(actor=ledger.SYSTEM)] == [ChangeState.APPLIED]
        assert changes.apply_due(actor=ledger.SYSTEM) == []
    body.refresh_from_db()
    assert body.name == "新名"
    assert queries.version_of(body, TODAY).name == "旧名"


def test_a_job_that_comes_late_still_makes_the_change_on_its_day(county):
    body = BodyFactory(parent=county, name="旧名")
    changes.plan(values.Rename(body=body.pk, name="新名"), on=JULY, actor=ledger.SYSTEM)
    with on(dt.date(2026, 7, 9)):
        changes.apply_due(actor=ledger.SYSTEM)
    assert queries.version_of(body, JULY).name == "新名"


def test_planned_change_that_cannot_be_made_keeps_its_reason(county):
    body, target = BodyFactory.create_batch(2, parent=county)
    planned = changes.plan(values.Move(body=body.pk, parent=target.pk), on=JULY, actor=ledger.SYSTEM)
    tree.dissolve(target, on=TODAY, actor=ledger.SYSTEM)
    with on(JULY):
        changes.apply_due(actor=ledger.SYSTEM)
        planned.refresh_from_db()
        assert planned.state == ChangeState.FAILED
        assert target.name in planned.reason
        assert planned in queries.planned()
        changes.cancel(planned, actor=ledger.SYSTEM)
    assert not queries.planned()


def test_what_cannot_work_today_is_not_planned(county):
    child = BodyFactory(parent=county)
    with pytest.raises(Refused):
        changes.plan(values.Move(body=county.pk, parent=child.pk), on=JULY, actor=ledger.SYSTEM)
    assert not PlannedChange.objects.exists()


def test_cancelled_change_is_never_made(county):
    body = BodyFactory(parent=county, name="旧名")
    planned = changes.plan(values.Rename(body=body.pk, name="新名"), on=JULY, actor=ledger.SYSTEM)
    changes.cancel(planned, actor=ledger.SYSTEM)
    with on(JULY):
        assert changes.apply_due(actor=ledger.SYSTEM) == []
        with pytest.raises(Conflict):
            changes.apply(planned, actor=ledger.SYSTEM)


def test_planning_asks_the_same_rights_as_doing(county):
    body = BodyFactory(parent=county)
    with pytest.raises(Forbidden):
        changes.plan(values.Rename(body=body.pk, name="x"), on=JULY, actor=actor("bodies.manage", body=body))


@pytest.mark.parametrize(
    "change",
    [
        values.Found(body=1, founding=values.Founding(name="局")),
        values.Rename(body=1, name="局", short_name="局"),
        values.Move(body=1, parent=2, order_number=30),
        values.Reorder(body=1, order_number=30),
        values.Merge(body=1, sources=(2, 3), carry_posts=False),
        values.Split(body=1, parts=(values.Founding(name="甲"), values.Founding(name="乙")), keep=False),
        values.Dissolve(body=1, heir=2),
    ],
    ids=lambda change: change.kind.value,
)
def test_every_change_survives_being_stored(change):
    assert values.read(change.kind, values.write(change)) == change


def test_every_change_can_be_made_from_its_value(county, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "changed", [lambda change, day: heard.append(change.kind)])
    first, second, third = BodyFactory.create_batch(3, parent=county)
    new = changes.make(
        values.Found(body=county.pk, founding=values.Founding(name="新局")), on=TODAY, actor=ledger.SYSTEM
    )
    for change in (
        values.Rename(body=new.pk, name="更名局"),
        values.Move(body=new.pk, parent=first.pk),
        values.Reorder(body=new.pk, order_number=70),
        values.Merge(body=second.pk, sources=(first.pk,)),
        values.Split(body=second.pk, parts=(values.Founding(name="甲"),)),
        values.Dissolve(body=third.pk, heir=second.pk),
    ):
        changes.make(change, on=TODAY, actor=ledger.SYSTEM)
    assert heard == ["found", "rename", "move", "reorder", "merge", "split", "dissolve"]
    assert Body.objects.get(pk=new.pk).parent == second
