import datetime as dt
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tests.factories import access, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.factories.reports import tallies
from zhengyou.instruments.display import actions
from zhengyou.instruments.display.actions import Wanted
from zhengyou.instruments.display.enums import Keeping, Measure, Source, State
from zhengyou.instruments.display.models import (
    Area,
    Asset,
    Brand,
    Card,
    Commitment,
    DemonstrationPost,
    DisplayItem,
    Pledge,
    PledgeTemplate,
    Posting,
    PostType,
    PracticalMatter,
    Remark,
    Spot,
    Standard,
)
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.records.notices import worklist
from zhengyou.registry.bodies.models import Appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县税务局", kind="government")


def sign_in(client, unit, *functions):
    client.force_login(access.signed_in("display.read", *functions, body=unit)[0])


def public(client, unit):
    return client.get(reverse("reports:unit", args=[unit.public_id])).content.decode()


@pytest.mark.requirement("A-28", "C3-04", "E-07")
def test_a_commitment_is_written_reviewed_published_for_its_days_and_followed_up(client, unit):
    tallies(services.window(body=unit), l5=19, l1=1)
    first = clock.today() - dt.timedelta(days=30)
    last = clock.today() + dt.timedelta(days=30)
    sign_in(client, unit, "display.manage")
    client.post(
        reverse("display:draft-commitment"),
        {"text": "好评率不低于95%", "measure": "satisfaction", "target": "95", "starts_on": first, "ends_on": last},
    )
    promise = Commitment.objects.get()
    client.post(reverse("display:act-commitment", args=[promise.pk, "submit"]))
    assert promise.text not in public(client, unit)

    sign_in(client, unit, "display.publish")
    client.post(reverse("display:act-commitment", args=[promise.pk, "show"]))

    promise.refresh_from_db()
    assert (promise.state, promise.starts_on, promise.ends_on) == (State.SHOWN, first, last)
    shown = public(client, unit)
    assert promise.text in shown
    assert "20件中19件达到，占95.0%" in shown
    assert "已兑现" in shown
    with clock.pretend(clock.now() + dt.timedelta(days=40)):
        assert promise.text not in public(client, unit)


@pytest.mark.requirement("A-27", "C2-09", "C3-12")
def test_an_identity_card_stands_on_the_page_and_is_printed_as_work_card_and_desk_plate(client, unit):
    post = PostFactory(body=unit, title="综合受理岗", responsibilities="一次性告知\n限时办结")
    held = AppointmentFactory(post=post, person__name="示例甲")
    window = services.window(body=unit, name="办税窗口")
    sign_in(client, unit, "display.manage")
    given = {
        "appointment": str(held.public_id),
        "window": str(window.public_id),
        "badge": "共产党员",
        "consent": "on",
        "motto": "让群众少跑一趟",
    }
    client.post(reverse("display:draft-card"), given)
    card = Card.objects.get()
    plate = reverse("display:plate", args=[card.pk])
    assert client.get(plate).status_code == 409
    client.post(reverse("display:act-card", args=[card.pk, "submit"]))
    sign_in(client, unit, "display.publish")
    client.post(reverse("display:act-card", args=[card.pk, "show"]))

    card.refresh_from_db()
    assert (card.state, card.consented_on) == (State.SHOWN, clock.today())
    shown = public(client, unit)
    assert "示例甲" in shown
    assert "共产党员" in shown
    printed = client.get(plate).content.decode()
    for text in ("示例甲", "综合受理岗", "办税窗口", "共产党员", "限时办结", window.code):
        assert text in printed


def act(client, thing, kind, verb):
    return client.post(reverse("display:act", args=[kind, thing.pk, verb]))


def reviewed(client, unit, thing, kind):
    """Hand ``thing`` in and have it shown by somebody else, each through the desk."""
    sign_in(client, unit, "display.manage")
    act(client, thing, kind, "submit")
    sign_in(client, unit, "display.publish", "display.manage")
    act(client, thing, kind, "show")
    thing.refresh_from_db()
    assert thing.state == "shown"


def shows(client, unit):
    return client.get(reverse("display:unit", args=[unit.public_id])).content.decode()


