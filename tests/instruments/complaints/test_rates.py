"""The three rates: counts from matters and call-backs, formula as data, lists only where a place orders them."""

import csv
import datetime as dt
import os
import statistics
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from tests.factories import complaints as made
from tests.factories.bodies import BodyFactory
from tests.permissions import matrix
from zhengyou.instruments.complaints import actions, register
from zhengyou.instruments.complaints.enums import State
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.instruments.complaints.queries import rates as readings
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused
from zhengyou.records.ledger import SYSTEM

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("ZHENGYOU_SHARED", Path(__file__).resolve().parents[4] / "shared"))
LETTERS = SHARED / "data" / "complaints_with_replies.csv"


@pytest.fixture
def county():
    return BodyFactory(name="青禾县")


def closed(county, days, unit=None, **facts):
    """Return a matter of another register that was answered after so many days."""
    complaint = made.matter(county)
    received = clock.now() - dt.timedelta(days=60)
    Complaint.objects.filter(pk=complaint.pk).update(
        received_at=received, answered_at=received + dt.timedelta(days=days), answer="已办", answered_by=unit or county,
        state=State.CLOSED, closed_at=received + dt.timedelta(days=days), **facts,
    )  # fmt: skip
    return complaint


def row(county, group="all", **changes):
    rows = readings.rates_by(Complaint.objects.filter(body=county), group, readings.ruling(county))
    assert len(rows) == 1
    return rows[0]


def share(found, name):
    return next(one for one in found.shares if one.name == name)


def test_rates_count_what_their_denominator_names(county):
    closed(county, 3, solved=True, level=5)
    closed(county, 20, solved=False, level=1)
    closed(county, 5, solved=True, level=3)
    closed(county, 5)
    found = row(county)
    assert (share(found, "response").of, share(found, "response").number) == (3, 4)
    assert (share(found, "resolution").of, share(found, "resolution").number) == (2, 3)
    assert (share(found, "satisfaction").of, share(found, "satisfaction").number) == (1, 3)
    for one in found.shares:
        assert one.low < one.share < one.high
    assert found.whole == pytest.approx(0.3 * 3 / 4 + 0.35 * 2 / 3 + 0.35 / 3)
    assert found.low < found.whole < found.high
    assert found.mean_days == pytest.approx(33 / 4)
    assert found.middle_days == pytest.approx(5)


def test_what_is_not_due_yet_counts_for_nothing(county):
    made.matter(county)
    found = row(county)
    assert share(found, "response").number == 0
    assert share(found, "response").share is None
    assert found.whole is None
    assert (found.matters, found.open) == (1, 1)


def test_unit_that_must_make_contact_counts_by_that_clock(county):
    from zhengyou.mechanisms.orders import actions as orders
    from zhengyou.mechanisms.orders.models import Order

    bureau = BodyFactory(parent=county)
    complaint = made.dispatched(county, bureau)
    orders.sign(complaint.order, actor=SYSTEM)
    assert share(row(county), "response").number == 0
    orders.contact(Order.objects.get(), words="已联系", actor=SYSTEM)
    assert (share(row(county), "response").of, share(row(county), "response").number) == (1, 1)
    Order.objects.update(contacted_at=clock.now() + dt.timedelta(days=30))
    assert (share(row(county), "response").of, share(row(county), "response").number) == (0, 1)


def test_a_unit_that_got_the_matter_from_another_is_judged_by_its_own_clock(county):
    from zhengyou.mechanisms.orders import actions as orders
    from zhengyou.mechanisms.orders.models import Order

    begun = clock.now() - dt.timedelta(days=20)
    with clock.pretend(begun):
        complaint = made.dispatched(county)
        orders.sign(complaint.order, actor=SYSTEM)
    with clock.pretend(begun + dt.timedelta(days=9)):  # the first unit never called; it goes to the right one
        held = orders.redirect(
            Order.objects.get(), body=BodyFactory(parent=county), words="按权责清单改派", actor=SYSTEM
        )
        held = orders.sign(held, actor=SYSTEM)
        orders.contact(held, words="已联系", actor=SYSTEM)
    assert (share(row(county), "response").of, share(row(county), "response").number) == (1, 1)


def test_matter_with_clocks_of_two_units_counts_once_by_the_last(county):
    from zhengyou.mechanisms.orders import actions as orders
    from zhengyou.mechanisms.orders.models import Order
    from zhengyou.registry.deadlines.models import Clock

    complaint = made.dispatched(county)
    orders.sign(complaint.order, actor=SYSTEM)
    orders.contact(Order.objects.get(), words="已联系", actor=SYSTEM)
    last = Clock.objects.get(stage="contact")
    for other, (started, state) in enumerate(((-9, "met"), (0, "met"), (9, "void")), 1):
        Clock.objects.create(
            **{field.attname: getattr(last, field.attname) for field in Clock._meta.concrete_fields}
            | {"id": UUID(int=other), "started_at": last.started_at + dt.timedelta(days=started), "state": state}
            | {"due_at": last.due_at - dt.timedelta(days=90)}
        )
    found = row(county)
    assert found.matters == 1
    assert (share(found, "response").of, share(found, "response").number) == (1, 1)


