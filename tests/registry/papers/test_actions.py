import datetime as dt

import pytest
from django.utils import translation

from tests.factories import papers as make
from tests.factories.access import actor, signed_in
from tests.factories.bodies import BodyFactory
from tests.factories.deadlines import moment
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Forbidden, Invalid, Refused
from zhengyou.records.ledger import PUBLIC, SYSTEM
from zhengyou.records.ledger.queries import history
from zhengyou.records.notices.models import Notice
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Task
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.papers import actions, hooks, queries
from zhengyou.registry.papers.enums import State
from zhengyou.registry.papers.models import Incoming, Number, Paper
from zhengyou.registry.papers.writing import Addressed, Reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make.house()


def test_draft_keeps_bases_and_recipients_as_a_snapshot(house):
    paper = make.draft(
        house,
        bases=[Reference("***〔2011〕*号", "实施意见"), Reference("", "省局有关要求")],
        copies=[Addressed("青禾县医院工会"), Addressed("市总工会"), Addressed("档", 2)],
    )
    assert [str(one) for one in paper.bases.all()] == ["实施意见（***〔2011〕*号）", "省局有关要求"]
    rows = [(row.manner, row.name, row.copies, row.body is not None) for row in paper.recipients.all()]
    assert rows == [
        ("main", "柳河镇工会联合会", 1, True),
        ("main", "青禾县医院工会", 1, True),
        ("copy", "市总工会", 1, False),
        ("copy", "档", 2, False),
    ]


def test_drafting_is_for_holders(house):
    matrix(lambda who: actions.draft(house.organ, make.content(), actor=who), "papers.draft", house.body)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "plan"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "活动实施方案"}, "title"),
        ({"text": " "}, "text"),
        ({"text": "秘密★1年\n内容"}, "text"),
        ({"subject_words": "活动 通知"}, "subject_words"),
        ({"upward": [Addressed("市委")]}, "upward"),
        ({"dated": dt.date(2999, 1, 1)}, "dated"),
        ({"appendix_title": "方案"}, "appendix_title"),
    ],
)
def test_wrong_drafts_are_refused_at_the_field(house, changes, field):
    with pytest.raises(Invalid) as refused:
        make.draft(house, **changes)
    assert field in refused.value.errors
    assert not Paper.objects.exists()


def test_submission_waits_for_lawful_words(house):
    paper = make.draft(house, text="对先进予以表彰。")
    with pytest.raises(Refused, match="表彰"):
        actions.submit(paper, actor=house.clerk)
    assert actions.mend(paper, actor=house.clerk).text == "对先进予以通报表扬。"
    actions.submit(paper, actor=house.clerk)
    assert Paper.objects.get().state == State.PENDING
    with pytest.raises(Conflict):
        actions.revise(paper, make.content(), actor=house.clerk)


def test_refusal_gives_the_paper_back(house):
    paper = make.draft(house)
    actions.submit(paper, actor=house.clerk)
    approvals.reject(Task.objects.get(state="waiting"), opinion="请补充依据", actor=house.leader)
    assert Paper.objects.get().state == State.DRAFT


def test_issuing_numbers_delivers_and_tells_liaisons(house):
    _account, liaison = signed_in("papers.sign_for", body=house.units[0], duty="liaison")
    paper = make.signed(house)
    assert paper.state == State.APPROVED
    assert house.head.label in paper.signed_by
    paper = matrix(lambda who: actions.issue(paper, actor=who), "papers.issue", house.body)
    assert (paper.state, paper.number_text[-2:]) == (State.ISSUED, "1号")
    assert paper.recipients.filter(delivered_at__isnull=False).count() == 2
    assert paper.receipts_due_on > paper.dated
    assert Notice.objects.get(recipient_id=liaison.person).url == queries.address(paper)
    with pytest.raises(Conflict):
        actions.issue(paper, actor=house.clerk)
    assert Number.objects.count() == 1


def test_notice_of_a_paper_is_stored_in_the_language_of_the_house(house):
    _account, liaison = signed_in("papers.sign_for", body=house.units[0], duty="liaison")
    with translation.override("en"):
        actions.issue(make.signed(house), actor=house.clerk)
    text = Notice.objects.get(recipient_id=liaison.person).text
    assert "签收" in text
    assert "A paper has come" not in text


def test_older_paper_takes_its_number_in_its_own_year(house):
    paper = make.issued(house, dated=dt.date(2011, 7, 31), subject_words="活动 通知", upward=[Addressed("市总工会")])
    assert paper.number_text == "青工发〔2011〕1号"


def test_signing_for_a_paper_registers_it_once(house):
    paper = make.issued(house)
    row = paper.recipients.first()
    confirmed = matrix(lambda who: actions.confirm(row, actor=who), "papers.sign_for", row.body)
    assert confirmed.confirmed_at
    actions.confirm(row, actor=actor("papers.sign_for", body=row.body))
    entered = Incoming.objects.get()
    assert (entered.from_number, str(entered.number)[0], entered.receipt) == (paper.number_text, "收", row)
    assert queries.unconfirmed(paper).count() == 1


