"""A rating terminal on a counter: touched by many, cut off from the network, left by staff only."""

import re

import pytest

from tests.e2e.conftest import Window, looks_faults
from tests.e2e.test_rating import shot
from tests.factories import kiosks, services
from zhengyou.instruments.ratings import actions
from zhengyou.instruments.ratings.models import Kiosk, Rating
from zhengyou.records.ledger import SYSTEM

KEPT = """async () => {
  await navigator.serviceWorker.ready
  while (!(await caches.match('/k/'))) await new Promise((done) => setTimeout(done, 50))
}"""
SENDING = re.compile(r"/k/(rate|beat|leave)$")
SENT = """async () => {
  while (localStorage.getItem('zy-kiosk-queue') !== '[]') await new Promise((done) => setTimeout(done, 50))
}"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def bound(window: Window, one: Kiosk, width: str = "desktop", theme: str = "light"):
    page = window(width=width, theme=theme)
    page.goto("/k/")
    page.get_by_label("绑定码").fill(actions.ask_to_pair(one, actor=SYSTEM))
    shot(page, f"kiosk-pair-{width}-{theme}")
    page.get_by_role("button", name="绑定").click()
    page.get_by_text("您对本次服务满意吗").first.wait_for()
    return page


def rate(page, level: str) -> None:
    page.locator("label.face", has_text=level).first.click()
    page.get_by_role("button", name="提交评价").click()
    page.get_by_role("heading", name="感谢您的评价").wait_for()


def cut_off(context) -> None:
    """Take the network away, from pages that a worker opens as well: to these the browser tells it a moment too late."""
    context.set_offline(True)
    context.route(SENDING, lambda route: route.abort("internetdisconnected"))


def put_back(context) -> None:
    context.unroute(SENDING)
    context.set_offline(False)


@pytest.mark.requirement("RT-13", "RT-15", "RT-17")
def test_ten_ratings_of_a_cut_off_terminal_arrive_once_and_survive_a_restart(window: Window):
    page = bound(window, kiosks.kiosk())
    context = page.context
    page.evaluate(KEPT)
    rate(page, "非常满意")
    page.get_by_text("回执码").wait_for()
    assert Rating.objects.count() == 1
    page.get_by_role("button", name="完成").click()
    assert not page.locator("input[name=level]:checked").count(), "nothing of the last visitor stays"

    cut_off(context)
    for number in range(6):
        rate(page, ("满意", "不满意")[number % 2])
        page.get_by_text("网络暂时中断").wait_for()
        page.get_by_role("button", name="完成").click()
    shot(page, "kiosk-offline")
    page.reload()
    page.get_by_text("您对本次服务满意吗").first.wait_for()
    for _ in range(4):
        rate(page, "基本满意")
        page.get_by_role("button", name="完成").click()
    assert Rating.objects.count() == 1
    page.get_by_role("button", name="工作人员").click()
    assert page.locator("#kiosk-queued").inner_text() == "10"
    page.get_by_label("本终端PIN码").fill(kiosks.PIN)
    page.get_by_role("button", name="退出全屏").click()
    page.get_by_text("请恢复后再试").wait_for()
    page.get_by_role("button", name="返回评价").click()

    put_back(context)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.evaluate(SENT)
    assert Rating.objects.count() == 11
    assert set(Rating.objects.values_list("channel", flat=True)) == {"terminal"}

    page.get_by_role("button", name="工作人员").click()
    page.get_by_label("本终端PIN码").fill("0000")
    page.get_by_role("button", name="退出全屏").click()
    page.get_by_text("PIN码不正确").wait_for()
    shot(page, "kiosk-leave")
    page.get_by_label("本终端PIN码").fill(kiosks.PIN)
    page.get_by_role("button", name="解除绑定").click()
    page.get_by_role("heading", name="绑定评价终端").wait_for()
    assert not Kiosk.objects.get().key_digest


@pytest.mark.requirement("RT-14")
def test_elderly_visitors_get_large_type_and_the_question_read_aloud(window: Window):
    one = kiosks.kiosk(large=True)
    page = bound(window, one)
    page.locator("html[data-size=large]").wait_for()
    assert page.get_by_role("button", name="语音播报").is_visible()
    page.evaluate("() => { window.said = []; window.speechSynthesis.speak = (one) => window.said.push(one.text) }")
    page.get_by_role("button", name="语音播报").click()
    assert "满意吗" in page.evaluate("window.said[0]")
    page.get_by_role("button", name="大字版").click()
    page.locator("html[data-size=large]").wait_for(state="detached")
    page.evaluate("document.getElementById('kiosk-next').click()")
    page.locator("html[data-size=large]").wait_for()  # the next visitor finds it as it was set


@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_terminal_looks_right_and_asks_about_the_case_just_handled(window: Window, width: str, theme: str):
    one = kiosks.kiosk()
    page = bound(window, one, width, theme)
    case = services.case(window=one.window, closed=True)
    page.reload()
    page.get_by_text(f"尾号 {case.number[-4:]}").or_(page.get_by_text(case.item.name)).first.wait_for()
    page.locator("label.face", has_text="不满意").first.click()
    page.get_by_label("由他人协助填写").check()
    assert not looks_faults(page)
    shot(page, f"kiosk-{width}-{theme}")
    page.get_by_role("button", name="提交评价").click()
    page.get_by_text("回执码").wait_for()
    assert not looks_faults(page)
    shot(page, f"kiosk-thanks-{width}-{theme}")
    rating = Rating.objects.get()
    assert (rating.stage, rating.assisted) == ("done", True)
    assert case.invitations.get().state == "rated"
