import pytest

from zhengyou.kernel import moves
from zhengyou.kernel.errors import Conflict, Refused

MACHINE = {
    "send": moves.move("draft", "sent"),
    "close": moves.move({"draft", "sent"}, "closed", guard=lambda thing: "" if thing else "还有一份未收回。"),
}


def test_a_move_leads_to_its_target():
    assert moves.target_of(True, "draft", "send", MACHINE) == "sent"


def test_a_move_from_elsewhere_is_a_conflict():
    with pytest.raises(Conflict):
        moves.target_of(True, "closed", "send", MACHINE)


def test_a_guard_refuses_with_its_sentence():
    with pytest.raises(Refused, match="还有一份未收回"):
        moves.target_of(False, "sent", "close", MACHINE)


def test_verbs_and_reach():
    assert moves.verbs_from("draft", MACHINE) == ("send", "close")
    assert moves.reachable(MACHINE, "draft") == {"draft", "sent", "closed"}
