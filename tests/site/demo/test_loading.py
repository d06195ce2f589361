"""The demonstration as its visitors meet it."""

from argparse import Namespace

import pytest
from django.db.models import Count, Q
from django.test import Client
from django.urls import reverse

from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import Campaign, TaskSheet
from zhengyou.campaign.plans.models import Plan, Proposal
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import State
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.scoring.enums import Subject
from zhengyou.mechanisms.scoring.models import Assessment, Run
from zhengyou.records.ledger.models import Event
from zhengyou.registry.access.models import Grant, Role
from zhengyou.registry.bodies.models import Appointment, Body, HandOver, Leave, SupervisorReport
from zhengyou.registry.people.models import Account
from zhengyou.registry.services.models import Window
from zhengyou.site import basics
from zhengyou.site import demo as demonstration
from zhengyou.site.console import Stop
from zhengyou.site.demo import county


def test_every_login_opens_its_desk_and_every_link_answers(demo):
    for _role, name, password in demonstration.LOGINS:
        visitor = Client()
        signed = visitor.post(reverse("people:sign-in"), {"username": name, "password": password})
        assert signed.status_code == 302, name
        assert visitor.get("/desk/").status_code == 200, name
    for _title, path in demonstration.LINKS:
        assert Client().get(path, follow=True).status_code == 200, path
    # The same loading serves the other questions: it takes some seconds.
    _everybody_is_there()
    _somebody_is_away_and_somebody_watches()
    _work_stands_in_every_state()


def _everybody_is_there():
    root = Body.objects.get(name="青禾县")
    inside = Body.objects.filter(path__startswith=root.path)
    assert inside.filter(kind="town").count() == 17
    assert inside.filter(windows__isnull=False).distinct().count() > 60
    assert 190 <= Window.objects.count() <= 230
    assert set(Grant.objects.values_list("role", flat=True)) == set(Role.objects.values_list("code", flat=True))
    hats = Account.objects.filter(person__appointments__isnull=False).annotate(hats=Count("person__appointments"))
    assert hats.filter(hats__gt=1).exists()


def _somebody_is_away_and_somebody_watches():
    assert SupervisorReport.objects.filter(answered_on__isnull=False).exists()
    assert SupervisorReport.objects.filter(answered_on__isnull=True).exists()
    assert Leave.objects.filter(starts_on__lte=clock.today(), stand_in__isnull=False).count() == 2
    assert HandOver.objects.exclude(matters="").count() == 1
    assert Appointment.objects.filter(seat="stand_in").exists()


def _work_stands_in_every_state():
    bad = Rating.objects.filter(level__lte=2).count() / Rating.objects.count()
    assert 0.01 < bad < 0.06
    assert set(Order.objects.values_list("state", flat=True)) >= set(State.values) - {State.SIGNED}
    assert set(Order.objects.values_list("kind", flat=True)) >= {"rating", "complaint", "inspection", "matter"}
    assert Order.objects.filter(role="assist", state="replied").exists()
    assert Campaign.objects.filter(state="running").count() == len(county.PLACES) - 1 + 3
    assert Plan.objects.get(state="draft", proposals=None).remarks.filter(severity="error", answer="").exists()
    assert Proposal.objects.filter(state="open", plan__state="draft").count() == 2
    states = set(TaskSheet.objects.values_list("state", flat=True))
    assert states == {SheetState.OPEN, SheetState.SUBMITTED, SheetState.RETURNED, SheetState.ACCEPTED}
    published = Run.objects.filter(state="published").values_list("subject", flat=True)
    assert sorted(published) == sorted([*Subject, *Subject])  # two quarters each
    assert Run.objects.get(state="preview").objections.filter(state="open").count() == 1
    for assessment in (assessments := Assessment.objects.filter(state="published")):
        assert assessment.results.filter(total__isnull=False).count() > 3
    assert len(assessments) == 2  # beside each other they show what moved
    assert not Event.objects.filter(Q(actor_kind="public") & ~Q(actor_id="")).exists()


@pytest.mark.django_db
def test_demonstration_refuses_a_database_with_something_in_it():
    Body.objects.create(name="某县", path="1.", sort_path="1.")
    with pytest.raises(Stop, match="不为空"):
        demonstration.run(Namespace(scale=1.0))
    assert not demonstration.is_empty()


@pytest.mark.django_db
def test_basics_are_loaded_once():
    basics.load()
    events = Event.objects.count()
    basics.load()
    assert Event.objects.count() == events
