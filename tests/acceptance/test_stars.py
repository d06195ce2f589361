"""星级窗口和星级服务人员: stars by frozen cut points, published, explained, and open to appeal."""

import datetime as dt

import numpy as np
import pytest
from django.test import Client

from tests.factories import services
from tests.factories.access import grant, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import AccountFactory
from tests.factories.scoring import agreed, approvers
from zhengyou.instruments.ratings import spending
from zhengyou.instruments.ratings.enums import Channel, Stage
from zhengyou.instruments.ratings.models import DayTally, Invitation, Rating
from zhengyou.kernel import clock, ids
from zhengyou.mechanisms.scoring import tasks
from zhengyou.mechanisms.scoring.models import Appeal, Run, Standing
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.services.models import Case

pytestmark = pytest.mark.django_db
OFFICE = ("scoring.read", "scoring.run", "scoring.freeze", "scoring.decide")
NUMBER = 40


@pytest.fixture
def county():
    return BodyFactory(name="青禾县", kind="government")


@pytest.fixture
def office(client, county):
    account, _actor = signed_in(*OFFICE, body=county)
    client.force_login(account)
    return client


def compare(client, county, subject):
    """Compare over the page, freeze the cut points, publish; return the run."""
    today = clock.today()
    asked = {"body": county.public_id, "subject": subject, "starts_on": today - dt.timedelta(days=60), "ends_on": today}
    assert client.post("/desk/scoring/new/", asked).status_code == 302
    run = Run.objects.get(subject=subject)
    tasks.compare(str(run.pk))
    approvers(county)
    for verb in ("freeze", "preview"):
        assert client.post(f"/desk/scoring/{run.pk}/{verb}/").status_code == 302
    Run.objects.filter(pk=run.pk).update(objections_until=today)  # the days of objection are over
    assert client.post(f"/desk/scoring/{run.pk}/submit/").status_code == 302
    agreed(Instance.objects.get(subject_id=str(run.pk)))
    assert Run.objects.get(pk=run.pk).state == "published"
    return run


@pytest.mark.requirement("D-47")
def test_windows_get_stars_that_citizens_see_without_rank_or_interval(office, county):
    """星级窗口: sixteen windows from clearly worse to clearly better; the public page shows stars, words and reasons."""
    unit = BodyFactory(parent=county, kind="government", name="青禾县行政审批局")
    windows = [services.window(body=unit, name=f"{place}号窗口") for place in range(16)]
    rng = np.random.default_rng(1)
    for place, window in enumerate(windows):
        counts = rng.multinomial(400, [0.01, 0.02, 0.3 - 0.018 * place, 0.37, 0.3 + 0.018 * place])
        DayTally.objects.bulk_create(
            DayTally(
                window=window, body=unit, family="public", channel=Channel.CODE, level=level,
                day=clock.today() - dt.timedelta(days=9), count=count,
            )
            for level, count in enumerate(counts.tolist(), 1)
            if count
        )  # fmt: skip

    run = compare(office, county, "window")

    stars = dict(Standing.objects.filter(score__run=run).values_list("score__window__name", "star"))
    assert stars["15号窗口"] == 5
    assert stars["0号窗口"] <= 2
    public = Client().get(f"/units/{unit.public_id}/").content.decode()
    assert public.count("star-on") >= 16  # every window has one star at least
    assert "90%" not in public
    assert "位次" not in public
    how = Client().get("/stars/").content.decode()
    assert "严禁索要好评" in how
    desk = office.get(f"/desk/scoring/{run.pk}/").content.decode()
    assert "15号窗口" in desk
    assert "第1组" in desk


@pytest.mark.requirement("C4-14")
def test_staff_get_stars_from_their_own_cases_and_appeal(client, county):
    """星级收费员评比: persons are compared by the cases they handled; one appeals, the office corrects the star."""
    account, _actor = signed_in(*OFFICE, body=county)
    station = BodyFactory(parent=county, kind="government", name="青禾收费站")
    window = services.window(body=station)
    people = [AppointmentFactory(post=PostFactory(body=station, duty="clerk")) for _clerk in range(16)]
    served(window, people)
    client.force_login(account)

    run = compare(client, county, "person")
    standings = {one.score.appointment_id: one for one in Standing.objects.filter(score__run=run)}
    assert standings[people[15].pk].star > standings[people[0].pk].star >= 1
    colleague, clerk = people[14], people[0]
    before = standings[clerk.pk].star
    logins = {}
    for one in (colleague, clerk):
        grant(one, "scoring.appeal", body=station)
        logins[one] = Client()
        logins[one].force_login(AccountFactory(person=one.person))
    page = logins[clerk].get("/desk/scoring/mine/").content.decode()
    assert clerk.person.name in page
    assert f"/desk/scoring/appeals/star/{standings[clerk.pk].pk}/" in page
    appeal = f"/desk/scoring/appeals/star/{standings[clerk.pk].pk}/"
    assert logins[colleague].post(appeal, {"text": "替他申诉"}).status_code == 404
    assert logins[clerk].post(appeal, {"text": "十月有两周顶岗，办件记在我名下"}).status_code == 302

    lodged = Appeal.objects.get()
    assert "顶岗" in client.get("/desk/scoring/findings/").content.decode()
    told = {"uphold": "yes", "text": "顶岗情况属实", "star": str(before + 1)}
    assert client.post(f"/desk/scoring/appeals/{lodged.pk}/", told).status_code == 302
    standings[clerk.pk].refresh_from_db()
    assert standings[clerk.pk].star == before + 1
    answered = logins[clerk].get("/desk/scoring/mine/").content.decode()
    assert "申诉成立后已更正" in answered
    assert "顶岗情况属实" in answered


def served(window, people):
    """Write forty rated cases of each person, from clearly worse to clearly better."""
    sample = services.case(window=window, closed=True)
    invited = sample.invitations.get()
    rng = np.random.default_rng(2)
    cases, invitations, ratings = [], [], []
    day = clock.today() - dt.timedelta(days=20)
    for place, person in enumerate(people):
        levels = 1 + rng.binomial(4, 0.62 + 0.023 * place, NUMBER)
        for level in levels.tolist():
            case = Case.objects.get(pk=sample.pk) if not cases else cases[0]
            fields = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
            cases.append(Case(**fields | {"id": ids.uuid7(), "number": ids.short_code(12), "handler_id": person.pk}))
            asked = {field.attname: getattr(invited, field.attname) for field in Invitation._meta.concrete_fields}
            asked |= {"id": ids.uuid7(), "code": ids.short_code(10), "case_id": cases[-1].pk, "state": "rated"}
            invitations.append(Invitation(**asked))
            ratings.append(
                Rating(
                    spent=spending.mark(invitations[-1].pk), handler_id=person.pk, window=window, body_id=window.body_id, family="public",
                    channel=Channel.CODE, stage=Stage.DONE, level=level, day=day - dt.timedelta(days=level),
                    receipt_digest=ids.short_code(20),
                )
            )  # fmt: skip
    for model, rows in ((Case, cases), (Invitation, invitations), (Rating, ratings)):
        model.objects.bulk_create(rows)
