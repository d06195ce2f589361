"""Papers of a campaign: stamped forms that find their way back, and the leader's page on one A4."""

import datetime as dt
import io

import pypdf
import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import access, plans
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.campaign.campaigns import actions
from zhengyou.campaign.campaigns.actions import pages
from zhengyou.campaign.campaigns.actions import reports as verbs
from zhengyou.campaign.campaigns.enums import PointKind, ReportKind, ScanState
from zhengyou.campaign.campaigns.models import PrintedPage, Report, Scan, TaskSheet
from zhengyou.campaign.campaigns.scanning import word_of
from zhengyou.kernel import clock

pytestmark = pytest.mark.django_db
UNIT = ("campaigns.read", "campaigns.submit")
LEADS = (*plans.OFFICE, "campaigns.report")


@pytest.fixture(autouse=True)
def _in_march():
    with clock.pretend(clock.midnight(dt.date(2026, 3, 25)) + dt.timedelta(hours=9)):
        yield


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def campaign(county):
    office = access.actor(*LEADS, body=county)
    units = [BodyFactory(parent=county, name=name) for name in ("东关站", "西关站", "南关站", "北关站")]
    return actions.launch(plans.plan(county, office), units=units, actor=office)


def scanned(words: str) -> SimpleUploadedFile:
    """Return the picture of a page with a square code."""
    out = io.BytesIO()
    segno.make(words, error="m").save(out, kind="png", scale=6)
    return SimpleUploadedFile("盖章页.png", out.getvalue(), "image/png")


def test_a_stamped_form_comes_back_to_its_sheet_by_its_code_or_its_number(client, campaign):
    sheet, foreign = TaskSheet.objects.filter(duty__name__contains="方案").order_by("body__sort_path")[:2]
    account, actor = access.signed_in(*UNIT, body=sheet.body)
    other = pages.print_page(foreign, actor=access.actor(*UNIT, body=foreign.body))
    client.force_login(account)
    printed = client.get(reverse("campaigns:sheet-form", args=[sheet.pk]))
    assert printed.content.startswith(b"%PDF")
    page = PrintedPage.objects.get(sheet=sheet)
    assert pages.print_page(sheet, actor=actor) == page, "printed again it keeps its number"

    files = [scanned(word_of(page.number)), scanned("别处的码"), scanned(word_of(other.number))]
    assert client.post(reverse("campaigns:scan-new"), {"scans": files}).status_code == 302
    found, lost, strange = Scan.objects.order_by("id")
    assert (found.page, found.state) == (page, ScanState.FOUND)
    assert [(one.page, one.state) for one in (lost, strange)] == [(None, ScanState.UNKNOWN)] * 2
    assert sheet.duty.name in client.get(reverse("campaigns:scans")).content.decode()

    typed = reverse("campaigns:scan-settle", args=[lost.pk])
    assert client.post(typed, {"number": "12345"}).status_code == 422
    assert client.post(typed, {"number": page.number}).status_code == 302
    lost.refresh_from_db()
    assert (lost.page, lost.state) == (page, ScanState.FOUND)


def test_only_the_own_unit_prints_the_form_of_a_sheet(campaign):
    sheet = TaskSheet.objects.order_by("body__sort_path").first()
    matrix(lambda actor: pages.print_page(sheet, actor=actor), function="campaigns.submit", body=sheet.body)


def test_the_leaders_page_is_one_a4_with_three_problems_and_three_decisions(client, county, campaign):
    account, actor = access.signed_in(*LEADS, body=county)
    client.force_login(account)
    report = verbs.draft_report(campaign, body=county, kind=ReportKind.PAGE, actor=actor)
    assert report.points.filter(kind=PointKind.PROBLEM).count() <= 3
    for number in range(report.points.filter(kind=PointKind.PROBLEM).count(), 3):
        verbs.add_point(report, kind=PointKind.PROBLEM, text=f"第{number}个问题需要协调", actor=actor)
    for asked in ("明确督办单位", "增加人手", "调整时限"):
        verbs.add_point(report, kind=PointKind.WANTED, text=asked, actor=actor)
    printed = client.get(reverse("campaigns:report-print", args=[report.pk]))
    paper = pypdf.PdfReader(io.BytesIO(printed.content))
    assert len(paper.pages) == 1
    width, height = (round(float(side)) for side in paper.pages[0].mediabox[2:])
    assert (width, height) == (595, 842)
    words = "".join(paper.pages[0].extract_text().split())
    for said in ("逾期未报", "明确督办单位", "增加人手", "调整时限", "东关站"):
        assert said in words
    assert Report.objects.get().points.filter(kind=PointKind.WANTED).count() == 3
