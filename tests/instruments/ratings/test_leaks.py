"""The rated unit has no way to the rater: a clerk walks every page, export, answer of the API and entry of the ledger."""

import datetime as dt
import io
import json
import re
from dataclasses import replace
from html import unescape

import openpyxl
import pytest
from django.db import models
from django.test import Client

from tests.factories import access, ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions, queries
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.incoming import Incoming
from zhengyou.instruments.ratings.models import DayTally, Delivery, PraiseReport, Push, Rating, UpperPlatform
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access import functions, policy
from zhengyou.registry.services import actions as cases

pytestmark = pytest.mark.django_db
RATED_AT = dt.datetime(2026, 5, 6, 2, 17, 42, tzinfo=dt.UTC)  # 10:17:42 in Shanghai
SECRETS = ("欧阳某某", "13912345678", "柜台催好评的暗语", "13977776666")
TIMES = ("10:17", "02:17", "2:17 a.m", "10:17:42")
MOST_PAGES = 250
LINK = re.compile(r'href="(/desk/[^"#]*)"')


@pytest.fixture
def rated():
    """A county, its unit, a window with one case, and a very bad rating of that case at a known moment."""
    county = BodyFactory(name="青禾县总工会")
    unit = BodyFactory(name="青禾县政务服务中心", parent=county)
    window = services.window(body=unit)
    with clock.pretend(RATED_AT - dt.timedelta(hours=1, minutes=5)):
        invitation = ratings.invitation(window=window)
    with clock.pretend(RATED_AT):
        submitted = actions.rate(
            invitation.code,
            answer=Answer(
                level=1, tags=("106",), text="态度很差，我的电话13977776666", contact_name="欧阳某某",
                contact_phone="13912345678", praise_demanded=True, praise_text="柜台催好评的暗语",
            ),
        )  # fmt: skip
    return unit, window, invitation, submitted


def clerk(unit, *roles):
    """Sign in somebody of the unit who holds everything the default roles of a unit hold."""
    names = {name for role in roles for name in policy.functions_of(role, functions.known())}
    account, _actor = access.signed_in(*sorted(names), body=unit)
    client = Client(raise_request_exception=False)  # faults of pages are for their own tests
    client.force_login(account)
    return client


def walk(client):
    """Yield the address and the text of every desk page and export that can be reached by links."""
    waiting, seen = ["/desk/", "/desk/ratings/", "/desk/services/cases/", "/desk/orders/?show=all"], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        kind = answer.headers.get("Content-Type", "")
        if "spreadsheet" in kind:
            book = openpyxl.load_workbook(io.BytesIO(body))
            yield address, "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        elif "html" in kind:
            html = body.decode()
            yield address, html
            found = (unescape(link) for link in LINK.findall(html))
            waiting += [link for link in found if "sign-out" not in link and link not in seen]


def leaks(found):
    """Return where a page tells a secret or the moment of the rating."""
    return [(address, word) for address, html in found for word in (*SECRETS, *TIMES, "CP-导入") if word in html]


def test_clerk_and_head_of_the_unit_find_no_way_to_the_rater(rated):
    unit, _window, invitation, submitted = rated
    with clock.pretend(RATED_AT + dt.timedelta(minutes=30)):
        same_day = list(walk(clerk(unit, "window_staff", "unit_liaison", "unit_head")))
    assert len(same_day) > 15
    assert not leaks(same_day)
    html = "".join(page for address, page in same_day if not address.endswith("/card/"))  # a card offers every reason
    for hidden in ("态度很差", submitted.receipt, str(submitted.rating.pk), "服务态度差"):
        assert hidden not in html

    with clock.pretend(RATED_AT + dt.timedelta(days=1)):
        actions.release()
        actions.dispatch_waiting(actor=SYSTEM)
        unread = list(walk(clerk(unit, "window_staff", "unit_liaison", "unit_head")))
        assert not [page for _address, page in unread if "态度很差" in page], "nobody has screened the words yet"
    with clock.pretend(RATED_AT + dt.timedelta(days=1, hours=3, minutes=20)):
        actions.screen(submitted.rating, words="窗口人员态度很差", actor=SYSTEM)
        next_day = list(walk(clerk(unit, "window_staff", "unit_liaison", "unit_head")))
    assert not leaks(next_day)
    told = [(address, page) for address, page in next_day if "态度很差" in page]
    assert told, "the unit must learn what to put right"
    for address, page in told:
        assert address.startswith(("/desk/orders/", "/desk/")), address
        for way in (invitation.code, invitation.case.number, str(invitation.case_id), submitted.receipt):
            assert way not in page, (address, way)


