import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import access, ratings, services
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from zhengyou.kernel import clock
from zhengyou.records.ledger import SYSTEM
from zhengyou.registry.services import actions, queries
from zhengyou.registry.services.models import Case, Integration, ServiceItem, Window

pytestmark = pytest.mark.django_db
EVERYTHING = (
    "services.read", "services.manage", "services.register", "services.import", "services.api", "ratings.read",
)  # fmt: skip


@pytest.fixture
def body():
    return BodyFactory(name="青禾县政务服务中心")


@pytest.fixture
def desk(body):
    return client(*EVERYTHING, body=body)


def client(*functions, body):
    account, _actor = access.signed_in(*functions, body=body)
    signed = Client()
    signed.force_login(account)
    return signed


def text(answer):
    return answer.content.decode()


def test_cases_are_listed_found_and_exported_as_on_screen(desk, body):
    window = services.window(body=body)
    done, open_one = services.case(window=window, closed=True), services.case(window=window, external_number="WB-7")
    services.case()  # of another unit

    page = text(desk.get("/desk/services/cases/"))
    assert done.number in page
    assert open_one.number in page
    assert page.count('scope="row"') == 2
    assert open_one.number in text(desk.get("/desk/services/cases/", {"q": "WB-7"}))
    assert done.number not in text(desk.get("/desk/services/cases/", {"q": "WB-7"}))
    assert done.number in text(desk.get("/desk/services/cases/", {"state": "done"}))
    assert desk.get("/desk/services/cases/", {"state": "rubbish", "first": "x", "page": "9999"}).status_code == 200

    book = openpyxl.load_workbook(io.BytesIO(b"".join(desk.get("/desk/services/cases/?state=done&export=xlsx"))))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert done.number in cells
    assert open_one.number not in cells


def test_empty_lists_say_the_next_step(desk):
    assert "受理办件" in text(desk.get("/desk/services/cases/"))
    assert "新增窗口" in text(desk.get("/desk/services/windows/"))
    assert "新增事项" in text(desk.get("/desk/services/items/"))
    assert "新增令牌" in text(desk.get("/desk/services/systems/"))


