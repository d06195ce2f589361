"""The pages of bodies in a real browser: they look right everywhere, the tree opens, suggestions come, a merger is made."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories.access import signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.people import PersonFactory
from zhengyou.records import ledger
from zhengyou.registry.bodies.actions import groups, places, posts, relations, tree
from zhengyou.registry.bodies.models import Body, LeadingGroup, Place, Supervisor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY, LATER = dt.date(2026, 1, 5), dt.date(2035, 1, 1)
ALL = ("bodies.read", "bodies.manage", "bodies.import")


@pytest.fixture
def county():
    """A small county with something of everything."""
    county = BodyFactory(name="青禾县", order_number=1, kind="government", level="county")
    government = BodyFactory(
        parent=county, name="青禾县人民政府", short_name="县政府", order_number=10, kind="government"
    )
    names = (("市场监督管理局", "市监局"), ("自然资源局", "资源局"), ("人力资源和社会保障局", "人社局"))
    bureaus = [
        BodyFactory(
            parent=government,
            name=f"青禾县{name}",
            short_name=f"县{short}",
            code=f"QH{number}",
            kind="government",
            level="county",
            order_number=number * 10,
        )
        for number, (name, short) in enumerate(names, start=1)
    ]
    for bureau in bureaus:
        BodyFactory(parent=bureau, name=f"{bureau.short_name}办公室", kind="office", order_number=1)
        liaison = PostFactory(body=bureau, title="办公室主任", duty="liaison", responsibilities="收发通知\n报送材料")
        AppointmentFactory(post=liaison, person=PersonFactory(name="禾小青", phone="13900001234"))
        AppointmentFactory(
            post=PostFactory(body=bureau, title="副局长", duty="leader", order_number=2),
            person=PersonFactory(name="苗大田", phone="13900005678"),
        )
    held = bureaus[0].posts.get(duty="liaison").appointments.get()
    today = dt.date.today()  # noqa: TID251, DTZ011 -- the live server's clock is not pretended
    posts.take_leave(
        held.person, kind="annual", starts_on=today, ends_on=today + dt.timedelta(days=5),
        stand_ins={held.pk: PersonFactory(name="代小禾")}, actor=ledger.SYSTEM,
    )  # fmt: skip
    relations.relate(bureaus[0], kind="line", other=county, starts_on=DAY, actor=ledger.SYSTEM)
    tree.rename(
        bureaus[0],
        name="青禾县市场监管局",
        short_name="县市监局",
        on=DAY,
        document="青编发〔2026〕3号",
        actor=ledger.SYSTEM,
    )
    group = groups.form_group(
        county,
        name="青禾县创先争优活动领导小组",
        document="青发〔2026〕1号",
        office=bureaus[0],
        starts_on=DAY,
        actor=ledger.SYSTEM,
    )
    groups.seat(
        group, held.person, role="chief", office_held="县委常委、常务副县长", starts_on=DAY, actor=ledger.SYSTEM
    )
    supervisor = groups.invite_supervisor(
        county, held.person, capacity="public", rights="明察暗访", starts_on=DAY, ends_on=LATER, actor=ledger.SYSTEM
    )
    groups.report(supervisor, about=bureaus[0], on=dt.date(2026, 2, 1), text="窗口排队较长", actor=ledger.SYSTEM)
    place = places.register_place(
        county, name="禾苗产业园", kind="park", address="青禾路1号", starts_on=DAY, actor=ledger.SYSTEM
    )
    places.take_in(place, bureaus[2], starts_on=DAY, actor=ledger.SYSTEM)
    return county


def addresses(county):
    bureau = Body.objects.get(code="QH1")
    detail = reverse("bodies:detail", args=[bureau.public_id])
    lists = [reverse(f"bodies:{name}") for name in ("list", "contacts", "groups", "supervisors", "places", "planned")]
    return {
        **{url.rstrip("/").rsplit("/", 1)[-1]: url for url in lists},
        **{f"detail-{tab}": f"{detail}?tab={tab}" for tab in ("basic", "posts", "relations", "history")},
        "as-of": f"{detail}?tab=history&day=2026-01-01",
        "group": reverse("bodies:group", args=[LeadingGroup.objects.get().pk]),
        "supervisor": reverse("bodies:supervisor", args=[Supervisor.objects.get().pk]),
        "place": reverse("bodies:place", args=[Place.objects.get().pk]),
        "merge": reverse("bodies:change", args=[bureau.public_id, "merge"]),
        "import": reverse("bodies:import", args=["bodies"]),
        "appoint": reverse("bodies:appoint", args=[bureau.posts.first().public_id]),
    }


@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_every_page_of_bodies_looks_right(window: Window, county, width: str, theme: str) -> None:
    page = window(signed_in(*ALL, body=county)[0], width=width, theme=theme)
    out = os.environ.get("ZHENGYOU_SHOTS", "")
    faults = []
    for name, url in addresses(county).items():
        answer = page.goto(url, wait_until="networkidle")
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        faults += [f"{name}: {fault}" for fault in looks_faults(page)]
        if out:
            page.screenshot(path=Path(out) / f"bodies-{name}-{width}.png", full_page=True)
    assert not faults


def test_merger_from_suggestion_to_history(window: Window, county) -> None:
    page = window(signed_in(*ALL, body=county)[0])
    page.goto(reverse("bodies:list"), wait_until="networkidle")
    branch = page.locator(".tree details", has_text="县政府").last
    branch.locator("summary svg").first.click()
    page.locator(".tree a", has_text="县资源局").click()
    expect(page.locator("h1")).to_have_text("青禾县自然资源局")
    page.locator("tbody a", has_text="青禾县自然资源局").click()
    page.get_by_role("link", name="合并").click()
    page.locator("[name=sources]").fill("县人社局")
    page.locator("[name=document]").fill("青编发〔2026〕8号")
    page.get_by_role("button", name="查看影响").click()
    expect(page.locator("main")).to_contain_text("并入“青禾县自然资源局”")
    assert Body.objects.get(code="QH3").dissolved_on is None
    page.get_by_role("button", name="确认").click()
    expect(page.locator("main")).to_contain_text("变更自")
    expect(page.locator(".history")).to_contain_text("青编发〔2026〕8号")
    assert Body.objects.get(code="QH3").dissolved_on is not None


def test_suggestions_come_while_typing(window: Window, county) -> None:
    page = window(signed_in(*ALL, body=county)[0])
    page.goto(reverse("bodies:change", args=[Body.objects.get(code="QH1").public_id, "move"]), wait_until="networkidle")
    page.locator("[name=parent]").press_sequentially("自然")
    expect(page.locator("#body-options option")).to_have_count(1)
    assert page.locator("#body-options option").get_attribute("value") == "青禾县自然资源局"
