"""Alike matters are found, joined or told apart; a matter of many people raises an alert."""

import datetime as dt

import pytest

from tests.factories import complaints as made
from tests.factories.bodies import AppointmentFactory, BodyFactory, PostFactory
from tests.permissions import matrix
from zhengyou.instruments.complaints import actions
from zhengyou.instruments.complaints.enums import LikenessState, MassState, State
from zhengyou.instruments.complaints.models import Complaint, Fingerprint, Likeness, MassEvent
from zhengyou.instruments.complaints.queries import likeness as readings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
TEXT = "东湖花园小区旁的烧烤店每晚油烟直排，音响开到凌晨两点，老人和孩子都睡不着，多次反映没有结果"
NEARLY = "东湖花园小区旁边的烧烤店每天晚上油烟直排，音响开到凌晨两点，老人孩子睡不着，反映多次没有结果"
OTHER = "请问灵活就业人员怎样补缴养老保险，需要带哪些材料，到哪个窗口办理，能不能在网上申请"


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


def bring(county, text, days_ago=0, **facts):
    complaint = made.matter(county, text=text, **facts)
    if days_ago:
        Complaint.objects.filter(pk=complaint.pk).update(received_at=clock.now() - dt.timedelta(days=days_ago))
    return Complaint.objects.select_related("body").get(pk=complaint.pk)


def compare(*complaints):
    return [actions.compare(one, actor=SYSTEM) for one in complaints][-1]


def test_alike_matters_are_proposed_to_be_joined(county):
    first, second, other = bring(county, TEXT, 2), bring(county, NEARLY), bring(county, OTHER)
    compare(first, other)
    (found,) = compare(second)
    assert (found.earlier, found.later, found.days_between) == (first, second, 2)
    assert found.share > 0.4
    assert list(readings.of_matter(second)) == [found]
    joined = actions.join_alike(found, actor=SYSTEM)
    assert (joined.state, joined.merged_into) == (State.MERGED, first)
    assert Likeness.objects.get().state == LikenessState.JOINED
    with pytest.raises(Conflict):
        actions.join_alike(found, actor=SYSTEM)


def test_matters_told_apart_are_not_proposed_again(county):
    first, second = bring(county, TEXT, 2), bring(county, NEARLY)
    (found,) = (compare(first), compare(second))[1]
    actions.tell_apart(found, actor=SYSTEM)
    compare(second)
    assert list(readings.of_matter(second)) == []


def test_old_matters_and_those_of_another_place_are_left_alone(county):
    old, elsewhere, new = bring(county, TEXT, 40), bring(BodyFactory(), TEXT, 1), bring(county, NEARLY)
    compare(old, elsewhere)
    assert compare(new) == []


def test_same_place_lets_weaker_words_count(county):
    one = bring(county, "东湖花园门口的路灯坏了三盏，夜里看不见路", 1, place="东湖花园南门")
    other = bring(county, "东湖花园门口的路灯坏了三盏，天黑老人摔倒了", place="东湖花园南门口")
    far = bring(county, "东湖花园门口的路灯坏了三盏，天黑老人摔倒了", place="石桥镇政府")
    compare(one, far)
    assert [found.earlier for found in compare(other) if found.same_place] == [one]


def test_many_people_with_one_matter_raise_an_alert(county):
    head = AppointmentFactory(post=PostFactory(body=county, duty="head"))
    for number in range(4):
        compare(bring(county, f"{TEXT}，我是{number}号楼的业主", 5 - number))
        assert not MassEvent.objects.exists()
    compare(bring(county, NEARLY))
    event = MassEvent.objects.get()
    assert (event.count, event.state) == (5, MassState.OPEN)
    assert list(readings.open_mass_events(Complaint.objects.all())) == [event]
    compare(bring(county, TEXT))
    assert MassEvent.objects.get().count == 6
    from zhengyou.records.notices.models import Notice

    assert Notice.objects.filter(recipient_id=str(head.person.pk)).count() == 1
    with pytest.raises(Invalid):
        actions.settle_mass(event, result=" ", actor=SYSTEM)
    actions.settle_mass(event, result="联合执法，店主整改", actor=SYSTEM)
    assert not readings.open_mass_events(Complaint.objects.all())


def test_the_job_compares_each_matter_once(county):
    bring(county, TEXT, 1)
    bring(county, NEARLY)
    assert actions.compare_new() == 2
    assert actions.compare_new() == 0
    assert Fingerprint.objects.count() == 2
    assert Likeness.objects.count() == 1


def test_who_may_join_and_settle(county):
    first, second = bring(county, TEXT, 2), bring(county, NEARLY)
    (found,) = (compare(first), compare(second))[1]
    matrix(lambda actor: actions.tell_apart(found, actor=actor), "complaints.triage", county)
    Likeness.objects.update(state=LikenessState.PROPOSED)
    matrix(lambda actor: actions.join_alike(found, actor=actor), "complaints.triage", county)
