from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhengyou.kernel.cells import showable


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 30), max_size=8))
def test_what_is_hidden_is_nothing_or_enough(counts):
    numbers = dict(enumerate(counts))
    shown = showable(numbers, 5)
    hidden = sum(number for cell, number in numbers.items() if cell not in shown)
    assert all(numbers[cell] >= 5 for cell in shown)
    assert hidden == 0 or hidden >= 5 or not shown


def test_a_small_cell_takes_the_smallest_other_with_it():
    assert showable({"a": 100, "b": 3, "c": 9}, 5) == {"a"}
    assert showable({"a": 100, "b": 3, "c": 4}, 5) == {"a"}
    assert showable({"a": 100, "b": 9}, 5) == {"a", "b"}
    assert showable({"a": 100, "b": 1}, 5) == set()
