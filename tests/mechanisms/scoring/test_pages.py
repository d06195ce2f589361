import datetime as dt
import io
from dataclasses import replace
from itertools import pairwise

import numpy as np
import openpyxl
import pytest
from django.urls import reverse

from tests.factories import access
from tests.factories.bodies import BodyFactory
from tests.factories.scoring import released
from tests.mechanisms.scoring.test_standings import FIRST, LAST, OFFICE, UNITS, compute, offer, ratings
from tests.permissions import page_matrix
from zhengyou.mechanisms.scoring import actions, catalogue, tasks
from zhengyou.mechanisms.scoring.enums import FindingState, StarReason
from zhengyou.mechanisms.scoring.models import Appeal, Finding, Scale, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BodyFactory()


@pytest.fixture
def units(county):
    return [BodyFactory(parent=county, kind="government", name=f"单位{place:02}") for place in range(UNITS)]


@pytest.fixture
def office(client, county):
    account, actor = access.signed_in(*OFFICE, body=county)
    client.force_login(account)
    return actor


@pytest.fixture
def run(county, units, office, monkeypatch):
    offer(monkeypatch, units, ratings() + [(5, 5, 40, "工作人员耐心细致，业务熟练，十分钟办好")] * 40)
    return compute(county, office)


def test_league_shows_places_groups_and_stars_and_filters_on_the_server(client, run, units):
    league = reverse("scoring:league", args=[run.pk])
    assert "确定星级分数线" in client.get(league).content.decode()
    client.post(reverse("scoring:freeze", args=[run.pk]))
    assert Scale.objects.exists()
    shown = client.get(league).content.decode()
    assert "第1组" in shown
    assert f"/ {UNITS - 1}" in shown
    assert "评价不足以评星" in shown
    assert "可疑评价清单中有1条认定事项" in shown
    table = client.get(league, {"star": "5"}).content.decode().split("<tbody>")[1]
    assert "单位23" in table
    assert "单位00" not in table
    assert "单位07" in client.get(league, {"q": "单位07"}).content.decode()
    assert client.get(league, {"export": "xlsx"})["Content-Type"].startswith("application/vnd")
    pdf = client.get(league, {"export": "pdf"})
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_league_of_many_units_takes_few_queries(client, run, django_assert_max_num_queries):
    league = reverse("scoring:league", args=[run.pk])
    client.get(league)
    with django_assert_max_num_queries(32):
        client.get(league)


def test_explain_says_each_step_the_place_and_the_trend(client, run, units):
    actions.freeze_stars(run, actor=access.actor(*OFFICE, body=run.body))
    page = client.get(reverse("scoring:explain", args=[run.pk, units[20].public_id])).content.decode()
    for said in ("原始均分", "位次在23个中的第", "按已确定的分数线首次评定", "各月满意率", "各类事项的评价"):
        assert said in page
    assert "刷好评" not in page
    few = client.get(reverse("scoring:explain", args=[run.pk, units[3].public_id])).content.decode()
    assert "评价太少，不排位次" in few


