import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.concurrency import at_once
from tests.factories import access, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.reports import tallies
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.display import actions, signing
from zhengyou.instruments.display.actions import Line, Wanted
from zhengyou.instruments.display.enums import AssetKind, ItemKind, Measure, Pledger, Source, SpotKind
from zhengyou.instruments.display.machine import MATTER_MOVES, MOVES, POST_MOVES, REMARK_MOVES, SHEET_MOVES
from zhengyou.instruments.display.models import Commitment, DemonstrationPost, Judgement, Pledge, Posting, Standard
from zhengyou.instruments.display.queries import coverage, spots_now
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.kernel.moves import reachable
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def unit():
    return BodyFactory()


def template(unit, pledger=Pledger.UNIT):
    return actions.add_template(body=unit, name="承诺书", pledger=pledger, headings=["能力", "作风"], actor=SYSTEM)


def pledge(unit, **more):
    given = {
        "template": more.pop("template", None) or template(unit),
        "lines": [Line("能力", "业务精通"), Line("作风", "热情服务")],
        "starts_on": clock.today(),
        "ends_on": clock.today() + dt.timedelta(days=100),
    }
    return actions.draft_pledge(body=unit, actor=SYSTEM, **given | more)


def standard(unit):
    return actions.draft_standard(body=unit, title="规范", lines=["微笑"], valid_from=clock.today(), actor=SYSTEM)


def post_of(unit, kind=None):
    kind = kind or actions.add_post_type(body=unit, name="示范岗", conditions="好", term_months=12, actor=SYSTEM)
    return actions.apply_for_post(kind=kind, body=unit, name="一号窗口", deeds="零投诉", actor=SYSTEM)


def matter(unit):
    wanted = Wanted("修路", Source.OWN, "自查", "修好", clock.today() + dt.timedelta(days=9))
    return actions.draft_matter(wanted, body=unit, actor=SYSTEM)


def spot(unit, kind=SpotKind.HALL):
    return actions.open_spot(body=unit, name=f"点位{unit.spots.count()}", kind=kind, actor=SYSTEM)


def item(unit, *required):
    return actions.add_item(body=unit, name="标志", kind=ItemKind.SIGN, required_at=required, actor=SYSTEM)


@pytest.mark.parametrize("machine", [MOVES, SHEET_MOVES, POST_MOVES, MATTER_MOVES, REMARK_MOVES])
def test_every_state_of_a_life_can_be_reached(machine):
    start = "received" if machine is REMARK_MOVES else "draft"
    states = {move.target for move in machine.values()} | {
        source for move in machine.values() for source in move.sources
    }
    assert reachable(machine, start) == states


def test_verbs_are_for_holders_in_scope(unit):
    held = AppointmentFactory(post=PostFactory(body=unit))
    card = actions.draft_card(appointment=held, badge="共产党员", consent=True, actor=SYSTEM)
    promise = actions.draft_commitment(body=unit, text="承诺", actor=SYSTEM)
    promise = actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)
    remark = actions.say(promise, text="好")
    draft = {"body": unit, "actor": None}
    for verb, function in (
        (lambda actor: actions.withdraw_consent(card, actor=actor), "display.manage"),
        (lambda actor: standard_by(actor, unit), "display.manage"),
        (lambda actor: actions.sign(pledge(unit), actor=actor), "display.sign"),
        (lambda actor: actions.award(actions.submit_post(post_of(unit), actor=SYSTEM), actor=actor), "display.award"),
        (lambda actor: actions.answer(remark, text="谢谢", actor=actor), "display.publish"),
        (lambda actor: actions.show(actions.submit(matter(unit), actor=SYSTEM), actor=actor), "display.publish"),
        (lambda actor: actions.open_spot(**draft | {"actor": actor}, name="厅", kind=SpotKind.HALL), "display.manage"),
        (
            lambda actor: actions.draft_asset(**draft | {"actor": actor}, title="画", kind=AssetKind.POSTER),
            "display.manage",
        ),
        (lambda actor: actions.add_item(**draft | {"actor": actor}, name="栏", kind=ItemKind.BOARD), "display.keep"),
        (
            lambda actor: actions.draft_brand(
                **draft | {"actor": actor}, name="品牌", meaning="好", since=clock.today()
            ),
            "display.manage",
        ),
    ):
        matrix(verb, function, unit)


def standard_by(actor, unit):
    return actions.draft_standard(body=unit, title="规范", lines=["微笑"], valid_from=clock.today(), actor=actor)


