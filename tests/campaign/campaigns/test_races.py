"""Verbs of a task sheet at the same moment, on real connections."""

import pytest

from tests.concurrency import at_once
from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.kernel.errors import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def test_accepting_and_returning_at_once_leaves_one_decision():
    county = BodyFactory()
    office = access.actor(*plans.OFFICE, body=county)
    campaign = plans.campaign(county, units=1, actor=office)
    sheet = TaskSheet.objects.filter(duty__campaign=campaign).earliest("named_on")
    clerk = access.actor("campaigns.submit", body=sheet.body)
    sheet = actions.submit(sheet, evidence="已办", actor=clerk)
    verbs = (
        lambda: actions.accept(sheet, actor=office),
        lambda: actions.return_sheet(sheet, reason="补充", actor=office),
        lambda: actions.take_back(sheet, actor=clerk),
    )

    results = at_once(3, lambda place: verbs[place]())

    assert sum(isinstance(result, Conflict) for result in results) == 2
    sheet.refresh_from_db()
    expected = {SheetState.ACCEPTED: 0, SheetState.RETURNED: 1, SheetState.OPEN: 2}[SheetState(sheet.state)]
    assert isinstance(results[expected], TaskSheet)
