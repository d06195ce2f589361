"""A bad rating from the window to the public page in a real browser, while the rated clerk finds no way to the rater."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories import access, ratings, services
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.models import DayTally, Rating
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ABOVE = ("ratings.supervise", "ratings.read", "orders.read", "orders.verify", "bodies.read")
CLERK = ("services.read", "services.register", "orders.read", "orders.answer", "ratings.read", "ratings.appeal")
WORDS, SCREENED = "三号窗口让我白跑两趟，我是昨天第一个到的", "材料要求没有一次告知，多跑了两趟"
SECRETS = ("13912345678", "钱孙李", "昨天第一个到")


@pytest.fixture
def county() -> Any:
    above = BodyFactory(name="青禾县政务服务局")
    unit = BodyFactory(name="青禾县社会保险中心", parent=above)
    window = services.window(body=unit, name="3号窗口")
    ratings.tag_set()
    return {
        "above": access.signed_in(*ABOVE, body=above)[0], "clerk": access.signed_in(*CLERK, body=unit)[0],
        "unit": unit, "window": window,
    }  # fmt: skip


def test_bad_rating_goes_from_the_slip_to_the_public_page(window: Window, county: Any) -> None:
    clerk, above = window(county["clerk"]), window(county["above"])
    rate(window(width="phone", scripts=False), close_a_case(clerk, county["window"]))
    rating = Rating.objects.get()
    sort_out(above, rating)
    put_right(clerk, above)
    page = f"/desk/ratings/bad/{rating.pk}/"
    above.goto(f"{page}call-back/")
    above.locator("input[name=outcome][value=solved]").check(force=True)
    above.locator("select[name=satisfaction]").select_option("satisfied")
    above.locator("form.form-box button.btn").first.click()
    expect(above.get_by_text("已办结").first).to_be_visible()
    assert Order.objects.get().state == "closed"
    assert not looks_faults(above)
    citizen(window(width="phone"), county)
    no_way_to_the_rater(clerk, rating)


def close_a_case(desk: Page, at: Any) -> str:
    desk.goto("/desk/services/register/")
    offered = desk.locator("select[name=item]")
    if offered.count():
        offered.select_option(index=offered.locator("option").count() - 1)
    desk.get_by_role("button", name="受理并办结").click()
    expect(desk.get_by_text("社保卡补办").first).to_be_visible()
    case = at.cases.get()
    desk.goto(f"/desk/ratings/slip/{case.pk}/")
    code = str(case.invitations.get().code)
    expect(desk.get_by_text(code[:5]).first).to_be_visible()
    return code


def rate(phone: Page, code: str) -> None:
    phone.goto(f"/r/{code}")
    phone.get_by_text("不满意", exact=True).click()
    phone.get_by_text("服务态度生硬").click()
    phone.locator("textarea[name=text]").fill(WORDS)
    phone.get_by_text("希望得到回复").click()
    phone.locator("input[name=contact_phone]").fill("13912345678")
    phone.locator("input[name=contact_name]").fill("钱孙李")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_role("heading", name="感谢您的评价")).to_be_visible()


def sort_out(above: Page, rating: Rating) -> None:
    page = f"/desk/ratings/bad/{rating.pk}/"
    above.goto("/desk/ratings/bad/")
    expect(above.get_by_role("cell", name="待分流")).to_be_visible()
    above.goto(f"{page}contact/")
    above.locator("textarea[name=reason]").fill("核实差评情况")
    above.locator("form.form-box button.btn").first.click()
    expect(above.get_by_text("13912345678")).to_be_visible()
    above.goto(f"{page}contacted/")
    above.locator("input[name=result][value=reached]").check(force=True)
    above.locator("textarea[name=words]").fill("情况属实")
    above.locator("form.form-box button.btn").first.click()
    above.goto(f"{page}screen/")
    above.locator("textarea[name=words]").fill(SCREENED)
    above.locator("form.form-box button.btn").first.click()
    above.goto(f"{page}triage/")
    above.locator("input[name=verdict][value=valid]").check(force=True)
    above.locator("input[name=pace][value=at_once]").check(force=True)
    above.locator("form.form-box button.btn").first.click()
    expect(above.get_by_text("正在整改").first).to_be_visible()
    assert not looks_faults(above)


def put_right(clerk: Page, above: Page) -> None:
    order = Order.objects.get()
    clerk.goto(f"/desk/orders/{order.pk}/")
    expect(clerk.get_by_text(SCREENED)).to_be_visible()
    clerk.get_by_role("button", name="签收").click()
    clerk.goto(f"/desk/orders/{order.pk}/reply/")
    clerk.locator("input[name=finding][value=true]").check(force=True)
    clerk.locator("textarea[name=reason]").fill("一次性告知单过期")
    clerk.locator("textarea[name=reply]").fill("已更新一次性告知单并培训窗口人员。")
    clerk.get_by_role("button", name="提交上级核验").click()
    above.goto(f"/desk/orders/{order.pk}/")
    above.get_by_role("button", name="核验通过").click()
    above.locator("#confirm-dialog").get_by_role("button", name="核验通过").or_(
        above.locator("#confirm-dialog button.btn-primary, #confirm-dialog button[value=yes]")
    ).first.click()
    expect(above.get_by_text("核验通过；无须回访的，已办结并公开。")).to_be_visible()


def citizen(phone: Page, county: Any) -> None:
    long_ago = clock.today().replace(day=1) - dt.timedelta(days=95)
    Rating.objects.update(day=long_ago)
    DayTally.objects.update(day=long_ago)
    actions.release()
    phone.goto(f"/ratings/{county['unit'].public_id}/bad/")
    expect(phone.get_by_text("已更新一次性告知单并培训窗口人员。")).to_be_visible()
    assert not looks_faults(phone)


def no_way_to_the_rater(clerk: Page, rating: Rating) -> None:
    for address in (
        "/desk/", "/desk/ratings/", "/desk/ratings/comments/", "/desk/ratings/appeals/", "/desk/services/cases/",
        "/desk/orders/?show=all", f"/desk/orders/{rating.order_id or Order.objects.get().pk}/",
        f"/desk/ratings/bad/{rating.pk}/", f"/desk/ratings/bad/{rating.pk}/contact/", "/desk/ratings/retaliation/",
    ):  # fmt: skip
        clerk.goto(address)
        shown = clerk.content()
        assert not [secret for secret in SECRETS if secret in shown], address
