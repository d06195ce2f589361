import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyou.registry.approvals.flow import Mode, Opinion, Outcome, Refusal, Voice, outcome

YES, NO, OPEN = Voice(Opinion.YES), Voice(Opinion.NO), Voice(Opinion.OPEN)
voices = st.lists(st.builds(Voice, st.sampled_from(Opinion), st.booleans()), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("mode", "needed", "refusal", "said", "expected"),
    [
        (Mode.SINGLE, 1, Refusal.ENDS, [OPEN], Outcome.WAITING),
        (Mode.SINGLE, 1, Refusal.ENDS, [YES], Outcome.PASSED),
        (Mode.SINGLE, 1, Refusal.ENDS, [NO], Outcome.REFUSED),
        (Mode.ALL, 1, Refusal.ENDS, [YES, OPEN], Outcome.WAITING),
        (Mode.ALL, 1, Refusal.ENDS, [YES, YES], Outcome.PASSED),
        (Mode.ALL, 1, Refusal.ENDS, [NO, OPEN], Outcome.REFUSED),
        (Mode.ANY, 1, Refusal.COUNTS, [NO, OPEN], Outcome.WAITING),
        (Mode.ANY, 1, Refusal.COUNTS, [NO, YES], Outcome.PASSED),
        (Mode.ANY, 1, Refusal.COUNTS, [NO, NO], Outcome.REFUSED),
        (Mode.ANY, 1, Refusal.ENDS, [NO, OPEN], Outcome.REFUSED),
        (Mode.N_OF_M, 2, Refusal.COUNTS, [YES, NO, OPEN], Outcome.WAITING),
        (Mode.N_OF_M, 2, Refusal.COUNTS, [YES, NO, YES], Outcome.PASSED),
        (Mode.N_OF_M, 2, Refusal.COUNTS, [NO, NO, OPEN], Outcome.REFUSED),
        (Mode.N_OF_M, 5, Refusal.COUNTS, [YES, YES], Outcome.PASSED),  # fewer approvers than wanted: all of them
        (Mode.ANY, 1, Refusal.COUNTS, [YES, Voice(Opinion.OPEN, added=True)], Outcome.WAITING),
    ],
)
def test_outcome_of_a_step(mode, needed, refusal, said, expected):
    assert outcome(mode, needed, refusal, said) is expected


@given(st.sampled_from(Mode), st.integers(1, 6), st.sampled_from(Refusal), voices)
def test_step_is_never_stuck_once_all_have_spoken(mode, needed, refusal, said):
    spoken = [voice for voice in said if voice.opinion is not Opinion.OPEN]
    if spoken:
        assert outcome(mode, needed, refusal, spoken) is not Outcome.WAITING


@given(st.sampled_from(Mode), st.integers(1, 6), st.sampled_from(Refusal), voices)
def test_one_more_yes_never_turns_passed_into_refused(mode, needed, refusal, said):
    before = outcome(mode, needed, refusal, said)
    for place, voice in enumerate(said):
        if voice.opinion is Opinion.OPEN:
            after = outcome(mode, needed, refusal, [*said[:place], Voice(Opinion.YES, voice.added), *said[place + 1 :]])
            assert not (before is Outcome.PASSED and after is Outcome.REFUSED)
            assert not (before is Outcome.WAITING and after is Outcome.REFUSED)


@given(st.sampled_from(Mode), st.integers(1, 6), st.sampled_from(Refusal), voices, st.randoms())
def test_order_of_opinions_does_not_matter(mode, needed, refusal, said, random):
    shuffled = random.sample(said, len(said))
    assert outcome(mode, needed, refusal, said) is outcome(mode, needed, refusal, shuffled)
