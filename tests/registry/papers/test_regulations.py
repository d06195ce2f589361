"""Decisions of meetings and regulations: who keeps them, on what they rest, what is never rewritten."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.concurrency import at_once
from tests.factories import access
from tests.factories import papers as make
from tests.permissions import matrix, page_matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.records.ledger.models import Event
from zhengyou.registry.papers import actions
from zhengyou.registry.papers.models import Regulation, Resolution
from zhengyou.registry.people.models import Account

DAY = dt.date(2026, 8, 3)


@pytest.fixture
def house(db):
    return make.house()


@pytest.mark.parametrize("verb", ["resolve", "revoke", "write", "amend", "adopt", "repeal"])
def test_each_verb_is_for_those_who_regulate(house, verb):
    decided, regulation = make.resolution(house), make.regulation(house)
    if verb in {"amend", "repeal"}:
        actions.adopt(regulation, on=DAY, resolution=decided, actor=house.clerk)
    verbs = {
        "resolve": lambda actor: actions.resolve(
            house.body, decided_by="党组", decided_on=DAY, title="甲", text="乙", actor=actor
        ),
        "revoke": lambda actor: actions.revoke(decided, reason="另有决定", actor=actor),
        "write": lambda actor: actions.write_regulation(
            house.body, title="甲", aspect="incentive", text="乙", actor=actor
        ),
        "amend": lambda actor: actions.amend(regulation, text="丙", changes="丁", actor=actor),
        "adopt": lambda actor: actions.adopt(regulation, on=DAY, resolution=decided, actor=actor),
        "repeal": lambda actor: actions.repeal(regulation, reason="不再适用", actor=actor),
    }
    before = Event.objects.exclude(verb="papers.take_number").count()
    matrix(verbs[verb], "papers.regulate", house.body)
    assert Event.objects.exclude(verb="papers.take_number").count() == before + 1


def test_decisions_are_numbered_without_gap_and_never_rewritten(house):
    first, second = make.resolution(house, decided_on=DAY), make.resolution(house, decided_on=DAY)
    assert [str(one.number) for one in (first, second)] == ["决〔2026〕1号", "决〔2026〕2号"]
    assert first.basis == "市总工会（市工发〔2026〕3号）"
    assert first.as_basis == "区总工会党组2026年8月3日决定"
    revoked = actions.revoke(first, reason="另有决定", actor=house.clerk)
    assert (revoked.state, revoked.end_reason) == ("revoked", "另有决定")
    with pytest.raises(Conflict):
        actions.revoke(first, reason="再次", actor=house.clerk)
    with pytest.raises(Invalid) as wrong:
        make.resolution(house, decided_by=" ", text="", decided_on=clock.today() + dt.timedelta(days=1))
    assert set(wrong.value.errors) == {"decided_by", "text", "decided_on"}
    with pytest.raises(Invalid):
        make.resolution(house, text="本件密级：机密★10年")


def test_a_wording_comes_into_force_only_on_a_basis_that_stands(house):
    decided, regulation = make.resolution(house), make.regulation(house)
    with pytest.raises(Refused, match="依据"):
        actions.adopt(regulation, on=DAY, actor=house.clerk)
    with pytest.raises(Refused, match="尚未印发"):
        actions.adopt(regulation, on=DAY, paper=make.draft(house), actor=house.clerk)
    actions.revoke(decided, reason="另有决定", actor=house.clerk)
    decided.refresh_from_db()
    with pytest.raises(Refused, match="撤销"):
        actions.adopt(regulation, on=DAY, resolution=decided, actor=house.clerk)
    with pytest.raises(Invalid):
        make.draft(house, resolution=decided)
    adopted = actions.adopt(regulation, on=DAY, paper=make.issued(house), actor=house.clerk)
    assert (adopted.state, adopted.current.number) == ("in_force", 1)
    with pytest.raises(Conflict):
        actions.adopt(regulation, on=DAY, paper=make.issued(house), actor=house.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Regulation.objects.filter(pk=regulation.pk).update(current=None)


def test_earlier_wordings_stay_and_a_repealed_regulation_is_left_alone(house):
    decided, regulation = make.resolution(house), make.regulation(house)
    actions.adopt(regulation, on=DAY, resolution=decided, actor=house.clerk)
    for text in ("第二稿", "第三稿"):
        actions.amend(regulation, text=text, changes="改", issues=["甲", "甲", " "], actor=house.clerk)
    # A wording that nobody adopted is replaced; the one in force stays in force meanwhile.
    assert [(one.number, one.text) for one in regulation.versions.all()] == [(2, "第三稿"), (1, "第一条 一事一单。")]
    assert [one.label for one in regulation.versions.first().issues.all()] == ["甲"]
    regulation.refresh_from_db()
    assert regulation.current.number == 1
    actions.adopt(regulation, on=DAY, resolution=decided, actor=house.clerk)
    actions.repeal(regulation, reason="不再适用", actor=house.clerk)
    with pytest.raises(Conflict):
        actions.amend(regulation, text="第四稿", changes="改", actor=house.clerk)
    assert regulation.versions.count() == 2


@pytest.mark.parametrize("name", ["papers:resolutions", "papers:regulations"])
def test_lists_are_for_readers_and_ask_as_much_for_three_as_for_one(client, house, name):
    page_matrix(client, reverse(name), "papers.read", house.body)
    client.force_login(Account.objects.get(pk=house.clerk.account))
    counts = []
    for more in (1, 2):
        for _time in range(more):
            actions.adopt(make.regulation(house), on=DAY, resolution=make.resolution(house), actor=house.clerk)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse(name))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    model = {"papers:resolutions": Resolution, "papers:regulations": Regulation}[name]
    pages = [reverse(name.removesuffix("s"), args=[one.pk]) for one in model.objects.all()]
    assert len(pages) == 3
    assert all(page in answer.content.decode() for page in pages)
    assert client.get(reverse(name), {"export": "xlsx"})["Content-Type"].endswith("sheet")


def test_pages_of_one_thing_are_closed_to_strangers(client, house):
    decided, regulation = make.resolution(house), make.regulation(house)
    for name, thing in (("papers:resolution", decided), ("papers:regulation", regulation)):
        page_matrix(client, reverse(name, args=[thing.pk]), "papers.read", house.body, outsider=404)
    stranger, _actor = access.signed_in(
        "papers.regulate", "papers.read", body=make.organ(code="外工发", name="外县").body
    )
    client.force_login(stranger)
    for name in ("amend", "adopt", "repeal"):
        assert client.post(reverse(f"papers:{name}", args=[regulation.pk]), {"text": "x"}).status_code == 404
    assert client.post(reverse("papers:revoke", args=[decided.pk]), {"reason": "x"}).status_code == 404


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(client, house):
    client.force_login(Account.objects.get(pk=house.clerk.account))
    typed = {"body": house.body.pk, "title": "督导办法", "aspect": "supervision", "text": "密级：机密"}
    answer = client.post(reverse("papers:new-regulation"), typed)
    assert answer.status_code == 422
    assert "督导办法" in answer.content.decode()
    assert answer.context["form"].errors["text"]
    told = {"body": house.body.pk, "decided_by": "党组", "decided_on": "2999-01-01", "title": "甲", "text": "乙"}
    answer = client.post(reverse("papers:resolve"), told)
    assert answer.context["form"].errors["decided_on"]
    regulation = make.regulation(house)
    answer = client.post(reverse("papers:adopt", args=[regulation.pk]), {"on": "2026-08-03"})
    assert answer.context["form"].errors["resolution"]
    assert not Resolution.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_adopt_at_once_leave_one_adoption_and_decisions_get_numbers_of_their_own():
    house = make.house()
    decided, regulation = make.resolution(house, decided_on=DAY), make.regulation(house)

    def adopt(_place):
        return actions.adopt(regulation, on=DAY, resolution=decided, actor=house.clerk)

    results = at_once(3, adopt)
    assert sum(isinstance(one, Regulation) for one in results) == 1
    assert all(isinstance(one, Regulation | Conflict) for one in results)
    made = at_once(4, lambda _place: make.resolution(house, decided_on=DAY))
    assert sorted(one.number.serial for one in made) == [2, 3, 4, 5]
