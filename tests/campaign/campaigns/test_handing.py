import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from zhengyou.campaign.campaigns import actions, policy, tasks
from zhengyou.campaign.campaigns.models import HandOut, TaskSheet
from zhengyou.campaign.campaigns.queries import boards
from zhengyou.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """A campaign of two towns with three units each, so large for the present numbers that a job hands out."""
    monkeypatch.setattr(policy, "SHEETS_AT_ONCE", 20)
    monkeypatch.setattr(policy, "UNITS_A_TIME", 4)
    county = BodyFactory(name="青禾县")
    account, office = access.signed_in(*plans.OFFICE, body=county)
    towns = [BodyFactory(parent=county, name=name) for name in ("东镇", "西镇")]
    units = [BodyFactory(parent=town, name=f"{town.name}第{number}站") for town in towns for number in (1, 2, 3)]
    return account, office, actions.launch(plans.plan(county, office), units=units, actor=office)


def test_many_sheets_are_handed_out_piece_by_piece_with_visible_progress(client, many):
    account, office, campaign = many
    run = campaign.hand_outs.get()
    assert (run.units, run.done, TaskSheet.objects.count()) == (6, 0, 0)
    tasks.hand_out(str(run.pk))
    run.refresh_from_db()
    assert (run.done, run.finished_at) == (4, None)
    client.force_login(account)
    shown = client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
    assert "正在下发任务单" in shown
    assert "4/6" in shown
    assert client.get(reverse("campaigns:handing", args=[campaign.pk])).status_code == 200

    tasks.hand_out(str(run.pk))
    tasks.hand_out(str(run.pk))
    run.refresh_from_db()
    assert run.finished_at is not None
    each = TaskSheet.objects.filter(body=campaign.units.first()).count()
    assert each > 3
    assert TaskSheet.objects.count() == 6 * each
    assert client.get(reverse("campaigns:handing", args=[campaign.pk]))["HX-Refresh"] == "true"
    assert "正在下发任务单" not in client.get(reverse("campaigns:detail", args=[campaign.pk])).content.decode()
    duty = actions.add_duty(campaign, name="报送补充材料", due_on=dt.date(2026, 6, 30), actor=office)
    assert duty.sheets.count() == 6, "few sheets are written at once"
    assert HandOut.objects.count() == 1


def test_the_board_of_each_level_adds_up_what_stands_below(client, many, django_assert_max_num_queries):
    account, _office, campaign = many
    tasks.hand_out(str(campaign.hand_outs.get().pk))
    tasks.hand_out(str(campaign.hand_outs.get().pk))
    with clock.pretend(clock.midnight(dt.date(2026, 3, 25))):
        lines = boards.level(campaign, boards.top_of(campaign))
        assert [(line.body.name, line.units, line.below, line.overdue) for line in lines] == [
            ("东镇", 3, True, 6),
            ("西镇", 3, True, 6),
        ]
        below = boards.level(campaign, lines[0].body)
        assert [(line.body.name, line.units, line.below, line.overdue) for line in below] == [
            (f"东镇第{number}站", 1, False, 2) for number in (1, 2, 3)
        ]
        assert boards.total(below)["all"] == lines[0].all
    client.force_login(account)
    with django_assert_max_num_queries(40):
        page = client.get(reverse("campaigns:detail", args=[campaign.pk]), {"body": str(lines[0].body.public_id)})
    assert "东镇第2站" in page.content.decode()
    assert "西镇第1站" not in page.content.decode()
