import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import access, orders, plans, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.reports import tallies
from zhengyou.instruments.display import actions as display
from zhengyou.instruments.display.enums import Measure
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders import actions as order_actions
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县税务局", kind="government", parent=BodyFactory(name="青禾县"))


def page(client, name, *args, **query):
    answer = client.get(reverse(f"reports:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def promise(unit, text, measure=Measure.NONE, target=None, window=None):
    drafted = display.draft_commitment(
        body=unit,
        text=text,
        measure=measure,
        target=target,
        window=window,
        starts_on=clock.today() - dt.timedelta(days=200),
        actor=SYSTEM,
    )
    return display.show(display.submit(drafted, actor=SYSTEM), actor=SYSTEM)


def closed_order(unit, reply="已加开窗口，联系电话13812345678。", **facts):
    one = orders.order(unit, text="等了两个小时，我叫王小明", **facts)
    one = order_actions.reply(one, finding="true", reason="人手不足", answer=reply, actor=SYSTEM)
    return order_actions.verify(one, actor=SYSTEM)


def test_home_lists_units_in_official_order_with_their_ratings(client):
    root = BodyFactory(name="青禾县")
    second = BodyFactory(name="甲局", kind="government", parent=root, order_number=20)
    first = BodyFactory(name="乙局", kind="government", parent=root, order_number=10)
    for body in (second, first):
        tallies(services.window(body=body), l5=19, l1=1)
    BodyFactory(name="无窗口单位", parent=root)

    shown = page(client, "home")

    assert shown.index("乙局") < shown.index("甲局")
    assert "20条评价，好评率95.0%" in shown
    assert "无窗口单位" not in shown
    assert 'action="/r/"' in shown
    assert 'action="/t/"' in shown


def test_a_unit_shows_only_ratings_that_were_released(client, unit):
    window = services.window(body=unit)
    tallies(window, l5=8, l2=2)
    tallies(window, day=clock.today(), l1=3, shown=False)

    shown = page(client, "unit", unit.public_id)

    assert "80.0%" in shown
    assert "10条评价中，8条为基本满意及以上" in shown
    assert window.code in shown


def test_a_unit_shows_what_it_put_right_but_never_what_the_visitor_wrote(client, unit):
    closed_order(unit)
    closed_order(unit, reply="内部整改", source_id="x")
    still_open = orders.order(unit, source_id="y", title="尚未办结")

    for shown in (
        page(client, "unit", unit.public_id),
        page(client, "rectifications", unit.public_id),
        page(client, "home"),
    ):
        assert "已加开窗口" in shown
        assert "138****5678" in shown
        assert "13812345678" not in shown
        assert "王小明" not in shown
        assert "人手不足" not in shown
        assert still_open.title not in shown


def test_an_order_kept_from_the_public_is_not_shown(client, unit):
    hidden = closed_order(unit, reply="涉及商业秘密")
    type(hidden).objects.filter(pk=hidden.pk).update(is_public=False)
    assert "涉及商业秘密" not in page(client, "unit", unit.public_id) + page(client, "home")


def test_promises_are_judged_by_records_and_never_called_kept_without_them(client, unit):
    window = services.window(body=unit)
    tallies(window, l5=19, l1=1)
    promise(unit, "满意率甲", Measure.SATISFACTION, 95)
    promise(unit, "满意率乙", Measure.SATISFACTION, 96)
    promise(unit, "一次告知")
    promise(unit, "整改率", Measure.RECTIFICATION, 100)

    shown = page(client, "unit", unit.public_id)
    rows = {
        text: shown[shown.index(text) : shown.index("</tr>", shown.index(text))]
        for text in ("满意率甲", "满意率乙", "一次告知", "整改率")
    }

    assert "20件中19件达到" in rows["满意率甲"]
    assert "tag-success" in rows["满意率甲"]
    assert "tag-error" in rows["满意率乙"]
    assert "tag-neutral" in rows["一次告知"]
    assert "tag-neutral" in rows["整改率"]


def test_a_promise_of_one_window_is_judged_by_that_window(client, unit):
    good, bad = services.window(body=unit), services.window(body=unit)
    tallies(good, l5=20)
    tallies(bad, l1=20)
    promise(unit, "本窗口满意率", Measure.SATISFACTION, 95, window=good)
    assert "tag-success" in page(client, "unit", unit.public_id)


def test_identity_cards_show_names_only_once_reviewed(client, unit):
    for name, shown in (("示例甲", True), ("示例乙", False)):
        appointment = AppointmentFactory(post=PostFactory(body=unit, title="窗口受理员"), person__name=name)
        card = display.submit(display.draft_card(appointment=appointment, actor=SYSTEM), actor=SYSTEM)
        if shown:
            display.show(card, actor=SYSTEM)
    text = page(client, "unit", unit.public_id)
    assert "示例甲" in text
    assert "窗口受理员" in text
    assert "示例乙" not in text


def test_the_directory_finds_units_by_part_of_the_name_and_kind(client, unit):
    services.window(body=unit)
    services.window(body=BodyFactory(name="青禾县人民医院", kind="hospital"))
    assert "青禾县税务局" in page(client, "units", q="税务")
    assert "人民医院" not in page(client, "units", q="税务")
    assert "税务局" not in page(client, "units", kind="hospital")
    assert "没有找到单位" in page(client, "units", q="不存在")


def test_items_show_their_guide_and_promised_time(client, unit):
    services.item(body=unit, name="企业设立登记", mode="committed", promise_amount=3, materials=("营业场所证明",))
    for shown in (page(client, "unit", unit.public_id), page(client, "items", unit.public_id, q="设立")):
        assert "企业设立登记" in shown
        assert "营业场所证明" in shown
    assert "没有找到事项" in page(client, "items", unit.public_id, q="结婚")


def test_the_code_of_a_window_is_drawn(client, unit):
    window = services.window(body=unit)
    answer = client.get(reverse("reports:window-code", args=[window.code]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert client.get(reverse("reports:window-code", args=["NOSUCH"])).status_code == 404


def test_a_running_campaign_has_a_public_page_without_progress(client):
    one = plans.campaign(units=2)
    member = one.units.first()
    shown = page(client, "campaign", one.pk)
    assert one.title in shown
    assert member.name in shown
    assert "亮身份" in shown
    one.state = "withdrawn"
    one.save(update_fields=["state"])
    assert client.get(reverse("reports:campaign", args=[one.pk])).status_code == 404


def test_what_does_not_stand_is_not_found(client, unit):
    unit.dissolved_on = clock.today()
    unit.save(update_fields=["dissolved_on"])
    assert client.get(reverse("reports:unit", args=[unit.public_id])).status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
def test_public_pages_leave_sessions_alone(client, unit, signed_in, django_assert_max_num_queries):
    tallies(services.window(body=unit), l5=5)
    if signed_in:
        client.force_login(access.signed_in(body=unit)[0])
    for url in ("/", "/units/", reverse("reports:unit", args=[unit.public_id])):
        with django_assert_max_num_queries(20) as asked:
            answer = client.get(url)
        assert not answer.cookies
        assert "max-age=60" in answer["Cache-Control"]
        if not signed_in:
            assert not any("django_session" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("url", ["/", "/units/"])
def test_lists_ask_as_much_for_three_units_as_for_one(client, url):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    tallies(l5=5)
    one = ask()
    tallies(l5=5)
    tallies(l4=5)
    assert ask() == one


def test_a_unit_asks_as_much_for_three_windows_as_for_one(client, unit):
    def ask():
        with CaptureQueriesContext(connection) as asked:
            page(client, "unit", unit.public_id)
        return len(asked)

    tallies(services.window(body=unit), l5=5)
    closed_order(unit)
    one = ask()
    for number in range(2):
        tallies(services.window(body=unit), l5=5)
        closed_order(unit, source_id=f"again{number}")
    assert ask() == one


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/?code=%00", 400),
        ("/units/?q=%00", 400),
        ("/units/?q=%25&kind=nonsense&page=zz", 200),
        ("/units/?page=-3", 200),
    ],
)
def test_wrong_input_is_never_a_server_error(client, url, status):
    assert client.get(url).status_code == status


def test_a_unit_page_is_drawn_once_a_while_and_leads_to_what_citizens_wrote(client, settings, unit):
    settings.PUBLIC_PAGES_KEPT = 60
    tallies(services.window(body=unit), l5=19, l1=1)
    url = reverse("reports:unit", args=[unit.public_id])
    first = client.get(url).content.decode()
    assert reverse("ratings:said", args=[unit.public_id]) in first
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).content.decode() == first
    assert len(asked) <= 2, "the second visitor costs the look-up of the unit"
    assert "/en/" not in first
    english = client.get(url, headers={"Accept-Language": "en"}).content.decode()
    assert "Put right" in english, "each language is kept apart"
