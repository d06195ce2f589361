"""How ratings come in: invited by the case, by phone, hotline, card and API, in five neutral levels with one tag set."""

import datetime as dt
import io
import json
import re
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import openpyxl
import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver

from tests.concurrency import at_once
from tests.factories import ratings, services
from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix, page_matrix
from zhengyou.instruments.ratings import actions, channels, line, policy, samples, tasks
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.models import (
    Addition,
    DayTally,
    Invitation,
    Judgement,
    LoopRule,
    Panel,
    PraiseReport,
    Rating,
    Seat,
    TextInvitation,
    Ticket,
)
from zhengyou.instruments.ratings.tagsets import TagDraft, TagSetDraft
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.services import actions as cases
from zhengyou.registry.services.enums import Mode

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 6, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def unit():
    return BodyFactory(name="青禾县社会保险中心", parent=BodyFactory(name="青禾县政务服务局"))


@pytest.fixture
def window(unit):
    ratings.tag_set()
    return services.window(body=unit, name="3号窗口")


def said(answer):
    return answer.content.decode()


@pytest.mark.requirement("RT-06")
def test_invitation_is_made_by_the_case_and_by_nobody_at_the_window(client, unit):
    """由办件邀评: accepting and closing a case each make one; no function, address or verb lets a clerk make another."""
    item = services.item(body=unit, mode=Mode.COMMITTED, promise_amount=5)
    window = services.window(body=unit, items=[item])
    account, _clerk = signed_in("services.register", "services.read", "ratings.read", body=unit)
    client.force_login(account)
    client.post("/desk/services/register/", {"window": window.code, "item": item.pk})
    case = window.cases.get()
    assert [(one.stage, one.service_number) for one in case.invitations.all()] == [("accept", 1)]
    cases.close_case(case, actor=SYSTEM)
    assert [one.stage for one in case.invitations.order_by("service_number")] == ["accept", "done"]
    withdrawn = cases.withdraw_case(services.case(window=window), actor=SYSTEM)
    assert not withdrawn.invitations.filter(stage="done").exists()
    assert set(Event.objects.filter(verb="ratings.mint").values_list("object_kind", flat=True)) == {
        "ratings.invitation"
    }
    desk = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not {name for name in desk if "invitation" in name or "mint" in name}
    slip = said(client.get(f"/desk/ratings/slip/{case.pk}/"))
    assert case.invitations.get(stage="done").code[:5] in slip


@pytest.mark.requirement("RT-07")
def test_code_is_used_once_for_one_service_of_one_case_and_expires(client, unit):
    """一次有效: the second use, the use after its days, and the code of another service are each told apart."""
    item = services.item(body=unit, mode=Mode.COMMITTED, promise_amount=5)
    window = services.window(body=unit, items=[item])
    with clock.pretend(DAY):
        case = services.case(window=window, closed=True)
        accept, done = case.invitations.order_by("service_number")
        assert client.post(f"/r/{accept.code}", {"level": "5"}).status_code == 302
        again = client.post(f"/r/{accept.code}", {"level": "1"})
        assert again.status_code == 410
        assert "该办件已经评价" in said(again)
        assert client.get(f"/r/{done.code}").status_code == 200, "the other service of the case is rated for itself"
    with clock.pretend(DAY + dt.timedelta(days=40)):
        late = client.post(f"/r/{done.code}", {"level": "1"})
        assert late.status_code == 410
        assert actions.expire_invitations(actor=SYSTEM) == 1
    assert Rating.objects.get().level == 5
    assert {one.state for one in Invitation.objects.filter(case=case)} == {"rated", "expired"}


@pytest.mark.requirement("RT-08")
def test_short_code_has_a_check_digit_and_is_printed_on_the_slip(client, window, unit, settings):
    """短评价码: one wrong character is noticed, look-alikes are read right, and the slip shows code, QR and address."""
    settings.RATING_BASE_URL = "https://pj.qinghe.example"
    invitation = ratings.invitation(window=window)
    code = invitation.code
    assert len(code) == 10
    assert ids.code_holds(code)
    other = next(letter for letter in ids.ALPHABET if letter != code[3])
    assert not ids.code_holds(code[:3] + other + code[4:])
    wrong = client.get(f"/r/{code[:3] + other + code[4:]}")
    assert wrong.status_code == 404
    assert "没有这个评价码" in said(wrong)
    typed = f" {code[:5].lower()}-{code[5:].lower()} ".replace("0", "o").replace("1", "l")
    assert client.get("/r/", {"code": typed})["Location"] == f"/r/{code}"
    client.force_login(signed_in("services.register", body=unit)[0])
    slip = said(client.get(f"/desk/ratings/slip/{invitation.case_id}/"))
    assert f"{code[:5]} {code[5:]}" in slip
    assert "https://pj.qinghe.example/r/" in slip
    assert "<svg" in slip