@pytest.mark.parametrize("address", ["cases/", "windows/", "items/"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(desk, body, address):
    services.case(window=services.window(body=body))
    desk.get(f"/desk/services/{address}")
    with CaptureQueriesContext(connection) as one:
        desk.get(f"/desk/services/{address}")
    for _ in range(2):
        services.case(window=services.window(body=body))
    with CaptureQueriesContext(connection) as three:
        desk.get(f"/desk/services/{address}")
    assert len(three) <= len(one)


def test_clerk_takes_a_case_at_the_own_window_in_two_clicks(body):
    window = services.window(body=body)
    services.window(body=body)
    account, _actor = access.signed_in("services.register", "services.read", body=body)
    own = account.person.appointments.get()
    actions.staff_window(window, appointment=own, actor=SYSTEM)
    clerk = Client()
    clerk.force_login(account)

    page = text(clerk.get("/desk/services/register/"))
    assert window.name in page
    item = window.items.get()
    answer = clerk.post("/desk/services/register/", {"item": item.pk, "close": "1"}, follow=True)

    case = Case.objects.get()
    assert (case.window, case.state, case.handler, case.channel) == (window, "done", own, "desk")
    assert case.number in text(answer)
    slip = text(clerk.get(f"/desk/ratings/slip/{case.pk}/"))
    code = case.invitations.get().code
    assert f"{code[:5]} {code[5:]}" in slip
    assert "<svg" in slip


def test_clerk_without_a_window_chooses_one_and_errors_keep_what_was_typed(desk, body):
    window = services.window(body=body)
    services.window(body=body)
    assert window.code in text(desk.get("/desk/services/register/"))
    services.case(window=window, external_number="WB-1")
    address = f"/desk/services/register/?window={window.code}"
    bad = desk.post(address, {"external_number": "WB-1", "item": window.items.get().pk})
    assert bad.status_code == 422
    assert "该编号已登记" in text(bad)
    assert 'value="WB-1"' in text(bad)
    assert desk.post(address, {"item": "x"}).status_code == 422
    assert Case.objects.count() == 1


def test_case_page_shows_history_and_does_its_verbs(desk, body):
    case = services.case(window=services.window(body=body), applicant_name="赵钱孙", applicant_phone="13800001234")
    page = text(desk.get(f"/desk/services/cases/{case.pk}/"))
    assert "赵**" in page
    assert "赵钱孙" not in page
    assert "13800001234" not in page
    assert "受理办件" in page
    assert desk.post(f"/desk/services/cases/{case.pk}/close/").status_code == 302
    case.refresh_from_db()
    assert case.state == "done"
    assert desk.post(f"/desk/services/cases/{case.pk}/withdraw/").status_code == 409
    assert desk.get(f"/desk/services/cases/{services.case().pk}/").status_code == 404


def test_item_is_added_amended_and_shows_what_was_saved(desk, body):
    data = {
        "name": "食品经营许可", "code": "A-1", "family": "licence", "mode": "committed", "promise_amount": "10",
        "promise_unit": "working_day", "materials": "申请表\n平面图\n身份证", "steps": "受理\n审查\n决定",
    }  # fmt: skip
    assert desk.post("/desk/services/items/new/", data).status_code == 302
    item = ServiceItem.objects.get()
    assert item.body == body
    again = desk.post("/desk/services/items/new/", data)
    assert again.status_code == 422
    assert "本单位已有相同编码的事项" in text(again)

    amended = {**data, "promise_amount": "5", "materials": "申请表", "steps": "受理\n决定"}
    assert desk.post(f"/desk/services/items/{item.public_id}/amend/", amended).status_code == 302
    page = text(desk.get(f"/desk/services/items/{item.public_id}/"))
    assert "减少材料2份" in page
    assert "减少环节1个" in page
    assert desk.post(f"/desk/services/items/{item.public_id}/amend/", {**data, "promise_amount": ""}).status_code == 422
    public = text(Client().get(f"/s/{item.public_id}/"))
    assert "食品经营许可" in public
    assert "5个工作日" in public

    assert desk.post(f"/desk/services/items/{item.public_id}/retire/").status_code == 302
    assert Client().get(f"/s/{item.public_id}/").status_code == 404


def test_window_is_opened_staffed_and_closed(desk, body):
    item = services.item(body=body)
    data = {"number": "3", "name": "社保窗口", "kind": "counter", "place": "一楼 A 区", "items": [item.pk]}
    assert desk.post("/desk/services/windows/new/", data).status_code == 302
    window = Window.objects.get()
    assert desk.post("/desk/services/windows/new/", data).status_code == 422

    clerk = AppointmentFactory(post=PostFactory(body=body), person__name="钱某某")
    staff = {"appointment": clerk.pk, "starts_on": str(clock.today())}
    desk.post(f"/desk/services/windows/{window.public_id}/staff/", staff)
    page = text(desk.get(f"/desk/services/windows/{window.public_id}/"))
    assert "钱某某" in page
    assert window.code in page
    assert f"/r/w/{window.code}" in page
    assert desk.post(f"/desk/services/duty/{window.staffings.get().public_id}/relieve/").status_code == 302
    assert not queries.on_duty(window).exists()
    assert desk.post(f"/desk/services/windows/{window.public_id}/staff/", {"appointment": "x"}).status_code == 422
    amended = {**data, "name": "社保和医保窗口"}
    assert desk.post(f"/desk/services/windows/{window.public_id}/amend/", amended).status_code == 302
    assert desk.post(f"/desk/services/windows/{window.public_id}/close/").status_code == 302
    assert Client().get(f"/r/w/{window.code}").status_code == 404


def test_codes_are_printed_with_the_printed_address(desk, body, settings):
    settings.RATING_BASE_URL = "https://pj.example"
    window = services.window(body=body)
    for address in ("/desk/services/windows/codes.pdf", f"/desk/services/windows/{window.public_id}/poster.pdf"):
        answer = desk.get(address)
        assert b"".join(answer)[:5] == b"%PDF-"
    assert f"https://pj.example/r/w/{window.code}" in text(desk.get(f"/desk/services/windows/{window.public_id}/"))


def test_token_is_shown_once_and_revoked(desk):
    later = str(clock.today().replace(year=clock.today().year + 1))
    data = {"name": "叫号系统", "expires_on": later}
    page = text(desk.post("/desk/services/systems/new/", data))
    integration = Integration.objects.get()
    token = page[page.index("zy_") :].split("<")[0].split('"')[0].strip()
    assert queries.integration_for(token) == integration
    assert token not in text(desk.get("/desk/services/systems/"))
    assert desk.post("/desk/services/systems/new/", {**data, "expires_on": "2099-01-01"}).status_code == 422
    desk.post(f"/desk/services/systems/{integration.public_id}/revoke/")
    assert queries.integration_for(token) is None


def _workbook(desk, rows):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(desk.get("/desk/services/import/form.xlsx"))))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if any("窗口码" in str(cell.value) for cell in row))[0].row
    for number, row in enumerate(rows, head + 1):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place, value)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "办件.xlsx"
    return out