@pytest.mark.parametrize(
    "name",
    [
        "pledges",
        "standards",
        "remarks",
        "posts",
        "areas",
        "practical-matters",
        "brands",
        "coverage",
        "postings",
        "assets",
    ],
)
def test_pages_are_for_readers(client, unit, name):
    page_matrix(client, reverse(f"display:{name}"), "display.read", unit)


def test_a_remark_has_a_page_in_every_state(client, unit):
    draft = actions.draft_commitment(body=unit, text="承诺", actor=SYSTEM)
    promise = actions.show(actions.submit(draft, actor=SYSTEM), actor=SYSTEM)
    waits, answered, aside = (actions.say(promise, text=text) for text in ("好", "可以", "另说"))
    actions.answer(answered, text="谢谢", actor=SYSTEM)
    actions.set_aside(aside, reason="与承诺无关", actor=SYSTEM)
    client.force_login(access.signed_in("display.read", body=unit)[0])
    for remark, state in ((waits, "待答复"), (answered, "已随答复公开"), (aside, "已阅，不公开")):
        page = client.get(reverse("display:remark", args=[remark.pk])).content.decode()
        assert remark.text in page
        assert state in page


def test_a_signature_falls_with_any_change_and_with_a_return(unit):
    sheet = actions.sign(pledge(unit), actor=SYSTEM)
    assert signing.holds(sheet)
    Commitment.objects.filter(pledge=sheet, heading="作风").update(text="改过的承诺")
    assert not signing.holds(sheet)
    with pytest.raises(Conflict):
        actions.amend_pledge(
            sheet,
            lines=[Line("能力", "甲"), Line("作风", "乙")],
            starts_on=TODAY,
            ends_on=TODAY,
            opening="",
            actor=SYSTEM,
        )
    with pytest.raises(Conflict):
        actions.take_down(sheet.commitments.first(), actor=SYSTEM)
    back = actions.send_back(sheet, actor=SYSTEM)
    assert (back.state, back.digest, back.signed_at) == ("draft", "", None)
    with pytest.raises(Invalid):
        pledge(unit, template=back.template, lines=[Line("能力", "业务精通")])


def test_whoever_signs_does_not_review_and_nobody_signs_for_another(unit):
    held = AppointmentFactory(post=PostFactory(body=unit))
    sheet = pledge(unit, template=template(unit, Pledger.PERSON), appointment=held)
    both = access.actor("display.sign", "display.publish", "display.manage", body=unit)
    with pytest.raises(Refused):
        actions.sign(sheet, actor=both)
    own = actions.sign(pledge(unit), actor=both)
    with pytest.raises(Refused):
        actions.show(own, actor=both)


def test_a_promise_that_stays_broken_presses_again_only_after_a_quiet_time(unit):
    tallies(services.window(body=unit), l1=20)
    starts = clock.today() - dt.timedelta(days=90)
    promise = actions.draft_commitment(
        body=unit, text="满意", measure=Measure.SATISFACTION, target=90, starts_on=starts, actor=SYSTEM
    )
    actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)
    (first,) = actions.judge_all()
    assert (first.keeping, first.good, first.of_all) == ("broken", 0, 20)
    later = clock.today() + dt.timedelta(days=3)
    planned = orders.plan(first.order, measures="增开窗口", limit_on=later, responsible="王某", actor=SYSTEM)
    replied = orders.reply(planned, finding="true", reason="排班不足", answer="已增开窗口。", actor=SYSTEM)
    orders.verify(replied, actor=SYSTEM)
    with clock.pretend(clock.now() + dt.timedelta(days=1)):
        actions.judge_all()
        assert Order.objects.filter(kind="commitment").count() == 1
    with clock.pretend(clock.now() + dt.timedelta(days=95)):
        (later,) = actions.judge_all()
        assert later.order_id not in {None, first.order_id}
    assert Judgement.objects.filter(commitment=promise, order__isnull=False).count() == 2


def test_coverage_asks_only_where_the_list_asks(unit):
    hall, office = spot(unit), spot(unit, SpotKind.OFFICE)
    sign = item(unit, SpotKind.HALL)
    lines = {line.spot.pk: line for line in coverage(spots_now())}
    assert (lines[hall.pk].required, lines[hall.pk].covered) == (1, 0)
    assert lines[office.pk].required == 0
    (posting,) = actions.post_up(item=sign, spots=[hall], actor=SYSTEM)
    assert coverage([hall])[0].covered == 1
    actions.close_spot(hall, actor=SYSTEM)
    posting.refresh_from_db()
    assert posting.down_on == clock.today()
    other = actions.add_item(body=BodyFactory(), name="外单位", kind=ItemKind.SIGN, actor=SYSTEM)
    with pytest.raises(Conflict):
        actions.post_up(item=other, spots=[office], actor=SYSTEM)