@pytest.mark.requirement("RT-12", "RT-23", "RT-25")
def test_own_phone_rates_in_five_levels_none_of_which_is_chosen_beforehand(client, window):
    """手机扫码、五级、不预选、文字自愿: nothing is ticked, a level alone is enough, none is refused with what was typed."""
    code = ratings.invitation(window=window).code
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9) MicroMessenger/8.0"})
    page = said(phone.get(f"/r/{code}"))
    levels = re.findall(r'<input[^>]*name="level"[^>]*>', page)
    assert len(levels) == 5
    assert not [one for one in levels if "checked" in one]
    assert [re.search(r'value="(\d)"', one)[1] for one in levels] == ["5", "4", "3", "2", "1"]
    for word in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"):
        assert word in page
    unchosen = phone.post(f"/r/{code}", {"text": "请保留这句话"})
    assert unchosen.status_code == 422
    assert "请保留这句话" in said(unchosen)
    assert not Rating.objects.exists()
    thanks = phone.post(f"/r/{code}", {"level": "3"}, follow=True)
    assert "感谢您的评价" in said(thanks)
    rating = Rating.objects.get()
    assert (rating.level, rating.channel, rating.text, rating.text_state, rating.assisted) == (
        3,
        "code",
        "",
        "none",
        False,
    )
    assert not phone.cookies.get("sessionid")


@pytest.mark.requirement("RT-24")
def test_tags_depend_on_the_level_and_come_from_a_set_that_no_unit_changes(window, unit):
    """统一标签: a tag of another level is dropped, a unit may not issue, a new version leaves old ratings as they are."""
    page = said(Client().get(f"/r/{ratings.invitation(window=window).code}"))
    assert page.index("服务热情效率高") < page.index("服务态度生硬")
    old = ratings.rating(window=window, level=2, tags=("207", "508"))
    assert old.tags == ["207"], "508 belongs to level 5"
    tags = (TagDraft("291", 2, "排队时间过长"),)
    draft = TagSetDraft(
        version=2, title="评价标签", source="国家标准", verified=True, valid_from=clock.today(), tags=tags
    )
    for body in (unit, unit.parent):
        with pytest.raises(Forbidden):
            actions.issue_tag_set(draft, actor=signed_in("ratings.supervise", "ratings.keep", body=body)[1])
    issued = actions.issue_tag_set(draft, actor=SYSTEM)
    changed = TagSetDraft(version=2, title="改动", source="自定", verified=False, valid_from=clock.today(), tags=())
    assert actions.issue_tag_set(changed, actor=SYSTEM).title == "评价标签", "an issued version stays as it is"
    page = said(Client().get(f"/r/{ratings.invitation(window=window).code}"))
    assert "排队时间过长" in page
    assert "服务态度生硬" not in page
    new = ratings.rating(window=window, level=2, tags=("291", "207"))
    old.refresh_from_db()
    assert (new.tags, new.tag_set) == (["291"], issued)
    assert (old.tags, old.tag_set.version) == (["207"], 1)


@pytest.mark.requirement("RT-26")
def test_demanded_praise_is_reported_apart_and_read_by_supervision_only(client, window, unit):
    """被要求给好评: the report is a thing of its own without a way to the rating, and the unit never reads it."""
    code = ratings.invitation(window=window).code
    Client().post(f"/r/{code}", {"level": "5", "praise_demanded": "on", "praise_text": "当面看着我点非常满意"})
    report, rating = PraiseReport.objects.get(), Rating.objects.get()
    assert rating.text == ""
    columns = {field.name for field in PraiseReport._meta.concrete_fields}
    assert columns == {"id", "window", "body", "day", "text", "read_on"}
    client.force_login(signed_in("ratings.read", "ratings.supervise", body=unit)[0])
    assert client.get("/desk/ratings/reports/").status_code == 403
    client.force_login(signed_in("ratings.forced_praise", body=unit.parent)[0])
    assert "当面看着我点非常满意" in said(client.get("/desk/ratings/reports/"))
    client.post(f"/desk/ratings/reports/{report.pk}/read/")
    report.refresh_from_db()
    assert report.read_on == clock.today()


