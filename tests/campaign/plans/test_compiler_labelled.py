"""The compiler against plans of many kinds of organisations, written and labelled for these tests."""

from pathlib import Path

from tests.campaign.plans.agreement import agreement

LABELLED = Path(__file__).parent / "labelled"


def test_plans_of_many_kinds_are_read_as_their_labels_say() -> None:
    reached = agreement(LABELLED)
    assert reached["all"][0] >= 0.95
    assert {field: f1 for field, (f1, labels) in reached.items() if labels >= 10 and f1 < 0.85} == {}
