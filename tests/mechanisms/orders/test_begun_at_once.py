"""What two officers begin at the same moment: both get their own, the same from one source stays one, nothing breaks."""

import datetime as dt

import pytest

from tests.concurrency import at_once
from tests.factories import supervision as make
from tests.factories.bodies import BodyFactory
from tests.factories.orders import order
from tests.mechanisms.orders.test_problems import listed, planned
from tests.mechanisms.orders.test_rights import closed, fresh, received
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import actions
from zhengyou.mechanisms.orders.enums import Kind, ProblemState, ProposalState, State
from zhengyou.mechanisms.orders.models import Order, Problem, Proposal, Sample
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import history

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def went(results):
    """Return what went through; the others were told why and met no error."""
    assert all(isinstance(one, Refused) for one in results if isinstance(one, Exception)), results
    return [one for one in results if not isinstance(one, Exception)]


def begin_list(place):
    span = {"starts_on": clock.today(), "ends_on": clock.today() + 30 * DAY}
    return actions.begin_list(place.body, title="政务服务问题清单", theme="service", **span, actor=SYSTEM)


def find_problem(place):
    found = {"title": "排队久", "facts": "上午等候超过一小时", "origin": "tour"}
    return actions.find_problem(place.problems, body=place.unit, **found, actor=SYSTEM)


def find_violation(place):
    found = {"kind": "fee", "title": "违规收费", "facts": "……", "found_on": clock.today(), "body": place.unit}
    return actions.find_violation(place.body, **found, actor=SYSTEM)


def open_case(place):
    return actions.open_case(place.body, body=place.unit, fault="slow", facts="……", post="科长", actor=SYSTEM)


def plan_tour(place):
    visit = {"word": "guidance", "title": "调研指导", "starts_on": clock.today(), "ends_on": clock.today()}
    return actions.plan_tour(place.body, units=[place.unit], purpose="了解", **visit, actor=SYSTEM)


def propose_measure(place):
    return actions.propose_measure("supervision", place.unit, place.body, facts="三次超期", actor=SYSTEM)


@pytest.mark.parametrize(
    "verb",
    [begin_list, find_problem, find_violation, open_case, plan_tour, propose_measure],
    ids=lambda one: one.__name__,
)
def test_what_two_begin_at_once_stands_twice_each_with_its_own_event(verb):
    place = make.county()
    if verb is find_problem:
        place.problems = listed(place)

    made = went(at_once(2, lambda _: verb(place)))

    assert len({one.pk for one in made}) == 2
    assert len({str(getattr(one, "number", one.pk)) for one in made}) == 2
    for one in made:
        assert [event.verb for event in history(one)].count(f"orders.{verb.__name__}") == 1


def test_an_order_of_one_source_is_opened_once_by_however_many():
    unit = BodyFactory(parent=BodyFactory())
    source = {"source_kind": "ratings.rating", "source_id": "0190"}
    made = went(
        at_once(4, lambda _: actions.open_order(kind=Kind.RATING, body=unit, title="差评", **source, actor=SYSTEM))
    )
    assert len(made) == 4
    only = Order.objects.get()
    assert {one.pk for one in made} == {only.pk}
    assert [event.verb for event in history(only)].count("orders.open") == 1


def test_orders_of_two_sources_have_two_numbers():
    unit = BodyFactory(parent=BodyFactory())
    made = went(
        at_once(4, lambda place: actions.open_order(kind=Kind.MATTER, body=unit, title=f"{place}", actor=SYSTEM))
    )
    assert len({one.number for one in made}) == 4


def test_an_order_is_taken_back_once_whatever_else_happens_to_it():
    one = fresh(BodyFactory(parent=BodyFactory()))
    verbs = (
        lambda: actions.annul(one, reason="申诉成立", actor=SYSTEM),
        lambda: actions.annul(one, reason="申诉成立", actor=SYSTEM),
        lambda: actions.sign(one, actor=SYSTEM),
    )
    went(at_once(3, lambda place: verbs[place]()))
    one.refresh_from_db()
    assert one.state == State.VOID
    assert [event.verb for event in history(one)].count("orders.annul") == 1
    assert one.clock is None or one.clock.finished_at is not None


def test_words_are_restated_while_the_unit_signs():
    one = fresh(BodyFactory(parent=BodyFactory()))
    verbs = (
        lambda: actions.restate(one, text="已隐去姓名", actor=SYSTEM),
        lambda: actions.sign(one, actor=SYSTEM),
        lambda: actions.restate(one, text="已隐去姓名", actor=SYSTEM),
    )
    assert len(went(at_once(3, lambda place: verbs[place]()))) == 3
    one.refresh_from_db()
    assert (one.text, one.state) == ("已隐去姓名", State.HANDLING)


def test_two_dispatch_the_same_bundle_and_each_order_goes_once():
    county = BodyFactory()
    unit = BodyFactory(parent=county)
    bundle = [received(county) for _ in range(3)]
    done = went(at_once(2, lambda place: actions.dispatch_all(bundle[:: 1 if place else -1], body=unit, actor=SYSTEM)))
    assert sorted(order.pk for batch in done for order in batch.done) == sorted(order.pk for order in bundle)
    assert sum(len(batch.refused) for batch in done) == 3
    assert Event.objects.filter(verb="orders.dispatch").count() == 3


def test_two_draw_a_sample_and_no_order_is_looked_at_twice_in_one():
    place = make.county()
    for _ in range(4):
        closed(place.unit)
    span = {"starts_on": clock.today(), "ends_on": clock.today() + DAY}
    made = went(at_once(2, lambda _: actions.draw_sample(body=place.body, title="抽查", **span, actor=SYSTEM)))
    assert made
    assert Sample.objects.count() == len(made)
    for sample in made:
        orders = list(sample.checks.values_list("order", flat=True))
        assert len(orders) == len(set(orders)) > 0


def test_a_draft_is_revised_while_it_is_handed_in():
    place = make.county()
    words = {"title": "x", "problem": "x", "change": "x"}
    draft = actions.propose(body=place.unit, orders=[order(place.unit), order(place.unit)], **words, actor=SYSTEM)
    better = words | {"title": "简化取号"}
    verbs = (
        lambda: actions.revise(draft, **better, actor=SYSTEM),
        lambda: actions.submit(draft, actor=SYSTEM),
        lambda: actions.revise(draft, **better, actor=SYSTEM),
    )
    results = at_once(3, lambda place: verbs[place]())
    revised = sum(not isinstance(one, Exception) for one in results[::2])
    went(results)
    kept = Proposal.objects.get()
    assert kept.state == ProposalState.SUBMITTED
    assert kept.title == ("简化取号" if revised else "x")
    assert [event.verb for event in history(kept)].count("orders.revise") == revised


def test_a_problem_is_solved_once_by_its_order_however_it_is_dropped_at_the_same_moment():
    place = make.county()
    problem = planned(place)
    actions.hand_out(problem, actor=SYSTEM)
    problem.refresh_from_db()
    one = Order.objects.get(pk=problem.order_id)
    verbs = (
        lambda: make.close(one, place),
        lambda: actions.drop_problem(problem, reason="重复", actor=SYSTEM),
        lambda: actions.withdraw(one, reason="误派", actor=SYSTEM),
    )
    went(at_once(3, lambda place: verbs[place]()))
    kept = Problem.objects.get()
    told = [event.verb for event in history(kept)]
    assert kept.state in {ProblemState.SOLVED, ProblemState.DROPPED, ProblemState.PLANNED, ProblemState.WORKING}
    assert told.count("orders.solve") + told.count("orders.drop_problem") <= 1