@pytest.mark.requirement("RT-19", "RT-20")
def test_operator_and_card_reader_enter_what_others_said_and_it_is_marked_so(client, window, unit):
    """热线代录、纸质卡补录: the card is printed with its code, scanned, typed, and counted as entered for somebody."""
    card, call = ratings.invitation(window=window), ratings.invitation(window=window)
    client.force_login(signed_in("services.register", body=unit)[0])
    printed = said(client.get(f"/desk/ratings/slip/{card.case_id}/card/"))
    assert "□" in printed
    for word in ("非常满意", "非常不满意", "服务态度生硬", f"{card.code[:5]} {card.code[5:]}"):
        assert word in printed
    clerk = signed_in("ratings.enter", body=unit)[1]
    with pytest.raises(Forbidden):
        actions.enter(card.code, answer=Answer(level=5), channel="paper", actor=clerk)
    account, operator = signed_in("ratings.enter", body=unit.parent)
    client.force_login(account)
    scanned = f"https://pj.qinghe.example/r/{card.code}"
    data = {"channel": "paper", "code": scanned, "level": "2", "tags": ["207"], "text": "字迹：等了很久"}
    assert "回执码" in said(client.post("/desk/ratings/enter/", data))
    data = {"channel": "phone", "code": call.code, "level": "4", "contact_phone": "13912345678"}
    assert "回执码" in said(client.post("/desk/ratings/enter/", data))
    paper, phone = Rating.objects.get(channel="paper"), Rating.objects.get(channel="phone")
    assert (paper.assisted, paper.level, paper.tags, paper.text) == (True, 2, ["207"], "字迹：等了很久")
    assert (phone.assisted, phone.level, str(phone.contact_phone)) == (True, 4, "139****5678")
    entered = Event.objects.filter(verb="ratings.enter")
    assert {event.actor_label for event in entered} == {operator.label}
    assert not entered.filter(object_id__in=[str(paper.pk), str(phone.pk)]).exists(), "who entered it, not which"
    refused = client.post("/desk/ratings/enter/", {**data, "code": scanned})
    assert refused.status_code == 422
    assert "已使用" in said(refused) or "已评价" in said(refused)


@pytest.mark.requirement("RT-21")
def test_ratings_are_taken_through_the_api_each_under_its_device(window, unit):
    """评价数据接口: a system of the unit delivers by code, once; another unit's system and a wrong level are refused."""
    _integration, token = cases.issue_token(body=unit, name="评价系统", actor=SYSTEM)
    _integration, foreign = cases.issue_token(body=BodyFactory(), name="外单位系统", actor=SYSTEM)

    def post(bearer, **data):
        caller = Client(headers={"Authorization": f"Bearer {bearer}"})
        return caller.post("/api/v1/ratings", json.dumps(data), content_type="application/json")

    code = ratings.invitation(window=window).code
    assert post(foreign, code=code, level=5, device="sms").status_code == 404
    assert post(token, code=code, level=9, device="sms").status_code == 422
    answer = post(token, code=code, level=2, device="sms", tags=["207"], text="短信回复：态度差")
    assert answer.status_code == 201
    assert post(token, code=code, level=5, device="sms").status_code == 409
    assert list(DayTally.objects.values_list("channel", "level", "count")) == [("sms", 2, 1)]
    assert "不满意" in said(Client().get(f"/t/{answer.json()['receipt']}"))
    with pytest.raises(Conflict):
        actions.rate(code, answer=Answer(level=5))
    with pytest.raises(Refused):
        actions.rate("0" * 10, answer=Answer(level=5))


