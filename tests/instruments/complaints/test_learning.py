"""The classifier is taught from the shipped set, from texts taken over and from decisions; units are proposed."""

import pytest

from tests.factories import complaints as made
from tests.factories.access import actor
from tests.factories.bodies import BodyFactory
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.models import Category, LabelledText, Lesson
from zhengyou.instruments.complaints.queries import dispatching, learning
from zhengyou.kernel.errors import Forbidden
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
WAGES = "工地老板拖欠农民工工资半年不发，电话不接，我们十几个人要求劳动部门处理"


@pytest.fixture
def county():
    made.category()
    return BodyFactory(name="青禾县")


def test_nothing_is_proposed_before_anything_was_learned(county):
    assert learning.proposed("工资", WAGES) == []


def test_shipped_set_proposes_with_reason_words(county):
    actions.learn(actor=SYSTEM)
    first = learning.proposed("拖欠工资", WAGES)[0]
    assert first.category.code.startswith("15")
    assert any("工资" in word for word in first.words)
    assert 0 < first.share <= 1


def test_versions_follow_each_other_and_one_is_in_use(county):
    first, second = actions.learn(actor=SYSTEM), actions.learn(actor=SYSTEM)
    assert (first.number, second.number) == (1, 2)
    assert learning.lesson_in_use() == second
    assert Lesson.objects.filter(in_use=True).count() == 1
    assert 0.3 < second.report["accuracy"] <= 1
    assert second.report["classes"]


def test_texts_taken_over_teach_a_class_that_the_shipped_set_lacks(county):
    code = Category.objects.get(code="0301")
    rows = [(code.name, f"地震台网观测点{n}号设备损坏，海啸预警和地震速报没有发出") for n in range(12)]
    told = actions.take_over_texts([*rows, ("没有这一类", "甲"), (code.name, " ")], source="试验", actor=SYSTEM)
    assert (told.taken, told.unknown) == (12, ("没有这一类",))
    assert actions.take_over_texts(rows, source="试验", actor=SYSTEM).taken == 12
    assert LabelledText.objects.count() == 12
    actions.learn(actor=SYSTEM)
    assert learning.proposed("地震预警", "地震台网没有发出海啸预警")[0].category == code


def test_decisions_of_officers_are_learned_from(county):
    made.dispatched(county, text="路灯坏了，晚上漆黑一片")
    lesson = actions.learn(actor=SYSTEM)
    assert lesson.decided == 1
    made.matter(county, text="还没有看过的事")
    assert actions.learn(actor=SYSTEM).decided == 1


def test_who_may_teach(county):
    body = BodyFactory()
    assert actions.learn(actor=actor("complaints.teach", body=body)).number == 1
    with pytest.raises(Forbidden):
        actions.learn(actor=actor("complaints.read", body=body))
    with pytest.raises(Forbidden):
        actions.take_over_texts([("0301", "地震")], source="x", actor=actor("complaints.read", body=body))


def test_units_are_proposed_by_the_table_with_the_reason(county):
    bureau, other = BodyFactory(name="青禾县人社局", parent=county), BodyFactory(name="青禾县住建局", parent=county)
    actions.name_responsible(
        body=county, category=Category.objects.get(code="15"), lead=bureau, assisting=[other], basis="三定方案",
        actor=SYSTEM,
    )  # fmt: skip
    actions.learn(actor=SYSTEM)
    complaint = made.matter(county, text=WAGES)
    found = dispatching.units_for(complaint, learning.proposed(complaint.title, complaint.text))
    assert found[0].body == bureau
    assert any("三定方案" in reason for reason in found[0].reasons)
    assert found[0].assisting == (other,)


def test_precedent_speaks_where_the_table_is_silent(county):
    bureau = BodyFactory(name="青禾县城管局", parent=county)
    made.dispatched(county, bureau, text="路灯不亮")
    complaint = made.matter(county, text="又有路灯不亮")
    actions.classify(complaint, category=made.category(), actor=SYSTEM)
    complaint.refresh_from_db()
    found = dispatching.units_for(complaint)
    assert [one.body for one in found] == [bureau]
    assert any(char.isdigit() for char in found[0].reasons[0])
