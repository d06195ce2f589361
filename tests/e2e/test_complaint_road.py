"""The complaint's road in a real browser: an anonymous call, the wrong bureau, a dispute, two units, redone, published."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Window, looks_faults
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.complaints import category
from tests.factories.people import AccountFactory
from zhengyou.instruments.complaints.models import Complainant, Complaint, PublishedAnswer
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger.queries import history
from zhengyou.registry.access import functions
from zhengyou.registry.access.models import Grant, Role, Scope
from zhengyou.registry.access.policy import ROLES, functions_of
from zhengyou.registry.deadlines.queries import clocks_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "阳光小区东门外挖沟三天没有回填，老人摔倒了两次，联系电话13912345678，请尽快处理。"
HIDDEN = "13912345678"
FIRST = "已通知施工单位回填。"
LAST = "沟槽已回填压实，路面恢复，现场由社区验收。"


@dataclass(frozen=True)
class Cast:
    """Who acts, each with a default role of the platform and nothing more."""

    hotline: Any
    leader: Any
    wrong: Any
    lead: Any
    head: Any
    helper: Any


def somebody(role: str, body: Any, duty: str = "clerk", scope: Any = None) -> Any:
    """Return the account of somebody at ``body`` who holds the default role."""
    account = AccountFactory()
    held = AppointmentFactory(person=account.person, post=PostFactory(body=body, duty=duty))
    held_role, _new = Role.objects.get_or_create(
        code=role, defaults={"title": str(ROLES[role].title), "functions": functions_of(role, functions.known())}
    )
    where, _new = Scope.objects.get_or_create(body=scope or body, for_campaign=False)
    Grant.objects.create(appointment=held, role=held_role, scope=where, starts_on=dt.date(2020, 1, 1))
    return account


@pytest.fixture
def cast() -> Cast:
    county = BodyFactory(name="青禾县", kind="government", level="county")
    office = BodyFactory(name="县12345热线办", kind="office", parent=county)
    bureaus = [
        BodyFactory(name=f"青禾县{name}", kind="government", parent=county) for name in ("水利局", "住建局", "城管局")
    ]
    category()
    water, housing, streets = bureaus
    return Cast(
        hotline=somebody("campaign_office", office, scope=county),
        leader=somebody("leader", county, "leader"),
        wrong=somebody("unit_liaison", water, "liaison"),
        lead=somebody("unit_liaison", housing, "liaison"),
        head=somebody("unit_head", housing, "head"),
        helper=somebody("unit_liaison", streets, "liaison"),
    )


def test_from_an_anonymous_call_to_the_masked_answer(window: Window, cast: Cast) -> None:
    desk, wrong, lead = window(cast.hotline), window(cast.wrong), window(cast.lead)
    code = take_the_call(desk)
    dispatch_to_the_wrong_bureau(desk)
    give_it_back(wrong)
    decide_the_dispute(window(cast.leader))
    work_in_two(lead, window(cast.helper))
    get_more_time(lead, window(cast.head))
    finish_the_part(window(cast.helper), lead)
    answer(lead, FIRST)
    accept(desk)
    call_back(desk, solved=False)
    follow_as_the_caller(window(width="phone", scripts=False), code, "住建局正在办理")
    answer(lead, LAST)
    accept(desk)
    call_back(desk, solved=True)
    publish(desk)
    follow_as_the_caller(window(width="phone", scripts=False), code, LAST)
    read_as_a_stranger(window(width="phone"))
    every_step_is_on_record()


def take_the_call(desk: Page) -> str:
    desk.goto("/desk/")
    desk.get_by_role("navigation").get_by_role("link", name="热线受理").click()
    desk.locator("textarea[name=text]").fill(WORDS)
    desk.locator("input[name=place]").fill("阳光小区东门")
    assert desk.locator("select[name=identity]").input_value() == "anonymous", "nobody has to say who calls"
    assert not looks_faults(desk)
    desk.get_by_role("button", name="受理").click()
    expect(desk.get_by_role("heading", name="诉求已受理")).to_be_visible()
    matter = Complaint.objects.get()
    assert (matter.channel, matter.identity) == ("phone", "anonymous")
    assert not Complainant.objects.exists()
    assert HIDDEN not in matter.text
    address = desk.get_by_role("link", name="打印回执").get_attribute("href") or ""
    desk.get_by_role("link", name="查看事项").click()
    return address.removesuffix("/receipt")


def dispatch_to_the_wrong_bureau(desk: Page) -> None:
    ask(desk, "分类", lambda form: form.locator("select[name=category]").select_option("010204"))
    desk.get_by_role("link", name="分派", exact=True).first.click()
    desk.locator("select[name=lead]").select_option(label=option(desk, "水利局"))
    assert not looks_faults(desk)
    desk.get_by_role("button", name="分派").click()
    expect(desk.get_by_text("已分派，开始计时。")).to_be_visible()
    assert order().body.name == "青禾县水利局"


def give_it_back(unit: Page) -> None:
    open_from_the_worklist(unit)
    assert HIDDEN not in unit.content(), "the unit never learns who called"
    ask(unit, "申请退回", fill(reason="该处为城镇道路，按权责清单属住建部门职责。", proposed="青禾县住建局"))
    expect(unit.get_by_text("退回待裁定").first).to_be_visible()


def decide_the_dispute(above: Page) -> None:
    open_from_the_worklist(above)
    expect(above.get_by_text("按权责清单属住建部门职责")).to_be_visible()
    ask(
        above,
        "改派其他单位",
        fill(body="青禾县住建局", words="城镇道路开挖由住建部门监管。"),
        lambda form: form.locator("input[name=designated]").check(),
    )
    held = order()
    assert (held.body.name, held.state, held.designated) == ("青禾县住建局", "dispatched", True)


def work_in_two(lead: Page, helper: Page) -> None:
    open_from_the_worklist(lead)
    assert not lead.get_by_role("link", name="申请退回").count(), "who was designated may not return it again"
    lead.get_by_role("button", name="签收").click()
    expect(lead.get_by_text("已签收，请核实情况并按期反馈。")).to_be_visible()
    ask(lead, "登记联系情况", fill(words="来电人匿名，已在查询页面留言告知。"))
    ask(lead, "增加协办单位", fill(body="青禾县城管局", text="责令占道单位设围挡。"))
    part = Order.objects.get(role="assist")
    assert part.parent == order()
    open_from_the_worklist(helper)
    expect(helper.get_by_text("责令占道单位设围挡。").first).to_be_visible()
    assert not looks_faults(helper)
    helper.get_by_role("button", name="签收").click()
    expect(helper.get_by_text("已签收，请核实情况并按期反馈。")).to_be_visible()


def get_more_time(lead: Page, head: Page) -> None:
    before = clocks_of(order()).filter(stage__startswith="handling").latest("started_at").due_at
    ask(lead, "申请延期", fill(amount="3", reason="路面养护需三日。"))
    head.goto("/desk/approvals/")
    head.get_by_role("table").get_by_role("link").first.click()
    ask(head, "同意", lambda _form: None)
    running = clocks_of(order()).filter(stage__startswith="handling").latest("started_at")
    assert running.due_at > before
    assert running.extensions.count() == 1


def finish_the_part(helper: Page, lead: Page) -> None:
    lead.goto(f"/desk/orders/{order().pk}/reply/")
    say(lead, FIRST)
    expect(lead.get_by_text("协办单位尚未办结").first).to_be_visible()  # the lead unit's order waits for its part
    part = Order.objects.get(role="assist")
    helper.goto(f"/desk/orders/{part.pk}/")
    answer(helper, "已设围挡和警示灯。", part)
    lead.goto(f"/desk/orders/{part.pk}/")
    confirm(lead, "核验通过")
    part.refresh_from_db()
    assert part.state == "closed"


def answer(unit: Page, words: str, held: Order | None = None) -> None:
    unit.goto(f"/desk/orders/{(held or order()).pk}/")
    unit.get_by_role("link", name="整改反馈").click()
    say(unit, words)
    expect(unit.get_by_text("已提交上级单位核验。")).to_be_visible()


def say(unit: Page, words: str) -> None:
    unit.locator("input[name=finding][value=true]").check(force=True)
    unit.locator("textarea[name=reason]").fill("施工单位未按时回填。")
    unit.locator("textarea[name=reply]").fill(words)
    unit.get_by_role("button", name="提交上级核验").click()


def accept(desk: Page) -> None:
    open_from_the_worklist(desk)
    confirm(desk, "核验通过")
    assert order().state == "audited"


def call_back(desk: Page, *, solved: bool) -> None:
    open_from_the_worklist(desk)
    ask(
        desk,
        "回访",
        lambda form: form.locator(f"input[name=outcome][value={'solved' if solved else 'not_solved'}]").check(
            force=True
        ),
        lambda form: form.locator("select[name=satisfaction]").select_option("satisfied" if solved else "dissatisfied"),
        fill(words="" if solved else "沟还没有填平，路灯下看不清。"),
    )
    held = order()
    assert (held.state, held.returns) == (("closed", 1) if solved else ("handling", 1))
    assert Complaint.objects.get().solved is solved


def publish(desk: Page) -> None:
    desk.goto(f"/desk/complaints/{Complaint.objects.get().pk}/")
    desk.get_by_role("link", name="发布", exact=True).click()
    expect(desk.locator("textarea[name=text]")).to_be_visible()
    assert not looks_faults(desk)
    desk.locator("textarea[name=text]").fill("阳光小区外挖沟未回填，联系电话13912345678。")
    desk.get_by_role("button", name="发布").click()
    expect(desk.get_by_text("已公开。")).to_be_visible()
    assert HIDDEN not in PublishedAnswer.objects.get().text


def follow_as_the_caller(phone: Page, address: str, words: str) -> None:
    """Read the tracking page as a phone without scripts shows it."""
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text(words)


def read_as_a_stranger(phone: Page) -> None:
    phone.goto("/matters/")
    phone.get_by_role("link", name="阳光小区").first.click()
    expect(phone.locator("main")).to_contain_text(LAST)
    assert HIDDEN not in phone.content()
    assert not looks_faults(phone)


def every_step_is_on_record() -> None:
    held = order()
    verbs = [event.verb.removeprefix("orders.") for event in history(held)]
    for verb in (
        "open", "return_order", "redirect", "sign", "contact", "ask_extension", "reply", "audit", "redo", "finish",
    ):  # fmt: skip
        assert verb in verbs, (verb, verbs)
    assert not clocks_of(held).filter(finished_at__isnull=True).exclude(state="void").exists()
    matter = Complaint.objects.get()
    assert (matter.solved, matter.answer) == (True, LAST)


def order() -> Order:
    return Order.objects.select_related("body").get(role="lead")


def option(page: Page, name: str) -> str:
    """Return the whole label of the offered unit that bears ``name``."""
    found = page.locator("select[name=lead] option").filter(has_text=name).first
    return (found.text_content() or "").strip()


def open_from_the_worklist(page: Page) -> None:
    """Find the order as its person would: through the menu's list of orders."""
    page.goto("/desk/")
    if page.locator(".nav-button").is_visible():  # on the phone the menu is folded away
        page.locator(".nav-button").click()
    page.get_by_role("navigation").get_by_role("link", name="整改单", exact=True).click()
    page.locator("#results").get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text("阳光小区")


def fill(**given: str) -> Any:
    def write(form: Locator) -> None:
        for name, words in given.items():
            form.locator(f"[name={name}]").fill(words)

    return write


def ask(page: Page, verb: str, *steps: Any) -> None:
    """Open the question of a verb, answer it, and see that it was done."""
    further = page.get_by_role("link", name=verb, exact=True).first
    further.click()
    form = page.locator("dialog[open] form").filter(has=page.locator("h1"))
    expect(form).to_be_visible()
    for step in steps:
        step(form)
    form.get_by_role("button", name=verb).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[role=status], .alert, .toast").first).to_be_visible()


def confirm(page: Page, verb: str) -> None:
    page.get_by_role("button", name=verb).first.click()
    page.locator("#confirm-dialog").get_by_role("button", name=verb).click()
    expect(page.get_by_text("核验通过；无须回访的，已办结并公开。")).to_be_visible()