def test_the_photograph_needs_the_consent_first(client, unit):
    account, _actor = access.signed_in("display.read", body=unit)
    card = actions.draft_card(appointment=account.person.appointments.get(), actor=SYSTEM)
    stranger = access.actor("display.read", "display.manage", body=BodyFactory())
    with pytest.raises(Forbidden):
        actions.consent(card, badge="工会会员", actor=stranger)
    with pytest.raises(Forbidden):
        actions.withdraw_consent(card, actor=stranger)


def test_lists_ask_as_much_for_three_rows_as_for_one(client, unit):
    kind = actions.add_post_type(body=unit, name="示范岗", conditions="好", term_months=12, actor=SYSTEM)
    sheets, sign = template(unit), item(unit, SpotKind.HALL)

    def add(number):
        post = post_of(unit, kind)
        DemonstrationPost.objects.filter(pk=post.pk).update(name=f"窗口{number}")
        pledge(unit, template=sheets)
        standard(unit)
        matter(unit)
        place = spot(unit)
        actions.post_up(item=sign, spots=[place], actor=SYSTEM)
        held = AppointmentFactory(post=PostFactory(body=unit))
        actions.mark_area(body=unit, name=f"区{number}", appointment=held, duties="看", spots=[place], actor=SYSTEM)
        actions.draft_brand(body=unit, name=f"牌{number}", meaning="好", since=TODAY, actor=SYSTEM)
        actions.draft_asset(body=unit, title="画", kind=AssetKind.POSTER, actor=SYSTEM)

    names = [
        "pledges",
        "standards",
        "posts",
        "areas",
        "area-map",
        "practical-matters",
        "brands",
        "coverage",
        "postings",
    ]
    urls = [reverse(f"display:{name}") for name in [*names, "spots", "assets"]]
    urls += [reverse("display:unit", args=[unit.public_id]), reverse("display:matters")]
    client.force_login(access.signed_in("display.read", "display.manage", body=unit)[0])

    def ask():
        asked = {}
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            asked[url] = len(queries)
        return asked

    add(1)
    ask()
    one = ask()
    add(2)
    add(3)
    assert ask() == one


@pytest.mark.django_db(transaction=True)
def test_racing_verbs_leave_one_version_one_posting_one_verdict():
    unit = BodyFactory()
    sheets, sign, place = template(unit), item(unit), spot(unit)
    tallies(services.window(body=unit), l1=20)
    starts = clock.today() - dt.timedelta(days=90)
    promise = actions.draft_commitment(
        body=unit, text="满意", measure=Measure.SATISFACTION, target=90, starts_on=starts, actor=SYSTEM
    )
    actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)

    drafted = at_once(3, lambda _: pledge(unit, template=sheets))
    assert all(isinstance(one, Pledge | Conflict) for one in drafted)
    numbers = list(Pledge.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))

    posted = at_once(3, lambda _: actions.post_up(item=sign, spots=[place], actor=SYSTEM))
    assert all(isinstance(one, list) for one in posted), posted
    assert Posting.objects.filter(down_on__isnull=True).count() == 1

    assert not [one for one in at_once(3, lambda _: actions.judge_all()) if isinstance(one, Exception)]
    assert Judgement.objects.count() == 1
    assert Order.objects.filter(kind="commitment").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["standard", "pledge"])
def test_reviewers_who_show_two_versions_at_once_take_turns(kind):
    """The later one replaces the earlier one; nobody meets an error of the database, and one version is on show."""
    unit = BodyFactory()
    sheets = template(unit)
    first, *versions = [standard(unit) if kind == "standard" else pledge(unit, template=sheets) for _ in range(4)]
    hand_in = actions.submit if kind == "standard" else actions.sign
    actions.show(hand_in(first, actor=SYSTEM), actor=SYSTEM)
    for one in versions:
        hand_in(one, actor=SYSTEM)

    shown = at_once(3, lambda place: actions.show(versions[place], actor=SYSTEM))

    assert all(isinstance(one, type(first)) for one in shown), shown
    states = list(type(first).objects.order_by("state").values_list("state", flat=True))
    assert states == ["replaced", "replaced", "replaced", "shown"]
    if kind == "pledge":
        assert Commitment.objects.filter(state="shown").values("pledge").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_of_one_thing_meet_a_conflict():
    unit = BodyFactory()
    one = actions.submit(standard(unit), actor=SYSTEM)
    shown = at_once(3, lambda _: actions.show(one, actor=SYSTEM))
    assert sum(isinstance(found, Standard) for found in shown) == 1
    assert sum(isinstance(found, Conflict) for found in shown) == 2, shown
