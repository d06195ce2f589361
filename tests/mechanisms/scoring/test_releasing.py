"""A comparison goes the road of an assessment: shown to the units, objected to, approved, corrected in the open."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.scoring import agreed, approvers, released
from tests.mechanisms.scoring import test_runs as runs
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.scoring import actions, tasks
from zhengyou.mechanisms.scoring.enums import State
from zhengyou.mechanisms.scoring.models import Objection, Run
from zhengyou.mechanisms.scoring.queries import latest_published, readable
from zhengyou.mechanisms.scoring.worklist import waiting
from zhengyou.records.ledger.models import Event
from zhengyou.records.notices.models import Notice
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance

pytestmark = pytest.mark.django_db
OFFICE = ("scoring.read", "scoring.run", "scoring.assess")
UNIT = ("scoring.read", "scoring.object")

county, units, counts = runs.county, runs.units, runs.counts


@pytest.fixture
def office(county):
    approvers(county)
    return access.signed_in(*OFFICE, body=county)


@pytest.fixture
def run(county, office, counts):
    return runs.compute(county, office[1])


def later():
    return clock.pretend(clock.now() + dt.timedelta(days=30))


def test_units_see_their_own_score_object_and_see_all_once_it_is_approved(client, county, units, office, run):
    account, unit = access.signed_in(*UNIT, body=units[0], duty="liaison")
    assert not readable(unit).exists()
    client.force_login(office[0])
    assert "向单位征求意见" in client.get(reverse("scoring:league", args=[run.pk])).content.decode()
    assert client.post(reverse("scoring:run-preview", args=[run.pk])).status_code == 302
    assert Notice.objects.filter(recipient_id=unit.person, text__contains="异议").exists()
    assert latest_published(units[0]) is None

    client.force_login(account)
    league = reverse("scoring:league", args=[run.pk])
    shown = client.get(league).content.decode()
    assert str(units[0].public_id) in shown
    assert str(units[1].public_id) not in shown
    assert client.get(reverse("scoring:explain", args=[run.pk, units[1].public_id])).status_code == 404
    explained = client.get(reverse("scoring:explain", args=[run.pk, units[0].public_id])).content.decode()
    address = reverse("scoring:run-object", args=[run.pk, units[0].public_id])
    assert address in explained
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "停电两日"}).status_code == 302
    assert client.get(reverse("scoring:run-object", args=[run.pk, units[1].public_id])).status_code == 404
    assert "停电两日" in client.get(league).content.decode()

    client.force_login(office[0])
    refused = client.post(reverse("scoring:run-submit", args=[run.pk]), follow=True).content.decode()
    assert "异议" in refused
    objection = Objection.objects.get()
    assert [todo.kind for todo in waiting(office[1])] == ["答复异议"]
    answer = reverse("scoring:objection-answer", args=[objection.pk])
    assert "停电两日" in client.get(answer).content.decode()
    assert client.post(answer, {"upheld": "no", "answer": "停电当日无评价"}).url == league
    with later():
        assert [todo.url for todo in waiting(office[1])] == [league]
        instance = actions.submit_results(run, actor=office[1])
        assert Run.objects.get().state == State.APPROVING
        agreed(instance)
    published = Run.objects.get()
    assert published.state == State.PUBLISHED
    assert published.published_at is not None
    assert latest_published(units[0]).run == published
    client.force_login(account)
    assert str(units[1].public_id) in client.get(league).content.decode()
    verbs = Event.objects.filter(object_id=str(run.pk)).order_by("at", "id").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["scoring.preview_results", "scoring.submit_results", "scoring.publish_results"]


def test_what_is_not_approved_goes_back_to_the_office(county, office, run):
    actions.preview(run, actor=office[1])
    with pytest.raises(Refused, match="异议"):
        actions.submit_results(run, actor=office[1])
    with later():
        instance = actions.submit_results(run, actor=office[1])
        approvals.withdraw(Instance.objects.get(pk=instance.pk), actor=office[1])
    assert Run.objects.get().state == State.PREVIEW
    again = runs.compute(county, office[1])  # computed again: the one that was shown yields
    run.refresh_from_db()
    assert (run.state, again.state) == (State.REPLACED, State.COMPUTED)


def test_a_published_period_is_corrected_with_a_reason_and_the_difference_is_shown(
    client, county, units, office, run, counts
):
    released(run)
    with pytest.raises(Conflict, match="更正"):
        runs.compute(county, office[1])
    client.force_login(office[0])
    page = reverse("scoring:run-correct", args=[run.pk])
    assert client.post(page, {"reason": ""}).status_code == 422
    counts[5] = [[5, 8, 30, 90, 120]]
    assert client.post(page, {"reason": "漏计一个窗口"}).status_code == 302
    tasks.compare(str(Run.objects.exclude(pk=run.pk).get().pk))
    correction = Run.objects.exclude(pk=run.pk).get()
    run.refresh_from_db()
    assert (correction.state, run.state) == (State.COMPUTED, State.PUBLISHED)
    with pytest.raises(Conflict):
        actions.correct(run, reason="再改", actor=office[1])
    league = client.get(reverse("scoring:league", args=[correction.pk])).content.decode()
    assert "漏计一个窗口" in league
    address = reverse("scoring:run-changes", args=[correction.pk])
    assert address in league
    released(correction)
    run.refresh_from_db()
    assert (correction.state, run.state) == (State.PUBLISHED, State.REPLACED)
    client.force_login(access.signed_in(*UNIT, body=units[5])[0])
    changes = client.get(address).content.decode()
    assert "漏计一个窗口" in changes
    assert "单位5" in changes
    assert client.get(address, {"export": "xlsx"})["Content-Type"].startswith("application/vnd")
    assert client.get(reverse("scoring:run-changes", args=[run.pk])).status_code == 404


def test_two_periods_beside_each_other_show_a_unit_only_its_own_while_one_is_not_public(
    client, county, units, office, run
):
    released(run)
    second = runs.compute(county, office[1], starts_on=runs.LAST, ends_on=dt.date(2026, 11, 1))
    actions.preview(second, actor=office[1])
    client.force_login(access.signed_in(*UNIT, body=units[1])[0])
    for pair in ((run, second), (second, run)):
        page = client.get(reverse("scoring:compare", args=[one.pk for one in pair])).content.decode()
        assert str(units[1].public_id) in page
        assert str(units[2].public_id) not in page


def test_who_may_show_object_submit_and_correct(client, county, units, office, run):
    shown = matrix(lambda actor: actions.preview(run, actor=actor), "scoring.run", county)
    told = {"body": units[0], "text": "有误"}
    matrix(lambda actor: actions.object_to(shown, **told, actor=actor), "scoring.object", units[0])
    Objection.objects.all().delete()
    with later():
        agreed(matrix(lambda actor: actions.submit_results(shown, actor=actor), "scoring.run", county))
    published = Run.objects.get()
    matrix(lambda actor: actions.correct(published, reason="漏记", actor=actor), "scoring.run", county)


@pytest.mark.parametrize(
    ("name", "function"), [("run-object", "scoring.object"), ("run-correct", "scoring.run"), ("run-changes", "")]
)
def test_who_may_open_the_pages_of_the_road(client, county, units, office, run, name, function):
    released(run)
    correction = actions.compare(actions.correct(run, reason="漏记", actor=office[1]))
    key = units[0].public_id
    address = reverse(f"scoring:{name}", args=[correction.pk, key] if name == "run-object" else [correction.pk])
    for body, functions, status in (
        (BodyFactory(), ("scoring.read", function), 404),
        (county, ("scoring.read",) if function else ("scoring.run",), 403),
        (county, ("scoring.read", function), 200),
    ):
        client.force_login(access.signed_in(*filter(None, functions), body=body)[0])
        assert client.get(address).status_code == status, (name, functions)


@pytest.mark.parametrize(("text", "days", "wrong"), [("", 0, Invalid), ("有误", 30, Refused)])
def test_objections_say_something_and_come_in_time(units, office, run, text, days, wrong):
    actions.preview(run, actor=office[1])
    unit = access.actor("scoring.object", body=units[0])
    with clock.pretend(clock.now() + dt.timedelta(days=days)), pytest.raises(wrong):
        actions.object_to(run, body=units[0], text=text, actor=unit)
    stranger = BodyFactory(parent=units[0])
    with pytest.raises(Refused):
        actions.object_to(run, body=stranger, text="有误", actor=unit)