def test_whoever_holds_an_office_in_the_rated_unit_itself_reads_no_more_than_its_clerks(rated):
    """Office, leader and inspector of the unit hold functions of supervision there: of the own ratings they open nothing."""
    unit, window, invitation, submitted = rated
    with clock.pretend(RATED_AT + dt.timedelta(minutes=20)):
        pleased = ratings.submitted(window=window, level=5, text="办得快")
        actions.add(pleased.rating, level=1, text="追评里的暗语")
        actions.report_retaliation(submitted.rating, text="举报里的暗语", phone="13912345678")
    with clock.pretend(RATED_AT + dt.timedelta(minutes=30)):
        same_day = list(walk(clerk(unit, *policy.ROLES)))
    with clock.pretend(RATED_AT + dt.timedelta(days=1, hours=2, minutes=7)):
        actions.dispatch_waiting(actor=SYSTEM)
        rating = Rating.objects.get(pk=submitted.rating.pk)
        actions.appeal(rating.order, ground="mistaken", words="当日该窗口无此办件", actor=SYSTEM)
    with clock.pretend(RATED_AT + dt.timedelta(days=1, hours=3, minutes=20)):
        platform = actions.save_platform(body=unit, name="本单位平台", address="https://a.example", actor=SYSTEM)
        UpperPlatform.objects.update(since=RATED_AT.date() - dt.timedelta(days=2))
        platform.refresh_from_db()
        actions.release(look_back=30)
        actions.collect(platform)
        another = ratings.invitation(window=window).case
        row = Incoming(number=another.number, service=1, level=5, order="CP-导入")
        assert actions.take_in(platform, [row], actor=SYSTEM).refused, "nor does it take them over from there"
        above = actions.save_platform(body=unit.parent, name="省平台", address="https://b.example", actor=SYSTEM)
        assert actions.take_in(above, [replace(row, level=1)], actor=SYSTEM).ratings == 1
        next_day = list(walk(clerk(unit, *policy.ROLES)))
    assert not Push.objects.exclude(subject="case").exists(), "a unit sends its own ratings with their cases nowhere"
    addresses = {address for address, _page in same_day + next_day}
    assert {
        "/desk/ratings/bad/",
        "/desk/ratings/review/",
        "/desk/ratings/reports/",
        "/desk/ratings/retaliation/",
    } <= addresses
    assert not leaks(same_day + next_day)
    for address, page in same_day + next_day:
        for hidden in ("态度很差", "追评里的暗语", "举报里的暗语", submitted.receipt, pleased.receipt):
            assert hidden not in page, (address, hidden)
    for address, page in same_day:
        assert f"/desk/ratings/bad/{rating.pk}" not in page, address
    assert invitation


def shape(client, address, invitation):
    """Return a page without what differs between any two cases: numbers, codes, tokens and the drawn code."""
    html = client.get(address).content.decode()
    number, code = invitation.case.number, invitation.code
    html = re.sub(r"<svg.*?</svg>|\w{64}", "", html, flags=re.DOTALL)
    for word in (str(invitation.case_id), number, code, number[:4], number[4:8], number[8:], code[:5], code[5:]):
        html = html.replace(word, "#")
    return re.sub(r"\d", "0", html)


def test_pages_of_a_case_look_alike_whether_it_was_rated_or_not(rated):
    unit, window, invitation, _submitted = rated
    with clock.pretend(RATED_AT + dt.timedelta(hours=2)):
        client = clerk(unit, "window_staff", "unit_head")
        unrated = ratings.invitation(window=window)
        for address in ("/desk/services/cases/{}/", "/desk/ratings/slip/{}/"):
            one, other = (shape(client, address.format(each.case_id), each) for each in (invitation, unrated))
            assert one == other


def test_api_tells_a_business_system_nothing_of_ratings(rated):
    unit, _window, invitation, submitted = rated
    _integration, token = cases.issue_token(body=unit, name="叫号系统", actor=SYSTEM)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    described = client.get("/api/v1/openapi.json").json()
    answers = []
    for path, operations in described["paths"].items():
        if "get" in operations:
            answers.append(client.get(path.replace("{number}", invitation.case.number)))
    told = " ".join(answer.content.decode() for answer in answers)
    assert len(answers) >= 4
    for hidden in (*SECRETS, "10:17", "02:17", submitted.receipt, str(submitted.rating.pk), "rated"):
        assert hidden not in told
    answered = {name: schema for name, schema in described["components"]["schemas"].items() if name != "RatingIn"}
    assert "level" not in json.dumps(answered)