@pytest.mark.requirement("RT-22")
def test_channel_and_hand_are_stored_and_analysed_apart(client, window, unit):
    """渠道与代录分开统计: one line for each channel and hand, on the page and in the workbook, never one sum unseen."""
    with clock.pretend(DAY):
        for level in (5, 4, 5, 2):
            ratings.rating(window=window, level=level)
        actions.rate_visit(window, answer=Answer(level=1))
        operator = signed_in("ratings.enter", body=unit.parent)[1]
        for channel in ("paper", "phone"):
            actions.enter(
                ratings.invitation(window=window).code, answer=Answer(level=3), channel=channel, actor=operator
            )
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        lines = {(str(one.channel), str(one.hand)): one.counts for one in channels.lines(Rating.objects.all())}
        client.force_login(signed_in("ratings.read", body=unit)[0])
        page = said(client.get("/desk/ratings/channels/"))
        book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/desk/ratings/channels/?export=xlsx"))))
    assert lines == {
        ("办件评价码", "评价人本人评价"): [2, 1, 0, 1, 0],
        ("窗口二维码（无办件）", "评价人本人评价"): [0, 0, 0, 0, 1],
        ("电话", "工作人员代为录入"): [0, 0, 1, 0, 0],
        ("纸质评价卡", "工作人员代为录入"): [0, 0, 1, 0, 0],
    }
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    for channel, hand in lines:
        assert channel in page
        assert hand in page
        assert [row for row in cells if row[:2] == [channel, hand]]


@pytest.mark.requirement("RT-27")
def test_rater_chooses_to_be_named_masked_or_anonymous(client, window, unit):
    """实名、遮名、匿名: shown as chosen to unit and public; anonymous unless chosen; a name is asked for where one is shown."""
    page = said(client.get(f"/r/{ratings.invitation(window=window).code}"))
    assert re.search(r'name="display" value="anonymous" checked', page)
    with clock.pretend(DAY):
        for display in ("anonymous", "masked", "named"):
            data = {"level": "5", "text": f"办得好{display}", "display": display, "contact_name": "欧阳明月"}
            assert Client().post(f"/r/{ratings.invitation(window=window).code}", data).status_code == 302
        code = ratings.invitation(window=window).code
        nameless = Client().post(f"/r/{code}", {"level": "5", "display": "masked", "text": "没留名"})
        assert nameless.status_code == 422
        assert "没留名" in said(nameless)
        for _time in range(2):
            ratings.rating(window=window)
    assert set(Rating.objects.exclude(text="").values_list("display", "shown_name")) == {
        ("anonymous", ""),
        ("masked", ""),
        ("named", "欧阳明月"),
    }
    for rating in Rating.objects.filter(text_state="pending"):
        actions.review_text(rating, shown=True, actor=SYSTEM)
    with clock.pretend(DAY + dt.timedelta(days=1)):
        actions.release()
        client.force_login(signed_in("ratings.read", body=unit)[0])
        for page in (said(Client().get(f"/said/{unit.public_id}/")), said(client.get("/desk/ratings/comments/"))):
            assert page.count("欧阳明月") == 1
            assert page.count("欧阳*") == 1
            assert "匿名" in page


@pytest.mark.requirement("RT-28")
def test_rater_adds_once_within_thirty_days_and_both_are_kept(client, window, unit):
    """追评: by the receipt, once, until the thirtieth day; the first rating stays, alone counts, and both are shown."""
    with clock.pretend(DAY):
        first, late = (ratings.submitted(window=window, level=5, text="办得快") for _time in range(2))
        for _time in range(3):
            ratings.rating(window=window)
    rater = Client()
    with clock.pretend(DAY + dt.timedelta(days=30)):
        assert f"/t/{first.receipt}/add" in said(rater.get(f"/t/{first.receipt}"))
        bare = rater.post(f"/t/{first.receipt}/add", {"text": "证件有错字，又跑一趟，电话13812345678"})
        assert bare.status_code == 422
        assert "又跑一趟" in said(bare)
        data = {"level": "2", "text": "证件有错字，又跑一趟，电话13812345678"}
        assert rater.post(f"/t/{first.receipt}/add", data).status_code == 302
        mine = said(rater.get(f"/t/{first.receipt}"))
        assert "办得快" in mine
        assert "又跑一趟" in mine
        again = rater.post(f"/t/{first.receipt}/add", {"level": "1"})
        assert again.status_code == 422
    with clock.pretend(DAY + dt.timedelta(days=31)):
        assert rater.post(f"/t/{late.receipt}/add", {"level": "1"}).status_code == 422
    addition = Addition.objects.get()
    assert (addition.level, addition.rating_id, first.rating.level) == (2, first.id, 5)
    assert DayTally.objects.get().level == 5
    own = signed_in("ratings.read", body=unit)[0]
    account = signed_in("ratings.supervise", body=unit.parent)[0]
    client.force_login(account)
    assert "138****5678" in said(client.get("/desk/ratings/review/"))
    assert client.post(f"/desk/ratings/review/additions/{addition.pk}/", {"decision": "show"}).status_code == 302
    actions.review_text(first.rating, shown=True, actor=SYSTEM)
    client.force_login(own)
    with clock.pretend(DAY + dt.timedelta(days=40)):
        actions.release()
        assert "又跑一趟" not in said(client.get("/desk/ratings/comments/")), "a day would tell who added"
    with clock.pretend(DAY + dt.timedelta(days=60)):
        for page in (said(client.get("/desk/ratings/comments/")), said(Client().get(f"/said/{unit.public_id}/"))):
            assert "又跑一趟，电话138****5678" in page
            assert "办得快" in page


