"""What scoring reads from cases, duties and promises, and that every shipped indicator can be compared and opened."""

import datetime as dt

import numpy as np
import pytest
from django.urls import resolve

from tests.factories import access, services
from tests.factories.bodies import BodyFactory
from tests.factories.reports import tallies
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, Duty, TaskSheet
from zhengyou.instruments.display import actions as display
from zhengyou.instruments.display.enums import Measure
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.scoring import actions, catalogue, indicators
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.presets import PRESETS
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.access.models import Scope
from zhengyou.registry.services.models import Case

pytestmark = pytest.mark.django_db
SHIPPED = {
    "satisfaction", "rectification", "timeliness", "matters_response", "matters_resolution", "matters_satisfaction",
    "duties", "punctuality", "commitments",
}  # fmt: skip


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def units(county):
    return [BodyFactory(parent=county, kind="government", name=f"单位{number}") for number in range(4)]


def counts(cells):
    return {key: table.sum(axis=0).tolist() for key, table in zip(cells.keys, cells.counts, strict=True)}


def due(window, *, at, done):
    """Return a case whose promise ended at ``at``, done then and so many days later, or not at all."""
    item = services.item(body=window.body, mode="committed", promise_amount=5)
    window.items.add(item)
    case = services.case(window=window, item=item, closed=done is not None)
    case.clock.due_at = at
    case.clock.save(update_fields=["due_at"])
    Case.objects.filter(pk=case.pk).update(
        accepted_at=at - dt.timedelta(days=20), done_at=None if done is None else at + dt.timedelta(days=done)
    )
    return case


def test_a_case_open_beyond_its_promise_counts_as_late(county, units):
    window = services.window(body=units[0])
    day = clock.today() - dt.timedelta(days=10)
    at = clock.midnight(day) + dt.timedelta(hours=10)
    for done in (-1, 0, 3, None):
        due(window, at=at, done=done)
    due(window, at=at - dt.timedelta(days=60), done=0)
    period = (day - dt.timedelta(days=5), day + dt.timedelta(days=5))
    assert counts(indicators.timeliness(Subject.UNIT, county, *period)) == {units[0].pk: [2, 2]}
    assert counts(indicators.timeliness(Subject.WINDOW, county, *period)) == {window.pk: [2, 2]}
    assert not counts(indicators.timeliness(Subject.PERSON, county, *period))  # nobody handled them by name


def test_duties_are_done_when_accepted_and_punctual_when_handed_in_by_the_day(county, units):
    campaign = Campaign.objects.create(body=county, scope=Scope.objects.create(body=county), title="争优")
    duty = Duty.objects.create(campaign=campaign, name="报送小结")
    today = clock.today()

    def sheet(back, state, late=0):
        day = today - dt.timedelta(days=back)
        handed = clock.midnight(day + dt.timedelta(days=late)) + dt.timedelta(hours=23, minutes=59)
        TaskSheet.objects.create(
            duty=duty, body=units[0], named_on=day, due_on=day, state=state, evidence="已报送",
            submitted_at=None if state == SheetState.OPEN else handed,
        )  # fmt: skip

    sheet(9, SheetState.ACCEPTED)
    sheet(8, SheetState.ACCEPTED, late=1)
    sheet(7, SheetState.SUBMITTED)
    sheet(6, SheetState.RETURNED)
    sheet(5, SheetState.OPEN)
    sheet(4, SheetState.CANCELLED)
    sheet(-3, SheetState.OPEN)  # not due yet
    period = (today - dt.timedelta(days=20), today + dt.timedelta(days=10))
    assert counts(indicators.duties(Subject.UNIT, county, *period)) == {units[0].pk: [3, 2]}
    assert counts(indicators.punctuality(Subject.UNIT, county, *period)) == {units[0].pk: [3, 2]}
    for wrong in (indicators.duties, indicators.punctuality):
        with pytest.raises(Refused):
            wrong(Subject.WINDOW, county, *period)


def test_promises_count_only_where_records_tell(county, units):
    window = services.window(body=units[0])
    today = clock.today()
    tallies(window, l5=19, l1=1)
    for text, measure, target in (("满意率", Measure.SATISFACTION, 90), ("一次告知", Measure.NONE, None)):
        drafted = display.draft_commitment(
            body=units[0], text=text, measure=measure, target=target, starts_on=today - dt.timedelta(days=90),
            actor=SYSTEM,
        )  # fmt: skip
        display.show(display.submit(drafted, actor=SYSTEM), actor=SYSTEM)
    read = catalogue.offered()["commitments"].read
    period = (today - dt.timedelta(days=80), today + dt.timedelta(days=1))
    assert counts(read(Subject.UNIT, county, *period)) == {units[0].pk: [1, 19]}
    assert not counts(read(Subject.UNIT, county, today - dt.timedelta(days=400), today - dt.timedelta(days=300)))


def test_every_shipped_indicator_reads_nothing_from_nothing_and_leads_to_its_records(county, units):
    offered = catalogue.offered()
    assert offered.keys() >= SHIPPED
    today = clock.today()
    for indicator in (offered[name] for name in SHIPPED):
        cells = indicator.read(Subject.UNIT, county, today - dt.timedelta(days=30), today)
        assert cells.counts.sum() == 0, indicator.name
        assert resolve(indicator.drill(units[0], today, today).partition("?")[0]), indicator.name
        assert str(indicator.case_label("public|code")), indicator.name
        told = (indicator.label, indicator.unit, indicator.definition, indicator.denominator, indicator.direction.label)
        assert all(str(one) for one in told), indicator.name
    used = {node.indicator for preset in PRESETS.values() for part in preset.parts for node in (part, *part.below)}
    assert used - {""} <= offered.keys()


def test_a_share_is_compared_as_two_levels_and_few_duties_suffice(county, units, monkeypatch):
    table = np.array([[[0, 8]], [[4, 4]], [[8, 0]], [[1, 1]]])
    keys = tuple(unit.pk for unit in units)
    cells = catalogue.Cells(keys, keys, ("duty",), table)
    one = catalogue.Indicator("duties", "任务完成率", "分", "完成的百分比", lambda *asked: cells, fewest=3)
    monkeypatch.setattr(catalogue, "_offered", {"duties": one})
    office = access.actor("scoring.run", body=county)
    today = clock.today()
    run = actions.compute(
        body=county, subject=Subject.UNIT, starts_on=today - dt.timedelta(days=30), ends_on=today, indicator="duties",
        actor=office,
    )  # fmt: skip
    scores = {score.body_id: score for score in run.scores.all()}
    assert [round(scores[key].raw) for key in keys] == [100, 50, 0, 50]
    assert scores[keys[0]].score > scores[keys[1]].score > scores[keys[2]].score
    assert scores[keys[0]].simple is None
    assert [scores[key].band == "few" for key in keys] == [False, False, False, True]
