"""Verbs of the boards beside the matters, done by two officers at the same moment: one goes through, the other is told."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from tests.concurrency import at_once
from tests.factories import complaints as made
from tests.factories.access import actor
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.instruments.complaints.test_boards import _scored
from tests.instruments.complaints.test_upper import ROW, workbook
from zhengyou.instruments.complaints import actions, register
from zhengyou.instruments.complaints.actions import Statement, Wording, learning, mail
from zhengyou.instruments.complaints.actions.needs import Wanted
from zhengyou.instruments.complaints.actions.upper import Connection
from zhengyou.instruments.complaints.enums import DeliveryState
from zhengyou.instruments.complaints.models import (
    Category,
    Complaint,
    Exchange,
    HotIssue,
    LabelledText,
    Lesson,
    Likeness,
    OpinionItem,
    OpinionReport,
    Responsibility,
    UpperReply,
)
from zhengyou.instruments.complaints.queries import upper as readings
from zhengyou.instruments.complaints.upper import layout
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
ONE, BOTH = 1, 2
"""How many of two go through."""


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def bureau(county):
    return BodyFactory(name="青禾县民政局", parent=county)


def twice(wanted, act):
    """Do ``act(place)`` twice at the same moment; return what came of those that went through, the others were told."""
    results = at_once(2, act)
    assert all(isinstance(one, Refused) for one in results if isinstance(one, Exception)), results
    went = [one for one in results if not isinstance(one, Exception)]
    assert len(went) == wanted, results
    return went


def person(place):
    return Actor(kind="system", id=f"p{place}", label="甲乙"[place])


def said(verb):
    return Event.objects.filter(verb=f"complaints.{verb}").count()


def test_a_box_is_opened_entered_and_taken_down_once(county):
    box = actions.put_up_box(body=county, title="箱", place="门口", actor=SYSTEM)
    opening = actions.open_box(box, slips=1, actor=Actor(kind="system", id="first", label="丙"))
    (confirmed,) = twice(ONE, lambda place: actions.confirm_opening(opening, actor=person(place)))
    slip = Statement(kind="opinion", text="饮水机没水")
    twice(ONE, lambda place: actions.enter_slip(confirmed, statement=slip, actor=person(place)))
    assert Complaint.objects.count() == 1
    twice(ONE, lambda place: actions.finish_opening(confirmed, actor=person(place)))
    twice(ONE, lambda _: actions.take_down_box(box, actor=SYSTEM))
    line = actions.show_line(body=county, title="监督电话", phone="0000-12388", actor=SYSTEM)
    twice(ONE, lambda _: actions.withdraw_line(line, actor=SYSTEM))
    assert (said("confirm_opening"), said("finish_opening"), said("withdraw_line")) == (1, 1, 1)


def test_a_report_is_investigated_once_and_its_reporter_told_once(county, bureau):
    report = made.matter(county, kind="report", text="有人骗领低保")
    task = {"body": bureau, "about": None, "subject": "某户", "task": "核查", "actor": SYSTEM}
    (inquiry,) = twice(ONE, lambda _: actions.open_inquiry(report, **task))
    twice(ONE, lambda _: actions.begin_inquiry(inquiry, actor=SYSTEM))
    found = {"finding": "true", "facts": "属实", "measures": "停发", "actor": SYSTEM}
    (inquiry,) = twice(ONE, lambda _: actions.conclude(inquiry, **found))
    twice(ONE, lambda place: actions.tell_reporter(inquiry, text=f"答复{place}", actor=SYSTEM))
    assert (said("open_inquiry"), said("tell_reporter")) == (1, 1)


def test_care_is_given_by_many_and_settled_once(county, bureau):
    hat = AppointmentFactory(post=PostFactory(body=bureau))
    case = actions.report_abuse(appointment=hat, kind="insult", happened_on=clock.today(), text="被辱骂", actor=SYSTEM)
    twice(BOTH, lambda place: actions.support(case, kind="talk", note=f"谈心{place}", actor=SYSTEM))
    assert case.measures.count() == 2
    twice(ONE, lambda place: actions.settle_support(case, result=f"结果{place}", actor=SYSTEM))
    report = actions.report_retaliation(made.matter(county), text="被威胁")
    twice(ONE, lambda _: actions.take_retaliation(report, actor=SYSTEM))
    twice(ONE, lambda place: actions.settle_retaliation(report, result=f"结果{place}", actor=SYSTEM))
    assert (said("settle_support"), said("settle_retaliation")) == (1, 1)


def test_a_need_is_held_by_one_unit_and_met_by_that_one(county, bureau):
    due = clock.today() + 9 * DAY

    def need():
        return actions.claim(
            actions.list_need(Wanted(title="减速带"), body=county, actor=SYSTEM), body=bureau, due_on=due, actor=SYSTEM
        )

    one = need()
    twice(ONE, lambda place: (
        actions.give_up(one, reason="无编制", actor=SYSTEM) if place else actions.meet(one, result="已装", actor=SYSTEM)
    ))  # fmt: skip
    stale, other = need(), BodyFactory(parent=county)
    actions.give_up(stale, reason="无编制", actor=SYSTEM)
    actions.claim(stale, body=other, due_on=due, actor=SYSTEM)
    with pytest.raises(Refused):  # an old page of the first unit does not report for the second
        actions.meet(stale, result="已装", actor=actor("complaints.needs", body=bureau))
    done = need()
    (done,) = twice(ONE, lambda place: actions.meet(done, result=f"已装{place}", actor=SYSTEM))
    twice(ONE, lambda _: actions.confirm_need(done, actor=SYSTEM))
    fresh = actions.list_need(Wanted(title="公厕"), body=county, actor=SYSTEM)
    twice(ONE, lambda place: actions.decline_need(fresh, result=f"说明{place}", actor=SYSTEM))


def test_an_opinion_stands_in_one_item_and_an_item_in_one_report(county, bureau):
    category, opinions = made.category("0502"), [made.matter(county, kind="opinion") for _ in range(2)]
    facts = {"body": county, "category": category, "actor": SYSTEM}
    (item,) = twice(ONE, lambda place: actions.collect(opinions, title=f"饮水机{place}", **facts))
    assert OpinionItem.objects.get() == item
    assert item.complaints.count() == 2
    twice(ONE, lambda _: actions.route(item, lead=bureau, actor=SYSTEM))
    assert Order.objects.count() == 1
    (item,) = twice(ONE, lambda place: actions.answer_item(item, text=f"已修{place}", actor=SYSTEM))
    assert set(Complaint.objects.values_list("state", "answer")) == {("answered", item.answer)}
    twice(BOTH, lambda _: actions.publish_item(item, shown=True, actor=SYSTEM))
    twice(ONE, lambda _: actions.close_item(item, actor=SYSTEM))
    period = {"body": county, "starts_on": clock.today() - DAY, "ends_on": clock.today() + DAY, "actor": SYSTEM}
    (report,) = twice(ONE, lambda place: actions.draw_up(title=f"汇总{place}", **period))
    assert OpinionReport.objects.count() == 1
    twice(ONE, lambda place: actions.adopt(report, conclusion=f"同意{place}", actor=SYSTEM))
    twice(ONE, lambda _: actions.close_report(report, actor=SYSTEM))


def test_what_is_put_right_first_is_decided_once(county, bureau):
    facts = {"body": county, "sector": "charges", "month": clock.today(), "actor": SYSTEM}
    (issue,) = twice(ONE, lambda place: actions.list_issue(title=f"收费{place}", **facts))
    assert HotIssue.objects.count() == 1
    plan = {"lead": bureau, "measures": "清理", "due_on": clock.today() + DAY, "actor": SYSTEM}
    twice(ONE, lambda _: actions.tackle(issue, **plan))
    twice(ONE, lambda place: actions.settle_issue(issue, result=f"已清理{place}", actor=SYSTEM))
    _scored(county, (bureau, 61.5, 40))
    rule = actions.save_rule(body=county, title="最不满意", indicator="satisfaction", most=1, actor=SYSTEM)
    proposals = twice(BOTH, lambda _: actions.propose(rule, actor=SYSTEM))
    ((proposal,),) = [found for found in proposals if found]
    twice(ONE, lambda place: (
        actions.accept_proposal(proposal, actor=SYSTEM)
        if place
        else actions.decline_proposal(proposal, reason="再议", actor=SYSTEM)
    ))  # fmt: skip
    proposal.refresh_from_db()
    assert Order.objects.count() == (proposal.state == "accepted")


def test_tables_articles_and_formulas_keep_one_truth(county, bureau):
    category = made.category()
    facts = {"body": county, "category": category, "lead": bureau, "actor": SYSTEM}
    twice(BOTH, lambda place: actions.name_responsible(basis=f"第{place}条", **facts))
    held = Responsibility.objects.get(ends_on=None)
    assert Responsibility.objects.count() == 2
    twice(ONE, lambda _: actions.end_responsibility(held, actor=SYSTEM))
    words = {"question": "社保卡丢了怎么补？", "answer": "到网点补办。"}
    article = actions.write_article(Wording(**words), body=county, actor=SYSTEM).article
    twice(BOTH, lambda _: actions.write_article(Wording(**words), body=county, article=article, actor=SYSTEM))
    versions = list(article.versions.order_by("number"))
    assert [one.number for one in versions] == [1, 2, 3]
    twice(BOTH, lambda place: actions.publish_article(versions[place], actor=SYSTEM))
    article.refresh_from_db()
    assert article.current in versions[:2]
    twice(ONE, lambda _: actions.retire_article(article, actor=SYSTEM))
    rates = [{"name": "x", "values": ["resolved"], "of": ["resolved", "unresolved"], "weight": 1}]
    formula = {"body": county, "source": "文", "valid_from": clock.today(), "rates": rates, "actor": SYSTEM}
    twice(ONE, lambda place: actions.save_formula(name=f"口径{place}", **formula))


def test_the_same_pair_is_judged_once(county):
    text = "东湖花园门口的路灯坏了三盏，夜里看不见路，老人摔倒了"
    first, second = made.matter(county, text=text), made.matter(county, text=text)
    actions.compare(first, actor=SYSTEM)
    twice(BOTH, lambda _: actions.compare(second, actor=SYSTEM))
    pair = Likeness.objects.get()
    twice(ONE, lambda place: (
        actions.join_alike(pair, actor=SYSTEM) if place else actions.tell_apart(pair, actor=SYSTEM)
    ))  # fmt: skip
    pair.refresh_from_db()
    second.refresh_from_db()
    assert (pair.state, second.state) in {("joined", "merged"), ("different", "received")}


def test_two_who_exchange_with_the_upper_platform_take_and_give_each_order_once(county):
    platform = actions.save_platform(Connection(name="市12345", code="sz"), body=county, actor=SYSTEM)
    read = layout.read_workbook(platform, workbook(ROW))
    outcomes = twice(BOTH, lambda _: actions.take_over_orders(platform, read, actor=SYSTEM))
    assert sorted((one.made, one.same) for one in outcomes) == [(0, 1), (1, 0)]
    actions.answer(Complaint.objects.get(), text="已修复", actor=SYSTEM)
    books = twice(BOTH, lambda _: actions.export_replies(platform, actor=SYSTEM))
    rows = [openpyxl.load_workbook(io.BytesIO(book)).active.cell(2, 1).value for book in books]
    assert sorted(rows, key=str) == [None, ROW[0]], "the answer goes out in one of the two workbooks"
    drafts = [actions.upper.ColumnDraft(field=one.field, heading=one.heading) for one in platform.fields.filter(
        direction="out")]  # fmt: skip
    twice(BOTH, lambda _: actions.lay_out(platform, "out", drafts, actor=SYSTEM))
    assert platform.fields.filter(direction="out").count() == len(drafts)
    twice(BOTH, lambda _: actions.queue_replies(platform))
    reply = UpperReply.objects.get()
    sent = []
    twice(BOTH, lambda _: actions.send_reply(reply, opening=lambda _platform: _Door(sent)))
    assert len(sent) == 1
    UpperReply.objects.update(state=DeliveryState.FAILED, tries=8)
    twice(BOTH, lambda _: actions.send_again(reply, actor=SYSTEM))
    assert said("send_again") == 1
    assert readings.answered(platform.orders.all()).count() == 1
    assert Exchange.objects.filter(direction="in", made=1).count() == 1


class _Door:
    def __init__(self, sent):
        self.sent = sent

    def send(self, path, body, key):
        self.sent.append(key)
        return {}


def test_a_matter_that_another_system_sends_twice_at_once_stays_one(county):
    told = Statement(kind="help", text="井盖破损", channel="api", outer_system="城管", outer_number="A-7")
    taken = twice(BOTH, lambda _: actions.receive(told, body=county, actor=SYSTEM))
    assert {one.complaint.pk for one in taken} == {Complaint.objects.get().pk}
    assert sum(bool(one.code) for one in taken) == 1


def test_a_register_that_is_given_twice_at_once_is_taken_over_once(county):
    told = "编号,标题,内容,受理时间\nA-1,路灯,路灯坏了,2026-05-01 09:00\nA-2,井盖,井盖破损,2026-05-02 09:00\n"
    content = register.as_workbook(register.rows_of(told.encode()))
    taken = twice(
        BOTH,
        lambda _: actions.take_over_register(register.read_workbook(content), body=county, actor=SYSTEM),
    )
    assert sorted(taken) == [0, 2]
    assert Complaint.objects.count() == 2


def test_a_new_code_is_given_twice_and_the_last_one_holds(county):
    one = made.matter(county, identity="confidential", phone="13912345678")
    codes = twice(BOTH, lambda _: actions.renew_code(one, phone="13912345678", actor=SYSTEM))
    one.refresh_from_db()
    assert one.code_digest in {found.complaint.code_digest for found in codes}
    assert len({found.code for found in codes}) == 2
    assert [event.verb for event in history(one)].count("complaints.renew_code") == BOTH


def test_two_teach_at_once_and_one_lesson_is_in_use(county, monkeypatch, tmp_path):
    with learning.SEEDS.open(encoding="utf-8", newline="") as lines:
        head, *rows = list(csv.reader(lines))
    few = tmp_path / "seeds.csv"  # the whole set would take its time, twice at once
    with few.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([head, *(row for row in rows if row[head.index("code")][:2] in {"04", "15"})])
    monkeypatch.setattr(learning, "SEEDS", few)
    made.category()
    lessons = twice(BOTH, lambda _: actions.learn(actor=SYSTEM))
    assert sorted(one.number for one in lessons) == [1, 2]
    assert Lesson.objects.get(in_use=True).number == 2


def test_two_load_the_same_tree_of_classes_and_it_stands_once():
    rows = [(f"9{top}", f"类{top}", "") for top in range(3)] + [(f"9{top}01", f"细类{top}", "") for top in range(3)]
    twice(BOTH, lambda _: actions.load_categories(rows, actor=SYSTEM))
    assert Category.objects.filter(code__startswith="9").count() == 6
    assert set(Category.objects.filter(code__startswith="9", level=2).values_list("parent__level", flat=True)) == {1}


def test_two_take_over_the_same_texts_in_other_order_and_both_pass():
    Category.objects.get_or_create(code="98", defaults={"name": "道路交通", "level": 1})
    rows = [("98", f"路灯不亮第{number}号") for number in range(300)]
    twice(BOTH, lambda place: learning.take_over_texts(rows[:: -1 if place else 1], source="某市", actor=SYSTEM))
    assert LabelledText.objects.filter(category__code="98").count() == 300


def test_one_letter_that_two_workers_fetch_is_one_matter(county):
    mailbox = actions.save_mailbox(
        body=county, address="x@example.cn", host="mail.example.cn", port=993, account="x", password="y", actor=SYSTEM
    )
    letter = "From: a@example.cn\r\nSubject: =?utf-8?B?6Lev54Gv?=\r\nMessage-ID: <1@example.cn>\r\n\r\n路灯不亮三天了。"
    twice(BOTH, lambda _: mail.take_mail(mailbox, letter.encode(), actor=SYSTEM))
    assert Complaint.objects.count() == 1