@pytest.mark.requirement("RT-09")
def test_visit_without_a_case_is_rated_once_by_the_ticket_of_the_hall(window, unit, settings):
    """一次一评: the queue machine gets a code for each number, the visitor rates the visit once, counted apart."""
    now = clock.now()
    settings.RATING_BASE_URL = "https://pj.qinghe.example"
    with clock.pretend(now):
        _integration, token = cases.issue_token(body=unit, name="排队叫号机", actor=SYSTEM)

    def take(number, at=window, bearer=token):
        machine = Client(headers={"Authorization": f"Bearer {bearer}"})
        data = {"window": at.code, "queue_number": number}
        return machine.post("/api/v1/tickets", json.dumps(data), content_type="application/json")

    with clock.pretend(now):
        first = take("A017")
        assert first.status_code == 201
        assert take("A017").json() == first.json(), "asked again it is the same ticket"
        assert take("A018").json()["code"] != first.json()["code"]
        assert take("A019", at=services.window()).status_code == 404
        code = first.json()["code"]
        assert first.json()["url"] == f"https://pj.qinghe.example/r/{code}"
        page = said(Client().get(f"/r/{code}"))
        assert "3号窗口" in page
        assert Client().post(f"/r/{code}", {"level": "2", "tag": "207"}).status_code == 302
        assert Client().post(f"/r/{code}", {"level": "5"}).status_code == 410
        with pytest.raises(Conflict):
            actions.rate(code, answer=Answer(level=5))
        other = take("A018").json()["code"]
    rating = Rating.objects.get()
    assert (rating.channel, rating.stage, rating.level, rating.item, rating.handler) == (
        "ticket",
        "visit",
        2,
        None,
        None,
    )
    assert not Ticket.objects.filter(pk=rating.pk).exists()
    with clock.pretend(now + dt.timedelta(days=8)):
        assert Client().get(f"/r/{other}").status_code == 410
        assert actions.expire_tickets() == 1


class Gateway:
    """A gateway for text messages that keeps what it was given; it fails as often as it is told to."""

    def __init__(self, failures=0):
        self.sent, self.failures = [], failures

    def __call__(self, phone, text, key):
        assert key
        if self.failures:
            self.failures -= 1
            raise line.LineProblem("HTTP 503")
        self.sent.append((phone, text))


@pytest.fixture
def texts(settings, monkeypatch):
    settings.SMS_ADDRESS, settings.RATING_BASE_URL = "https://sms.example/send", "https://pj.qinghe.example"
    monkeypatch.setattr(policy, "CONTROL_SHARE", 0.0)
    return monkeypatch


@pytest.mark.requirement("RT-18")
def test_applicant_is_asked_by_text_message_and_the_rating_counts_under_it(window, texts):
    """短信邀评: the sealed number is opened for the message alone; a fault is tried again; the code works once."""
    with clock.pretend(DAY):
        case = services.case(window=window, applicant_phone="13912345678", closed=True)
        services.case(window=window, closed=True)
        text = TextInvitation.objects.get()
        assert not text.is_control
        gateway = Gateway(failures=1)
        assert actions.send_text(text, carry=gateway).problem == "HTTP 503"
        assert actions.send_text(text, carry=gateway).state == "sent"
        actions.send_text(text, carry=gateway)
    ((phone, words),) = gateway.sent
    code = case.invitations.get().code
    assert phone == "13912345678"
    assert f"https://pj.qinghe.example/r/s/{code}" in words
    assert "社保卡补办" in words
    with clock.pretend(DAY + dt.timedelta(days=1)):
        assert Client().get(f"/r/s/{code}").status_code == 200
        assert Client().post(f"/r/s/{code}", {"level": "4"}).status_code == 302
        assert Client().post(f"/r/{code}", {"level": "1"}).status_code == 410
    assert Rating.objects.get().channel == "sms"
    assert not Event.objects.filter(object_id=str(text.invitation_id)).exclude(verb="ratings.mint").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", ["commit", "killed", "answer lost"])