def test_ledger_joins_no_rating_to_its_case_and_keeps_no_moment(rated):
    _unit, _window, invitation, submitted = rated
    told = Event.objects.filter(object_kind__startswith="ratings.")
    after = told.filter(at__gte=RATED_AT - dt.timedelta(minutes=1))
    assert not after.exists(), "events of the public stand at the beginning of their day"
    of_rating = told.get(object_id=str(submitted.rating.pk))
    row = json.dumps({name: str(value) for name, value in vars(of_rating).items()}, ensure_ascii=False)
    for way in (invitation.code, str(invitation.pk), invitation.case.number, str(invitation.case_id), *SECRETS):
        assert way not in row
    assert not told.filter(object_id=str(invitation.pk)).exclude(verb="ratings.mint").exists()


@pytest.mark.parametrize("model", [Rating, DayTally, PraiseReport])
def test_what_the_public_gives_has_no_column_for_a_moment_or_an_address(model):
    kinds = {type(field) for field in model._meta.concrete_fields}
    assert not kinds & {models.DateTimeField, models.TimeField, models.GenericIPAddressField}
    names = {field.name for field in model._meta.concrete_fields}
    assert not names & {"created", "made_at", "address", "ip", "agent", "device", "session"}


def test_contact_opens_only_above_the_unit_and_the_rater_reads_who_opened_it(rated):
    unit, window, _invitation, submitted = rated
    from zhengyou.kernel.errors import Forbidden

    own = access.actor("ratings.supervise", body=unit)
    with pytest.raises(Forbidden):
        actions.open_contact(submitted.rating, reason="回访", actor=own)
    above = access.actor("ratings.supervise", body=unit.parent)
    assert actions.open_contact(submitted.rating, reason="回访", actor=above) == ("欧阳某某", "13912345678")
    page = Client().get(f"/t/{submitted.receipt}").content.decode()
    assert above.hat_label in page
    assert "13912345678" not in page
    (opened,) = queries.openings(submitted.rating)
    assert (opened.hat, opened.reason) == (above.hat_label, "回访")
    assert "回访" in page
    assert history(submitted.rating).filter(verb="seal.open").count() == 2
    assert window


def test_appeals_pushes_and_webhooks_lead_no_clerk_to_the_rater(rated):
    """What the unit files itself, and what goes outward, holds neither the rating's key nor its case beside it."""
    unit, _window, invitation, submitted = rated
    with clock.pretend(RATED_AT + dt.timedelta(days=1, hours=3, minutes=20)):
        actions.release()
        actions.dispatch_waiting(actor=SYSTEM)
        rating = Rating.objects.get(pk=submitted.rating.pk)
        filed = actions.appeal(rating.order, ground="mistaken", words="当日该窗口无此办件", actor=SYSTEM)
        platform = actions.save_platform(body=unit.parent, name="省平台", address="https://a.example", actor=SYSTEM)
        UpperPlatform.objects.update(since=RATED_AT.date() - dt.timedelta(days=2))
        platform.refresh_from_db()
        hook, _secret = actions.add_webhook(body=unit.parent, address="https://b.example", actor=SYSTEM)
        assert actions.collect(platform) >= 1
        actions.announce(hook)
        before = list(walk(clerk(unit, "window_staff", "unit_liaison", "unit_head")))
        actions.decide_appeal(filed, allowed=True, words="经核实评价对象有误", actor=SYSTEM)
        actions.collect(platform)
        actions.announce(hook)
        after = list(walk(clerk(unit, "window_staff", "unit_liaison", "unit_head")))
    assert filed.number in "".join(page for _address, page in before)
    assert not leaks(before + after)
    for address, page in before + after:
        for way in (str(rating.pk), submitted.receipt, "态度很差"):
            assert way not in page, (address, way)
        if filed.number in page or rating.order.number in page:
            assert invitation.code not in page, address
            assert str(invitation.case_id) not in page, address
    for push in Push.objects.all():
        row = {name: str(value) for name, value in vars(push).items()}
        assert str(rating.pk) not in json.dumps(row)
    for told in Delivery.objects.all():
        row = json.dumps([told.kind, told.key, told.payload], ensure_ascii=False)
        for way in (str(rating.pk), invitation.code, invitation.case.number, str(invitation.case_id), *SECRETS):
            assert way not in row
