"""Orders of the upper platform come in, replies go back in its own table, nothing is typed twice."""

import datetime as dt
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from tests.factories.complaints import category
from tests.permissions import matrix
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions.upper import ColumnDraft, Connection
from zhengyou.instruments.complaints.enums import Channel, DeliveryState
from zhengyou.instruments.complaints.models import Complainant, Complaint, Exchange, Message, UpperOrder, UpperReply
from zhengyou.instruments.complaints.queries import upper as readings
from zhengyou.instruments.complaints.upper import layout
from zhengyou.instruments.complaints.upper.door import HttpDoor, LineProblem
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.sheets import marked_workbook

pytestmark = pytest.mark.django_db

HEAD = ["工单编号", "工单标题", "诉求内容", "工单类型", "受理时间", "办理时限", "来电人", "联系电话", "事发地址"]
ROW = ["SZ20260501001", "路灯不亮", "张三说东街路灯坏了，电话13800001111", "投诉", "2026/5/1 9:32:09", "2026-05-08",
       "张三", "13800001111", "东街12号"]  # fmt: skip


def workbook(*rows, head=HEAD, above=()):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (*above, head, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def platform(db):
    return actions.save_platform(Connection(name="市12345平台", code="sz12345"), body=BodyFactory(), actor=SYSTEM)


def take(platform, content):
    return actions.take_over_orders(platform, layout.read_workbook(platform, content), actor=SYSTEM)


def answer(complaint, text="路灯已修好。"):
    return actions.answer(complaint, text=text, actor=SYSTEM)


def test_order_becomes_a_matter_with_the_platforms_number_time_and_limit(platform):
    outcome = take(platform, workbook(ROW))
    assert (outcome.made, outcome.changed, outcome.same, list(outcome.faults)) == (1, 0, 0, [])
    complaint = Complaint.objects.get()
    assert complaint.channel == Channel.UPPER
    assert complaint.kind == "complaint"
    assert complaint.outer_number == "SZ20260501001"
    assert clock.local(complaint.received_at).strftime("%Y-%m-%d %H:%M:%S") == "2026-05-01 09:32:09"
    assert complaint.promised_on == dt.date(2026, 5, 8)
    assert "13800001111" not in complaint.text
    assert "张三" not in complaint.text
    assert Complainant.objects.filter(complaint=complaint, phone="13800001111").exists()


def test_heading_is_found_below_a_title_and_under_other_names(platform):
    head = ["编号", "主题", "内容描述", "类型", "来电时间", "截止时间", "姓名", "电话", "地址"]
    outcome = take(platform, workbook(ROW, head=head, above=[["12345工单汇总表"], []]))
    assert outcome.made == 1


def test_same_file_again_changes_nothing_and_nobody_types_twice(platform):
    take(platform, workbook(ROW))
    outcome = take(platform, workbook(ROW))
    assert (outcome.made, outcome.same) == (0, 1)
    assert Complaint.objects.count() == 1
    assert [one.same for one in Exchange.objects.order_by("at")] == [0, 1]


def test_change_from_above_is_reconciled(platform):
    take(platform, workbook(ROW))
    later = [*ROW]
    later[2], later[5] = "东街和西街的路灯都坏了", "2026-05-12"
    outcome = take(platform, workbook(later))
    assert outcome.changed == 1
    complaint = Complaint.objects.get()
    assert complaint.text == "东街和西街的路灯都坏了"
    assert complaint.promised_on == dt.date(2026, 5, 12)


def test_change_after_the_answer_comes_as_a_message_and_leaves_the_text(platform):
    take(platform, workbook(ROW))
    answer(Complaint.objects.get())
    later = [*ROW]
    later[2] = "来电人补充：西街也坏了"
    take(platform, workbook(later))
    assert Message.objects.get().text == "来电人补充：西街也坏了"
    assert "东街" in Complaint.objects.get().text


def test_bad_rows_keep_their_reason_in_the_same_workbook_and_good_ones_come_in(platform):
    unknown = [*ROW]
    unknown[0], unknown[3] = "SZ2", "随手拍"
    no_text = [*ROW]
    no_text[0], no_text[2] = "SZ3", ""
    content = workbook(ROW, unknown, no_text)
    read = layout.read_workbook(platform, content)
    outcome = actions.take_over_orders(platform, read, actor=SYSTEM)
    assert outcome.made == 1
    assert {fault.number for fault in outcome.faults} == {3, 4}
    marked = openpyxl.load_workbook(io.BytesIO(marked_workbook(content, read.result))).active
    assert "随手拍" in marked.cell(3, len(HEAD) + 1).value
    assert marked.cell(4, len(HEAD) + 1).value
    assert not marked.cell(2, len(HEAD) + 1).value
    assert Exchange.objects.get().refused == 2


def test_replies_go_back_in_the_platforms_own_table(platform):
    take(platform, workbook(ROW, [*["SZ2", *ROW[1:]]]))
    answer(Complaint.objects.get(outer_number="SZ2"), "已修复，请联系13800002222")
    sheet = openpyxl.load_workbook(io.BytesIO(actions.export_replies(platform, actor=SYSTEM))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["工单编号", "承办单位", "联系时间", "办结时间", "办理结果", "是否解决", "满意度"]
    assert [row[0] for row in rows[1:]] == ["SZ2"]
    assert "13800002222" not in rows[1][4]
    again = openpyxl.load_workbook(io.BytesIO(actions.export_replies(platform, actor=SYSTEM))).active
    assert again.max_row == 1
    whole = openpyxl.load_workbook(io.BytesIO(actions.export_replies(platform, again=True, actor=SYSTEM))).active
    assert whole.max_row == 2


def test_solved_goes_back_in_the_platforms_word(platform):
    take(platform, workbook(ROW))
    complaint = answer(Complaint.objects.get())
    Complaint.objects.filter(pk=complaint.pk).update(solved=True, level=4)
    sheet = openpyxl.load_workbook(io.BytesIO(actions.export_replies(platform, actor=SYSTEM))).active
    assert sheet.cell(2, 6).value == "已解决"
    assert sheet.cell(2, 7).value == "满意"


def test_columns_are_data(platform):
    drafts = [ColumnDraft(field="number", heading="业务流水号"), ColumnDraft(field="text", heading="群众诉求")]
    actions.lay_out(platform, "in", drafts, actor=SYSTEM)
    platform = type(platform).objects.get(pk=platform.pk)
    outcome = take(platform, workbook(["A1", "井盖坏了"], head=["业务流水号", "群众诉求"]))
    assert outcome.made == 1
    with pytest.raises(Refused):
        actions.lay_out(platform, "in", drafts[:1], actor=SYSTEM)
    with pytest.raises(Refused):
        actions.lay_out(platform, "in", [*drafts, ColumnDraft(field="text", heading="另一列")], actor=SYSTEM)


def test_wrong_phone_of_a_caller_does_not_stop_an_order(platform):
    row = [*ROW]
    row[7] = "不详"
    assert take(platform, workbook(row)).made == 1


def test_who_may_exchange(platform):
    read = layout.read_workbook(platform, workbook(ROW))
    outcome = matrix(
        lambda actor: actions.take_over_orders(platform, read, actor=actor), "complaints.exchange", platform.body
    )
    assert outcome.made == 1


def test_who_may_enter_a_platform():
    body = BodyFactory()
    matrix(
        lambda actor: actions.save_platform(Connection(name="平台", code="p"), body=body, actor=actor),
        "complaints.tables",
        body,
    )


def test_who_may_set_columns_and_send_again(platform):
    drafts = [ColumnDraft(field=one.field, heading=one.heading) for one in platform.fields.filter(direction="out")]
    matrix(lambda actor: actions.lay_out(platform, "out", drafts, actor=actor), "complaints.tables", platform.body)
    take(platform, workbook(ROW))
    answer(Complaint.objects.get())
    actions.queue_replies(platform)
    UpperReply.objects.update(state=DeliveryState.FAILED)
    again = matrix(
        lambda actor: actions.send_again(UpperReply.objects.get(), actor=actor), "complaints.exchange", platform.body
    )
    assert again.state == DeliveryState.WAITING


def test_export_is_refused_without_the_function(platform):
    with pytest.raises(Forbidden):
        actions.export_replies(platform, actor=actor("complaints.read", body=platform.body))


cells = st.one_of(
    st.none(), st.text(max_size=40), st.integers(-(10**18), 10**18), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.dates(dt.date(1900, 3, 1), dt.date(2100, 1, 1)),
    st.sampled_from(["=1+1", "工单编号", "2019/4/25 99:99", "#REF!"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=1, max_size=12), min_size=0, max_size=6), st.booleans())
def test_no_workbook_breaks_the_reader(platform, rows, with_head):
    """Whatever stands in it, a workbook gives rows, faults or one sentence, never an error."""
    clean = [[_cell(value) for value in row] for row in rows]
    content = workbook(*clean, head=HEAD if with_head else ["甲", "乙"])
    try:
        read = layout.read_workbook(platform, content)
    except Refused:
        return
    outcome = actions.take_over_orders(platform, read, actor=SYSTEM)
    assert outcome.made + outcome.changed + outcome.same + len({f.number for f in outcome.faults}) >= 0
    assert UpperOrder.objects.filter(platform=platform).count() <= sum(one.made for one in Exchange.objects.all())
    marked_workbook(content, read.result)


def _cell(value):
    return openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content):
    with pytest.raises(Refused):
        layout.read_workbook(_Bare(), content)


class _Bare:
    name = "平台"

    class fields:  # noqa: N801
        @staticmethod
        def all():
            return [layout.PlatformField(field="number", heading="工单编号", direction="in", position=1),
                    layout.PlatformField(field="text", heading="诉求内容", direction="in", position=2)]  # fmt: skip


class _Upstream(BaseHTTPRequestHandler):
    """A platform's program that stands in for the real one."""

    answers: dict = {}
    heard: list = []

    def log_message(self, *_args):
        pass

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.heard.append((self.command, self.path, dict(self.headers), body))
        queue = self.answers.get(self.command) or [(200, {})]
        status, told = queue.pop(0) if len(queue) > 1 else queue[0]
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _serve  # noqa: N815


@pytest.fixture
def upstream():
    _Upstream.answers, _Upstream.heard = {}, []
    server = HTTPServer(("127.0.0.1", 0), _Upstream)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield _Upstream, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def wired(platform, upstream):
    connection = Connection(
        name=platform.name, code=platform.code, address=upstream[1], token="secret-token",
        orders_path="orders?since={since}", orders_at="data.rows", reply_path="orders/{number}/reply",
        receipt_at="data.receipt",
    )  # fmt: skip
    return actions.save_platform(connection, body=platform.body, platform=platform, actor=SYSTEM)


ITEM = {"number": "API-1", "title": "噪声", "content": "夜里施工噪声", "type": "投诉", "accepted_at": "2026-05-01 10:00:00",
        "deadline": "2026-05-09 18:00", "caller": {"name": "李四", "phone": "13900001111"}}  # fmt: skip


def test_orders_come_by_program(wired, upstream):
    upstream[0].answers["GET"] = [(200, {"data": {"rows": [ITEM, {"number": "API-2"}, "nonsense", None]}})]
    outcome = actions.ask_for_orders(wired)
    assert outcome.made == 1
    assert len({fault.number for fault in outcome.faults}) == 3
    complaint = Complaint.objects.get()
    assert complaint.text == "夜里施工噪声"
    assert Complainant.objects.filter(complaint=complaint, phone="13900001111").exists()
    assert upstream[0].heard[0][2]["Authorization"] == "Bearer secret-token"
    assert actions.ask_for_orders(wired).same == 1


def test_reply_is_sent_once_with_its_receipt(wired, upstream):
    upstream[0].answers = {
        "GET": [(200, {"data": {"rows": [ITEM]}})],
        "POST": [(200, {"data": {"receipt": "R-77"}})],
    }
    actions.ask_for_orders(wired)
    answer(Complaint.objects.get())
    assert actions.queue_replies(wired) == 1
    assert actions.queue_replies(wired) == 0
    reply = actions.send_reply(UpperReply.objects.get())
    assert (reply.state, reply.receipt) == (DeliveryState.SENT, "R-77")
    command, path, headers, body = upstream[0].heard[-1]
    assert (command, path) == ("POST", "/orders/API-1/reply")
    assert body["result"] == "路灯已修好。"
    assert headers["Idempotency-Key"] == str(reply.pk)
    actions.send_reply(reply)
    assert sum(1 for one in upstream[0].heard if one[0] == "POST") == 1


def test_failed_reply_waits_longer_each_time_and_is_given_up_for_a_person(wired, upstream):
    upstream[0].answers = {"GET": [(200, {"data": {"rows": [ITEM]}})], "POST": [(503, b"busy")]}
    actions.ask_for_orders(wired)
    answer(Complaint.objects.get())
    actions.queue_replies(wired)
    waits, now = [], clock.now()
    with clock.pretend(now):
        for _ in range(8):
            reply = actions.send_reply(UpperReply.objects.get())
            waits.append((reply.next_at - now).total_seconds())
    assert waits[:3] == [120, 240, 480]
    assert reply.state == DeliveryState.FAILED
    assert reply.problem == "HTTP 503"
    again = actions.send_again(reply, actor=SYSTEM)
    assert again.state == DeliveryState.WAITING
    upstream[0].answers["POST"] = [(200, {})]
    assert actions.send_reply(again).state == DeliveryState.SENT


def test_answer_written_anew_is_sent_instead(wired, upstream):
    upstream[0].answers = {"GET": [(200, {"data": {"rows": [ITEM]}})], "POST": [(200, {})]}
    actions.ask_for_orders(wired)
    complaint = answer(Complaint.objects.get())
    actions.queue_replies(wired)
    Complaint.objects.filter(pk=complaint.pk).update(answer="改好的答复")
    actions.send_reply(UpperReply.objects.get())
    assert not UpperReply.objects.exists()
    actions.queue_replies(wired)
    actions.send_reply(UpperReply.objects.get())
    assert upstream[0].heard[-1][3]["result"] == "改好的答复"


@pytest.mark.parametrize("told", [(500, b""), (200, b"<html>"), (200, {"data": {}}), (302, b""), (200, b"[" * 100_000)])
def test_every_fault_of_the_line_is_one_problem(wired, upstream, told):
    upstream[0].answers["GET"] = [told]
    with pytest.raises(LineProblem):
        actions.ask_for_orders(wired)
    assert Complaint.objects.count() == 0


def test_unreachable_platform_and_strange_address_are_problems():
    with pytest.raises(LineProblem):
        HttpDoor("http://127.0.0.1:9", "").fetch("x")
    with pytest.raises(LineProblem):
        HttpDoor("file:///etc/passwd", "")


def test_category_is_found_by_code_name_and_path(db):
    category()
    assert readings.category_named("0402").name == "环境污染"
    assert readings.category_named("环境保护/环境污染").code == "0402"
    assert readings.category_named("没有这一类") is None
    assert readings.category_named("") is None
