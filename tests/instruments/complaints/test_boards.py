"""Verbs of boxes, lines, investigations, care, needs, opinions, priorities and the knowledge base."""

import datetime as dt

import pytest

from tests.factories import complaints as made
from tests.factories.access import actor, signed_in
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.permissions import matrix
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.actions import Statement, Wording
from zhengyou.instruments.complaints.actions.needs import Wanted
from zhengyou.instruments.complaints.models import Complaint, PriorityProposal
from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.mechanisms.scoring.models import Run, Score
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


@pytest.fixture
def bureau(county):
    return BodyFactory(name="青禾县民政局", parent=county)


def test_box_is_opened_by_two_different_persons_and_every_slip_is_entered(county):
    box = matrix(
        lambda who: actions.put_up_box(body=county, title="大厅意见箱", place="一楼", actor=who),
        "complaints.tables",
        county,
    )
    first = actor("complaints.open_box", "complaints.receive", body=county)
    opening = actions.open_box(box, slips=2, actor=first)
    with pytest.raises(Forbidden):
        actions.confirm_opening(opening, actor=first)
    with pytest.raises(Conflict):
        actions.enter_slip(opening, statement=Statement(kind="opinion", text="饮水机没水"), actor=first)
    matrix(lambda who: actions.confirm_opening(opening, actor=who), "complaints.open_box", county)
    opening.refresh_from_db()
    with pytest.raises(Refused):
        actions.finish_opening(opening, actor=first)
    for text in ("饮水机没水", "中午能不能不关门"):
        actions.enter_slip(opening, statement=Statement(kind="opinion", text=text), actor=first)
    with pytest.raises(Conflict):
        actions.enter_slip(opening, statement=Statement(kind="opinion", text="多出来的一张"), actor=first)
    matrix(lambda who: actions.finish_opening(opening, actor=who), "complaints.open_box", county)
    assert set(Complaint.objects.values_list("channel", flat=True)) == {"box"}
    with pytest.raises(Conflict):
        actions.open_box(box, slips=0, actor=first)
    assert actions.take_down_box(box, actor=SYSTEM).removed_on


def test_line_is_shown_mended_and_withdrawn(county):
    with pytest.raises(Invalid):
        actions.show_line(body=county, title="监督台", actor=SYSTEM)
    line = matrix(
        lambda who: actions.show_line(body=county, title="监督电话", phone="0000-12388", actor=who),
        "complaints.tables",
        county,
    )
    mended = actions.show_line(body=county, title="监督电话", phone="0000-6666", line=line, actor=SYSTEM)
    assert mended.phone == "0000-6666"
    assert matrix(lambda who: actions.withdraw_line(line, actor=who), "complaints.tables", county).withdrawn_on


def test_report_is_investigated_by_others_and_the_reporter_is_told(county, bureau):
    town = BodyFactory(name="穗丰镇", parent=county)
    report = made.matter(county, kind="report", about=town, text="有人骗领低保", name="举报人某", phone="13912345678")
    with pytest.raises(Invalid):
        actions.open_inquiry(report, body=town, about=town, subject="", task="核查", actor=SYSTEM)
    inquiry = matrix(
        lambda who: actions.open_inquiry(
            report, body=bureau, about=town, subject="某户", task="核查低保户家庭财产", actor=who
        ),
        "complaints.triage",
        county,
    )
    with pytest.raises(Refused):
        actions.open_inquiry(made.matter(county), body=bureau, about=None, subject="", task="x", actor=SYSTEM)
    inquiry = matrix(lambda who: actions.begin_inquiry(inquiry, actor=who), "complaints.investigate", bureau)
    with pytest.raises(Invalid):
        actions.conclude(inquiry, finding="true", facts="属实", measures="", actor=SYSTEM)
    inquiry = matrix(
        lambda who: actions.conclude(inquiry, finding="true", facts="有房两套", measures="停发低保", actor=who),
        "complaints.investigate",
        bureau,
    )
    matrix(
        lambda who: actions.tell_reporter(inquiry, text="经核查属实，已停发。", actor=who), "complaints.triage", county
    )
    report.refresh_from_db()
    assert (report.state, report.answer) == ("answered", "经核查属实，已停发。")


def test_whoever_belongs_to_the_unit_reported_stands_aside(county, bureau):
    section = BodyFactory(parent=bureau)
    report = made.matter(county, kind="report", about=bureau)
    inquiry = actions.open_inquiry(report, body=county, about=bureau, subject="", task="核查", actor=SYSTEM)
    account, insider = signed_in("complaints.investigate", body=section)
    from tests.factories.access import grant
    from zhengyou.registry.access.queries import actor_for

    hat = account.person.appointments.get()
    grant(hat, "complaints.investigate", body=county)
    with pytest.raises(Refused):
        actions.begin_inquiry(inquiry, actor=actor_for(account, hat))
    assert insider


