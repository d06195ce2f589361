"""The nine plans of the seed documents: each is compiled, launched and driven through its whole calendar."""

import datetime as dt

import pytest

from tests.factories.seed_plans import SEEDS, Drive, absent, at
from zhengyou.campaign.campaigns.enums import PlanState, ReportState
from zhengyou.campaign.campaigns.models import SubPlan

pytestmark = [pytest.mark.django_db, absent]


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_a_seed_plan_is_driven_from_its_text_to_its_closing_report(client, seed):
    drive = Drive(client, seed)
    with at(seed.starts or dt.date(2007, 4, 20)):
        drive.launch()
    campaign = drive.campaign
    assert tuple(campaign.dimensions.values_list("name", flat=True)) == seed.dimensions
    assert campaign.phases.count() == seed.phases

    drive.run()

    assert sorted(drive.seen_phases, key=str) == sorted(drive.dated_phases(), key=str)
    assert campaign.reports.filter(kind="phase", state=ReportState.ISSUED).count() == len(drive.seen_phases)
    if seed.asks:
        states = dict(SubPlan.objects.filter(campaign=campaign).values_list("body__name", "state"))
        assert states == {"东关站": PlanState.ACCEPTED, "西关站": PlanState.ACCEPTED}