def test_import_takes_all_rows_or_none(desk, body):
    window = services.window(body=body)
    item = window.items.get()
    today = clock.today()
    good = ["E-1", window.code, item.code, today, today]
    wrong = _workbook(desk, [good, ["E-2", "NOWINDOW", item.code, today, None], ["E-3", window.code, "?", today, None]])
    answer = desk.post("/desk/services/import/", {"file": wrong, "apply": "1"})
    assert "2行有误" in text(answer)
    assert "权限范围内没有该窗口码" in text(answer)
    assert "base64," in text(answer)
    assert not Case.objects.exists()

    checked = desk.post("/desk/services/import/", {"file": _workbook(desk, [good]), "check": "1"})
    assert "检查无误" in text(checked)
    assert not Case.objects.exists()
    right = _workbook(desk, [good, ["E-2", window.code, item.code, today, None]])
    assert desk.post("/desk/services/import/", {"file": right, "apply": "1"}).status_code == 302
    assert set(Case.objects.values_list("external_number", "state", "channel")) == {
        ("E-1", "done", "excel"),
        ("E-2", "accepted", "excel"),
    }
    again = desk.post("/desk/services/import/", {"file": _workbook(desk, [good]), "apply": "1"})
    assert "该编号已登记" in text(again)
    junk = io.BytesIO(b"junk")
    junk.name = "x.xlsx"
    assert desk.post("/desk/services/import/", {"file": junk}).status_code == 422


def test_visitor_looks_up_how_far_a_case_is(body):
    case = services.case(window=services.window(body=body), applicant_name="赵钱孙")
    visitor = Client()
    assert "已受理" in text(visitor.get("/progress/", {"number": case.number.lower()}))
    page = visitor.get("/progress/", {"number": "nothing"})
    assert "没有这个办件编号" in text(page)
    assert "赵" not in text(visitor.get("/progress/", {"number": case.number}))
    assert visitor.get("/progress/").status_code == 200


def test_pages_keep_out_who_lacks_the_function(body):
    stranger = client("bodies.read", body=body)
    for address in ("cases/", "windows/", "items/", "register/", "import/", "systems/", "items/new/", "windows/new/"):
        assert stranger.get(f"/desk/services/{address}").status_code == 403
    assert Client().get("/desk/services/cases/").status_code == 302


def test_slip_never_tells_whether_the_code_was_used(desk, body):
    from zhengyou.instruments.ratings import actions as rating
    from zhengyou.instruments.ratings.answers import Answer

    ratings.tag_set()
    case = services.case(window=services.window(body=body), closed=True)
    before = text(desk.get(f"/desk/ratings/slip/{case.pk}/"))
    rating.rate(case.invitations.get().code, answer=Answer(level=1))
    assert text(desk.get(f"/desk/ratings/slip/{case.pk}/")) == before