def test_nobody_gets_a_text_message_twice_when_something_breaks_after_the_gateway_took_it(
    client, window, unit, texts, broken
):
    """The claim is committed before the sending: what broke off is given up as unknown, never sent again."""
    gateway = Gateway()

    def breaking(phone, words, key):
        gateway(phone, words, key)
        if broken == "killed":
            raise SystemExit
        if broken == "answer lost":
            raise line.LineProblem("TimeoutError", perhaps_taken=True)

    def failing(*_args, **_more):
        raise OperationalError("the database went away")

    with clock.pretend(DAY):
        services.case(window=window, applicant_phone="13912345678", closed=True)
        text = TextInvitation.objects.get()
        with texts.context() as patched:
            if broken == "commit":
                patched.setattr("zhengyou.instruments.ratings.actions.inviting.record", failing)
            with suppress(SystemExit, OperationalError):
                actions.send_text(text, carry=breaking)
        tasks.send_text(text=str(text.pk))
        actions.send_text(text, carry=gateway)
    with clock.pretend(DAY + dt.timedelta(hours=2)):
        tasks.send_texts()
        actions.send_text(text, carry=gateway)
        text.refresh_from_db()
        assert text.state == "failed"
        client.force_login(signed_in("services.register", "ratings.read", body=unit)[0])
    with clock.pretend(DAY + dt.timedelta(days=1)):
        ratings.rating(window=window)
    with clock.pretend(DAY + dt.timedelta(days=100)):
        actions.release(look_back=200)
        page = said(client.get("/desk/ratings/channels/?first=2026-05-01&last=2026-05-31"))
    assert "未发出或发送结果不明" in page
    assert len(gateway.sent) == 1


@pytest.mark.requirement("RT-38")
def test_control_series_goes_out_later_and_is_compared_with_the_hall(client, window, unit, texts):
    """随机对照样本: drawn by chance, printed nowhere, sent some days later, counted apart, and the comparison is shown."""
    with clock.pretend(DAY):
        for _time in range(40):
            ratings.rating(window=window, level=5)
        texts.setattr(policy, "CONTROL_SHARE", 1.0)
        drawn = [services.case(window=window, applicant_phone=f"139123456{n:02d}", closed=True) for n in range(12)]
        account = signed_in("services.register", "ratings.read", body=unit)[0]
        client.force_login(account)
        slip = client.get(f"/desk/ratings/slip/{drawn[0].pk}/")
        assert drawn[0].invitations.get().code[:5] not in said(slip)
        gateway = Gateway()
        assert actions.send_text(TextInvitation.objects.first(), carry=gateway).state == "waiting"
        assert not gateway.sent
    with clock.pretend(DAY + dt.timedelta(days=3)):
        for text in TextInvitation.objects.all():
            assert text.is_control
            actions.send_text(text, carry=gateway)
        for number, (_phone, words) in enumerate(gateway.sent):
            code = words.rsplit("/", 1)[1]
            Client().post(f"/r/s/{code}", {"level": "1" if number < 8 else "5"})
    with clock.pretend(DAY + dt.timedelta(days=4)):
        actions.release()
        page = said(client.get("/desk/ratings/channels/"))
    assert Rating.objects.filter(channel="control").count() == 12
    assert "短信随机对照" in page
    assert "100.0%（共40件）" in page
    assert "33.3%（共12件）" in page
    assert "现场评价明显好于事后随机评价" in page
    texts.setattr(policy, "CONTROL_SHARE", 0.05)
    TextInvitation.objects.all().delete()
    for _time in range(60):
        services.case(window=window, applicant_phone="13900000000", closed=True)
    share = TextInvitation.objects.filter(is_control=True).count()
    assert share < 20, "a few per cent, by chance"


