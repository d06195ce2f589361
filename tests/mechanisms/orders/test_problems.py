"""Problems, cases, violations, rules and visits: who may do each verb, what a field refuses, what races."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.concurrency import at_once
from tests.factories import supervision as make
from tests.permissions import matrix
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.mechanisms.orders import actions, gate, weighing
from zhengyou.mechanisms.orders.enums import ProblemState, TourWord
from zhengyou.mechanisms.orders.models import Measure, Order, Problem, Tour
from zhengyou.records.seal.values import Sealed

DAY = dt.timedelta(days=1)


@pytest.fixture
def place():
    return make.county()


def listed(place, actor=None, **facts):
    given = {"title": "清单", "theme": "service", "starts_on": clock.today(), "ends_on": clock.today() + DAY} | facts
    return actions.begin_list(place.body, **given, actor=actor or place.officer)


def problem(place, on=None, actor=None):
    return actions.find_problem(
        on or listed(place), body=place.unit, title="排队长", facts="……", origin="self", actor=actor or place.officer
    )


def planned(place):
    return actions.plan_problem(
        problem(place), owner="科长", measures="增窗", due_on=clock.today() + DAY, priority=1, actor=place.officer
    )


@pytest.mark.django_db
def test_verbs_of_problems_are_for_who_keeps_the_list(place):
    function, body = "orders.problems", place.body
    made = matrix(lambda actor: listed(place, actor), function, body)
    found = matrix(lambda actor: problem(place, made, actor), function, body)
    plan = {"owner": "科长", "measures": "增窗", "due_on": clock.today() + DAY, "priority": 1}
    found = matrix(lambda actor: actions.plan_problem(found, **plan, actor=actor), function, place.unit)
    solved = matrix(lambda actor: actions.solve(found, solution="已解决", actor=actor), function, body)
    shown = matrix(lambda actor: actions.show_highlight(solved, line="做法", actor=actor), function, body)
    assert shown.is_highlight
    assert not actions.show_highlight(shown, line="", actor=place.officer).is_highlight
    assert matrix(lambda actor: actions.close_list(made, actor=actor), function, body).is_closed
    with pytest.raises(Conflict):
        problem(place, made)
    other = problem(place)
    assert matrix(lambda actor: actions.drop_problem(other, reason="重复", actor=actor), function, body).end_reason
    third = planned(place)
    assert matrix(lambda actor: actions.hand_out(third, actor=actor), function, body).order is not None


@pytest.mark.django_db
def test_a_problem_with_an_order_is_solved_by_the_order_alone(place):
    one = actions.hand_out(planned(place), actor=place.officer)
    with pytest.raises(Conflict):
        actions.solve(one, solution="已解决", actor=place.officer)
    with pytest.raises(Conflict):
        actions.show_highlight(one, line="做法", actor=place.officer)
    actions.withdraw(one.order, reason="误交办", actor=place.officer)
    one.refresh_from_db()
    assert (one.state, one.order) == (ProblemState.PLANNED, None)
    again = actions.hand_out(one, actor=place.officer)
    assert Order.objects.filter(kind="matter").count() == 2
    assert again.order.body == place.unit


@pytest.mark.django_db(transaction=True)
def test_two_officers_make_one_order_of_a_problem(place):
    one = planned(place)
    results = at_once(2, lambda _: actions.hand_out(one, actor=place.officer))
    assert sum(isinstance(result, Problem) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_verbs_of_cases_are_for_who_keeps_them_and_nobody_keeps_their_own(place):
    function, body = "orders.account", place.body

    def begin(actor, unit=place.unit):
        return actions.open_case(
            place.body, body=unit, fault="slow", facts="3月8日……", person="王小明", post="科员", actor=actor
        )

    case = matrix(begin, function, body)
    assert isinstance(case.person, Sealed)
    assert "王小明" not in str(case.person)
    with pytest.raises(Invalid):
        actions.open_case(place.unit, body=place.unit, fault="slow", facts="……", post="科长", actor=make.ledger.SYSTEM)
    case = matrix(lambda actor: actions.ask_statement(case, actor=actor), function, body)
    with pytest.raises(Refused):
        actions.hear(case, statement=" ", actor=place.officer)
    case = matrix(lambda actor: actions.hear(case, statement="情况属实。", actor=actor), function, body)
    goods = {"organ": "县纪委监委", "proposal": "超期。", "handed_over_on": clock.today()}
    case = matrix(lambda actor: actions.hand_over_case(case, **goods, actor=actor), function, body)
    told = {"outcome": "已受理。", "outcome_on": clock.today()}
    case = matrix(lambda actor: actions.note_outcome(case, **told, actor=actor), function, body)
    opened = matrix(lambda actor: actions.read_person(case, actor=actor), function, body)
    assert opened == {"person": "王小明", "statement": "情况属实。"}
    other = begin(place.officer)
    assert matrix(lambda actor: actions.end_case(other, reason="查无实据", actor=actor), function, body).ended_at


@pytest.mark.django_db
def test_verbs_of_violations_and_visits_are_for_their_keepers(place):
    found = {"kind": "fee", "title": "违规收费", "facts": "……", "found_on": clock.today(), "body": place.unit}
    one = matrix(
        lambda actor: actions.find_violation(place.body, **found, actor=actor), "orders.violations", place.body
    )
    letter = {"demand": "退还", "due_on": clock.today() + DAY}
    one = matrix(lambda actor: actions.send_letter(one, **letter, actor=actor), "orders.violations", place.body)
    one = matrix(lambda actor: actions.answer_letter(one, answer="已退", actor=actor), "orders.answer", place.unit)
    one = matrix(lambda actor: actions.insist(one, **letter, actor=actor), "orders.violations", place.body)
    seen = {"result": "已退", "corrected_on": clock.today()}
    matrix(lambda actor: actions.correct(one, **seen, actor=actor), "orders.violations", place.body)
    other = actions.find_violation(place.body, **found, actor=place.officer)
    matrix(lambda actor: actions.dismiss(other, reason="不属实", actor=actor), "orders.violations", place.body)

    visit = {
        "word": "guidance", "title": "调研指导", "units": [place.unit], "starts_on": clock.today(),
        "ends_on": clock.today(), "purpose": "了解情况",
    }  # fmt: skip
    tour = matrix(lambda actor: actions.plan_tour(place.body, **visit, actor=actor), "orders.tours", place.body)
    other = actions.plan_tour(place.body, **visit, actor=place.officer)
    matrix(lambda actor: actions.cancel_tour(other, reason="改期", actor=actor), "orders.tours", place.body)
    matrix(lambda actor: actions.conclude_tour(tour, found="良好", actor=actor), "orders.tours", place.body)
    plan = {"year": 2026, "title": "检查", "document": "1号"}
    matrix(lambda actor: actions.enter_plan(place.body, **plan, actor=actor), "orders.tours", place.body)


@pytest.mark.django_db(transaction=True)
def test_two_visits_do_not_use_up_one_line_of_the_plan(place):
    today = clock.today()
    entry = actions.enter_plan(place.body, year=today.year, title="检查", document="1号", actor=place.officer)
    visit = {
        "word": TourWord.INSPECTION, "title": "检查", "units": [place.unit], "starts_on": today, "ends_on": today,
        "purpose": "……", "entry": entry,
    }  # fmt: skip
    results = at_once(2, lambda _: actions.plan_tour(place.body, **visit, actor=place.officer))
    assert sum(isinstance(result, Tour) for result in results) == 1
    assert sum(isinstance(result, Invalid) for result in results) == 1


@pytest.mark.parametrize(
    ("word", "title", "objects"),
    [("guidance", "乡镇调研指导", False), ("guidance", "专项检查", True), ("self_check", "窗口自查", False),
     ("trade_check", "行业检查", False), ("guidance", "年度考核", True)],
)  # fmt: skip
def test_a_title_says_no_more_than_the_visit_is(word, title, objects):
    assert bool(gate.title_objection(word, title)) == objects


@pytest.mark.django_db
def test_figures_of_rules_rest_on_enough_cases(place):
    rule = {
        "title": "超期办理", "metric": "overdue", "below": False, "line": Decimal(40), "least": 2, "days": 30,
        "kind": "talk", "source": "第五条",
    }  # fmt: skip
    set_one = matrix(lambda actor: actions.set_trigger(place.body, **rule, actor=actor), "orders.trigger", place.body)
    shipped = matrix(lambda actor: actions.begin_with_shipped(place.body, actor=actor), "orders.trigger", place.body)
    assert all(one.source for one in shipped)
    make.matter(place.unit, clock.now() - 40 * DAY)
    assert weighing.crossing(set_one, clock.today()) == []
    make.matter(place.unit)
    (found,) = weighing.crossing(set_one, clock.today())
    assert (found.body, found.value, found.base) == (place.unit, 50.0, 2)
    assert len(actions.weigh(set_one)) == 1
    assert actions.weigh(set_one) == []
    assert Measure.objects.get().state == "proposed"  # a rule proposes a talk, it never signs one
    with pytest.raises(Invalid):
        actions.set_trigger(place.body, **rule | {"source": " ", "line": Decimal(-1)}, actor=place.officer)
    assert not matrix(
        lambda actor: actions.retire_trigger(set_one, actor=actor), "orders.trigger", place.body
    ).is_active