def test_abused_member_of_staff_is_supported_by_somebody_else(bureau):
    hat = AppointmentFactory(post=PostFactory(body=bureau))
    case = matrix(
        lambda who: actions.report_abuse(
            appointment=hat, kind="insult", happened_on=clock.today(), text="被辱骂", actor=who
        ),
        "complaints.speak",
        bureau,
    )
    matrix(lambda who: actions.support(case, kind="talk", note="谈心", actor=who), "complaints.support", bureau)
    case.refresh_from_db()
    settled = matrix(
        lambda who: actions.settle_support(case, result="对方致歉", actor=who), "complaints.support", bureau
    )
    assert (settled.state, settled.measures.get().kind) == ("settled", "talk")
    account, own = signed_in("complaints.support", "complaints.speak", body=bureau)
    mine = actions.report_abuse(
        appointment=account.person.appointments.get(),
        kind="blamed",
        happened_on=clock.today(),
        text="无故被责",
        actor=own,
    )
    with pytest.raises(Forbidden):
        actions.support(mine, kind="award", actor=own)


def test_retaliation_is_settled_by_supervision_outside_the_unit(county, bureau):
    report = actions.report_retaliation(made.matter(county, about=bureau), text="不给办事了，13912345678")
    assert "13912345678" not in report.text
    with pytest.raises(Forbidden):
        actions.take_retaliation(report, actor=actor("complaints.protect", body=bureau))
    matrix(lambda who: actions.take_retaliation(report, actor=who), "complaints.protect", county)
    settled = matrix(
        lambda who: actions.settle_retaliation(report, result="已约谈并恢复办理", actor=who),
        "complaints.protect",
        county,
    )
    assert settled.settled_on == clock.today()


def test_need_is_claimed_met_and_confirmed(county, bureau):
    need = matrix(
        lambda who: actions.list_need(Wanted(title="校门口加装减速带", sector="safety"), body=county, actor=who),
        "complaints.needs_board",
        county,
    )
    tomorrow = clock.today() + dt.timedelta(days=1)
    claimed = matrix(
        lambda who: actions.claim(need, body=bureau, due_on=tomorrow, actor=who), "complaints.needs", bureau
    )
    assert (claimed.state, claimed.claimed_by) == ("claimed", bureau)
    put_back = matrix(lambda who: actions.give_up(claimed, reason="无编制", actor=who), "complaints.needs", bureau)
    assert (put_back.state, put_back.claimed_by) == ("open", None)
    claimed = actions.claim(put_back, body=bureau, due_on=tomorrow, actor=SYSTEM)
    done = matrix(lambda who: actions.meet(claimed, result="已安装", actor=who), "complaints.needs", bureau)
    assert (
        matrix(lambda who: actions.confirm_need(done, actor=who), "complaints.needs_board", county).state == "confirmed"
    )
    other = actions.list_need(Wanted(title="建机场"), body=county, actor=SYSTEM)
    declined = matrix(
        lambda who: actions.decline_need(other, result="不符合规划", actor=who), "complaints.needs_board", county
    )
    assert declined.state == "declined"


def test_opinions_are_merged_routed_answered_published_and_struck_off(county, bureau):
    category = made.category("0502")
    opinions = [made.matter(county, kind="opinion", text=text) for text in ("饮水机没水", "没有水喝")]
    item = matrix(
        lambda who: actions.collect(opinions[:1], body=county, category=category, title="饮水机缺水", actor=who),
        "complaints.opinions",
        county,
    )
    matrix(lambda who: actions.join(item, complaints=opinions[1:], actor=who), "complaints.opinions", county)
    with pytest.raises(Refused):
        actions.collect([made.matter(county)], body=county, category=category, title="不是意见", actor=SYSTEM)
    routed = actions.route(item, lead=bureau, actor=SYSTEM)
    assert set(Complaint.objects.filter(opinion=item).values_list("state", "order")) == {("handling", routed.order_id)}
    with pytest.raises(Refused):
        matrix(lambda who: actions.answer_item(routed, text="抢先答复", actor=who), "complaints.opinions", county)
    orders.sign(routed.order, actor=SYSTEM)
    orders.reply(Order.objects.get(), finding="true", reason="无人管", answer="已专人管护。", actor=SYSTEM)
    orders.verify(Order.objects.get(), actor=SYSTEM)
    item.refresh_from_db()
    assert (item.state, item.answer) == ("answered", "已专人管护。")
    assert set(Complaint.objects.filter(opinion=item).values_list("state", "answer")) == {("answered", "已专人管护。")}
    matrix(lambda who: actions.publish_item(item, shown=True, actor=who), "complaints.publish", county)
    assert matrix(lambda who: actions.close_item(item, actor=who), "complaints.opinions", county).state == "closed"