def test_night_jobs_find_what_is_due_and_the_gateway_is_called_over_http(window, settings, texts):
    """From the closed case to a gateway that is really asked: the job takes the due ones, the number, the text and the token."""
    heard = []

    class Hall(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.headers["Authorization"], json.loads(content)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hall)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_ADDRESS, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/send", "sms-token"
    try:
        with clock.pretend(DAY):
            services.case(window=window, applicant_phone="13912345678", closed=True)
            texts.setattr(policy, "CONTROL_SHARE", 1.0)
            services.case(window=window, applicant_phone="13900000000", closed=True)
            asked = []
            texts.setattr("zhengyou.records.jobs.defer", lambda name, **told: asked.append((name, told["text"])))
            tasks.send_texts()
            due = TextInvitation.objects.get(is_control=False)
            assert asked == [("ratings.send_text", str(due.pk))], "those of the control series go out later"
            tasks.send_text(text=str(due.pk))
        with clock.pretend(DAY + dt.timedelta(days=policy.CONTROL_AFTER)):
            tasks.send_texts()
            tasks.send_text(text=asked[-1][1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [(token, told["phone"]) for token, told in heard] == [
        ("Bearer sms-token", "13912345678"), ("Bearer sms-token", "13900000000"),
    ]  # fmt: skip
    codes = set(Invitation.objects.values_list("code", flat=True))
    assert {told["text"].rsplit("/", 1)[1] for _token, told in heard} == codes
    assert set(TextInvitation.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.requirement("RT-10")
def test_invited_panel_judges_units_as_a_whole_apart_from_visitors(client, window, unit):
    """综合点评: convened on the desk, each seat judges once without its name, told when closed, in no sum with ratings."""
    account = signed_in("ratings.panels", body=unit.parent)[0]
    client.force_login(account)
    with clock.pretend(DAY):
        data = {"title": "上半年综合点评", "composition": "人大代表2人、企业代表1人", "seats": 3, "opens_on": "2026-05-06",
                "closes_on": "2026-05-08", "units": [unit.pk]}  # fmt: skip
        assert client.post("/desk/ratings/panels/new/", {**data, "closes_on": "2026-05-01"}).status_code == 422
        page = client.post("/desk/ratings/panels/new/", data, follow=True)
        codes = list(Seat.objects.values_list("code", flat=True))
        assert len(codes) == 3
        assert all(code in said(page) for code in codes)
        shown = said(Client().get(f"/r/p/{codes[0]}"))
        assert unit.name in shown
        assert "checked" not in shown
        assert Client().post(f"/r/p/{codes[0]}", {}).status_code == 422
        given = {f"level-{unit.public_id}": "2", f"text-{unit.public_id}": "办事指引不清，电话13912345678"}
        assert "感谢您的点评" in said(Client().post(f"/r/p/{codes[0]}", given))
        assert Client().post(f"/r/p/{codes[0]}", given).status_code == 410
        assert "感谢您的点评" in said(Client().post(f"/r/p/{codes[1]}", {f"level-{unit.public_id}": "5"}))
        page = said(client.get(f"/desk/ratings/panels/{Panel.objects.get().pk}/"))
        assert "办事指引不清" not in page, "told once it is closed"
    assert not Rating.objects.exists()
    assert not DayTally.objects.exists()
    assert {field.name for field in Judgement._meta.concrete_fields} & {"seat", "code", "spent"} == set()
    with clock.pretend(DAY + dt.timedelta(days=4)):
        assert Client().post(f"/r/p/{codes[2]}", given).status_code == 410
        page = said(client.get(f"/desk/ratings/panels/{Panel.objects.get().pk}/"))
        assert "办事指引不清，电话139****5678" in page
        public = said(Client().get(f"/ratings/{unit.public_id}/"))
    assert "社会各界综合点评" in public
    assert "50.0%" in public


@pytest.mark.requirement("RT-11")
def test_spot_check_is_a_judgement_under_a_hat_and_of_its_own_kind(client, window, unit):
    """监督查评: entered with what was seen and under which hat, never of the own unit, published as its own kind."""
    with pytest.raises(Forbidden):
        actions.check_unit(unit, level=5, text="很好", actor=signed_in("ratings.check", body=unit)[1])
    account, inspector = signed_in("ratings.check", body=unit.parent)
    client.force_login(account)
    with clock.pretend(DAY):
        bare = client.post("/desk/ratings/checks/new/", {"body": unit.pk, "level": "2"})
        assert bare.status_code == 422
        data = {"body": unit.pk, "level": "2", "text": "10时20分窗口无人值守"}
        assert client.post("/desk/ratings/checks/new/", data).status_code == 302
        page = said(client.get("/desk/ratings/checks/"))
    assert "窗口无人值守" in page
    assert inspector.hat_label in page
    one = Judgement.objects.get()
    assert (one.kind, one.level, one.panel_id, one.checked_by) == ("check", 2, None, inspector.hat_label)
    assert not Rating.objects.exists()
    with clock.pretend(DAY + dt.timedelta(days=1)):
        public = said(Client().get(f"/ratings/{unit.public_id}/"))
    assert "政府部门监督查评" in public
    assert "窗口无人值守" not in public


def test_panels_and_checks_are_for_holders(client, window, unit):
    day = clock.today()

    def convene(actor):
        return actions.convene(
            body=unit.parent, title="点评", composition="企业代表", units=[unit], seats=1, opens_on=day, closes_on=day,
            actor=actor,
        )  # fmt: skip

    panel = matrix(convene, "ratings.panels", unit.parent)
    matrix(lambda actor: actions.check_unit(unit, level=3, text="查看", actor=actor), "ratings.check", unit.parent)
    page_matrix(client, "/desk/ratings/panels/", "ratings.panels", unit.parent)
    page_matrix(client, f"/desk/ratings/panels/{panel.pk}/", "ratings.panels", unit.parent, outsider=404)
    page_matrix(client, "/desk/ratings/checks/", "ratings.check", unit.parent)
    page_matrix(client, "/desk/ratings/channels/", "ratings.read", unit)


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_of_one_seat_at_once_one_is_kept():
    above = BodyFactory()
    unit = BodyFactory(parent=above)
    (code,) = ratings.panel(above, [unit], seats=1)
    at_once(2, lambda level: actions.judge(actions.seat_for(code), given={unit.public_id: (level + 1, "")}))
    assert Judgement.objects.count() == 1


def test_tickets_are_given_by_holders_in_scope(window, unit):
    matrix(lambda actor: actions.give_ticket(window, queue_number="B001", actor=actor), "services.register", unit)


@pytest.mark.django_db(transaction=True)
def test_of_two_ratings_by_one_ticket_at_once_one_counts():
    ratings.tag_set()
    ticket = actions.give_ticket(services.window(), queue_number="A001", actor=SYSTEM)
    outcomes = at_once(2, lambda level: actions.rate(ticket.code, answer=Answer(level=level + 1)))
    assert Rating.objects.count() == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_additions_at_once_one_is_kept(transactional_db):
    ratings.tag_set()
    rating = ratings.rating()
    outcomes = at_once(2, lambda level: actions.add(Rating.objects.get(pk=rating.pk), level=level + 1))
    assert Addition.objects.count() == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == 1


def test_next_version_of_a_pack_keeps_who_calls_back(unit):
    sample = samples.shipped()[0]
    pack = actions.adopt_pack(sample, body=unit.parent, actor=SYSTEM)
    actions.set_loop(pack, caller="unit_person", reopen_most=3, source="县好差评办法第九条", actor=SYSTEM)
    packs.publish_pack(pack, actor=SYSTEM)
    revised = packs.revise_pack(pack, actor=SYSTEM)
    rule = LoopRule.objects.get(pack=revised)
    assert (rule.caller, rule.reopen_most, rule.source) == ("unit_person", 3, "县好差评办法第九条")


def test_lists_of_the_loop_are_given_as_workbooks(client, window, unit):
    bad = ratings.rating(window=window, level=1, text="不让进门")
    actions.dispatch(bad, actor=SYSTEM)
    bad.refresh_from_db()
    filed = actions.appeal(bad.order, ground="mistaken", words="当日轮休", actor=SYSTEM)
    client.force_login(signed_in("ratings.supervise", "ratings.decide_appeal", body=unit.parent)[0])
    for address, word in (
        ("bad/?stage=appealed&export=xlsx", bad.order.number),
        ("appeals/?export=xlsx", filed.number),
    ):
        book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"/desk/ratings/{address}"))))
        assert word in [cell.value for line_ in book.active.iter_rows() for cell in line_]
