import datetime as dt
import re
from itertools import pairwise

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import page_matrix
from zhengyou.campaign.plans import library
from zhengyou.campaign.plans.compiler.compile import compile_text
from zhengyou.campaign.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("template", library.TEMPLATES, ids=lambda one: one.code)
@pytest.mark.parametrize("first", [dt.date(2026, 3, 1), dt.date(2027, 11, 15), dt.date(2028, 1, 31)])
def test_a_template_compiles_wholly_whatever_its_first_day(template, first):
    text = template.text(first, "青禾县总工会")
    assert "【" not in text
    (draft,) = compile_text(text)
    assert draft.title is not None
    assert draft.issuer is not None
    assert draft.issuer.text == "青禾县总工会"
    assert draft.theme is not None
    assert draft.goals
    assert draft.scope
    assert all(len(one.items) == one.announced for one in draft.dimensions), "every set lists what it announces"
    assert all(phase.starts and phase.ends for phase in draft.phases)
    assert draft.phases[0].starts == first
    for one, after in pairwise(draft.phases):
        assert one.ends is not None
        assert after.starts is not None
        assert one.ends < after.starts
    assert all(one.due or one.recurrence for one in draft.deadlines)
    assert {finding.code for finding in draft.findings} <= {"due-on-day-off"}


def test_nine_templates_stand_on_the_shelf_each_with_its_own_text():
    assert len({one.code for one in library.TEMPLATES}) == 9
    assert len({one.source for one in library.TEMPLATES}) == 9


def test_an_officer_looks_at_a_template_and_starts_from_it(client):
    county = BodyFactory()
    page_matrix(client, reverse("plans:library"), "plans.read", county)
    url = reverse("plans:template", args=["union"])
    page_matrix(client, url, "plans.read", county)
    account, _actor = access.signed_in(*plans.OFFICE, body=county)
    client.force_login(account)
    assert client.get(reverse("plans:template", args=["nothing"])).status_code == 404
    shown = client.get(url, {"starts_on": "2027-02-01", "issuer": "青禾县总工会"}).content.decode()
    assert "2027年10月20日前报送活动总结" in shown
    assert "以此模板起草" in shown
    wrong = client.post(url, {"starts_on": "soon", "issuer": "青禾县总工会"})
    assert wrong.status_code == 422
    assert not Plan.objects.exists()
    answer = client.post(url, {"starts_on": "2027-02-01", "issuer": "青禾县总工会"})
    plan = Plan.objects.get()
    assert answer["Location"] == reverse("plans:bench", args=[plan.pk])
    assert plan.issuer == "青禾县总工会"
    assert plan.elements.filter(kind="phase").count() == 3


def test_nobody_starts_from_a_template_who_may_only_read(client):
    account, _actor = access.signed_in("plans.read")
    client.force_login(account)
    answer = client.post(reverse("plans:template", args=["union"]), {"starts_on": "2027-02-01", "issuer": "某局"})
    assert not Plan.objects.exists()
    assert not re.search("以此模板起草", answer.content.decode())