def test_report_closes_with_its_last_item_only(county):
    category = made.category("0502")
    opinion = made.matter(county, kind="suggestion", text="中午不要关门")
    item = actions.collect([opinion], body=county, category=category, title="中午值班", actor=SYSTEM)
    first = clock.today().replace(day=1)
    facts = {"title": "本月意见", "starts_on": first, "ends_on": first + dt.timedelta(days=40)}
    report = matrix(lambda who: actions.draw_up(body=county, **facts, actor=who), "complaints.opinions", county)
    with pytest.raises(Invalid):
        actions.draw_up(body=county, **facts, actor=SYSTEM)
    with pytest.raises(Refused):
        actions.adopt(report, conclusion="同意", actor=SYSTEM)
    actions.answer_item(item, text="已安排。", actor=SYSTEM)
    report = matrix(lambda who: actions.adopt(report, conclusion="同意", actor=who), "complaints.opinions", county)
    with pytest.raises(Refused):
        actions.close_report(report, actor=SYSTEM)
    item.refresh_from_db()
    actions.close_item(item, actor=SYSTEM)
    assert matrix(lambda who: actions.close_report(report, actor=who), "complaints.opinions", county).state == "closed"


def test_hot_issue_becomes_the_theme_of_a_month_once(county, bureau):
    facts = {"body": county, "sector": "charges", "month": dt.date(2026, 5, 20)}
    issue = matrix(lambda who: actions.list_issue(title="培训收费", **facts, actor=who), "complaints.opinions", county)
    assert issue.month == dt.date(2026, 5, 1)
    with pytest.raises(Invalid):
        actions.list_issue(title="另一题", **facts, actor=SYSTEM)
    soon = clock.today() + dt.timedelta(days=30)
    tackled = actions.tackle(issue, lead=bureau, measures="专项检查", due_on=soon, actor=SYSTEM)
    settled = matrix(
        lambda who: actions.settle_issue(tackled, result="退费到位", actor=who), "complaints.opinions", county
    )
    assert settled.settled_on == clock.today()


def _scored(county, *scores):
    today = clock.today()
    run = Run.objects.create(
        body=county, subject="unit", indicator="satisfaction", starts_on=today - dt.timedelta(days=60), ends_on=today,
        computed_at=clock.now(), minimum=1, level=0.9, method="shrinkage/1", input_hash="x", units=len(scores), ratings=9,
    )  # fmt: skip
    for body, score, n in scores:
        Score.objects.create(
            run=run, body=body, group="government", n=n, raw=score, mix=0, shrink=0, score=score, low=score - 5,
            high=score + 5, weight=1, mean=80, band="same",
        )  # fmt: skip


def test_lowest_with_enough_cases_are_proposed_once_and_become_orders(county):
    low, small, fine = (BodyFactory(parent=county) for _ in range(3))
    _scored(county, (low, 61.5, 40), (small, 10, 2), (fine, 95, 80))
    newer = Run.objects.get()
    newer.pk, newer.state, newer.ends_on = ids.uuid7(), "collected", newer.ends_on + dt.timedelta(days=1)
    newer.save(force_insert=True)  # still being computed: it has no scores yet
    rule = matrix(
        lambda who: actions.save_rule(body=county, title="最不满意", indicator="satisfaction", most=1, actor=who),
        "complaints.opinions",
        county,
    )
    (proposal,) = matrix(lambda who: actions.propose(rule, actor=who), "complaints.opinions", county)
    assert (proposal.body, proposal.rank, float(proposal.score)) == (low, 1, 61.5)
    assert actions.propose(rule, actor=SYSTEM) == []
    accepted = actions.accept_proposal(proposal, actor=SYSTEM)
    assert (accepted.order.kind, accepted.order.body, accepted.order.verifier) == ("matter", low, county)
    with pytest.raises(Conflict):
        actions.decline_proposal(proposal, reason="再议", actor=SYSTEM)
    assert PriorityProposal.objects.count() == 1


def test_article_keeps_every_version_and_only_the_published_one_is_found(county):
    wording = Wording(question="社保卡丢了怎么补？", answer="到网点补办。")
    first = matrix(lambda who: actions.write_article(wording, body=county, actor=who), "complaints.knowledge", county)
    article = matrix(lambda who: actions.publish_article(first, actor=who), "complaints.knowledge", county)
    second = actions.write_article(
        Wording(question="社保卡丢了怎么补？", answer="手机上也能补办。"), body=county, article=article, actor=SYSTEM
    )
    article.refresh_from_db()
    assert (article.current, second.number) == (first, 2)
    assert actions.publish_article(second, actor=SYSTEM).current == second
    retired = matrix(lambda who: actions.retire_article(article, actor=who), "complaints.knowledge", county)
    assert retired.state == "retired"
    with pytest.raises(Invalid):
        actions.write_article(Wording(question="", answer=""), body=county, actor=SYSTEM)