def test_receipts_are_overdue_after_their_day(house):
    paper = make.issued(house)
    assert not queries.overdue_receipts().exists()
    assert queries.overdue_receipts(paper.receipts_due_on + dt.timedelta(days=1)).count() == 2


@pytest.mark.parametrize(
    ("amount", "unit", "day"), [(2, "working_day", 13), (5, "natural_day", 18), (7, "working_hour", 12)]
)
def test_the_term_of_receipts_is_a_rule_of_the_place(house, amount, unit, day):
    with clock.pretend(moment("2026-05-11 10:00")):
        if amount != 2:
            fields = {
                "code": "ours",
                "title": "本地规则",
                "body": house.body,
                "valid_from": dt.date(2026, 1, 1),
                "source": "本地文件",
            }
            pack = packs.draft_pack(fields, actor=SYSTEM)
            rule = {"key": "paper.receipt", "title": "公文签收", "amount": amount, "unit": unit, "source": "本地文件"}
            packs.set_rule(pack, rule, actor=SYSTEM)
            packs.publish_pack(pack, actor=SYSTEM)
        paper = make.issued(house)
    assert paper.receipts_due_on == dt.date(2026, 5, day)


def test_void_paper_leaves_its_number_in_the_register(house):
    paper = make.issued(house)
    with pytest.raises(Refused):
        actions.void(paper, reason="", actor=house.clerk)
    paper = actions.void(paper, reason="文号与正文不符", actor=house.clerk)
    assert (paper.state, paper.number.state) == (State.VOID, "void")
    assert make.issued(house).number.serial == 2


def test_paper_that_was_signed_for_is_recalled_not_voided(house):
    paper = make.issued(house)
    row = paper.recipients.first()
    actions.confirm(row, actor=actor("papers.sign_for", body=row.body))
    with pytest.raises(Refused, match="签收"):
        actions.void(paper, reason="有误", actor=house.clerk)
    paper = actions.withdraw(paper, reason="内容调整", actor=house.clerk)
    assert (paper.state, paper.number.state) == (State.WITHDRAWN, "used")
    with pytest.raises(Conflict):
        actions.confirm(paper.recipients.last(), actor=actor("papers.sign_for", body=house.units[1]))


def test_basis_chain_is_shown_upward_and_downward(house):
    first = make.issued(house)
    second = make.issued(house, bases=[Reference(first.number_text, first.title)])
    third = make.issued(house, bases=[Reference(second.number_text, "")])
    assert [one.own for one in queries.upward(third)] == [second, first]
    assert list(queries.downward(first)) == [second]


def test_recipient_groups_come_from_the_tree(house):
    below = BodyFactory(name="柳河镇纺织厂工会", parent=house.units[0], kind="union")
    assert list(queries.group(house.body, reach="children")) == house.units
    assert list(queries.group(house.body, reach="all", kinds=["union"])) == [below, house.units[1]]
    assert not queries.group(house.body, reach="")


def test_instruction_tells_who_listens_and_holds_the_file_open(house, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "_instructed", [heard.append])
    boss = actor("papers.comment", "papers.receive", body=house.body)
    came = actions.register(
        house.body, from_name="市总工会", title="关于报送情况的通知", from_number="市工发[2026]1号", actor=boss
    )
    assert came.from_number == "市工发〔2026〕1号"
    note = matrix(
        lambda who: actions.instruct(came, body=house.units[0], text="请认真落实，月底前报结果。", actor=who),
        "papers.comment",
        house.body,
    )
    assert heard[-1] == note
    with pytest.raises(Refused):
        actions.file(came, result="已办结", actor=boss)
    actions.answer(note, text="已落实", actor=boss)
    assert actions.file(came, result="已办结", actor=boss).state == "filed"
    assert [event.verb for event in history(came)] == ["papers.register", "papers.instruct", "papers.file"]


def test_incoming_paper_with_secrecy_mark_or_wrong_days_is_refused(house):
    boss = actor("papers.receive", body=house.body)
    with pytest.raises(Invalid) as refused:
        actions.register(house.body, from_name="", title="密级：秘密", received_on=dt.date(2999, 1, 1), actor=boss)
    assert set(refused.value.errors) == {"from_name", "title", "received_on"}


def test_units_outside_do_not_get_instructions(house):
    boss = actor("papers.comment", "papers.receive", body=house.body)
    came = actions.register(house.body, from_name="市总工会", title="通知", actor=boss)
    with pytest.raises(Refused):
        actions.instruct(came, body=BodyFactory(), text="请办。", actor=boss)


def test_what_follows_the_signature_is_for_those_who_issue(house):
    paper = make.draft(house)
    attempts = (
        lambda who: actions.draft_signed(house.organ, make.content(), signed_by="县长", actor=who),
        lambda who: actions.send_back(paper, actor=who),
        lambda who: actions.remind(paper, actor=who),
        lambda who: actions.withdraw(paper, reason="有误", actor=who),
        lambda who: actions.void(paper, reason="有误", actor=who),
    )
    for attempt in attempts:
        for who in (actor("papers.issue"), actor("papers.draft", body=house.body), PUBLIC):
            with pytest.raises(Forbidden):
                attempt(who)
    assert actions.void(paper, reason="有误", actor=actor("papers.issue", body=house.body)).state == State.VOID