def picture(name="现场.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (40, 56), (180, 200, 220)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def words_of(pdf):
    """Return the text of a PDF without blanks: a line may break anywhere."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.requirement("C3-11", "C4-07", "C5-09")
def test_identity_emblem_place_and_photograph_stand_on_cards_by_the_persons_own_consent_only(client, unit):
    account, _actor = access.signed_in("display.read", body=unit)
    held = Appointment.objects.get(person=account.person)
    sign_in(client, unit, "display.manage")
    given = {"appointment": str(held.public_id), "badge": "共产党员", "emblem": "on"}
    answer = client.post(reverse("display:draft-card"), given)
    assert "须经本人同意" in answer.content.decode()
    client.post(reverse("display:draft-card"), {"appointment": str(held.public_id)})
    card = Card.objects.get()
    assert (card.badge, card.emblem, card.consented_on) == ("", False, None)
    assert client.post(reverse("display:consent", args=[card.pk]), {"badge": "共产党员"}).status_code == 404

    client.force_login(account)
    assert "公示内容" in client.get(reverse("display:mine")).content.decode()
    agreed = {"badge": "共产党员", "emblem": "on", "photo": "on"}
    client.post(reverse("display:consent", args=[card.pk]), agreed)
    owner = {"owner_kind": "display.card", "owner_id": str(card.pk), "next": "/desk/"}
    client.post(reverse("files:attach"), owner | {"file": picture("本人.jpg")})
    card.refresh_from_db()
    assert (card.state, card.badge, card.emblem, card.consent_form) == ("submitted", "共产党员", True, "own")
    sign_in(client, unit, "display.publish", "display.manage")
    client.post(reverse("display:act-card", args=[card.pk, "show"]))

    for form in ("badges", "plates"):
        printed = words_of(client.get(reverse("display:card-sheet", args=[form])).content)
        assert account.person.name in printed
        assert "共产党员" in printed
        assert "徽章佩戴处" in printed
    shown = shows(client, unit)
    assert "共产党员" in shown
    photo = re.search(r'<img src="([^"]+)"', shown).group(1)
    assert client.get(photo.partition("?")[0]).status_code == 200

    client.force_login(account)
    client.post(reverse("display:withdraw-consent", args=[card.pk]))
    card.refresh_from_db()
    assert (card.state, card.badge, card.emblem, card.photo_consented_on) == ("shown", "", False, None)
    client.logout()
    assert "共产党员" not in shows(client, unit)
    assert client.get(photo.partition("?")[0]).status_code == 404
    assert "当前有效" in client.get(reverse("display:holds", args=[card.pk])).content.decode()


HEADINGS = ("能力", "作风", "效能", "品牌")


def sheet(**more):
    said = {f"text_{number}": f"{heading}承诺" for number, heading in enumerate(HEADINGS)}
    today = clock.today()
    return {"starts_on": today, "ends_on": today + dt.timedelta(days=200), **said, **more}


@pytest.mark.requirement("C5-06", "C5-14", "E-33")
def test_sheets_of_promises_follow_a_template_are_signed_in_versions_and_tracked(client, unit):
    sign_in(client, unit, "display.keep")
    for name, pledger in (("公开承诺书", "unit"), ("岗位服务承诺书", "person")):
        given = {"name": name, "pledger": pledger, "headings": "\n".join(HEADINGS), "opening": "我们郑重承诺"}
        client.post(reverse("display:new-template"), given)
    of_unit, of_person = PledgeTemplate.objects.order_by("-pledger")
    assert of_unit.headings == list(HEADINGS)

    sign_in(client, unit, "display.manage", "display.sign")
    draft = f"{reverse('display:draft-pledge')}?template={of_unit.pk}"
    answer = client.post(draft, sheet(text_2="好评率不低于95%", measure_2="satisfaction", target_2=""))
    assert "请填写1至100之间的百分比" in answer.content.decode()
    client.post(draft, sheet(text_2="好评率不低于95%", measure_2="satisfaction", target_2="95"))
    first = Pledge.objects.get()
    client.post(reverse("display:sign-pledge", args=[first.pk]))
    first.refresh_from_db()
    assert first.state == "submitted"
    assert len(first.digest) == 64
    sign_in(client, unit, "display.publish", "display.manage")
    act(client, first, "pledge", "show")
    assert "好评率不低于95%" in shows(client, unit)

    client.post(draft, sheet(text_2="好评率不低于97%", measure_2="satisfaction", target_2="97"))
    second = Pledge.objects.get(number=2)
    sign_in(client, unit, "display.sign")
    client.post(reverse("display:sign-pledge", args=[second.pk]))
    sign_in(client, unit, "display.publish")
    act(client, second, "pledge", "show")
    first.refresh_from_db()
    assert first.state == "replaced"
    shown = shows(client, unit)
    assert "好评率不低于97%" in shown
    assert "好评率不低于95%" not in shown
    page = client.get(reverse("display:pledge", args=[second.pk])).content.decode()
    assert "内容与签署时一致" in page
    assert "v1" in page

    promise = second.commitments.get(heading="作风")
    sign_in(client, unit, "display.manage")
    done = {"on": clock.today(), "text": "开展窗口作风自查"}
    client.post(reverse("display:fulfil-commitment", args=[promise.pk]), done)
    told = client.get(reverse("display:promise", args=[promise.pk])).content.decode()
    assert "开展窗口作风自查" in told
    assert str(Keeping.UNKNOWN.label) in told

    account, _actor = access.signed_in("display.read", body=unit)
    held = Appointment.objects.get(person=account.person)
    own = f"{reverse('display:draft-pledge')}?template={of_person.pk}&appointment={held.public_id}"
    client.force_login(account)
    client.post(own, sheet(text_0="每月学习一次业务"))
    personal = Pledge.objects.get(appointment=held)
    sign_in(client, unit, "display.sign", "display.manage")
    assert client.post(reverse("display:sign-pledge", args=[personal.pk])).status_code == 422
    client.force_login(account)
    client.post(reverse("display:sign-pledge", args=[personal.pk]))
    sign_in(client, unit, "display.publish")
    act(client, personal, "pledge", "show")
    personal.refresh_from_db()
    assert personal.state == "shown"
    assert account.person.name in personal.signed_by
    assert "每月学习一次业务" in shows(client, unit)
    assert "每月学习一次业务" in words_of(client.get(reverse("display:pledge-pdf", args=[personal.pk])).content)


@pytest.mark.requirement("C2-44")
def test_the_public_comments_on_a_promise_and_the_unit_answers_in_public(client, unit):
    promise = actions.draft_commitment(body=unit, text="午间不打烊", actor=SYSTEM)
    actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)
    page = reverse("display:promise", args=[promise.pk])
    assert client.post(page, {"text": ""}).status_code == 422
    client.post(page, {"text": "中午去了没人，电话13812345678"})
    remark = Remark.objects.get()
    assert (remark.state, remark.said_on) == ("received", clock.today())
    waiting = client.get(page).content.decode()
    assert "中午去了没人" not in waiting
    assert "还有1条留言等待答复" in waiting

    sign_in(client, unit, "display.publish")
    assert "中午去了没人" in client.get(reverse("display:remarks")).content.decode()
    client.post(reverse("display:answer-remark", args=[remark.pk]), {"answer": "已调整排班"})
    client.logout()
    published = client.get(page).content.decode()
    assert "中午去了没人" in published
    assert "已调整排班" in published
    assert "13812345678" not in published
    said = Event.objects.get(verb="display.say")
    assert (said.actor_kind, said.actor_id, said.at) == ("public", "", clock.midnight(clock.today()))


@pytest.mark.requirement("A-28")
def test_a_broken_promise_opens_an_order_by_itself_and_the_public_follows_it(client, unit):
    tallies(services.window(body=unit), l5=5, l1=15)
    promise = actions.draft_commitment(
        body=unit, text="好评率不低于95%", measure=Measure.SATISFACTION, target=95,
        starts_on=clock.today() - dt.timedelta(days=60), actor=SYSTEM,
    )  # fmt: skip
    actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)
    actions.judge_all()
    actions.judge_all()
    order = Order.objects.get(kind="commitment")
    assert (order.body, order.source_kind) == (unit, "display.judgement")
    told = client.get(reverse("display:promise", args=[promise.pk])).content.decode()
    assert order.number in told
    assert str(Keeping.BROKEN.label) in told
    sign_in(client, unit, "orders.read")
    assert "对应的承诺" in client.get(reverse("orders:detail", args=[order.pk])).content.decode()
    with clock.pretend(clock.now() + dt.timedelta(days=40)):
        actions.judge_all()
    assert Order.objects.filter(kind="commitment").count() == 1, "one is still open"


@pytest.mark.requirement("A-38", "C4-31", "E-19")
@pytest.mark.parametrize("audience", ["public", "workers", "staff"])
def test_a_practical_matter_goes_from_its_source_to_proof_and_satisfaction(client, unit, audience):
    sign_in(client, unit, "display.manage")
    due = clock.today() + dt.timedelta(days=20)
    given = {
        "title": "改建休息室", "source": "opinion", "origin": "职工座谈会第3条", "audience": audience,
        "promise": "年底前建成", "due_on": due, "budget": "20000",
    }  # fmt: skip
    client.post(reverse("display:draft-practical-matter"), given)
    matter = PracticalMatter.objects.get()
    page = reverse("display:matter", args=[matter.pk])
    assert client.get(page).status_code == 404
    reviewed(client, unit, matter, "practical-matter")
    told = client.get(page).content.decode()
    for text in ("改建休息室", "职工座谈会第3条", "年底前建成", "20,000.00"):
        assert text in told

    step = {"on": clock.today(), "text": "完成水电改造", "share": "60", "spent": "12000"}
    client.post(reverse("display:step-practical-matter", args=[matter.pk]), step)
    finish = reverse("display:finish-practical-matter", args=[matter.pk])
    done = {"result": "已投入使用", "done_on": clock.today()}
    assert "请先上传佐证" in client.post(finish, done).content.decode()
    client.post(finish, done | {"proof": picture()})
    matter.refresh_from_db()
    assert (matter.state, matter.spent) == ("done", 12000)
    client.logout()
    for _ in range(4):
        client.post(page, {"level": "5"})
    assert "评价人数不足" in client.get(page).content.decode()
    client.post(page, {"level": "1", "text": "太小"})
    told = client.get(page).content.decode()
    assert "满意率80%（5人评价" in told
    proof = re.search(r'href="(/files/[^"]+)"', told).group(1)
    assert client.get(proof).status_code == 200
    assert "完成水电改造" in told


@pytest.mark.requirement("A-38")
def test_a_practical_matter_that_is_late_opens_an_order_and_says_so_in_public(client, unit):
    wanted = Wanted("修路灯", Source.VISIT, "走访第8户", "十日内修好", clock.today() + dt.timedelta(days=3))
    matter = actions.draft_matter(wanted, body=unit, actor=SYSTEM)
    actions.show(actions.submit(matter, actor=SYSTEM), actor=SYSTEM)
    with clock.pretend(clock.now() + dt.timedelta(days=4)):
        assert [one.pk for one in actions.press_late()] == [matter.pk]
        assert actions.press_late() == []
        told = client.get(reverse("display:matters")).content.decode()
    matter.refresh_from_db()
    assert matter.late_order.kind == "commitment"
    assert "已超过承诺期限" in told


@pytest.mark.requirement("B-33")
def test_a_service_brand_is_entered_proved_reviewed_and_shown(client, unit):
    sign_in(client, unit, "display.manage")
    given = {"name": "税惠青禾", "meaning": "为企业服务、为职工解难", "since": clock.today()}
    client.post(reverse("display:draft-brand"), given)
    brand = Brand.objects.get()
    proof = {"on": clock.today(), "text": "上门辅导企业12家"}
    client.post(reverse("display:prove-brand", args=[brand.pk]), proof)
    assert "税惠青禾" not in client.get(reverse("display:public-posts")).content.decode()
    reviewed(client, unit, brand, "brand")
    for told in (shows(client, unit), client.get(reverse("display:public-posts")).content.decode()):
        assert "税惠青禾" in told
        assert "上门辅导企业12家" in told
    assert brand.proofs.count() == 1


def hall(client, unit, *kinds):
    """Enter places of these kinds through the desk and return them."""
    sign_in(client, unit, "display.manage", "display.keep")
    for number, kind in enumerate(kinds, 1):
        client.post(reverse("display:new-spot"), {"name": f"点位{number}", "kind": kind})
    return list(Spot.objects.order_by("name"))


@pytest.mark.requirement("C2-29", "C3-13", "E-34")
def test_boards_wall_papers_and_slogans_hang_for_their_time_with_photographs(client, unit):
    (place,) = hall(client, unit, "hospital")
    until = clock.today() + dt.timedelta(days=30)
    for name, kind, text in (
        ("健康知识墙报", "health", "高血压防治"),
        ("公开栏", "board", "办事流程、承诺事项"),
        ("标语", "slogan", "为民服务创先争优"),
    ):
        client.post(reverse("display:new-item"), {"name": name, "kind": kind})
        item = DisplayItem.objects.get(name=name)
        given = {"item": item.pk, "spots": [place.pk], "text": text, "starts_on": clock.today(), "until": until}
        client.post(reverse("display:post-up"), given)
    board = Posting.objects.get(item__name="公开栏")
    owner = {"owner_kind": "display.posting", "owner_id": str(board.pk), "next": "/desk/"}
    client.post(reverse("files:attach"), owner | {"file": picture()})
    shown = shows(client, unit)
    for text in ("高血压防治", "办事流程、承诺事项", "为民服务创先争优", "现场.jpg", f"{until:%Y-%m-%d}"):
        assert text in shown
    with clock.pretend(clock.now() + dt.timedelta(days=31)):
        assert "高血压防治" not in shows(client, unit)
        actor = access.actor("display.manage", body=unit)
        assert len(worklist.waiting_for(actor)) == 3, "what is out of date is to be taken down"
    client.post(reverse("display:unpost", args=[board.pk]), {"reason": "换新版面"})
    board.refresh_from_db()
    assert (board.down_on, board.down_reason) == (clock.today(), "换新版面")
    assert "办事流程、承诺事项" not in shows(client, unit)
    assert "换新版面" in client.get(reverse("display:posting", args=[board.pk])).content.decode()


@pytest.mark.requirement("E-06", "E-08")
def test_coverage_counts_place_by_item_and_the_library_gives_reviewed_material(client, unit):
    office, toll, _school = hall(client, unit, "office", "toll", "school")
    client.post(reverse("display:new-item"), {"name": "创建标志", "kind": "sign", "required_at": ["office", "toll"]})
    sign = DisplayItem.objects.get()
    given = {"title": "创建标志版面", "kind": "layout", "text": "文明服务示范", "file": picture("版面.jpg")}
    client.post(reverse("display:draft-asset"), given)
    asset = Asset.objects.get()
    up = {"item": sign.pk, "asset": asset.pk, "spots": [office.pk], "starts_on": clock.today()}
    assert client.post(reverse("display:post-up"), up).status_code == 422, "not reviewed yet"
    reviewed(client, unit, asset, "asset")
    assert "版面.jpg" in client.get(reverse("display:asset", args=[asset.pk])).content.decode()
    client.post(reverse("display:post-up"), up)

    told = client.get(reverse("display:coverage")).content.decode()
    assert "创建标志 · 已张挂" in told
    assert "创建标志 · 未张挂" in told
    assert "1/2" in told.replace(" ", "")
    client.post(reverse("display:post-up"), up | {"spots": [office.pk, toll.pk]})
    assert Posting.objects.filter(down_on__isnull=True).count() == 2
    assert "未张挂" not in client.get(reverse("display:coverage")).content.decode()
    answer = client.get(reverse("display:coverage"), {"export": "xlsx"})
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    assert sum("创建标志" in row and "是" in row for row in rows) == 2
    assert "点位2" in client.get(reverse("display:asset", args=[asset.pk])).content.decode()


@pytest.mark.requirement("C3-16", "D-46", "C5-10")
def test_posts_are_applied_for_held_renewed_and_taken_back_and_areas_have_a_map(client, unit):
    sign_in(client, unit, "display.keep")
    kind = {"name": "巾帼文明岗", "conditions": "女职工占多数、群众满意", "term_months": "12"}
    client.post(reverse("display:new-post-type"), kind)
    client.post(reverse("display:new-post-type"), kind | {"name": "党员示范岗"})
    assert "巾帼文明岗" in client.get(reverse("display:post-types")).content.decode()
    party = PostType.objects.get(name="党员示范岗")
    sign_in(client, unit, "display.manage", "display.award")
    given = {"kind": party.pk, "name": "办税一号窗口", "deeds": "全年零投诉"}
    client.post(reverse("display:apply-post"), given)
    post = DemonstrationPost.objects.get()
    client.post(reverse("display:act-post", args=[post.pk, "submit"]))
    assert client.post(reverse("display:act-post", args=[post.pk, "award"])).status_code == 422, "own application"
    sign_in(client, unit, "display.award")
    client.post(reverse("display:act-post", args=[post.pk, "award"]))
    post.refresh_from_db()
    assert post.state == "held"
    assert post.ends_on > clock.today() + dt.timedelta(days=360)
    assert "办税一号窗口" in client.get(reverse("display:public-posts")).content.decode()
    assert client.post(reverse("display:act-post", args=[post.pk, "renew"])).status_code == 422, "too early"
    assert client.post(reverse("display:act-post", args=[post.pk, "remove"]), {"reason": ""}).status_code == 422
    client.post(reverse("display:act-post", args=[post.pk, "remove"]), {"reason": "发生有责投诉"})
    post.refresh_from_db()
    assert (post.state, post.reason) == ("removed", "发生有责投诉")
    assert "办税一号窗口" not in client.get(reverse("display:public-posts")).content.decode()

    sign_in(client, unit, "display.manage")
    client.post(reverse("display:apply-post"), given)
    again = DemonstrationPost.objects.get(state="draft")
    actions.award(actions.submit_post(again, actor=SYSTEM), actor=SYSTEM)
    with clock.pretend(clock.now() + dt.timedelta(days=366)):
        assert [one.pk for one in actions.expire_posts()] == [again.pk]
        assert "办税一号窗口" not in client.get(reverse("display:public-posts")).content.decode()

    one, other = hall(client, unit, "window", "hall")
    held = AppointmentFactory(post=PostFactory(body=unit), person__name="示例甲")
    area = {"name": "大厅东区", "appointment": str(held.public_id), "duties": "引导、帮办", "spots": [one.pk]}
    client.post(reverse("display:mark-area"), area)
    assert list(Area.objects.get().spots.all()) == [one]
    drawn = client.get(reverse("display:area-map")).content.decode()
    assert "大厅东区" in drawn
    assert "示例甲" in drawn
    assert "无责任人" in drawn
    assert other.name in drawn
    assert "大厅东区" in shows(client, unit)


@pytest.mark.requirement("C4-08")
def test_screen_page_board_and_handbook_say_the_same(client, unit):
    promise = actions.draft_commitment(body=unit, text="首问负责到底", actor=SYSTEM)
    actions.show(actions.submit(promise, actor=SYSTEM), actor=SYSTEM)
    sign_in(client, unit, "display.manage")
    old = {"title": "窗口服务标准", "lines": "来有迎声\n走有送声", "valid_from": clock.today()}
    client.post(reverse("display:draft-standard"), old)
    first = Standard.objects.get()
    reviewed(client, unit, first, "standard")
    client.post(reverse("display:draft-standard"), old | {"lines": "起立迎接\n双手递交"})
    second = Standard.objects.get(number=2)
    reviewed(client, unit, second, "standard")
    first.refresh_from_db()
    assert first.state == "replaced"
    services.item(body=unit, name="发票代开")

    client.logout()
    handbook = words_of(client.get(reverse("display:unit-pdf", args=[unit.public_id])).content)
    sign_in(client, unit)
    board = words_of(client.get(reverse("display:unit-paper", args=[unit.public_id, "board"])).content)
    for printed in (handbook, board):
        assert "首问负责到底" in printed
        assert "双手递交" in printed
        assert "走有送声" not in printed
    assert "发票代开" in handbook
    client.logout()
    wall = reverse("display:wall", args=[unit.public_id])
    screen = client.get(wall)
    assert "首问负责到底" in screen.content.decode()
    assert f'content="20; url={wall}people/"' in screen.content.decode()
    assert "双手递交" in client.get(f"{wall}works/").content.decode()
    works = client.get(f"{wall}works/").content.decode()
    assert works.count("/wall/") == works.count(f'data-next="{wall}promises/"') + works.count(f'url={wall}promises/"')
    assert f'data-screen="{unit.public_id}"' in works
    assert client.get(f"{wall}nonsense/").status_code == 404