def test_finding_is_decided_answered_and_shown(client, county, run, units, office):
    finding = Finding.objects.get(run=run)
    shown = client.get(reverse("scoring:finding", args=[finding.pk])).content.decode()
    assert "2026-08-10一天收到4" in shown
    assert "几乎相同" in shown
    assert "单位05" in client.get(reverse("scoring:findings")).content.decode()
    assert client.get(reverse("scoring:findings"), {"export": "xlsx"}).status_code == 200

    decide = reverse("scoring:decide", args=[finding.pk])
    assert client.post(decide, {"quarantine": "yes", "reason": ""}).status_code == 422
    assert client.post(decide, {"quarantine": "yes", "reason": "文字相同"}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == FindingState.QUARANTINED
    released(run)

    account, _head = access.signed_in("scoring.read", "scoring.appeal", body=units[5])
    client.force_login(account)
    own = client.get(reverse("scoring:finding", args=[finding.pk])).content.decode()
    assert "文字相同" in own
    appeal = reverse("scoring:appeal", args=["finding", str(finding.pk)])
    assert client.post(appeal, {"text": ""}).status_code == 422
    assert client.post(appeal, {"text": "当天集中办理"}).status_code == 302
    lodged = Appeal.objects.get()

    client.force_login(access.signed_in(*OFFICE, body=county)[0])
    assert "当天集中办理" in client.get(reverse("scoring:findings")).content.decode()
    answer = reverse("scoring:answer", args=[lodged.pk])
    assert "当天集中办理" in client.get(answer).content.decode()
    assert client.post(answer, {"uphold": "yes", "text": "属实"}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == FindingState.CLEARED


def test_own_stars_and_appeals_are_the_units(client, county, run, units, office):
    actions.freeze_stars(run, actor=office)
    released(run)
    account, _head = access.signed_in("scoring.read", "scoring.appeal", body=units[9])
    client.force_login(account)
    mine = client.get(reverse("scoring:mine")).content.decode()
    assert "单位09" in mine
    assert "单位10" not in mine
    foreign = Standing.objects.get(score__body=units[10])
    assert client.get(reverse("scoring:appeal", args=["star", foreign.pk])).status_code == 404
    own = Standing.objects.get(score__body=units[9])
    assert client.post(reverse("scoring:appeal", args=["star", own.pk]), {"text": "停电两天"}).status_code == 302
    assert "待答复" in client.get(reverse("scoring:mine")).content.decode()

    client.force_login(access.signed_in(*OFFICE, body=county)[0])
    answer = reverse("scoring:answer", args=[Appeal.objects.get().pk])
    assert client.post(answer, {"uphold": "yes", "text": "属实"}).status_code == 422
    assert client.post(answer, {"uphold": "yes", "text": "属实", "star": "5"}).status_code == 302
    own.refresh_from_db()
    assert (own.star, own.reason) == (5, StarReason.CORRECTED)
    assert client.get(reverse("scoring:appeal", args=["finding", "xyz"])).status_code in {403, 404}


def test_two_periods_stand_side_by_side_and_only_sure_changes_are_claimed(
    client, county, run, units, office, monkeypatch
):
    released(run)
    better = [row if row[0] != 0 else (0, 5, row[2], "") for row in ratings(seed=2)]
    offer(monkeypatch, units, better)
    later = compute(county, office, starts_on=LAST, ends_on=dt.date(2026, 11, 1))
    url = reverse("scoring:compare", args=[run.pk, later.pk])
    page = client.get(url).content.decode()
    first = page.split("<tbody>")[1].split("</tr>")[0]
    assert "单位00" in first
    assert "上升" in first
    assert page.count("属正常波动") > UNITS / 2
    assert client.get(url, {"export": "xlsx"}).status_code == 200
    assert (
        reverse("scoring:compare", args=[run.pk, later.pk])
        in client.get(reverse("scoring:league", args=[run.pk])).content.decode()
    )
    assert str(FIRST) in page


def lines(answer):
    """Return the rows of a workbook that was downloaded."""
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_own_stars_leave_as_workbook_and_paper_as_their_reader_sees_them(client, county, run, units, office):
    actions.freeze_stars(run, actor=office)
    released(run)
    client.force_login(access.signed_in("scoring.read", "scoring.appeal", body=units[9])[0])
    mine = reverse("scoring:mine")
    assert "export=xlsx" in client.get(mine).content.decode()
    rows = lines(client.get(mine, {"export": "xlsx"}))
    own = [row for row in rows if row[0] == "单位09"]
    assert len(own) == 1
    assert isinstance(own[0][2], int)
    assert "首次评定" in own[0][3]
    assert not [row for row in rows if row and row[0] == "单位10"]
    assert b"".join(client.get(mine, {"export": "pdf"}).streaming_content).startswith(b"%PDF")


def test_a_unit_finds_itself_in_table_and_chart_and_the_groups_told_apart(client, county, run, units, office):
    released(run)
    client.force_login(access.signed_in("scoring.read", body=units[9])[0])
    league = reverse("scoring:league", args=[run.pk])
    answer = client.get(league)
    assert [row["name"] for row in answer.context["chart"]["rows"] if row["own"]] == ["单位09"]
    assert {row["group"] for row in answer.context["chart"]["rows"]} == {"政府机关"}
    line = next(one for one in answer.content.decode().split("<tr>") if "单位09" in one and "<td" in one)
    assert "本单位" in line
    assert "/ 23" in line
    filtered = client.get(league, {"q": "单位01"})  # its own place stays in sight whatever is looked for
    assert {row["name"] for row in filtered.context["chart"]["rows"]} == {"单位01", "单位09"}
    assert [row["score"].body.name for row in filtered.context["own"]] == ["单位09"]
    client.force_login(access.signed_in(*OFFICE, body=county)[0])
    assert not client.get(league).context["own"]


def test_a_page_that_waits_asks_until_its_comparison_is_there(client, county, run, office):
    waiting = actions.ask(body=county, subject=run.subject, starts_on=run.starts_on, ends_on=run.ends_on, actor=office)
    league, progress = (reverse(f"scoring:{name}", args=[waiting.pk]) for name in ("league", "progress"))
    page = client.get(league).content.decode()
    assert f'hx-get="{progress}" hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    told = client.get(progress)
    assert "HX-Refresh" not in told
    assert 'value="40"' in told.content.decode()
    tasks.compare(str(waiting.pk))
    assert client.get(progress)["HX-Refresh"] == "true"
    assert "hx-trigger" not in client.get(league).content.decode().split("<main")[1].split("</main>")[0]
    page_matrix(client, progress, "scoring.read", county, outsider=404)


def test_every_point_of_a_chart_leads_to_what_lies_behind_it(client, run, units, monkeypatch):
    behind = "/desk/ratings/summary/"
    offered = catalogue.offered()["satisfaction"]
    monkeypatch.setattr(
        catalogue, "_offered",
        {"satisfaction": replace(offered, drill=lambda body, first, last: f"{behind}?{body.pk}&{first}&{last}")},
    )  # fmt: skip
    table = client.get(reverse("scoring:league", args=[run.pk])).context
    pages = {row["name"]: row["href"] for row in table["chart"]["rows"]}
    assert pages["单位20"] == reverse("scoring:explain", args=[run.pk, units[20].public_id])
    points = {point["name"]: point["href"] for point in table["funnel"]["points"]}
    assert points["单位20"] == pages["单位20"]
    explained = client.get(pages["单位20"])
    months = explained.context["trend"][0]
    assert months["hrefs"][months["labels"].index("2026-07")] == f"{behind}?{units[20].pk}&2026-07-01&2026-07-31"
    assert f"{behind}?{units[20].pk}&amp;{run.starts_on}&amp;{run.last_day}" in explained.content.decode()


def test_the_waterfall_begins_at_the_raw_mean_and_ends_at_the_score(client, run, units):
    explained = client.get(reverse("scoring:explain", args=[run.pk, units[20].public_id]))
    score, steps = explained.context["score"], explained.context["waterfall"]["steps"]
    assert [step["name"] for step in steps] == ["原始均分", "事项类型校正", "渠道", "评价数量校正", "得分"]
    assert [step["whole"] for step in steps] == [True, False, False, False, True]
    assert steps[0]["end"] == pytest.approx(score.raw, abs=0.01)
    assert all(after["start"] == before["end"] for before, after in pairwise(steps[:-1]))
    assert steps[-2]["end"] == steps[-1]["end"] == pytest.approx(score.score, abs=0.01)
    assert f"得分{score.score:.1f}分。" in explained.content.decode()


def test_comparisons_are_found_by_what_they_compare_and_say_by_what(client, run):
    listing = reverse("scoring:runs")
    shown = client.get(listing, {"subject": "unit", "indicator": "satisfaction", "state": "computed"}).content.decode()
    league = reverse("scoring:league", args=[run.pk])
    assert league in shown
    assert "群众满意度" in shown.split("<tbody>")[1]
    assert league not in client.get(listing, {"subject": "window"}).content.decode()
    assert league not in client.get(listing, {"state": "published"}).content.decode()
    rows = lines(client.get(listing, {"export": "xlsx"}))
    assert "群众满意度" in rows[-1]
    page = client.get(league).content.decode()
    assert "得分榜：群众满意度" in page
    assert "越高越好" in page


def test_pages_ask_for_their_function(client, county, run):
    page_matrix(client, reverse("scoring:findings"), "scoring.read", county)
    page_matrix(client, reverse("scoring:mine"), "scoring.appeal", county)


def test_rows_by_kind_of_cases_lead_to_their_records_and_tell_no_mean_of_few(
    client, county, units, office, monkeypatch
):
    counts = np.tile(np.array([[[2, 3, 9, 40, 60], [0, 0, 0, 0, 2], [1, 1, 1, 2, 2], [1, 2, 3, 9, 9]]]), (UNITS, 1, 1))
    keys = tuple(unit.pk for unit in units)
    cells = catalogue.Cells(keys, keys, ("a|code", "a|phone", "b|code", "b|phone"), counts)
    indicator = catalogue.Indicator(
        "satisfaction", "群众满意度", "分", "均分", lambda *asked: cells,
        drill_case=lambda body, case, first, last: f"/records/{case}/{first}/{last}/",
    )  # fmt: skip
    monkeypatch.setattr(catalogue, "_offered", {"satisfaction": indicator})
    run = compute(county, office)
    page = client.get(reverse("scoring:explain", args=[run.pk, units[0].public_id]))
    shown = {one["cell"].case: one["cell"].shown for one in page.context["cells"]}
    assert shown == {"a|code": True, "a|phone": False, "b|code": False, "b|phone": True}
    html = page.content.decode()
    assert f"/records/a|code/{FIRST}/{LAST - dt.timedelta(days=1)}/" in html
    assert "/records/a|phone/" not in html
    assert "100.0" not in html.split("各类事项的评价")[-1].split("</table>")[0]  # two fives stay untold