def test_contact_that_never_came_counts_against_the_unit(county):
    from zhengyou.mechanisms.orders import actions as orders

    complaint = made.dispatched(county)
    orders.sign(complaint.order, actor=SYSTEM)
    with clock.pretend(clock.now() + dt.timedelta(days=30)):
        assert (share(row(county), "response").of, share(row(county), "response").number) == (0, 1)


def test_joined_and_explained_matters_and_praise_do_not_count(county):
    closed(county, 3)
    made.matter(county, kind="praise")
    first, second = made.matter(county), made.matter(county)
    actions.merge(second, into=first, actor=SYSTEM)
    actions.inform(made.matter(county), special="outside", told="请向法院起诉", actor=SYSTEM)
    assert row(county).matters == 2


def test_rates_by_unit_class_and_month_add_up(county):
    units = [BodyFactory(parent=county) for _ in range(3)]
    for number, unit in enumerate(units):
        for _ in range(number + 1):
            closed(county, 3, unit, solved=bool(number), level=4, category=made.category())
    rule = readings.ruling(county)
    matters = Complaint.objects.filter(body=county)
    for group in ("unit", "category", "month", "territory", "all"):
        assert sum(one.matters for one in readings.rates_by(matters, group, rule)) == 6
    by_unit = readings.rates_by(matters, "unit", rule)
    assert [one.name for one in by_unit] == [unit.name for unit in reversed(units)]
    assert readings.rates_by(matters, "category", rule)[0].name == "城乡建设"
    assert readings.themes(matters)[0]["number"] == 6


def formula(county, **facts):
    given = {
        "name": "县三率办法", "source": "县政办〔2026〕3号", "valid_from": clock.today(),
        "rates": [
            {"name": "response", "values": ["in_time"], "of": ["in_time", "late", "never"], "weight": 20},
            {"name": "resolution", "values": ["resolved"], "of": ["resolved", "unresolved"], "weight": 40},
            {"name": "satisfaction", "values": {"satisfied": 1, "neutral": 0.6},
             "of": ["satisfied", "neutral", "dissatisfied"], "weight": 40},
        ],
    }  # fmt: skip
    return actions.save_formula(body=county, actor=SYSTEM, **(given | facts))


def test_formula_of_a_place_is_data(county):
    closed(county, 3, solved=True, level=3)
    formula(county)
    found = row(county)
    assert share(found, "satisfaction").share == pytest.approx(0.6)
    assert found.whole == pytest.approx(0.2 + 0.4 + 0.4 * 0.6)
    assert readings.ruling(BodyFactory(parent=county)).name == "县三率办法"
    assert readings.ruling(BodyFactory()).name != "县三率办法"
    assert readings.ruling(county, clock.today() - dt.timedelta(days=1)).name != "县三率办法"


@pytest.mark.parametrize(
    "rates",
    [
        [],
        [{"name": "x", "values": ["resolved"], "of": ["unresolved"], "weight": 1}],
        [{"name": "x", "values": ["invented"], "of": ["invented"], "weight": 1}],
        [{"name": "x"}],
    ],
)
def test_formula_that_nobody_can_count_is_refused(county, rates):
    with pytest.raises(Invalid):
        formula(county, rates=rates)


def test_who_may_enter_a_formula(county):
    matrix(lambda actor: _entered(county, actor), "complaints.tables", county)


def _entered(county, actor):
    return actions.save_formula(
        body=county, name="甲", source="乙", valid_from=clock.today(), actor=actor, enough=Decimal("0.5"),
        rates=[{"name": "x", "values": ["resolved"], "of": ["resolved", "unresolved"], "weight": 1}],
    )  # fmt: skip


def test_red_and_black_lists_are_off_and_hold_only_who_can_be_told_apart(county):
    good, middle, small, bad = (BodyFactory(parent=county) for _ in range(4))
    for unit, solved, number in ((good, 40, 40), (middle, 30, 40), (bad, 4, 40), (small, 2, 2)):
        for place in range(number):
            closed(county, 3, unit, solved=place < solved, level=5 if place < solved else 1)
    matters = Complaint.objects.filter(body=county)
    rule = readings.ruling(county)
    assert readings.lists(readings.rates_by(matters, "unit", rule), rule) == ([], [])
    formula(county, lists=True, list_length=1)
    rule = readings.ruling(county)
    red, black = readings.lists(readings.rates_by(matters, "unit", rule), rule)
    assert [one.key for one in red] == [str(good.pk)]
    assert [one.key for one in black] == [str(bad.pk)]


CSV = "number,received_at,subject,text,replied_at,reply\n"


