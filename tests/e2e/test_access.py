"""Signing in as a person does, and every page of persons, roles and the ledger at a glance."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories.access import grant, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.records import ledger
from zhengyou.registry.access import actions as access
from zhengyou.registry.people import actions as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("ZHENGYOU_SHOTS", "")
EVERYTHING = ("people.manage", "people.accounts", "access.read", "access.manage", "ledger.read")


def county():
    """Some people with posts, accounts and roles, and an account that may see them all."""
    access.install_roles()
    body = BodyFactory(name="青禾县")
    account, _actor = signed_in(body=body)
    grant(account.person.appointments.get(), *EVERYTHING, body=body)
    AppointmentFactory(person=account.person, post=PostFactory(body=body, title="督查室主任"))
    for place, name in enumerate(("苏小禾", "林一鸣", "尉迟安", "单雪")):
        person = people.enrol(name, phone=f"1380000111{place}", actor=ledger.SYSTEM)
        bureau = BodyFactory(name=f"县第{place}局", parent=body)
        hat = AppointmentFactory(person=person, post=PostFactory(body=bureau, title="窗口负责人"))
        access.grant(hat, access.default_role("unit_head"), bureau, actor=ledger.SYSTEM)
        if place:
            people.open_account(person, f"user{place}", actor=ledger.SYSTEM)
    return account, person


@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark"), ("phone", "light")])
def test_every_page_of_people_and_access_looks_right(window: Window, width: str, theme: str) -> None:
    account, person = county()
    people.begin_visit(account, actor=ledger.Actor(kind="account", id=str(account.pk)), device="Edge · Windows")
    page = window(account, width=width, theme=theme)
    faults = []
    for name, address in {
        "account": "/desk/people/account/",
        "password": "/desk/people/account/password/",
        "second-factor": "/desk/people/account/second-factor/",
        "people": "/desk/access/people/",
        "person": f"/desk/access/people/{person.pk}/",
        "enrol": "/desk/access/people/enrol/",
        "grant": f"/desk/access/people/{person.pk}/grant/",
        "grants": "/desk/access/grants/",
        "roles": "/desk/access/roles/",
        "role": "/desk/access/roles/leader/",
        "matrix": "/desk/access/matrix/",
        "who": "/desk/access/who/?function=people.manage",
        "hats": "/desk/access/hats/",
        "ledger": "/desk/access/ledger/",
    }.items():
        answer = page.goto(address, wait_until="networkidle")
        assert answer is not None
        assert answer.ok, f"{name}: {answer.status}"
        faults += [f"{name}: {fault}" for fault in looks_faults(page)]
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{theme}.png", full_page=True)
    assert not faults


@pytest.mark.parametrize("scripts", [True, False])
def test_newcomer_signs_in_with_the_initial_password_and_chooses_an_own_one(window: Window, scripts: bool) -> None:
    _account, person = county()
    account = person.account
    password = people.reset_password(account, actor=ledger.SYSTEM).password
    page = window(width="phone", scripts=scripts)

    page.goto("/desk/people/account/")
    if SHOTS and scripts:
        page.screenshot(path=Path(SHOTS) / "sign-in-phone.png", full_page=True)
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill("wrong")
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.locator("main")).to_contain_text("用户名或密码不正确")
    expect(page.get_by_label("用户名")).to_have_value(account.username)
    faults = looks_faults(page) if scripts else []
    page.get_by_label("密码").fill(password)
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/account/password/$"))
    if SHOTS and scripts:
        page.screenshot(path=Path(SHOTS) / "password-phone.png", full_page=True)
    page.get_by_label("当前密码").fill(password)
    page.get_by_label("新密码", exact=False).first.fill("Brand-New-77")
    page.get_by_label("再次输入新密码").fill("Brand-New-77")
    page.get_by_role("button", name="修改密码").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto("/desk/people/account/")
    expect(page.locator("main")).to_contain_text(person.name)
    assert not faults
