"""The unit concerned has no way to the complainant: its people walk every page, export and entry of the ledger."""

import datetime as dt
import json

import pytest
from django.test import Client

from tests.factories import complaints as made
from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from tests.instruments.ratings.test_leaks import clerk, walk
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.models import Complainant
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event

pytestmark = pytest.mark.django_db
BROUGHT_AT = dt.datetime(2026, 5, 6, 2, 17, 42, tzinfo=dt.UTC)  # 10:17:42 in Shanghai
SECRETS = ("欧阳某某", "13912345678", "139****5678", "欧阳**", "ouyang@example.org", "秘密住址三号院")
TIMES = ("10:17", "02:17")
ROLES = ("window_staff", "unit_liaison", "unit_head")


@pytest.fixture
def brought():
    """A county, the unit concerned, and a matter about it that is in the unit's hands, with a report of retaliation."""
    county = BodyFactory(name="青禾县")
    unit = BodyFactory(name="青禾县政务服务中心", parent=county)
    with clock.pretend(BROUGHT_AT - dt.timedelta(hours=20)):
        made.matter(county)  # loads the rule packs at another moment
    with clock.pretend(BROUGHT_AT):
        taken = made.taken(
            county, about=unit, text="我是欧阳某某，电话13912345678，窗口让我跑了三趟。", identity="confidential",
            name="欧阳某某", phone="13912345678", email="ouyang@example.org", address="秘密住址三号院",
        )  # fmt: skip
        actions.report_retaliation(taken.complaint, text="被刁难的暗语")
    with clock.pretend(BROUGHT_AT + dt.timedelta(hours=3)):
        actions.classify(taken.complaint, category=made.category("0502"), actor=SYSTEM)
        matter = actions.dispatch(taken.complaint, lead=unit, actor=SYSTEM)
        actions.write(matter, text="补充：电话13912345678")
    return unit, matter, taken


def test_people_of_the_unit_find_no_way_to_the_complainant(brought):
    unit, matter, taken = brought
    with clock.pretend(BROUGHT_AT + dt.timedelta(days=1)):
        client = clerk(unit, *ROLES)
        pages = list(walk(client))
        talk = client.get(f"/desk/complaints/talk/{matter.order_id}/").content.decode()
        pages.append(("talk", talk))
    assert len(pages) > 15
    told = [address for address, html in pages if "窗口让我跑了三趟" in html]
    assert told, "the unit must learn what to put right"
    assert "补充" in talk
    found = [
        (address, word)
        for address, html in pages
        for word in (*SECRETS, *TIMES, matter.number, str(matter.pk), taken.code, "被刁难的暗语")
        if word in html
    ]
    assert not found


@pytest.mark.parametrize(
    "path",
    [
        "{pk}/",
        "{pk}/identity/",
        "{pk}/renew-code/",
        "retaliation/",
        "{pk}/dispatch/",
        "?export=xlsx",
        "hotline/earlier/?phone=13912345678",
    ],
)
def test_pages_of_matters_are_shut_to_the_unit(brought, path):
    unit, matter, _taken = brought
    answer = clerk(unit, *ROLES).get(f"/desk/complaints/{path.format(pk=matter.pk)}")
    if path.startswith("hotline"):
        assert matter.number not in answer.content.decode()
    else:
        assert answer.status_code in {403, 404}


def test_even_an_office_inside_the_unit_opens_nothing(brought):
    unit, matter, _taken = brought
    section = BodyFactory(parent=unit)
    for body in (unit, section):
        with pytest.raises(Forbidden):
            actions.open_identity(matter, purpose="call_back", actor=actor("complaints.identity", body=body))


def test_supervision_opens_once_and_the_complainant_reads_it(brought):
    unit, matter, taken = brought
    above = actor("complaints.identity", body=unit.parent)
    assert actions.open_identity(matter, purpose="protect", actor=above).name == "欧阳某某"
    page = Client().get(f"/m/{matter.number}/{taken.code}").content.decode()
    assert above.hat_label in page
    assert "保护诉求人" in page
    assert "13912345678" not in page


def test_ledger_keeps_neither_words_nor_the_moment_of_the_public(brought):
    assert brought
    told = Event.objects.filter(
        object_kind__startswith="complaints.",
        verb__in=["complaints.submit", "complaints.report_retaliation", "complaints.write"],
    )
    assert told.count() == 4
    assert not [event.at for event in told if event.at != clock.midnight(clock.local(event.at).date())]
    rows = json.dumps(
        [{k: str(v) for k, v in vars(event).items()} for event in Event.objects.all()], ensure_ascii=False
    )
    for hidden in (*SECRETS, "窗口让我跑了三趟", "被刁难的暗语"):
        assert hidden not in rows


def test_sealed_fields_stand_encrypted_in_the_database(brought):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, email, address FROM complaints_complainant")
        (row,) = cursor.fetchall()
    for value in row:
        for hidden in ("欧阳某某", "13912345678", "ouyang@example.org", "秘密住址三号院"):
            assert hidden.encode() not in bytes(value)
    assert Complainant.objects.get(phone="139 1234 5678")
