from hypothesis import given
from hypothesis import strategies as st

from zhengyou.kernel import ids

codes = st.builds(lambda body: body + ids.check_digit(body), st.text(ids.ALPHABET, min_size=3, max_size=11))


@given(codes, st.data())
def test_check_digit_finds_every_wrong_character(code, data):
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([letter for letter in ids.ALPHABET if letter != code[place]]))

    assert ids.code_holds(code)
    assert not ids.code_holds(code[:place] + wrong + code[place + 1 :])


@given(codes, st.data())
def test_check_digit_finds_swapped_neighbours_but_for_one_known_pair(code, data):
    place = data.draw(st.integers(0, len(code) - 2))
    first, second = code[place], code[place + 1]
    swapped = code[:place] + second + first + code[place + 2 :]
    apart = abs(ids.ALPHABET.index(first) - ids.ALPHABET.index(second))

    assert ids.code_holds(swapped) == (apart in {0, 16})


def test_read_code_mends_what_people_type():
    assert ids.read_code(" abo1-il2u ") == "AB01112V"


def test_short_codes_hold_and_differ():
    codes = {ids.short_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 8 and ids.code_holds(code) for code in codes)


def test_uuid7_sorts_by_time():
    made = [ids.uuid7() for _ in range(100)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