def test_register_in_either_encoding_comes_once(county):
    text = (
        CSV
        + "7,2019/4/25 9:32:09,路灯,东街路灯坏了，请打13812345678,2019-05-10 14:56:53,已修复\n8,2019/5/1 8:00,井盖,井盖坏了,,\n"
    )
    for encoding in ("utf-8-sig", "gb18030"):
        result = register.read_csv(text.encode(encoding))
        actions.take_over_register(result, body=county, actor=SYSTEM)
    assert Complaint.objects.count() == 2
    done = Complaint.objects.get(outer_number="7")
    assert (done.state, done.answer) == (State.CLOSED, "已修复")
    assert "13812345678" not in done.text
    assert Complaint.objects.get(outer_number="8").state == State.RECEIVED


@pytest.mark.parametrize(
    "line",
    [
        "7,2019/4/25,题,文,2019/4/24,答",
        "7,2019/4/25,题,文,2019/4/26,",
        "7,何时,题,文,,",
        "7,2019/4/25,题,,,",
        ",2019/4/25,题,文,,",
    ],
)
def test_register_with_a_bad_row_is_not_taken(county, line):
    result = register.read_csv((CSV + line).encode())
    assert result.bad_rows == 1
    with pytest.raises(Refused):
        actions.take_over_register(result, body=county, actor=SYSTEM)


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe\x80", "甲,乙\n1,2".encode()])
def test_what_is_no_register_is_refused(content):
    with pytest.raises(Refused):
        register.read_csv(content)


def test_who_may_take_a_register_over(county):
    result = register.read_csv((CSV + "7,2019/4/25,题,文,,").encode())
    matrix(lambda actor: actions.take_over_register(result, body=county, actor=actor), "complaints.tables", county)


@pytest.mark.skipif(not LETTERS.exists(), reason=f"{LETTERS} is not here: set ZHENGYOU_SHARED")
def test_2816_real_letters_arrive_with_their_times_and_rates(county):
    """Compared with figures that plain Python reckons from the file itself."""
    result = register.read_csv(LETTERS.read_bytes())
    assert result.clean, result.faults[:3]
    assert actions.take_over_register(result, body=county, actor=SYSTEM) == 2816
    with LETTERS.open(encoding="utf-8-sig", newline="") as lines:
        known = {line["number"]: line for line in csv.DictReader(lines)}
    held = Complaint.objects.filter(body=county).values_list("outer_number", "received_at", "answered_at")
    days = []
    for number, received, answered in held:
        assert clock.local(received) == _moment(known[number]["received_at"])
        assert clock.local(answered) == _moment(known[number]["replied_at"])
        days.append((answered - received).total_seconds() / 86400)
    found = row(county)
    in_time = sum(one <= 15 for one in days)
    assert (share(found, "response").of, share(found, "response").number) == (in_time, 2816)
    assert share(found, "response").low < in_time / 2816 < share(found, "response").high
    assert share(found, "resolution").share is None  # nobody asked the writers
    assert found.mean_days == pytest.approx(statistics.mean(days))
    assert found.middle_days == pytest.approx(statistics.median(days))
    by_month = readings.rates_by(Complaint.objects.filter(body=county), "month", readings.ruling(county))
    assert sum(one.matters for one in by_month) == 2816
    assert actions.take_over_register(result, body=county, actor=SYSTEM) == 0


def _moment(text):
    for form in ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=clock.SHANGHAI)
        except ValueError:
            continue
    raise AssertionError(text)


def test_units_are_compared_with_those_of_their_class_alone(county):
    """分级分类考评: the best bureau of slow bureaus stands on the red list, whatever the towns do."""
    formula(county, lists=True, list_length=1, least=20)
    shares = {"government": (0.9, 0.5, 0.1), "town": (1.0, 0.95, 0.9)}
    for kind, solved in shares.items():
        for share_solved in solved:
            unit = BodyFactory(parent=county, kind=kind, level="county" if kind == "government" else "town")
            for number in range(40):
                closed(county, 3, unit, solved=number < 40 * share_solved, level=5 if number < 40 * share_solved else 1)
    rule = readings.ruling(county)
    classes = readings.by_peers(readings.rates_by(Complaint.objects.filter(body=county), "unit", rule))
    assert [(one.name, len(one.rows)) for one in classes] == [("乡镇级·乡镇（街道）", 3), ("县级·政府机关", 3)]
    towns, bureaus = classes
    red, black = readings.lists(bureaus.rows, rule)
    assert red[0].shares[1].share == pytest.approx(0.9)
    assert black[0].shares[1].share == pytest.approx(0.1)
    assert bureaus.middle < towns.middle
    assert [row.peers for row in red] == ["县级·政府机关"]
    by_class = readings.rates_by(Complaint.objects.filter(body=county), "peers", rule)
    assert {row.name: row.matters for row in by_class} == {"乡镇级·乡镇（街道）": 120, "县级·政府机关": 120}
